//! Other rules that claim the same text.

use std::collections::BTreeSet;

use crate::rules::Checked;
use crate::support::examples;

/// Examples of other rules that the file's rules take from them.
pub(crate) fn taken(checked: &Checked) -> BTreeSet<String> {
    let mut others = examples::load();
    others.retain(|examples| !checked.has(&examples.rule));
    let mut taken = BTreeSet::new();
    for example in others.iter().flat_map(|rule| &rule.positives) {
        for finding in checked.ruleset.find_iter(&example.bytes) {
            let id = finding.rule().id();
            if finding.secret().range() == example.secret && checked.has(id) {
                taken.insert(format!("{id}: takes an example of `{}`", example.rule));
            }
        }
    }
    taken
}

/// Rules that would find the same without those of the file.
pub(crate) fn notes(checked: &Checked) -> BTreeSet<String> {
    let mut notes = BTreeSet::new();
    for example in checked.examples.iter().flat_map(|rule| &rule.positives) {
        let mut findings = checked.others.find_iter(&example.bytes);
        let other = findings.find(|finding| {
            let secret = finding.secret();
            secret.start < example.secret.end && example.secret.start < secret.end
        });
        if let Some(other) = other {
            let (rule, id, confidence) = (&example.rule, other.rule().id(), other.confidence());
            notes.insert(format!("{rule}: without it, `{id}` finds its examples ({confidence})"));
        }
    }
    notes
}

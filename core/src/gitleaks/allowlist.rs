//! An allowlist, as conditions of this library.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::fields::Fields;
use super::syntax;
use crate::allow::{Allow, Expression, Target};

/// Reads one allowlist.
pub(super) fn allowlist(
    mut list: Fields<'_>,
    rules: &[String],
    with_name: bool,
    notes: &mut Vec<String>,
) -> Option<Allow> {
    let mut allow = Allow::new(&list.text("description").unwrap_or_default());
    let all_of = list
        .text("condition")
        .is_some_and(|condition| condition.eq_ignore_ascii_case("and") || condition == "&&");
    allow.with_name = with_name;
    if !all_of {
        allow = allow.any();
    }
    for rule in rules {
        allow = allow.rule(rule);
    }
    let target = match list.text("regexTarget").as_deref() {
        Some("match") => Target::Match,
        Some("line") => Target::Line,
        _ => Target::Secret,
    };
    let (regexes, paths) = (list.texts("regexes"), list.texts("paths"));
    let (words, commits) = (list.texts("stopwords"), list.texts("commits"));
    notes.append(&mut list.finish());

    let mut criteria = words.len();
    let mut incomplete = false;
    if !commits.is_empty() {
        notes
            .push("an allowlist's `commits` are left out: there are only contents here".to_owned());
        incomplete = true;
    }
    let given = [&regexes, &paths];
    for (at, pattern) in given
        .iter()
        .enumerate()
        .flat_map(|(at, list)| list.iter().map(move |pattern| (at, pattern)))
    {
        let translated = syntax::translate(pattern);
        match Expression::new(&translated) {
            Ok(expression) => {
                allow = if at == 0 {
                    allow.expression(target, expression)
                } else {
                    allow.path_expression(expression)
                };
                criteria += 1;
            }
            Err(problem) => {
                notes.push(format!("an allowlist's expression is left out: {problem}"));
                incomplete = true;
            }
        }
    }
    for word in words {
        allow = allow.word(&word);
    }
    // With a condition gone, all the others would allow more than they should.
    if all_of && incomplete {
        notes.push("that allowlist asks for all of its conditions: left out".to_owned());
        return None;
    }
    (criteria > 0).then_some(allow)
}

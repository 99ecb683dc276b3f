//! A finding on its way to Python.

use std::borrow::Cow;

use keysieve::{Fact, FingerprintKey};

use crate::engine::{Found, Rules};
use crate::offsets::Offsets;

/// What can be read from the credential itself: names and values.
pub(crate) type Facts = Vec<(Cow<'static, str>, String)>;

/// The facts of a finding.
fn facts(found: &Found<'_, '_>) -> Facts {
    let mut facts = Facts::new();
    found.finding.facts(found.bytes, |fact: Fact<'_>| {
        facts.push((fact.name().into(), fact.to_string()));
    });
    facts
}

/// All of a finding but the rules, on its way to Python.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Record {
    pub(crate) rule: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) redact_start: usize,
    pub(crate) redact_end: usize,
    pub(crate) confidence: u8,
    pub(crate) secrecy: Cow<'static, str>,
    pub(crate) validity: Cow<'static, str>,
    pub(crate) millibits: u16,
    pub(crate) reasons: Vec<Cow<'static, str>>,
    pub(crate) layers: Vec<Cow<'static, str>>,
    pub(crate) fingerprint: String,
    pub(crate) facts: Facts,
    pub(crate) companions: Vec<(usize, usize, usize)>,
}

impl Record {
    pub(crate) fn new(
        rules: &Rules,
        key: &FingerprintKey,
        found: Found<'_, '_>,
        offsets: &mut Offsets<'_>,
    ) -> Self {
        // In the order of the text, as far as that is known.
        let redact_start = offsets.get(found.redact.start);
        let [start, end] = [found.secret.start, found.secret.end].map(|at| offsets.get(at));
        let redact_end = offsets.get(found.redact.end);
        let companions = found.companions.iter().map(|companion| {
            let span = companion.secret();
            let [start, end] = [span.start, span.end].map(|at| offsets.get(at));
            (rules.number(companion.rule()), start, end)
        });
        let companions = companions.collect();
        let unplaced = Self::unplaced(rules, key, &found);
        Self { start, end, redact_start, redact_end, companions, ..unplaced }
    }

    /// All but the places.
    pub(crate) fn unplaced(rules: &Rules, key: &FingerprintKey, found: &Found<'_, '_>) -> Self {
        let finding = found.finding;
        Self {
            rule: rules.number(finding.rule()),
            start: 0,
            end: 0,
            redact_start: 0,
            redact_end: 0,
            confidence: finding.confidence(),
            secrecy: finding.class().as_str().into(),
            validity: finding.validity().as_str().into(),
            millibits: finding.entropy().millibits(),
            reasons: finding.evidence().reasons().map(Cow::Borrowed).collect(),
            layers: found.layers.iter().map(|layer| layer.as_str().into()).collect(),
            fingerprint: finding
                .fingerprint(found.bytes, key)
                .map(|print| print.to_string())
                .unwrap_or_default(),
            facts: facts(found),
            companions: Vec::new(),
        }
    }
}

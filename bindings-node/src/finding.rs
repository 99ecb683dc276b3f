//! A finding as an object.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use keysieve::{Coverage, DecodedFinding, FingerprintKey, Incomplete, Scratch};
use napi_derive::napi;

use crate::offsets::Offsets;
use crate::scanner::Inner;
use crate::text::Unit;

/// A credential that was found.
#[napi(object, object_from_js = false)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// What people call it; of a known secret its label.
    pub name: String,
    /// Where the secret begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Where that begins which has to go.
    pub redact_start: f64,
    /// Where that ends.
    pub redact_end: f64,
    /// Line, from 1.
    pub line: f64,
    /// Column, from 1.
    pub column: f64,
    /// 0 to 100.
    pub confidence: u32,
    /// How bad it is.
    pub severity: &'static str,
    /// What it opens.
    pub category: &'static str,
    /// Whether it is meant to be kept secret.
    pub class: &'static str,
    /// What the offline check says.
    pub validity: &'static str,
    /// What the confidence rests on.
    pub reasons: Vec<&'static str>,
    /// What it says of itself.
    pub facts: BTreeMap<String, String>,
    /// Other parts of the same credential.
    pub companions: Vec<Companion>,
    /// How it is encoded, outermost first.
    pub decoded: Vec<&'static str>,
    /// The same for the same credential.
    pub fingerprint: String,
}

/// Another part of the same credential.
#[napi(object, object_from_js = false)]
pub struct Companion {
    /// The rule that found it.
    pub rule: String,
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
}

/// What came of a scan.
#[napi(object, object_from_js = false)]
pub struct Scanned {
    /// The findings.
    pub findings: Vec<Finding>,
    /// How many more were allowed.
    pub suppressed: f64,
    /// Which limit was reached, if one was.
    pub limit: Option<&'static str>,
    /// Where that was.
    pub limit_at: Option<f64>,
}

/// Scans bytes.
pub(crate) fn scan(
    inner: &Inner,
    scratch: &mut Scratch,
    path: &str,
    bytes: &[u8],
    unit: Unit,
) -> Scanned {
    let mut offsets = Offsets::new(bytes, unit);
    let mut findings = Vec::new();
    let finds = inner.ruleset.find_iter(bytes).in_file(path).limited(inner.limits);
    let flow = finds.decoded(scratch, |found| {
        findings.push(finding(&found, &inner.key, &mut offsets));
        ControlFlow::<()>::Continue(())
    });
    let incomplete = match flow {
        ControlFlow::Continue(Coverage::Incomplete(incomplete)) => Some(incomplete),
        ControlFlow::Continue(Coverage::Complete) | ControlFlow::Break(()) => None,
    };
    Scanned {
        findings,
        suppressed: number(scratch.suppressed()),
        limit: incomplete.map(|incomplete| incomplete.limit().as_str()),
        limit_at: incomplete.map(|incomplete| limit_at(incomplete, bytes, unit)),
    }
}

/// Where a limit was reached, in units of the data.
pub(crate) fn limit_at(incomplete: Incomplete, bytes: &[u8], unit: Unit) -> f64 {
    number(Offsets::new(bytes, unit).at(usize::try_from(incomplete.at()).unwrap_or(usize::MAX)))
}

fn finding(
    found: &DecodedFinding<'_, '_>,
    key: &FingerprintKey,
    offsets: &mut Offsets<'_>,
) -> Finding {
    let (finding, rule) = (found.finding(), found.rule());
    let place = offsets.place(found.secret());
    let (redact_start, redact_end) = offsets.span(found.redact());
    let companions = found.companions().map(|companion| {
        let (start, end) = offsets.span(companion.secret());
        Companion { rule: companion.rule().id().to_owned(), start: number(start), end: number(end) }
    });
    let companions = companions.collect();
    Finding {
        start: number(place.start),
        end: number(place.end),
        redact_start: number(redact_start),
        redact_end: number(redact_end),
        line: number(place.line),
        column: number(place.column),
        companions,
        decoded: found.layers().iter().map(|layer| layer.as_str()).collect(),
        fingerprint: key.fingerprint(rule.id(), found.secret_bytes()).to_string(),
        ..Finding::of(finding, found.bytes())
    }
}

impl Finding {
    /// What does not depend on where it stands.
    pub(crate) fn of(finding: keysieve::Finding<'_>, haystack: &[u8]) -> Self {
        let rule = finding.rule();
        let mut facts = BTreeMap::new();
        finding.facts(haystack, |fact| {
            facts.insert(fact.name().to_owned(), fact.to_string());
        });
        Self {
            rule: rule.id().to_owned(),
            name: rule.name().to_owned(),
            start: 0.0,
            end: 0.0,
            redact_start: 0.0,
            redact_end: 0.0,
            line: 0.0,
            column: 0.0,
            confidence: finding.confidence().into(),
            severity: rule.severity().as_str(),
            category: rule.category().as_str(),
            class: finding.class().as_str(),
            validity: finding.validity().as_str(),
            reasons: finding.evidence().reasons().collect(),
            facts,
            companions: Vec::new(),
            decoded: Vec::new(),
            fingerprint: String::new(),
        }
    }
}

/// Offsets as JavaScript has them: exact up to 2^53.
pub(crate) const fn number(offset: usize) -> f64 {
    offset as f64
}

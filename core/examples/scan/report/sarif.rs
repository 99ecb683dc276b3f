//! SARIF, the Static Analysis Results Interchange Format.
//!
//! Source: OASIS, "SARIF Version 2.1.0". The log is written as findings come: one run, its rules
//! first, its results next, and last whether everything could be read.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use keysieve::{Fingerprint, Rule, Ruleset, Severity};
use serde_json::{Value, json};

use super::{Report, taxonomies};
use crate::found::Found;

pub(super) struct Sarif<'r, W> {
    out: W,
    ruleset: &'r Ruleset,
    results: usize,
    /// How often each fingerprint was found in the file at hand.
    seen: HashMap<Fingerprint, usize>,
}

/// The rules, one of each id: an imported one may be several.
fn distinct(ruleset: &Ruleset) -> impl Iterator<Item = &Rule> {
    let of_one_id = ruleset.rules().chunk_by(|a, b| a.id() == b.id());
    of_one_id.filter_map(|rules| rules.first()).chain(ruleset.path_rules())
}

/// Where it stands in its file.
fn region(found: &Found<'_>) -> Value {
    // Spans and columns are those of the record's text, which is written otherwise in its line.
    if let Some(record) = found.record {
        return json!({ "startLine": record + 1 });
    }
    json!({
        "startLine": found.start.line,
        "startColumn": found.start.column_utf16,
        "endLine": found.end.line,
        "endColumn": found.end.column_utf16,
        "byteOffset": found.base + found.span.start as u64,
        "byteLength": found.span.len(),
    })
}

impl<'r, W: Write> Sarif<'r, W> {
    pub(super) fn new(ruleset: &'r Ruleset, mut out: W) -> io::Result<Self> {
        let rules: Vec<Value> = distinct(ruleset).map(descriptor).collect();
        let driver = json!({
            "name": "keysieve",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "supportedTaxonomies": taxonomies::references(),
            "rules": rules,
        });
        let taxonomies = taxonomies::all();
        write!(
            out,
            r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"columnKind":"utf16CodeUnits","tool":{{"driver":{driver}}},"taxonomies":{taxonomies},"results":["#
        )?;
        Ok(Self { out, ruleset, results: 0, seen: HashMap::new() })
    }

    fn result(&mut self, found: &Found<'_>) -> Value {
        let finding = found.finding;
        let occurrence = self.seen.entry(found.fingerprint).or_default();
        *occurrence += 1;
        let rule = finding.rule();
        let index = distinct(self.ruleset).position(|other| other.id() == rule.id());
        json!({
            "ruleId": rule.id(),
            "ruleIndex": index,
            "level": level(rule.severity()),
            "rank": finding.confidence(),
            "message": { "text": format!("{}: {}", rule.name(), finding.evidence()) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(&found.path) },
                "region": region(found),
            } }],
            "partialFingerprints": {
                "keysieve/v1": found.fingerprint,
                // By this one GitHub knows a finding again, within its file, when lines move.
                "primaryLocationLineHash": format!("{}:{occurrence}", found.fingerprint),
            },
            "properties": {
                "confidence": finding.confidence(),
                "validity": finding.validity().as_str(),
                "class": finding.class().as_str(),
                "facts": found.facts,
            },
        })
    }
}

impl<W: Write> Report for Sarif<'_, W> {
    fn findings(&mut self, found: &[Found<'_>]) -> io::Result<()> {
        self.seen.clear();
        for found in found {
            let separator = if self.results == 0 { "" } else { "," };
            let result = self.result(found);
            write!(self.out, "{separator}\n{result}")?;
            self.results += 1;
        }
        Ok(())
    }

    fn finish(&mut self, errors: &[String]) -> io::Result<()> {
        let notifications: Vec<Value> = errors
            .iter()
            .map(|error| json!({ "level": "error", "message": { "text": error } }))
            .collect();
        let invocation = json!({
            "executionSuccessful": errors.is_empty(),
            "toolExecutionNotifications": notifications,
        });
        writeln!(self.out, "\n],\"invocations\":[{invocation}]}}]}}")?;
        self.out.flush()
    }
}

fn descriptor(rule: &Rule) -> Value {
    let mut tags = vec!["security".to_owned(), "secret".to_owned(), rule.category().to_string()];
    // As GitHub's code scanning writes them.
    tags.extend(rule.cwe().map(|cwe| format!("external/cwe/cwe-{:03}", cwe.number())));
    let mut descriptor = json!({
        "id": rule.id(),
        "name": rule.name(),
        "shortDescription": { "text": rule.name() },
        "fullDescription": { "text": or(rule.description(), rule.name()) },
        "help": { "text": or(rule.remediation(), rule.name()), "markdown": markdown(rule) },
        "defaultConfiguration": { "level": level(rule.severity()) },
        "relationships": taxonomies::relationships(rule),
        "properties": {
            "tags": tags,
            // Code hosts take the word for how sure a rule is, in general.
            "precision": precision(rule.confidence()),
            "security-severity": security_severity(rule.severity()),
            "vendor": rule.vendor(),
            "class": rule.class().as_str(),
        },
    });
    if !rule.remediation_url().is_empty() {
        descriptor["helpUri"] = rule.remediation_url().into();
    }
    descriptor
}

/// What it is and what to do about it.
fn markdown(rule: &Rule) -> String {
    let mut text = format!("**{}** ({}, {})", rule.name(), rule.vendor(), rule.severity());
    let mut put = |paragraph: String| {
        text.push_str("\n\n");
        text.push_str(&paragraph);
    };
    if !rule.description().is_empty() {
        put(rule.description().to_owned());
    }
    let steps: Vec<String> =
        (1..).zip(rule.remediation_steps()).map(|(n, step)| format!("{n}. {step}")).collect();
    if !steps.is_empty() {
        put(format!("### What to do\n\n{}", steps.join("\n")));
    }
    if !rule.remediation_url().is_empty() {
        put(format!("[{} on this]({})", rule.vendor(), rule.remediation_url()));
    }
    text
}

fn precision(confidence: u8) -> &'static str {
    match confidence {
        95.. => "very-high",
        80.. => "high",
        50.. => "medium",
        _ => "low",
    }
}

/// A rule of the user's own need not describe itself, but SARIF has no empty texts.
fn or<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if text.is_empty() { otherwise } else { text }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        _ => "note",
    }
}

/// On the scale of CVSS, as code hosts sort by it.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        _ => "0.0",
    }
}

/// The path as a URI reference: relative if the path is.
fn uri(path: &str) -> String {
    let path = path.replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => write!(uri, "%{byte:02X}").expect("text can be written to a string"),
        }
    }
    uri
}

//! The rules themselves, one JSON object each.

use std::io::{self, Write};

use keysieve::{Control, Cwe, Rule, Ruleset};
use serde_json::{Value, json};

/// Writes all that is known of each rule.
pub(crate) fn list(ruleset: &Ruleset, mut out: impl Write) -> io::Result<()> {
    for rule in ruleset.rules().iter().chain(ruleset.path_rules()) {
        serde_json::to_writer(&mut out, &object(rule))?;
        writeln!(out)?;
    }
    out.flush()
}

fn object(rule: &Rule) -> Value {
    let references: Vec<Value> = rule
        .references()
        .map(|reference| json!({ "url": reference.url(), "checked": reference.checked() }))
        .collect();
    json!({
        "id": rule.id(),
        "name": rule.name(),
        "vendor": rule.vendor(),
        "description": rule.description(),
        "severity": rule.severity().as_str(),
        "confidence": rule.confidence(),
        "category": rule.category().as_str(),
        "class": rule.class().as_str(),
        "specificity": rule.specificity().as_str(),
        "pattern": rule.pattern(),
        "max_length": rule.max_length(),
        "min_entropy": rule.min_entropy().to_string(),
        "validator": rule.validator(),
        "cwe": rule.cwe().map(Cwe::as_str).collect::<Vec<_>>(),
        "controls": rule.controls().map(Control::as_str).collect::<Vec<_>>(),
        "remediation": rule.remediation_steps().collect::<Vec<_>>(),
        "remediation_url": rule.remediation_url(),
        "references": references,
    })
}

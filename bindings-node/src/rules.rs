//! What is known of the rules.

use keysieve::{Control, Cwe, Ruleset};
use napi_derive::napi;

/// What is known of a rule.
#[napi(object, object_from_js = false)]
pub struct Rule {
    /// Stable for ever.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub vendor: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// How bad it is.
    pub severity: &'static str,
    /// What it opens.
    pub category: &'static str,
    /// Whether it is meant to be kept secret.
    pub class: &'static str,
    /// Of a match of which nothing more is known, 0 to 100.
    pub confidence: u32,
    /// What to do, step by step.
    pub remediation: Vec<String>,
    /// The vendor's page on it.
    pub remediation_url: Option<String>,
    /// Weaknesses, such as `CWE-798`.
    pub cwe: Vec<&'static str>,
    /// Controls, such as `NIST SP 800-53 IA-5`.
    pub controls: Vec<&'static str>,
    /// Where the format is documented.
    pub references: Vec<Reference>,
}

/// Where a format is documented.
#[napi(object, object_from_js = false)]
pub struct Reference {
    /// The page.
    pub url: String,
    /// When it was looked at.
    pub checked: String,
}

pub(crate) fn all(ruleset: &Ruleset) -> Vec<Rule> {
    ruleset.rules().iter().map(rule).collect()
}

fn rule(rule: &keysieve::Rule) -> Rule {
    let url = rule.remediation_url();
    Rule {
        id: rule.id().to_owned(),
        name: rule.name().to_owned(),
        vendor: rule.vendor().to_owned(),
        description: rule.description().to_owned(),
        severity: rule.severity().as_str(),
        category: rule.category().as_str(),
        class: rule.class().as_str(),
        confidence: rule.confidence().into(),
        remediation: rule.remediation_steps().map(str::to_owned).collect(),
        remediation_url: (!url.is_empty()).then(|| url.to_owned()),
        cwe: rule.cwe().map(Cwe::as_str).collect(),
        controls: rule.controls().map(Control::as_str).collect(),
        references: rule
            .references()
            .map(|reference| Reference {
                url: reference.url().to_owned(),
                checked: reference.checked().to_owned(),
            })
            .collect(),
    }
}

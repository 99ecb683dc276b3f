//! The catalogues of weaknesses and controls, as SARIF's taxonomies.

use keysieve::{Control, Cwe, Framework, Rule};
use serde_json::{Value, json};

/// An entry of a catalogue.
struct Taxon {
    framework: Framework,
    id: &'static str,
    title: &'static str,
    url: Option<String>,
}

impl From<Cwe> for Taxon {
    fn from(cwe: Cwe) -> Self {
        let url = format!("https://cwe.mitre.org/data/definitions/{}.html", cwe.number());
        Self { framework: Framework::Cwe, id: cwe.as_str(), title: cwe.title(), url: Some(url) }
    }
}

impl From<Control> for Taxon {
    fn from(control: Control) -> Self {
        let (framework, id) = (control.framework(), control.id());
        Self { framework, id, title: control.title(), url: None }
    }
}

/// All entries of a catalogue, in the order of their indices.
fn taxa(framework: Framework) -> impl Iterator<Item = Taxon> {
    let weaknesses = Cwe::ALL.iter().map(|&cwe| Taxon::from(cwe));
    let controls = Control::ALL.iter().map(|&control| Taxon::from(control));
    weaknesses.chain(controls).filter(move |taxon| taxon.framework == framework)
}

/// The catalogues with their entries: `taxonomies` of a run.
pub(super) fn all() -> Value {
    let taxon = |taxon: Taxon| {
        let mut object = json!({ "id": taxon.id, "shortDescription": { "text": taxon.title } });
        if let Some(url) = taxon.url {
            object["helpUri"] = url.into();
        }
        object
    };
    let taxonomy = |&framework: &Framework| {
        json!({
            "name": framework.as_str(),
            "fullName": framework.title(),
            "organization": framework.organization(),
            "version": framework.version(),
            "informationUri": framework.url(),
            "shortDescription": { "text": framework.title() },
            "isComprehensive": false,
            "taxa": taxa(framework).map(taxon).collect::<Vec<_>>(),
        })
    };
    Framework::ALL.iter().map(taxonomy).collect()
}

/// References to the catalogues: `supportedTaxonomies` of a tool.
pub(super) fn references() -> Value {
    Framework::ALL.iter().map(|&framework| reference(framework)).collect()
}

fn reference(framework: Framework) -> Value {
    let index = Framework::ALL.iter().position(|&other| other == framework);
    json!({ "name": framework.as_str(), "index": index })
}

/// How a rule relates to the entries: a weakness holds more than what the rule finds, a control
/// has to do with it.
pub(super) fn relationships(rule: &Rule) -> Value {
    let weaknesses = rule.cwe().map(|cwe| (Taxon::from(cwe), "superset"));
    let controls = rule.controls().map(|control| (Taxon::from(control), "relevant"));
    let relationship = |(taxon, kind): (Taxon, &str)| {
        let index = taxa(taxon.framework).position(|other| other.id == taxon.id);
        let component = reference(taxon.framework);
        json!({
            "target": { "id": taxon.id, "index": index, "toolComponent": component },
            "kinds": [kind],
        })
    };
    weaknesses.chain(controls).map(relationship).collect()
}

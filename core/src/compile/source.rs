//! Rule files: what stands in which field, and rules made of it.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Source, Value};
use super::{Known, LONGEST_MATCH, fragments, most_entropy, program, service, split};
use crate::error::{RuleError, RuleProblem};
use crate::rule::{
    Category, Class, Companions, RedactScope, Rule, Severity, Shape, Specificity, Validator, Within,
};
use crate::taxonomy::{Control, Cwe, Tags};
use crate::text::{List, Pool};

/// The most bytes between companions.
const LARGEST_WINDOW: u32 = 1 << 16;

/// Reads and compiles all rules of one file; `taken` are the ids that they must not have.
pub(crate) fn parse(
    file: &str,
    text: &str,
    taken: &[&str],
    known: &mut Known,
) -> Result<Vec<Rule>, RuleError> {
    let source = Source { file, text };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        source.error(at, "", "", RuleProblem::Toml(error.message().to_owned()))
    })?;
    let mut file = Fields { source, rule: String::new(), at: 0, table: table.into_inner() };
    let procedures = file.optional("procedure", procedures)?.unwrap_or_default();
    let services = file.optional("service", Value::list)?.unwrap_or_default();
    let (vendor, entries) = if services.is_empty() {
        (file.required("vendor", Value::text)?, file.required("rule", Value::list)?)
    } else {
        (String::new(), Vec::new())
    };
    file.finish()?;

    let mut rules: Vec<Rule> = Vec::with_capacity(entries.len() + services.len());
    let mut read = |entries: Vec<Value<'_>>, read: &mut dyn FnMut(Fields<'_>, String) -> _| {
        for (number, entry) in entries.into_iter().enumerate() {
            let mut fields = entry.table(format!("#{}", number + 1))?;
            let id = fields.id()?;
            if taken.contains(&id.as_str()) || rules.iter().any(|rule| rule.id() == id) {
                return Err(fields.error("id", RuleProblem::Duplicate));
            }
            rules.push(read(fields, id)?);
        }
        Ok(())
    };
    read(entries, &mut |fields, id| rule(fields, id, &vendor, &procedures, known))?;
    read(services, &mut |fields, id| service(fields, id, known))?;
    Ok(rules)
}

/// Reads one entry of `service`, of which only the names and the values differ from others.
fn service(mut fields: Fields<'_>, id: String, known: &mut Known) -> Result<Rule, RuleError> {
    let at = fields.at;
    let vendor = fields.required("vendor", Value::text)?;
    let keywords = fields.required("keywords", Value::texts)?;
    let values = fields.required("values", Value::texts)?;
    let category = fields.required("category", |value| value.name(Category::ALL))?;
    let class = fields.optional("class", |v| v.name(Class::ALL))?.unwrap_or(Class::Secret);
    let common = fields.optional("common_word", Value::truth)?.unwrap_or(false);
    let parts = fields.optional("companions", Value::texts)?.unwrap_or_default();
    let url = fields.required("url", Value::url)?;
    let source = fields.source;
    fields.finish()?;

    let refuse = |(field, problem)| source.error(at, &id, field, problem);
    let names = service::names(&keywords).map_err(|why| refuse(("keywords", why)))?;
    let pattern = service::after_name(&values, common).map_err(|why| refuse(("values", why)))?;
    let expanded = fragments::expand(&pattern).map_err(|why| refuse(("values", why)))?;
    let program =
        program::compile_named(names, &expanded, service::LONGEST_MATCH, known).map_err(refuse)?;
    let mut pool = Pool::default();
    Ok(Rule {
        name: pool.text(format!("{vendor} credential")),
        description: pool.text(service::DESCRIPTION),
        severity: if class == Class::Secret { Severity::High } else { Severity::Low },
        category,
        class,
        specificity: Specificity::Keyword,
        confidence: service::CONFIDENCE,
        min_entropy: service::MIN_ENTROPY,
        shape: Some(Shape::Generated),
        validator: None,
        redact: RedactScope::Secret,
        within: None,
        is_service: !common,
        // Two values of one service are mostly an ID and its secret.
        companions: Companions {
            rules: pool.list([id.clone(), service::CLIENT_ID.to_owned()].into_iter().chain(parts)),
            window: service::WINDOW,
        },
        tags: Tags::derive(class, category, Specificity::Keyword, None),
        remediation: pool.text(service::REMEDIATION),
        remediation_url: pool.text(url),
        references: List::default(),
        program,
        pattern: pool.text(pattern),
        vendor: pool.text(vendor),
        id: pool.text(id),
        texts: pool.texts(),
    })
}

/// Reads one `[[rule]]`.
fn rule(
    mut fields: Fields<'_>,
    id: String,
    vendor: &str,
    procedures: &[Procedure],
    known: &mut Known,
) -> Result<Rule, RuleError> {
    let whole = fields.at;
    let pattern = fields.required("pattern", |value| {
        let (at, source, rule) = (value.at, value.source, value.rule.clone());
        let written = value.text()?;
        let expanded = fragments::expand(&written);
        Ok((at, expanded.map_err(|problem| source.error(at, &rule, "pattern", problem))?, written))
    })?;
    let literals = fields.optional("literals", Value::texts)?;
    let max_length =
        fields.optional("max_length", |value| value.number(1..LONGEST_MATCH as u32 + 1))?;
    let companions = fields.optional("companions", Value::texts)?.unwrap_or_default();
    let window =
        fields.optional("companion_window", |value| value.number(1..LARGEST_WINDOW + 1))?;
    match (companions.is_empty(), window) {
        (false, None) => return Err(fields.error("companion_window", RuleProblem::Missing)),
        (true, Some(_)) => return Err(fields.error("companions", RuleProblem::Missing)),
        _ => {}
    }
    let Procedure { steps, url, .. } = remediation(&mut fields, procedures)?;
    let mut pool = Pool::default();
    let mut metadata = Rule {
        name: pool.text(fields.required("name", Value::text)?),
        description: pool.text(fields.optional("description", Value::text)?.unwrap_or_default()),
        severity: fields.required("severity", |value| value.name(Severity::ALL))?,
        category: fields.required("category", |value| value.name(Category::ALL))?,
        class: fields.optional("class", |v| v.name(Class::ALL))?.unwrap_or(Class::Secret),
        specificity: fields
            .optional("specificity", |value| value.name(Specificity::ALL))?
            .unwrap_or(Specificity::Distinctive),
        confidence: fields.required("confidence", |value| value.number(0..101))? as u8,
        min_entropy: fields.optional("min_entropy", Value::entropy)?.unwrap_or_default(),
        shape: fields.optional("shape", |value| value.name(Shape::ALL))?,
        validator: fields.optional("validator", |value| value.name(Validator::ALL))?,
        redact: fields
            .optional("redact", |value| value.name(RedactScope::ALL))?
            .unwrap_or(RedactScope::Secret),
        within: fields.optional("within", |value| value.name(Within::ALL))?,
        is_service: false,
        companions: Companions { rules: pool.list(companions), window: window.unwrap_or(0) },
        tags: Tags::default(),
        remediation: pool.text(steps),
        remediation_url: pool.text(url),
        references: pool.list(references(&mut fields)?),
        program: program::compile(&pattern.1, literals.as_deref(), max_length, known).map_err(
            |(field, problem)| {
                let at = if field == "pattern" { pattern.0 } else { whole };
                fields.source.error(at, &id, field, problem)
            },
        )?,
        pattern: pool.text(pattern.2),
        vendor: pool.text(vendor),
        id: pool.text(id),
        texts: pool.texts(),
    };
    // Of tables and the like the pattern matches a name.
    if matches!(metadata.within, None | Some(Within::Service)) {
        let given = metadata.min_entropy;
        let whole = split::parse(&pattern.1).ok();
        let most = whole.and_then(|whole| most_entropy(whole, metadata.max_length()));
        if let Some(most) = most.filter(|&most| given > most) {
            let problem =
                format!("no secret has as much: {given} bits per character, of {most} at most");
            return Err(fields.error("min_entropy", RuleProblem::Value(problem)));
        }
    }
    metadata.tags = tags(&mut fields, &metadata)?;
    fields.optional("positives", Value::texts)?;
    if let Some(negatives) = fields.optional("negatives", Value::list)? {
        for negative in negatives {
            let mut negative = negative.table(fields.rule.clone())?;
            negative.required("text", Value::text)?;
            negative.required("reason", Value::text)?;
            negative.finish()?;
        }
    }
    fields.finish()?;
    Ok(metadata)
}

/// Steps that several rules of a file share.
#[derive(Clone, Default)]
struct Procedure {
    name: String,
    /// A step a line.
    steps: String,
    url: String,
}

/// Reads `[procedure.<name>]`.
fn procedures(value: Value<'_>) -> Result<Vec<Procedure>, RuleError> {
    let (source, at) = (value.source, value.at);
    let named = value.table(String::new())?.table;
    let read = |(name, entry): (Spanned<Cow<'_, str>>, Spanned<DeValue<'_>>)| {
        let name = name.into_inner().into_owned();
        let data = entry.into_inner();
        let entry = Value { source, rule: String::new(), field: "procedure", at, data };
        let mut fields = entry.table(String::new())?;
        let steps = fields.required("steps", Value::texts)?.join("\n");
        let url = fields.required("url", Value::url)?;
        fields.finish()?;
        Ok(Procedure { name, steps, url })
    };
    named.into_iter().map(read).collect()
}

/// A rule's own steps, or those of the procedure it names.
fn remediation(fields: &mut Fields<'_>, procedures: &[Procedure]) -> Result<Procedure, RuleError> {
    let shared = fields.optional("procedure", |value| {
        let (source, at, rule) = (value.source, value.at, value.rule.clone());
        let given = value.text()?;
        procedures.iter().find(|procedure| procedure.name == given).cloned().ok_or_else(|| {
            let known: Vec<&str> = procedures.iter().map(|known| known.name.as_str()).collect();
            let problem = RuleProblem::Name { given, known: known.join(", ") };
            source.error(at, &rule, "procedure", problem)
        })
    })?;
    if let Some(shared) = shared {
        return Ok(shared);
    }
    Ok(Procedure {
        name: String::new(),
        steps: fields.optional("remediation", Value::lines)?.unwrap_or_default(),
        url: fields.optional("remediation_url", Value::url)?.unwrap_or_default(),
    })
}

/// What the catalogues call the finding: what follows from the rule, or what it says itself.
fn tags(fields: &mut Fields<'_>, rule: &Rule) -> Result<Tags, RuleError> {
    let derived = Tags::derive(rule.class, rule.category, rule.specificity, rule.shape);
    let cwe = fields.optional("cwe", |value| value.names(Cwe::ALL))?;
    let controls = fields.optional("controls", |value| value.names(Control::ALL))?;
    Ok(Tags {
        cwe: cwe.map_or(derived.cwe, |cwe| Tags::of(&cwe, &[]).cwe),
        controls: controls.map_or(derived.controls, |all| Tags::of(&[], &all).controls),
    })
}

/// The address of each reference and, after it, when it was checked.
fn references(fields: &mut Fields<'_>) -> Result<Vec<String>, RuleError> {
    let mut texts = Vec::new();
    for value in fields.optional("references", Value::list)?.unwrap_or_default() {
        let rule = value.rule.clone();
        let mut fields = value.table(rule)?;
        texts.push(fields.required("url", Value::url)?);
        texts.push(fields.required("checked", Value::date)?);
        fields.finish()?;
    }
    Ok(texts)
}

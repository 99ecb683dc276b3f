//! Import of rules and allowlists in the format of Gitleaks.
//!
//! ```text
//! TOML → fields → syntax → pattern → compile → Rule, Allow, Requirement
//!                 (Go's)   (one way a          + a note for whatever differs
//!                           secret group)
//! ```
//! There a rule's keyword may stand anywhere in the file, its expression captures, and its
//! allowlists are looked at last; here the expression is split around the secret, and each part is
//! an automaton.

mod allowlist;
mod fields;
mod pattern;
mod report;
mod syntax;
mod variants;

pub use report::{ImportOutcome, ImportReport, ImportedRule};

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use regex_syntax::hir::Hir;
use toml::de::DeTable;

use crate::allow::{Allow, Expression, Requirement};
use crate::compile::program::{Ambiguity, compile_expression};
use crate::compile::split;
use crate::compile::{Known, most_entropy};
use crate::error::{RuleError, RuleProblem};
use crate::program::{Anchor, Program};
use crate::rule::{Category, Class, Companions, Entropy, RedactScope, Rule, Severity, Specificity};
use crate::ruleset::PathRule;
use crate::taxonomy::Tags;
use crate::text::{List, Pool};
use allowlist::allowlist;
use fields::Fields;

/// The most bytes of a match whose expression sets no bound.
const LONGEST_MATCH: u32 = 1 << 13;

/// What a match of an imported rule is worth; the format says nothing of it.
const CONFIDENCE: u8 = 70;

/// How often an expression is changed to make it one that can be compiled.
const RETRIES: usize = 4;

/// What came of a file.
pub(crate) struct Imported {
    pub(crate) rules: Vec<Rule>,
    /// Rules that go by a file's path alone.
    pub(crate) path_rules: Vec<PathRule>,
    pub(crate) allow: Vec<Allow>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) report: ImportReport,
}

/// Reads a file; `taken` are ids that its rules must not have.
pub(crate) fn import(file: &str, text: &str, taken: &[&str]) -> Result<Imported, RuleError> {
    let table = DeTable::parse(text).map_err(|error| RuleError {
        file: file.to_owned(),
        line: {
            let before = text.as_bytes().get(..error.span().map_or(0, |span| span.start));
            before.unwrap_or_default().split(|&byte| byte == b'\n').count()
        },
        rule: String::new(),
        field: String::new(),
        problem: RuleProblem::Toml(error.message().to_owned()),
    })?;
    let mut fields = Fields::new(table.into_inner());
    let mut import = Import {
        taken,
        vendor: fields.text("title").unwrap_or_else(|| "imported rules".to_owned()),
        known: Known::for_imports(),
        renamed: Vec::new(),
        imported: Imported {
            rules: Vec::new(),
            path_rules: Vec::new(),
            allow: Vec::new(),
            requirements: Vec::new(),
            report: ImportReport::default(),
        },
    };
    fields.text("description");
    fields.text("minVersion");
    let global: Vec<Fields<'_>> =
        fields.table("allowlist").into_iter().chain(fields.tables("allowlists")).collect();
    let extends = fields.table("extend");
    let rules = fields.tables("rules");
    // A file that goes on from the other program's rules, or has none, is about all rules there are.
    let for_all = extends.is_some() || rules.is_empty();
    for rule in rules {
        import.rule(rule);
    }
    if let Some(extends) = extends {
        import.extend(extends);
    }
    import.global_allowlists(global, for_all);
    import.imported.report.notes.extend(fields.finish());
    Ok(import.imported)
}

struct Import<'a> {
    taken: &'a [&'a str],
    vendor: String,
    /// What leads from keywords to values, as far as it has been compiled.
    known: Known,
    /// Ids in the file, and what they became.
    renamed: Vec<(String, String)>,
    imported: Imported,
}

impl Import<'_> {
    fn note(&mut self, note: String) {
        self.imported.report.notes.push(note);
    }

    fn extend(&mut self, mut extend: Fields<'_>) {
        if extend.flag("useDefault") == Some(true) {
            self.note(
                "`extend.useDefault`: the other program's rules are not part of this library; \
                 import their file as well, or use the built-in rules"
                    .to_owned(),
            );
        }
        for field in ["path", "url"] {
            if let Some(other) = extend.text(field) {
                self.note(format!("`extend.{field}`: import `{other}` as well"));
            }
        }
        for id in extend.texts("disabledRules") {
            self.note(format!("`extend.disabledRules`: leave `{id}` out of the ruleset yourself"));
        }
        let notes = extend.finish();
        self.imported.report.notes.extend(notes);
    }

    fn global_allowlists(&mut self, lists: Vec<Fields<'_>>, for_all: bool) {
        let Imported { rules, path_rules, .. } = &self.imported;
        let rules = rules.iter().chain(path_rules.iter().map(|path_rule| &path_rule.rule));
        let mut all: Vec<String> = rules.map(|rule| rule.id().to_owned()).collect();
        all.dedup();
        for mut list in lists {
            let mut rules = list.texts("targetRules");
            let known = |id: &String| all.contains(id) || self.taken.contains(&id.as_str());
            for id in &mut rules {
                // In the file, an id is that of its own rule.
                if let Some((_, renamed)) = self.renamed.iter().find(|(given, _)| given == id) {
                    id.clone_from(renamed);
                }
            }
            if !rules.is_empty() {
                rules.retain(known);
                if rules.is_empty() {
                    self.note("an allowlist is for rules that are not here: left out".to_owned());
                    continue;
                }
            } else if !for_all && all.is_empty() {
                self.note("an allowlist is for rules that are left out: left out, too".to_owned());
                continue;
            } else if !for_all {
                rules.clone_from(&all);
            }
            let mut notes = Vec::new();
            let allow = allowlist(list, &rules, false, &mut notes);
            self.imported.allow.extend(allow);
            self.imported.report.notes.extend(notes);
        }
    }

    fn rule(&mut self, mut fields: Fields<'_>) {
        let number = self.imported.report.rules.len() + 1;
        let id = fields.text("id").filter(|id| !id.is_empty());
        let mut id = id.unwrap_or_else(|| format!("rule-{number}"));
        let mut notes = Vec::new();
        let known = |id: &str| {
            self.taken.contains(&id) || self.imported.report.rules.iter().any(|rule| rule.id == id)
        };
        if known(&id) {
            let renamed = format!("gitleaks-{id}");
            notes.push(format!("there is a rule `{id}` already: renamed"));
            let new = if known(&renamed) { format!("gitleaks-{id}-{number}") } else { renamed };
            self.renamed.push((core::mem::replace(&mut id, new.clone()), new));
        }
        let rules = self.imported.rules.len();
        let kept = self.carry(&id, &mut fields, &mut notes);
        notes.extend(fields.finish());
        let outcome = match kept {
            Ok(()) if notes.is_empty() => ImportOutcome::Carried,
            Ok(()) => ImportOutcome::Changed,
            Err(why) => {
                self.imported.rules.truncate(rules);
                notes.insert(0, why);
                ImportOutcome::LeftOut
            }
        };
        self.imported.report.rules.push(ImportedRule { id, outcome, notes });
    }

    /// Makes the rules of one entry; an error says why there are none.
    fn carry(
        &mut self,
        id: &str,
        fields: &mut Fields<'_>,
        notes: &mut Vec<String>,
    ) -> Result<(), String> {
        let description = fields.text("description").unwrap_or_default();
        let (regex, path) = (fields.text("regex"), fields.text("path"));
        let mut entropy = fields.number("entropy");
        if entropy.take_if(|bits| !(0.0..=8.0).contains(bits)).is_some() {
            notes.push("`entropy` is not between 0 and 8: not read".to_owned());
        }
        let group = fields.number("secretGroup").filter(|&group| group != 0.0);
        let mut keywords = fields.texts("keywords");
        for word in &mut keywords {
            word.make_ascii_lowercase();
        }
        fields.texts("tags");
        if fields.flag("skipReport") == Some(true) {
            notes.push("it is only a part of other rules, and not reported by itself".to_owned());
            return Ok(());
        }
        if !fields.tables("required").is_empty() {
            notes.push("`required`: found without the other rules that it asks for".to_owned());
        }
        let lists: Vec<Fields<'_>> =
            fields.table("allowlist").into_iter().chain(fields.tables("allowlists")).collect();
        let Some(regex) = regex else {
            let path = path.ok_or("it has neither `regex` nor `path`")?;
            let expression = Expression::new(&syntax::translate(&path));
            let expression = expression.map_err(|problem| format!("`path`: {problem}"))?;
            let rule = metadata([id, &self.vendor, &description, &path], Program::of_nothing());
            self.imported.path_rules.push(PathRule { path: expression, rule });
            for list in lists {
                self.imported.allow.extend(allowlist(list, &[id.to_owned()], false, notes));
            }
            return Ok(());
        };
        let path = path.map(|path| Expression::new(&syntax::translate(&path)));
        let path = path.transpose().map_err(|problem| format!("`path`: {problem}"))?;

        let hir = split::parse(&syntax::translate(&regex)).map_err(|why| why.to_string())?;
        let groups = hir.properties().explicit_captures_len();
        if let Some(group) = group.filter(|group| !(1.0..=groups as f64).contains(group)) {
            return Err(format!("`secretGroup`: there is no group {group}"));
        }
        let ways = variants::variants(hir, group.map(|group| group as u32))
            .ok_or("its groups can be combined in too many ways")?;
        let (mut failed, mut with_name, mut implied) = (Vec::new(), false, true);
        let (mut shortest, mut longest) = (usize::MAX, 0);
        let mut most = None;
        for way in ways {
            most = most.max(most_entropy(way.hir.clone(), LONGEST_MATCH as usize));
            let bounds = way.hir.properties();
            shortest = shortest.min(bounds.minimum_len().unwrap_or(0));
            longest = longest.max(bounds.maximum_len().unwrap_or(usize::MAX));
            let hir = pattern::mark_link(way.hir);
            let mut results = self.compile(&hir, RETRIES);
            if matches!(results.as_slice(), [Err(RuleProblem::TooLarge(_))]) {
                // There was no other way.
                self.known.is_little = false;
                results = self.compile(&hir, RETRIES);
                self.known.is_little = true;
            }
            for result in results {
                match result {
                    Ok((program, changed)) => {
                        with_name |= way.lost_lead;
                        implied &= implies(&program, &keywords);
                        notes.extend(changed.map(str::to_owned));
                        self.imported
                            .rules
                            .push(metadata([id, &self.vendor, &description, &regex], program));
                    }
                    Err(problem) => failed.push(problem.to_string()),
                }
            }
        }
        notes.dedup();
        failed.dedup();
        if self.imported.rules.last().is_none_or(|rule| rule.id() != id) {
            return Err(failed.join("; "));
        }
        notes.extend(failed.iter().map(|why| format!("not found in one of its forms: {why}")));
        let is_too_little =
            |most: &Entropy| entropy.is_some_and(|bits| bits * 1000.0 >= most.0.into());
        if let Some(most) = most.filter(is_too_little) {
            notes.push(format!("`entropy`: it finds nothing, as no value has more than {most}"));
        }
        self.imported.requirements.push(Requirement {
            rule: id.to_owned(),
            length: shortest..=longest,
            entropy_above: entropy.filter(|&bits| bits > 0.0).map(|bits| (bits * 1000.0) as u16),
            near: if implied { Vec::new() } else { keywords },
            path,
        });
        for list in lists {
            self.imported.allow.extend(allowlist(list, &[id.to_owned()], with_name, notes));
        }
        Ok(())
    }

    /// Compiles an expression, as it is or as near to it as can be.
    fn compile(
        &mut self,
        hir: &Hir,
        retries: usize,
    ) -> Vec<Result<(Program, Option<&'static str>), RuleProblem>> {
        let max = Some(LONGEST_MATCH);
        let compiled =
            compile_expression(hir.clone(), None, max, Ambiguity::BeforeSecret, &mut self.known);
        let problem = match compiled {
            Ok(program) => return vec![Ok((program, None))],
            Err((_, problem)) => problem,
        };
        let (others, note) = match &problem {
            RuleProblem::NoLiteral { .. } => match pattern::split_secret(hir) {
                alternatives if alternatives.is_empty() => {
                    (vec![pattern::lengthen_literal(hir)], None)
                }
                alternatives => (alternatives, None),
            },
            RuleProblem::TooLarge(_) => (
                vec![pattern::count_less(hir)],
                Some(
                    "long repetitions are not counted here, so that values may be longer or shorter",
                ),
            ),
            RuleProblem::Ambiguous { .. } => (
                vec![pattern::end_before_what_follows(hir)],
                Some("the secret ends where what follows it may begin"),
            ),
            _ => return vec![Err(problem)],
        };
        if retries == 0 || others.first().is_none_or(|other| other == hir) {
            return vec![Err(problem)];
        }
        let again = others.iter().flat_map(|other| self.compile(other, retries - 1));
        again.map(|result| result.map(|(program, inner)| (program, inner.or(note)))).collect()
    }
}

fn metadata([id, vendor, description, regex]: [&str; 4], program: Program) -> Rule {
    // The format itself tells these rules by their names.
    let generic = id.to_ascii_lowercase().contains("generic");
    let specificity = if generic { Specificity::Structured } else { Specificity::Keyword };
    let mut pool = Pool::default();
    Rule {
        id: pool.text(id),
        name: pool.text(id),
        vendor: pool.text(vendor),
        description: pool.text(description),
        pattern: pool.text(regex),
        severity: Severity::High,
        category: Category::Generic,
        class: Class::Secret,
        specificity,
        confidence: CONFIDENCE,
        min_entropy: Entropy::default(),
        shape: None,
        validator: None,
        redact: RedactScope::Secret,
        within: None,
        is_service: false,
        companions: Companions { rules: List::default(), window: 0 },
        tags: Tags::derive(Class::Secret, Category::Generic, specificity, None),
        remediation: pool
            .text("Revoke it where it was issued, then put a new one where it is used."),
        remediation_url: pool.text(""),
        references: List::default(),
        program,
        texts: pool.texts(),
    }
}

/// Whether one of the keywords stands in every match.
fn implies(program: &Program, keywords: &[String]) -> bool {
    let Anchor::Literals { literals, .. } = &program.anchor else { return keywords.is_empty() };
    let holds = |literal: &str, word: &String| literal.contains(word.as_str());
    keywords.is_empty() || literals.iter().all(|text| keywords.iter().any(|word| holds(text, word)))
}

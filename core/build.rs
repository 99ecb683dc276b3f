//! Compiles `rules/*.toml` into static data: one text of all rules, and Rust source with
//! static arrays of rules and automata.
//!
//! The output depends on the rule files alone.

// The library's own modules are compiled here too, and the build needs only a part of each.
#![allow(dead_code, unused_qualifications, unreachable_pub, missing_docs)]

extern crate alloc;

#[path = "src/compile/mod.rs"]
mod compile;
#[path = "src/dfa.rs"]
mod dfa;
#[path = "src/entropy.rs"]
mod entropy;
#[path = "src/error.rs"]
mod error;
#[path = "src/kind.rs"]
mod kind;
#[path = "src/prefilter"]
mod prefilter {
    pub(crate) mod borders;
    pub(crate) mod buckets;
    mod common;
    pub(crate) mod filter;
    pub(crate) mod guard;
    pub(crate) mod index;
    pub(crate) mod rarity;
    pub(crate) mod tables;
}
#[path = "build/pairs.rs"]
mod coded;
#[path = "src/pairs.rs"]
mod pairs;
#[path = "build/pools.rs"]
mod pools;
#[path = "src/program.rs"]
mod program;
#[path = "src/rule.rs"]
mod rule;
#[path = "src/taxonomy.rs"]
mod taxonomy;
#[path = "src/text.rs"]
mod text;
#[path = "build/union.rs"]
mod union;

/// What the library holds of the built-in rules: nothing yet.
mod builtin {
    pub(crate) static TEXTS: &str = "";
    pub(crate) static PATTERNS: &[u8] = &[];
    pub(crate) static PAIRS: [crate::pairs::Pair; 0] = [];
    pub(crate) const GRAPH: crate::dfa::Graph<'static> = crate::dfa::Graph {
        runs: &[],
        forms: &[],
        blocks: &[],
        others: &[],
        targets: &[],
        first_match: 0,
    };
    pub(crate) static STARTS: [crate::dfa::Starts; 0] = [];
    pub(crate) static LISTS: [u32; 0] = [];
    pub(crate) static PARTS: [[u16; 6]; 0] = [];
    pub(crate) static GUARDS: [(u16, crate::prefilter::guard::Guard); 0] = [];
    pub(crate) const FRAGMENTS: [(&str, &str); 0] = [];
}

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Debug, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use coded::Coded;
use dfa::{Dfa, States};
use error::RuleError;
use pools::{Automata, Texts};
use prefilter::borders::Table;
use prefilter::filter::Filter;
use prefilter::guard::Guard;
use prefilter::index::Index;
use prefilter::tables::Prefilter;
use program::{Anchor, Part};
use rule::{Class, Rule, Specificity};

fn main() {
    for input in [
        "rules",
        "src/compile",
        "src/dfa.rs",
        "src/entropy.rs",
        "src/error.rs",
        "src/pairs.rs",
        "src/prefilter/borders.rs",
        "src/prefilter/buckets.rs",
        "src/prefilter/common.rs",
        "src/prefilter/filter.rs",
        "src/prefilter/guard.rs",
        "src/prefilter/index.rs",
        "src/prefilter/rarity.rs",
        "src/prefilter/tables.rs",
        "src/program.rs",
        "src/rule.rs",
        "src/taxonomy.rs",
        "src/text.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let mut rules = Vec::new();
    for result in compile_all(&rule_files()) {
        match result {
            Ok(of_file) => rules.extend(of_file),
            Err(error) => println!("cargo::error={error}"),
        }
    }
    rules.sort_by(|a: &Rule, b: &Rule| a.id().cmp(b.id()));
    for pair in rules.windows(2) {
        assert!(pair[0].id() != pair[1].id(), "two files hold a rule `{}`", pair[0].id());
    }
    for rule in &rules {
        for companion in rule.texts.list(rule.companions.rules) {
            let known = rules.binary_search_by(|other| other.id().cmp(companion)).is_ok();
            assert!(known, "rule `{}` has an unknown companion `{companion}`", rule.id());
        }
    }

    let (indicators, rules): (Vec<Rule>, Vec<Rule>) =
        rules.into_iter().partition(|rule| rule.class == Class::Indicator);
    let all = || rules.iter().chain(&indicators);
    let patterns = all().map(|rule| rule.texts.get(rule.pattern)).collect();
    let mut output = Output { patterns: Coded::new(patterns), ..Output::default() };
    output.texts.place_all(all().flat_map(texts));
    output.issued(&rules);
    output.rules("RULES", &rules);
    output.arrays.push_str(&source_of_prefilter(&Prefilter::new(&rules)));
    output.rules("INDICATORS", &indicators);
    let source = output.source();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("builtin.patterns"), output.patterns.all)
        .expect("the patterns can be written");
    fs::write(out.join("builtin.txt"), output.texts.all).expect("the texts can be written");
    fs::write(out.join("builtin.rs"), source).expect("the rules can be written");
}

/// The rule files by name.
fn rule_files() -> Vec<PathBuf> {
    let entries = ["rules", "rules/services"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the folder `rules` can be read"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder `rules` can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

/// Compiles all files, as many at a time as there are processors; results are in their order.
fn compile_all(files: &[PathBuf]) -> Vec<Result<Vec<Rule>, RuleError>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        let mut known = compile::Known::for_builtin();
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((path, compile_file(path, &mut known)));
        }
        done
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no compiler panics")).collect()
    });
    results.sort_by_key(|&(path, _)| path);
    results.into_iter().map(|(_, result)| result).collect()
}

fn compile_file(path: &Path, known: &mut compile::Known) -> Result<Vec<Rule>, RuleError> {
    let text = fs::read_to_string(path).expect("a rule file can be read and is UTF-8");
    compile::parse(&path.to_string_lossy(), &text, &[], known)
}

/// A vendor's name as names of variables hold it: without its end, `.com` or ` AI`.
fn squeeze(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let ends = [" ai", ".ai", ".com", ".io"];
    let stem = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    stem.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What becomes of the rules.
#[derive(Default)]
struct Output {
    automata: Automata,
    patterns: Coded,
    texts: Texts,
    /// Arrays of rules as Rust source.
    arrays: String,
    /// Automata that rules share, and their numbers.
    parts: Vec<[u16; Part::ALL.len()]>,
    numbers: HashMap<([u16; Part::ALL.len()], Option<Guard>), usize>,
    /// What has to follow the literal, by such a number.
    guards: Vec<(usize, Guard)>,
}

impl Output {
    /// Adds a static array of rules.
    fn rules(&mut self, name: &str, rules: &[Rule]) {
        let rules: Vec<String> = rules.iter().map(|rule| self.rule(rule)).collect();
        let (count, rules) = (rules.len(), rules.concat());
        writeln!(self.arrays, "pub(crate) static {name}: [Rule; {count}] = [\n{rules}];")
            .expect("text can be written to a string");
    }

    /// Adds what each vendor's keys have at least, by the names that stand before them.
    fn issued(&mut self, rules: &[Rule]) {
        let mut least: BTreeMap<String, (usize, bool)> = BTreeMap::new();
        let secrets = rules.iter().filter(|rule| rule.class == Class::Secret);
        for rule in secrets.filter(|rule| rule.specificity >= Specificity::Keyword) {
            let pattern = rule.pattern();
            let shortest = compile::shortest_secret(&pattern).min(u8::MAX.into());
            let by_name = rule.program.named && !pattern.contains("(?<secret_label>");
            let mut names = vec![squeeze(rule.vendor())];
            if let (true, Anchor::Literals { literals, .. }) = (by_name, &rule.program.anchor) {
                names.extend(literals.iter().map(squeeze));
            }
            for (at, name) in names.into_iter().enumerate() {
                let entry = least.entry(name).or_insert((shortest, false));
                entry.0 = entry.0.min(shortest);
                entry.1 |= at > 0;
            }
        }
        let entries: Vec<String> = least
            .iter()
            .map(|(name, &(least, alone))| {
                let name = self.texts.place(name);
                format!("Issued {{ name: Text({name}), least: {least}, alone: {alone} }},\n")
            })
            .collect();
        writeln!(
            self.arrays,
            "pub(crate) static ISSUED: [Issued; {}] = [\n{}];",
            entries.len(),
            entries.concat()
        )
        .expect("text can be written to a string");
    }

    fn rule(&mut self, rule: &Rule) -> String {
        let mut source = String::new();
        let mut field = |name: &str, value: String| {
            writeln!(source, "{name}: {value},").expect("text can be written to a string");
        };
        source_of_metadata(rule, &mut field, &mut self.texts, &self.patterns);
        let program = &rule.program;
        let anchor = match &program.anchor {
            Anchor::Literals { literals, lead_min, lead_max, find, run } => {
                let list = self.texts.list(literals.iter());
                format!(
                    "Anchor::Literals {{ literals: Literals {{ texts: Texts::BUILTIN, list: {list} }}, lead_min: {lead_min}, lead_max: {lead_max}, find: Find::{find:?}, run: {run:?} }}",
                )
            }
            Anchor::Run { min, max } => format!("Anchor::Run {{ min: {min}, max: {max} }}"),
        };
        let parts = self.automata.parts(program);
        let guard = program.guard();
        let number = *self.numbers.entry((parts, guard)).or_insert_with(|| {
            let number = self.parts.len();
            self.parts.push(parts);
            self.guards.extend(guard.map(|guard| (number, guard)));
            number
        });
        field(
            "program",
            format!(
                "Program {{ anchor: {anchor}, parts: Shared::Builtin({number}), max_length: {}, named: {} }}",
                program.max_length, program.named
            ),
        );
        source.push_str("},\n");
        source
    }

    /// All of it as Rust source.
    fn source(&self) -> String {
        format!(
            "pub(crate) static PAIRS: [Pair; {}] = {:?};\n\
             pub(crate) const FRAGMENTS: [(&str, &str); {}] = {:?};\n\
             pub(crate) static PARTS: [[u16; {}]; {}] = {:?};\n\
             pub(crate) static GUARDS: [(u16, Guard); {}] = {:?};\n\
             pub(crate) static LISTS: [u32; {}] = {:?};\n{}{}",
            self.patterns.pairs.len(),
            self.patterns.pairs,
            compile::FRAGMENTS.len(),
            compile::FRAGMENTS,
            Part::ALL.len(),
            self.parts.len(),
            self.parts,
            self.guards.len(),
            self.guards,
            self.texts.lists.len(),
            self.texts.lists,
            source_of_automata(&self.automata.all),
            self.arrays,
        )
    }
}

fn source_of_automata(automata: &[Dfa]) -> String {
    let (States { runs, forms, blocks, others, targets, first_match }, starts) =
        union::union(automata);
    format!(
        "pub(crate) const GRAPH: Graph<'static> = Graph {{ runs: &RUNS, forms: &FORMS, blocks: &BLOCKS, others: &OTHERS, targets: &TARGETS, first_match: {first_match} }};\n\
         static RUNS: [Run; {}] = {runs:?};\n\
         static FORMS: [Form; {}] = {forms:?};\n\
         static BLOCKS: [Block; {}] = {blocks:?};\n\
         static OTHERS: [[u16; 8]; {}] = {others:?};\n\
         static TARGETS: [u16; {}] = {targets:?};\n\
         pub(crate) static STARTS: [Starts; {}] = {starts:?};\n",
        runs.len(),
        forms.len(),
        blocks.len(),
        others.len(),
        targets.len(),
        starts.len(),
    )
}

fn source_of_prefilter(prefilter: &Prefilter) -> String {
    let slice = |items: &dyn Debug| format!("Cow::Borrowed(&{items:?})");
    let filter = |filter: &Filter| {
        format!("Filter {{ words: {}, shift: {} }}", slice(&filter.words), filter.shift)
    };
    let table = |table: &Table| {
        format!("Table {{ numbers: {}, shift: {} }}", slice(&table.numbers), table.shift)
    };
    let index = |index: &Index| {
        format!(
            "Index {{ filter: {}, slot_shift: {}, slot_starts: {}, slots: {}, literals: {}, bytes: {}, owners: {}, guards: {} }}",
            filter(&index.filter),
            index.slot_shift,
            slice(&index.slot_starts),
            slice(&index.slots),
            slice(&index.literals),
            slice(&index.bytes),
            slice(&index.owners),
            slice(&index.guards),
        )
    };
    format!(
        "pub(crate) static PREFILTER: Prefilter = Prefilter {{ heads: {}, digit_run: {}, short: {}, names: {}, name_ends: {}, borders: Borders {{ short: {}, long: {}, has_numbers: {} }}, rare: {}, buckets: {:?}, runs: {}, shortest_run: {} }};\n",
        index(&prefilter.heads),
        prefilter.digit_run,
        index(&prefilter.short),
        index(&prefilter.names),
        index(&prefilter.name_ends),
        table(&prefilter.borders.short),
        table(&prefilter.borders.long),
        prefilter.borders.has_numbers,
        index(&prefilter.rare),
        prefilter.buckets,
        slice(&prefilter.runs),
        prefilter.shortest_run,
    )
}

/// All texts of a rule but for its pattern.
fn texts(rule: &Rule) -> Vec<&str> {
    let mut texts = vec![rule.id(), rule.name(), rule.vendor(), rule.description()];
    texts.extend([rule.remediation(), rule.remediation_url()]);
    texts.extend(rule.references().flat_map(|r| [r.url(), r.checked()]));
    texts.extend(rule.texts.list(rule.companions.rules));
    if let Anchor::Literals { literals, .. } = &rule.program.anchor {
        texts.extend(literals.iter());
    }
    texts
}

fn source_of_metadata(
    rule: &Rule,
    field: &mut impl FnMut(&str, String),
    texts: &mut Texts,
    patterns: &Coded,
) {
    let mut text = |text: &str| format!("Text({})", texts.place(text));
    field("Rule { id", text(rule.id()));
    field("name", text(rule.name()));
    field("vendor", text(rule.vendor()));
    field("description", text(rule.description()));
    field("pattern", format!("Text({})", patterns.place(rule.texts.get(rule.pattern))));
    field("severity", format!("Severity::{:?}", rule.severity));
    field("category", format!("Category::{:?}", rule.category));
    field("class", format!("Class::{:?}", rule.class));
    field("specificity", format!("Specificity::{:?}", rule.specificity));
    field("confidence", rule.confidence.to_string());
    field("min_entropy", format!("Entropy({})", rule.min_entropy.0));
    field("shape", rule.shape.map_or("None".into(), |shape| format!("Some(Shape::{shape:?})")));
    field("validator", rule.validator.map_or("None".into(), |v| format!("Some(Validator::{v:?})")));
    field("redact", format!("RedactScope::{:?}", rule.redact));
    field("within", rule.within.map_or("None".into(), |place| format!("Some(Within::{place:?})")));
    field("is_service", rule.is_service.to_string());
    field("tags", format!("{:?}", rule.tags));
    field("remediation", text(rule.remediation()));
    field("remediation_url", text(rule.remediation_url()));
    field("references", texts.list(rule.references().flat_map(|r| [r.url(), r.checked()])));
    field(
        "companions",
        format!(
            "Companions {{ rules: {}, window: {} }}",
            texts.list(rule.texts.list(rule.companions.rules)),
            rule.companions.window
        ),
    );
    field("texts", "Texts::BUILTIN".to_owned());
}

//! Arguments of a scanner to a ruleset.

use keysieve::{
    Allow, BuildError, DecodeLimits, FingerprintKey, ImportOutcome, ImportReport, ImportedRule,
    Limits, Markers, Redaction, RulesetBuilder, Target,
};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::data::type_name;
use crate::engine::Rules;
use crate::errors::{ConfigError, rule_error};

/// An entry of an allowlist, as `keysieve.Allow` has it.
#[derive(FromPyObject)]
pub(crate) struct AllowArgs {
    reason: String,
    rules: Vec<String>,
    path_prefixes: Vec<String>,
    path_suffixes: Vec<String>,
    paths: Vec<String>,
    words: Vec<String>,
    secrets: Vec<String>,
    matches: Vec<String>,
    lines: Vec<String>,
    fingerprints: Vec<String>,
    any: bool,
}

impl AllowArgs {
    fn entry(&self, key: &FingerprintKey) -> Result<Allow, String> {
        let mut allow = Allow::new(&self.reason);
        if self.any {
            allow = allow.any();
        }
        allow = self.rules.iter().fold(allow, |allow, id| allow.rule(id));
        allow = self.path_prefixes.iter().fold(allow, |allow, text| allow.path_prefix(text));
        allow = self.path_suffixes.iter().fold(allow, |allow, text| allow.path_suffix(text));
        allow = self.words.iter().fold(allow, |allow, word| allow.word(word));
        for pattern in &self.paths {
            allow = allow.path_matching(pattern).map_err(|e| format!("paths: {e}"))?;
        }
        let targets = [
            ("secrets", Target::Secret, &self.secrets),
            ("matches", Target::Match, &self.matches),
            ("lines", Target::Line, &self.lines),
        ];
        for (field, target, patterns) in targets {
            for pattern in patterns {
                allow = allow.matching(target, pattern).map_err(|e| format!("{field}: {e}"))?;
            }
        }
        for print in &self.fingerprints {
            let print = print.parse().map_err(|e| format!("fingerprints: {e}"))?;
            allow = allow.fingerprint(key, print);
        }
        Ok(allow)
    }
}

/// How much is scanned and decoded, as `keysieve.Limits` has it.
#[derive(FromPyObject)]
pub(crate) struct LimitsArgs {
    depth: usize,
    piece: usize,
    total: usize,
    findings: usize,
    input: Option<u64>,
    reported: Option<u64>,
    steps: Option<u64>,
}

impl LimitsArgs {
    /// Those of decoding, and those of the scan itself if there are any.
    pub(crate) fn split(args: Option<Self>) -> (DecodeLimits, Option<Limits>) {
        let (mut decode, mut scan) = (DecodeLimits::default(), Limits::default());
        let Some(args) = args else { return (decode, None) };
        decode.depth = args.depth;
        decode.piece = args.piece;
        decode.total = args.total;
        decode.findings = args.findings;
        let unlimited = scan;
        scan.input = args.input.unwrap_or(scan.input);
        scan.findings = args.reported.unwrap_or(scan.findings);
        scan.steps = args.steps.unwrap_or(scan.steps);
        (decode, Some(scan).filter(|&scan| scan != unlimited))
    }
}

/// What a scanner looks for. `Default` is the built-in ruleset as it is.
#[derive(Default, PartialEq)]
pub(crate) struct Selection<'a> {
    /// Names and contents of rule files.
    pub(crate) rules: Vec<(String, String)>,
    pub(crate) only: Option<Vec<String>>,
    pub(crate) disable: Vec<String>,
    pub(crate) min_confidence: Option<u8>,
    pub(crate) indicators: bool,
    pub(crate) allow_known: bool,
    pub(crate) markers: Option<&'a str>,
}

impl Selection<'_> {
    /// The rules that these arguments ask for, and what of their files is left out.
    ///
    /// # Errors
    ///
    /// `RuleError` for a rule that is refused, `ConfigError` for all else.
    pub(crate) fn rules(
        self,
        allow: &[AllowArgs],
        key: &FingerprintKey,
    ) -> PyResult<(Rules, Vec<LeftOut>)> {
        if self == Self::default() && allow.is_empty() {
            return Ok((Rules::Builtin, Vec::new()));
        }
        let mut builder = keysieve::Ruleset::builder();
        let mut imports = Vec::new();
        for (name, toml) in &self.rules {
            builder = add(builder, name, toml, &mut imports)?;
        }
        if let Some(only) = &self.only {
            builder = builder.only(only);
        }
        builder = builder
            .disable(&self.disable)
            .indicators(self.indicators)
            .allow_documented(self.allow_known)
            .allow_canaries(self.allow_known)
            .markers(markers(self.markers)?);
        if let Some(confidence) = self.min_confidence {
            builder = builder.min_confidence(confidence);
        }
        for (number, entry) in allow.iter().enumerate() {
            let entry = entry.entry(key);
            let entry = entry.map_err(|e| ConfigError::new_err(format!("allow[{number}].{e}")))?;
            builder = builder.allow(entry);
        }
        let ruleset = builder.build().map_err(|error| build_error(&error, &imports))?;
        if ruleset.rules().is_empty() {
            return Err(ConfigError::new_err("no rule is left, so nothing would be found"));
        }
        let is_missed = |id: &String| {
            self.only.as_ref().is_none_or(|only| only.contains(id))
                && !self.disable.contains(id)
                && !ruleset.rules().iter().any(|rule| rule.id() == id)
        };
        let left_out = left_out(&imports, is_missed);
        Ok((Rules::Own(ruleset.into()), left_out))
    }
}

/// Something of a file of rules that is not in the ruleset: the file, the rule's id if it is one,
/// and why.
pub(crate) struct LeftOut(pub(crate) String, pub(crate) Option<String>, pub(crate) String);

/// What was left out of files of others: of their rules those that are missed.
fn left_out(imports: &[(&str, ImportReport)], is_missed: impl Fn(&String) -> bool) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for (file, report) in imports {
        let notes = report.notes.iter().map(|note| LeftOut((*file).into(), None, note.clone()));
        left_out.extend(notes);
        let missed = report.rules.iter().filter(|rule| is_missed(&rule.id));
        left_out.extend(missed.map(|ImportedRule { id, outcome, notes, .. }| {
            let why = match outcome {
                ImportOutcome::LeftOut => notes.join("; "),
                // It is in the ruleset, but not for what is scanned.
                _ => "it goes by the names of files alone".to_owned(),
            };
            LeftOut((*file).into(), Some(id.clone()), why)
        }));
    }
    left_out
}

/// Why there is no ruleset; of a rule that was asked for and left out, also why that was.
fn build_error(error: &BuildError, imports: &[(&str, ImportReport)]) -> PyErr {
    let BuildError::UnknownRule { id } = error else {
        return ConfigError::new_err(error.to_string());
    };
    let left_out = left_out(imports, |other| other == id);
    let of_rule = left_out.into_iter().find(|LeftOut(_, rule, _)| rule.is_some());
    let why = of_rule.map(|LeftOut(file, _, why)| format!(": that of {file} is left out: {why}"));
    ConfigError::new_err(format!("{error}{}", why.unwrap_or_default()))
}

/// Adds a file of rules: those of Gitleaks' format have a list `rules` or an `extend`.
fn add<'a>(
    builder: RulesetBuilder,
    name: &'a str,
    toml: &str,
    imports: &mut Vec<(&'a str, ImportReport)>,
) -> PyResult<RulesetBuilder> {
    if !is_gitleaks(toml) {
        return builder.rules_toml(name, toml).map_err(|error| rule_error(&error));
    }
    let (builder, report) =
        builder.gitleaks_toml(name, toml).map_err(|error| rule_error(&error))?;
    imports.push((name, report));
    Ok(builder)
}

fn is_gitleaks(toml: &str) -> bool {
    let has = |starts: &[&str]| {
        toml.lines().any(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
    };
    has(&["[[rules]]", "[extend]", "[allowlist]", "[[allowlists]]"])
        && !has(&["vendor =", "vendor="])
}

fn markers(name: Option<&str>) -> PyResult<Markers> {
    match name.unwrap_or("none") {
        "none" => Ok(Markers::NONE),
        "own" => Ok(Markers::OWN),
        "all" => Ok(Markers::ALL),
        other => Err(ConfigError::new_err(format!(
            "markers must be 'none', 'own' or 'all', not '{other}'"
        ))),
    }
}

/// The name of a style, or the type of what is none.
pub(crate) struct Style(Result<String, String>);

impl Style {
    pub(crate) fn label() -> Self {
        Self(Ok("label".to_owned()))
    }
}

impl<'py> FromPyObject<'_, 'py> for Style {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(match object.cast::<PyString>() {
            Ok(name) => Ok(name.to_string_lossy().into_owned()),
            Err(_) => Err(type_name(&object)),
        }))
    }
}

/// What a credential is replaced by.
pub(crate) fn redaction(style: &Style, key: &FingerprintKey) -> PyResult<Redaction> {
    let name = style.0.as_deref();
    match name.unwrap_or_default() {
        "label" => Ok(Redaction::Label),
        "mask" => Ok(Redaction::Mask),
        "last4" => Ok(Redaction::KeepLast(4)),
        "fingerprint" => Ok(Redaction::Fingerprint(key.clone())),
        "twin" => Ok(Redaction::Twin),
        _ => {
            let given = name.map_or_else(Clone::clone, |name| format!("'{name}'"));
            Err(ConfigError::new_err(format!(
                "style must be 'label', 'mask', 'last4', 'fingerprint' or 'twin', not {given}"
            )))
        }
    }
}

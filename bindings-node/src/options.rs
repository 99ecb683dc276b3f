//! What a scanner is made from.

use keysieve::{
    Allow, DEFAULT_MIN_CONFIDENCE, DecodeLimits, FingerprintKey, KnownSecrets, Markers, Ruleset,
    RulesetBuilder, Target,
};
use napi::Env;
use napi_derive::napi;

use crate::error::{self, Result};

/// What a scanner is made from; what is absent is as it is by default.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct Options {
    /// Further rules.
    pub rules: Option<Vec<RuleFile>>,
    /// Further rules in the format of Gitleaks.
    pub gitleaks: Option<Vec<RuleFile>>,
    /// The ids of the rules to use.
    pub only: Option<Vec<String>>,
    /// The ids of the rules not to use.
    pub disable: Option<Vec<String>>,
    /// Whether indicators are found, too.
    pub indicators: Option<bool>,
    /// The confidence from which on findings are reported.
    pub min_confidence: Option<f64>,
    /// What is accepted.
    pub allow: Option<Vec<AllowEntry>>,
    /// Whose comments beside a value accept it.
    pub markers: Option<String>,
    /// Whether what vendors document and canaries are accepted.
    pub allow_known: Option<bool>,
    /// Secrets that are known.
    pub known: Option<Vec<KnownSecret>>,
    /// The limits of decoding; nothing is decoded without them.
    pub decode: Option<Decode>,
    /// How much is looked at and reported.
    pub limits: Option<Limits>,
    /// What the key of fingerprints is derived from.
    pub fingerprint_key: Option<String>,
}

/// A file of rules.
#[napi(object, object_to_js = false)]
pub struct RuleFile {
    /// Its name, for errors.
    pub name: String,
    /// Its text, in TOML.
    pub text: String,
}

/// A secret that is known.
#[napi(object, object_to_js = false)]
pub struct KnownSecret {
    /// What reports call it.
    pub label: String,
    /// The secret.
    pub secret: String,
}

/// How much is looked at and reported.
#[napi(object, object_to_js = false)]
#[derive(Clone, Copy, Default)]
pub struct Limits {
    /// Bytes of the input.
    pub input: Option<f64>,
    /// Findings.
    pub findings: Option<f64>,
    /// Places at which a rule is tried.
    pub steps: Option<f64>,
}

/// How much is decoded.
#[napi(object, object_to_js = false)]
#[derive(Clone, Copy, Default)]
pub struct Decode {
    /// Encodings within one another.
    pub depth: Option<u32>,
    /// Encoded bytes that are decoded at a time.
    pub piece: Option<f64>,
    /// Encoded bytes that one scan decodes.
    pub total: Option<f64>,
    /// Findings that are held until it is settled which are reported.
    pub findings: Option<u32>,
}

/// An entry of an allowlist.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AllowEntry {
    /// Why it is there.
    pub reason: Option<String>,
    /// Whether one kind of criterion is enough.
    pub any: Option<bool>,
    /// Ids of rules.
    pub rules: Option<Vec<String>>,
    /// Expressions over the path.
    pub paths: Option<Vec<String>>,
    /// Words in the secret.
    pub words: Option<Vec<String>>,
    /// Expressions over the secret.
    pub secrets: Option<Vec<String>>,
    /// Expressions over the match.
    pub matches: Option<Vec<String>>,
    /// Expressions over the line.
    pub lines: Option<Vec<String>>,
    /// Fingerprints, as findings show them.
    pub fingerprints: Option<Vec<String>>,
}

impl Options {
    /// Whether the rules are the built-in ones.
    pub(crate) const fn leave_the_rules(&self) -> bool {
        matches!(
            self,
            Self {
                rules: None,
                gitleaks: None,
                only: None,
                disable: None,
                indicators: None | Some(false),
                min_confidence: None,
                allow: None,
                markers: None,
                allow_known: None | Some(false),
                known: None,
                ..
            }
        )
    }
}

/// The rules, and what became of those in the format of Gitleaks.
pub(crate) fn ruleset(
    env: Env,
    options: &Options,
    key: &FingerprintKey,
) -> Result<(Ruleset, String)> {
    let mut report = String::new();
    let mut builder = Ruleset::builder()
        .disable(options.disable.as_deref().unwrap_or_default())
        .indicators(options.indicators.unwrap_or_default())
        .min_confidence(options.min_confidence.map_or(Ok(DEFAULT_MIN_CONFIDENCE), confidence)?)
        .allow_documented(options.allow_known.unwrap_or_default())
        .allow_canaries(options.allow_known.unwrap_or_default())
        .markers(markers(options.markers.as_deref())?);
    for file in options.rules.iter().flatten() {
        builder = builder
            .rules_toml(&file.name, &file.text)
            .map_err(|problem| error::rule(env, problem))?;
    }
    for file in options.gitleaks.iter().flatten() {
        let (more, became) = builder
            .gitleaks_toml(&file.name, &file.text)
            .map_err(|problem| error::rule(env, problem))?;
        builder = more;
        report += &became.to_string();
    }
    if let Some(secrets) = &options.known {
        let mut known = KnownSecrets::new(key.clone());
        for KnownSecret { label, secret } in secrets {
            known
                .add_secret(label, secret.as_bytes())
                .map_err(|problem| error::option(format_args!("known: {label}: {problem}")))?;
        }
        builder = builder.known_secrets(known);
    }
    builder = allowlist(builder, options.allow.as_deref().unwrap_or_default(), key)?;
    if let Some(only) = &options.only {
        builder = builder.only(only);
    }
    Ok((builder.build().map_err(error::build)?, report))
}

/// The key of fingerprints.
pub(crate) fn key(passphrase: Option<&str>) -> FingerprintKey {
    passphrase.map_or_else(FingerprintKey::public, |passphrase| {
        FingerprintKey::from_passphrase(passphrase.as_bytes())
    })
}

/// The limits of a scan; there are none by default.
pub(crate) fn limits(given: Option<Limits>) -> keysieve::Limits {
    let mut limits = keysieve::Limits::default();
    let given = given.unwrap_or_default();
    for (limit, given) in [
        (&mut limits.input, given.input),
        (&mut limits.findings, given.findings),
        (&mut limits.steps, given.steps),
    ] {
        if let Some(given) = given {
            *limit = given as u64;
        }
    }
    limits
}

/// The limits of decoding.
pub(crate) fn decode_limits(given: Option<Decode>) -> DecodeLimits {
    let mut limits = DecodeLimits::default();
    let Some(given) = given else {
        limits.depth = 0;
        return limits;
    };
    if let Some(depth) = given.depth {
        limits.depth = depth as usize;
    }
    if let Some(piece) = given.piece {
        limits.piece = piece as usize;
    }
    if let Some(total) = given.total {
        limits.total = total as usize;
    }
    if let Some(findings) = given.findings {
        limits.findings = findings as usize;
    }
    limits
}

fn confidence(given: f64) -> Result<u8> {
    if given.fract() == 0.0 && (0.0..=100.0).contains(&given) {
        Ok(given as u8)
    } else {
        Err(error::option(format_args!("minConfidence: a whole number up to 100, not {given}")))
    }
}

fn markers(whose: Option<&str>) -> Result<Markers> {
    match whose {
        None | Some("none") => Ok(Markers::NONE),
        Some("own") => Ok(Markers::OWN),
        Some("all") => Ok(Markers::ALL),
        Some(other) => {
            Err(error::option(format_args!("markers: `{other}` is none of: none, own, all")))
        }
    }
}

fn allowlist(
    mut builder: RulesetBuilder,
    entries: &[AllowEntry],
    key: &FingerprintKey,
) -> Result<RulesetBuilder> {
    for entry in entries {
        let mut allow = Allow::new(entry.reason.as_deref().unwrap_or_default());
        if entry.any == Some(true) {
            allow = allow.any();
        }
        for id in entry.rules.iter().flatten() {
            allow = allow.rule(id);
        }
        for pattern in entry.paths.iter().flatten() {
            allow = allow
                .path_matching(pattern)
                .map_err(|problem| error::expression("paths", pattern, problem))?;
        }
        for word in entry.words.iter().flatten() {
            allow = allow.word(word);
        }
        for (field, target, patterns) in [
            ("secrets", Target::Secret, &entry.secrets),
            ("matches", Target::Match, &entry.matches),
            ("lines", Target::Line, &entry.lines),
        ] {
            for pattern in patterns.iter().flatten() {
                allow = allow
                    .matching(target, pattern)
                    .map_err(|problem| error::expression(field, pattern, problem))?;
            }
        }
        for print in entry.fingerprints.iter().flatten() {
            allow = allow.fingerprint(key, print.parse().map_err(error::option)?);
        }
        builder = builder.allow(allow);
    }
    Ok(builder)
}

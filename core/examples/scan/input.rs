//! What there is to scan, and scanning it.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use keysieve::{Positions, Ruleset};
use serde_json::{Map, Value, json};

use crate::args::Args;

/// A file, or standard input.
pub(crate) enum Source {
    File(PathBuf),
    Stdin,
}

/// What came of one source.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) bytes: u64,
    pub(crate) found: Vec<Found>,
    /// What could not be read, and why.
    pub(crate) errors: Vec<String>,
}

/// A finding, as far as reports need it.
pub(crate) struct Found {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) masked: String,
    pub(crate) reasons: String,
    pub(crate) remediation: (String, String),
    /// The object of the format `jsonl`.
    pub(crate) json: Map<String, Value>,
}

/// Everything below the given paths, in order, and what could not be looked at.
pub(crate) fn sources(args: &Args) -> (Vec<Source>, Vec<String>) {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for path in &args.paths {
        if path.as_os_str() == "-" {
            sources.push(Source::Stdin);
            continue;
        }
        let walk = WalkBuilder::new(path)
            .standard_filters(!args.no_ignore)
            .hidden(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => match fs::metadata(entry.path()) {
                    Ok(metadata) if metadata.is_file() => {
                        sources.push(Source::File(entry.into_path()));
                    }
                    Ok(_) => {}
                    Err(error) => errors.push(format!("{}: {error}", entry.path().display())),
                },
                Err(error) => errors.push(error.to_string()),
            }
        }
    }
    (sources, errors)
}

/// Scans one source.
pub(crate) fn scan(source: &Source, args: &Args, ruleset: &Ruleset) -> Outcome {
    let (name, content) = match source {
        Source::File(path) => (shown(path), fs::read(path)),
        Source::Stdin => {
            let mut content = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut content);
            ("-".to_owned(), read.map(|_| content))
        }
    };
    let mut outcome = Outcome::default();
    match content {
        Ok(content) => {
            outcome.bytes = content.len() as u64;
            match &args.jsonl_records {
                Some(field) => records(&name, &content, field, args, ruleset, &mut outcome),
                None => buffer(&name, &content, None, args, ruleset, &mut outcome),
            }
        }
        Err(error) => outcome.errors.push(format!("{name}: {error}")),
    }
    outcome
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Scans one field of each line.
fn records(
    name: &str,
    content: &[u8],
    field: &str,
    args: &Args,
    ruleset: &Ruleset,
    outcome: &mut Outcome,
) {
    for (number, line) in content.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let problem = match serde_json::from_slice::<Value>(line) {
            Ok(object) => match object.get(field) {
                Some(Value::String(text)) => {
                    buffer(name, text.as_bytes(), Some(number), args, ruleset, outcome);
                    continue;
                }
                _ => format!("no string `{field}`"),
            },
            // The message names the place, not the content.
            Err(error) => error.to_string(),
        };
        outcome.errors.push(format!("{name}:{}: {problem}", number + 1));
    }
}

fn buffer(
    name: &str,
    content: &[u8],
    record: Option<usize>,
    args: &Args,
    ruleset: &Ruleset,
    outcome: &mut Outcome,
) {
    let mut positions = Positions::new(content);
    for finding in ruleset.find_iter(content) {
        let rule = finding.rule();
        let (span, redact) = (finding.secret(), finding.redact());
        let secret = &content[span.range()];
        let position = positions.at(span.start);
        let mut facts = Map::new();
        finding.facts(content, |fact| {
            facts.insert(fact.name().to_owned(), fact.to_string().into());
        });
        let companions: Vec<Value> = finding
            .companions()
            .map(|companion| {
                let span = companion.secret();
                json!({ "rule": companion.rule().id(), "start": span.start, "end": span.end })
            })
            .collect();
        let mut json = Map::new();
        let mut put = |key: &str, value: Value| json.insert(key.to_owned(), value);
        put("path", name.into());
        if let Some(record) = record {
            put("record", record.into());
        }
        put("rule", rule.id().into());
        put("start", span.start.into());
        put("end", span.end.into());
        put("redact_start", redact.start.into());
        put("redact_end", redact.end.into());
        put("line", position.line.into());
        put("column", position.column.into());
        put("confidence", finding.confidence().into());
        put("severity", rule.severity().as_str().into());
        put("validity", finding.validity().as_str().into());
        put("facts", facts.into());
        put("companions", companions.into());
        put("decoded", json!([]));
        put("fingerprint", fingerprint(rule.id(), secret).into());
        if args.show_secrets {
            put("secret", String::from_utf8_lossy(secret).into());
        }
        outcome.found.push(Found {
            path: name.to_owned(),
            line: position.line,
            column: position.column,
            masked: if args.show_secrets {
                String::from_utf8_lossy(secret).escape_debug().to_string()
            } else {
                mask(secret)
            },
            reasons: finding.evidence().to_string(),
            remediation: (rule.id().to_owned(), rule.remediation().to_owned()),
            json,
        });
    }
}

/// The same for the same credential wherever it is found, and of no use to learn it.
fn fingerprint(rule: &str, secret: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("keysieve 2026-11-24 finding fingerprint");
    hasher.update(rule.as_bytes()).update(&[0]).update(secret);
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The first characters of a long secret, nothing of a short one.
fn mask(secret: &[u8]) -> String {
    let shown = if secret.len() >= 20 { 4 } else { 0 };
    let start = String::from_utf8_lossy(&secret[..shown]).escape_debug().to_string();
    format!("{start}… ({} bytes)", secret.len())
}

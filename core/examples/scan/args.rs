//! The command line.

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use clap::{Parser, ValueEnum, value_parser};
use keysieve::{
    DEFAULT_MIN_CONFIDENCE, FingerprintKey, ImportOutcome, Markers, Redaction, Ruleset,
};

use crate::allowed;

/// More threads than processors gain nothing, and each costs memory.
const MOST_THREADS: i64 = 512;

/// Finds credentials in files, directories and standard input.
#[derive(Parser)]
#[command(name = crate::NAME)]
#[allow(clippy::struct_excessive_bools, reason = "a flag is a bool")]
pub(crate) struct Args {
    /// What to scan; `-` is standard input, directories are walked.
    #[arg(required_unless_present_any = ["redact", "list_rules"])]
    pub(crate) paths: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Each line is a JSON object; scan this string field of it as a record of its own.
    #[arg(long, value_name = "FIELD")]
    pub(crate) jsonl_records: Option<String>,
    /// A file with further rules, in this library's format or in that of Gitleaks.
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    /// Write to standard error what became of each rule of a file in the format of Gitleaks.
    #[arg(long)]
    gitleaks_report: bool,
    /// Use these rules alone.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these rules out.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    disable: Vec<String>,
    /// Use the rules for indicators, too: events and identifiers in the logs of AWS that tell of
    /// credentials without being one.
    #[arg(long)]
    indicators: bool,
    /// Write what is known of the rules that would be used, one JSON object each, and scan nothing.
    #[arg(long)]
    pub(crate) list_rules: bool,
    /// Report from this confidence on.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_CONFIDENCE, value_parser = value_parser!(u8).range(..=100))]
    min_confidence: u8,
    /// A file with findings that are known and accepted.
    #[arg(long, value_name = "FILE")]
    allow: Vec<PathBuf>,
    /// Which comments beside a value say that it may stand there: those of this program, those of
    /// other scanners too, or none.
    #[arg(long, value_enum, value_name = "WHOSE", default_value_t = Comments::Own)]
    markers: Comments,
    /// Accept what vendors' documentation and emulators show to everybody, and canaries.
    #[arg(long)]
    allow_known: bool,
    /// Report only what is not in this file, and what in it is found no more. The environment
    /// variable `KEYSIEVE_FINGERPRINT_KEY` is the key of its fingerprints.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all that is found to this file, as a baseline for later.
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Scan no content again in which nothing was found; this file remembers which.
    #[arg(long, value_name = "FILE")]
    pub(crate) cache: Option<PathBuf>,
    /// Scan archives and compressed files as they are.
    #[arg(long)]
    pub(crate) no_archives: bool,
    /// Unpack at most so many MiB of one file.
    #[arg(long, value_name = "MIB", default_value_t = 4096)]
    pub(crate) max_unpacked: u64,
    /// Look into encoded text, too: base64, hexadecimal, escapes, UTF-16, split literals.
    #[arg(long)]
    pub(crate) decode: bool,
    /// Write what is read (standard input, if no path is given) to standard output without the
    /// credentials, instead of a report; with `--decode` without the encoded ones, too.
    #[arg(
        long,
        value_enum,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "label"
    )]
    pub(crate) redact: Option<Redact>,
    /// Scan what ignore files exclude, too.
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Threads to scan with; 0 is one a processor.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = value_parser!(u16).range(..=MOST_THREADS))]
    pub(crate) threads: u16,
    /// Put the secrets themselves into the report.
    #[arg(long)]
    pub(crate) show_secrets: bool,
    /// Whether text is coloured.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
    /// Write bytes, findings, seconds and MB/s to standard error, as one JSON line.
    #[arg(long)]
    pub(crate) stats: bool,
}

/// How to report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object a finding.
    Jsonl,
    /// SARIF 2.1.0, as code hosts and editors read it.
    Sarif,
}

/// Which comments count.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Comments {
    None,
    Own,
    All,
}

/// What a credential is replaced by.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Redact {
    /// As many `*`.
    Mask,
    /// `[REDACTED:rule-id]`.
    Label,
    /// `****` and the last four characters of a long one.
    Last4,
    /// `[REDACTED_fingerprint:rule-id]`.
    Fingerprint,
    /// A value of the same form that opens nothing.
    Twin,
}

impl Redact {
    pub(crate) fn redaction(self, key: &FingerprintKey) -> Redaction {
        match self {
            Self::Mask => Redaction::Mask,
            Self::Label => Redaction::Label,
            Self::Last4 => Redaction::KeepLast(4),
            Self::Fingerprint => Redaction::Fingerprint(key.clone()),
            Self::Twin => Redaction::Twin,
        }
    }
}

/// Whether text is coloured.
#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal, unless the environment (`NO_COLOR`, `TERM`) says otherwise.
    Auto,
    Always,
    Never,
}

impl Args {
    /// Standard output, which leaves colours out where they are not wanted.
    pub(crate) fn stdout(&self) -> impl Write + use<> {
        let choice = match self.color {
            Color::Always => anstream::ColorChoice::Always,
            Color::Auto if io::stdout().is_terminal() => anstream::ColorChoice::Auto,
            Color::Auto | Color::Never => anstream::ColorChoice::Never,
        };
        anstream::AutoStream::new(io::stdout().lock(), choice)
    }

    /// The key of all fingerprints.
    #[allow(clippy::unused_self, reason = "it is a choice like the others, made elsewhere")]
    pub(crate) fn fingerprint_key(&self) -> &'static FingerprintKey {
        static KEY: OnceLock<FingerprintKey> = OnceLock::new();
        KEY.get_or_init(|| match std::env::var_os("KEYSIEVE_FINGERPRINT_KEY") {
            Some(key) => FingerprintKey::from_passphrase(key.as_encoded_bytes()),
            None => FingerprintKey::public(),
        })
    }

    /// What is chosen, as far as it decides whether something is found in a file.
    pub(crate) fn choice(&self) -> String {
        format!(
            "{:?}",
            (
                (&self.only, &self.disable, self.indicators, self.min_confidence),
                (self.markers, self.allow_known, self.no_archives, self.max_unpacked),
                (&self.jsonl_records, self.decode),
                self.fingerprint_key().fingerprint("", b""),
            )
        )
    }

    /// The files whose content is part of the choice.
    pub(crate) fn rule_files(&self) -> impl Iterator<Item = &PathBuf> {
        self.rules.iter().chain(&self.allow)
    }

    /// The rules to scan with, and complaints of those that could not be carried over.
    pub(crate) fn ruleset(&self) -> io::Result<(Ruleset, Vec<String>)> {
        let mut left_out = Vec::new();
        let mut builder = Ruleset::builder()
            .disable(&self.disable)
            .indicators(self.indicators)
            .min_confidence(self.min_confidence);
        for path in &self.rules {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|error| io::Error::other(format!("{name}: {error}")))?;
            if is_gitleaks(&text) {
                let (more, report) =
                    builder.gitleaks_toml(&name, &text).map_err(io::Error::other)?;
                builder = more;
                let rules = report.rules.iter();
                left_out.extend(rules.filter(|rule| rule.outcome == ImportOutcome::LeftOut).map(
                    |rule| {
                        format!("{name}: rule `{}` is left out: {}", rule.id, rule.notes.join("; "))
                    },
                ));
                if self.gitleaks_report {
                    write!(io::stderr(), "{name}: {report}")?;
                }
            } else {
                builder = builder.rules_toml(&name, &text).map_err(io::Error::other)?;
            }
        }
        for path in &self.allow {
            builder = allowed::add(builder, path, self.fingerprint_key())?;
        }
        builder = builder
            .allow_documented(self.allow_known)
            .allow_canaries(self.allow_known)
            .markers(match self.markers {
                Comments::None => Markers::NONE,
                Comments::Own => Markers::OWN,
                Comments::All => Markers::ALL,
            });
        if !self.only.is_empty() {
            builder = builder.only(&self.only);
        }
        Ok((builder.build().map_err(io::Error::other)?, left_out))
    }
}

/// Whether a rule file is in the format of Gitleaks: the two name their tables differently, and only
/// the other one names a vendor.
fn is_gitleaks(text: &str) -> bool {
    let has = |table: &toml::Table, names: &[&str]| names.iter().any(|n| table.contains_key(*n));
    text.parse::<toml::Table>().is_ok_and(|table| {
        has(&table, &["rules", "allowlist", "allowlists", "extend"])
            && !has(&table, &["rule", "service", "vendor"])
    })
}

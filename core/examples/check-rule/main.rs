//! Checks a rule file: `cargo run --release -p keysieve --example check-rule -- FILE…`.
//!
//! Every rule has to find its positives wherever credentials stand, to leave its negatives alone,
//! and to say what a reader needs; then come the other rules that claim the same text, and noise
//! and speed on text without such credentials. The exit code is 0 if all is well, 1 if something is
//! to be mended, and 2 if a file makes no sense. `CONTRIBUTING.md` tells how to read the report.

#![allow(clippy::print_stderr, reason = "a program's output")]

#[path = "../../tests/support/mod.rs"]
mod support;

mod corpus;
mod examples;
mod overlap;
mod rules;

use std::fmt;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// How much is read unless something else is said; without optimization scanning takes its time.
const MEGABYTES: usize = if cfg!(debug_assertions) { 4 } else { 64 };

/// Checks rule files.
#[derive(Parser)]
#[command(name = "check-rule")]
struct Args {
    /// Rule files: built-in ones, or any others.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Files and folders without such credentials, to measure noise and speed on. Where none is
    /// given, the sources of the crates that this machine has built with.
    #[arg(long, value_name = "PATH")]
    corpus: Vec<PathBuf>,
    /// Read at most so many MB of it.
    #[arg(long, value_name = "MB", default_value_t = MEGABYTES)]
    megabytes: usize,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut to_mend = 0;
    let corpus = corpus::read(&args.corpus, args.megabytes * 1_000_000);
    for file in &args.files {
        match check(file, &corpus) {
            Ok(breaches) => to_mend += breaches,
            Err(error) => {
                eprintln!("check-rule: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::from(u8::from(to_mend > 0))
}

/// Checks one file, and gives back how much is to be mended.
fn check(file: &std::path::Path, corpus: &corpus::Corpus) -> Result<usize, String> {
    let checked = rules::load(file)?;
    say(format_args!("{}: {} compiled", file.display(), count(checked.examples.len(), "rule")));
    let mut breaches = Vec::new();
    for examples in &checked.examples {
        breaches.extend(examples::check(&checked.ruleset, examples));
    }
    breaches.extend(overlap::taken(&checked));
    for breach in &breaches {
        say(format_args!("  to mend: {breach}"));
    }
    if breaches.is_empty() {
        say(format_args!("  examples: all as they should be"));
    }
    for note in overlap::notes(&checked) {
        say(format_args!("  note: {note}"));
    }
    corpus::noise(&checked, corpus);
    corpus::speed(&checked, corpus);
    Ok(breaches.len())
}

/// `1 rule`, `2 rules`.
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Writes a line of the report. Whoever closes it has seen enough.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stdout(), "{line}");
}

//! Scans files, directories and standard input for credentials: `cargo run --release --example
//! scan -- --help`.
//!
//! Exit code: 0 if nothing was found, 1 if something was, 2 if anything could not be read, be it a file
//! or a rule; then all else has been scanned nevertheless.

#[path = "scan/allowed.rs"]
mod allowed;
#[path = "scan/archive.rs"]
mod archive;
#[path = "scan/args.rs"]
mod args;
#[path = "scan/baseline.rs"]
mod baseline;
#[path = "scan/cache.rs"]
mod cache;
#[path = "scan/found.rs"]
mod found;
#[path = "scan/input.rs"]
mod input;
#[path = "scan/packing.rs"]
mod packing;
#[path = "scan/redact.rs"]
mod redact;
#[path = "scan/report/mod.rs"]
mod report;
#[path = "scan/rules.rs"]
mod rules;
#[path = "scan/sources.rs"]
mod sources;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use args::Args;
use cache::Cache;
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use input::Outcome;
use keysieve::Baseline;
use rayon::prelude::*;
use sources::Source;

/// Files that are scanned before their findings are written, so that memory stays bounded.
const BATCH: usize = 256;

/// The name in messages: the bindings build this program as a library, and it is `keysieve` there.
const NAME: &str = match option_env!("CARGO_BIN_NAME") {
    Some(name) => name,
    None => "keysieve",
};

#[allow(dead_code, reason = "in a library nothing calls it")]
fn main() -> ExitCode {
    ExitCode::from(start(std::env::args_os()))
}

/// Runs the program with these arguments, the first of which is its name, and gives back its exit
/// code.
#[allow(unreachable_pub, reason = "it is reachable in a library")]
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let args = Args::parse_from(arguments);
    match run(&args) {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 1,
        Err(error) => {
            complain(&error.to_string());
            2
        }
    }
}

/// The error with what it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn complain(message: &str) {
    // With nowhere left to complain to, the exit code still tells.
    let _ = writeln!(io::stderr(), "{NAME}: {message}");
}

fn run(args: &Args) -> io::Result<u8> {
    let (ruleset, left_out) = args.ruleset()?;
    if args.list_rules {
        rules::list(&ruleset, BufWriter::new(args.stdout()))?;
        for rule in &left_out {
            complain(rule);
        }
        return Ok(code(0, &left_out));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build();
    let pool = pool.map_err(io::Error::other)?;
    let key = args.fingerprint_key();
    let known = args.baseline.as_ref().map(|path| baseline::read(path, key)).transpose()?;
    let mut comparison = known.as_ref().map(Baseline::compare);
    let mut written = Baseline::new();
    let cache = args.cache.as_ref().map(|path| Cache::open(path, args)).transpose()?;
    let (sources, more_errors) = sources::find(args);
    let mut errors = left_out;
    errors.extend(more_errors);
    if let Some(how) = args.redact {
        let places = redact::run(how, args, &ruleset, &sources, &mut errors)?;
        for error in &errors {
            complain(error);
        }
        return Ok(code(places, &errors));
    }
    let started = Instant::now();
    let progress = progress(sources.len());
    let out = BufWriter::new(args.stdout());
    let mut report = report::new(args, &ruleset, out)?;
    let mut total = Total::default();
    for batch in sources.chunks(BATCH) {
        let scan = |source: &Source| {
            let outcome = input::scan(source, args, &ruleset, cache.as_ref());
            progress.inc(1);
            outcome
        };
        let outcomes: Vec<Outcome<'_>> = pool.install(|| batch.par_iter().map(scan).collect());
        for mut outcome in outcomes {
            for found in &outcome.found {
                written.insert(&found.path, found.finding.rule().id(), found.fingerprint);
            }
            if let Some(comparison) = &mut comparison {
                let before = outcome.found.len();
                outcome.found.retain(|found| {
                    let rule = found.finding.rule().id();
                    !comparison.is_known(&found.path, rule, found.fingerprint)
                });
                total.known += before - outcome.found.len();
            }
            total.bytes += outcome.bytes;
            total.findings += outcome.found.len();
            total.suppressed += outcome.suppressed;
            total.skipped += usize::from(outcome.skipped);
            errors.extend(outcome.errors);
            report.findings(&outcome.found)?;
        }
    }
    progress.finish_and_clear();
    report.finish(&errors)?;
    if let Some(comparison) = &comparison {
        total.fixed = baseline::report_fixed(comparison, &sources)?;
    }
    if let Some(path) = &args.write_baseline {
        std::fs::write(path, written.to_text(key)).map_err(|error| at(path, &error))?;
    }
    if let (Some(cache), Some(path)) = (&cache, &args.cache) {
        cache.write(path).map_err(|error| at(path, &error))?;
    }
    for error in &errors {
        complain(error);
    }
    total.tell(args, started)?;
    Ok(code(total.findings, &errors))
}

/// What came of a run.
#[derive(Default)]
struct Total {
    bytes: u64,
    findings: usize,
    /// Kept back by allowlists and comments.
    suppressed: usize,
    /// Kept back by the baseline.
    known: usize,
    /// In the baseline, and found no more.
    fixed: usize,
    /// Files that were not scanned again.
    skipped: usize,
}

impl Total {
    fn tell(&self, args: &Args, started: Instant) -> io::Result<()> {
        let mut err = io::stderr();
        if self.suppressed > 0 {
            writeln!(err, "{NAME}: {} more allowed", self.suppressed)?;
        }
        if args.baseline.is_some() {
            writeln!(err, "{NAME}: {} more known, {} fixed", self.known, self.fixed)?;
        }
        if args.stats {
            let seconds = started.elapsed().as_secs_f64();
            let stats = serde_json::json!({
                "bytes": self.bytes,
                "findings": self.findings,
                "allowed": self.suppressed,
                "known": self.known,
                "fixed": self.fixed,
                "skipped": self.skipped,
                "seconds": seconds,
                "mb_per_second": self.bytes as f64 / 1e6 / seconds.max(1e-9),
            });
            writeln!(err, "{stats}")?;
        }
        Ok(())
    }
}

fn code(findings: usize, errors: &[String]) -> u8 {
    if errors.is_empty() { u8::from(findings > 0) } else { 2 }
}

/// A progress bar where somebody sees it.
fn progress(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() || files < 2 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left");
    ProgressBar::new(files as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

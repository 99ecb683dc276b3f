//! Scans files, directories and standard input for credentials: `cargo run --release --example
//! scan -- --help`.
//!
//! Exit code: 0 if nothing was found, 1 if something was, 2 if anything could not be read; then all
//! else has been scanned nevertheless.

#[path = "scan/args.rs"]
mod args;
#[path = "scan/found.rs"]
mod found;
#[path = "scan/input.rs"]
mod input;
#[path = "scan/report/mod.rs"]
mod report;
#[path = "scan/rules.rs"]
mod rules;
#[path = "scan/sources.rs"]
mod sources;

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use args::Args;
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use input::Outcome;
use rayon::prelude::*;
use sources::Source;

/// Files that are scanned before their findings are written, so that memory stays bounded.
const BATCH: usize = 256;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(1),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}

fn complain(message: &str) {
    // With nowhere left to complain to, the exit code still tells.
    let _ = writeln!(io::stderr(), "scan: {message}");
}

fn run(args: &Args) -> io::Result<ExitCode> {
    let ruleset = args.ruleset()?;
    if args.list_rules {
        rules::list(&ruleset, BufWriter::new(args.stdout()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build();
    let pool = pool.map_err(io::Error::other)?;
    let (sources, mut errors) = sources::find(args);
    let started = Instant::now();
    let progress = progress(sources.len());
    let out = BufWriter::new(args.stdout());
    let mut report = report::new(args, &ruleset, out)?;
    let (mut bytes, mut findings) = (0, 0);
    for batch in sources.chunks(BATCH) {
        let scan = |source: &Source| {
            let outcome = input::scan(source, args, &ruleset);
            progress.inc(1);
            outcome
        };
        let outcomes: Vec<Outcome<'_>> = pool.install(|| batch.par_iter().map(scan).collect());
        for outcome in outcomes {
            bytes += outcome.bytes;
            findings += outcome.found.len();
            errors.extend(outcome.errors);
            report.findings(&outcome.found)?;
        }
    }
    progress.finish_and_clear();
    report.finish(&errors)?;
    for error in &errors {
        complain(error);
    }
    if args.stats {
        let seconds = started.elapsed().as_secs_f64();
        let stats = serde_json::json!({
            "bytes": bytes,
            "findings": findings,
            "seconds": seconds,
            "mb_per_second": bytes as f64 / 1e6 / seconds.max(1e-9),
        });
        let _ = writeln!(io::stderr(), "{stats}");
    }
    Ok(ExitCode::from(if errors.is_empty() { u8::from(findings > 0) } else { 2 }))
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

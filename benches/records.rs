//! The library's pace on records of their own, for other languages to compare themselves with: reads
//! a file of lines, scans each line, and writes the best of several runs as one JSON line.
//!
//! `cargo bench -p keysieve-benches --bench records -- FILE [RUNS]`

use std::time::Instant;

use keysieve::Ruleset;

#[allow(clippy::print_stdout, reason = "that is what it is for")]
fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    // Without a file there is nothing to measure, as when all benches are run.
    let Some(path) = args.next() else { return };
    let runs: usize = args.next().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let records: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let (mut best, mut findings) = (f64::INFINITY, 0);
    for _ in 0..runs {
        let started = Instant::now();
        findings = records.iter().map(|record| Ruleset::builtin().find_iter(record).count()).sum();
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!(
        r#"{{"records":{},"findings":{findings},"seconds":{best},"ns_per_record":{}}}"#,
        records.len(),
        best * 1e9 / records.len() as f64
    );
}

//! The library's pace on records of their own, for other languages to compare themselves with: reads
//! a file of lines, scans each line, and writes the best of several runs as one JSON line. Once all
//! go through `scan_records`, and once each is a scan of its own (`alone`).
//!
//! `cargo bench -p keysieve-benches --bench records -- FILE [RUNS]`

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::time::Instant;

use keysieve::Ruleset;

/// The findings, by `scan_records`.
fn together(records: &[&[u8]]) -> usize {
    let mut findings = 0;
    let flow = Ruleset::builtin().scan_records(records.iter().copied(), |_, _, _| {
        findings += 1;
        ControlFlow::<Infallible>::Continue(())
    });
    assert!(flow.is_continue());
    findings
}

/// The findings, record by record.
fn alone(records: &[&[u8]]) -> usize {
    records.iter().map(|record| Ruleset::builtin().find_iter(record).count()).sum()
}

#[allow(clippy::print_stdout, reason = "that is what it is for")]
fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    // Without a file there is nothing to measure, as when all benches are run.
    let Some(path) = args.next() else { return };
    let runs: usize = args.next().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let records: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let mut best = [f64::INFINITY; 2];
    let mut findings = [0; 2];
    for _ in 0..runs {
        for (number, scan) in [together, alone].into_iter().enumerate() {
            let started = Instant::now();
            findings[number] = scan(&records);
            best[number] = best[number].min(started.elapsed().as_secs_f64());
        }
    }
    assert_eq!(findings[0], findings[1], "both find the same");
    let each = best.map(|seconds| seconds * 1e9 / records.len() as f64);
    println!(
        r#"{{"records":{},"findings":{},"ns_per_record":{},"ns_per_record_alone":{}}}"#,
        records.len(),
        findings[0],
        each[0],
        each[1]
    );
}

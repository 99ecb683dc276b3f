//! Noise and speed on text that holds none of the rule's credentials.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use keysieve::{Positions, Ruleset};

use crate::rules::Checked;

/// Findings that are shown.
const SHOWN: usize = 10;
/// Times that each ruleset is measured; the best counts.
const ROUNDS: usize = 5;

/// Files to scan.
pub(crate) struct Corpus {
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Corpus {
    fn megabytes(&self) -> f64 {
        self.files.iter().map(|(_, text)| text.len()).sum::<usize>() as f64 / 1e6
    }
}

/// Reads up to that many bytes of the paths or, if there are none, of what cargo has unpacked.
pub(crate) fn read(paths: &[PathBuf], most: usize) -> Corpus {
    let paths = if paths.is_empty() { vec![unpacked_crates()] } else { paths.to_vec() };
    let mut corpus = Corpus { files: Vec::new() };
    let mut left = most;
    for path in &paths {
        let entries = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let Ok(text) = fs::read(entry.path()) else { continue };
            if text.len() > left {
                return corpus;
            }
            left -= text.len();
            corpus.files.push((entry.into_path(), text));
        }
    }
    corpus
}

fn unpacked_crates() -> PathBuf {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    home.unwrap_or_default().join("registry/src")
}

/// Tells what the rules of the file find where there is nothing to find.
pub(crate) fn noise(checked: &Checked, corpus: &Corpus) {
    let mut shown = Vec::new();
    let mut number = 0;
    for (path, text) in &corpus.files {
        let mut positions = Positions::new(text);
        for finding in checked.ruleset.find_iter(text) {
            if !checked.has(finding.rule().id()) {
                continue;
            }
            number += 1;
            if shown.len() < SHOWN {
                let at = positions.at(finding.secret().start);
                let (path, id) = (path.display(), finding.rule().id());
                shown.push(format!("{path}:{}:{}: {id}", at.line, at.column));
            }
        }
    }
    let files = crate::count(corpus.files.len(), "file");
    let findings = crate::count(number, "finding");
    crate::say(format_args!("  noise: {findings} in {:.0} MB, {files}", corpus.megabytes()));
    for line in &shown {
        crate::say(format_args!("    {line}"));
    }
    if number > shown.len() {
        crate::say(format_args!("    and {} more", number - shown.len()));
    }
}

/// Tells how fast the corpus is scanned without the rules of the file and with them.
pub(crate) fn speed(checked: &Checked, corpus: &Corpus) {
    let (mut without, mut with) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        without = without.min(time(&checked.others, corpus));
        with = with.min(time(&checked.ruleset, corpus));
    }
    let rate = |time: Duration| corpus.megabytes() / time.as_secs_f64().max(1e-9);
    let ratio = with.as_secs_f64() / without.as_secs_f64().max(1e-9);
    crate::say(format_args!(
        "  speed: {:.0} MB/s without, {:.0} MB/s with; {ratio:.2} times the time",
        rate(without),
        rate(with),
    ));
}

fn time(ruleset: &Ruleset, corpus: &Corpus) -> Duration {
    let start = Instant::now();
    for (_, text) in &corpus.files {
        std::hint::black_box(ruleset.find_iter(text).count());
    }
    start.elapsed()
}

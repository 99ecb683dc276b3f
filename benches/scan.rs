//! Scanning on one core, beside references on the same bytes: `memchr` for a byte that does not
//! occur, which is as fast as reading goes; `aho-corasick` for the literals that the rules' patterns
//! begin with, which finds where to look and does nothing more; `regex` for the patterns of the
//! same few rules.
//!
//! `cargo bench -p keysieve-benches --bench scan` prints a table at the end; with `PICTURE=FILE` it
//! draws it too.

#[path = "../core/tests/support/encodings.rs"]
#[allow(dead_code)]
mod encodings;
#[path = "../core/tests/support/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "../core/tests/support/template.rs"]
#[allow(dead_code)]
mod template;

mod corpora;
mod real;
mod results;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::process::Command;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use corpora::{
    ACCESS, BASE64, FINDINGS, HEX, HOSTILE, LOGFMT, LOGS, MINIFIED, PROSE, SOURCE, drawn, repeated,
};
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use keysieve::{Rule, Ruleset, STREAM_BUFFER, Scratch, StreamFinding};
use regex::bytes::{Regex, RegexBuilder};
use results::{REFERENCE, Results};

/// As much as the caches of large servers hold, and more than they keep of it: it is read from memory.
const CORPUS_SIZE: usize = 256 << 20;

/// As much of it as is gone over by what is slower than reading memory by far.
const PART: usize = 64 << 20;

/// Text on which scanning may be slow.
const HOSTILE_SIZE: usize = 4 << 20;

const RECORD_COUNT: usize = 4096;

/// What tells this program to find one credential and say how long that took.
const FIRST_FINDING: &str = "--first-finding";

#[allow(clippy::print_stdout, reason = "that is what it is for")]
fn main() {
    if std::env::args().any(|arg| arg == FIRST_FINDING) {
        println!("{}", first_finding().as_nanos());
        return;
    }
    let results = Results::default();
    let mut criterion = Criterion::default().configure_from_args();
    whole_corpora(&mut criterion, &results);
    records(&mut criterion, &results);
    subsets(&mut criterion, &results);
    files(&mut criterion, &results);
    hostile(&mut criterion, &results);
    setup(&mut criterion, &results);
    criterion.final_summary();
    println!("{}", results.table());
    if let Some(path) = std::env::var_os("PICTURE") {
        std::fs::write(path, results.picture()).expect("the picture can be written");
    }
}

fn group<'c>(
    criterion: &'c mut Criterion,
    name: &str,
    bytes: usize,
) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    group
}

fn count(ruleset: &Ruleset, text: &[u8]) -> usize {
    ruleset.find_iter(black_box(text)).count()
}

/// A text's name, and how it is made: one after the other, as all take much room.
type Text<'t> = (&'t str, Box<dyn FnOnce() -> Vec<u8>>);

fn whole_corpora(criterion: &mut Criterion, results: &Results) {
    let literals = literals();
    let ruleset = Ruleset::builtin();
    let made = [&MINIFIED, &SOURCE, &LOGS, &ACCESS, &LOGFMT, &PROSE]
        .map(|corpus| -> Text<'_> { (corpus.name, Box::new(|| corpus.text(CORPUS_SIZE))) });
    let real =
        [("Rust, as it is", "rs"), ("Markdown, as it is", "md"), ("JavaScript, as it is", "js")]
            .map(|(name, ending)| -> Text<'_> {
                (name, Box::new(|| repeated(&real::text(ending), CORPUS_SIZE)))
            });
    let others: [Text<'_>; 3] = [
        ("base64", Box::new(|| drawn(BASE64, CORPUS_SIZE))),
        ("random bytes", Box::new(|| drawn(b"", CORPUS_SIZE))),
        (FINDINGS.name, Box::new(|| FINDINGS.text(HOSTILE_SIZE))),
    ];
    for (name, make) in made.into_iter().chain(real).chain(others) {
        let text = make();
        let part = &text[..text.len().min(PART)];
        let mut group = group(criterion, name, text.len());
        // Random bytes hold all; their reference would stop at once.
        if let Some(absent) = absent(&text) {
            results.measure(&mut group, (name, REFERENCE), text.len(), || {
                black_box(memchr::memchr(absent, black_box(&text)));
            });
        }
        results.measure(&mut group, (name, "keysieve"), text.len(), || {
            black_box(count(ruleset, &text));
        });
        group.throughput(Throughput::Bytes(part.len() as u64));
        let mut scratch = Scratch::default();
        results.measure(&mut group, (name, "keysieve, decoding"), part.len(), || {
            let _ = ruleset.scan_decoded(black_box(part), &mut scratch, |finding| {
                black_box(finding);
                ControlFlow::<()>::Continue(())
            });
        });
        let mut stream = ruleset.stream(vec![0; STREAM_BUFFER]).expect("it is long enough");
        results.measure(&mut group, (name, "keysieve, in pieces of 4 KiB"), part.len(), || {
            let mut count = 0;
            let mut visit = |_: StreamFinding<'_, '_>| {
                count += 1;
                ControlFlow::<()>::Continue(())
            };
            for piece in black_box(part).chunks(4096) {
                let _ = stream.push(piece, &mut visit);
            }
            let _ = stream.finish(&mut visit);
            black_box(count);
        });
        results.measure(&mut group, (name, "aho-corasick, literals alone"), part.len(), || {
            black_box(literals.find_iter(black_box(part)).count());
        });
    }
}

/// A byte that the text does not hold.
fn absent(text: &[u8]) -> Option<u8> {
    (0..=u8::MAX).find(|byte| memchr::memchr(*byte, text).is_none())
}

fn records(criterion: &mut Criterion, results: &Results) {
    let ruleset = Ruleset::builtin();
    for corpus in [&LOGS, &SOURCE] {
        for length in [200, 20] {
            let name = format!("{} of {length} bytes", corpus.name);
            let records = corpus.records(RECORD_COUNT, length);
            let bytes = RECORD_COUNT * length;
            let mut group = group(criterion, &name, bytes);
            results.measure(&mut group, (&name, "keysieve, 4096 records"), bytes, || {
                black_box(records.iter().map(|record| count(ruleset, record)).sum::<usize>());
            });
            results.measure(&mut group, (&name, "keysieve, all by scan_records"), bytes, || {
                let mut findings = 0;
                let records = records.iter().map(|record| black_box(&record[..]));
                let _ = ruleset.scan_records(records, |_, _, _| {
                    findings += 1;
                    ControlFlow::<()>::Continue(())
                });
                black_box(findings);
            });
            results.measure(&mut group, (&name, REFERENCE), bytes, || {
                let find = |record: &Vec<u8>| memchr::memchr(0, black_box(record)).is_some();
                black_box(records.iter().filter(|record| find(record)).count());
            });
        }
    }
}

/// Every so many of the built-in rules.
fn some_rules(count: usize) -> Vec<&'static Rule> {
    let rules = Ruleset::builtin().rules();
    rules.iter().step_by(rules.len().div_ceil(count)).collect()
}

fn subsets(criterion: &mut Criterion, results: &Results) {
    let text = SOURCE.text(CORPUS_SIZE);
    let name = "source, few rules";
    let mut group = group(criterion, name, text.len());
    results.measure(&mut group, (name, REFERENCE), text.len(), || {
        black_box(memchr::memchr(0, black_box(&text)));
    });
    for number in [5, 50] {
        let rules = some_rules(number);
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id()).collect();
        let ruleset = Ruleset::builder().only(&ids).build().expect("these are built-in rules");
        let of = format!("keysieve, {number} rules");
        results.measure(&mut group, (name, &of), text.len(), || {
            black_box(count(&ruleset, &text));
        });
        let regexes: Vec<Regex> = rules.iter().filter_map(|rule| regex(rule)).collect();
        let of = format!("regex, {} patterns one by one", regexes.len());
        let part = &text[..HOSTILE_SIZE];
        results.measure(&mut group, (name, &of), part.len(), || {
            black_box(regexes.iter().map(|regex| regex.find_iter(part).count()).sum::<usize>());
        });
    }
}

fn regex(rule: &Rule) -> Option<Regex> {
    RegexBuilder::new(&rule.pattern()).unicode(false).size_limit(1 << 28).build().ok()
}

/// One large text, and the same as many small ones.
fn files(criterion: &mut Criterion, results: &Results) {
    const FILE: usize = 6 << 10;
    let text = SOURCE.text_with_findings(PART, 20);
    let name = "source, 20 findings/MB";
    let mut group = group(criterion, name, text.len());
    results.measure(&mut group, (name, REFERENCE), text.len(), || {
        black_box(memchr::memchr(0, black_box(&text)));
    });
    results.measure(&mut group, (name, "keysieve, in one piece"), text.len(), || {
        black_box(count(Ruleset::builtin(), &text));
    });
    results.measure(&mut group, (name, "keysieve, as 11,000 files"), text.len(), || {
        let files = text.chunks(FILE);
        black_box(files.map(|file| count(Ruleset::builtin(), file)).sum::<usize>());
    });
}

fn hostile(criterion: &mut Criterion, results: &Results) {
    let texts = HOSTILE.map(|(name, unit)| (name, repeated(unit, HOSTILE_SIZE)));
    let drawn =
        [("base64", drawn(BASE64, HOSTILE_SIZE)), ("hexadecimal", drawn(HEX, HOSTILE_SIZE))];
    for (name, text) in texts.into_iter().chain(drawn) {
        let name = format!("only {name}");
        let mut group = group(criterion, &name, text.len());
        results.measure(&mut group, (&name, REFERENCE), text.len(), || {
            black_box(memchr::memchr(0, black_box(&text)));
        });
        results.measure(&mut group, (&name, "keysieve"), text.len(), || {
            black_box(count(Ruleset::builtin(), &text));
        });
    }
}

/// What is done before the first byte is scanned.
fn setup(criterion: &mut Criterion, results: &Results) {
    let name = "set-up";
    let mut group = group(criterion, name, 1);
    for number in [5, 50] {
        let ids: Vec<&str> = some_rules(number).iter().map(|rule| rule.id()).collect();
        let of = format!("a ruleset of {number} rules");
        results.measure(&mut group, (name, &of), 0, || {
            black_box(Ruleset::builder().only(&ids).build().is_ok());
        });
    }
    results.measure(&mut group, (name, "a ruleset of all rules"), 0, || {
        black_box(Ruleset::builder().build().is_ok());
    });
    let first = Ruleset::builtin().rules()[0].id();
    results.measure(&mut group, (name, "a ruleset of all rules but one"), 0, || {
        black_box(Ruleset::builder().disable(&[first]).build().is_ok());
    });
    // In processes of their own, as the first use of tables takes longer than others.
    let program = std::env::current_exe().expect("this program has a path");
    for _ in 0..20 {
        let output = Command::new(&program).arg(FIRST_FINDING).output();
        let text = output.expect("this program runs").stdout;
        let took = String::from_utf8_lossy(&text).trim().parse().expect("it says a number");
        results.note(name, "first finding of a process", 0, Duration::from_nanos(took));
    }
}

fn first_finding() -> Duration {
    let token = concat!("token: gh", "p_0123456789abcdefghijABCDEFGHIJ012345\n");
    let text = format!("{token}redis://app:kX93mLq0ZtWv@cache.internal:6379/0");
    let started = Instant::now();
    let finding = Ruleset::builtin().find_iter(text.as_bytes()).next();
    let took = started.elapsed();
    assert!(finding.is_some(), "there is one");
    took
}

/// A searcher for the literals that patterns begin with.
fn literals() -> AhoCorasick {
    let patterns = Ruleset::builtin().rules().iter().map(Rule::pattern);
    let literals = patterns.filter_map(|pattern| literal(&pattern).map(str::to_owned));
    AhoCorasick::new(literals).expect("the literals are few and short")
}

/// The plain characters at the start of a pattern, if they are enough to search for.
fn literal(pattern: &str) -> Option<&str> {
    let pattern = pattern.strip_prefix(r"\b").unwrap_or(pattern);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = pattern.find(|c| !plain(c)).unwrap_or(pattern.len());
    // What is repeated belongs to the repetition.
    let repeated = pattern[end..].starts_with(['?', '*', '+', '{']);
    let literal = &pattern[..end.saturating_sub(usize::from(repeated))];
    (literal.len() >= 3).then_some(literal)
}

//! Scanning with all built-in rules, beside two references on the same bytes: `memchr` for a byte
//! that does not occur, which is as fast as reading goes, and `aho-corasick` for the literals that
//! the rules' patterns begin with, which finds where to look and does nothing more.

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

use std::hint::black_box;
use std::ops::ControlFlow;

use aho_corasick::AhoCorasick;
use corpora::CORPORA;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keysieve::{Ruleset, STREAM_BUFFER, Scratch, StreamFinding};

/// More than the caches next to a core hold.
const CORPUS_SIZE: usize = 8 << 20;

/// A record of a log, as pipelines hand them over one by one.
const RECORD_LENGTH: usize = 220;
const RECORD_COUNT: usize = 4096;

/// A byte that no corpus holds.
const ABSENT: u8 = 0;

fn corpora(criterion: &mut Criterion) {
    let literals = literals();
    for corpus in CORPORA {
        let text = corpus.text(CORPUS_SIZE);
        let mut group = criterion.benchmark_group(corpus.name);
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
        group.bench_function("keysieve", |bencher| {
            bencher.iter(|| Ruleset::builtin().find_iter(black_box(&text)).count());
        });
        let mut scratch = Scratch::default();
        group.bench_function("keysieve, decoding", |bencher| {
            bencher.iter(|| {
                Ruleset::builtin().scan_decoded(black_box(&text), &mut scratch, |finding| {
                    black_box(finding);
                    ControlFlow::<()>::Continue(())
                })
            });
        });
        let mut stream =
            Ruleset::builtin().stream(vec![0; STREAM_BUFFER]).expect("it is long enough");
        group.bench_function("keysieve, in pieces of 4 KiB", |bencher| {
            bencher.iter(|| {
                let mut count = 0;
                let mut visit = |_: StreamFinding<'_, '_>| {
                    count += 1;
                    ControlFlow::<()>::Continue(())
                };
                for piece in black_box(&text).chunks(4096) {
                    let _ = stream.push(piece, &mut visit);
                }
                let _ = stream.finish(&mut visit);
                count
            });
        });
        group.bench_function("memchr, absent byte", |bencher| {
            bencher.iter(|| memchr::memchr(ABSENT, black_box(&text)));
        });
        group.bench_function("aho-corasick, literals alone", |bencher| {
            bencher.iter(|| literals.find_iter(black_box(&text)).count());
        });
        group.finish();
    }
}

fn records(criterion: &mut Criterion) {
    let literals = literals();
    let records = CORPORA[0].records(RECORD_COUNT, RECORD_LENGTH);
    let mut group = criterion.benchmark_group("records of 220 bytes");
    group.throughput(Throughput::Bytes((RECORD_COUNT * RECORD_LENGTH) as u64));
    group.bench_function("keysieve", |bencher| {
        let count = |record: &Vec<u8>| Ruleset::builtin().find_iter(black_box(record)).count();
        bencher.iter(|| records.iter().map(count).sum::<usize>());
    });
    group.bench_function("memchr, absent byte", |bencher| {
        let find = |record: &Vec<u8>| memchr::memchr(ABSENT, black_box(record)).is_some();
        bencher.iter(|| records.iter().filter(|record| find(record)).count());
    });
    group.bench_function("aho-corasick, literals alone", |bencher| {
        let count = |record: &Vec<u8>| literals.find_iter(black_box(record)).count();
        bencher.iter(|| records.iter().map(count).sum::<usize>());
    });
    group.finish();
}

/// A searcher for the literals that patterns begin with.
fn literals() -> AhoCorasick {
    let patterns = Ruleset::builtin().rules().iter().map(keysieve::Rule::pattern);
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

criterion_group!(benches, corpora, records);
criterion_main!(benches);

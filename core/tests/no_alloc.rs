//! Scanning takes nothing from the heap, whatever is scanned.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::hint::black_box;
use std::ops::ControlFlow;

use keysieve::{Positions, Ruleset, STREAM_BUFFER, Scratch, StreamFinding};
use support::examples;
use support::random::Random;

/// The system's allocator, counting what each thread asks of it.
struct Counting;

thread_local! {
    // Constant, and of a type without `Drop`: reading it never allocates.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    ALLOCATIONS.set(ALLOCATIONS.get() + 1);
}

// SAFETY: each call goes to the system's allocator as it came; counting touches no memory but a
// thread-local integer.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract of `realloc`; all memory is the system's.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract of `dealloc`; all memory is the system's.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often this thread asks for memory while `work` runs.
fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    let before = ALLOCATIONS.get();
    black_box(work());
    ALLOCATIONS.get() - before
}

/// Takes text and keeps none of it.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

/// Does everything a finding allows with all findings in the haystack, and counts them.
fn scan(ruleset: &Ruleset, haystack: &[u8]) -> usize {
    let mut positions = Positions::new(haystack);
    let mut findings = 0;
    for finding in ruleset.find_iter(haystack) {
        findings += 1;
        black_box(positions.at(finding.secret().start));
        black_box((finding.redact(), finding.confidence(), finding.validity(), finding.entropy()));
        finding.evidence().reasons().for_each(|reason| _ = black_box(reason));
        for companion in finding.companions() {
            black_box((companion.rule().id(), companion.secret()));
        }
        write!(Nowhere, "{finding:?}").expect("nowhere takes all text");
        finding.facts(haystack, |fact| {
            write!(Nowhere, "{} {fact}", fact.name()).expect("nowhere takes all text");
        });
    }
    let flow = ruleset.scan(haystack, |finding| {
        black_box(finding);
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_continue());
    findings
}

/// The built-in ruleset, past what its first use sets up.
fn builtin() -> &'static Ruleset {
    let ruleset = Ruleset::builtin();
    scan(ruleset, b"");
    ruleset
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| vec![1u8]), 1);
    assert_eq!(allocations(|| [1u8]), 0);
}

#[test]
fn scanning_examples_allocates_nothing() {
    let ruleset = all();
    for rule in examples::load() {
        for example in rule.positives.iter().chain(&rule.negatives) {
            let made = allocations(|| scan(&ruleset, &example.bytes));
            assert_eq!(made, 0, "{}, {}", rule.rule, example.case);
        }
    }
}

/// The built-in rules with the indicators, which have examples too.
fn all() -> Ruleset {
    let ruleset = Ruleset::builder().indicators(true).build();
    ruleset.expect("the built-in rules make a ruleset")
}

#[test]
fn scanning_many_findings_in_one_buffer_allocates_nothing() {
    let ruleset = all();
    let mut haystack = Vec::new();
    let mut examples = 0;
    for example in examples::load().iter().flat_map(|rule| &rule.positives) {
        haystack.extend_from_slice(&example.bytes);
        haystack.push(b'\n');
        examples += 1;
    }
    let mut findings = 0;
    assert_eq!(allocations(|| findings = scan(&ruleset, &haystack)), 0);
    assert!(findings >= examples, "{findings} findings in {examples} examples");
}

#[test]
fn scanning_records_allocates_nothing() {
    let ruleset = all();
    let rules = examples::load();
    let positives = rules.iter().flat_map(|rule| &rule.positives);
    let records: Vec<&[u8]> = positives.map(|example| example.bytes.as_slice()).collect();
    let mut findings = 0;
    let made = allocations(|| {
        ruleset.scan_records(records.iter().copied(), |_, _, finding| {
            findings += 1;
            black_box(finding);
            ControlFlow::<()>::Continue(())
        })
    });
    assert_eq!(made, 0);
    assert!(findings >= records.len(), "{findings} findings in {} records", records.len());
}

#[test]
fn a_stream_allocates_nothing() {
    let ruleset = builtin();
    let mut haystack = Vec::new();
    for example in examples::load().iter().flat_map(|rule| &rule.positives) {
        haystack.extend_from_slice(&example.bytes);
        haystack.push(b'\n');
    }
    let haystack = haystack.repeat(4);
    let mut buffer = vec![0; STREAM_BUFFER];
    let mut findings = 0;
    let made = allocations(|| {
        let mut stream = ruleset.stream(buffer.as_mut_slice()).expect("it is long enough");
        let mut visit = |found: StreamFinding<'_, '_>| {
            findings += 1;
            black_box((found.secret(), found.redact(), found.position()));
            write!(Nowhere, "{found:?}").expect("nowhere takes all text");
            ControlFlow::<()>::Continue(())
        };
        for piece in haystack.chunks(1000) {
            assert!(stream.push(piece, &mut visit).is_continue());
        }
        assert!(stream.finish(&mut visit).is_continue());
        assert!(stream.read_all(haystack.as_slice(), &mut visit).is_ok());
    });
    assert_eq!(made, 0);
    assert!(haystack.len() > 2 * STREAM_BUFFER && findings > 2000, "{findings}");
}

#[test]
fn scanning_random_bytes_allocates_nothing() {
    let ruleset = builtin();
    let mut random = Random::seeded(&["random bytes"]);
    let bytes = random.bytes(1 << 20);
    let text: Vec<u8> = bytes.iter().map(|byte| b' ' + byte % 95).collect();
    for haystack in [bytes, text] {
        assert_eq!(allocations(|| scan(ruleset, &haystack)), 0);
    }
}

#[test]
fn a_ruleset_made_at_run_time_allocates_nothing_either() {
    let some = Ruleset::builtin().rules()[0].id();
    let ruleset = Ruleset::builder().disable(&[some]).build().expect("a built-in rule is known");
    scan(&ruleset, b"");
    for example in examples::load().iter().flat_map(|rule| &rule.positives) {
        assert_eq!(allocations(|| scan(&ruleset, &example.bytes)), 0);
    }
}

#[test]
fn decoding_and_masking_allocate_nothing_either() {
    let ruleset = builtin();
    let mut haystack = Vec::new();
    for example in examples::load().iter().flat_map(|rule| &rule.positives) {
        haystack.extend_from_slice(&example.bytes);
        haystack.extend_from_slice(b"\n");
        haystack.extend(data_encoding::BASE64.encode(&example.bytes).bytes());
        haystack.extend_from_slice(b"\n");
        for byte in &example.bytes {
            write!(Text(&mut haystack), "\\x{byte:02x}").expect("a buffer takes all text");
        }
        haystack.extend_from_slice(b"\n");
    }
    let mut scratch = Scratch::default();
    let mut decode = |haystack: &[u8]| {
        let mut decoded = 0;
        let flow = ruleset.scan_decoded(haystack, &mut scratch, |found| {
            decoded += usize::from(!found.layers().is_empty());
            write!(Nowhere, "{found:?}").expect("nowhere takes all text");
            black_box((found.secret(), found.redact(), found.secret_bytes()));
            found.companions().for_each(|companion| _ = black_box(companion));
            ControlFlow::<()>::Continue(())
        });
        assert!(flow.is_continue());
        decoded
    };
    // From the first scan on.
    let mut decoded = 0;
    assert_eq!(allocations(|| decoded = decode(&haystack)), 0);
    assert!(decoded > 1000, "{decoded} findings were decoded");
    let mut random = Random::seeded(&["random bytes, decoded"]);
    let bytes = random.bytes(1 << 20);
    assert_eq!(allocations(|| decode(&bytes)), 0);

    let mut places = 0;
    let masked = allocations(|| places = ruleset.redact_in_place(&mut haystack, &mut scratch).0);
    assert_eq!(masked, 0);
    assert!(places > decoded);
}

/// Text at the end of a buffer.
struct Text<'b>(&'b mut Vec<u8>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

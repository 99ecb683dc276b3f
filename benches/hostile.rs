//! The pace on text made to hurt: what rules look for, over and over, without ever being a secret.
//!
//! `cargo bench -p keysieve-benches --bench hostile` repeats every literal of every built-in rule, by
//! itself and before what may follow it, pairs of literals, and parts of the rules' examples, and
//! prints how many of these texts are slow, and the slowest; `-- TEXT…` measures those alone.

#[path = "../core/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use keysieve::{Rule, Ruleset};
use support::examples;
use support::random::Random;

/// What may follow a literal.
const TAILS: [&str; 24] = [
    "",
    " ",
    "=",
    ":",
    "\"",
    "'",
    "\n",
    "-",
    "_",
    ".",
    "/",
    "@",
    ",",
    "a",
    "0",
    "A",
    "+",
    " = ",
    ": ",
    "=\"",
    "\":\"",
    "\\n",
    "\0",
    "=a1b2c3d4e5f6",
];

/// Pairs of literals that are drawn.
const PAIRS: usize = 5_000;

/// Bytes of each text at first, and of those that seem to be slow.
const SHORT: usize = 32 << 10;
const LONG: usize = 512 << 10;

/// How many of those are measured again, the slowest first.
const LOOKED_AT: usize = 100;

/// What is slow, in megabytes a second.
const SLOW: f64 = 200.0;
const STEPS: [f64; 4] = [20.0, 50.0, 100.0, SLOW];

/// How many of the slowest are printed.
const SHOWN: usize = 10;

/// The pace on a text, in megabytes a second, and what was found.
struct Pace {
    unit: Vec<u8>,
    megabytes: f64,
    findings: usize,
}

impl Pace {
    fn of(unit: Vec<u8>, size: usize, times: usize) -> Self {
        let text: Vec<u8> = unit.iter().copied().cycle().take(size).collect();
        let (mut best, mut findings) = (f64::INFINITY, 0);
        for _ in 0..times {
            let started = Instant::now();
            findings = Ruleset::builtin().find_iter(black_box(&text)).count();
            best = best.min(started.elapsed().as_secs_f64());
        }
        Self { unit, megabytes: size as f64 / best / 1e6, findings }
    }
}

#[allow(clippy::print_stdout, reason = "that is what it is for")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let units =
        if args.is_empty() { units() } else { args.into_iter().map(String::into_bytes).collect() };
    let count = units.len();
    let first = units.into_iter().map(|unit| Pace::of(unit, SHORT, 1));
    let mut seem_slow: Vec<Pace> = first.filter(|pace| pace.megabytes < 2.0 * SLOW).collect();
    seem_slow.sort_by(|one, other| one.megabytes.total_cmp(&other.megabytes));
    seem_slow.truncate(LOOKED_AT);
    let mut paces: Vec<Pace> =
        seem_slow.into_iter().map(|pace| Pace::of(pace.unit, LONG, 2)).collect();
    paces.sort_by(|one, other| one.megabytes.total_cmp(&other.megabytes));
    for (of, is_found) in [("nothing is found", false), ("something is found", true)] {
        let such: Vec<&Pace> =
            paces.iter().filter(|pace| (pace.findings > 0) == is_found).collect();
        let below = STEPS.map(|step| such.iter().filter(|pace| pace.megabytes < step).count());
        println!("of {count} texts, where {of}, slower than {STEPS:?} MB/s: {below:?}");
        for Pace { unit, megabytes, findings } in such.into_iter().take(SHOWN) {
            println!(
                "{megabytes:10.1} MB/s  {findings:8} findings  {:?}",
                String::from_utf8_lossy(unit)
            );
        }
    }
}

/// What is repeated.
fn units() -> BTreeSet<Vec<u8>> {
    let rules = Ruleset::builtin().rules();
    let literals: Vec<&str> = rules.iter().flat_map(Rule::literals).collect();
    let literals: BTreeSet<&str> = literals.into_iter().collect();
    let literals: Vec<&str> = literals.into_iter().collect();
    let mut units = BTreeSet::new();
    for literal in &literals {
        units.extend(TAILS.map(|tail| format!("{literal}{tail}").into_bytes()));
        units.insert(literal.to_uppercase().into_bytes());
    }
    let mut random = Random::seeded(&["pairs"]);
    for _ in 0..PAIRS {
        let mut unit = String::new();
        for _ in 0..2 {
            unit.push_str(random.pick::<&str>(&literals));
            unit.push_str(random.pick::<&str>(&TAILS));
        }
        units.insert(unit.into_bytes());
    }
    for example in examples::load().iter().filter_map(|rule| rule.positives.first()) {
        let (start, end) = (example.secret.start, example.secret.end);
        for cut in [start, start + 4, usize::midpoint(start, end), end - 1, end] {
            let part = &example.bytes[..cut];
            units.extend([part.to_vec(), [part, b"\n"].concat()]);
        }
        // What is like one, but for a byte.
        let mut other = example.bytes.clone();
        other[usize::midpoint(start, end)] = b' ';
        units.insert(other);
        units.insert([example.secret(), b"!"].concat());
    }
    units.retain(|unit| !unit.is_empty());
    units
}

//! The reference of `scan.mjs`: the milliseconds that the core takes for a file's bytes, the
//! shortest of several times.

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::Instant;

use keysieve::Ruleset;

fn main() {
    let file = std::env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    // `cargo test` and `cargo bench` run it without a file, too.
    let Some(bytes) = file.and_then(|file| std::fs::read(file).ok()) else { return };
    let times = (0..15).map(|_| {
        let start = Instant::now();
        black_box(Ruleset::builtin().find_iter(black_box(&bytes)).count());
        start.elapsed().as_secs_f64() * 1e3
    });
    println!("{}", times.fold(f64::INFINITY, f64::min));
}

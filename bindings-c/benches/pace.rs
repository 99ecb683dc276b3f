//! The pace of the C example beside that of the Rust crate, in turns: `cargo bench -p keysieve-c`.
//!
//! Both scan the same 64 MB; of each the fastest round counts, in time of the processor, so that it
//! does not matter what else runs.

#![allow(clippy::print_stdout, reason = "it reports what it measured")]

#[path = "../../benches/corpora.rs"]
#[allow(dead_code, reason = "records are for other benches")]
mod corpora;
#[path = "../../core/tests/support/encodings.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod encodings;
#[path = "../../core/tests/support/random.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod random;
#[path = "../../core/tests/support/template.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod template;

use std::ffi::c_long;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use corpora::{Corpus, FINDINGS, LOGS, MINIFIED, PROSE, SOURCE};
use keysieve::Ruleset;

/// Bytes to scan.
const SIZE: usize = 64_000_000;

/// What the text is made of, a part of each.
const CORPORA: [Corpus; 5] = [MINIFIED, SOURCE, LOGS, PROSE, FINDINGS];

/// Rounds of each.
const ROUNDS: usize = 9;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    run(Command::new("make").arg("--silent").arg("-C").arg(folder).arg(setting("TARGET", target)));
    let program = target.join("release/c/throughput");
    run(Command::new("cc")
        .arg("-O2")
        .arg("-I")
        .arg(folder.join("include"))
        .arg(folder.join("examples/throughput.c"))
        .arg(target.join("release/c/libkeysieve.so"))
        .arg("-Wl,-rpath,$ORIGIN")
        .arg("-o")
        .arg(&program));

    let mut text = Vec::with_capacity(SIZE);
    for corpus in &CORPORA {
        text.extend(corpus.text(SIZE / CORPORA.len()));
    }
    let file = target.join("release/c/throughput.txt");
    fs::write(&file, &text).expect("the text can be written");

    let (mut rust, mut c) = (0.0f64, 0.0f64);
    for _ in 0..ROUNDS {
        let start = now();
        let findings = Ruleset::builtin().find_iter(black_box(&text)).count();
        rust = rust.max(text.len() as f64 / (now() - start));

        let printed = run(Command::new(&program).arg(&file).arg("1"));
        let (count, pace) = printed.trim().split_once(' ').expect("it prints two numbers");
        assert_eq!(count, findings.to_string(), "both find the same");
        c = c.max(pace.parse().expect("the pace is a number"));
    }
    fs::remove_file(&file).expect("the text can be removed");
    println!("Rust {:.0} MB/s, C {:.0} MB/s: {:.1} %", rust / 1e6, c / 1e6, 100.0 * c / rust);
}

unsafe extern "C" {
    /// The C library's, as the example uses it: the processor's time, in microseconds on every POSIX
    /// system.
    safe fn clock() -> c_long;
}

/// Seconds of the processor's time.
fn now() -> f64 {
    clock() as f64 / 1e6
}

fn setting(name: &str, value: &Path) -> String {
    format!("{name}={}", value.display())
}

/// Runs a program and gives back what it prints.
fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program can be run");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

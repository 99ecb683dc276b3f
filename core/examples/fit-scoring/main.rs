//! Fits the tables of `src/likeness` and measures them: `cargo run --release --example fit-scoring
//! -- PATH…`. `docs/scoring.md` tells with which text.
//!
//! Written text is taken from the files (names, words, paths); draws are made here. Half of the
//! files, by name, are held out. Tables go to standard output, the measurement to standard error.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's output")]

#[path = "../../tests/support/random.rs"]
#[allow(dead_code, unreachable_pub)]
mod random;

#[path = "../../src/likeness/mod.rs"]
#[allow(dead_code)]
mod likeness;

use std::collections::BTreeSet;
use std::path::Path;

use likeness::{CASES, Costs, FEATURES, SYMBOLS, features, symbol};
use random::Random;

/// Values that the regression sees are as long as those the generic rules take.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=100;

/// The alphabets of random values, and the lengths they are usual in.
const ALPHABETS: &[(&str, &str, &[usize])] = &[
    ("hex", "0123456789abcdef", &[16, 24, 32, 40, 64]),
    ("HEX", "0123456789ABCDEF", &[16, 32, 40]),
    ("lower and digits", "0123456789abcdefghijklmnopqrstuvwxyz", &[16, 20, 24, 32, 40]),
    ("base 32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", &[16, 26, 32, 52]),
    (
        "alphanumeric",
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        &[16, 20, 24, 32, 40, 48],
    ),
    (
        "base 64",
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/",
        &[20, 24, 32, 44, 64],
    ),
    (
        "base 64 for URLs",
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_",
        &[16, 22, 32, 43, 64],
    ),
    ("letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", &[16, 24, 32]),
    ("lower case", "abcdefghijklmnopqrstuvwxyz", &[16, 24, 32]),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut halves = [BTreeSet::new(), BTreeSet::new()];
    for path in std::env::args().skip(1) {
        for entry in ignore::WalkBuilder::new(&path)
            .standard_filters(false)
            .sort_by_file_name(Ord::cmp)
            .build()
        {
            let entry = entry?;
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            let Ok(text) = String::from_utf8(bytes) else { continue };
            if is_data(entry.path()) {
                continue;
            }
            let name = entry.path().strip_prefix(&path)?.to_string_lossy().into_owned();
            let half = Random::seeded(&[&name]).below(2);
            halves[half].extend(
                text.split(|c| !is_value(c))
                    .map(trimmed)
                    .filter(|word| is_written(word))
                    .map(str::to_owned),
            );
        }
    }
    let [train, held_out] = halves;
    eprintln!("written values: {} to fit, {} held out", train.len(), held_out.len());

    let costs = costs(&train);
    let features = |word: &str| features(word.as_bytes(), &costs);
    let long = |words: &BTreeSet<String>| -> Vec<[i32; FEATURES]> {
        words
            .iter()
            .filter(|word| LENGTHS.contains(&word.len()))
            .map(|word| features(word))
            .collect()
    };
    let (written, unseen) = (long(&train), long(&held_out));
    let drawn = draws("fit", 3000);
    let (weights, bias) = regress(
        &written,
        &drawn
            .iter()
            .flat_map(|(_, values)| values.iter().map(|v| features(v)))
            .collect::<Vec<_>>(),
    );
    print_tables(&costs, weights, bias);

    let odds = |features: &[i32; FEATURES]| {
        (bias + features.iter().zip(weights).map(|(f, w)| f * w).sum::<i32>()) >> 6
    };
    let share = |values: &[[i32; FEATURES]], least: i32| {
        values.iter().filter(|features| odds(features) >= least).count() as f64 * 100.0
            / values.len().max(1) as f64
    };
    eprintln!(
        "\nheld out, share taken for drawn at odds of at least\n{:<18}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "", "1/16", "1/4", "1", "4", "16"
    );
    let row = |name: &str, values: &[[i32; FEATURES]]| {
        eprint!("{name:<18}");
        for least in [-256, -128, 0, 128, 256] {
            eprint!("{:>7.2}%", share(values, least));
        }
        eprintln!("  of {}", values.len());
    };
    row("written", &unseen);
    for (name, values) in draws("held out", 3000) {
        row(name, &values.iter().map(|v| features(v)).collect::<Vec<_>>());
    }
    if std::env::var_os("KEYSIEVE_FIT_SHOW").is_some() {
        let mut worst: Vec<_> = held_out
            .iter()
            .filter(|word| LENGTHS.contains(&word.len()))
            .map(|word| (odds(&features(word)), word))
            .collect();
        worst.sort();
        for (odds, word) in worst.iter().rev().take(150) {
            eprintln!("{odds:>5} {word}");
        }
    }
    Ok(())
}

/// Files that hold checksums and test vectors rather than text.
fn is_data(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = [".rs", ".md", ".toml", ".txt", ".yml"];
    matches!(name.as_str(), "Cargo.lock" | ".cargo-checksum.json" | ".cargo_vcs_info.json")
        || !text.iter().any(|end| name.ends_with(end))
}

/// The characters of which the generic rules' values consist.
fn is_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_/+~.-".contains(c)
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// Leaves out what is too short to say anything, numbers, and what a machine made: hexadecimal
/// digits in rows, and values with a digit in every fourth place or more.
fn is_written(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    word.len() >= 3 && digits * 4 < word.len() && !(hex && word.len() >= 16)
}

/// What each step costs in text, in 1/16 bit.
fn costs(words: &BTreeSet<String>) -> Costs {
    let mut pairs = [[1u64; SYMBOLS]; SYMBOLS];
    let mut cases = [[1u64; 2]; CASES];
    for word in words {
        let mut before = symbol(b' ');
        for byte in word.bytes() {
            let (place, case) = symbol(byte);
            pairs[usize::from(before.0)][usize::from(place)] += 1;
            if case > 0 {
                cases[usize::from(before.1)][usize::from(case == 2)] += 1;
            }
            before = (place, case);
        }
    }
    let cost =
        |count: u64, sum: u64| ((sum as f64 / count as f64).log2() * 16.0).round().min(255.0) as u8;
    Costs {
        pairs: pairs.map(|row| row.map(|count| cost(count, row.iter().sum()))),
        cases: cases.map(|row| row.map(|count| cost(count, row.iter().sum()))),
    }
}

/// Random values of every alphabet.
fn draws(purpose: &str, each: usize) -> Vec<(&'static str, Vec<String>)> {
    let made = |&(name, alphabet, lengths): &(&'static str, &str, &[usize])| {
        let mut random = Random::seeded(&[purpose, name]);
        let characters: Vec<char> = alphabet.chars().collect();
        let values = (0..each).map(|_| {
            let length = *random.pick(lengths);
            (0..length).map(|_| *random.pick(&characters)).collect()
        });
        (name, values.collect())
    };
    ALPHABETS.iter().map(made).collect()
}

/// Logistic regression by gradient descent on standardized features; both kinds weigh the same.
/// The result gives log-odds in 1/4096 bit.
fn regress(written: &[[i32; FEATURES]], drawn: &[[i32; FEATURES]]) -> ([i32; FEATURES], i32) {
    let all = || written.iter().chain(drawn);
    let count = (written.len() + drawn.len()) as f64;
    let mean: [f64; FEATURES] =
        std::array::from_fn(|k| all().map(|f| f64::from(f[k])).sum::<f64>() / count);
    let deviation: [f64; FEATURES] = std::array::from_fn(|k| {
        (all().map(|f| (f64::from(f[k]) - mean[k]).powi(2)).sum::<f64>() / count).sqrt().max(1e-9)
    });
    let scaled = |f: &[i32; FEATURES]| -> [f64; FEATURES] {
        std::array::from_fn(|k| (f64::from(f[k]) - mean[k]) / deviation[k])
    };
    let sides: Vec<(f64, f64, Vec<[f64; FEATURES]>)> = [(0.0, written), (1.0, drawn)]
        .map(|(label, side)| {
            (label, 0.5 / side.len().max(1) as f64, side.iter().map(scaled).collect())
        })
        .into();
    let (mut weights, mut bias) = ([0.0; FEATURES], 0.0);
    for _ in 0..2000 {
        let (mut slope, mut lean) = ([0.0; FEATURES], 0.0);
        for (label, weight, side) in &sides {
            for f in side {
                let z: f64 = bias + f.iter().zip(weights).map(|(f, w)| f * w).sum::<f64>();
                let error = (1.0 / (1.0 + (-z).exp()) - label) * weight;
                for k in 0..FEATURES {
                    slope[k] += error * f[k];
                }
                lean += error;
            }
        }
        for k in 0..FEATURES {
            weights[k] -= 2.0 * slope[k];
        }
        bias -= 2.0 * lean;
    }
    let unit = 4096.0 / std::f64::consts::LN_2;
    let raw: [f64; FEATURES] = std::array::from_fn(|k| weights[k] / deviation[k]);
    let bias = bias - raw.iter().zip(mean).map(|(w, m)| w * m).sum::<f64>();
    (raw.map(|w| (w * unit).round() as i32), (bias * unit).round() as i32)
}

fn print_tables(costs: &Costs, weights: [i32; FEATURES], bias: i32) {
    println!("//! Made by the example `fit-scoring`; `docs/scoring.md` tells from what.\n");
    println!("use super::{{Costs, FEATURES}};\n");
    println!("#[rustfmt::skip]\npub(super) static COSTS: Costs = Costs {{\n    pairs: [");
    for row in costs.pairs {
        println!("        {row:?},");
    }
    println!("    ],\n    cases: {:?},\n}};\n", costs.cases);
    println!("/// What a feature adds to the odds, in 1/4096 bit.");
    println!("pub(super) static WEIGHTS: [i32; FEATURES] = {weights:?};\n");
    println!("/// The odds before anything is known, in 1/4096 bit.");
    println!("pub(super) static BIAS: i32 = {bias};");
}

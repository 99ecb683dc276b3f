//! Which four bytes in a row are the commonest in text, as `core/src/prefilter/common.rs` has them:
//! `cargo run --release -p keysieve-benches --example grams -- rs=DIR py=DIR js=DIR …`
//!
//! An argument is a kind of text: all files below that directory whose names end in `.rs`, say. Logs
//! as the benchmarks make them are another. Each kind counts as much as every other. Those here came from the sources of this workspace's crates
//! (`rs`, `md`), of the Python packages that its benchmarks install (`py`), and of the packages
//! that the Node.js tests do (`js`, `min.js`, `json`).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "that is what it is for")]

#[path = "../core/tests/support/encodings.rs"]
#[allow(dead_code)]
mod encodings;
#[path = "../core/tests/support/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "../core/tests/support/template.rs"]
#[allow(dead_code)]
mod template;

#[allow(dead_code)]
mod corpora;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corpora::{ACCESS, LOGFMT, LOGS};

/// How many are kept, and how many of them share a share.
const KEPT: usize = 4096;
const OF_A_SHARE: usize = 64;

/// Bytes that are read of each kind, and of each file.
const OF_A_KIND: usize = 16 << 20;
const OF_A_FILE: usize = 1 << 20;

fn main() -> ExitCode {
    let kinds: Option<Vec<(String, PathBuf)>> = std::env::args()
        .skip(1)
        .map(|kind| kind.split_once('=').map(|(ending, path)| (format!(".{ending}"), path.into())))
        .collect();
    let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else {
        eprintln!("usage: grams ENDING=DIRECTORY …");
        return ExitCode::from(2);
    };
    let mut texts = vec![[LOGS, ACCESS, LOGFMT].map(|corpus| corpus.text(OF_A_FILE)).concat()];
    texts.extend(kinds.iter().map(|(ending, directory)| text(directory, ending)));
    let mut shares: HashMap<[u8; 4], f64> = HashMap::new();
    for text in &texts {
        let text = text.to_ascii_lowercase();
        let share = 1.0 / text.len() as f64 / texts.len() as f64;
        for gram in text.windows(4).filter_map(|gram| gram.first_chunk::<4>()) {
            if gram.is_ascii() {
                *shares.entry(*gram).or_default() += share;
            }
        }
    }
    let mut grams: Vec<_> = shares.into_iter().collect();
    grams.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    grams.truncate(KEPT);
    let shares: Vec<String> = grams
        .chunks(OF_A_SHARE)
        .map(|some| some.iter().map(|(_, share)| share).sum::<f64>() / some.len() as f64)
        .map(|share| format!("{share:.1e}"))
        .collect();
    let mut ranked: Vec<([u8; 4], u8)> =
        (0..).zip(&grams).map(|(rank, (gram, _))| (*gram, (rank / OF_A_SHARE) as u8)).collect();
    ranked.sort_unstable();
    print("GRAMS", "KEY * COUNT", ranked.iter().map(|(gram, _)| gram.to_vec()), 16);
    print("RANKS", "COUNT", ranked.iter().map(|(_, rank)| vec![b'0' + rank]), 64);
    println!("const SHARES: [f64; {}] = [{}];", shares.len(), shares.join(", "));
    ExitCode::SUCCESS
}

/// Bytes as source code, so many pieces a row.
fn print(name: &str, length: &str, pieces: impl Iterator<Item = Vec<u8>>, in_a_row: usize) {
    println!("static {name}: &[u8; {length}] = b\"\\");
    for row in pieces.collect::<Vec<_>>().chunks(in_a_row) {
        let row = row.concat().escape_ascii().to_string();
        // A space at the start of a row would be taken for the indentation.
        let row = row.strip_prefix(' ').map_or(row.clone(), |rest| format!("\\x20{rest}"));
        println!("    {row}\\");
    }
    println!("\";");
}

/// As much of the files with that ending as is counted.
fn text(directory: &Path, ending: &str) -> Vec<u8> {
    let mut files = Vec::new();
    collect(directory, ending, &mut files);
    // Files of all packages, and not only of the first.
    files.sort_by_key(|file| file.file_name().map(ToOwned::to_owned));
    let mut text = Vec::new();
    for file in files {
        let Ok(bytes) = fs::read(&file) else { continue };
        text.extend(&bytes[..bytes.len().min(OF_A_FILE)]);
        if text.len() >= OF_A_KIND {
            break;
        }
    }
    text
}

/// All files with that ending.
fn collect(directory: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, ending, files),
            Ok(kind) if kind.is_file() && path.to_string_lossy().ends_with(ending) => {
                files.push(path);
            }
            _ => {}
        }
    }
}

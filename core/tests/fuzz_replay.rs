//! The bodies of the fuzz targets, on what is written in the rule files and on what fuzzing has found
//! worth keeping.

mod support;

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use support::examples;
use support::random::Random;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// A kept input a line, from its end to its start and in base64, so that no scanner of this
/// repository takes it for a secret.
#[test]
fn what_was_kept_is_still_right() {
    for (name, run) in fuzz::TARGETS {
        let path = folder().join("kept").join(name).with_extension("txt");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        for line in text.lines() {
            let mut input = BASE64.decode(line.as_bytes()).expect("a line is base64");
            input.reverse();
            run(&input);
        }
    }
}

/// What a run of the target begins with.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = || {
        let entries = fs::read_dir(&rules).expect("the rules can be listed");
        let paths = entries.map(|entry| entry.expect("it can be listed").path());
        paths.filter(|path| path.extension().is_some_and(|end| end == "toml"))
    };
    let examples = || {
        let all = examples::load().into_iter();
        all.flat_map(|rule| rule.positives.into_iter().chain(rule.negatives))
            .map(|example| example.bytes)
    };
    let mut random = Random::seeded(&["seeds", name]);
    match name {
        "rules" => files().map(|path| fs::read(path).expect("it can be read")).collect(),
        "gitleaks" => vec![
            b"[[rules]]\nid = 'a-key'\nregex = '''a_([a-z0-9]{20})'''\nsecretGroup = 1\nentropy = 3\n\
              keywords = ['a_']\n[[rules.allowlists]]\nregexes = ['''x{5}''']\n[allowlist]\npaths = \
              ['''\\.lock$''']\nstopwords = ['test']\n"
                .to_vec(),
        ],
        "stream" | "layouts" => examples().map(|bytes| [random.bytes(4), bytes].concat()).collect(),
        "c_api" => examples().map(|bytes| [random.bytes(16), bytes].concat()).collect(),
        "decode" | "redact" => examples()
            .flat_map(|bytes| {
                let encoded = BASE64.encode(&bytes).into_bytes();
                let percent = bytes.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes());
                let percent = percent.collect();
                [bytes, encoded, percent]
            })
            .collect(),
        _ => examples().collect(),
    }
}

/// A few seeds of each target; `cargo fuzz` takes all.
#[test]
fn what_the_rule_files_say_is_right() {
    for (name, run) in fuzz::TARGETS {
        let seeds = seeds(name);
        let step = (seeds.len() / 60).max(1);
        seeds.iter().step_by(step).filter(|seed| seed.len() < 2000).for_each(|seed| run(seed));
    }
}

/// Writes the seeds to where `cargo fuzz` looks for them.
#[test]
#[ignore = "only before fuzzing: cargo test -p keysieve --test fuzz_replay -- --ignored"]
fn write_seeds() {
    for name in fuzz::TARGETS.map(|(name, _)| name).into_iter().chain(["c_api"]) {
        let folder = folder().join("corpus").join(name);
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (number, seed) in seeds(name).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed).expect("it can be written");
        }
    }
}

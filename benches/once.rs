//! Scans a text of one kind once, for tools that count instructions: `instructions` runs it.
//!
//! `once CORPUS KIBIBYTES`

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

use corpora::{FINDINGS, LOGS, MINIFIED, PROSE, SOURCE};

#[allow(clippy::print_stdout, reason = "that is what it is for")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    // Without arguments there is nothing to count, as when all benches are run.
    let [name, size] = &args[..] else { return };
    let corpora = [MINIFIED, SOURCE, LOGS, PROSE, FINDINGS];
    let corpus = corpora.iter().find(|corpus| corpus.name == name);
    let corpus = corpus.unwrap_or_else(|| panic!("there is no corpus `{name}`"));
    let size: usize = size.parse().expect("a number of kibibytes");
    // As much text is made for any size, so that the difference is scanning alone.
    let text = corpus.text(4 << 20);
    let text = &text[..text.len().min(size << 10)];
    println!("{}", keysieve::Ruleset::builtin().find_iter(text).count());
}

//! The body of the fuzz target for the C interface, on what fuzzing has found worth keeping.

use std::fs;
use std::path::Path;

use data_encoding::BASE64;

#[allow(
    unreachable_pub,
    clippy::borrow_as_ptr,
    clippy::cast_possible_wrap,
    clippy::similar_names,
    reason = "the fuzz targets are a workspace of their own, with lints of their own"
)]
#[path = "../../fuzz/src/c_api.rs"]
mod c_api;

/// The inputs that are kept for a target: one a line, from its end to its start and in base64.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/kept");
    let text = fs::read_to_string(folder.join(name).with_extension("txt")).expect("it is there");
    let decode = |line: &str| {
        let mut input = BASE64.decode(line.as_bytes()).expect("a line is base64");
        input.reverse();
        input
    };
    text.lines().map(decode).collect()
}

#[test]
fn what_was_kept_is_still_right() {
    for input in kept("c_api") {
        c_api::run(&input);
    }
}

/// What the other target begins with, by all the ways that the first bytes choose.
#[test]
fn examples_are_found_by_every_way() {
    for (number, text) in kept("scan").into_iter().enumerate() {
        let choices = (0..16).map(|at| (number * 37 + at * 101) as u8);
        c_api::run(&choices.chain(text).collect::<Vec<u8>>());
    }
}

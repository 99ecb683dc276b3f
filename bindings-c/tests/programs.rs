//! The tests in C and C++, as C99 and C++17 with all warnings as errors.

mod support;

use std::process::Command;

use support::{Language, compile, folder};

fn test(language: Language, source: &str) {
    let program =
        compile(language, &folder().join("tests").join(source), &source.replace('/', "-"));
    let output = Command::new(program).output().expect("the program can be run");
    // Neither the test nor the library prints anything, unless something does not hold.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
}

#[test]
fn scan() {
    test(Language::C, "c/scan.c");
}

#[test]
fn scanner() {
    test(Language::C, "c/scanner.c");
}

#[test]
fn redactor() {
    test(Language::C, "c/redactor.c");
}

#[test]
fn stream() {
    test(Language::C, "c/stream.c");
}

#[test]
fn redact() {
    test(Language::C, "c/redact.c");
}

#[test]
fn rules() {
    test(Language::C, "c/rules.c");
}

#[test]
fn stack() {
    test(Language::C, "c/stack.c");
}

#[test]
fn threads() {
    test(Language::C, "c/threads.c");
}

#[test]
fn cpp() {
    test(Language::Cpp, "cpp/wrapper.cpp");
}

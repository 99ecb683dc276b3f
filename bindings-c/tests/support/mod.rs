//! Compilers, and the library that cargo has built beside the tests.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::env;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of this crate.
pub(crate) fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The static library: of those that cargo has put beside the test, the newest.
///
/// # Panics
///
/// If there is none.
pub(crate) fn library() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let beside = test.parent().and_then(|folder| fs::read_dir(folder).ok());
    let is_library = |entry: &DirEntry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with("libkeysieve_c")
            && name.to_string_lossy().ends_with(".a")
    };
    let libraries = beside.into_iter().flatten().flatten().filter(is_library);
    let newest =
        libraries.max_by_key(|entry| entry.metadata().and_then(|data| data.modified()).ok());
    newest.expect("cargo has built the library").path()
}

/// A language, its compiler and its flags.
#[derive(Clone, Copy)]
pub(crate) enum Language {
    C,
    Cpp,
}

impl Language {
    fn compiler(self) -> Command {
        let (variable, default, standard) = match self {
            Self::C => ("CC", "cc", "-std=c99"),
            Self::Cpp => ("CXX", "c++", "-std=c++17"),
        };
        let mut command = Command::new(env::var(variable).unwrap_or_else(|_| default.into()));
        command.args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I"]);
        command.arg(folder().join("include"));
        command
    }
}

/// Compiles a program, links it with the library, and gives back where it is.
///
/// # Panics
///
/// If it does not compile, with what the compiler says.
pub(crate) fn compile(language: Language, source: &Path, name: &str) -> PathBuf {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut compiler = language.compiler();
    compiler.arg("-I").arg(folder().join("tests/c")).arg(source).arg(library());
    // What Rust's standard library needs.
    compiler.args(["-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-o"]).arg(&program);
    let output = compiler.output().expect("there is a compiler");
    assert!(
        output.status.success(),
        "{} does not compile:\n{}",
        source.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    program
}

/// Runs a program and gives back what it prints to standard output.
///
/// # Panics
///
/// If it fails, with what it has said.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program can be run");
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

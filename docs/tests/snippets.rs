//! The snippets of the README and the pages run as they stand there.
//!
//! A fence of ```` ```sh ```` is run by bash; one that names a file, as in ```` ```toml,acme.toml ````,
//! is written to that file first. The snippets under one heading share a folder of their own. Those in
//! Rust are doctests. Those in Python, JavaScript and C need the bindings, which `.ci/test-docs`
//! installs before it names these languages in `KEYSIEVE_SNIPPETS`.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// A fenced block.
struct Snippet {
    language: String,
    /// The file that it is, if it is one.
    file: Option<String>,
    text: String,
}

/// What stands under one heading.
struct Section {
    page: String,
    heading: String,
    snippets: Vec<Snippet>,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("docs/ stands in the repository")
}

/// The sections of all pages.
fn sections() -> Vec<Section> {
    let docs = fs::read_dir(repository().join("docs")).expect("docs/ can be read");
    let mut paths: Vec<PathBuf> = docs
        .map(|entry| entry.expect("docs/ can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        // The bindings' own tests look at their pages.
        .filter(|path| !path.is_symlink())
        .chain(["README.md", "CONTRIBUTING.md"].map(|name| repository().join(name)))
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| sections_of(path)).collect()
}

fn sections_of(path: &Path) -> Vec<Section> {
    let page = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let section = |heading: &str| Section {
        page: page.clone(),
        heading: heading.trim_start_matches('#').trim().to_owned(),
        snippets: Vec::new(),
    };
    let mut sections = vec![section("")];
    let mut open: Option<Snippet> = None;
    for line in text.lines() {
        let last = sections.last_mut().expect("there is one from the start");
        match &mut open {
            Some(_) if line == "```" => last.snippets.extend(open.take()),
            Some(snippet) => snippet.text.extend([line, "\n"]),
            None if line.starts_with("```") => open = Some(fence(&line[3..])),
            None if line.starts_with('#') => sections.push(section(line)),
            None => {}
        }
    }
    assert!(open.is_none(), "{page}: a fence without its end");
    sections
}

/// `toml,acme.toml` or `sh`.
fn fence(info: &str) -> Snippet {
    let (language, rest) = info.split_once(',').unwrap_or((info, ""));
    let file = Some(rest).filter(|rest| rest.contains('.') || rest.contains('/'));
    Snippet { language: language.to_owned(), file: file.map(str::to_owned), text: String::new() }
}

/// The folder with the example programs, which `cargo test --workspace` has built before.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let tests = std::env::current_exe().expect("a test knows where it is");
    let folder = tests.ancestors().nth(2).expect("tests stand in `deps`").join("examples");
    if ["scan", "check-rule"].iter().all(|name| folder.join(name).exists()) {
        return folder;
    }
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--profile", "test", "--workspace", "--all-features"])
        .args(["--example", "scan", "--example", "check-rule"])
        .current_dir(repository())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the example programs cannot be built");
    folder
});

fn path_with_programs() -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = [PROGRAMS.clone()].into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(all).expect("a PATH of folders")
}

/// Languages beside the shell whose snippets are run.
fn languages() -> Vec<String> {
    let named = std::env::var("KEYSIEVE_SNIPPETS").unwrap_or_default();
    named.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The command that runs a snippet of that language in the folder, if any is to.
fn command(language: &str, folder: &Path, text: &str) -> Option<Command> {
    let write = |name: &str| {
        let path = folder.join(name);
        fs::write(&path, text).expect("the folder can be written to");
        path
    };
    let run = languages().iter().any(|name| name == language);
    match language {
        "sh" => {
            let mut command = Command::new("bash");
            command.args(["-euo", "pipefail", "-c", text]);
            Some(command)
        }
        "python" if run => {
            let mut command = Command::new("python");
            command.arg(write("snippet.py"));
            Some(command)
        }
        "js" if run => {
            let modules =
                std::env::var_os("KEYSIEVE_NODE_MODULES").expect("is set by .ci/test-docs");
            std::os::unix::fs::symlink(modules, folder.join("node_modules")).ok();
            let mut command = Command::new("node");
            command.arg(write("snippet.mjs"));
            Some(command)
        }
        "c" if run => {
            write("snippet.c");
            let mut command = Command::new("bash");
            let build =
                "cc -Wall -Werror -o snippet snippet.c $(pkg-config --cflags --libs keysieve)";
            command.args(["-euc", &format!("{build} && ./snippet")]);
            Some(command)
        }
        _ => None,
    }
}

fn run(section: &Section) -> Result<usize, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let folder = folder.path();
    let (mut ran, last) = (0, section.snippets.len());
    for (number, snippet) in section.snippets.iter().enumerate() {
        let number = number + 1;
        if let Some(file) = &snippet.file {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap_or(folder))
                .map_err(|error| error.to_string())?;
            fs::write(&path, &snippet.text).map_err(|error| error.to_string())?;
            continue;
        }
        let Some(mut command) = command(&snippet.language, folder, &snippet.text) else { continue };
        let output = command
            .current_dir(folder)
            .env("PATH", path_with_programs())
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!(
                "{}, {}: snippet {number} of {last} ends with {}\n{}{}",
                section.page,
                section.heading,
                output.status,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr),
            ));
        }
        ran += 1;
    }
    Ok(ran)
}

#[test]
fn every_snippet_runs() {
    let results: Vec<_> = sections().iter().map(run).collect();
    let failed: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let ran: usize = results.iter().flatten().sum();
    assert!(ran > 5, "only {ran} snippets were run");
}

#[test]
fn a_fence_may_name_a_file() {
    let snippet = fence("toml,acme.toml");
    assert_eq!((snippet.language.as_str(), snippet.file.as_deref()), ("toml", Some("acme.toml")));
    assert_eq!(fence("rust,no_run").file, None);
}

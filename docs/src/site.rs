//! From sources to site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{catalogue, index, links, page};

/// Where the sources stand in the folder of the book.
const SOURCES: &str = "src";
/// Where the site stands in it.
const SITE: &str = "html";
/// Files that `mdbook` looks for beside the sources.
const BESIDE: [&str; 2] = ["book.toml", "extra.css"];

/// Writes the sources of the book into that folder, and has `mdbook` make the site of them.
///
/// # Errors
///
/// If a file cannot be read or written, a rule file makes no sense, or a program that it takes is
/// not there or fails.
pub fn build(repository: &Path, book: &Path) -> Result<(), String> {
    let ruleset = crate::ruleset()?;
    let detectors = catalogue::load(&ruleset, repository)?;
    remove(book)?;
    let docs = repository.join("docs");
    let sources = book.join(SOURCES);
    for name in BESIDE {
        write(&book.join(name), &read(&docs.join(name))?)?;
    }
    copy(&docs, "md", &sources)?;
    copy(&docs.join("pictures"), "svg", &sources.join("pictures"))?;

    let groups = index::groups(&detectors);
    let summary = sources.join("SUMMARY.md");
    let contents = read(&summary)?;
    let guides = contents.split_inclusive('\n').filter(|line| is_there(line, &sources));
    write(&summary, &(guides.collect::<String>() + &index::summary(&groups)))?;
    write(&sources.join("detectors/index.md"), &index::all(&groups))?;
    for group in &groups {
        write(&sources.join(group.path()), &index::of_category(group))?;
    }
    for detector in &detectors {
        write(&sources.join(page::path(detector)), &page::markdown(detector))?;
    }

    playground(repository, &sources)?;
    run(Command::new("mdbook").arg("build").arg(book))?;
    let site = book.join(SITE);
    for path in files(&site.join("detectors"))? {
        write(&path, &page::finish(&read(&path)?))?;
    }
    links::check(&site).map(drop)
}

/// Whether the page is there that a line of the contents leads to, if it leads to one.
fn is_there(line: &str, sources: &Path) -> bool {
    let target = line.split_once("](").and_then(|(_, rest)| rest.split_once(')'));
    target.is_none_or(|(page, _)| sources.join(page).exists())
}

/// Builds the scanner for the page that tries it.
fn playground(repository: &Path, sources: &Path) -> Result<(), String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--release", "--package", "keysieve-playground"];
    run(Command::new(cargo).current_dir(repository).args(build).args(["--target", TARGET]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| repository.join("target"));
    let module = target.join(TARGET).join("release/keysieve_playground.wasm");
    let to = sources.join("playground.wasm");
    fs::copy(&module, to).map_err(|error| complaint(&module, &error))?;
    copy(&repository.join("docs/playground"), "js", sources)
}

/// Copies the files of a folder whose names end so.
fn copy(from: &Path, extension: &str, to: &Path) -> Result<(), String> {
    for path in files(from)? {
        if path.extension().is_some_and(|end| end == extension) {
            write(&to.join(path.file_name().unwrap_or_default()), &read(&path)?)?;
        }
    }
    Ok(())
}

/// The files of a folder, without those of folders in it.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| complaint(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| complaint(folder, &error))?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| complaint(path, &error))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| complaint(folder, &error))?;
    fs::write(path, text).map_err(|error| complaint(path, &error))
}

fn remove(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| complaint(folder, &error))?;
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program}: {status}")),
        Err(error) => Err(format!("{program}: {error}; .ci/setup-docs installs it")),
    }
}

fn complaint(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

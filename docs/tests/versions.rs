//! The version stands in the workspace's `Cargo.toml`; whatever repeats it says the same.

use std::fs;
use std::path::Path;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn read(name: &str) -> String {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(repository.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn crates_ask_for_the_core_of_their_own_version() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("a manifest");
    let asked = &manifest["workspace"]["dependencies"]["keysieve"]["version"];
    assert_eq!(asked.as_str(), Some(VERSION));
}

#[test]
fn packages_of_other_languages_have_the_same_version() {
    let python: toml::Table = read("bindings-python/pyproject.toml").parse().expect("a manifest");
    let dynamic = python["project"]["dynamic"].as_array().expect("a list");
    assert!(dynamic.iter().any(|field| field.as_str() == Some("version")), "it is the crate's");

    for name in ["package.json", "package-lock.json"] {
        let manifest = read(&format!("bindings-node/{name}"));
        // In the lock file the package itself stands first.
        let (_, rest) = manifest.split_once("\"version\": \"").expect("a version");
        assert_eq!(rest.split('"').next(), Some(VERSION), "bindings-node/{name}");
    }
}

#[test]
fn the_changelog_has_the_next_or_this_version() {
    let changelog = read("CHANGELOG.md");
    let first = changelog.lines().find_map(|line| line.strip_prefix("## ")).expect("a heading");
    assert!(first == "Unreleased" || first.starts_with(VERSION), "it begins with `{first}`");
}

#[test]
fn the_guide_asks_for_a_compatible_version() {
    let guide = read("docs/rust.md");
    let (_, rest) = guide.split_once("keysieve = \"").expect("the dependency");
    let asked = rest.split('"').next().unwrap_or_default();
    assert!(VERSION.starts_with(asked), "the guide asks for {asked}, this is {VERSION}");
}

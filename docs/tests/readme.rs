//! What the README and the other pages at the top say of the tree.

use std::fs;
use std::path::Path;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("docs/ stands in the repository")
}

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_table_of_detectors_is_current() {
    let readme = read("README.md");
    let current = keysieve_docs::in_readme(&readme, repository()).expect("the table can be made");
    assert!(readme == current, "run `cargo run -p keysieve-docs -- readme`");
}

#[test]
fn ids_that_were_published_stay() {
    let published = read(keysieve_docs::PUBLISHED_IDS);
    let missing = keysieve_docs::missing_ids(&published).expect("built-in rules");
    assert!(missing.is_empty(), "ids that are published, and of no rule: {missing:?}");
}

#[test]
fn links_to_files_lead_to_files() {
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        for part in read(name).split("](").skip(1) {
            let link = part.split([')', '#']).next().unwrap_or_default();
            let is_path = !link.is_empty() && !link.contains("://");
            assert!(!is_path || repository().join(link).exists(), "{name}: {link} is not there");
        }
    }
}

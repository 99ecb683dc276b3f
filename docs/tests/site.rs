//! The site as it is published. Takes mdBook, which `.ci/setup-docs` installs, so it is asked for:
//! `cargo test -p keysieve-docs --test site -- --ignored`.

use std::path::Path;

#[test]
#[ignore = "takes mdBook and the target of the playground"]
fn the_site_can_be_made_and_no_link_in_it_is_dead() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let book = repository.join("target/book");
    keysieve_docs::site::build(&repository, &book).unwrap_or_else(|error| panic!("{error}"));
    let page = book.join("html/detectors/github-personal-access-token.html");
    let page = std::fs::read_to_string(page).expect("a detector has its page");
    assert!(page.contains("<mark>ghp_"), "examples are filled in");
}

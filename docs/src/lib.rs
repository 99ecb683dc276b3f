//! The documentation site: the pages of this folder, a page for each detector, the playground.
//!
//! `cargo run -p keysieve-docs` writes the sources of the book to `target/book/src` and has `mdbook`
//! make the site in `target/book/html` of them. Nothing that is generated is kept in the repository.

mod catalogue;
mod check;
mod html;
mod ids;
mod index;
mod links;
mod page;
#[path = "../../core/tests/support/mod.rs"]
mod support;
mod vendors;

pub mod site;

pub use ids::{PUBLISHED_IDS, missing_ids, with_all_ids};
pub use vendors::in_readme;

/// All built-in rules, indicators included.
fn ruleset() -> Result<keysieve::Ruleset, String> {
    keysieve::Ruleset::builder().indicators(true).build().map_err(|error| error.to_string())
}

/// The snippets in Rust, as doctests.
#[cfg(doctest)]
mod snippets {
    macro_rules! page {
        ($($name:ident = $file:literal,)+) => { $(#[doc = include_str!($file)] struct $name;)+ };
    }
    page! {
        Introduction = "../introduction.md",
        Readme = "../../README.md",
        Rust = "../rust.md",
    }
}

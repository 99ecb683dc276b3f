//! The table of detectors in the README.

use std::collections::BTreeMap;
use std::path::Path;

use keysieve::Category;

use crate::catalogue::{self, Detector};

const START: &str = "<!-- detectors: written by `cargo run -p keysieve-docs -- readme` -->\n";
const END: &str = "<!-- end of detectors -->\n";

/// The README with the table as the rule files now have it.
///
/// # Errors
///
/// If the rule files cannot be read, or the README does not say where the table stands.
pub fn in_readme(readme: &str, repository: &Path) -> Result<String, String> {
    let ruleset = crate::ruleset()?;
    let table = table(&catalogue::load(&ruleset, repository)?);
    let (before, rest) = readme.split_once(START).ok_or("the README has no start of the table")?;
    let (_, after) = rest.split_once(END).ok_or("the README has no end of the table")?;
    Ok([before, START, &table, END, after].concat())
}

/// A row a category, with the vendors whose credentials have a form of their own, each with a link
/// to its rules; then the number of services beside.
fn table(detectors: &[Detector<'_>]) -> String {
    let services = detectors.iter().filter(|detector| detector.is_service()).count();
    let mut rows: BTreeMap<&str, BTreeMap<(String, &str), &str>> = BTreeMap::new();
    for (vendor, file) in vendors(detectors) {
        let row = rows.entry(catalogue::title(category(detectors, file))).or_default();
        row.insert((vendor.to_lowercase(), file), vendor);
    }
    // Round numbers, so that not every new rule changes the page.
    let round = |number: usize| number / 50 * 50;
    let mut table = format!(
        "More than {} formats of their own, by vendor below, and the keys of more than {} services \
         that are told by the service's name ([core/rules/services](core/rules/services)).\n\n\
         | | |\n|---|---|\n",
        round(detectors.len() - services),
        round(services),
    );
    for (title, vendors) in rows {
        let links: Vec<String> =
            vendors.iter().map(|((_, file), vendor)| format!("[{vendor}]({file})")).collect();
        table.extend(["| ", title, " | ", &links.join(", "), " |\n"]);
    }
    table
}

/// Each vendor with its rule file; of several, the one with the shortest name.
fn vendors<'d>(detectors: &'d [Detector<'_>]) -> BTreeMap<&'d str, &'d str> {
    let mut files = BTreeMap::new();
    for detector in detectors.iter().filter(|detector| !detector.is_service()) {
        let file = files.entry(detector.rule.vendor()).or_insert(detector.file.as_str());
        if detector.file.len() < file.len() {
            *file = &detector.file;
        }
    }
    files
}

/// The category of most of the file's rules.
fn category(detectors: &[Detector<'_>], file: &str) -> Category {
    let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
    for detector in detectors.iter().filter(|detector| detector.file == file) {
        *counts.entry(detector.rule.category()).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|&(_, count)| count);
    most.map_or(Category::Generic, |(category, _)| category)
}

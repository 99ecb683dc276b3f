//! The lists of detectors: the book's contents, and a page a category.

use std::fmt::Write as _;

use keysieve::Category;

use crate::catalogue::{Detector, title};
use crate::page;

/// The detectors of a category, and where the page that lists them stands.
pub(crate) struct Group<'d, 'r> {
    category: Category,
    detectors: Vec<&'d Detector<'r>>,
}

impl Group<'_, '_> {
    pub(crate) fn path(&self) -> String {
        format!("detectors/of-{}.md", self.category)
    }
}

/// Every category that has detectors.
pub(crate) fn groups<'d, 'r>(detectors: &'d [Detector<'r>]) -> Vec<Group<'d, 'r>> {
    let mut groups: Vec<Group<'d, 'r>> = Category::ALL
        .iter()
        .map(|&category| {
            let of = |detector: &&'d Detector<'r>| detector.rule.category() == category;
            Group { category, detectors: detectors.iter().filter(of).collect() }
        })
        .filter(|group| !group.detectors.is_empty())
        .collect();
    groups.sort_by_key(|group| title(group.category));
    groups
}

/// The part of `SUMMARY.md` that lists the detectors.
pub(crate) fn summary(groups: &[Group<'_, '_>]) -> String {
    let mut summary = "\n# Detectors\n\n- [All detectors](detectors/index.md)\n".to_owned();
    for group in groups {
        add(&mut summary, format_args!("- [{}]({})", title(group.category), group.path()));
        for detector in &group.detectors {
            let name = escaped(detector.rule.name());
            add(&mut summary, format_args!("  - [{name}]({})", page::path(detector)));
        }
    }
    summary
}

/// The page that lists the categories.
pub(crate) fn all(groups: &[Group<'_, '_>]) -> String {
    let count: usize = groups.iter().map(|group| group.detectors.len()).sum();
    let mut page = format!(
        "# All detectors\n\nThere are {count}. Each has a page with its format, examples, what to do \
         if such a credential leaks, and where its facts come from. The search finds them by name, \
         vendor and rule id.\n\n| | formats of their own | by the service's name |\n|---|--:|--:|\n"
    );
    for group in groups {
        let services = group.detectors.iter().filter(|detector| detector.is_service()).count();
        let own = group.detectors.len() - services;
        let path = group.path();
        let path = path.trim_start_matches("detectors/");
        add(
            &mut page,
            format_args!("| [{}]({path}) | {own} | {services} |", title(group.category)),
        );
    }
    page
}

/// The page that lists the detectors of a category.
pub(crate) fn of_category(group: &Group<'_, '_>) -> String {
    let mut page = format!("# {}\n", title(group.category));
    for (services, heading) in [(false, "Formats of their own"), (true, "By the service's name")] {
        let rows: Vec<_> =
            group.detectors.iter().filter(|detector| detector.is_service() == services).collect();
        if rows.is_empty() {
            continue;
        }
        add(&mut page, format_args!("\n## {heading}\n\n| | severity | sure | check |"));
        add(&mut page, format_args!("|---|---|--:|---|"));
        for detector in rows {
            let rule = detector.rule;
            let checked = if rule.validator().is_some() { "yes" } else { "" };
            add(
                &mut page,
                format_args!(
                    "| [{}]({}.md) | {} | {} | {checked} |",
                    escaped(rule.name()),
                    rule.id(),
                    rule.severity(),
                    rule.confidence(),
                ),
            );
        }
    }
    page
}

fn add(page: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(page, "{line}").expect("text takes text");
}

/// A name, in which nothing is markup.
fn escaped(name: &str) -> String {
    name.replace('[', "\\[").replace('|', "\\|").replace('_', "\\_")
}

//! The page of one detector.

use std::fmt::Write as _;

use keysieve::{Class, Control, Cwe, Severity, Specificity};

use crate::catalogue::{Detector, title};
use crate::html::{code_and_text, example, unindexed};
use crate::{check, html};

/// Appends a line; text takes text, always.
macro_rules! add {
    ($page:expr, $($text:tt)*) => { writeln!($page, $($text)*).expect("text takes text") };
}

/// The most positives and negatives that a page shows.
const SHOWN: usize = 3;

/// Where the page stands, from the root of the book.
pub(crate) fn path(detector: &Detector<'_>) -> String {
    format!("detectors/{}.md", detector.rule.id())
}

/// The page as `mdbook` made it, with what was kept from its search index.
pub(crate) fn finish(page: &str) -> String {
    html::with_unindexed(page)
}

/// The page in Markdown. What nobody looks for is kept from the search index, which is fetched
/// whole: the same sentences on a thousand pages, random examples, addresses.
pub(crate) fn markdown(detector: &Detector<'_>) -> String {
    let rule = detector.rule;
    let mut page = format!("# {}\n\n", rule.name());
    if detector.is_service() {
        add!(page, "{}\n", unindexed(&format!("<p>{}</p>", code_and_text(rule.description()))));
    } else {
        add!(page, "{}\n", rule.description());
    }
    table(detector, &mut page);
    format_section(detector, &mut page);
    examples(detector, &mut page);
    advice(detector, &mut page);
    sources(detector, &mut page);
    page
}

fn table(detector: &Detector<'_>, page: &mut String) {
    let rule = detector.rule;
    let severity = match rule.severity() {
        Severity::Critical => "gives control; revoke now",
        Severity::High => "reads or changes data, or spends money; revoke the same day",
        Severity::Medium => "limited, or one of several parts; revoke within days",
        Severity::Low => "little can be done with it",
        _ => "nothing to revoke",
    };
    let class = match rule.class() {
        Class::Secret => "must not leave its owner",
        Class::Public => "made to be shipped",
        Class::Conditional => "public or secret, as it was set up",
        _ => "no credential, but a sign of one; off unless indicators are turned on",
    };
    let check = rule.validator().map_or("none", |check| check::description(check).unwrap_or(check));
    add!(page, "| | |\n|---|---|");
    add!(page, "| Rule | `{}` |", rule.id());
    add!(page, "| Vendor | {} |", rule.vendor());
    if let Some(start) = start(detector) {
        add!(page, "| Begins with | `{start}` |");
    }
    let mut row = |name: &str, text: &str| add!(page, "| {name} | {} |", unindexed(text));
    row("Category", title(rule.category()));
    row("Severity", &format!("{}: {severity}", rule.severity()));
    row(
        "Confidence",
        &format!("{} of 100, before <a href=\"../scoring.html\">evidence</a>", rule.confidence()),
    );
    row("Class", &format!("{}: {class}", rule.class()));
    row("Told by", told_by(rule.specificity()));
    row("Offline check", &code_and_text(check));
    let tags: Vec<&str> =
        rule.cwe().map(Cwe::as_str).chain(rule.controls().map(Control::as_str)).collect();
    if !tags.is_empty() {
        row("Catalogues", &tags.join(", "));
    }
    page.push('\n');
}

/// The text that all secrets in the examples begin with.
fn start<'d>(detector: &'d Detector<'_>) -> Option<&'d str> {
    let mut starts = detector.examples.positives.iter().map(|example| {
        let secret = example.template.split_once('«').map_or(&*example.template, |(_, rest)| rest);
        secret.split("[[").next().unwrap_or_default()
    });
    let first = starts.next()?;
    let is_name = |text: &str| {
        text.len() > 1 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:~".contains(&b))
    };
    (is_name(first) && starts.all(|start| start == first)).then_some(first)
}

fn told_by(specificity: Specificity) -> &'static str {
    match specificity {
        Specificity::Distinctive => "its own prefix or structure",
        Specificity::Keyword => "the vendor's name for it, which stands before",
        Specificity::Structured => "the syntax that it stands in",
        Specificity::Generic => "a name for secrets of no vendor in particular",
        _ => "nothing but length and alphabet",
    }
}

fn format_section(detector: &Detector<'_>, page: &mut String) {
    let rule = detector.rule;
    add!(page, "## Format\n");
    let mut text = String::new();
    if let Some(service) = &detector.examples.service {
        let list = |items: &[String]| {
            items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
        };
        let names = list(&service.keywords);
        add!(text, "A name: {names}, where `_` may also be `-`, a space or nothing;");
        add!(text, "then an assignment; then a value: {}.", list(&service.values));
    } else {
        let pattern = html::escape(&rule.pattern());
        let pattern = format!("<pre><code class=\"language-regex\">{pattern}</code></pre>");
        add!(page, "{}\n", unindexed(&pattern));
    }
    if rule.min_entropy().millibits() > 0 {
        add!(text, "The secret holds at least {} bits a character.", rule.min_entropy());
    }
    add!(text, "A match spans {} bytes at most.", rule.max_length());
    add!(page, "{}\n", unindexed(&format!("<p>{}</p>", code_and_text(&text))));
    if !detector.examples.companions.is_empty() {
        let links = detector.examples.companions.iter().map(|id| format!("[`{id}`]({id}.md)"));
        let links = links.collect::<Vec<_>>().join(", ");
        add!(page, "It belongs to the same credential as {links}.\n");
    }
}

fn examples(detector: &Detector<'_>, page: &mut String) {
    let mut html = "<p>Drawn at random when this page was made: they open nothing. What is found \
                    is marked.</p>"
        .to_owned();
    for positive in detector.examples.positives.iter().take(SHOWN) {
        html.push_str(&example(&positive.bytes, positive.secret.clone()));
    }
    if !detector.examples.negatives.is_empty() {
        html.push_str("<p>Not found:</p><ul>");
        for negative in detector.examples.negatives.iter().take(SHOWN) {
            let reason = code_and_text(&negative.reason);
            html.extend(["<li>", &reason, &example(&negative.bytes, 0..0), "</li>"]);
        }
        html.push_str("</ul>");
    }
    add!(page, "## Examples\n\n{}\n", unindexed(&html));
}

fn advice(detector: &Detector<'_>, page: &mut String) {
    let rule = detector.rule;
    let steps: Vec<String> = rule.remediation_steps().map(code_and_text).collect();
    let mut html = match steps.as_slice() {
        [] => return,
        [only] => format!("<p>{only}</p>"),
        steps => format!("<ol><li>{}</li></ol>", steps.join("</li><li>")),
    };
    if !rule.remediation_url().is_empty() {
        let url = html::escape(rule.remediation_url());
        html.extend(["<p><a href=\"", &url, "\">The vendor's page</a></p>"]);
    }
    add!(page, "## If it leaks\n\n{}\n", unindexed(&html));
}

fn sources(detector: &Detector<'_>, page: &mut String) {
    let mut html = "<ul>".to_owned();
    for reference in detector.rule.references() {
        let url = html::escape(reference.url());
        let checked = reference.checked();
        add!(html, "<li><a href=\"{url}\">{url}</a>, looked at on {checked}</li>");
    }
    if detector.rule.references().len() == 0 {
        html.push_str("<li>The form has not been checked against the vendor's documentation.</li>");
    }
    add!(html, "<li>The rule: <code>{}</code></li></ul>", detector.file);
    add!(page, "## Sources\n\n{}", unindexed(&html));
}

//! Pieces of pages that are HTML before `mdbook` sees them, and are hidden from its search index.

use std::ops::Range;

/// Where such a piece starts and ends: as a comment, it is passed on and not indexed.
const START: &str = "<!--=";
const END: &str = "=-->";

/// Hides HTML in a comment of one line.
pub(crate) fn unindexed(html: &str) -> String {
    let html = html.replace("--", "-&#45;").replace('\n', "&#10;").replace('|', "&#124;");
    [START, &html, END].concat()
}

/// The page with what was hidden in it.
pub(crate) fn with_unindexed(page: &str) -> String {
    page.replace(START, "").replace(END, "")
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html
}

/// Text with code in backticks as HTML.
pub(crate) fn code_and_text(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let part = escape(part);
        if number % 2 == 1 { format!("<code>{part}</code>") } else { part }
    });
    parts.collect()
}

/// An example, the secret in it marked. It may break anywhere, and never stands in one piece: who
/// looks through the site for credentials shall find none.
pub(crate) fn example(bytes: &[u8], secret: Range<usize>) -> String {
    /// Shorter than any credential.
    const PIECE: usize = 6;
    /// Longer texts are cut: a key of many lines says no more than its first ones.
    const LONGEST: usize = 400;

    let mut left = LONGEST;
    let mut part = |bytes: &[u8]| {
        let text: Vec<char> = String::from_utf8_lossy(bytes).chars().take(left).collect();
        left -= text.len();
        let pieces = text.chunks(PIECE).map(|piece| escape(&String::from_iter(piece)));
        pieces.collect::<Vec<_>>().join("<wbr>")
    };
    let (before, marked, after) =
        (part(&bytes[..secret.start]), part(&bytes[secret.clone()]), part(&bytes[secret.end..]));
    let marked = if marked.is_empty() { marked } else { format!("<mark>{marked}</mark>") };
    let rest = if left == 0 { "…" } else { "" };
    format!("<pre class=\"example\"><code>{before}{marked}{after}{rest}</code></pre>")
}

#[cfg(test)]
mod tests {
    use super::{code_and_text, example, unindexed, with_unindexed};

    #[test]
    fn an_example_marks_its_secret_and_is_in_pieces() {
        let html = example(b"key=<0123456789>;", 5..15);
        let expected =
            "<pre class=\"example\"><code>key=&lt;<mark>012345<wbr>6789</mark>&gt;;</code></pre>";
        assert_eq!(html, expected);
    }

    #[test]
    fn what_stands_in_code_is_code() {
        assert_eq!(
            code_and_text("Run `a <ID>` & wait"),
            "Run <code>a &lt;ID&gt;</code> &amp; wait"
        );
    }

    #[test]
    fn what_is_hidden_is_a_comment_of_one_line_until_it_is_shown() {
        let hidden = unindexed("<p>a --b\n|</p>");
        assert_eq!(hidden, "<!--=<p>a -&#45;b&#10;&#124;</p>=-->");
        assert_eq!(with_unindexed(&hidden), "<p>a -&#45;b&#10;&#124;</p>");
    }
}

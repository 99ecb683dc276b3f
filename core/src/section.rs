//! The sections that a value stands in, by the names that the text before it gives them.
//!
//! ```text
//! stripe: { key: "…" }     [stripe]       stripe:         new Stripe({ key: "…" })
//!                          key = …          key: …
//! ```
//! What stands before a bracket that is still open names one, and so do a line that is indented less
//! and ends with a colon, and a heading in brackets.
//!
//! ```text
//! https://api.stripe.com/v1?key=…     # Stripe     calling Stripe     {"service": "stripe",
//!                                     key=…        with key=…          "key": "…"}
//! ```
//! Where there is no such section, a service may be named by the address that the value is a part of.
//! The heading of a text or comment above it, the line before and what stands before it in the same
//! brackets name one, too, but count only for values of the forms that the service gives out, or that
//! have a line for themselves.

use core::ops::Range;

use crate::rule::Within;
use crate::ruleset::Ruleset;
use crate::span::Span;

/// How far back a section's name is looked for.
const REACH: usize = 256;

/// The longest name of one: calls have paths.
const LONGEST_NAME: usize = 48;

/// Sections whose keys are secret, whatever service they are for: what is signed or encrypted.
const SECRET: [&[u8]; 4] = [b"encryption", b"hmac", b"jwt", b"signing"];

/// The rule that a match of this one counts for where its secret stands, if it counts there.
///
/// In a service's section that is the service's own, where the value has one of its forms.
pub(crate) fn rule_there(
    number: u16,
    ruleset: &Ruleset,
    haystack: &[u8],
    secret: Span,
) -> Option<u16> {
    if ruleset.rules().get(usize::from(number))?.within != Some(Within::Service) {
        return Some(number);
    }
    let mut is_named = false;
    for at in around(haystack, secret.start).flat_map(|name| words(haystack, name)) {
        match service_at(ruleset, haystack, at, secret) {
            Named::OfItsForm(service) => return Some(service),
            Named::Service => is_named = true,
            Named::None => is_named |= SECRET.iter().any(|word| is_word(haystack, at, word)),
        }
    }
    for at in address(haystack, secret.start).into_iter().flat_map(|name| words(haystack, name)) {
        match service_at(ruleset, haystack, at, secret) {
            Named::OfItsForm(service) => return Some(service),
            Named::Service => is_named = true,
            Named::None => {}
        }
    }
    if is_named {
        return Some(number);
    }
    // Text may name a service by the way, unless the line above is the value's name.
    let is_alone = is_alone(haystack, secret.start);
    let text = [
        line_above(haystack, secret.start),
        heading(haystack, secret.start),
        siblings(haystack, secret.start),
    ];
    let mut places = text.into_iter().flatten().flat_map(|text| words(haystack, text));
    places.find_map(|at| match service_at(ruleset, haystack, at, secret) {
        Named::OfItsForm(service) => Some(service),
        Named::Service if is_alone => Some(number),
        Named::Service | Named::None => None,
    })
}

/// Whether a service is named at a place.
enum Named {
    /// By a rule whose values have the form of this one.
    OfItsForm(u16),
    Service,
    None,
}

fn service_at(ruleset: &Ruleset, haystack: &[u8], at: usize, secret: Span) -> Named {
    let mut named = Named::None;
    for service in ruleset.services_at(haystack, at) {
        let rule = ruleset.rules().get(usize::from(service));
        if rule.is_some_and(|rule| rule.program.is_secret(haystack, secret)) {
            return Named::OfItsForm(service);
        }
        named = Named::Service;
    }
    named
}

/// The host of the address whose query the value is in.
fn address(haystack: &[u8], place: usize) -> Option<Range<usize>> {
    let text = haystack.get(place.saturating_sub(REACH)..place)?;
    let is_outside = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>".contains(byte);
    let start = text.iter().rposition(is_outside).map_or(0, |last| last + 1);
    let address = &text[start..];
    let host = memchr::memmem::find(address, b"//")? + 2;
    let length = address[host..].iter().position(|byte| b"/?#:".contains(byte))?;
    memchr::memchr(b'?', &address[host + length..])?;
    let host = place - address.len() + host;
    Some(host..host + length)
}

/// The last line with anything in it before that of the value, if it is text or names a sibling.
fn line_above(haystack: &[u8], place: usize) -> Option<Range<usize>> {
    let line = lines_above(haystack, place).find(|line| !haystack[line.clone()].is_empty())?;
    let text = &haystack[line.clone()];
    let is_element = text.starts_with(b"<") && text.ends_with(b">");
    let is_of_code = |byte: &u8| matches!(byte, b'=' | b'{' | b'}' | b'(' | b')' | b';');
    (is_element || !text.iter().any(is_of_code)).then_some(line)
}

/// What stands before the value in the brackets that are open there, on its line. Addresses and
/// connection strings are of another kind.
fn siblings(haystack: &[u8], place: usize) -> Option<Range<usize>> {
    let floor = place.saturating_sub(REACH);
    let text = haystack.get(floor..place)?;
    let start = text.iter().rposition(|byte| b"()[]{}\n".contains(byte))?;
    let is_in_brackets = matches!(text[start], b'(' | b'[' | b'{');
    let is_of_pairs = is_in_brackets && !text[start..].iter().any(|byte| b"/;".contains(byte));
    is_of_pairs.then_some(floor + start + 1..place)
}

/// Whether nothing stands before a value on its line.
fn is_alone(haystack: &[u8], place: usize) -> bool {
    let before = haystack.get(place.saturating_sub(REACH)..place).unwrap_or_default();
    let mut before = before.iter().rev().skip_while(|byte| b" \t>*".contains(byte));
    before.next() == Some(&b'\n')
}

/// The nearest line above that is a heading or a comment.
fn heading(haystack: &[u8], place: usize) -> Option<Range<usize>> {
    let is_heading = |line: &[u8]| HEADINGS.iter().any(|mark| line.starts_with(mark));
    lines_above(haystack, place).find(|line| is_heading(&haystack[line.clone()]))
}

/// How headings of texts and comments begin.
const HEADINGS: [&[u8]; 6] = [b"#", b"//", b"--", b"/*", b"<!--", b";"];

/// The lines above that of a place, from the nearest on, without the space around them.
fn lines_above(haystack: &[u8], place: usize) -> impl Iterator<Item = Range<usize>> {
    let floor = place.saturating_sub(REACH);
    let before = haystack.get(floor..place).unwrap_or_default();
    let mut end = before.iter().rposition(|&byte| byte == b'\n');
    core::iter::from_fn(move || {
        let line_end = end?;
        let start = before[..line_end].iter().rposition(|&byte| byte == b'\n');
        end = start;
        let start = start.map_or(0, |at| at + 1);
        let line = &before[start..line_end];
        let content = line.trim_ascii();
        let start = floor + start + (line.len() - line.trim_ascii_start().len());
        Some(start..start + content.len())
    })
}

/// Whether that word stands there, and no small letter after it.
fn is_word(haystack: &[u8], at: usize, word: &[u8]) -> bool {
    let (start, end) = (haystack.get(at..at + word.len()), haystack.get(at + word.len()));
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        && !end.is_some_and(u8::is_ascii_lowercase)
}

/// Where words start in a name, also within camelCase.
fn words(haystack: &[u8], name: Range<usize>) -> impl Iterator<Item = usize> {
    name.filter(|&at| {
        let before = at.checked_sub(1).and_then(|at| haystack.get(at)).copied().unwrap_or(b' ');
        haystack.get(at).is_some_and(|byte| {
            byte.is_ascii_alphanumeric() && !before.is_ascii_alphanumeric()
                || byte.is_ascii_uppercase() && before.is_ascii_lowercase()
        })
    })
}

/// The places of the names of the sections around that place, from the innermost on.
fn around(haystack: &[u8], place: usize) -> Sections<'_> {
    let text = haystack.get(..place).unwrap_or_default();
    Sections { text, at: text.len(), line_end: text.len(), closed: 0, indent: None }
}

/// Walks back through the text before a value.
struct Sections<'h> {
    text: &'h [u8],
    /// What is before this is still to be walked through.
    at: usize,
    /// The end of the line that is being walked through.
    line_end: usize,
    /// Brackets that were closed and not opened yet.
    closed: usize,
    /// How far the value's line is indented, or the section around it that is indented least.
    indent: Option<usize>,
}

impl Iterator for Sections<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let floor = self.text.len().saturating_sub(REACH);
        while let Some(from_floor) = self.text.get(floor..self.at).and_then(last_bound) {
            self.at = floor + from_floor;
            let name = match self.text[self.at] {
                b'{' | b'[' | b'(' if self.closed > 0 => {
                    self.closed -= 1;
                    None
                }
                b'{' | b'[' | b'(' => Some(name_before(&self.text[floor..self.at], floor)),
                b'}' | b']' | b')' => {
                    self.closed += 1;
                    None
                }
                _ => self.name_of_line(self.at + 1),
            };
            if name.is_some() {
                return name;
            }
        }
        self.at = floor;
        let is_first_line = floor == 0 && self.line_end > 0;
        is_first_line.then(|| self.name_of_line(0)).flatten()
    }
}

/// The last bracket or end of a line.
fn last_bound(text: &[u8]) -> Option<usize> {
    static IS_BOUND: [bool; 256] = {
        let mut is_bound = [false; 256];
        let (bounds, mut at) = (b"()[]{}\n", 0);
        while at < bounds.len() {
            is_bound[bounds[at] as usize] = true;
            at += 1;
        }
        is_bound
    };
    text.iter().rposition(|&byte| IS_BOUND[usize::from(byte)])
}

impl Sections<'_> {
    /// The name of the section that the line from there on begins, if it does.
    fn name_of_line(&mut self, start: usize) -> Option<Range<usize>> {
        let line = self.text.get(start..self.line_end)?;
        self.line_end = start.saturating_sub(1);
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let content = line.trim_ascii();
        let Some(around) = self.indent else {
            self.indent = Some(indent);
            return None;
        };
        let start = start + indent;
        if is_heading(content) {
            // There is no section around a heading.
            (self.at, self.line_end) = (0, 0);
            return Some(start..start + content.len());
        }
        if content.is_empty() || indent >= around {
            return None;
        }
        self.indent = Some(indent);
        let name = content.strip_suffix(b":")?;
        Some(start..start + name.len().min(LONGEST_NAME))
    }
}

/// Whether a line is one in brackets, be it the first after a quote or bytes that are no text.
fn is_heading(line: &[u8]) -> bool {
    let Some(open) = line.iter().position(|&byte| byte == b'[') else { return false };
    line.ends_with(b"]") && (open == 0 || matches!(line[open - 1], b'"' | b'\0' | 0x80..))
}

/// What stands before a bracket and names what is in it; the text starts at that place.
fn name_before(text: &[u8], start: usize) -> Range<usize> {
    let is_between =
        |byte: u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`' | b':' | b'=' | b'>');
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let end = text.iter().rposition(|&byte| !is_between(byte)).map_or(0, |last| last + 1);
    let length =
        text[..end].iter().rev().take(LONGEST_NAME).take_while(|&&b| is_of_name(b)).count();
    start + end - length..start + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn names(text: &str) -> Vec<String> {
        let place = text.find('@').expect("the place is marked");
        let names = around(text.as_bytes(), place);
        names.map(|name| text[name].into()).filter(|name: &String| !name.is_empty()).collect()
    }

    #[test]
    fn open_brackets_are_named_by_what_stands_before_them() {
        assert_eq!(names("a = 1; stripe: { timeout: 3, key: '@"), ["stripe"]);
        assert_eq!(names(r#"{"mail": {"mailgun" : {"url": "x", "key": "@"#), ["mailgun", "mail"]);
        assert_eq!(names("'postmark' => [ 'token' => '@"), ["postmark"]);
        assert_eq!(names("new Stripe.Client({ key: '@"), ["Stripe.Client"]);
        assert_eq!(names("&stripe.Config{Key: \"@"), ["stripe.Config"]);
        assert_eq!(names("provider \"datadog\" {\n  key = \"@"), ["datadog"]);
    }

    #[test]
    fn what_is_closed_is_no_section() {
        assert_eq!(names("stripe: { key: 'x' }, other: { list: [1, 2], key: '@"), ["other"]);
        assert_eq!(names("stripe(x); key = '@"), [] as [&str; 0]);
    }

    #[test]
    fn lines_that_are_indented_less_name_sections() {
        assert_eq!(names("mail:\n  mailgun:\n    url: x\n\n    key: @"), ["mailgun", "mail"]);
        assert_eq!(names("stripe:\n  key: x\nother:\n  key: @"), ["other"]);
        assert_eq!(names("stripe:\nkey: @"), [] as [&str; 0]);
    }

    #[test]
    fn headings_name_sections() {
        assert_eq!(names("[other]\na = 1\n[stripe.live]\nuser = x\n\nkey = @"), ["[stripe.live]"]);
    }

    #[test]
    fn an_address_a_heading_and_the_line_above_may_name_a_service() {
        let host = |text: &'static str| address(text.as_bytes(), text.len()).map(|at| &text[at]);
        assert_eq!(host("get 'https://api.stripe.com/v1?a=b&key="), Some("api.stripe.com"));
        assert_eq!(host("get https://api.stripe.com/v1 key="), None);
        assert_eq!(host("sb://acme.servicebus.windows.net/;Name=x;Key="), None);

        let above =
            |text: &'static str| line_above(text.as_bytes(), text.len()).map(|at| &text[at]);
        assert_eq!(above("a\ncalling Stripe \r\n\n using key="), Some("calling Stripe"));
        assert_eq!(above("stripe = new Stripe()\nkey="), None);
        assert_eq!(above("<id>{stripe}</id>\n<key>"), Some("<id>{stripe}</id>"));
        assert_eq!(above("key="), None);

        let in_brackets =
            |text: &'static str| siblings(text.as_bytes(), text.len()).map(|at| &text[at]);
        assert_eq!(in_brackets("f(a); g(name='stripe', key="), Some("name='stripe', key="));
        assert_eq!(in_brackets("f(name='stripe'); key="), None);
        assert_eq!(in_brackets("name: stripe, key="), None);
        assert_eq!(in_brackets("{'url': 'sb://acme.servicebus.windows.net/;Key="), None);

        let head = |text: &'static str| heading(text.as_bytes(), text.len()).map(|at| &text[at]);
        assert_eq!(head("# a\n## Stripe\n\n- user: x\n- key: "), Some("## Stripe"));
        assert_eq!(head("Stripe\n\n- key: "), None);
    }

    #[test]
    fn a_long_way_is_not_walked() {
        let far = ["stripe: { a: '", &"x".repeat(REACH), "', key: '@"].concat();
        assert_eq!(names(&far), [] as [&str; 0]);
    }
}

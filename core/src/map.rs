//! Maps and lists below a name that says of many values what they are.
//!
//! ```text
//! passwords:      "tokens": {"ci": "…", "deploy": "…"}      [passwords]
//!   alice: …      api_keys = ["…", "…"]                      alice = "…"
//!   bob: …
//! ```
//! The pattern of a rule for maps leads to that name. Each member with a plain value is one; what is
//! no plain value ends the map.

use crate::confirm::Match;
use crate::cursor::{
    BLANK, COMMA, Cursor, LINE_END, OTHER, QUOTE, SIGN, VALUE, WORD, is_of, length_of,
};
use crate::span::Span;
use crate::table::LONGEST_ROW;

/// Bytes between the name and the first member on its line.
const LONGEST_GAP: usize = 64;

/// Bytes of the name's line before it.
const LONGEST_LEAD: usize = 128;

/// Lengths of values that may be secrets.
const SHORTEST: usize = 6;
const LONGEST: usize = 512;

/// A map whose members are being read.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    rule: u16,
    /// Where to go on; nowhere once it has ended.
    at: Option<usize>,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// In brackets, up to the closing one.
    Brackets(u8),
    /// Lines in that column.
    Lines(usize),
}

/// A member: all of it, and its value where that may be a secret.
struct Member {
    whole: Span,
    value: Option<Span>,
}

impl Map {
    /// The map that has this name.
    pub(crate) fn open(haystack: &[u8], name: Span, rule: u16) -> Option<Self> {
        let mut cursor = Cursor::new(haystack, name.end, LONGEST_GAP)?;
        cursor.quote();
        cursor.take(BLANK);
        let is_heading = cursor.next() == Some(b']');
        cursor.at += usize::from(is_heading);
        let sign = cursor.take(SIGN);
        cursor.take(BLANK);
        let next = cursor.next()?;
        let at = name.end + cursor.at;
        let form = match next {
            b'{' | b'[' if !sign.is_empty() => {
                return Some(Self { rule, at: Some(at + 1), form: Form::Brackets(next + 2) });
            }
            // The rest of this line is an empty one.
            b'\r' | b'\n' => Form::Lines(first_column(haystack, name, at, is_heading)?),
            _ => return None,
        };
        Some(Self { rule, at: Some(at), form })
    }

    /// The next value of a member that starts before that place, and the rule that it is for.
    pub(crate) fn next(&mut self, haystack: &[u8], before: usize) -> Option<(u16, Match)> {
        while let Some(at) = self.at.filter(|&at| at < before) {
            self.at = None;
            let mut cursor = Cursor::new(haystack, at, LONGEST_ROW)?;
            let Member { whole, value } = match self.form {
                Form::Brackets(close) => in_brackets(&mut cursor, close)?,
                Form::Lines(column) => in_line(&mut cursor, column)?,
            };
            self.at = Some(at + cursor.at);
            if let Some(secret) = value {
                return Some((self.rule, Match { whole, secret }.moved(at)));
            }
        }
        None
    }

    /// Whether no more members are to come.
    pub(crate) const fn is_over(&self) -> bool {
        self.at.is_none()
    }

    /// Goes on in a haystack that lacks that many bytes at the start.
    pub(crate) fn forget_before(&mut self, start: usize) {
        self.at = self.at.map(|at| at.saturating_sub(start));
    }
}

/// The column of the first line below the one that ends there, if that is indented more than a name
/// which begins its line; below a heading it need not be.
fn first_column(haystack: &[u8], name: Span, line_end: usize, is_heading: bool) -> Option<usize> {
    let lead = haystack.get(name.start.saturating_sub(LONGEST_LEAD)..name.start)?;
    let is_of_line = |byte: u8| is_of(byte, BLANK) || byte.is_ascii_graphic();
    let line = &lead[lead.iter().rposition(|&byte| !is_of_line(byte)).map_or(0, |at| at + 1)..];
    let indent = length_of(line, BLANK);
    // It may begin in quotes.
    let content = line[indent..].rsplit(|&byte| is_of(byte, QUOTE)).next().unwrap_or_default();
    let mut below = Cursor::new(haystack, line_end, LONGEST_ROW)?;
    below.take(LINE_END);
    let column = below.take(BLANK).len();
    let is_above = match content.split_first() {
        Some((b'[', _)) => is_heading,
        _ => {
            !is_heading
                && column > indent
                && length_of(content, WORD | BLANK | OTHER) == content.len()
        }
    };
    is_above.then_some(column)
}

/// A member up to what follows the comma or line end after it.
fn in_brackets(cursor: &mut Cursor<'_>, close: u8) -> Option<Member> {
    cursor.take(BLANK | LINE_END | COMMA);
    if cursor.next()? == close {
        return None;
    }
    let member = member(cursor, close == b'}')?;
    // HCL has no commas between lines.
    let is_over = !cursor.take(BLANK | LINE_END).is_empty()
        || cursor.next().is_some_and(|next| next == b',' || next == close);
    is_over.then_some(member)
}

/// A member in a line of that column; also a line without one.
fn in_line(cursor: &mut Cursor<'_>, column: usize) -> Option<Member> {
    let indent = cursor.take(BLANK).len();
    let is_empty = matches!(cursor.next()?, ..b' ' | b'#');
    let found = if is_empty {
        Member { whole: Span { start: 0, end: 0 }, value: None }
    } else if indent == column {
        let is_item = cursor.rest().starts_with(b"- ");
        cursor.at += usize::from(is_item);
        cursor.take(BLANK);
        let mut found = member(cursor, !is_item)?;
        let rest = cursor.take(BLANK);
        let ends = match cursor.next() {
            None => true,
            Some(next) => {
                !matches!(next, b' '..=b'~')
                    || is_of(next, QUOTE)
                    || next == b'#' && !rest.is_empty()
            }
        };
        found.value = found.value.filter(|_| ends);
        found
    } else {
        return None;
    };
    cursor.skip_to(b"\n");
    cursor.at += usize::from(!cursor.is_at_end());
    Some(found)
}

/// What a name is given, or a plain value.
fn member(cursor: &mut Cursor<'_>, is_named: bool) -> Option<Member> {
    let start = cursor.at;
    if is_named {
        cursor.name()?;
    }
    let is_escaped = cursor.next() == Some(b'\\');
    let quote = cursor.quote();
    let from = cursor.at;
    if let Some(quote) = quote {
        let ends = [quote, b'\\', b'\n'];
        cursor.skip_to(&ends);
        while !is_escaped && cursor.next() == Some(b'\\') {
            cursor.at = (cursor.at + 2).min(cursor.text.len());
            cursor.skip_to(&ends);
        }
    } else {
        cursor.take(VALUE);
    }
    let value = Span { start: from, end: cursor.at };
    let is_value = (SHORTEST..=LONGEST).contains(&value.len())
        && !cursor.text[value.range()].iter().any(|&byte| is_of(byte, BLANK));
    // What is neither in quotes nor anything is nested.
    let is_plain = if quote.is_some() { cursor.quote().is_some() } else { !value.is_empty() };
    let whole = Span { start, end: cursor.at };
    is_plain.then_some(Member { whole, value: is_value.then_some(value) })
}

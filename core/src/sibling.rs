//! The name that a value has after it: `{"value": "…", "name": "DB_PASSWORD"}`.
//!
//! What is called nothing but a value has its name in a member beside it. Where that comes first,
//! it is a part of the label; where it comes later, it is found here: in the same brackets or
//! element, or in the same column of the lines below.

use crate::confirm::Match;
use crate::cursor::{Cursor, is_blank, is_of_word, is_quote, is_sign};
use crate::prefilter::AHEAD;
use crate::span::Span;

/// Bytes from the start of a value to the end of its name, at most.
pub(crate) const REACH: usize = 2 * AHEAD;

/// The same from the start of the line above it.
const BACK: usize = 128;

/// Members after the value that are looked at.
const MEMBERS: usize = 6;

/// The longest name.
pub(crate) const LONGEST_NAME: usize = 64;

/// What members are called whose value is a name.
const NAMES: [&[u8]; 5] = [b"key", b"name", b"outputkey", b"parameterkey", b"variablename"];

const VALUE: &[u8] = b"value";

/// The name after a value, and what the value itself is called.
pub(crate) struct Sibling {
    pub(crate) word: Span,
    pub(crate) name: Span,
}

impl Sibling {
    /// That of the value which starts there.
    pub(crate) fn of(haystack: &[u8], value: usize) -> Option<Self> {
        let word = word_before(haystack, value)?;
        let name = read(&mut Cursor::new(haystack, value, REACH)?, haystack, word, value)?;
        Some(Self { word, name: name.moved(value) })
    }

    /// The value before the name that ends there, with the name as what leads to it.
    pub(crate) fn value_before(haystack: &[u8], name_end: usize) -> Option<Match> {
        let text = haystack.get(name_end.saturating_sub(REACH)..name_end)?;
        let is_of_name = |byte: &u8| is_of_word(*byte) || matches!(byte, b'.' | b' ');
        let before = text.iter().rev().skip_while(|byte| is_of_name(byte));
        // Most names are those of nothing of the kind.
        if !before.take(2).any(|&byte| is_quote(byte) || is_sign(byte)) {
            return None;
        }
        let last = VALUE[VALUE.len() - 1];
        let words = memchr::memrchr2_iter(last, last.to_ascii_uppercase(), text)
            .map(|at| at + 1)
            .filter(|&end| ends_with(&text[..end], VALUE));
        let values = words.take(MEMBERS).map(|end| {
            let between = text[end..].iter().take_while(|&&byte| is_between(byte)).count();
            name_end - text.len() + end + between
        });
        let mut found = values.filter_map(|value| Some((value, Self::of(haystack, value)?)));
        let (start, Self { word, name }) = found.find(|(_, it)| it.name.end == name_end)?;
        let length = haystack[start..].iter().take_while(|&&byte| is_of_value(byte)).count();
        let secret = Span { start, end: start + length };
        Some(Match { whole: Span { start: word.start, end: name.end }, secret })
    }

    /// Whether there may be one, as far as can be told from a haystack that may go on.
    pub(crate) fn may_follow(haystack: &[u8], value: usize) -> bool {
        let Some(mut cursor) = Cursor::new(haystack, value, REACH) else { return false };
        let Some(word) = word_before(haystack, value) else { return false };
        read(&mut cursor, haystack, word, value).is_some() || cursor.is_at_end()
    }

    /// All that it rests on, from the first byte to after the last one.
    pub(crate) const fn looked(&self) -> Span {
        Span { start: self.word.start.saturating_sub(BACK), end: self.name.end + 1 }
    }
}

const fn is_between(byte: u8) -> bool {
    is_quote(byte) || is_blank(byte) || is_sign(byte) || byte == b'\\'
}

const fn is_of_value(byte: u8) -> bool {
    let ends = matches!(byte, b',' | b';' | b'<' | b'>' | b'{' | b'}' | b'(' | b')' | b'[' | b']');
    byte.is_ascii_graphic() && !is_quote(byte) && byte != b'\\' && !ends
}

/// Where the word stands that ends so and that the value is given to.
fn word_before(haystack: &[u8], value: usize) -> Option<Span> {
    let floor = value.saturating_sub(LONGEST_NAME);
    let text = haystack.get(floor..value)?;
    let end = text.iter().rposition(|&byte| !is_between(byte))? + 1;
    let start = text[..end].iter().rposition(|&byte| !is_of_word(byte)).map_or(0, |at| at + 1);
    let is_value = ends_with(&text[..end], VALUE) && end < text.len();
    is_value.then_some(Span { start: floor + start, end: floor + end })
}

fn ends_with(text: &[u8], word: &[u8]) -> bool {
    let end = text.len().checked_sub(word.len()).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn is_name(word: &[u8]) -> bool {
    NAMES.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// The line that a place is in, up to it.
fn line_to(haystack: &[u8], place: usize) -> &[u8] {
    let near = haystack.get(place.saturating_sub(BACK)..place).unwrap_or_default();
    let start = memchr::memrchr(b'\n', near).map_or(0, |at| at + 1);
    &near[start..]
}

/// The name, which is read up to from the start of the value on.
fn read(cursor: &mut Cursor<'_>, haystack: &[u8], word: Span, value: usize) -> Option<Span> {
    let is_quoted = haystack[..value].last().is_some_and(|&byte| is_quote(byte));
    cursor.take(is_of_value);
    if cursor.quote().is_some() != is_quoted {
        return None;
    }
    for _ in 0..MEMBERS {
        let gap = cursor.take(|byte| is_blank(byte) || b"\r\n,;".contains(&byte));
        let start = value + cursor.at;
        cursor.quote();
        let called = cursor.take(is_of_word);
        let is_in_list = gap.iter().any(|byte| b",;".contains(byte));
        let is_beside = match memchr::memchr_iter(b'\n', gap).count() {
            _ if is_in_list => true,
            0 => is_quoted && !gap.is_empty(),
            1 => is_in_column(haystack, word, start),
            _ => false,
        };
        cursor.quote();
        cursor.take(is_blank);
        let sign = cursor.take(is_sign);
        if !is_beside || called.is_empty() || sign.is_empty() {
            return None;
        }
        cursor.take(is_blank);
        let quote = cursor.quote();
        if is_name(called) {
            let start = cursor.at;
            let is_of_name =
                |byte| is_of_word(byte) || byte == b'.' || byte == b' ' && quote.is_some();
            let name = cursor.take(is_of_name);
            let ends = |&byte: &u8| {
                byte <= b' ' || byte > b'~' || is_quote(byte) || b"\\,;}>/".contains(&byte)
            };
            let is_whole = (1..=LONGEST_NAME).contains(&name.len())
                && cursor.next().is_none_or(|byte| ends(&byte));
            return is_whole.then_some(Span { start, end: cursor.at });
        }
        if let Some(quote) = quote {
            cursor.take(|byte| byte != quote && byte != b'\n');
            cursor.quote()?;
        } else if cursor.take(|byte| byte == b'[').is_empty() {
            cursor.take(|byte| !b"\n,;{}()<>[]".contains(&byte));
        } else {
            cursor.take(|byte| !b"\n{}]".contains(&byte));
            cursor.take(|byte| byte == b']');
        }
    }
    None
}

/// Whether what starts there stands in the column of the word, and is not the name of what comes
/// next: where names come first, one does so in the line above the word.
fn is_in_column(haystack: &[u8], word: Span, start: usize) -> bool {
    let line = line_to(haystack, word.start);
    let column = line.len() - line.iter().rev().take_while(|&&byte| is_quote(byte)).count();
    let above = word.start.checked_sub(line.len() + 1).map(|end| line_to(haystack, end));
    let of_item = above.and_then(|above| above.get(column..)).filter(|_| {
        above
            .is_some_and(|above| above[..column].iter().all(|&byte| is_blank(byte) || byte == b'-'))
    });
    let is_named = of_item.is_some_and(|text| {
        let text = &text[text.iter().take_while(|&&byte| is_quote(byte)).count()..];
        is_name(&text[..text.iter().take_while(|&&byte| is_of_word(byte)).count()])
    });
    line_to(haystack, start).len() == column && !is_named
}

//! The name that a value has after it: `{"value": "…", "name": "DB_PASSWORD"}`.
//!
//! What is called nothing but a value has its name in a member beside it. Where that comes first,
//! it is a part of the label; where it comes later, it is found here: in the same brackets or
//! element, or in the same column of the lines below.

use crate::confirm::Match;
use crate::cursor::{
    BACKSLASH, BLANK, COMMA, Classes, Cursor, LINE_END, OTHER, QUOTE, SIGN, VALUE, WORD, is_of,
    length_at_end, length_of,
};
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

/// What a value is called, at the end of its own name.
const CALLED: &[u8] = b"value";

/// What may stand between that and the value.
const BETWEEN: Classes = QUOTE | BACKSLASH | BLANK | SIGN;

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
        // Most names are those of nothing of the kind.
        let before = &text[..text.len() - length_at_end(text, WORD | OTHER | BLANK)];
        if !before.last().is_some_and(|&byte| is_of(byte, QUOTE | SIGN)) {
            return None;
        }
        let last = CALLED[CALLED.len() - 1];
        let words = memchr::memrchr2_iter(last, last.to_ascii_uppercase(), text)
            .map(|at| at + 1)
            .filter(|&end| ends_with(&text[..end], CALLED));
        let values = words
            .take(MEMBERS)
            .map(|end| name_end - text.len() + end + length_of(&text[end..], BETWEEN));
        let mut found = values.filter_map(|value| Some((value, Self::of(haystack, value)?)));
        let (start, Self { word, name }) = found.find(|(_, it)| it.name.end == name_end)?;
        let secret = Span { start, end: start + length_of(&haystack[start..name_end], VALUE) };
        Some(Match { whole: Span { start: word.start, end: name.end }, secret })
    }

    /// Whether there may be one, as far as can be told from a haystack that may go on.
    #[inline(never)]
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

/// Where the word stands that ends so and that the value is given to.
fn word_before(haystack: &[u8], value: usize) -> Option<Span> {
    let floor = value.saturating_sub(LONGEST_NAME);
    let text = haystack.get(floor..value)?;
    let between = length_at_end(text, BETWEEN);
    let called = &text[..text.len() - between];
    let end = floor + called.len();
    let word = Span { start: end - length_at_end(called, WORD), end };
    (ends_with(called, CALLED) && between > 0).then_some(word)
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
    let is_quoted = haystack[..value].last().is_some_and(|&byte| is_of(byte, QUOTE));
    cursor.take(VALUE);
    if cursor.quote().is_some() != is_quoted {
        return None;
    }
    for _ in 0..MEMBERS {
        let gap = cursor.take(BLANK | LINE_END | COMMA);
        let is_in_list = gap.iter().any(|&byte| is_of(byte, COMMA));
        let is_beside = match memchr::memchr_iter(b'\n', gap).count() {
            _ if is_in_list => true,
            0 => is_quoted && !gap.is_empty(),
            1 => is_in_column(haystack, word, value + cursor.at),
            _ => false,
        };
        let called = cursor.name()?;
        if !is_beside {
            return None;
        }
        let quote = cursor.quote();
        if is_name(called) {
            let start = cursor.at;
            cursor.take(if quote.is_some() { WORD | OTHER | BLANK } else { WORD | OTHER });
            let is_whole = (1..=LONGEST_NAME).contains(&(cursor.at - start))
                && cursor.next().is_none_or(|byte| !is_of(byte, SIGN) && !b"(<[{".contains(&byte));
            return is_whole.then_some(Span { start, end: cursor.at });
        }
        if let Some(quote) = quote {
            cursor.skip_to(&[quote, b'\n']);
            cursor.quote()?;
        } else if cursor.next() == Some(b'[') {
            cursor.skip_to(b"\n{}]");
            cursor.at += usize::from(cursor.next() == Some(b']'));
        } else {
            cursor.skip_to(b"\n,;{}()<>[]");
        }
    }
    None
}

/// Whether what starts there stands in the column of the word, and is not the name of what comes
/// next: where names come first, one does so in the line above the word.
fn is_in_column(haystack: &[u8], word: Span, start: usize) -> bool {
    let line = line_to(haystack, word.start);
    let column = line.len() - length_at_end(line, QUOTE);
    let above = word.start.checked_sub(line.len() + 1).map(|end| line_to(haystack, end));
    let of_item = above.and_then(|above| above.split_at_checked(column));
    let is_named = of_item.is_some_and(|(indent, text)| {
        let text = &text[length_of(text, QUOTE)..];
        indent.iter().all(|&byte| is_of(byte, BLANK) || byte == b'-')
            && is_name(&text[..length_of(text, WORD)])
    });
    line_to(haystack, start).len() == column && !is_named
}

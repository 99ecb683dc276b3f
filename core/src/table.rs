//! Tables: values in the rows below a line of names, as CSV, TSV and Markdown write them, or in the
//! tuples after a list of names, as SQL does.
//!
//! ```text
//! user,password      | User | Password |      INSERT INTO users (user, password)
//! bob,…              |------|----------|      VALUES ('bob', '…'), ('ann', '…');
//! ann,…              | bob  | …        |
//! ```
//! The pattern of a rule for tables leads to a column's name. If all the line is names, each line
//! below with as many cells is a row, and what stands in the column may be a secret; the first line
//! with another number of cells ends the table. Of tuples the same is true.

use arrayvec::ArrayVec;

use crate::span::Span;

/// Bytes of the line of names, at most on either side of the one that leads to it.
pub(crate) const LONGEST_HEAD: usize = 1024;

/// Bytes of a row.
pub(crate) const LONGEST_ROW: usize = 4096;

/// Bytes between the names and the first tuple, or two tuples.
const LONGEST_GAP: usize = 64;

/// The longest name of a column.
const LONGEST_NAME: usize = 48;

/// Columns of a table that rules are after, at most.
const COLUMNS: usize = 4;

/// The length of AWS's secret access keys; what is derived from them is longer.
const LENGTH_OF_AWS: usize = 40;

/// What cells stand between.
const DELIMITERS: &[u8] = b",;|\t";

/// A table whose rows are being read.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    delimiter: u8,
    /// Whether rows are tuples, and not lines.
    has_tuples: bool,
    /// The quote in which all of the table stands.
    quote: Option<u8>,
    /// How many columns it has.
    width: usize,
    /// The rules, and the columns that they are after.
    columns: ArrayVec<(u16, usize), COLUMNS>,
    /// Where the next row starts.
    row: usize,
    /// How many columns of that row are done.
    done: usize,
}

impl Table {
    /// The table of which a column's name is this text, for the rule of that number; if there is none,
    /// where the line ends that it stands in.
    pub(crate) fn open(haystack: &[u8], name: Span, rule: u16) -> Result<Self, usize> {
        let line = line_around(haystack, name);
        line.and_then(|line| Self::of_line(haystack, line, name, rule))
            .or_else(|| Self::of_insert(haystack, name, rule))
            .ok_or_else(|| line.map_or(name.end, |line| line.end))
    }

    /// The tuples after the list of names that holds this one.
    fn of_insert(haystack: &[u8], name: Span, rule: u16) -> Option<Self> {
        let floor = name.start.saturating_sub(LONGEST_HEAD);
        let open = memchr::memrchr(b'(', haystack.get(floor..name.start)?)?;
        let rest = haystack.get(name.end..)?;
        let close = name.end + memchr::memchr(b')', &rest[..rest.len().min(LONGEST_HEAD)])?;
        let row = after(haystack, close, &[b")", b"values", b"("])?;
        let (mut width, mut column) = (0, None);
        for cell in cells(haystack, Span { start: floor + open + 1, end: close }, b',') {
            if !is_name(without_quotes(haystack.get(cell.range())?.trim_ascii())) {
                return None;
            }
            if (cell.start..cell.end).contains(&name.start) {
                column = Some(width);
            }
            width += 1;
        }
        let columns = [(rule, column?)].into_iter().collect();
        Some(Self { delimiter: b',', has_tuples: true, quote: None, width, columns, row, done: 0 })
    }

    fn of_line(haystack: &[u8], line: Span, name: Span, rule: u16) -> Option<Self> {
        let after = haystack.get(name.end..line.end)?;
        let after = after.iter().find(|byte| !b"\"'` ".contains(byte));
        let before = || {
            let before = haystack.get(line.start..name.start)?;
            before.iter().rev().find(|byte| DELIMITERS.contains(byte))
        };
        let delimiter = *after.filter(|byte| DELIMITERS.contains(byte)).or_else(before)?;
        // The width is none while what stands before belongs to no table.
        let (mut width, mut column, mut quote) = (Some(0), None, None);
        let mut bars = 0;
        for cell in cells(haystack, line, delimiter) {
            let is_the_one = (cell.start..cell.end).contains(&name.start);
            let kind = kind(haystack.get(cell.range())?, delimiter);
            if let (Kind::Opened(by), None) = (&kind, column) {
                (width, quote) = (Some(0), Some(*by));
            }
            let is_bar = delimiter == b'|' && (cell.start == line.start || cell.end == line.end);
            let belongs = match kind {
                Kind::Name => true,
                Kind::Opened(_) => column.is_none(),
                // The outer bars of a table in Markdown.
                Kind::Empty => {
                    bars += usize::from(is_bar);
                    is_bar
                }
                Kind::Other => false,
            };
            if column.is_some() || is_the_one {
                width = width.filter(|_| belongs);
                width?;
            } else if !belongs {
                width = None;
            }
            if is_the_one {
                column = width;
            }
            width = width.map(|width| width + 1);
        }
        // One name behind a bar is a choice of several, as TypeScript lists them.
        let least = if bars == 1 { 3 } else { 2 };
        let (width, column) = width.zip(column).filter(|&(width, _)| width >= least)?;
        let row = after_line(haystack, line.end)?;
        let columns = [(rule, column)].into_iter().collect();
        Some(Self { delimiter, has_tuples: false, quote, width, columns, row, done: 0 })
    }

    /// Takes over the column of another, if it is of the same table and there is room.
    pub(crate) fn add(&mut self, other: &Self) -> bool {
        let is_same = self.row == other.row && self.done == 0;
        if is_same {
            let _ = self.columns.try_extend_from_slice(&other.columns);
        }
        is_same
    }

    /// The next cell of a row that starts before that place, and the rule that it is for.
    pub(crate) fn next(&mut self, haystack: &[u8], before: usize) -> Option<(u16, Span)> {
        while self.row < before {
            let row = self.row(haystack)?;
            if let Some(&(rule, column)) = self.columns.get(self.done) {
                self.done += 1;
                let cell = if self.has_tuples {
                    values(haystack, row).nth(column)
                } else {
                    cells(haystack, row, self.delimiter).nth(column)
                };
                let cell = cell.map(|cell| inside(haystack, cell));
                let of_aws = |cell: &Span| {
                    cell.end - cell.start >= LENGTH_OF_AWS
                        && names_key(haystack.get(row.range()).unwrap_or_default())
                };
                if let Some(secret) = cell.filter(|cell| cell.start < cell.end && !of_aws(cell)) {
                    return Some((rule, secret));
                }
            } else {
                self.done = 0;
                let next = if self.has_tuples {
                    after(haystack, row.end, &[b")", b",", b"("])
                } else {
                    after_line(haystack, row.end)
                };
                self.row = next.unwrap_or(usize::MAX);
            }
        }
        None
    }

    /// Whether no more rows are to come.
    pub(crate) fn is_over(&self, haystack: &[u8], before: usize) -> bool {
        self.row < before && self.row(haystack).is_none()
    }

    /// The next row, if it is one.
    fn row(&self, haystack: &[u8]) -> Option<Span> {
        if self.has_tuples { self.tuple(haystack) } else { self.line(haystack) }
    }

    fn tuple(&self, haystack: &[u8]) -> Option<Span> {
        let text = haystack.get(self.row..)?;
        let text = &text[..text.len().min(LONGEST_ROW - LONGEST_GAP)];
        let length = bounds(text).find(|&at| text[at] == b')')?;
        let row = Span { start: self.row, end: self.row + length };
        (values(haystack, row).take(self.width + 1).count() == self.width).then_some(row)
    }

    fn line(&self, haystack: &[u8]) -> Option<Span> {
        let text = haystack.get(self.row..)?;
        let text = &text[..text.len().min(LONGEST_ROW + 1)];
        let length = memchr::memchr3(b'\n', b'\r', 0, text).unwrap_or(text.len());
        let quote = self.quote.and_then(|quote| memchr::memchr(quote, &text[..length]));
        let length = quote.unwrap_or(length);
        let line = Span { start: self.row, end: self.row + length };
        let is_row = length <= LONGEST_ROW
            && cells(haystack, line, self.delimiter).take(self.width + 1).count() == self.width;
        is_row.then_some(line)
    }

    /// Goes on in a haystack that lacks that many bytes at the start.
    pub(crate) fn forget_before(&mut self, start: usize) {
        self.row = self.row.saturating_sub(start);
    }
}

/// The line that a name stands in, if it is short enough for one of names.
fn line_around(haystack: &[u8], name: Span) -> Option<Span> {
    let floor = name.start.saturating_sub(LONGEST_HEAD);
    let before = memchr::memrchr3(b'\n', b'\r', 0, haystack.get(floor..name.start)?);
    let start = before.map(|at| floor + at + 1).or((floor == 0).then_some(0))?;
    let rest = haystack.get(name.end..)?;
    let rest = &rest[..rest.len().min(LONGEST_HEAD)];
    Some(Span { start, end: name.end + memchr::memchr3(b'\n', b'\r', 0, rest)? })
}

/// Where the line after the one that ends there starts, if there is one.
fn after_line(haystack: &[u8], end: usize) -> Option<usize> {
    match haystack.get(end..)? {
        [b'\r', b'\n', ..] => Some(end + 2),
        [b'\n', ..] => Some(end + 1),
        _ => None,
    }
}

/// Where the text goes on after these words, with no more than space between; in either case.
fn after(haystack: &[u8], at: usize, words: &[&[u8]]) -> Option<usize> {
    let rest = haystack.get(at..)?;
    let near = &rest[..rest.len().min(LONGEST_GAP)];
    let left = words.iter().try_fold(near, |text, word| {
        let (start, rest) = text.trim_ascii_start().split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(rest)
    })?;
    Some(at + near.len() - left.len())
}

/// Where a value of a tuple ends: at its commas, and at the bracket that closes it.
fn bounds(text: &[u8]) -> impl Iterator<Item = usize> {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    text.iter().enumerate().filter_map(move |(at, &byte)| {
        let was_escaped = core::mem::take(&mut is_escaped);
        match byte {
            _ if was_escaped => {}
            b'\\' => is_escaped = is_quoted,
            // A quote within is written twice, or after a backslash.
            b'\'' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

/// The values of a tuple.
fn values(haystack: &[u8], row: Span) -> impl Iterator<Item = Span> {
    let text = haystack.get(row.range()).unwrap_or_default();
    let mut start = row.start;
    bounds(text).chain([text.len()]).map(move |length| {
        let end = row.start + length;
        Span { start: core::mem::replace(&mut start, end + 1), end }
    })
}

/// The cells of a line.
fn cells(haystack: &[u8], line: Span, delimiter: u8) -> impl Iterator<Item = Span> {
    let mut at = Some(line.start);
    core::iter::from_fn(move || {
        let start = at?;
        let text = haystack.get(start..line.end)?;
        let length = quoted(text, delimiter)
            .or_else(|| memchr::memchr(delimiter, text))
            .unwrap_or(text.len());
        let end = start + length;
        at = (end < line.end).then_some(end + 1);
        Some(Span { start, end })
    })
}

/// The length of a cell in quotes that the text starts with.
fn quoted(text: &[u8], delimiter: u8) -> Option<usize> {
    if text.first() != Some(&b'"') {
        return None;
    }
    // A quote within is written twice.
    let ends = |at: &usize| text.get(at + 1).is_none_or(|&after| after == delimiter);
    memchr::memchr_iter(b'"', text).skip(1).find(ends).map(|at| at + 1)
}

/// What stands in a cell of the line of names.
enum Kind {
    Name,
    Empty,
    /// A name after a quote that is not closed.
    Opened(u8),
    Other,
}

fn kind(cell: &[u8], delimiter: u8) -> Kind {
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return Kind::Empty;
    }
    if is_name(without_quotes(cell)) {
        return Kind::Name;
    }
    let last = cell.iter().rposition(|byte| b"\"'`".contains(byte));
    match last.and_then(|at| cell.get(at..)?.split_first()) {
        Some((&by, name)) if is_name(name) || name.is_empty() && delimiter == b'|' => {
            Kind::Opened(by)
        }
        _ => Kind::Other,
    }
}

/// `user`, `API key`, `Password (initial)`; in any language.
fn is_name(text: &[u8]) -> bool {
    let note = text.strip_suffix(b")").and_then(|text| memchr::memmem::find(text, b" ("));
    let text = note.map_or(text, |at| &text[..at]);
    let in_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" _-./#".contains(byte);
    let starts = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || b"_#".contains(byte);
    text.len() <= LONGEST_NAME && text.first().is_some_and(starts) && text.iter().all(in_name)
}

/// The text without a pair of quotes around it.
fn without_quotes(text: &[u8]) -> &[u8] {
    match text {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] | [b'`', inner @ .., b'`'] => inner,
        _ => text,
    }
}

/// Whether a row holds the ID of an AWS access key: the secret key beside it has rules of its own.
fn names_key(row: &[u8]) -> bool {
    [b"AKIA", b"ASIA"].iter().any(|start| memchr::memmem::find(row, *start).is_some())
}

/// What a cell holds, without what stands around it.
fn inside(haystack: &[u8], cell: Span) -> Span {
    let text = haystack.get(cell.range()).unwrap_or_default();
    let trimmed = text.trim_ascii();
    let inner = without_quotes(trimmed);
    let quote = usize::from(inner.len() < trimmed.len());
    let start = cell.start + (text.len() - text.trim_ascii_start().len()) + quote;
    // Bytes that are no text end it.
    let length = match core::str::from_utf8(inner) {
        Ok(text) => text.len(),
        Err(error) => error.valid_up_to(),
    };
    Span { start, end: start + length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    /// The cells below the first `password`.
    fn below(text: &str) -> Option<Vec<String>> {
        let start = text.find("password").unwrap();
        let name = Span { start, end: start + "password".len() };
        let mut table = Table::open(text.as_bytes(), name, 0).ok()?;
        let cells = core::iter::from_fn(|| table.next(text.as_bytes(), text.len()));
        Some(cells.map(|(_, cell)| text[cell.range()].into()).collect())
    }

    #[test]
    fn cells_below_a_name_are_read() {
        for (text, cells) in [
            ("user,password\nbob,a\nann,b\n\nx,y", &["a", "b"][..]),
            ("password;user\r\na;bob\r\nb;ann", &["a", "b"]),
            ("id\tpassword\tnote\n1\ta b\tx\n2\n3\tc\ty", &["a b"]),
            ("\"user\",\"password\"\n\"b,ob\",\"a\"\"b\"\n", &["a\"\"b"]),
            ("| user | password |\n|------|---|\n| bob  | a |\n", &["---", "a"]),
            ("csv = 'user,password\nbob,a'\nx,y", &["a"]),
            ("7,\"user,password\nbob,a\",monday\nx,y", &["a"]),
            ("\0user,db password\nbob,a\0,b", &["a"]),
            ("user,password\nbob,\nann,b", &["b"]),
            ("Größe, password\n1, ü1\n", &["ü1"]),
            ("7,\"| user | password |\n| bob | a |\",x\n", &["a"]),
            (
                "user,key,password\nbob,AKIA…,a\nann,AKIA…,0123456789012345678901234567890123456789",
                &["a"],
            ),
            ("INSERT INTO t (user, password) VALUES ('bob', 'a');", &["a"]),
            (
                "insert t(`password`,n)\nvalues\n  ('a''b', f(1, 2)),\n  ('c\\', d', 3)",
                &["a''b", "c\\', d"],
            ),
            ("INSERT INTO t (id, password) VALUES (1, 'a'), (2), (3, 'c')", &["a"]),
        ] {
            assert_eq!(below(text).unwrap(), cells, "{text}");
        }
    }

    #[test]
    fn lines_of_other_things_are_no_names() {
        for text in [
            "password\nabc\n",
            "user,password",
            "login(user, password)\na,b\n",
            "x = 1, password\n2,3\n",
            "2026-01-01,password\n2026-01-02,abc\n",
            "user,\"password\nbob,a",
            "the user; {password\n",
            "| \"password\"\n| (string & {});\n",
            "INSERT INTO t (user, password) SELECT 'bob', 'a'",
            "f(a = 1, password) values ('x', 'a')",
            "(user, password) VALUES ('bob', 'a",
        ] {
            assert!(below(text).is_none_or(|cells| cells.is_empty()), "{text}");
        }
    }
}

//! The tables and maps that a search meets: their rows come up with the hits, in the order of their
//! places.

use crate::confirm::Match;
use crate::map::Map;
use crate::name::{self, Says};
use crate::prefilter::{Hit, Hits};
use crate::rule::Within;
use crate::span::Span;
use crate::table::Table;

/// A table or a map whose rows are being read.
pub(crate) enum Rows {
    Table(Table),
    Map(Map),
}

impl Rows {
    /// Those below that name, for the rule of that number; if there are none, where to go on.
    pub(crate) fn open(
        haystack: &[u8],
        name: Span,
        rule: u16,
        within: Within,
    ) -> Result<Self, usize> {
        if within == Within::Map {
            return Map::open(haystack, name, rule).map(Self::Map).ok_or(name.end);
        }
        Table::open(haystack, name, rule).map(Self::Table)
    }

    /// Takes over the column of another, if both are of the same table.
    pub(crate) fn add(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table(first), Self::Table(other)) => first.add(other),
            _ => false,
        }
    }

    /// The next cell or member that starts before that place, and the rule that it is for.
    pub(crate) fn next(&mut self, haystack: &[u8], before: usize) -> Option<(u16, Match)> {
        match self {
            Self::Table(table) => table
                .next(haystack, before)
                .map(|(rule, secret)| (rule, Match { whole: secret, secret })),
            Self::Map(map) => map.next(haystack, before),
        }
    }

    fn is_over(&self, haystack: &[u8], before: usize) -> bool {
        match self {
            Self::Table(table) => table.is_over(haystack, before),
            Self::Map(map) => map.is_over(),
        }
    }
}

/// The table whose rows the search goes through, if there is one.
#[derive(Default)]
pub(crate) struct Tables {
    table: Option<Rows>,
    /// The hit that comes after rows before it.
    waiting: Option<Hit>,
    /// The cell that the last hit is.
    cell: Option<Match>,
    /// No name before that begins a table: its line has been looked at.
    heads_from: usize,
}

impl Tables {
    /// Whether there is nothing but hits.
    pub(crate) const fn is_empty(&self) -> bool {
        self.table.is_none()
    }

    /// The cell that the last hit is, if it is one.
    pub(crate) const fn take_cell(&mut self) -> Option<Match> {
        if self.is_empty() { None } else { self.cell.take() }
    }

    /// The next hit, be it a cell of a row.
    pub(crate) fn next(&mut self, hits: &mut Hits<'_, '_>) -> Option<Hit> {
        let hit = self.waiting.take().or_else(|| hits.next());
        let before = hit.as_ref().map_or(hits.stopped_at(), |hit| hit.value.unwrap_or(hit.anchor));
        let Some(table) = &mut self.table else { return hit };
        if let Some((rule, cell)) = table.next(hits.haystack(), before) {
            self.waiting = hit;
            self.cell = Some(cell);
            return Some(Hit {
                anchor: cell.secret.start,
                value: None,
                rule: rule.into(),
                horizon: 0,
            });
        }
        if table.is_over(hits.haystack(), before) {
            self.table = None;
        }
        hit
    }

    /// Goes on with the table of which that is a column's name, or the map that has it, if it is one.
    pub(crate) fn open(&mut self, haystack: &[u8], name: Span, rule: u16, within: Within) {
        if name.start < self.heads_from || !names_secret(haystack, name) {
            return;
        }
        match Rows::open(haystack, name, rule, within) {
            Err(line_end) => self.heads_from = line_end,
            Ok(table) if self.table.as_mut().is_some_and(|first| first.add(&table)) => {}
            Ok(table) => self.table = Some(table),
        }
    }

    /// Goes on in a haystack that lacks that many bytes at the start.
    pub(crate) fn forget_before(&mut self, start: usize) {
        match &mut self.table {
            Some(Rows::Table(table)) => table.forget_before(start),
            Some(Rows::Map(map)) => map.forget_before(start),
            None => {}
        }
        self.heads_from = self.heads_from.saturating_sub(start);
    }
}

/// Words of so many letters say what they are even at the end of another.
const LONG_WORD: usize = 6;

/// Whether a name that ends with that word says that what is below it are secrets.
pub(crate) fn names_secret(haystack: &[u8], word: Span) -> bool {
    let text = haystack.get(word.range()).unwrap_or_default();
    let before = haystack.get(..word.start).and_then(<[u8]>::last);
    let is_glued = before.is_some_and(u8::is_ascii_alphabetic)
        && !(before.is_some_and(u8::is_ascii_lowercase)
            && text.first().is_some_and(u8::is_ascii_uppercase));
    let end = Span { start: word.end, end: word.end };
    (!is_glued || text.len() >= LONG_WORD) && name::judge(haystack, word, end) == Says::Nothing
}

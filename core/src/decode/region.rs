//! Where something may be encoded: one pass over the bytes, 64 at a time.
//!
//! A block is looked into only if it holds a byte that begins an escape, or a part of a run of
//! base64's symbols that is long enough.

use arrayvec::ArrayVec;

use super::layer::{Layer, unit_at};
use super::marks::{BLOCK, Blocks, Marked, SHORTEST_RUN};
use super::{DecodeLimits, Encoding, base64, concatenation, hex, quoted_printable, utf16};
use crate::prefilter::{likely, next_marked};
use crate::span::Span;

/// Escapes that are no further apart belong together, and so much around them does, too.
const MARGIN: usize = 128;

/// So much further a region may reach, so as not to end within a word.
const LONGEST_WORD: usize = 4096;

/// The fewest digits that may be hexadecimal text.
const SHORTEST_HEX: usize = 24;

/// The most white space before a line of a run.
const MOST_INDENT: usize = 64;

/// What has many escapes is decoded in pieces no longer than this: findings wait for them.
const LONGEST_ESCAPED: usize = 1 << 18;

/// Encoded bytes, or bytes with escapes among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) encoding: Encoding,
    pub(super) span: Span,
    /// Whether it begins or ends within a word.
    pub(super) is_cut: [bool; 2],
}

/// Escapes of one encoding that stand near each other.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    is_cut: bool,
    /// The end of the last escape.
    last: usize,
    is_fresh: bool,
}

/// Where the regions of one encoding stand that has escapes.
#[derive(Clone, Copy, Default)]
struct Escapes {
    open: Option<Open>,
    /// The end of the last region.
    floor: usize,
    /// The end of the last escape.
    seen: usize,
}

/// Whether there is anything to decode in these bytes.
pub(crate) fn may_decode(source: &[u8], limits: DecodeLimits) -> bool {
    limits.depth > 0 && Regions::new(source, None, limits.piece).next().is_some()
}

/// Finds the regions in some bytes.
pub(super) struct Regions<'h, 'l> {
    source: &'h [u8],
    /// The layer whose bytes they are: only what it made is worth another look.
    layer: Option<&'l Layer>,
    /// The longest region, in bytes; what is longer comes in pieces.
    longest: usize,
    blocks: Blocks,
    /// The end of the last block.
    next: usize,
    /// What of it is still to be looked at.
    marked: Marked,
    escapes: [Escapes; Encoding::ESCAPES],
    /// Up to here runs and UTF-16 have been looked at.
    run_end: usize,
    joined_end: usize,
    /// Whether the lines up to there hold whole quanta.
    are_whole: bool,
    utf16_end: usize,
    /// Symbols that are still to be looked at, and digits.
    symbols: Span,
    digits: Span,
    ready: ArrayVec<Region, 16>,
    is_finished: bool,
}

impl<'h, 'l> Regions<'h, 'l> {
    pub(super) fn new(source: &'h [u8], layer: Option<&'l Layer>, longest: usize) -> Self {
        Self {
            source,
            layer,
            longest,
            blocks: Blocks::default(),
            next: 0,
            marked: Marked::NONE,
            escapes: [Escapes::default(); Encoding::ESCAPES],
            run_end: 0,
            joined_end: 0,
            are_whole: false,
            utf16_end: 0,
            symbols: Span { start: 0, end: 0 },
            digits: Span { start: 0, end: 0 },
            ready: ArrayVec::new(),
            is_finished: false,
        }
    }

    /// How far the bytes have been looked at.
    pub(super) fn looked_at(&self) -> usize {
        let run = if self.symbols.is_empty() { self.digits } else { self.symbols };
        self.next.max(run.start)
    }

    /// No region that is still to come starts before this.
    pub(super) fn horizon(&self) -> usize {
        // In a run nothing begins but what waits.
        let next = if self.marked.triggers == 0 { self.next.max(self.run_end) } else { self.next };
        let open = self.escapes.iter().filter_map(|escapes| escapes.open.map(|open| open.start));
        let ready = self.ready.iter().map(|region| region.span.start);
        let margin = next.saturating_sub(BLOCK + MARGIN + LONGEST_WORD);
        let waiting = [self.symbols, self.digits].into_iter().filter(|span| !span.is_empty());
        open.chain(ready).chain(waiting.map(|span| span.start)).fold(margin, usize::min)
    }

    /// Goes on to the next block that holds anything; `false` at the end.
    fn block(&mut self) -> bool {
        let marked = next_marked(&mut self.blocks, self.source);
        self.next = marked.map_or(self.source.len(), |marked| marked.start + BLOCK);
        self.marked = marked.unwrap_or(Marked::NONE);
        marked.is_some()
    }

    /// Looks at a place that may begin an escape.
    fn trigger(&mut self, at: usize) {
        let encoding = match self.source.get(at) {
            Some(0) => return self.utf16(at),
            Some(b'%') => Encoding::Percent,
            Some(b'&') => Encoding::Html,
            Some(b'\\') => Encoding::Backslash,
            Some(b'=') => Encoding::QuotedPrintable,
            Some(_) => Encoding::Concatenation,
            None => return,
        };
        let Some(escapes) = self.escapes.get(encoding as usize) else { return };
        if at < escapes.seen {
            return;
        }
        let Some(unit) = unit_at(encoding, self.source, at, self.source.len()) else { return };
        // Logs are full of what looks so.
        let is_none = match encoding {
            Encoding::QuotedPrintable => quoted_printable::is_assignment(self.source, at),
            Encoding::Concatenation => concatenation::is_after_number(self.source, at),
            _ => false,
        };
        if is_none {
            return;
        }
        let end = at + unit.len;
        let is_fresh = self.layer.is_none_or(|layer| layer.is_fresh(Span { start: at, end }));
        match escapes.open {
            Some(open) if at <= open.last + MARGIN || self.right_edge(open).0 >= at => {
                self.escapes[encoding as usize].open =
                    Some(Open { last: end, is_fresh: open.is_fresh | is_fresh, ..open });
                // The margins, too, have to fit.
                let longest = self.longest.min(LONGEST_ESCAPED);
                if end - open.start + 2 * (MARGIN + LONGEST_WORD) > longest {
                    self.close(encoding, true);
                    let start = end - longest / 4;
                    self.escapes[encoding as usize].open =
                        Some(Open { start, is_cut: true, last: end, is_fresh });
                }
            }
            _ => {
                self.close(encoding, false);
                let (start, is_cut) = self.left_edge(at, self.escapes[encoding as usize].floor);
                self.escapes[encoding as usize].open =
                    Some(Open { start, is_cut, last: end, is_fresh });
            }
        }
        self.escapes[encoding as usize].seen = end;
    }

    fn close(&mut self, encoding: Encoding, goes_on: bool) {
        let Some(open) = self.escapes[encoding as usize].open.take() else { return };
        let (end, is_cut) = self.right_edge(open);
        self.escapes[encoding as usize].floor = end;
        if open.is_fresh {
            let span = Span { start: open.start, end };
            self.push(Region { encoding, span, is_cut: [open.is_cut, is_cut || goes_on] });
        }
    }

    /// Where a region starts whose first escape stands there.
    fn left_edge(&self, at: usize, floor: usize) -> (usize, bool) {
        let margin = at.saturating_sub(MARGIN).max(floor);
        let before = self.source[..margin].iter().rev().take(LONGEST_WORD);
        let word = before.take_while(|&&byte| is_word(byte)).count();
        let start = (margin - word).max(floor);
        (start, word == LONGEST_WORD || start > margin - word)
    }

    /// Where a region ends whose last escape is known.
    fn right_edge(&self, open: Open) -> (usize, bool) {
        let margin = (open.last + MARGIN).min(self.source.len());
        let after = self.source[margin..].iter().take(LONGEST_WORD);
        let word = after.take_while(|&&byte| is_word(byte)).count();
        (margin + word, word == LONGEST_WORD)
    }

    fn push(&mut self, region: Region) {
        // There is room: nothing is looked at before all is taken.
        let _ = self.ready.try_push(region);
    }

    /// Takes the first piece of what is left to look at. Pieces overlap, so that what stands at
    /// the border is whole in one of them.
    fn piece(&self, left: &mut Span) -> Span {
        let piece = Span { end: left.end.min(left.start + self.longest), ..*left };
        let is_last = piece.end == left.end;
        left.start = if is_last { left.end } else { piece.end - self.longest / 4 };
        piece
    }

    fn push_whole(&mut self, encoding: Encoding, span: Span) {
        if self.layer.is_none_or(|layer| layer.is_fresh(span)) {
            self.push(Region { encoding, span, is_cut: [false; 2] });
        }
    }

    /// Looks at what stands around a zero byte.
    fn utf16(&mut self, at: usize) {
        if at < self.utf16_end {
            return;
        }
        self.utf16_end = at + 1;
        let little = at
            .checked_sub(1)
            .and_then(|start| utf16::text(self.source, start, utf16::little_endian));
        let big = utf16::text(self.source, at, utf16::big_endian);
        let mut found = [(Encoding::Utf16Le, little), (Encoding::Utf16Be, big)];
        // Both fit where the text has neighbours that are plain; then its alignment tells.
        if at.is_multiple_of(2) {
            found.reverse();
        }
        for (encoding, span) in found {
            if let Some(mut left) = span {
                let piece = self.piece(&mut left);
                self.utf16_end = self.utf16_end.max(left.start);
                self.push_whole(encoding, piece);
            }
        }
    }

    /// Looks at the run that a group of eight symbols is a part of.
    fn run(&mut self, group: u32) {
        if self.marked.start + 8 * (group as usize) < self.run_end {
            return;
        }
        let Span { start, end } = self.marked.run(self.source, group);
        self.run_end = end;
        let (mut may_be_base64, mut rest) = (false, Span { start, end });
        while let Some(likely) = likely(self.source, rest) {
            may_be_base64 |= likely.quanta != 0;
            if likely.bytes != 0 {
                self.digits = Span { start, end };
            }
            if may_be_base64 && !self.digits.is_empty() {
                break;
            }
            rest.start = likely.end;
        }
        let lines = (start >= self.joined_end).then(|| self.lines(start, end)).flatten();
        let is_joined = start < self.joined_end;
        if let Some((joined_end, are_whole)) = lines {
            self.joined_end = joined_end;
            self.are_whole = are_whole;
            self.symbols = Span { start, end: joined_end };
            self.run_end = if are_whole { joined_end } else { end };
        } else if may_be_base64 && !(is_joined && self.are_whole) {
            // Lines of whole quanta come out the same by themselves.
            self.symbols = Span { start, end };
        }
    }

    /// The next piece of a run that may be base64.
    fn base64(&mut self) {
        let mut left = self.symbols;
        let piece = self.piece(&mut left);
        self.symbols = left;
        let rest = self.source.get(piece.end..).unwrap_or_default();
        // Room for the padding there is: the last piece is never as long as it may be.
        let padding = if left.is_empty() { base64::padding(rest) } else { 0 };
        let phases = base64::phases(self.source, piece);
        for (phase, _) in phases.iter().enumerate().filter(|&(_, &is_likely)| is_likely) {
            let start = piece.start + phase;
            self.push_whole(Encoding::Base64, Span { start, end: piece.end + padding });
        }
    }

    /// Where the last line ends that goes on with a run, and whether all lines hold whole quanta, so
    /// that each decodes by itself.
    fn lines(&self, start: usize, end: usize) -> Option<(usize, bool)> {
        let first = end - start;
        let (mut last, mut count, mut full) = (end, 1, None);
        let mut are_whole = first.is_multiple_of(4);
        loop {
            let rest = &self.source[last..];
            let line_break = match *rest {
                [b'\n', ..] => 1,
                [b'\r', b'\n', ..] => 2,
                _ => break,
            };
            let indent = rest[line_break..].iter().take(MOST_INDENT);
            let indent = indent.take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let line = last + line_break + indent;
            let line_end = base64::run_end(self.source, line);
            let length = line_end - line;
            // What leads to the first line may stand before it, so the second tells.
            let full = *full.get_or_insert(length);
            if length == 0 || length > full {
                break;
            }
            last = line_end;
            count += 1;
            if length < full {
                break;
            }
            are_whole &= length.is_multiple_of(4);
        }
        let second = full.unwrap_or(0);
        // A name that begins the next line (`id=…\nts=2026`) is none of what is encoded before it.
        let is_name = matches!(self.source[last..], [b'=', next, ..] if base64::is_symbol(next));
        let is_wrapped =
            count > 2 && second >= SHORTEST_RUN || count == 2 && second <= first && !is_name;
        is_wrapped.then_some((last, are_whole))
    }

    /// The next digits in a run that may be hexadecimal.
    fn hex(&mut self) {
        let run = &self.source[self.digits.range()];
        let Some(digits) = hex::digits(run, SHORTEST_HEX) else {
            self.digits.start = self.digits.end;
            return;
        };
        let [start, end] = [digits.start, digits.end].map(|at| self.digits.start + at);
        self.digits.start = end;
        let mut left = Span { start, end };
        let piece = self.piece(&mut left);
        self.digits.start = left.start;
        for (phase, is_likely) in hex::phases(&self.source[piece.range()]).into_iter().enumerate() {
            if is_likely {
                let start = piece.start + phase;
                let end = piece.end - (piece.end - start) % 2;
                self.push_whole(Encoding::Hex, Span { start, end });
            }
        }
    }

    /// The next region, unless so much is looked at before.
    pub(super) fn next_before(&mut self, place: usize) -> Option<Region> {
        loop {
            if let Some(region) = self.ready.pop_at(0) {
                return Some(region);
            }
            if self.is_finished || self.looked_at() >= place {
                return None;
            }
            if !self.digits.is_empty() {
                self.hex();
            } else if !self.symbols.is_empty() {
                self.base64();
            } else if self.marked.groups != 0 {
                let group = self.marked.groups.trailing_zeros();
                self.marked.groups &= self.marked.groups - 1;
                self.run(group);
            } else if self.marked.triggers != 0 {
                let place = self.marked.triggers.trailing_zeros() as usize;
                self.marked.triggers &= self.marked.triggers - 1;
                self.trigger(self.marked.start + place);
            } else if !self.block() {
                self.is_finished = true;
                Encoding::ALL[..Encoding::ESCAPES]
                    .iter()
                    .for_each(|&encoding| self.close(encoding, false));
            }
        }
    }

    /// Whether all regions have been given out.
    pub(super) fn is_over(&self) -> bool {
        self.is_finished && self.ready.is_empty()
    }
}

impl Iterator for Regions<'_, '_> {
    type Item = Region;

    fn next(&mut self) -> Option<Region> {
        self.next_before(usize::MAX)
    }
}

/// Whether a credential may go on with the byte.
const fn is_word(byte: u8) -> bool {
    base64::is_symbol(byte) || matches!(byte, b'.' | b'~')
}

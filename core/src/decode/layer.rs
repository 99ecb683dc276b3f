//! One decoded region: its bytes, which of them the encoding made, and where they came from.

use alloc::vec;
use alloc::vec::Vec;

use super::Encoding;
use super::region::Region;
use super::unit::Unit;
use super::{backslash, base64, concatenation, hex, html, percent, quoted_printable, utf16};
use crate::span::Span;

/// A mark is made after so many decoded bytes, or so many of the source.
const MARK_BYTES: usize = 64;
const MARK_SOURCE: usize = 256;

/// Characters in a row, next to something decoded, from which on there may be a credential.
const SHORTEST: usize = 10;

/// Room for one decoded region. Nothing here grows after it was made.
pub(super) struct Layer {
    bytes: Vec<u8>,
    /// A bit a byte: whether it differs from, or follows what differs from, the source.
    changed: Vec<u64>,
    /// Where a unit begins: in the decoded bytes and in the source.
    marks: Vec<(u32, u32)>,
    all_changed: bool,
}

impl Layer {
    /// Room for a region of that many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(room),
            changed: vec![0; room / 64 + 1],
            marks: Vec::with_capacity(room / MARK_BYTES + room / MARK_SOURCE + 2),
            all_changed: false,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Decodes a region, which is no longer than there is room for.
    pub(super) fn decode(&mut self, source: &[u8], region: Region) {
        let used = (self.bytes.len() / 64 + 1).min(self.changed.len());
        self.changed[..used].fill(0);
        self.bytes.clear();
        self.marks.clear();
        self.all_changed = !region.encoding.is_escape();
        let Span { start: mut at, end } = region.span;
        while at < end {
            self.mark(at);
            let read = self.decode_together(region.encoding, &source[at..end]);
            if read > 0 {
                at += read;
            } else if let Some(unit) = unit_at(region.encoding, source, at, end) {
                if self.bytes.len() + unit.bytes.len() > self.bytes.capacity() {
                    return;
                }
                self.change(unit.bytes.len());
                self.bytes.extend(unit.bytes);
                at += unit.len;
            } else if self.all_changed {
                return;
            } else {
                // Up to the next place where a unit may begin, but no further than a mark may be.
                let rest = &source[at + 1..end.min(at + MARK_BYTES)];
                let plain = 1 + region.encoding.trigger(rest).unwrap_or(rest.len());
                let room = self.bytes.capacity() - self.bytes.len();
                let plain = plain.min(room);
                if plain == 0 {
                    return;
                }
                self.bytes.extend_from_slice(&source[at..at + plain]);
                at += plain;
            }
        }
    }

    /// Decodes as many units as are decoded together; gives back how many bytes of the source those
    /// are, or none.
    fn decode_together(&mut self, encoding: Encoding, source: &[u8]) -> usize {
        match encoding {
            Encoding::Base64 => self.add(base64::together(source), base64::TOGETHER),
            Encoding::Hex => self.add(hex::together(source), hex::TOGETHER),
            _ => 0,
        }
    }

    /// Adds what so many bytes of the source stand for, if there is anything and there is room.
    fn add<const N: usize>(&mut self, bytes: Option<[u8; N]>, read: usize) -> usize {
        let has_room = self.bytes.len() + N <= self.bytes.capacity();
        let Some(bytes) = bytes.filter(|_| has_room) else { return 0 };
        self.bytes.extend_from_slice(&bytes);
        read
    }

    fn mark(&mut self, source: usize) {
        let decoded = self.bytes.len();
        let is_due = self.marks.last().is_none_or(|&(bytes, from)| {
            decoded >= bytes as usize + MARK_BYTES || source >= from as usize + MARK_SOURCE
        });
        if is_due && self.marks.len() < self.marks.capacity() {
            self.marks.push((decoded as u32, source as u32));
        }
    }

    /// Notes that the next bytes are made by the encoding, or that it left something out.
    fn change(&mut self, count: usize) {
        if self.all_changed {
            return;
        }
        let at = self.bytes.len();
        for place in at..at + count.max(1) {
            if let Some(word) = self.changed.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
    }

    /// Whether the encoding had a part in any of these bytes.
    pub(super) fn is_fresh(&self, span: Span) -> bool {
        self.all_changed || self.changes(span.start, span.end).next().is_some()
    }

    /// Whether it had a part in what was matched, or in what stands next to it.
    pub(super) fn is_fresh_match(&self, span: Span) -> bool {
        self.is_fresh(Span { start: span.start.saturating_sub(1), end: span.end + 1 })
    }

    /// The changed places between the two.
    fn changes(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let first = from / 64;
        let to = to.min(self.bytes.len() + 1);
        let words = self.changed.iter().enumerate().skip(first);
        let words = words.take(to.div_ceil(64).saturating_sub(first));
        let places = words.flat_map(move |(number, &word)| {
            let mut word = if number == first { word & (!0 << (from % 64)) } else { word };
            core::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(number * 64 + bit)
            })
        });
        places.take_while(move |&at| at < to)
    }

    /// Whether anything decoded touches a value long enough for a credential.
    pub(super) fn is_worthwhile(&self) -> bool {
        let is_long = |at: usize| {
            let before = self.bytes.get(..at).unwrap_or_default().iter().rev();
            let before = before.take(SHORTEST).take_while(|byte| is_value(**byte)).count();
            let from_here = self.bytes.get(at..).unwrap_or_default();
            let run = |bytes: &[u8]| {
                bytes.iter().take(SHORTEST).take_while(|byte| is_value(**byte)).count()
            };
            match run(from_here) {
                0 => before >= SHORTEST || run(from_here.get(1..).unwrap_or_default()) >= SHORTEST,
                after => before + after >= SHORTEST,
            }
        };
        if self.all_changed {
            !self.bytes.is_empty()
        } else {
            self.changes(0, usize::MAX).any(is_long)
        }
    }

    /// The bytes of the source that stand for these.
    pub(super) fn to_source(&self, source: &[u8], region: Region, span: Span) -> Span {
        let start = self.place(source, region, span.start).start;
        let end = match span.end.checked_sub(1) {
            Some(last) if span.end > span.start => self.place(source, region, last).end,
            _ => start,
        };
        Span { start, end: end.max(start) }
    }

    /// The bytes of the source that stand for this one.
    fn place(&self, source: &[u8], region: Region, decoded: usize) -> Span {
        let after = self.marks.partition_point(|&(bytes, _)| bytes as usize <= decoded);
        // Several marks may stand at one decoded byte; what leaves something out is between them.
        let (bytes, from) =
            after.checked_sub(1).and_then(|at| self.marks.get(at)).copied().unwrap_or_default();
        let (mut bytes, mut at) = (bytes as usize, from as usize);
        while at < region.span.end {
            if region.encoding == Encoding::Base64 {
                let Some(quantum) = base64::quantum(source, at, region.span.end) else { break };
                let count = quantum.unit.bytes.len();
                if decoded < bytes + count {
                    return quantum.place(source, decoded - bytes, decoded - bytes);
                }
                bytes += count;
                at += quantum.unit.len;
                continue;
            }
            let unit = unit_at(region.encoding, source, at, region.span.end);
            let (count, len) = unit.map_or((1, 1), |unit| (unit.bytes.len(), unit.len));
            if decoded < bytes + count {
                return Span { start: at, end: at + len };
            }
            bytes += count;
            at += len;
        }
        Span { start: region.span.end, end: region.span.end }
    }
}

/// Whether a credential may hold the byte, be it of two bytes a character.
const fn is_value(byte: u8) -> bool {
    byte == 0 || byte.is_ascii_graphic()
}

/// The unit that stands there, if one does.
pub(super) fn unit_at(encoding: Encoding, source: &[u8], at: usize, end: usize) -> Option<Unit> {
    let rest = source.get(at..end)?;
    match encoding {
        Encoding::Base64 => Some(base64::quantum(source, at, end)?.unit),
        Encoding::Hex => hex::unit(rest),
        Encoding::Percent => percent::unit(rest),
        Encoding::Html => html::unit(rest),
        Encoding::Backslash => backslash::unit(rest),
        Encoding::QuotedPrintable => quoted_printable::unit(&source[..end], at),
        Encoding::Concatenation => concatenation::unit(rest),
        Encoding::Utf16Le => utf16::little_endian(rest),
        Encoding::Utf16Be => utf16::big_endian(rest),
    }
}

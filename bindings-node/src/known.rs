//! Values that are known: where they stand, in whatever form.
//!
//! Only every fourth place of the text is looked at: of any [`ANCHOR`] bytes one of the four windows
//! of four bytes stands there. A table of bits tells nearly all places that begin no window; the few
//! others are compared with the whole value, which may be split by what joins strings, `" + "`.

use std::collections::HashMap;

use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

use crate::finding::number;
use crate::forms::{Form, forms};
use crate::offsets::Offsets;
use crate::text::Unit;

/// Bytes of a window.
const WINDOW: usize = 4;
/// Bytes within which a window stands at a place that is looked at.
const ANCHOR: usize = 2 * WINDOW - 1;
/// Bits of the table, as a power of two.
const BITS: u32 = 16;
/// Blanks on either side of a `+`, at most.
const BLANKS: usize = 8;

/// Values that are known.
#[napi]
pub struct KnownValues {
    needles: Vec<Needle>,
    table: Vec<u64>,
    /// The needles of a window, and where in them it stands.
    windows: HashMap<[u8; WINDOW], Vec<(usize, usize)>>,
}

struct Needle {
    /// The number of the value.
    value: u32,
    form: Form,
}

/// Where a known value stands.
#[napi(object, object_from_js = false)]
pub struct KnownPlace {
    /// The number of the value.
    pub value: u32,
    /// How it is written there.
    pub form: &'static str,
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Line, from 1.
    pub line: f64,
    /// Column, from 1.
    pub column: f64,
}

#[napi]
impl KnownValues {
    /// Values of some length: of one that is shorter than seven bytes only some forms are found.
    #[napi(constructor)]
    pub fn new(values: Vec<String>) -> Self {
        let mut known = Self {
            needles: Vec::new(),
            table: vec![0; 1 << (BITS - u64::BITS.ilog2())],
            windows: HashMap::new(),
        };
        for (value, text) in (0..).zip(&values) {
            for form in forms(text).into_iter().filter(|form| form.text.len() >= ANCHOR) {
                known.add(Needle { value, form });
            }
        }
        known
    }

    fn add(&mut self, needle: Needle) {
        let text = &needle.form.text;
        // Its beginning and its end, for one of the two is whole if it is split once.
        let ends = [0, text.len() - ANCHOR];
        for at in ends.into_iter().flat_map(|end| end..=end + ANCHOR - WINDOW) {
            let Some(window) = text[at..].first_chunk::<WINDOW>() else { continue };
            let bit = hash(*window);
            self.table[bit / 64] |= 1 << (bit % 64);
            let entry = self.windows.entry(*window).or_default();
            if !entry.contains(&(self.needles.len(), at)) {
                entry.push((self.needles.len(), at));
            }
        }
        self.needles.push(needle);
    }

    /// Where the values stand; offsets are those of a scan.
    #[napi]
    pub fn find(&self, bytes: Uint8ArraySlice<'_>, is_utf16: bool) -> Vec<KnownPlace> {
        self.places(&bytes, Unit::of(is_utf16))
    }

    pub(crate) fn places(&self, bytes: &[u8], unit: Unit) -> Vec<KnownPlace> {
        let mut offsets = Offsets::new(bytes, unit);
        let mut places = Vec::new();
        self.search(bytes, |needle, start, end| {
            let place = offsets.place(keysieve::Span { start, end });
            places.push(KnownPlace {
                value: needle.value,
                form: needle.form.name,
                start: number(place.start),
                end: number(place.end),
                line: number(place.line),
                column: number(place.column),
            });
        });
        places
    }

    fn search(&self, text: &[u8], mut visit: impl FnMut(&Needle, usize, usize)) {
        let mut done = 0;
        for at in (0..text.len()).step_by(WINDOW) {
            let Some(window) = text[at..].first_chunk::<WINDOW>() else { break };
            let bit = hash(*window);
            if self.table[bit / 64] >> (bit % 64) & 1 == 0 || at < done {
                continue;
            }
            let candidates = self.windows.get(window).into_iter().flatten();
            let mut found = candidates.filter_map(|&(number, inside)| {
                let needle = &self.needles[number];
                let (before, after) = needle.form.text.split_at(inside);
                let start = backward(text, at, before)?;
                let end = forward(text, at, after)?;
                (start >= done).then_some((needle, start, end))
            });
            if let Some((needle, start, end)) = found.next() {
                visit(needle, start, end);
                done = end;
            }
        }
    }
}

const fn hash(window: [u8; WINDOW]) -> usize {
    (u32::from_le_bytes(window).wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS)) as usize
}

/// Where the text ends that reads like the needle from there on.
fn forward(text: &[u8], mut at: usize, needle: &[u8]) -> Option<usize> {
    for &byte in needle {
        if text.get(at) != Some(&byte) {
            at = join(|offset| text.get(at + offset).copied()).map(|length| at + length)?;
            if text.get(at) != Some(&byte) {
                return None;
            }
        }
        at += 1;
    }
    Some(at)
}

/// Where the text begins that reads like the needle up to there.
fn backward(text: &[u8], mut at: usize, needle: &[u8]) -> Option<usize> {
    for byte in needle.iter().rev() {
        let before = |at: usize| at.checked_sub(1).and_then(|at| text.get(at));
        if before(at) != Some(byte) {
            let back = |offset: usize| text.get(at.checked_sub(offset + 1)?).copied();
            at = join(back).map(|length| at - length)?;
            if before(at) != Some(byte) {
                return None;
            }
        }
        at -= 1;
    }
    Some(at)
}

/// The length of what joins two strings: a quote, a plus, a quote. It reads the same both ways.
fn join(byte: impl Fn(usize) -> Option<u8>) -> Option<usize> {
    let is_quote = |at| matches!(byte(at), Some(b'"' | b'\'' | b'`'));
    let blanks = |from: usize| {
        (from..from + BLANKS)
            .take_while(|&at| byte(at).is_some_and(|b| b.is_ascii_whitespace()))
            .count()
    };
    let plus = 1 + blanks(1);
    let quote = plus + 1 + blanks(plus + 1);
    (is_quote(0) && byte(plus) == Some(b'+') && is_quote(quote)).then_some(quote + 1)
}

//! Labels that no name stands in, as they were met: text that machines write has the same few in
//! every line.

#![allow(clippy::inline_always, reason = "it is compiled for the processor with what calls it")]
#![allow(clippy::needless_bitwise_bool, reason = "both sides cost less than a guess")]

use core::ops::Range;

use arrayvec::ArrayVec;

/// Bytes of a label that is remembered, at most, with the stop before it.
const LENGTH: usize = 32;

/// Labels that are remembered: so many by each hash, the last one first.
const HASHES: usize = 8;
const EACH: usize = 2;

/// Labels by which it is told whether remembering them spares anything, and the share of them that
/// has to be known.
const MET: u32 = 64;
const SHARE: u32 = 4;

/// Batches for which it is left alone where that spares nothing.
const REST: u8 = 32;

/// Labels of values in which no name stands.
#[derive(Default)]
pub(super) struct Nameless {
    /// None at first, as most haystacks are too short to need room for them.
    labels: ArrayVec<[Known; EACH], HASHES>,
    /// Labels that were looked for since that was last counted, and those that were known.
    met: u32,
    known: u32,
    rest: u8,
}

/// A label, after zeros; of no length if there is none.
#[derive(Clone, Copy, Default)]
struct Known {
    bytes: [u64; LENGTH / 8],
    length: u8,
}

impl Known {
    #[inline(always)]
    fn ends(&self, text: &[u64; LENGTH / 8]) -> bool {
        /// All bits of the last bytes, for each number of them.
        static MASKS: [u8; 2 * LENGTH] = {
            let mut masks = [0; 2 * LENGTH];
            let mut at = LENGTH;
            while at < 2 * LENGTH {
                masks[at] = u8::MAX;
                at += 1;
            }
            masks
        };
        let masks = MASKS.get(self.length.into()..).and_then(|masks| masks.first_chunk());
        let masks = words(masks.unwrap_or(&[0; LENGTH]));
        let differ = |at: usize| (text[at] ^ self.bytes[at]) & masks[at];
        let differing = differ(0) | differ(1) | differ(2) | differ(3);
        (differing == 0) & (self.length > 0)
    }
}

impl Nameless {
    /// Begins with the labels of a batch; whether they should be looked for.
    #[inline(always)]
    pub(super) fn begin(&mut self) -> bool {
        while !self.labels.is_full() {
            self.labels.push([Known::default(); EACH]);
        }
        if self.met >= MET {
            self.rest = if self.known * SHARE < self.met { REST } else { 0 };
            (self.met, self.known) = (0, 0);
        }
        self.rest = self.rest.saturating_sub(1);
        self.rest == 0
    }

    /// Whether the text before that value ends with such a label.
    #[inline(always)]
    pub(super) fn holds(&mut self, haystack: &[u8], value: usize) -> bool {
        let text = haystack.get(..value).and_then(|before| before.last_chunk());
        let Some(text) = text.map(words) else { return false };
        let Some([one, other]) = self.labels.get(hash(&text)) else { return false };
        let is_known = one.ends(&text) | other.ends(&text);
        self.met += 1;
        self.known += u32::from(is_known);
        is_known
    }

    /// Remembers the label that stands there.
    #[inline(always)]
    pub(super) fn add(&mut self, haystack: &[u8], label: Range<usize>) {
        let text = haystack.get(..label.end).and_then(|before| before.last_chunk());
        let Some(text) = text.map(words) else { return };
        if let (true, Some(labels)) = (label.len() <= LENGTH, self.labels.get_mut(hash(&text))) {
            *labels = [Known { bytes: text, length: label.len() as u8 }, labels[0]];
        }
    }
}

#[inline(always)]
fn words(text: &[u8; LENGTH]) -> [u64; LENGTH / 8] {
    let (words, _) = text.as_chunks::<8>();
    core::array::from_fn(|at| u64::from_le_bytes(words[at]))
}

/// By a label's last six bytes.
#[inline(always)]
const fn hash(text: &[u64; LENGTH / 8]) -> usize {
    let last = text[text.len() - 1] >> 16;
    (super::filter::hash(last) >> (u64::BITS - HASHES.ilog2())) as usize
}

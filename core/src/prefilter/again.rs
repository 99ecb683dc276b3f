//! Places that look like one where nothing was found a moment ago.
//!
//! Text that repeats what leads to a credential without ever being one (`password=password=…`) has
//! automata walk over the same bytes for each. What they find depends on the bytes they look at and
//! on nothing else; so where all of these are the same once more, nothing is found once more.

use super::Kind;
use crate::dfa::Looked;

/// Places that are remembered.
const PLACES: usize = 8;

/// Bytes on each side of a place on which it rests which literals stand there.
const NEAR: usize = 32;

/// Places where nothing was found, by what stands there.
#[derive(Clone, Copy, Default)]
pub(super) struct Again {
    places: [Barren; PLACES],
    /// Which one is forgotten next.
    oldest: u8,
}

/// A place where nothing was found.
#[derive(Clone, Copy, Default)]
struct Barren {
    at: usize,
    kind: Option<Kind>,
    /// The first bytes that stand there.
    bytes: [u8; 4],
    /// Bytes before it and from it on that this rests on.
    back: u32,
    ahead: u32,
}

/// A place that is being looked at.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    at: usize,
    kind: Kind,
    looked: Looked,
}

impl Trial {
    /// Nothing was found by what stands there.
    #[inline]
    pub(super) fn rest_on(&mut self, looked: Looked) {
        self.looked.from = self.looked.from.min(looked.from);
        self.looked.to = self.looked.to.max(looked.to);
    }
}

impl Again {
    /// Begins with a place, unless nothing will be found there.
    #[inline]
    pub(super) fn begin(&self, haystack: &[u8], at: usize, kind: Kind) -> Option<Trial> {
        if let Some(barren) = self.places.iter().find(|place| place.is_like(haystack, at, kind)) {
            let around = |place: usize| {
                let end = place + barren.ahead as usize;
                haystack.get(place.checked_sub(barren.back as usize)?..end)
            };
            if around(at).is_some_and(|text| Some(text) == around(barren.at)) {
                return None;
            }
        }
        let mut looked = Looked::NOTHING;
        looked.add((at + 1).saturating_sub(NEAR), at + NEAR);
        Some(Trial { at, kind, looked })
    }

    /// Nothing was found.
    #[inline]
    pub(super) fn end(&mut self, haystack: &[u8], Trial { at, kind, looked }: Trial) {
        // Where the haystack begins or ends is not to be told from other text.
        let Some(from) = looked.from.checked_sub(1) else { return };
        if looked.to > haystack.len() {
            return;
        }
        let bytes = start(haystack, at);
        let (back, ahead) = ((at - from) as u32, (looked.to - at) as u32);
        let like = self.places.iter().position(|place| place.is_like(haystack, at, kind));
        let number = like.unwrap_or_else(|| {
            self.oldest = (self.oldest + 1) % PLACES as u8;
            self.oldest.into()
        });
        if let Some(place) = self.places.get_mut(number) {
            *place = Barren { at, kind: Some(kind), bytes, back, ahead };
        }
    }
}

impl Barren {
    /// Whether that place may be one like it.
    fn is_like(&self, haystack: &[u8], at: usize, kind: Kind) -> bool {
        self.kind == Some(kind) && self.bytes == start(haystack, at)
    }
}

/// The first bytes that stand there.
fn start(haystack: &[u8], at: usize) -> [u8; 4] {
    haystack.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default()
}

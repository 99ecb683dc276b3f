//! Texts to what `src/pairs.rs` writes out: again and again, the pair that is met most becomes one
//! byte (Gage, "A New Algorithm for Data Compression", 1994).

use std::collections::{BTreeMap, BTreeSet};

use crate::pairs::{FIRST_PAIR, Pair, expand};
use crate::text::LENGTH_BITS;

/// Texts one after the other.
#[derive(Default)]
pub(crate) struct Coded {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) all: Vec<u8>,
    places: BTreeMap<String, u32>,
}

impl Coded {
    pub(crate) fn new(texts: BTreeSet<&str>) -> Self {
        for text in &texts {
            assert!(text.is_ascii(), "other characters are written as `\\x{{…}}`: {text}");
        }
        let mut coded: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let mut pairs = Vec::new();
        for byte in FIRST_PAIR..=u8::MAX {
            let mut counts: BTreeMap<Pair, usize> = BTreeMap::new();
            for window in coded.iter().flat_map(|text| text.windows(2)) {
                *counts.entry([window[0], window[1]]).or_default() += 1;
            }
            let Some((&most, _)) = counts.iter().max_by_key(|&(_, count)| count) else { break };
            pairs.push(most);
            for text in &mut coded {
                replace(text, most, byte);
            }
        }
        let mut this = Self { pairs, ..Self::default() };
        for (text, coded) in texts.into_iter().zip(coded) {
            assert_eq!(expand(&coded, &this.pairs), text);
            let at = this.all.len();
            assert!(coded.len() >> LENGTH_BITS == 0, "a rule's pattern is too long: {text}");
            assert!(at >> (u32::BITS - LENGTH_BITS) == 0, "all patterns are too long");
            this.all.extend(&coded);
            this.places.insert(text.to_owned(), (at << LENGTH_BITS | coded.len()) as u32);
        }
        this
    }

    pub(crate) fn place(&self, text: &str) -> u32 {
        self.places[text]
    }
}

fn replace(text: &mut Vec<u8>, pair: Pair, by: u8) {
    let (mut from, mut to) = (0, 0);
    while from < text.len() {
        let is_pair = text[from..].starts_with(&pair);
        text[to] = if is_pair { by } else { text[from] };
        from += if is_pair { 2 } else { 1 };
        to += 1;
    }
    text.truncate(to);
}

//! What many rules have in common, each kept once: automata and texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::dfa::Dfa;
use crate::program::{Part, Program, Shared};
use crate::text::LENGTH_BITS;

/// The automata of all rules; equal ones are kept once.
#[derive(Default)]
pub(crate) struct Automata {
    pub(crate) all: Vec<Dfa>,
    numbers: BTreeMap<Dfa, u16>,
}

impl Automata {
    fn number(&mut self, dfa: &Dfa) -> u16 {
        if let Some(&number) = self.numbers.get(dfa) {
            return number;
        }
        let number = self.all.len() as u16;
        assert!(number < u16::MAX, "rules have too many automata");
        self.all.push(dfa.clone());
        self.numbers.insert(dfa.clone(), number);
        number
    }

    /// The numbers of a program's automata; of those that it lacks, one that is none.
    pub(crate) fn parts(&mut self, program: &Program) -> [u16; Part::ALL.len()] {
        let Shared::Own(parts) = &program.parts else { unreachable!("none is built in yet") };
        Part::ALL.map(|part| parts.get(part).map_or(u16::MAX, |dfa| self.number(dfa)))
    }
}

/// All texts, each once and also where it is a part of another.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) all: String,
    places: HashMap<String, usize>,
    /// Lists of them, one after the other.
    pub(crate) lists: Vec<u32>,
}

impl Texts {
    /// The longest first, so that others are parts of them.
    pub(crate) fn place_all<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        let mut texts: Vec<&str> = texts.into_iter().collect();
        texts.sort_unstable_by_key(|text| (Reverse(text.len()), *text));
        texts.dedup();
        for text in texts {
            self.place(text);
        }
    }

    pub(crate) fn place(&mut self, text: &str) -> u32 {
        let at = *self.places.entry(text.to_owned()).or_insert_with(|| {
            self.all.find(text).unwrap_or_else(|| {
                self.all.push_str(text);
                self.all.len() - text.len()
            })
        });
        assert!(text.len() >> LENGTH_BITS == 0, "a rule's text is too long: {text}");
        assert!(at >> (u32::BITS - LENGTH_BITS) == 0, "the texts of all rules are too long");
        (at << LENGTH_BITS | text.len()) as u32
    }

    pub(crate) fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> String {
        let places: Vec<u32> = texts.into_iter().map(|text| self.place(text)).collect();
        let count = places.len();
        let mut known = self.lists.windows(count.max(1));
        let at = known.position(|known| known == places).unwrap_or_else(|| {
            self.lists.extend(&places);
            self.lists.len() - count
        });
        assert!(u16::try_from(self.lists.len()).is_ok(), "the lists of all rules are too long");
        format!("List {{ at: {at}, count: {count} }}")
    }
}

//! What many rules have in common, each kept once: tables of automata, and texts.

use std::collections::HashMap;

use crate::dfa::{self, HEADER, RUN, UNIT};
use crate::program::{Part, Program};
use crate::text::LENGTH_BITS;

/// Tables one after the other; equal ones are kept once.
#[derive(Default)]
pub(crate) struct Pool {
    pub(crate) bytes: Vec<u8>,
    places: HashMap<Vec<u8>, usize>,
}

impl Pool {
    pub(crate) fn place(&mut self, table: &[u8]) -> usize {
        *self.places.entry(table.to_vec()).or_insert_with(|| {
            self.bytes.extend_from_slice(table);
            self.bytes.len() - table.len()
        })
    }
}

/// The tables of all automata.
#[derive(Default)]
pub(crate) struct Tables {
    /// Classes, runs, targets and headers.
    pub(crate) tables: Pool,
    /// Those of all automata together, since many have them in common.
    pub(crate) shapes: Pool,
}

impl Tables {
    /// The place of an automaton's header.
    pub(crate) fn dfa(&mut self, dfa: dfa::Tables<'_>) -> u32 {
        let count = dfa.runs.len() / RUN;
        let runs: Vec<u8> = (0..count)
            .flat_map(|run| {
                let [states, shape, targets] = dfa.run(run as u16);
                let at = UNIT * usize::from(shape);
                let mut shape = dfa.shapes[at..at + usize::from(dfa.stride)].to_vec();
                shape.resize(shape.len().next_multiple_of(UNIT), 0);
                let place = self.shapes.place(&shape) / UNIT;
                let place = u16::try_from(place).expect("shapes take less than 512 KiB");
                [states, place, targets].into_iter().flat_map(u16::to_le_bytes)
            })
            .collect();
        let tables = [(dfa.classes, 1), (&runs, RUN), (dfa.targets, 2)];
        let mut header = Vec::new();
        for (table, _) in tables {
            header.extend((self.tables.place(table) as u32).to_le_bytes());
        }
        let counts = tables.map(|(table, size)| (table.len() / size) as u16);
        for number in counts.into_iter().chain([dfa.stride, dfa.first_match]).chain(dfa.starts) {
            header.extend(number.to_le_bytes());
        }
        assert_eq!(header.len(), HEADER);
        self.tables.place(&header) as u32
    }

    /// The places of a program's automata; of those that it lacks, one where nothing is.
    pub(crate) fn parts(&mut self, program: &Program) -> [u32; Part::ALL.len()] {
        Part::ALL.map(|part| program.part(part).map_or(u32::MAX, |dfa| self.dfa(dfa)))
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
        let at = self.lists.len();
        let places: Vec<u32> = texts.into_iter().map(|text| self.place(text)).collect();
        self.lists.extend(&places);
        let count = places.len();
        assert!(u16::try_from(self.lists.len()).is_ok(), "the lists of all rules are too long");
        format!("List {{ at: {at}, count: {count} }}")
    }
}

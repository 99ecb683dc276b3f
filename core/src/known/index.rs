//! Known secrets, ready to be looked for.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use super::{Ends, KNOWN_SECRET_RULE, KnownPrint, KnownSecrets, SHORTEST, hash};
use crate::fingerprint::FingerprintKey;
use crate::program::Program;
use crate::rule::{Category, Class, Companions, Entropy, RedactScope, Rule, Severity, Specificity};
use crate::taxonomy::{Control, Cwe, Tags};
use crate::text::{List, Pool};

/// A bit for each hash of eight bytes.
const WORDS: usize = (1 << 16) / 64;

/// The known secrets of a ruleset.
#[derive(Clone)]
pub(crate) struct Index {
    key: FingerprintKey,
    ends: Ends,
    /// Which hashes of heads there are.
    filter: Box<[u64]>,
    /// Ordered by the hash of the head; of one head the longest comes first.
    secrets: Vec<(KnownPrint, Rule)>,
}

impl Index {
    pub(crate) fn new(known: KnownSecrets) -> Self {
        let KnownSecrets { key, mut secrets } = known;
        secrets.sort_by_key(|(_, print)| (print.head, Reverse(print.length)));
        let mut filter = vec![0; WORDS];
        for (_, print) in &secrets {
            filter[usize::from(print.head) / 64] |= 1 << (print.head % 64);
        }
        let nothing = Program::of_nothing();
        let secrets = secrets.into_iter().map(|(label, print)| {
            let program = Program { max_length: print.length.into(), ..nothing.clone() };
            (print, rule(&label, program))
        });
        Self { ends: Ends::of(&key), filter: filter.into(), secrets: secrets.collect(), key }
    }

    /// The longest of them, in bytes.
    pub(crate) fn longest(&self) -> usize {
        self.secrets.iter().map(|(print, _)| print.length.into()).max().unwrap_or(0)
    }

    /// The rule of that secret.
    pub(crate) fn rule(&self, number: usize) -> Option<&Rule> {
        self.secrets.get(number).map(|(_, rule)| rule)
    }

    /// The next secret that starts at one of these places: where, and which.
    pub(crate) fn find(&self, haystack: &[u8], mut places: Range<usize>) -> Option<(usize, usize)> {
        loop {
            let end = places.end.saturating_add(SHORTEST - 1).min(haystack.len());
            let heads = haystack.get(places.start..end)?.windows(SHORTEST);
            let passes = |head: &[u8]| {
                let head = head.first_chunk().map_or(0, |head| u64::from_le_bytes(*head));
                let hash = self.ends.head(head);
                self.filter
                    .get(usize::from(hash) / 64)
                    .is_some_and(|word| word >> (hash % 64) & 1 == 1)
            };
            let at = places.start + { heads }.position(passes)?;
            if let Some(number) = self.secret_at(haystack, at) {
                return Some((at, number));
            }
            places.start = at + 1;
        }
    }

    /// The longest secret that stands there.
    fn secret_at(&self, haystack: &[u8], at: usize) -> Option<usize> {
        let rest = haystack.get(at..)?;
        let head = self.ends.head(u64::from_le_bytes(*rest.first_chunk()?));
        let first = self.secrets.partition_point(|(print, _)| print.head < head);
        let same = self.secrets.get(first..)?.iter().take_while(|(print, _)| print.head == head);
        let is_here = |(print, _): &(KnownPrint, Rule)| {
            let text = rest.get(..print.length.into());
            text.is_some_and(|text| {
                let tail = text.last_chunk().map_or(0, |tail| u64::from_le_bytes(*tail));
                self.ends.tail(tail) == print.tail && hash(&self.key, text) == print.hash
            })
        };
        { same }.position(is_here).map(|at| first + at)
    }
}

/// The rule of a secret with that label.
fn rule(label: &str, program: Program) -> Rule {
    let mut pool = Pool::default();
    let none = pool.text("");
    Rule {
        id: pool.text(KNOWN_SECRET_RULE),
        name: pool.text(label),
        vendor: none,
        description: pool.text("A secret that the host of the scan knows."),
        pattern: none,
        severity: Severity::Critical,
        category: Category::Generic,
        class: Class::Secret,
        specificity: Specificity::Distinctive,
        confidence: 100,
        min_entropy: Entropy::default(),
        shape: None,
        validator: None,
        redact: RedactScope::Secret,
        within: None,
        is_service: false,
        companions: Companions { rules: List::default(), window: 0 },
        tags: Tags::of(&[Cwe::HardCodedCredentials], &[Control::NistIa5]),
        remediation: pool.text("Replace the secret where it is kept and wherever it is used."),
        remediation_url: none,
        references: List::default(),
        program,
        texts: pool.texts(),
    }
}

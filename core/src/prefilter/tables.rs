//! The tables of the prefilter, made from the rules: by the build script for the built-in ones, at
//! run time for others.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::classes::Nibbles;
use super::rarity::{RARE_LENGTH, rarest, share_of_text};
use crate::program::{Anchor, Find};
use crate::rule::Rule;

/// Bytes that names are looked up by.
pub(crate) const NAME_KEY: usize = 4;

/// The rules of each literal.
type Literals<'r> = BTreeMap<&'r [u8], Vec<u16>>;

/// What leads to the rules of a ruleset.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    /// Literals at the start of a word, with token bytes after them.
    pub(crate) heads: Index,
    /// Literals that start a word of a value's label, and those that may end one.
    pub(crate) names: Index,
    pub(crate) name_ends: Index,
    /// Literals that may stand anywhere, by [`RARE_LENGTH`] of their bytes.
    pub(crate) rare: Index,
    pub(crate) nibbles: Nibbles,
    /// The rules that are anchored by a run of base64.
    pub(crate) runs: Cow<'static, [RunRule]>,
    /// The shortest run of any of these; longer than any if there are none.
    pub(crate) shortest_run: u32,
}

/// A rule that is anchored by a run, and the lengths of the runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunRule {
    pub(crate) rule: u16,
    pub(crate) min: u32,
    pub(crate) max: u32,
}

impl Prefilter {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut kinds: [Literals<'_>; 3] = Default::default();
        let mut name_ends = Literals::new();
        let mut runs = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            // A ruleset holds no more rules than fit (see `RulesetBuilder::build`).
            let number = number as u16;
            match &rule.program.anchor {
                Anchor::Literals { literals, find, lead_max, .. } => {
                    for literal in literals.iter().map(|literal| literal.as_bytes()) {
                        // With a lead, the pattern itself says where the name starts.
                        if *find == Find::Name && *lead_max == 0 && literal.len() >= NAME_KEY {
                            name_ends.entry(literal).or_default().push(number);
                        }
                        kinds[*find as usize].entry(literal).or_default().push(number);
                    }
                }
                &Anchor::Run { min, max } => runs.push(RunRule { rule: number, min, max }),
            }
        }
        let [heads, names, rare] = kinds;
        Self {
            heads: Index::new(&heads, 4, |_| 0),
            names: Index::new(&names, NAME_KEY, |_| 0),
            name_ends: Index::new(&name_ends, NAME_KEY, |literal| literal.len() - NAME_KEY),
            nibbles: nibbles(&rare),
            rare: Index::new(&rare, RARE_LENGTH, rarest),
            shortest_run: runs.iter().map(|run| run.min).min().unwrap_or(u32::MAX),
            runs: runs.into(),
        }
    }

    pub(crate) fn needs_values(&self) -> bool {
        !self.names.literals.is_empty() || !self.runs.is_empty()
    }

    pub(crate) fn has_rare(&self) -> bool {
        !self.rare.literals.is_empty()
    }
}

/// Bits of the hash that the filter of an [`Index`] is addressed by, at most.
const MOST_FILTER_BITS: u32 = 17;

/// Literals by a hash of the first few of their bytes, without regard to ASCII case.
///
/// The filter says where none begins; the slots list those that may.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// A bit for each hash.
    pub(crate) filter: Cow<'static, [u64]>,
    pub(crate) filter_bits: u32,
    /// Which bytes of four are hashed.
    pub(crate) key: u32,
    /// Where the literals of each slot end in `slots`; those of slot 0 start at 0.
    pub(crate) slot_ends: Cow<'static, [u16]>,
    pub(crate) slot_bits: u32,
    pub(crate) slots: Cow<'static, [u16]>,
    pub(crate) literals: Cow<'static, [Literal]>,
    pub(crate) owners: Cow<'static, [u16]>,
}

/// A literal, and the rules that are to be tried where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal {
    /// The first eight bytes from the key on, folded; and which of them count.
    pub(crate) bytes: u64,
    pub(crate) mask: u64,
    /// Bytes of the literal before the key.
    pub(crate) before: u8,
    /// Where its rules are in the index's `owners`.
    pub(crate) first_owner: u32,
    pub(crate) owners: u32,
}

/// Puts both cases of ASCII letters together (and some other bytes, which does no harm).
const fn fold(bytes: u64) -> u64 {
    bytes | 0x2020_2020_2020_2020
}

/// The eight bytes at that place, folded; zeros after the end.
fn eight(haystack: &[u8], at: usize) -> u64 {
    let rest = haystack.get(at..).unwrap_or_default();
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    fold(u64::from_le_bytes(bytes))
}

/// Knuth's multiplicative hash ("The Art of Computer Programming", 6.4).
const fn hash(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (u32::BITS - bits)) as usize
}

impl Index {
    /// Makes an index keyed by `length` bytes of each literal, from the offset on that `key` gives.
    fn new(by_literal: &Literals<'_>, length: usize, key: fn(&[u8]) -> usize) -> Self {
        let key_mask = u32::MAX >> (u32::BITS - 8 * length as u32);
        let mut literals = Vec::new();
        let mut owners = Vec::new();
        let mut keys: Vec<(u32, u16)> = Vec::new();
        for (number, (literal, rules)) in by_literal.iter().enumerate() {
            let before = key(literal);
            let from_key = &literal[before..];
            let known = from_key.len().min(8);
            let mask = u64::MAX >> (64 - 8 * known);
            let bytes = eight(from_key, 0) & mask;
            literals.push(Literal {
                bytes,
                mask,
                before: before as u8,
                first_owner: owners.len() as u32,
                owners: rules.len() as u32,
            });
            owners.extend_from_slice(rules);
            // A literal shorter than a key goes with any byte after it.
            let any_last = known < length;
            for last in 0..=if any_last { u8::MAX } else { 0 } {
                let filled = bytes as u32 | u32::from(last) << 24;
                keys.push((fold(filled.into()) as u32 & key_mask, number as u16));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        // Sparse enough that few places pass the filter by chance.
        let filter_bits =
            (keys.len() as u32 * 32).next_power_of_two().ilog2().clamp(6, MOST_FILTER_BITS);
        let mut filter = vec![0u64; 1 << (filter_bits - 6)];
        let slot_bits = (keys.len() as u32).next_power_of_two().ilog2().clamp(1, 12);
        let mut by_slot = vec![Vec::new(); 1 << slot_bits];
        for (key, number) in keys {
            let bit = hash(key, filter_bits);
            filter[bit / 64] |= 1 << (bit % 64);
            by_slot[hash(key, slot_bits)].push(number);
        }
        let mut slots = Vec::new();
        let mut slot_ends = Vec::new();
        for mut numbers in by_slot {
            numbers.sort_unstable();
            numbers.dedup();
            slots.extend_from_slice(&numbers);
            slot_ends.push(slots.len() as u16);
        }
        Self {
            filter: filter.into(),
            filter_bits,
            key: key_mask,
            slot_ends: slot_ends.into(),
            slot_bits,
            slots: slots.into(),
            literals: literals.into(),
            owners: owners.into(),
        }
    }

    /// Whether a literal's key may stand there; if not, none does.
    #[inline]
    pub(crate) fn may_hold(&self, haystack: &[u8], at: usize) -> bool {
        let Some(&bytes) = haystack.get(at..).and_then(|rest| rest.first_chunk()) else {
            return self.may_hold_at_end(haystack, at);
        };
        self.passes(u32::from_le_bytes(bytes))
    }

    #[cold]
    fn may_hold_at_end(&self, haystack: &[u8], at: usize) -> bool {
        self.passes(eight(haystack, at) as u32)
    }

    #[inline]
    fn passes(&self, bytes: u32) -> bool {
        let bit = hash(fold(bytes.into()) as u32 & self.key, self.filter_bits);
        self.filter.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 != 0)
    }

    /// The literals whose key may stand there.
    pub(crate) fn slot(&self, haystack: &[u8], at: usize) -> core::ops::Range<usize> {
        let slot = hash(eight(haystack, at) as u32 & self.key, self.slot_bits);
        let end = |slot: usize| self.slot_ends.get(slot).copied().map_or(0, usize::from);
        slot.checked_sub(1).map_or(0, end)..end(slot)
    }

    /// Of a slot's literal whose key may stand there: where it starts and which owners it has, if
    /// it does stand there.
    pub(crate) fn literal(
        &self,
        in_slots: usize,
        haystack: &[u8],
        at: usize,
    ) -> Option<(usize, core::ops::Range<usize>)> {
        let literal = self.literals.get(usize::from(*self.slots.get(in_slots)?))?;
        let start = at.checked_sub(literal.before.into())?;
        let first = literal.first_owner as usize;
        (eight(haystack, at) & literal.mask == literal.bytes)
            .then(|| (start, first..first + literal.owners as usize))
    }

    /// The rule of that owner.
    pub(crate) fn owner(&self, owner: usize) -> Option<usize> {
        self.owners.get(owner).map(|&rule| rule.into())
    }
}

/// The nibbles of the rare literals' keys, like ones in one bucket.
fn nibbles(rare: &Literals<'_>) -> Nibbles {
    let key = |literal: &&[u8]| literal[rarest(literal)..].first_chunk().copied();
    let mut keys: Vec<[u8; RARE_LENGTH]> = rare.keys().filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut buckets: Vec<Nibbles> = keys.iter().map(|key| Nibbles::of(*key)).collect();
    // Neighbours first, where there are too many to compare all with all.
    while buckets.len() > MOST_COMPARED {
        buckets = buckets.chunks(2).map(|pair| pair[0].or(pair[pair.len() - 1])).collect();
    }
    let mut costs: Vec<f64> = buckets.iter().map(Nibbles::frequency).collect();
    let growth = |buckets: &[Nibbles], costs: &[f64], a: usize, b: usize| {
        buckets[a].or(buckets[b]).frequency() - costs[a] - costs[b]
    };
    // What it would cost to put two buckets together: row a, column b < a.
    let mut growths: Vec<Vec<f64>> = (0..buckets.len())
        .map(|a| (0..a).map(|b| growth(&buckets, &costs, a, b)).collect())
        .collect();
    while buckets.len() > BUCKETS {
        let pairs =
            growths.iter().enumerate().flat_map(|(a, row)| (0..row.len()).map(move |b| (a, b)));
        let Some((a, b)) = pairs.min_by(|x, y| growths[x.0][x.1].total_cmp(&growths[y.0][y.1]))
        else {
            break;
        };
        buckets[b] = buckets[b].or(buckets[a]);
        costs[b] = buckets[b].frequency();
        buckets.remove(a);
        costs.remove(a);
        growths.remove(a);
        growths.iter_mut().filter(|row| row.len() > a).for_each(|row| _ = row.remove(a));
        for other in 0..buckets.len() {
            if other != b {
                growths[other.max(b)][other.min(b)] = growth(&buckets, &costs, other, b);
            }
        }
    }
    let all = buckets.iter().enumerate().map(|(number, bucket)| bucket.in_bucket(number));
    all.fold(Nibbles::default(), Nibbles::or)
}

/// Buckets that a byte has bits for.
const BUCKETS: usize = 8;

/// The most buckets whose pairs are compared.
const MOST_COMPARED: usize = 64;

/// Arithmetic of single buckets, whose only bit is the lowest.
impl Nibbles {
    /// Those of one key, in either case.
    fn of(key: [u8; RARE_LENGTH]) -> Self {
        let mut nibbles = Self::default();
        for (at, byte) in key.iter().enumerate() {
            for byte in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
                nibbles.low[at][usize::from(byte & 0xf)] |= 1;
                nibbles.high[at][usize::from(byte >> 4)] |= 1;
            }
        }
        nibbles
    }

    fn or(mut self, other: Self) -> Self {
        let to = self.low.iter_mut().chain(&mut self.high).flatten();
        let from = other.low.iter().chain(&other.high).flatten();
        to.zip(from).for_each(|(to, from)| *to |= from);
        self
    }

    fn in_bucket(mut self, number: usize) -> Self {
        self.low.iter_mut().chain(&mut self.high).flatten().for_each(|bits| *bits <<= number);
        self
    }

    /// How much of text passes, roughly.
    fn frequency(&self) -> f64 {
        let share = |at: usize| -> f64 {
            let passes = |byte: &u8| {
                self.low[at][usize::from(byte & 0xf)] & self.high[at][usize::from(byte >> 4)] != 0
            };
            (0..=u8::MAX).filter(passes).map(share_of_text).sum()
        };
        (0..RARE_LENGTH).map(share).product()
    }
}

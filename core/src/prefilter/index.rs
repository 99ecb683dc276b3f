//! Literals by a hash of a few of their bytes.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::filter::{Filter, hash};
use super::guard::Guard;
use super::rarity::KEY;
use crate::program::{HeadRun, is_token};

/// The rules of each literal.
pub(crate) type Literals<'r> = BTreeMap<Cow<'r, [u8]>, Vec<u16>>;

/// Stands for any byte in a literal, outside of its key.
pub(super) const ANY: u8 = 0;

/// What separates the words of literals.
pub(super) const SEPARATORS: [u8; 4] = *b" -._";

/// The literal with any byte where its words are separated (`api-key`, `api_key`), so that it stands
/// for all ways to write it; but for the key, from that offset on.
pub(crate) fn with_any_separators(literal: &[u8], key: usize) -> Cow<'_, [u8]> {
    let mut bytes = literal.to_vec();
    for (at, byte) in bytes.iter_mut().enumerate() {
        if !(key..key + KEY).contains(&at) && SEPARATORS.contains(byte) {
            *byte = ANY;
        }
    }
    bytes.into()
}

/// Literals by a hash of four of their bytes, without regard to ASCII case.
///
/// The filter says where none stands; the slots list those that may. Of names it is empty, as
/// [`Borders`](super::borders::Borders) tells that.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) filter: Filter,
    /// By how much a hash is shifted to give a slot.
    pub(crate) slot_shift: u32,
    /// Where the literals of each slot start in `slots`, and where the last one's end.
    pub(crate) slot_starts: Cow<'static, [u16]>,
    pub(crate) slots: Cow<'static, [u16]>,
    pub(crate) literals: Cow<'static, [Literal]>,
    /// What the literals have beyond their first eight bytes, in small letters.
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) owners: Cow<'static, [u16]>,
    /// Literals' numbers, in order, and what has to follow those.
    pub(crate) guards: Cow<'static, [(u16, Guard)]>,
}

/// A literal, and the rules that are to be tried where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal {
    /// Its first eight bytes, in small letters; zeros after its end.
    pub(crate) head: u64,
    /// Where the others are in the index's `bytes`.
    pub(crate) at: u32,
    pub(crate) length: u8,
    /// Bytes of it before the key.
    pub(crate) before: u8,
    /// What all of its rules want from its start on: see [`Anchor`](crate::program::Anchor).
    pub(crate) run: HeadRun,
    /// Where its rules are in the index's `owners`.
    pub(crate) owners: u16,
    pub(crate) first_owner: u32,
}

/// Puts both cases of ASCII letters together, and some other bytes, which a key may be taken for then.
const fn fold(bytes: u32) -> u32 {
    bytes | 0x2020_2020
}

/// All bits of the bytes that are not [`ANY`].
const fn given(bytes: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let high = (((bytes & LOW) + LOW) | bytes) & !LOW;
    (high >> 7) * 0xff
}

/// The bits that cases differ in, of the bytes that are small letters.
const fn case(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f * ONES;
    const fn from(least: u8, bytes: u64) -> u64 {
        (bytes & LOW) + (0x80 - least as u64) * ONES
    }
    (from(b'a', bytes) & !from(b'z' + 1, bytes) & !bytes & !LOW) >> 2
}

/// The four bytes at that place, folded; zeros after the end.
fn key(haystack: &[u8], at: usize) -> u32 {
    let rest = haystack.get(at..).unwrap_or_default();
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; KEY];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    fold(u32::from_le_bytes(bytes))
}

/// Whether a text of the same length is that literal, which is in small letters.
#[inline]
fn is_same(text: &[u8], literal: &[u8]) -> bool {
    let (text, text_end) = text.as_chunks();
    let (literal, literal_end) = literal.as_chunks();
    let eights =
        |(text, own): (&[u8; 8], &[u8; 8])| differing(*text, u64::from_le_bytes(*own)) == 0;
    text.iter().zip(literal).all(eights)
        && text_end
            .iter()
            .zip(literal_end)
            .all(|(&byte, &own)| own == ANY || byte.to_ascii_lowercase() == own)
}

/// The bits by which a text differs from a literal, which is in small letters.
#[inline]
const fn differing(text: [u8; 8], literal: u64) -> u64 {
    (u64::from_le_bytes(text) ^ literal) & given(literal) & !case(literal)
}

/// What may stand after a literal that is shorter than a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Token,
    Any,
}

impl Index {
    /// Makes an index keyed by four bytes of each literal, from the offset on that `offset` gives.
    pub(crate) fn new(by_literal: &Literals<'_>, next: Next, offset: fn(&[u8]) -> usize) -> Self {
        let mut literals = Vec::new();
        let mut bytes = Vec::new();
        let mut owners = Vec::new();
        let mut keys: Vec<(u32, u16)> = Vec::new();
        let last_bytes: Vec<u8> =
            (0..=u8::MAX).filter(|&byte| next == Next::Any || is_token(byte)).collect();
        for (number, (literal, rules)) in by_literal.iter().enumerate() {
            let before = offset(literal);
            let small = literal.to_ascii_lowercase();
            let mut head = [0; 8];
            small.iter().zip(&mut head).for_each(|(&byte, head)| *head = byte);
            literals.push(Literal {
                head: u64::from_le_bytes(head),
                at: bytes.len() as u32,
                length: literal.len() as u8,
                before: before as u8,
                run: HeadRun::NONE,
                owners: rules.len() as u16,
                first_owner: owners.len() as u32,
            });
            bytes.extend(small.iter().skip(head.len()));
            owners.extend_from_slice(rules);
            let from_key = &literal[before..];
            // No literal is shorter than three bytes, or its place has to be found otherwise.
            let lasts = if from_key.len() < KEY { &last_bytes[..] } else { &[0] };
            for last in lasts {
                keys.push((key(from_key, 0) | fold(u32::from(*last) << 24), number as u16));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let mut hashes: Vec<u64> = keys.iter().map(|&(key, _)| hash(key.into())).collect();
        hashes.dedup();
        let filter = Filter::new(&hashes);
        let slot_bits = (keys.len() as u32).next_power_of_two().ilog2().clamp(1, 12);
        let slot_shift = u64::BITS - slot_bits;
        let mut by_slot = vec![Vec::new(); 1 << slot_bits];
        for (key, number) in keys {
            by_slot[(hash(key.into()) >> slot_shift) as usize].push(number);
        }
        let mut slots = Vec::new();
        let mut slot_starts = vec![0];
        for mut numbers in by_slot {
            numbers.sort_unstable();
            numbers.dedup();
            slots.extend_from_slice(&numbers);
            slot_starts.push(slots.len() as u16);
        }
        Self {
            filter,
            slot_shift,
            slot_starts: slot_starts.into(),
            slots: slots.into(),
            literals: literals.into(),
            bytes: bytes.into(),
            owners: owners.into(),
            guards: Vec::new().into(),
        }
    }

    /// The same without a filter.
    pub(crate) fn unfiltered(self) -> Self {
        Self { filter: Filter::new(&[]), ..self }
    }

    /// The same, with the guards that all of a literal's rules have in common.
    pub(crate) fn guarded(self, guard: impl Fn(usize) -> Option<Guard>) -> Self {
        let of_literal = |literal: &Literal| {
            let owners = self.owners.get(literal.first_owner as usize..)?;
            let mut guards =
                owners.iter().take(literal.owners.into()).map(|&rule| guard(rule.into()));
            let first = guards.next()??;
            guards.try_fold(first, |all, guard| all.or(guard?))
        };
        let numbered = (0..).zip(self.literals.iter());
        let guards: Vec<(u16, Guard)> =
            numbered.filter_map(|(number, literal)| Some((number, of_literal(literal)?))).collect();
        Self { guards: guards.into(), ..self }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.literals.is_empty()
    }

    /// Whether a literal's key may stand there; if not, none does.
    #[inline]
    pub(crate) fn may_hold(&self, haystack: &[u8], at: usize) -> bool {
        let Some(&bytes) = haystack.get(at..).and_then(|rest| rest.first_chunk()) else {
            return self.may_hold_at_end(haystack, at);
        };
        self.filter.may_hold(hash(fold(u32::from_le_bytes(bytes)).into()))
    }

    #[cold]
    fn may_hold_at_end(&self, haystack: &[u8], at: usize) -> bool {
        self.filter.may_hold(hash(key(haystack, at).into()))
    }

    /// The literals whose key may stand there.
    #[inline]
    pub(crate) fn slot(&self, haystack: &[u8], at: usize) -> core::ops::Range<usize> {
        let slot = (hash(key(haystack, at).into()) >> self.slot_shift) as usize;
        match self.slot_starts.get(slot..slot + 2) {
            Some(&[start, end]) => start.into()..end.into(),
            _ => 0..0,
        }
    }

    /// Of a slot's literal whose key may stand there: where it starts and which owners it has, if
    /// it does stand there.
    #[inline]
    pub(crate) fn literal(
        &self,
        in_slots: usize,
        haystack: &[u8],
        at: usize,
    ) -> Option<(usize, core::ops::Range<usize>)> {
        let literal = self.literals.get(usize::from(*self.slots.get(in_slots)?))?;
        let start = at.checked_sub(literal.before.into())?;
        let first = literal.first_owner as usize;
        self.stands(literal, haystack.get(start..)?)
            .then(|| (start, first..first + usize::from(literal.owners)))
    }

    /// Whether the text begins with the literal.
    #[inline]
    fn stands(&self, literal: &Literal, text: &[u8]) -> bool {
        let length = usize::from(literal.length);
        let Some(first) = text.first_chunk() else {
            let head = literal.head.to_le_bytes();
            let both = text.get(..length).zip(head.get(..length));
            return both.is_some_and(|(text, own)| is_same(text, own));
        };
        // Most that only share a key with the text are told from it by their first bytes, which are
        // compared at once.
        if differing(*first, literal.head) != 0 {
            return false;
        }
        let Some(rest) = length.checked_sub(first.len()) else { return true };
        let bytes = self.bytes.get(literal.at as usize..).unwrap_or_default();
        match (text.get(first.len()..length), bytes.get(..rest)) {
            (Some(text), Some(bytes)) => is_same(text, bytes),
            _ => false,
        }
    }

    /// Whether a literal whose key stands there may begin before the label that it ends in, as far as
    /// the label tells, of which there is all from its start to the end of the key.
    pub(crate) fn may_begin_before(&self, label: &[u8]) -> bool {
        let Some(key) = label.len().checked_sub(KEY) else { return true };
        let mut of_slot = self.slots.get(self.slot(label, key)).unwrap_or_default().iter();
        of_slot.any(|&number| {
            let Some(literal) = self.literals.get(usize::from(number)) else { return false };
            let length = usize::from(literal.length);
            let head = literal.head.to_le_bytes();
            let byte = |at: usize| {
                let rest = at.checked_sub(head.len());
                rest.map_or_else(|| head.get(at), |rest| self.bytes.get(literal.at as usize + rest))
            };
            let is_same = |back: usize| {
                let (own, text) = (byte(length - back), label[label.len() - back]);
                own.is_some_and(|&own| own == ANY || own == text.to_ascii_lowercase())
            };
            length > label.len() && (1..=label.len()).all(is_same)
        })
    }

    /// The same index, with the shortest run that one of a literal's rules wants.
    pub(crate) fn with_runs(mut self, run: impl Fn(usize) -> HeadRun) -> Self {
        for literal in self.literals.to_mut() {
            let owners = self.owners.iter().skip(literal.first_owner as usize);
            let runs = owners.take(literal.owners.into()).map(|&rule| run(rule.into()));
            literal.run = runs.reduce(HeadRun::min).unwrap_or(HeadRun::NONE);
        }
        self
    }

    /// The fewest token bytes that are wanted of those literals that begin with such a byte.
    pub(crate) fn shortest_run(&self, is_such: fn(u8) -> bool) -> u32 {
        let such = self.literals.iter().filter(|literal| is_such(literal.head as u8));
        such.map(|literal| literal.run.token.into()).min().unwrap_or(u32::MAX)
    }

    /// Whether a literal stands there that starts such a run.
    #[inline]
    pub(crate) fn starts(&self, haystack: &[u8], at: usize, run: HeadRun) -> bool {
        self.slot(haystack, at).any(|in_slots| {
            let of_slot =
                self.slots.get(in_slots).and_then(|&at| self.literals.get(usize::from(at)));
            of_slot.is_some_and(|literal| run.holds(literal.run))
                && self.literal(in_slots, haystack, at).is_some()
        })
    }

    /// Whether a literal stands where its key may.
    #[inline]
    pub(crate) fn stands_at(&self, haystack: &[u8], at: usize) -> bool {
        self.slot(haystack, at).any(|in_slots| self.literal(in_slots, haystack, at).is_some())
    }

    /// Whether a literal stands where its key may, and before what has to follow it.
    #[inline]
    pub(crate) fn holds(&self, haystack: &[u8], at: usize) -> bool {
        self.slot(haystack, at).any(|in_slots| match self.literal(in_slots, haystack, at) {
            Some((start, _)) => self.may_follow(in_slots, haystack, start),
            None => false,
        })
    }

    /// Whether what has to follow a slot's literal may follow it, where it stands there.
    #[inline]
    fn may_follow(&self, in_slots: usize, haystack: &[u8], start: usize) -> bool {
        if self.guards.is_empty() {
            return true;
        }
        let number = self.slots.get(in_slots).copied().unwrap_or(u16::MAX);
        let guard = self.guards.binary_search_by_key(&number, |&(literal, _)| literal);
        let Some((_, guard)) = guard.ok().and_then(|at| self.guards.get(at)) else { return true };
        let length = self.literals.get(usize::from(number)).map_or(0, |literal| literal.length);
        guard.may_be_in(haystack.get(start + usize::from(length)..).unwrap_or_default())
    }

    /// The rule of that owner.
    pub(crate) fn owner(&self, owner: usize) -> Option<usize> {
        self.owners.get(owner).map(|&rule| rule.into())
    }
}

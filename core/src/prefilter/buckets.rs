//! Literals sorted into a few buckets, so that a vector unit can tell where one may stand.
//!
//! For each of four bytes in a row there is a table of which buckets have a literal with such a
//! byte there; one may stand where all four agree on a bucket. That is Teddy, of Hyperscan, but
//! for tables of whole bytes: with as many literals as rules have, halves of bytes agree nearly
//! everywhere. And bytes of different literals of a bucket make up many that are none of them, so
//! a fifth table tells which buckets have a literal whose first three bytes hash to such a number.
//!
//! Cases of letters count for nothing, so a byte is told from 63 others only (see [`kind`]): tables of
//! 64 fit in one register each.

use alloc::vec;
use alloc::vec::Vec;

use super::common::{self, Grams};
use super::rarity::{KEY, rarest, share_of_text};

/// Sets of buckets; a byte has bits for eight.
const SETS: usize = 2;
const IN_A_SET: usize = 8;

/// Of all words of text, how many have as many token bytes as a short head needs: roughly, as it leaves
/// the fewest places in the texts of `sparse.rs`.
const STARTS: f64 = 0.1;

/// The most buckets whose pairs are compared.
const MOST_COMPARED: usize = 192;

/// Kinds of bytes, of which each holds both cases of a letter.
pub(crate) const KINDS: usize = 64;

/// The kind of a byte: it without the bit that cases of letters differ in, and without the highest.
pub(crate) const fn kind(byte: u8) -> u8 {
    byte & 0x1f | byte >> 1 & 0x20
}

/// Which buckets have a literal with a byte of such a kind at each place of its key.
#[derive(Clone, Debug)]
pub(crate) struct Buckets {
    pub(crate) bytes: [[[u8; KINDS]; KEY]; SETS],
    /// Which have one whose first bytes have such a hash (see [`hash`]).
    pub(crate) hashed: [[u8; HASHES]; SETS],
    /// The same as `bytes` by the low and the high half of a byte, where that is all that a processor can
    /// look up at a time.
    pub(crate) low: [[[u8; 16]; KEY]; SETS],
    pub(crate) high: [[[u8; 16]; KEY]; SETS],
    /// Which buckets are of literals that are looked for at the start of words only.
    pub(crate) short: [u8; SETS],
}

impl Buckets {
    /// Sorts the literals into buckets, so that as little text as can be is taken for one.
    pub(crate) fn new<'l>(
        short: impl Iterator<Item = &'l [u8]>,
        rare: impl Iterator<Item = &'l [u8]>,
    ) -> Self {
        let mut keys: Vec<(bool, &[u8])> = short
            .map(|literal| (true, literal))
            .chain(rare.map(|literal| (false, &literal[rarest(literal)..])))
            .map(|(is_short, key)| (is_short, &key[..key.len().min(KEY)]))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let model = Model::new();
        let keys: Vec<Bucket> =
            keys.iter().map(|(is_short, key)| Bucket::of(*is_short, key, &model)).collect();
        let buckets = exchanged(&keys, merged(keys.clone(), &model), &model);
        let mut all = Self {
            bytes: [[[0; KINDS]; KEY]; SETS],
            hashed: [[0; HASHES]; SETS],
            low: [[[0; 16]; KEY]; SETS],
            high: [[[0; 16]; KEY]; SETS],
            short: [0; SETS],
        };
        for (number, bucket) in buckets.iter().enumerate() {
            let (set, bit) = (number / IN_A_SET, 1 << (number % IN_A_SET));
            all.short[set] |= if bucket.is_short { bit } else { 0 };
            for (hash, buckets) in all.hashed[set].iter_mut().enumerate() {
                *buckets |= if bucket.hashes >> hash & 1 != 0 { bit } else { 0 };
            }
            for (at, kinds) in bucket.kinds.iter().enumerate() {
                for byte in (0..=u8::MAX).filter(|&byte| kinds >> kind(byte) & 1 != 0) {
                    all.bytes[set][at][usize::from(kind(byte))] |= bit;
                    all.low[set][at][usize::from(byte & 0xf)] |= bit;
                    all.high[set][at][usize::from(byte >> 4)] |= bit;
                }
            }
        }
        all
    }

    /// The buckets that these bytes may be in, of each set.
    pub(crate) fn of(&self, key: [u8; KEY]) -> [u8; SETS] {
        let [first, second, third, _] = key;
        let hash = usize::from(hash([first, second, third]));
        core::array::from_fn(|set| {
            let bytes = self.bytes[set].iter().zip(key);
            let hashed = self.hashed[set].get(hash).copied().unwrap_or_default();
            bytes.fold(hashed, |all, (table, byte)| all & table[usize::from(kind(byte))])
        })
    }
}

/// Bytes that are hashed, and how many hashes there are.
pub(crate) const HASHED: usize = 3;
pub(crate) const HASHES: usize = 128;

/// What a byte adds to the hash, by its place: the bits of its kind in another order.
pub(crate) const fn share_of_hash(place: usize, byte: u8) -> u8 {
    let bits = kind(byte);
    let by = [0, 3, 5][place];
    (bits << by | bits >> (7 - by)) & 0x7f
}

/// A number below [`HASHES`]. As each of its bits is a sum of some bits of the bytes, modulo two, a vector
/// unit that knows Galois fields makes it in a few steps.
pub(crate) const fn hash(bytes: [u8; HASHED]) -> u8 {
    share_of_hash(0, bytes[0]) ^ share_of_hash(1, bytes[1]) ^ share_of_hash(2, bytes[2])
}

/// What text is like.
struct Model {
    /// How much of it each kind of byte is.
    shares: [f64; KINDS],
    /// Of what is common in it, which have each kind of byte at each place.
    common: Vec<[Grams; KEY]>,
    /// Which have each hash.
    hashed: Vec<Grams>,
}

impl Model {
    fn new() -> Self {
        let mut common = vec![[Grams::default(); KEY]; KINDS];
        let mut hashed = vec![Grams::default(); HASHES];
        for (gram, word, bit) in common::commonest() {
            for (at, byte) in gram.into_iter().enumerate() {
                common[usize::from(kind(byte))][at][word] |= bit;
            }
            let [first, second, third, _] = gram;
            hashed[usize::from(hash([first, second, third]))][word] |= bit;
        }
        let mut shares = [0.0; KINDS];
        for byte in (0..128).filter(|byte: &u8| !byte.is_ascii_uppercase()) {
            shares[usize::from(kind(byte))] += share_of_text(byte);
        }
        Self { shares, common, hashed }
    }

    /// What is common and has one of these kinds of bytes at that place.
    fn common_with(&self, kinds: u64, place: usize) -> Grams {
        all_of(set(kinds.into()).map(|kind| &self.common[kind][place]))
    }

    /// What is common and has one of these hashes.
    fn common_hashed(&self, hashes: u128) -> Grams {
        all_of(set(hashes).map(|hash| &self.hashed[hash]))
    }

    /// How much of text these kinds of bytes are.
    fn share(&self, kinds: u64) -> f64 {
        set(kinds.into()).map(|kind| self.shares[kind]).sum()
    }
}

/// The numbers of the bits that are set.
fn set(mut bits: u128) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (bit < u128::BITS).then_some(bit as usize)
    })
}

fn all_of<'g>(grams: impl Iterator<Item = &'g Grams>) -> Grams {
    grams.fold(Grams::default(), |mut all, one| {
        all.iter_mut().zip(one).for_each(|(all, one)| *all |= one);
        all
    })
}

/// Literals that are not told apart.
#[derive(Clone)]
struct Bucket {
    is_short: bool,
    /// Which kinds of bytes stand at each place, a bit each.
    kinds: [u64; KEY],
    /// How much of text these are, at each place.
    sums: [f64; KEY],
    /// Which hashes they have.
    hashes: u128,
    /// What is common in text and has one of the bytes at each place, and what has one of the hashes.
    common: [Grams; KEY + 1],
    /// How much of text is taken for one of it, roughly.
    cost: f64,
}

impl Bucket {
    /// That of one key, in either case; what is missing of it may be anything.
    fn of(is_short: bool, key: &[u8], model: &Model) -> Self {
        let mut kinds = [u64::MAX; KEY];
        for (kinds, &byte) in kinds.iter_mut().zip(key) {
            *kinds = 1 << kind(byte);
        }
        let hashes = key.first_chunk().map_or(u128::MAX, |&bytes| 1 << hash(bytes));
        let common = core::array::from_fn(|at| match kinds.get(at) {
            Some(&kinds) => model.common_with(kinds, at),
            None => model.common_hashed(hashes),
        });
        let sums = kinds.map(|kinds| model.share(kinds));
        Self { is_short, kinds, sums, hashes, common, cost: 0.0 }.weighed()
    }

    /// The same with its cost.
    fn weighed(self) -> Self {
        Self { cost: self.cost_with(&self, self.sums), ..self }
    }

    /// All of these together, if there are any.
    fn of_all<'b>(mut all: impl Iterator<Item = &'b Self>, model: &Model) -> Option<Self> {
        let mut together = all.next()?.clone();
        for other in all {
            together.add(other);
        }
        together.sums = together.kinds.map(|kinds| model.share(kinds));
        Some(together.weighed())
    }

    /// Both together.
    fn or(mut self, other: &Self, model: &Model) -> Self {
        self.sums = self.sums_with(other, model);
        self.add(other);
        self.weighed()
    }

    /// Adds what the other holds, but for the sums and the cost.
    fn add(&mut self, other: &Self) {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(to, from)| *to |= from);
        self.hashes |= other.hashes;
        for (own, others) in
            self.common.as_flattened_mut().iter_mut().zip(other.common.as_flattened())
        {
            *own |= others;
        }
    }

    /// How much of text both are, at each place. Only what the other has alone is summed up, so the
    /// larger one goes first.
    fn sums_with(&self, other: &Self, model: &Model) -> [f64; KEY] {
        let alone = |at: usize| other.kinds[at] & !self.kinds[at];
        core::array::from_fn(|at| self.sums[at] + model.share(alone(at)))
    }

    /// How much of text is taken for one of either, roughly: what is common, and by chance, given how
    /// much of it both are.
    fn cost_with(&self, other: &Self, sums: [f64; KEY]) -> f64 {
        let share = f64::from((self.hashes | other.hashes).count_ones()) / HASHES as f64;
        let by_chance = sums.iter().product::<f64>() * share;
        let taken: Grams = core::array::from_fn(|word| {
            (0..=KEY)
                .fold(u64::MAX, |all, at| all & (self.common[at][word] | other.common[at][word]))
        });
        let all = by_chance + common::share_of_all(&taken);
        if self.is_short { all * STARTS } else { all }
    }

    /// How much more it costs with the other.
    fn rise(&self, other: &Self, model: &Model) -> f64 {
        if self.is_short == other.is_short {
            self.cost_with(other, self.sums_with(other, model)) - self.cost
        } else {
            f64::INFINITY
        }
    }

    /// How much more the two cost together than apart.
    fn growth(&self, other: &Self, model: &Model) -> f64 {
        self.rise(other, model) - other.cost
    }
}

/// Puts together those buckets, as long as there are too many, that it costs least to.
fn merged(mut buckets: Vec<Bucket>, model: &Model) -> Vec<Bucket> {
    // Neighbours first, where there are too many to compare all with all.
    let mut growths: Vec<f64> =
        buckets.windows(2).map(|pair| pair[0].growth(&pair[1], model)).collect();
    while buckets.len() > MOST_COMPARED {
        let Some(at) = least(growths.iter().copied()) else { break };
        let next = buckets.remove(at + 1);
        buckets[at] = buckets[at].clone().or(&next, model);
        growths.remove(at);
        for at in at.saturating_sub(1)..=at {
            if let (Some(growth), Some(next)) = (growths.get_mut(at), buckets.get(at + 1)) {
                *growth = buckets[at].growth(next, model);
            }
        }
    }
    // Which one before it each is put together with at the least cost, and at what.
    let nearest = |buckets: &[Option<Bucket>], number: usize| {
        let own = buckets[number].as_ref()?;
        let before = buckets[..number].iter().enumerate();
        let growths =
            before.filter_map(|(other, bucket)| Some((other, bucket.as_ref()?.growth(own, model))));
        growths.min_by(|one, other| one.1.total_cmp(&other.1))
    };
    let mut left = buckets.len();
    let mut buckets: Vec<Option<Bucket>> = buckets.into_iter().map(Some).collect();
    let mut nearests: Vec<Option<(usize, f64)>> =
        (0..buckets.len()).map(|number| nearest(&buckets, number)).collect();
    while left > SETS * IN_A_SET {
        let growths = nearests.iter().map(|nearest| nearest.map_or(f64::INFINITY, |(_, at)| at));
        let Some(from) = least(growths) else { break };
        let Some((to, _)) = nearests[from] else { break };
        let (Some(taken), Some(kept)) = (buckets[from].take(), buckets[to].take()) else { break };
        buckets[to] = Some(kept.or(&taken, model));
        left -= 1;
        (nearests[from], nearests[to]) = (None, nearest(&buckets, to));
        for number in to + 1..buckets.len() {
            let (Some(own), Some(grown)) = (&buckets[number], &buckets[to]) else { continue };
            if nearests[number].is_some_and(|(other, _)| other == to || other == from) {
                nearests[number] = nearest(&buckets, number);
                continue;
            }
            let growth = grown.growth(own, model);
            if nearests[number].is_none_or(|(_, least)| growth < least) {
                nearests[number] = Some((to, growth));
            }
        }
    }
    buckets.into_iter().flatten().collect()
}

/// The number of the least; the first of several.
fn least(costs: impl Iterator<Item = f64>) -> Option<usize> {
    let least = costs.enumerate().min_by(|one, other| one.1.total_cmp(&other.1));
    least.map(|(number, _)| number)
}

/// Moves literals to the buckets in which they cost least, as long as that spares anything, but a few
/// times at most.
fn exchanged(keys: &[Bucket], mut buckets: Vec<Bucket>, model: &Model) -> Vec<Bucket> {
    const TIMES: usize = 4;
    let best = |buckets: &[Bucket], key: &Bucket| {
        least(buckets.iter().map(|bucket| bucket.rise(key, model))).unwrap_or(0)
    };
    // Each is in one by now, so the best costs nothing.
    let mut places: Vec<usize> = keys.iter().map(|key| best(&buckets, key)).collect();
    for _ in 0..TIMES {
        let mut is_moved = false;
        for (at, key) in keys.iter().enumerate() {
            let from = places[at];
            let others = (0..keys.len()).filter(|&other| other != at && places[other] == from);
            let without = Bucket::of_all(others.map(|other| &keys[other]), model);
            let Some(without) = without else { continue };
            let whole = core::mem::replace(&mut buckets[from], without);
            let to = best(&buckets, key);
            if to == from {
                buckets[to] = whole;
            } else {
                buckets[to] = buckets[to].clone().or(key, model);
                places[at] = to;
                is_moved = true;
            }
        }
        if !is_moved {
            break;
        }
    }
    buckets
}

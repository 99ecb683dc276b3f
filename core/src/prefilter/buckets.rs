//! Literals sorted into a few buckets, so that a vector unit can tell where one may stand.
//!
//! For each of four bytes in a row there is a table of which buckets have a literal with such a
//! byte there; one may stand where all four agree on a bucket. That is Teddy, of Hyperscan, but
//! for tables of whole bytes: with as many literals as rules have, halves of bytes agree nearly
//! everywhere. And bytes of different literals of a bucket make up many that are none of them, so
//! a fifth table tells which buckets have a literal whose first three bytes hash to such a number.

use alloc::vec::Vec;

use super::rarity::{KEY, rarest, share_of_text};

/// Sets of buckets; a byte has bits for eight.
const SETS: usize = 2;
const IN_A_SET: usize = 8;

/// Of all words of text, how many have as many token bytes as a short head needs.
const STARTS: f64 = 0.05;

/// The most buckets whose pairs are compared.
const MOST_COMPARED: usize = 256;

/// Which buckets have a literal with such a byte at each place of its key. Bytes that differ in the
/// highest bit alone are not told apart.
#[derive(Clone, Debug)]
pub(crate) struct Buckets {
    pub(crate) bytes: [[[u8; 128]; KEY]; SETS],
    /// Which have one whose first bytes have such a hash (see [`hash`]).
    pub(crate) hashed: [[u8; 128]; SETS],
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
        let keys: Vec<Bucket> =
            keys.iter().map(|(is_short, key)| Bucket::of(*is_short, key)).collect();
        let shares: [f64; 128] = core::array::from_fn(|byte| {
            // In both cases, so half for each.
            let share = share_of_text(byte as u8);
            if (byte as u8).is_ascii_alphabetic() { share / 2.0 } else { share }
        });
        let buckets = exchanged(&keys, merged(keys.clone(), &shares), &shares);
        let mut all = Self {
            bytes: [[[0; 128]; KEY]; SETS],
            hashed: [[0; 128]; SETS],
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
            for (at, bytes) in bucket.bytes.iter().enumerate() {
                for byte in (0..128).filter(|byte| bytes >> byte & 1 != 0) {
                    all.bytes[set][at][byte] |= bit;
                    // The highest bit counts for nothing here either.
                    all.low[set][at][byte & 0xf] |= bit;
                    all.high[set][at][byte >> 4] |= bit;
                    all.high[set][at][byte >> 4 | 8] |= bit;
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
            bytes.fold(hashed, |all, (table, byte)| all & table[usize::from(byte & 0x7f)])
        })
    }
}

/// Bytes that are hashed.
pub(crate) const HASHED: usize = 3;

/// What a byte adds to the hash, by its place: its bits in another order, but for those that cases
/// of letters and bytes beyond ASCII differ in.
pub(crate) const fn share_of_hash(place: usize, byte: u8) -> u8 {
    let bits = byte & 0x5f;
    let by = [0, 3, 5][place];
    (bits << by | bits >> (7 - by)) & 0x7f
}

/// A number below 128. As each of its bits is a sum of some bits of the bytes, modulo two, a vector
/// unit that knows Galois fields makes it in a few steps.
pub(crate) const fn hash(bytes: [u8; HASHED]) -> u8 {
    share_of_hash(0, bytes[0]) ^ share_of_hash(1, bytes[1]) ^ share_of_hash(2, bytes[2])
}

/// Literals that are not told apart.
#[derive(Clone)]
struct Bucket {
    is_short: bool,
    /// Which bytes stand at each place, a bit each.
    bytes: [u128; KEY],
    /// Which hashes they have.
    hashes: u128,
}

impl Bucket {
    /// That of one key, in either case; what is missing of it may be anything.
    fn of(is_short: bool, key: &[u8]) -> Self {
        let mut bytes = [u128::MAX; KEY];
        for (bytes, byte) in bytes.iter_mut().zip(key) {
            let bit = |byte: u8| 1 << (byte & 0x7f);
            *bytes = bit(byte.to_ascii_lowercase()) | bit(byte.to_ascii_uppercase());
        }
        let hashes = key.first_chunk().map_or(u128::MAX, |&bytes| 1 << hash(bytes));
        Self { is_short, bytes, hashes }
    }

    fn or(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.bytes.iter_mut().zip(other.bytes).for_each(|(to, from)| *to |= from);
        both.hashes |= other.hashes;
        both
    }

    /// How much of text is taken for one of it, roughly.
    fn cost(&self, shares: &[f64; 128]) -> f64 {
        let share = |bytes: &u128| {
            let (mut left, mut sum) = (*bytes, 0.0);
            while left != 0 {
                sum += shares[left.trailing_zeros() as usize];
                left &= left - 1;
            }
            sum
        };
        let hashed = f64::from(self.hashes.count_ones()) / 128.0;
        let all = self.bytes.iter().map(share).product::<f64>() * hashed;
        if self.is_short { all * STARTS } else { all }
    }
}

/// Puts together those buckets, as long as there are too many, that it costs least to.
fn merged(mut buckets: Vec<Bucket>, shares: &[f64; 128]) -> Vec<Bucket> {
    // Neighbours first, where there are too many to compare all with all.
    while buckets.len() > MOST_COMPARED {
        let growth = |pair: &[Bucket]| {
            let [one, other] = pair else { return f64::INFINITY };
            if one.is_short == other.is_short {
                one.or(other).cost(shares) - one.cost(shares) - other.cost(shares)
            } else {
                f64::INFINITY
            }
        };
        let growths = buckets.windows(2).map(growth).enumerate();
        let Some((at, _)) = growths.min_by(|x, y| x.1.total_cmp(&y.1)) else { break };
        buckets[at] = buckets[at].or(&buckets[at + 1]);
        buckets.remove(at + 1);
    }
    let mut costs: Vec<f64> = buckets.iter().map(|bucket| bucket.cost(shares)).collect();
    let growth = |buckets: &[Bucket], costs: &[f64], a: usize, b: usize| {
        if buckets[a].is_short == buckets[b].is_short {
            buckets[a].or(&buckets[b]).cost(shares) - costs[a] - costs[b]
        } else {
            f64::INFINITY
        }
    };
    // What it would cost to put two buckets together: row a, column b < a.
    let mut growths: Vec<Vec<f64>> = (0..buckets.len())
        .map(|a| (0..a).map(|b| growth(&buckets, &costs, a, b)).collect())
        .collect();
    while buckets.len() > SETS * IN_A_SET {
        let pairs =
            growths.iter().enumerate().flat_map(|(a, row)| (0..row.len()).map(move |b| (a, b)));
        let Some((a, b)) = pairs.min_by(|x, y| growths[x.0][x.1].total_cmp(&growths[y.0][y.1]))
        else {
            break;
        };
        buckets[b] = buckets[b].or(&buckets[a]);
        costs[b] = buckets[b].cost(shares);
        buckets.remove(a);
        costs.remove(a);
        growths.remove(a);
        growths.iter_mut().filter(|row| row.len() > a).for_each(|row| _ = row.remove(a));
        for other in (0..buckets.len()).filter(|&other| other != b) {
            growths[other.max(b)][other.min(b)] = growth(&buckets, &costs, other, b);
        }
    }
    buckets
}

/// Moves literals to the buckets in which they cost least, as long as that spares anything, but a few
/// times at most.
fn exchanged(keys: &[Bucket], mut buckets: Vec<Bucket>, shares: &[f64; 128]) -> Vec<Bucket> {
    const TIMES: usize = 4;
    let rise = |bucket: &Bucket, key: &Bucket| {
        if bucket.is_short == key.is_short {
            bucket.or(key).cost(shares) - bucket.cost(shares)
        } else {
            f64::INFINITY
        }
    };
    let best = |buckets: &[Bucket], key: &Bucket| {
        let rises = buckets.iter().map(|bucket| rise(bucket, key)).enumerate();
        rises.min_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |(number, _)| number)
    };
    for _ in 0..TIMES {
        // Each is in one by now, so the best costs nothing.
        let mut places: Vec<usize> = keys.iter().map(|key| best(&buckets, key)).collect();
        let mut is_moved = false;
        for at in 0..keys.len() {
            let others =
                (0..keys.len()).filter(|&other| other != at && places[other] == places[at]);
            let without = others.map(|other| keys[other].clone()).reduce(|all, key| all.or(&key));
            let Some(without) = without else { continue };
            let from = core::mem::replace(&mut buckets[places[at]], without);
            let to = best(&buckets, &keys[at]);
            if to == places[at] {
                buckets[to] = from;
            } else {
                buckets[to] = buckets[to].or(&keys[at]);
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

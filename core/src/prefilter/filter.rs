//! Which hashes are none of a set's, as a Bloom filter of one word for each hash (Putze, Sanders and
//! Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

/// Bits of a filter for each hash, and in all as a power of two: so many that few pass by chance.
const BITS: u32 = 32;
const MOST_BITS: u32 = 17;

/// Two bits for each hash, in the same word.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) words: Cow<'static, [u64]>,
    /// By how much a hash is shifted to give a word.
    pub(crate) shift: u32,
}

impl Filter {
    pub(crate) fn new(hashes: &[u64]) -> Self {
        let bits = hashes.len() as u32 * BITS;
        let bits = bits.next_power_of_two().ilog2().clamp(7, MOST_BITS);
        let shift = u64::BITS - (bits - u64::BITS.ilog2());
        let mut words: Vec<u64> = vec![0; 1 << (u64::BITS - shift)];
        for hash in hashes {
            words[(hash >> shift) as usize] |= two(*hash);
        }
        Self { words: words.into(), shift }
    }

    /// Whether the hash may be one of the set.
    #[inline]
    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        let bits = two(hash);
        self.words.get((hash >> self.shift) as usize).is_some_and(|word| word & bits == bits)
    }
}

/// A multiplicative hash, whose upper bits depend on all bits of what is hashed (Knuth, "The Art of
/// Computer Programming", 6.4).
#[inline]
pub(crate) const fn hash(bytes: u64) -> u64 {
    bytes.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bits that a hash has in its word.
const fn two(hash: u64) -> u64 {
    1 << (hash >> 41 & 63) | 1 << (hash >> 47 & 63)
}

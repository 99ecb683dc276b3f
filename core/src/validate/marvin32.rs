//! Marvin32, the hash that Microsoft's identifiable secrets use for a checksum.
//!
//! Source: `SymCrypt`, `lib/marvin32.c`; microsoft/security-utilities, which folds it to 32 bits.

/// The hash of the data for that seed, its halves combined.
pub(super) fn checksum(data: &[u8], seed: u64) -> u32 {
    let (low, high) = hash(data, seed);
    low ^ high
}

fn hash(data: &[u8], seed: u64) -> (u32, u32) {
    let (words, rest) = data.as_chunks::<4>();
    let mut state = (seed as u32, (seed >> 32) as u32);
    for word in words {
        state = mix(state, u32::from_le_bytes(*word));
    }
    // What is left over, and a marker after it.
    let last = rest.iter().rev().fold(0x80, |last, &byte| last << 8 | u32::from(byte));
    mix(mix(state, last), 0)
}

fn mix((a, b): (u32, u32), word: u32) -> (u32, u32) {
    let a = a.wrapping_add(word);
    let b = b ^ a;
    let a = a.rotate_left(20).wrapping_add(b);
    let b = b.rotate_left(9) ^ a;
    let a = a.rotate_left(27).wrapping_add(b);
    (a, b.rotate_left(19))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published with the algorithm.
    #[test]
    fn the_known_answers_come_out() {
        assert_eq!(hash(b"abc", 0xd53c_d9ce_cd08_93b7), (0x4927_69bf, 0x22c7_4339));
        let alphabet = b"abcdefghijklmnopqrstuvwxyz";
        assert_eq!(hash(alphabet, 0x0ddd_deee_efff_f000), (0x7260_aca2, 0xa128_eb7e));
        assert_eq!(hash(b"", 0x004f_b61a_001b_dbcc), (0x00cd_3c7d, 0x30ed_35c1));
    }
}

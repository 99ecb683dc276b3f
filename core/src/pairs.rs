//! Texts in which pairs of characters that often stand together are one byte, and pairs of those.
//!
//! Free of dependencies on the rest of the crate, since the build script compiles this file too.

use alloc::string::String;
use alloc::vec::Vec;

/// What a byte stands for.
pub(crate) type Pair = [u8; 2];

/// The first byte that stands for a pair; those below it are ASCII and stand for themselves.
pub(crate) const FIRST_PAIR: u8 = 128;

/// Writes a text out.
pub(crate) fn expand(text: &[u8], pairs: &[Pair]) -> String {
    let mut expanded = String::new();
    let mut ahead: Vec<u8> = text.iter().rev().copied().collect();
    while let Some(byte) = ahead.pop() {
        match byte.checked_sub(FIRST_PAIR).and_then(|pair| pairs.get(usize::from(pair))) {
            Some(&[first, second]) => ahead.extend([second, first]),
            None => expanded.push(byte.into()),
        }
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_pairs_are_written_out() {
        let pairs = [*b"ab", [FIRST_PAIR, b'c'], [FIRST_PAIR + 1, FIRST_PAIR]];
        assert_eq!(expand(&[b'x', FIRST_PAIR + 2, b'y'], &pairs), "xabcaby");
        assert_eq!(expand(b"", &pairs), "");
    }
}

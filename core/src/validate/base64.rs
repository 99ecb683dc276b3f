//! Base64 read byte by byte, so that nothing needs to hold the whole.

/// The bytes that the symbols stand for, in the standard or the URL-safe alphabet; they end at the
/// first padding, or whatever else is no symbol. Bits that make no whole byte are left out.
pub(crate) fn decode(symbols: impl IntoIterator<Item = u8>) -> impl Iterator<Item = u8> {
    let mut symbols = symbols.into_iter().map_while(value);
    let (mut bits, mut held) = (0u16, 0);
    core::iter::from_fn(move || {
        while held < 8 {
            bits = bits << 6 | u16::from(symbols.next()?);
            held += 6;
        }
        held -= 8;
        Some((bits >> held) as u8)
    })
}

fn value(symbol: u8) -> Option<u8> {
    Some(match symbol {
        b'A'..=b'Z' => symbol - b'A',
        b'a'..=b'z' => symbol - b'a' + 26,
        b'0'..=b'9' => symbol - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use data_encoding::{BASE64, BASE64URL_NOPAD};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_alphabets_come_back(bytes: Vec<u8>) {
            for text in [BASE64.encode(&bytes), BASE64URL_NOPAD.encode(&bytes)] {
                prop_assert_eq!(decode(text.bytes()).collect::<Vec<_>>(), bytes.clone());
            }
        }
    }

    #[test]
    fn what_is_no_symbol_ends_it() {
        assert_eq!(decode(*b"YWJj.YWJj").collect::<Vec<_>>(), b"abc");
        assert_eq!(decode(*b"Y").count(), 0);
    }
}

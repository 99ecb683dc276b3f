//! A PyPI token: `pypi-` and a macaroon in base64url.
//!
//! Source: libmacaroons, `doc/format.txt` (binary format, version 2); pypi/warehouse,
//! `macaroons/models.py`. Fields are a type, a length and that many bytes; a type of zero ends a
//! section. The signature comes last.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;

const LONGEST: usize = 1024;
const VERSION: u8 = 2;
const LOCATION: u8 = 1;
const SIGNATURE: u8 = 6;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let encoded = token.secret.strip_prefix(b"pypi-").unwrap_or(token.secret);
    let macaroon: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied()).take(LONGEST).collect();
    Validity::of(read(&macaroon, facts) == Some(true))
}

/// Whether it ends with a signature, and with that alone.
fn read(macaroon: &[u8], facts: Facts<'_>) -> Option<bool> {
    let mut rest = macaroon.strip_prefix(&[VERSION])?;
    loop {
        let (&kind, after) = rest.split_first()?;
        rest = after;
        if kind == 0 {
            continue;
        }
        let (length, after) = length(rest)?;
        let (content, after) = after.split_at_checked(length)?;
        match kind {
            LOCATION => facts(Fact::Host(core::str::from_utf8(content).ok()?)),
            SIGNATURE => return Some(content.len() == 32 && after.is_empty()),
            _ => {}
        }
        rest = after;
    }
}

/// A length in groups of seven bits, the least significant first.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [low @ ..=0x7f, rest @ ..] => Some((usize::from(*low), rest)),
        [low, high @ ..=0x7f, rest @ ..] => {
            Some((usize::from(low & 0x7f) | usize::from(*high) << 7, rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64URL_NOPAD;

    fn macaroon() -> Vec<u8> {
        let caveat = [b'x'; 200];
        [
            b"\x02\x01\x08pypi.org\x02\x02id\x00\x02\xc8\x01",
            caveat.as_slice(),
            b"\x00\x00\x06\x20",
            &[7; 32],
        ]
        .concat()
    }

    fn check_bytes(bytes: &[u8]) -> (Validity, Vec<String>) {
        let text = format!("pypi-{}", BASE64URL_NOPAD.encode(bytes));
        let mut seen = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let validity = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
        (validity, seen)
    }

    #[test]
    fn a_whole_macaroon_is_valid_and_names_its_host() {
        assert_eq!(check_bytes(&macaroon()), (Validity::Valid, ["host=pypi.org".into()].to_vec()));
    }

    #[test]
    fn every_part_of_one_is_invalid() {
        let whole = macaroon();
        for end in 0..whole.len() {
            assert_eq!(check_bytes(&whole[..end]).0, Validity::Invalid, "{end}");
        }
        assert_eq!(check_bytes(&[whole, [0].to_vec()].concat()).0, Validity::Invalid);
    }
}

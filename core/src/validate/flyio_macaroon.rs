//! A Fly.io token: macaroons in MessagePack and base64, each an array of nonce, location, caveats
//! and tail.
//!
//! Source: superfly/macaroon, `macaroon.go`, `nonce.go` and `macaroon-thought.md`. The nonce is an
//! array of a key ID, random bytes and whether it is a proof; the tail is a SHA-256 or, of a token
//! whose third-party caveats are to be discharged, may be encrypted. A token may be one of several,
//! separated by commas.

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;

/// Of a longer location nothing is said.
const LONGEST_LOCATION: usize = 128;
/// `fixarray` of four.
const MACAROON: u8 = 0x94;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let text = token.secret.strip_prefix(b"FlyV1 ").unwrap_or(token.secret);
    let mut all_hold = true;
    let mut has_host = false;
    for part in text.split(|&byte| byte == b',') {
        let encoded = memchr::memchr(b'_', part).map_or(part, |prefix| &part[prefix + 1..]);
        let mut fields = Fields(base64::decode(encoded.iter().copied()));
        let location = fields.macaroon();
        all_hold &= location.is_some();
        if let Some(location) = location
            && let Ok(location) = core::str::from_utf8(&location)
            && let Some(host) = location.strip_prefix("https://")
            && !has_host
        {
            has_host = true;
            facts(Fact::Host(host.split('/').next().unwrap_or(host)));
        }
    }
    Validity::of(all_hold)
}

/// MessagePack, read byte by byte.
struct Fields<I>(I);

/// What starts at a byte: so many bytes of content, then so many fields within.
struct Head {
    bytes: usize,
    fields: usize,
    is_text: bool,
}

impl<I: Iterator<Item = u8>> Fields<I> {
    /// The location of the one macaroon that the bytes are; `None` if they are none.
    fn macaroon(&mut self) -> Option<arrayvec::ArrayVec<u8, LONGEST_LOCATION>> {
        if self.0.next()? != MACAROON {
            return None;
        }
        self.pass_over()?;
        let head = self.head()?;
        let mut location = arrayvec::ArrayVec::new();
        for _ in 0..head.bytes {
            let _ = location.try_push(self.0.next()?);
        }
        self.pass_over()?;
        let tail = self.head()?;
        for _ in 0..tail.bytes {
            self.0.next()?;
        }
        let ends = self.0.next().is_none();
        (head.is_text && tail.bytes >= 16 && tail.fields == 0 && ends).then_some(location)
    }

    /// Passes over one field and all within it.
    fn pass_over(&mut self) -> Option<()> {
        let mut left = 1usize;
        while left > 0 {
            let head = self.head()?;
            for _ in 0..head.bytes {
                self.0.next()?;
            }
            left = left.checked_add(head.fields)? - 1;
        }
        Some(())
    }

    fn head(&mut self) -> Option<Head> {
        let kind = self.0.next()?;
        let (bytes, fields) = match kind {
            0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => (0, 0),
            0x80..=0x8f => (0, 2 * usize::from(kind & 0x0f)),
            0x90..=0x9f => (0, usize::from(kind & 0x0f)),
            0xa0..=0xbf => (usize::from(kind & 0x1f), 0),
            0xc4 | 0xd9 => (self.number(1)?, 0),
            0xc5 | 0xda => (self.number(2)?, 0),
            0xc6 | 0xdb => (self.number(4)?, 0),
            0xcc | 0xd0 => (1, 0),
            0xcd | 0xd1 => (2, 0),
            0xca | 0xce | 0xd2 => (4, 0),
            0xcb | 0xcf | 0xd3 => (8, 0),
            0xdc => (0, self.number(2)?),
            0xdd => (0, self.number(4)?),
            0xde => (0, self.number(2)?.checked_mul(2)?),
            0xdf => (0, self.number(4)?.checked_mul(2)?),
            // Extensions have no place in a macaroon.
            _ => return None,
        };
        let is_text = matches!(kind, 0xa0..=0xbf | 0xd9..=0xdb);
        Some(Head { bytes, fields, is_text })
    }

    /// A number of so many bytes, the most significant first.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        (0..bytes).try_fold(0usize, |number, _| {
            number.checked_mul(256)?.checked_add(usize::from(self.0.next()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64;

    fn macaroon(location: &str) -> Vec<u8> {
        let nonce =
            [b"\x93\xc4\x08\x00\x00\x00\x00\x00\x09\xc2\x06\xc4\x10".as_slice(), &[7; 16], b"\xc2"];
        let location = [&[0xd9, location.len() as u8], location.as_bytes()].concat();
        let caveats = b"\x92\x00\x92\xce\x00\x12\xd5\x72\x1f";
        let tail = [b"\xc4\x20".as_slice(), &[9; 32]].concat();
        [b"\x94".as_slice(), &nonce.concat(), &location, caveats, &tail].concat()
    }

    fn facts_of(text: &str) -> (Validity, Vec<String>) {
        let mut seen = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let validity = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
        (validity, seen)
    }

    #[test]
    fn whole_macaroons_are_valid_and_name_their_host() {
        let permission = BASE64.encode(&macaroon("https://api.fly.io/v1"));
        let discharge = BASE64.encode(&macaroon("29745b8fbe60e62fe8359198aea82643"));
        for text in [
            format!("fm2_{permission}"),
            format!("FlyV1 fm2_{permission},fm2_{discharge}"),
            format!("FlyV1 fm1r_{permission},fm1a_{permission}"),
        ] {
            let expected = ["host=api.fly.io".into()].to_vec();
            assert_eq!(facts_of(&text), (Validity::Valid, expected), "{text}");
        }
    }

    #[test]
    fn every_part_of_one_is_invalid() {
        let whole = macaroon("https://api.fly.io/v1");
        for end in 0..whole.len() {
            let text = format!("fm2_{}", BASE64.encode(&whole[..end]));
            assert_eq!(facts_of(&text).0, Validity::Invalid, "{end}");
        }
        let longer = [whole.as_slice(), &[0]].concat();
        assert_eq!(facts_of(&format!("fm2_{}", BASE64.encode(&longer))).0, Validity::Invalid);
    }

    #[test]
    fn lengths_out_of_all_bounds_end_at_the_end_of_the_text() {
        for bytes in
            [b"\x94\xdf\xff\xff\xff\xff".as_slice(), b"\x94\xc6\xff\xff\xff\xff", b"\x94\xc7\x01"]
        {
            let text = format!("fm2_{}", BASE64.encode(bytes));
            assert_eq!(facts_of(&text).0, Validity::Invalid);
        }
    }
}

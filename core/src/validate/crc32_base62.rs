//! `<prefix>_` + body + 6 characters: the body's CRC-32 (IEEE) in base62.
//!
//! Source: GitHub, "Behind GitHub's new authentication token formats" (2021); npm took over the
//! scheme. Digits are `0-9A-Za-z`, most significant first, padded with `0`.

use arrayvec::ArrayVec;

use super::{Token, Validity, base64};

const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 6;

pub(super) fn check(token: Token<'_>) -> Validity {
    let Some(separator) = memchr::memchr(b'_', token.secret) else {
        return Validity::Unchecked;
    };
    let Some((body, checksum)) = token.secret[separator + 1..].split_last_chunk::<LENGTH>() else {
        return Validity::Invalid;
    };
    Validity::of(*checksum == encode(CRC32.checksum(body)))
}

/// Of a longer token in base64 nothing is said.
const LONGEST_ENCODED: usize = 128;

/// The same, where the token is encoded in base64.
pub(super) fn check_encoded(token: Token<'_>) -> Validity {
    let decoded: ArrayVec<u8, LONGEST_ENCODED> =
        base64::decode(token.secret.iter().copied()).take(LONGEST_ENCODED).collect();
    // `echo` leaves the end of a line behind.
    let token = decoded.trim_ascii_end();
    check(Token { secret: token, matched: token })
}

fn encode(mut number: u32) -> [u8; LENGTH] {
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[number as usize % 62];
        number /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String};

    fn check_text(text: &str) -> Validity {
        check(Token { secret: text.as_bytes(), matched: text.as_bytes() })
    }

    #[test]
    fn a_token_within_base64_is_checked() {
        let body = "Zk3vQ9xL0mT7wR2bN5sHd1Jp6YgSf3";
        let digits = encode(CRC32.checksum(body.as_bytes()));
        let checksum = core::str::from_utf8(&digits).expect("digits are text");
        for (token, validity) in [
            (format!("ghp_{body}{checksum}"), Validity::Valid),
            (format!("ghp_{body}{checksum}\n"), Validity::Valid),
            (format!("ghp_{body}000000"), Validity::Invalid),
            (format!("ghp{body}{checksum}"), Validity::Unchecked),
        ] {
            let text = data_encoding::BASE64.encode(token.as_bytes());
            let given = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check_encoded(given), validity, "{token}");
        }
    }

    #[test]
    fn the_checksum_of_the_body_is_valid_and_any_other_is_not() {
        for body in ["000000000000000000000000000000", "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E"] {
            let checksum =
                String::from_utf8(encode(CRC32.checksum(body.as_bytes())).to_vec()).unwrap();
            assert_eq!(check_text(&format!("ghp_{body}{checksum}")), Validity::Valid);
            let altered = body.replacen(&body[..1], "1", 1);
            assert_eq!(check_text(&format!("ghp_{altered}{checksum}")), Validity::Invalid);
        }
    }

    #[test]
    fn what_is_too_short_or_has_no_prefix_does_not_panic() {
        assert_eq!(check_text("ghp_"), Validity::Invalid);
        assert_eq!(check_text(""), Validity::Unchecked);
    }

    #[test]
    fn digits_are_padded() {
        assert_eq!(&encode(0), b"000000");
        assert_eq!(&encode(61), b"00000z");
        assert_eq!(&encode(u32::MAX), b"4gfFC3");
    }
}

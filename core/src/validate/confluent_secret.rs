//! A Confluent Cloud API secret: `cflt`, 54 characters, and the first 6 of the base64 of their
//! CRC-32 (IEEE), least significant byte first.
//!
//! Source: Confluent, "Use API Keys to Authenticate to Confluent Cloud" (prefix and length, from
//! July 2025); the checksum as published secrets show it.

use super::{Token, Validity, base64};

const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// Six characters hold the checksum's 32 bits and four more.
const LENGTH: usize = 6;

pub(super) fn check(token: Token<'_>) -> Validity {
    let body = token.secret.strip_prefix(b"cflt").unwrap_or(token.secret);
    let Some((body, given)) = body.split_last_chunk::<LENGTH>() else { return Validity::Invalid };
    let checksum = CRC32.checksum(body).to_le_bytes();
    // Of the last character the four bits that are left over are zero.
    let rest_is_zero = matches!(given[LENGTH - 1], b'A' | b'Q' | b'g' | b'w');
    Validity::of(rest_is_zero && base64::decode(*given).eq(checksum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use data_encoding::BASE64;

    fn check_text(text: &str) -> Validity {
        check(Token { secret: text.as_bytes(), matched: text.as_bytes() })
    }

    #[test]
    fn the_checksum_decides() {
        let body = "Zk3vQ9xL0mT7wR2bN5sHd1Jp6YgSf3UaEo5iRkBvT9xK2mQ7bLr4Wz";
        let checksum = BASE64.encode(&CRC32.checksum(body.as_bytes()).to_le_bytes());
        let secret = format!("cflt{body}{}", &checksum[..LENGTH]);
        assert_eq!(check_text(&secret), Validity::Valid);
        for at in 4..secret.len() {
            let mut altered = secret.clone().into_bytes();
            altered[at] = if altered[at] == b'a' { b'b' } else { b'a' };
            let token = Token { secret: &altered, matched: &altered };
            assert_eq!(check(token), Validity::Invalid, "{at}");
        }
    }

    #[test]
    fn what_is_too_short_is_invalid() {
        for text in ["", "cflt", "cflt12345"] {
            assert_eq!(check_text(text), Validity::Invalid, "{text}");
        }
    }
}

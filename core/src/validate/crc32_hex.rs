//! A CRC-32 (IEEE) in 8 hexadecimal digits at the end. Three ways.
//!
//! Source: Atlassian, "API tokens" (`ATATT3`, `ATCTT3`, `ATBB`); Grafana, `pkg/components/satokengen`;
//! Cloudflare, "API token formats" (2025); Zuplo, "API key best practices", and keys as they are seen.

use super::{Token, Validity};

const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// Atlassian: upper case, over all before it.
pub(super) fn check_upper(token: Token<'_>) -> Validity {
    check(token.secret, b"0123456789ABCDEF", |head| CRC32.checksum(head))
}

/// Cloudflare, Zuplo: lower case, over what follows the prefix and its `_`; Zuplo puts another `_`
/// before it.
pub(super) fn check_body(token: Token<'_>) -> Validity {
    check(token.secret, LOWER, |head| {
        let body = memchr::memchr(b'_', head).map_or(head, |prefix| &head[prefix + 1..]);
        CRC32.checksum(body.strip_suffix(b"_").unwrap_or(body))
    })
}

/// Grafana: lower case, least significant byte first, over all before the `_` that precedes it.
pub(super) fn check_little_endian(token: Token<'_>) -> Validity {
    check(token.secret, LOWER, |head| {
        CRC32.checksum(head.strip_suffix(b"_").unwrap_or(head)).swap_bytes()
    })
}

const LOWER: &[u8; 16] = b"0123456789abcdef";

fn check(secret: &[u8], digits: &[u8; 16], checksum: impl FnOnce(&[u8]) -> u32) -> Validity {
    let Some((head, given)) = secret.split_last_chunk::<8>() else { return Validity::Invalid };
    let checksum = checksum(head);
    let digit = |place: usize| digits[(checksum >> (28 - 4 * place)) as usize & 15];
    Validity::of(given.iter().enumerate().all(|(place, &byte)| byte == digit(place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn each_way_takes_its_own_checksum_and_no_other() {
        let crc = |text: &str| CRC32.checksum(text.as_bytes());
        let body = "Zk3vQ9xL0mT7wR2bN5sHd1Jp6YgSf3Ua";
        let upper = format!("ATBB{body}{:08X}", crc(&format!("ATBB{body}")));
        let plain = format!("cfk_{body}{:08x}", crc(body));
        let separated = format!("zpka_{body}_{:08x}", crc(body));
        let swapped = format!("glsa_{body}_{:08x}", crc(&format!("glsa_{body}")).swap_bytes());
        let token = Token { secret: separated.as_bytes(), matched: separated.as_bytes() };
        assert_eq!(check_body(token), Validity::Valid);
        let checks: [fn(Token<'_>) -> Validity; 3] = [check_upper, check_body, check_little_endian];
        for (at, text) in [upper, plain, swapped].iter().enumerate() {
            for (way, check) in checks.iter().enumerate() {
                let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
                assert_eq!(check(token), Validity::of(at == way), "{text} {way}");
            }
        }
    }

    #[test]
    fn what_is_too_short_is_invalid() {
        for check in [check_upper, check_body, check_little_endian] {
            for text in [b"".as_slice(), b"ATBB123", b"_1234567", b"________"] {
                assert_eq!(check(Token { secret: text, matched: text }), Validity::Invalid);
            }
        }
    }
}

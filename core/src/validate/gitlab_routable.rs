//! A routable token: `<prefix>-<payload>.<version>.<length><checksum>`.
//!
//! Source: GitLab, "Routable tokens" (architecture documents). The checksum is the CRC-32 (IEEE) of
//! all before it in base 36, seven lower-case digits. Tokens without dots are of the older kind and
//! have none.

use super::{Token, Validity};

const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 7;

pub(super) fn check(token: Token<'_>) -> Validity {
    if memchr::memchr(b'.', token.secret).is_none() {
        return Validity::Unchecked;
    }
    let Some((head, checksum)) = token.secret.split_last_chunk::<LENGTH>() else {
        return Validity::Invalid;
    };
    Validity::of(*checksum == encode(CRC32.checksum(head)))
}

fn encode(mut number: u32) -> [u8; LENGTH] {
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[number as usize % DIGITS.len()];
        number /= DIGITS.len() as u32;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String};

    #[test]
    fn the_checksum_covers_all_before_it() {
        let head = ["glp", "at-bzoxCnU6MQpaazNGN0pQ", ".01.0z"].concat();
        let checksum = String::from_utf8(encode(CRC32.checksum(head.as_bytes())).to_vec()).unwrap();
        for (text, validity) in [
            (format!("{head}{checksum}"), Validity::Valid),
            (format!("{}{checksum}", head.replace("01", "02")), Validity::Invalid),
            (head[..20].into(), Validity::Unchecked),
            (".".into(), Validity::Invalid),
        ] {
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check(token), validity, "{text}");
        }
    }
}

//! A client secret of Entra ID: 3 random characters, a digit and `Q~`, more of them, and where the
//! digit is 8 the first 3 characters of a checksum.
//!
//! Source: microsoft/security-utilities, `IdentifiableMetadata`. The checksum is Marvin32 of all
//! before it, in base 66, most significant first, in six characters.

use super::{Token, Validity, marvin32};

const SEED: u64 = u64::from_be_bytes(*b"AadPwd00");
const DIGITS: &[u8; 66] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";

pub(super) fn check(token: Token<'_>) -> Validity {
    if token.secret.get(3..6) != Some(b"8Q~") {
        return Validity::Unchecked;
    }
    let Some((body, given)) = token.secret.split_last_chunk::<3>() else {
        return Validity::Invalid;
    };
    Validity::of(*given == encode(marvin32::checksum(body, SEED)))
}

/// The first three of the six digits.
fn encode(number: u32) -> [u8; 3] {
    [5, 4, 3].map(|place| DIGITS[(number / 66u32.pow(place) % 66) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String};

    #[test]
    fn the_checksum_covers_all_before_it() {
        let body = "x1Y8Q~vT9xK2mQ7bLr4WzN8cHd-1Jp_6YgSf3";
        let checksum = encode(marvin32::checksum(body.as_bytes(), SEED));
        let checksum = String::from_utf8(checksum.to_vec()).unwrap();
        for (text, validity) in [
            (format!("{body}{checksum}"), Validity::Valid),
            (format!("{}{checksum}", body.replace('v', "w")), Validity::Invalid),
            (body.replace("8Q", "7Q"), Validity::Unchecked),
            ("abc8Q~".into(), Validity::Invalid),
            (String::new(), Validity::Unchecked),
        ] {
            let token = Token { secret: text.as_bytes(), matched: b"" };
            assert_eq!(check(token), validity, "{text}");
        }
    }
}

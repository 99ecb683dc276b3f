//! A private key in wallet import format: a version, 32 bytes, a mark for compressed public keys,
//! and the start of a double SHA-256, in base 58.
//!
//! Source: Bitcoin wiki, "Wallet import format" and "Base58 check encoding".

use sha2::{Digest, Sha256};

use super::{Facts, Token, Validity};
use crate::fact::Fact;

const MAIN: u8 = 0x80;
const TEST: u8 = 0xef;

/// Says that the public key is compressed.
const COMPRESSED: u8 = 1;

const CHECKSUM: usize = 4;

/// Version, key, mark and checksum.
const LONGEST: usize = 38;

/// Whether the checksum holds, and which network the key is of.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let mut decoded = [0; LONGEST];
    let Ok(length) = bs58::decode(token.secret).onto(&mut decoded[..]) else {
        return Validity::Invalid;
    };
    let (payload, checksum) = decoded[..length].split_at(length.saturating_sub(CHECKSUM));
    let is_key = match payload.len() {
        33 => true,
        34 => payload.last() == Some(&COMPRESSED),
        _ => false,
    };
    let environment = match payload.first() {
        Some(&MAIN) => "live",
        Some(&TEST) => "test",
        _ => return Validity::Invalid,
    };
    let hash = Sha256::digest(Sha256::digest(payload));
    let holds = is_key && hash.starts_with(checksum);
    if holds {
        facts(Fact::Environment(environment));
    }
    Validity::of(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn environment(secret: &str) -> Option<String> {
        let mut seen = None;
        let token = Token { secret: secret.as_bytes(), matched: secret.as_bytes() };
        let validity = check(token, &mut |fact| seen = Some(alloc::format!("{fact}")));
        assert_eq!(validity == Validity::Valid, seen.is_some());
        seen
    }

    #[test]
    fn the_checksum_covers_version_and_key() {
        // The example of the wiki, in its three forms.
        let long = ["5HueCGU8rMjxEXxiPuD5BDku4MkFqeZ", "yd4dZ1jvhTVqvbTLvyTJ"].concat();
        assert_eq!(environment(&long).as_deref(), Some("live"));
        let compressed = ["KwdMAjGmerYanjeui5SHS7JkmpZv", "VipYvB2LJGU1ZxJwYvP98617"].concat();
        assert_eq!(environment(&compressed).as_deref(), Some("live"));
        let test = ["cMzLdeGd5vEqxB8B6VFQoRopQ3", "sLAAvEzDAoQgvX54xwofSWj1fx"].concat();
        assert_eq!(environment(&test).as_deref(), Some("test"));
        assert_eq!(environment(&long.replace("rMj", "rMk")), None);
        assert_eq!(environment(&long[1..]), None);
        assert_eq!(environment("0OIl"), None);
        assert_eq!(environment(""), None);
    }
}

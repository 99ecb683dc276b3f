//! An AWS access key ID: a prefix and 16 characters of base32 that hold the account.
//!
//! Source: T. Ray, "AWS Access Key ID formats" (2021), A. Sharpe, "A short note on AWS KEY ID" (2023).
//! Of the ten bytes, 40 bits after the first are the account; in IDs from before about 2019 the
//! first bit is 0 and the rest says nothing.

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// Nothing proves an ID, so it stays unchecked; the account is a fact.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    if let Some(account) = account(token.secret) {
        facts(Fact::Account(account));
    }
    Validity::Unchecked
}

/// Whether it is an ID of a key, and not the one that AWS's documents use.
pub(super) fn is_well_formed(id: &[u8]) -> bool {
    let is_key = id.starts_with(b"AKIA") || id.starts_with(b"ASIA");
    let is_base32 = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    is_key && id.len() == 20 && id.iter().all(is_base32) && !id.ends_with(b"EXAMPLE")
}

/// The account, where the ID holds one.
pub(super) fn account(id: &[u8]) -> Option<u64> {
    // Ten characters of five bits: 50, of which the first 48 are wanted.
    let bits = id.get(4..14)?.iter().try_fold(0u64, |bits, &byte| {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        Some(bits << 5 | u64::from(value))
    })?;
    let first_48 = bits >> 2;
    let is_new = first_48 >> 47 == 1;
    let account = (first_48 & 0x7fff_ffff_ff80) >> 7;
    (is_new && account <= 999_999_999_999).then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_stands_in_new_ids_only() {
        assert_eq!(account(b"ASIAY34FZKBOKMUTVV7A"), Some(609_629_065_308));
        assert_eq!(account(b"AKIAIOSFODNN7AAAAAAA"), None);
        assert_eq!(account(b"AKIA"), None);
        assert_eq!(account(b"AKIA0000000000000000"), None);
    }
}

//! A long-term API key of a service: `ABSK` and base64 of `user-at-account:secret`.
//!
//! Source: AWS Security Blog, "Securing Amazon Bedrock API keys" (2025).

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;

const LONGEST: usize = 512;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let encoded = token.secret.strip_prefix(b"ABSK").unwrap_or(token.secret);
    let decoded: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied()).take(LONGEST).collect();
    Validity::of(read(&decoded, facts).is_some())
}

fn read(decoded: &[u8], facts: Facts<'_>) -> Option<()> {
    let colon = memchr::memchr(b':', decoded)?;
    let (name, secret) = (core::str::from_utf8(&decoded[..colon]).ok()?, &decoded[colon + 1..]);
    let (user, account) = name.rsplit_once("-at-")?;
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    if !is_account || user.is_empty() || secret.is_empty() {
        return None;
    }
    facts(Fact::User(name));
    facts(Fact::Account(account.parse().ok()?));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec::Vec};
    use data_encoding::BASE64;

    #[test]
    fn the_account_is_read_whatever_the_user_is_called() {
        for (user, validity) in [
            ("BedrockAPIKey-x1y2-at-123456789012", Validity::Valid),
            ("ci-at-home-at-123456789012", Validity::Valid),
            ("ci-at-12345678901", Validity::Invalid),
            ("-at-123456789012", Validity::Invalid),
            ("ci", Validity::Invalid),
        ] {
            let secret = format!("{user}:Zk3vQ9xL0mT7wR2bN5s");
            let text = format!("ABSK{}", BASE64.encode(secret.as_bytes()));
            let mut accounts = Vec::new();
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            let found = check(token, &mut |fact| {
                if let Fact::Account(account) = fact {
                    accounts.push(account);
                }
            });
            assert_eq!(found, validity, "{user}");
            assert_eq!(accounts.contains(&123_456_789_012), validity == Validity::Valid, "{user}");
        }
    }
}

//! A Sentry organization token: `sntrys_`, base64 of a JSON object with the members `iat` (time of
//! issue), `url`, `region_url` and `org`, then `_` and 32 random bytes in base64.
//!
//! Source: Sentry, `src/sentry/utils/security/orgauthtoken_token.py`.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, json};
use crate::fact::{Fact, Timestamp};

const LONGEST: usize = 512;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let encoded = token.secret.strip_prefix(b"sntrys_").unwrap_or(token.secret);
    // The standard alphabet has no `_`, so the first one ends the object.
    let object: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied().take_while(|&byte| byte != b'_'))
            .take(LONGEST)
            .collect();
    let (mut has_time, mut has_region) = (false, false);
    let whole = json::members(&object, |name, value| match name {
        b"iat" => {
            if let Some(time) = value.number() {
                has_time = true;
                facts(Fact::IssuedAt(Timestamp(time)));
            }
        }
        b"region_url" => {
            if let Some(host) = value.text() {
                has_region = true;
                facts(Fact::Host(host));
            }
        }
        b"org" => {
            if let Some(organization) = value.text() {
                facts(Fact::Id(organization));
            }
        }
        _ => {}
    });
    Validity::of(whole.is_some() && has_time && has_region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64;

    #[test]
    fn time_host_and_organization_are_read() {
        let whole =
            r#"{"iat":1700000000.25,"url":null,"region_url":"https://us.sentry.io","org":"acme"}"#;
        let facts = ["issued_at=2023-11-14T22:13:20Z", "host=https://us.sentry.io", "id=acme"];
        for (object, validity, expected) in [
            (whole, Validity::Valid, facts.as_slice()),
            (&whole[..60], Validity::Invalid, &facts[..1]),
            (r#"{"org":"acme"}"#, Validity::Invalid, &facts[2..]),
            ("", Validity::Invalid, &[]),
        ] {
            let text = format!("sntrys_{}_{}", BASE64.encode(object.as_bytes()), "Zk3v".repeat(10));
            let mut seen: Vec<String> = Vec::new();
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            let found = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
            assert_eq!(
                (found, seen.as_slice()),
                (validity, expected.iter().map(|&s| s.into()).collect::<Vec<String>>().as_slice()),
                "{object}"
            );
        }
    }
}

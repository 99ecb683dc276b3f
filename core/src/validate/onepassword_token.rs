//! A 1Password service account token: `ops_` and base64url of a JSON object that holds all that a
//! sign-in takes: `signInAddress`, `email`, `secretKey`, `srpX`, `muk` and `userAuth`.
//!
//! Source: 1Password, "Service account security"; the object as decoded tokens show it.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, json};
use crate::fact::Fact;

const LONGEST: usize = 1536;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let encoded = token.secret.strip_prefix(b"ops_").unwrap_or(token.secret);
    let object: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied()).take(LONGEST).collect();
    let (mut has_key, mut has_host) = (false, false);
    let whole = json::members(&object, |name, value| match name {
        b"signInAddress" => {
            if let Some(host) = value.text() {
                has_host = true;
                facts(Fact::Host(host));
            }
        }
        b"email" => {
            if let Some(user) = value.text() {
                facts(Fact::User(user));
            }
        }
        b"secretKey" => has_key = value.text().is_some_and(|key| key.starts_with("A3-")),
        _ => {}
    });
    Validity::of(whole.is_some() && has_key && has_host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64URL_NOPAD;

    #[test]
    fn address_and_account_are_read() {
        let whole = r#"{"signInAddress":"acme.1password.com","userAuth":{"method":"SRPg-4096"},"email":"k7@1passwordserviceaccounts.com","secretKey":"A3-7XKQ2M-9PLZ4T-HGL84-G64M7-KVZRN-4ZVP6"}"#;
        let facts = ["host=acme.1password.com", "user=k7@1passwordserviceaccounts.com"];
        for (object, validity, expected) in [
            (whole, Validity::Valid, facts.as_slice()),
            (&whole[..60], Validity::Invalid, &facts[..1]),
            (r#"{"signInAddress":"acme.1password.com"}"#, Validity::Invalid, &facts[..1]),
            ("", Validity::Invalid, &[]),
        ] {
            let text = format!("ops_{}", BASE64URL_NOPAD.encode(object.as_bytes()));
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

//! A Grafana Cloud access policy token: `glc_` and base64 of a JSON object with the members `o`
//! (organization), `n` (name), `k` (the key) and `m` (metadata, in it `r`, the region). Grafana's
//! older API keys are the object alone, with `n` and `k` and, for the organization, `id`.
//!
//! Source: Grafana, "Access policies and tokens", "Migrate API keys"; the object as decoded tokens
//! show it.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, json};
use crate::fact::Fact;
use crate::placeholder::{self, Placeholder};

const LONGEST: usize = 512;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let encoded = token.secret.strip_prefix(b"glc_").unwrap_or(token.secret);
    let object: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied()).take(LONGEST).collect();
    let (mut has_key, mut has_name) = (false, false);
    let whole = json::members(&object, |name, value| match name {
        b"o" => {
            if let Some(organization) = value.text() {
                facts(Fact::Id(organization));
            }
        }
        b"k" => {
            has_key = value
                .text()
                .is_some_and(|key| placeholder::judge(key.as_bytes()) == Placeholder::No);
        }
        b"n" => has_name = value.text().is_some(),
        b"m" => {
            let _ = json::members(value.0, |name, value| {
                if let (b"r", Some(region)) = (name, value.text()) {
                    facts(Fact::Region(region));
                }
            });
        }
        _ => {}
    });
    // An object cut off says nothing; one of other members, or that ends, has no prefix and is
    // none, is another vendor's.
    match whole {
        None if encoded != token.secret || !object.ends_with(b"}") => Validity::Unchecked,
        _ => Validity::of(whole.is_some() && has_key && has_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64;

    #[test]
    fn organization_and_region_are_read() {
        let whole = r#"{"o":"652992","n":"ci","k":"Zk3vQ9xL0mT7","m":{"r":"eu"}}"#;
        for (object, validity, expected) in [
            (whole, Validity::Valid, ["id=652992", "region=eu"].as_slice()),
            (r#"{"k":"Zk3vQ9xL0mT7","n":"ci","id":1}"#, Validity::Valid, &[]),
            (r#"{"o":"1"}"#, Validity::Invalid, &["id=1"]),
            (r#"{"k":"your-key-goes-here","n":"ci","id":1}"#, Validity::Invalid, &[]),
            (r#"{"k":"Zk3vQ9xL0mT7","t":"72f988bf"}"#, Validity::Invalid, &[]),
            (r#"{"k":"Zk3vQ9xL0mT7","#, Validity::Unchecked, &[]),
        ] {
            let text = format!("glc_{}", BASE64.encode(object.as_bytes()));
            let mut seen: Vec<String> = Vec::new();
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            let found = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
            assert_eq!(
                (found, seen.as_slice()),
                (validity, expected.iter().map(|&s| s.into()).collect::<Vec<String>>().as_slice())
            );
        }
    }
}

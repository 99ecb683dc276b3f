//! A request that AWS Signature Version 4 signed in its query string.
//!
//! Source: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".

use super::{Facts, Token, Validity, aws_access_key_id};
use crate::fact::{Fact, Timestamp};

/// Presigned URLs, RDS tokens: the query stands there as it is.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    check_query(token.secret, facts)
}

/// The structure holds if the credential has all its parts and the times can be read.
pub(super) fn check_query(query: &[u8], facts: Facts<'_>) -> Validity {
    Validity::of(read(query, facts).is_some())
}

fn read(query: &[u8], facts: Facts<'_>) -> Option<()> {
    let scope = parameter(query, b"X-Amz-Credential=")?;
    let (key, scope) = segment(scope)?;
    let (_day, scope) = segment(scope)?;
    let (region, scope) = segment(scope)?;
    let (service, request) = segment(scope)?;
    let issued = Timestamp::from_basic(parameter(query, b"X-Amz-Date=")?)?;
    let lifetime: u64 = parameter(query, b"X-Amz-Expires=")?.parse().ok()?;
    if !aws_access_key_id::is_well_formed(key.as_bytes()) || request != "aws4_request" {
        return None;
    }
    facts(Fact::Id(key));
    if let Some(account) = aws_access_key_id::account(key.as_bytes()) {
        facts(Fact::Account(account));
    }
    facts(Fact::Region(region));
    facts(Fact::Service(service));
    facts(Fact::IssuedAt(issued));
    facts(Fact::ExpiresAt(Timestamp(issued.0.checked_add(lifetime)?)));
    Some(())
}

/// The value of a parameter, as it is written.
fn parameter<'q>(query: &'q [u8], name: &[u8]) -> Option<&'q str> {
    let value = &query[memchr::memmem::find(query, name)? + name.len()..];
    let is_part = |&byte: &u8| byte.is_ascii_alphanumeric() || b"%/._~-".contains(&byte);
    let length = value.iter().position(|byte| !is_part(byte)).unwrap_or(value.len());
    core::str::from_utf8(&value[..length]).ok()
}

/// What stands before the first slash, plain or encoded, and what after it.
fn segment(scope: &str) -> Option<(&str, &str)> {
    let (at, slash) = scope.match_indices(['/', '%']).next()?;
    let slash = if slash == "%" { "%2F" } else { "/" };
    let after = scope.get(at + slash.len()..)?;
    scope[at..at + slash.len()].eq_ignore_ascii_case(slash).then_some((&scope[..at], after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    fn facts_of(query: &str) -> (Validity, Vec<String>) {
        let mut seen = Vec::new();
        let validity = check_query(query.as_bytes(), &mut |fact| {
            seen.push(format!("{}={fact}", fact.name()));
        });
        (validity, seen)
    }

    fn query(slash: &str) -> String {
        let credential =
            ["ASIA", "Y34FZKBOKMUTVV7A", slash, "20260110", slash, "eu-west-1", slash, "s3"]
                .concat();
        format!(
            "X-Amz-Credential={credential}{slash}aws4_request&X-Amz-Date=20260110T101112Z\
             &X-Amz-Expires=900&X-Amz-Signature=00"
        )
    }

    #[test]
    fn region_account_and_times_are_read() {
        for slash in ["/", "%2F", "%2f"] {
            let (validity, facts) = facts_of(&query(slash));
            assert_eq!(validity, Validity::Valid);
            let expected = [
                "account=609629065308",
                "region=eu-west-1",
                "service=s3",
                "issued_at=2026-01-10T10:11:12Z",
                "expires_at=2026-01-10T10:26:12Z",
            ];
            assert_eq!(facts[1..], expected.map(ToString::to_string));
        }
    }

    #[test]
    fn a_query_that_lacks_a_part_is_invalid() {
        for (from, to) in
            [("aws4_request", "aws4"), ("20260110T", "20261310T"), ("=900", "="), ("ASIA", "AIDA")]
        {
            let (validity, facts) = facts_of(&query("/").replace(from, to));
            assert_eq!((validity, facts.len()), (Validity::Invalid, 0), "{from}");
        }
        for text in
            ["", "X-Amz-Credential=", "X-Amz-Credential=%", "X-Amz-Credential=a%2", "\u{e9}"]
        {
            assert_eq!(facts_of(text).0, Validity::Invalid);
        }
        let endless = query("/").replace("=900", "=99999999999999999999");
        assert_eq!(facts_of(&endless).0, Validity::Invalid);
    }
}

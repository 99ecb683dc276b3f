//! A JFrog reference token: base64 of `reftkn:`, a version, the time it ends (0 if never) and a
//! secret.
//!
//! Source: JFrog, "Access tokens", section "Reference token"; the fields as decoded tokens show
//! them.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::{Fact, Timestamp};

const LONGEST: usize = 64;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let decoded: ArrayVec<u8, LONGEST> =
        base64::decode(token.secret.iter().copied()).take(LONGEST).collect();
    Validity::of(read(&decoded, facts).is_some())
}

fn read(decoded: &[u8], facts: Facts<'_>) -> Option<()> {
    let mut fields = core::str::from_utf8(decoded).ok()?.splitn(4, ':');
    let (name, version) = (fields.next()?, fields.next()?);
    let (ends, secret) = (fields.next()?, fields.next()?);
    let ends: u64 = ends.parse().ok()?;
    let is_secret = |byte: u8| byte.is_ascii_alphanumeric() || b"_/+-".contains(&byte);
    if name != "reftkn" || version.parse::<u8>().is_err() || !secret.bytes().all(is_secret) {
        return None;
    }
    facts(Fact::Version(version));
    if ends != 0 {
        facts(Fact::ExpiresAt(Timestamp(ends)));
    }
    (!secret.is_empty()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64;

    fn facts_of(content: &str) -> (Validity, Vec<String>) {
        let text = BASE64.encode(content.as_bytes());
        let mut seen = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let validity = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
        (validity, seen)
    }

    #[test]
    fn version_and_expiry_are_read() {
        let (validity, facts) = facts_of("reftkn:01:1768040000:Zk3vQ9xL0mT7wR2bN5sHd1Jp6Yg");
        assert_eq!(validity, Validity::Valid);
        assert_eq!(facts, ["version=01", "expires_at=2026-01-10T10:13:20Z"]);
        let (validity, facts) = facts_of("reftkn:01:0000000000:Zk3vQ9xL0mT7wR2bN5sHd1Jp6Yg");
        assert_eq!((validity, facts.len()), (Validity::Valid, 1));
    }

    #[test]
    fn what_lacks_a_field_is_invalid() {
        for content in
            ["", "reftkn", "reftkn:01:0000000000", "reftkn:01:soon:abc", "token:01:0:abc"]
        {
            assert_eq!(facts_of(content).0, Validity::Invalid, "{content}");
        }
        assert_eq!(facts_of("reftkn:01:0:").0, Validity::Invalid);
        assert_eq!(facts_of("reftkn:01:0:a\u{7f}b").0, Validity::Invalid);
    }
}

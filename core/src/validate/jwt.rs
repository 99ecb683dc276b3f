//! A JSON Web Token: header and claims in base64url, and a signature.
//!
//! Source: RFC 7519 and RFC 7515. The signature cannot be checked without its key.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, json};
use crate::fact::{Fact, Timestamp};

/// Of a longer header or longer claims nothing is said.
const LONGEST: usize = 6144;

/// A token by itself.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    check_parts(token.secret, facts)
}

/// A token that was encoded once more.
pub(super) fn check_base64(token: Token<'_>, facts: Facts<'_>) -> Validity {
    if token.secret.len() / 4 * 3 > LONGEST {
        return Validity::Unchecked;
    }
    let jwt: ArrayVec<u8, LONGEST> =
        base64::decode(token.secret.iter().copied()).take(LONGEST).collect();
    check_parts(&jwt, facts)
}

/// A token that names the application before it: `ghs_<id>_<jwt>`.
///
/// Source: GitHub changelog, "Notice about upcoming new format for GitHub App installation tokens"
/// (2026).
pub(super) fn check_prefixed(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let Some(start) = memchr::memmem::find(token.secret, b"eyJ") else {
        return Validity::Unchecked;
    };
    let (prefix, jwt) = token.secret.split_at(start);
    let id = prefix.strip_suffix(b"_").and_then(|prefix| prefix.rsplit(|&b| b == b'_').next());
    if let Some(Ok(id)) = id.map(core::str::from_utf8)
        && !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_digit())
    {
        facts(Fact::Id(id));
    }
    check_parts(jwt, facts)
}

/// An encrypted token, whose header names two algorithms: for the key, and for what is encrypted.
///
/// Source: RFC 7516.
pub(super) fn check_encrypted(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let (mut has_algorithm, mut has_encryption) = (false, false);
    let header = token.secret.split(|&byte| byte == b'.').next().unwrap_or_default();
    let header = members(header, |key, value| match (key, value.text(), value.number()) {
        (b"alg", Some(algorithm), _) => {
            has_algorithm = true;
            facts(Fact::Algorithm(algorithm));
        }
        (b"enc", Some(_), _) => has_encryption = true,
        (b"exp", _, Some(time)) => facts(Fact::ExpiresAt(Timestamp(time))),
        _ => {}
    });
    match header {
        Part::TooLong => Validity::Unchecked,
        _ => Validity::of(has_algorithm && has_encryption),
    }
}

fn check_parts(jwt: &[u8], facts: Facts<'_>) -> Validity {
    let mut parts = jwt.split(|&byte| byte == b'.');
    let (Some(header), Some(claims)) = (parts.next(), parts.next()) else {
        return Validity::Invalid;
    };
    let (mut has_algorithm, mut has_members) = (false, false);
    let header = members(header, |key, value| {
        has_members = true;
        if let (b"alg", Some(algorithm)) = (key, value.text()) {
            has_algorithm = true;
            facts(Fact::Algorithm(algorithm));
        }
    });
    let mut has_claims = false;
    let claims = members(claims, |key, value| {
        has_claims |= matches!(key, b"iss" | b"sub" | b"aud" | b"exp" | b"iat" | b"nbf" | b"jti");
        match (key, value.text(), value.number()) {
            (b"iss", Some(issuer), _) => facts(Fact::Issuer(issuer)),
            (b"sub", Some(subject), _) => facts(Fact::Subject(subject)),
            (b"iat", _, Some(time)) => facts(Fact::IssuedAt(Timestamp(time))),
            (b"exp", _, Some(time)) => facts(Fact::ExpiresAt(Timestamp(time))),
            _ => {}
        }
    });
    match (header, claims) {
        // Without an algorithm it is against the rules, and yet hardly anything else.
        (Part::Object, Part::Object) if has_members && !has_algorithm => Validity::Unchecked,
        (Part::Object, Part::Object) => Validity::of(has_algorithm),
        // What is signed or encrypted may be anything (RFC 7515, 7516).
        (Part::Object, Part::Braces | Part::Other) if has_algorithm => Validity::Unchecked,
        // Where only something in the header was altered, the claims still tell whose token it is.
        (Part::Braces, Part::Object) if has_claims => Validity::Unchecked,
        (Part::TooLong, _) | (_, Part::TooLong) => Validity::Unchecked,
        _ => Validity::Invalid,
    }
}

/// What a part holds.
#[derive(Clone, Copy)]
enum Part {
    Object,
    /// What begins and ends like an object, and is none.
    Braces,
    Other,
    TooLong,
}

/// Shows the members, if there are any.
fn members(part: &[u8], visit: impl FnMut(&[u8], json::Value<'_>)) -> Part {
    if part.len() / 4 * 3 > LONGEST {
        return Part::TooLong;
    }
    let json: ArrayVec<u8, LONGEST> = base64::decode(part.iter().copied()).take(LONGEST).collect();
    match (json::members(&json, visit), json.trim_ascii()) {
        (Some(()), _) => Part::Object,
        (None, [b'{', .., b'}']) => Part::Braces,
        (None, _) => Part::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64URL_NOPAD;

    fn token(header: &str, claims: &str) -> String {
        let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        format!("{}.{}.c2ln", part(header), part(claims))
    }

    fn facts_of(text: &str) -> (Validity, Vec<String>) {
        let mut seen = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let run = if text.starts_with("ghs_") { check_prefixed } else { check };
        let validity = run(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
        (validity, seen)
    }

    #[test]
    fn header_and_claims_are_read() {
        let token = token(
            r#"{"typ":"JWT","alg":"RS256"}"#,
            r#"{"iss":"https://id.acme.dev","sub":"u-7","exp":1768040000.5,"aud":["a","b"]}"#,
        );
        let expected = [
            "algorithm=RS256",
            "issuer=https://id.acme.dev",
            "subject=u-7",
            "expires_at=2026-01-10T10:13:20Z",
        ];
        let (validity, facts) = facts_of(&token);
        assert_eq!((validity, facts), (Validity::Valid, expected.map(String::from).to_vec()));
        let (validity, facts) = facts_of(&format!("ghs_{}_{token}", 1234));
        assert_eq!((validity, facts[0].as_str()), (Validity::Valid, "id=1234"));
    }

    #[test]
    fn the_header_of_an_encrypted_token_names_both_algorithms() {
        for (header, expected) in [
            (r#"{"alg":"dir","enc":"A256GCM","exp":1768040000}"#, Validity::Valid),
            (r#"{"alg":"dir"}"#, Validity::Invalid),
            (r#"{"enc":"A256GCM"}"#, Validity::Invalid),
            ("no header", Validity::Invalid),
        ] {
            let text = token(header, "");
            let mut seen = Vec::new();
            let given = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            let validity =
                check_encrypted(given, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
            assert_eq!(validity, expected, "{header}");
            if expected == Validity::Valid {
                assert_eq!(seen, ["algorithm=dir", "expires_at=2026-01-10T10:13:20Z"]);
            }
        }
    }

    #[test]
    fn a_token_within_base64_is_read() {
        let jwt = token(r#"{"alg":"ES256"}"#, r#"{"iss":"https://id.acme.dev"}"#);
        for (content, validity) in [
            (jwt.as_str(), Validity::Valid),
            (r"eyJwYWdlIjo3fQ", Validity::Invalid),
            (&"x".repeat(2 * LONGEST), Validity::Unchecked),
        ] {
            let text = data_encoding::BASE64.encode(content.as_bytes());
            let given = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check_base64(given, &mut |_| ()), validity, "{content}");
        }
    }

    #[test]
    fn what_is_no_token_is_invalid_and_what_is_too_long_unchecked() {
        for text in ["", "eyJ", "..", "eyJhbGc.eyJhbGc.x", &token("{}", "{}")] {
            assert_eq!(facts_of(text).0, Validity::Invalid, "{text}");
        }
        for header in [r#"{"alg":1}"#, r#"{"typ":"JWT"}"#] {
            assert_eq!(facts_of(&token(header, "{}")).0, Validity::Unchecked, "{header}");
        }
        for (header, claims, validity) in [
            (r#"{alg:"HS256"}"#, r#"{"sub":"u-7"}"#, Validity::Unchecked),
            (r#"{alg:"HS256"}"#, r#"{"page":7}"#, Validity::Invalid),
            (r#"{alg:"HS256""#, r#"{"sub":"u-7"}"#, Validity::Invalid),
        ] {
            assert_eq!(facts_of(&token(header, claims)).0, validity, "{header} {claims}");
        }
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(LONGEST));
        assert_eq!(facts_of(&token(r#"{"alg":"none"}"#, &long)).0, Validity::Unchecked);
        assert_eq!(facts_of("ghs_1_x").0, Validity::Unchecked);
    }
}

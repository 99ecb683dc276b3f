//! `user:password` in base64, as HTTP Basic authentication and registry logins write it.
//!
//! Source: RFC 7617, section 2.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;
use crate::{form, likeness, password};

const LONGEST: usize = 1024;

/// Shorter words may look drawn by chance.
const SHORTEST_KEY: usize = 32;

/// It holds if both are printable and the password is no stand-in. Some servers take a key in their
/// place: a UUID in base64, or a long value that was drawn and is no text in base64. Nothing says
/// whether such a key is one.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let decoded: ArrayVec<u8, LONGEST> =
        base64::decode(token.secret.iter().copied()).take(LONGEST).collect();
    let is_key = || {
        token.secret.len() >= SHORTEST_KEY
            && match core::str::from_utf8(&decoded) {
                Ok(_) => form::is_uuid(&decoded),
                Err(_) => likeness::drawn(token.secret) > 0,
            }
    };
    match read(&decoded, facts) {
        Some(()) => Validity::Valid,
        None if is_key() => Validity::Unchecked,
        None => Validity::Invalid,
    }
}

fn read(decoded: &[u8], facts: Facts<'_>) -> Option<()> {
    let colon = memchr::memchr(b':', decoded)?;
    // The password may be in any character set, and the user is in letters that all of them have.
    let user = core::str::from_utf8(&decoded[..colon]).ok()?;
    let password = &decoded[colon + 1..];
    let is_plain = !decoded.iter().any(u8::is_ascii_control);
    let is_password = password.len() >= 4 && password::judge(password).may_open();
    if !is_plain || !is_password {
        return None;
    }
    if !user.is_empty() {
        facts(Fact::User(user));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use data_encoding::BASE64;

    #[test]
    fn user_and_password_are_told_apart() {
        for (text, validity, user) in [
            ("deploy:kX93mLq0", Validity::Valid, Some("deploy")),
            (":kX93mLq0", Validity::Valid, None),
            ("user:password", Validity::Invalid, None),
            ("no colon", Validity::Invalid, None),
            ("bell:\u{7}abc", Validity::Invalid, None),
            ("", Validity::Invalid, None),
        ] {
            let encoded = BASE64.encode(text.as_bytes());
            let mut seen: Option<String> = None;
            let token = Token { secret: encoded.as_bytes(), matched: b"" };
            assert_eq!(check(token, &mut |fact| seen = Some(fact.to_string())), validity, "{text}");
            assert_eq!(seen.as_deref(), user);
        }
    }

    #[test]
    fn a_key_in_their_place_is_not_told() {
        let check = |text: &[u8]| check(Token { secret: text, matched: b"" }, &mut |_| ());
        let uuid = BASE64.encode(b"a39f04a4-d3bd-4070-91e4-1014bcb69104");
        for text in ["zQ9wBk27LmNcX1RtVy8DsGh4JfPa6Eq3", &uuid] {
            assert_eq!(check(text.as_bytes()), Validity::Unchecked, "{text}");
        }
        let words = BASE64.encode(b"words that no colon parts from others");
        for text in
            ["credentials", "zQ9wBk27LmNcX1RtVy8DsGh4", "SomeAuthorizationHeaderValueOfUs", &words]
        {
            assert_eq!(check(text.as_bytes()), Validity::Invalid, "{text}");
        }
    }
}

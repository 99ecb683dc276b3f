//! `user:password` in base64, as HTTP Basic authentication and registry logins write it.
//!
//! Source: RFC 7617, section 2.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;
use crate::password;

const LONGEST: usize = 1024;

/// It holds if both are printable and the password is no stand-in.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let decoded: ArrayVec<u8, LONGEST> =
        base64::decode(token.secret.iter().copied()).take(LONGEST).collect();
    Validity::of(read(&decoded, facts).is_some())
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
}

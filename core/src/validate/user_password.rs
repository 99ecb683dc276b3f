//! `user:password`, as command lines take it.
//!
//! Source: curl, the option `--user` (the first colon ends the user).

use super::{Facts, Token, Validity};
use crate::fact::Fact;
use crate::password;

/// Nothing proves a password, so it stays unchecked unless it is a stand-in.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let Some(colon) = memchr::memchr(b':', token.secret) else { return Validity::Invalid };
    let (user, password) = (&token.secret[..colon], &token.secret[colon + 1..]);
    if let Ok(user) = core::str::from_utf8(user)
        && !user.is_empty()
    {
        facts(Fact::User(user));
    }
    let password = password.strip_prefix(b"\"").unwrap_or(password);
    if user != password && password::judge(password).may_open() {
        Validity::Unchecked
    } else {
        Validity::Invalid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_for_the_password_does_not_hold() {
        for (text, validity) in [
            ("ci@acme.dev:kX93mLq0ZtWv", Validity::Unchecked),
            (":kX93mLq0ZtWv", Validity::Unchecked),
            ("user:password", Validity::Invalid),
            ("guest42:guest42", Validity::Invalid),
            ("kX93mLq0ZtWv", Validity::Invalid),
        ] {
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            let mut user = None;
            let found = check(token, &mut |fact| {
                if let Fact::User(name) = fact {
                    user = Some(name.len());
                }
            });
            assert_eq!(found, validity, "{text}");
            assert_eq!(user, text.find(':').filter(|&at| at > 0), "{text}");
        }
    }
}

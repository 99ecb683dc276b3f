//! A password in a URL: user and host stand around it.
//!
//! Source: RFC 3986, section 3.2.

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// Nothing proves a password, so it stays unchecked.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    if let Some((user, host)) = around(token.matched) {
        if !user.is_empty() {
            facts(Fact::User(user));
        }
        if !host.is_empty() {
            facts(Fact::Host(host));
        }
    }
    Validity::Unchecked
}

fn around(url: &[u8]) -> Option<(&str, &str)> {
    let authority = &url[memchr::memmem::find(url, b"://")? + 3..];
    let user = &authority[..memchr::memchr(b':', authority)?];
    let host = &authority[memchr::memrchr(b'@', authority)? + 1..];
    let host_end = match host.first() {
        Some(b'[') => memchr::memchr(b']', host).map(|end| end + 1),
        _ => memchr::memchr2(b':', b'/', host),
    };
    let host = &host[..host_end.unwrap_or(host.len())];
    Some((core::str::from_utf8(user).ok()?, core::str::from_utf8(host).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_host_stand_around_the_password() {
        let url = |scheme: &str, rest: &str| [scheme, "://", rest].concat();
        for (rest, expected) in [
            ("app:p1@db.internal:5432/x", Some(("app", "db.internal"))),
            (":p1@[::1]:6379", Some(("", "[::1]"))),
            ("app:p1@db", Some(("app", "db"))),
            ("app", None),
            ("a:b", None),
        ] {
            assert_eq!(around(url("mysql", rest).as_bytes()), expected, "{rest}");
        }
        assert_eq!(around(b""), None);
    }
}

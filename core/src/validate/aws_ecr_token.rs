//! A registry login: base64 of `AWS:` and a password, itself base64 of a JSON object that ends
//! with the time of its expiry; or the password alone.
//!
//! Source: Amazon ECR API reference, `GetAuthorizationToken`; the object as decoded tokens show it.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::{Fact, Timestamp};

const EXPIRATION: &[u8] = b"\"expiration\":";

/// The object opens with a brace and a quote, else it is something else.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let mut login = base64::decode(token.secret.iter().copied());
    if b"AWS:".iter().all(|&byte| login.next() == Some(byte)) {
        return check_password(login, facts);
    }
    match token.secret {
        [b'e', b'y', b'J', ..] => check_password(token.secret.iter().copied(), facts),
        _ => Validity::Unchecked,
    }
}

fn check_password(password: impl Iterator<Item = u8>, facts: Facts<'_>) -> Validity {
    let mut object = base64::decode(password);
    if !b"{\"".iter().all(|&byte| object.next() == Some(byte)) {
        return Validity::Invalid;
    }
    // The last bytes are enough, however long the payload before them.
    let mut tail: ArrayVec<u8, { 2 * TAIL }> = ArrayVec::new();
    for byte in object {
        if tail.is_full() {
            tail.drain(..TAIL);
        }
        tail.push(byte);
    }
    let Some(at) = memchr::memmem::rfind(&tail, EXPIRATION) else { return Validity::Invalid };
    let digits = tail[at + EXPIRATION.len()..].trim_ascii_start();
    let time = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .try_fold(0u64, |time, &b| time.checked_mul(10)?.checked_add(u64::from(b - b'0')));
    if let Some(time) = time {
        facts(Fact::ExpiresAt(Timestamp(time)));
    }
    Validity::of(time.is_some())
}

const TAIL: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};
    use data_encoding::BASE64;

    fn token(object: &str) -> String {
        BASE64.encode(format!("AWS:{}", BASE64.encode(object.as_bytes())).as_bytes())
    }

    fn check_text(text: &str) -> (Validity, Vec<u64>) {
        let mut times = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let validity = check(token, &mut |fact| {
            if let Fact::ExpiresAt(time) = fact {
                times.push(time.0);
            }
        });
        (validity, times)
    }

    #[test]
    fn the_expiry_is_read_from_the_end() {
        for payload in ["", &"x".repeat(3000)] {
            let object =
                format!(r#"{{"payload":"{payload}","version":"2","expiration":1768040000}}"#);
            let expected = (Validity::Valid, [1_768_040_000].to_vec());
            assert_eq!(check_text(&token(&object)), expected);
            assert_eq!(check_text(&BASE64.encode(object.as_bytes())), expected);
        }
    }

    #[test]
    fn other_contents_are_invalid() {
        for object in
            ["", "no object", r#"{"payload":"x"}"#, r#"{"expiration":99999999999999999999}"#]
        {
            assert_eq!(check_text(&token(object)).0, Validity::Invalid, "{object}");
        }
        assert_eq!(check_text("").0, Validity::Unchecked);
    }
}

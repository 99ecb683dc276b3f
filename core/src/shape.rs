//! What a value has to look like where its pattern says little: see [`Shape`].

use crate::encoded;
use crate::evidence::Evidence;
use crate::form;
use crate::likeness;
use crate::password::{self, Password};
use crate::placeholder::{self, Placeholder};
use crate::rule::Shape;

/// What speaks for a value, in 1/64 bit of odds, and how to say it.
#[derive(Clone, Copy)]
pub(crate) struct Weight {
    pub(crate) odds: i32,
    pub(crate) evidence: Evidence,
}

/// Nothing for it and nothing against it.
const NONE: Weight = Weight { odds: 0, evidence: Evidence::NONE };

/// The most that the look of a value may add: that a machine drew it makes it no secret yet.
const MOST: i32 = 80;

/// Odds below which a value is none of the rule's.
const HOPELESS: i32 = -384;

/// A form that is usually something else.
const KNOWN_FORM: i32 = -256;

/// A name or an expression where a password belongs.
const CODE: i32 = -320;

/// A draw where a password belongs, without what people add to passwords.
const PLAIN: i32 = -32;

/// Shorter words look drawn as soon as their language is a rare one.
const LEAST: usize = 8;
const LEAST_OF_LETTERS: usize = 12;

/// Weighs how a value looks; `None` if it cannot be what the rule is about.
pub(crate) fn weigh(shape: Shape, secret: &[u8]) -> Option<Weight> {
    match shape {
        Shape::Opaque => opaque(secret),
        Shape::Generated => generated(secret),
        Shape::Mixed => is_mixed(secret).then(|| drawn(secret)).flatten(),
        Shape::Password => password(secret),
        Shape::Typed => typed(secret),
    }
}

/// Made by a machine: see [`Shape::Opaque`].
fn opaque(secret: &[u8]) -> Option<Weight> {
    let token_byte = |&b: &u8| b.is_ascii_alphanumeric() || b"-_.+/=~:@!%#^*?&".contains(&b);
    if !secret.iter().all(token_byte) || !secret.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    if form::is_known(secret) {
        return Some(Weight { odds: KNOWN_FORM, evidence: Evidence::KNOWN_FORM });
    }
    drawn(secret)
}

/// Given out by a generator: see [`Shape::Generated`].
fn generated(secret: &[u8]) -> Option<Weight> {
    if form::is_hash_or_key_id(secret) {
        return Some(Weight { odds: KNOWN_FORM, evidence: Evidence::KNOWN_FORM });
    }
    let letters = secret.iter().any(u8::is_ascii_alphabetic);
    if letters && !form::is_uuid(secret) { drawn(secret) } else { Some(NONE) }
}

/// What the model of draws and written text says; of text in base64, what it says of the text.
fn drawn(secret: &[u8]) -> Option<Weight> {
    let mut odds = likeness::drawn(secret);
    if odds > 0
        && let Some(text) = encoded::text(secret)
    {
        odds = match placeholder::judge(&text) {
            // What somebody typed is no draw, and may be what is to be kept secret.
            Placeholder::No if is_typed(&text) => likeness::drawn(&text).max(1),
            Placeholder::No => likeness::drawn(&text),
            _ => -MOST,
        };
    }
    let evidence = if odds > 0 { Evidence::DRAWN } else { Evidence::WRITTEN };
    (odds > HOPELESS).then(|| Weight { odds: odds.min(MOST), evidence })
}

/// Whether a text, or the part after the user's name in it, is a strong password.
fn is_typed(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let password = memchr::memchr(b':', text).map_or(text, |colon| &text[colon + 1..]);
    // Parameters are no password.
    !text.iter().any(|byte| b" &,;=?".contains(byte))
        && password::judge(password).may_open()
        && password::is_strong(password)
        && !password::is_address(text)
}

/// Upper case, lower case and digits, and neither hexadecimal nor a path: see [`Shape::Mixed`].
fn is_mixed(secret: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| secret.iter().filter(|byte| kind(byte)).count();
    // At random one character in 32 is a slash; paths have one every few.
    let slashes = memchr::memchr_iter(b'/', secret).count();
    count(u8::is_ascii_lowercase) > 0
        && count(u8::is_ascii_uppercase) > 0
        && count(u8::is_ascii_digit) > 0
        && count(u8::is_ascii_hexdigit) < secret.len()
        && slashes * 8 <= secret.len()
}

/// Something a person may have chosen: see [`Shape::Password`].
fn password(secret: &[u8]) -> Option<Weight> {
    match password::judge(secret) {
        Password::StandIn => None,
        Password::Code => Some(Weight { odds: CODE, evidence: Evidence::WRITTEN }),
        Password::Respelled => Some(Weight { odds: 0, evidence: Evidence::MADE_UP }),
        Password::Chosen if form::is_known(secret) => {
            Some(Weight { odds: KNOWN_FORM, evidence: Evidence::KNOWN_FORM })
        }
        Password::Chosen => Some(NONE),
    }
}

/// Something a person typed, or a draw: see [`Shape::Typed`].
fn typed(secret: &[u8]) -> Option<Weight> {
    let chosen = password(secret).filter(|weight| weight.odds == NONE.odds)?;
    if password::is_address(secret) {
        return None;
    }
    let is_as_told = password::is_strong(secret) || password::is_varied(secret);
    if is_as_told || chosen.evidence == Evidence::MADE_UP {
        return Some(chosen);
    }
    let least = if secret.iter().any(u8::is_ascii_digit) { LEAST } else { LEAST_OF_LETTERS };
    let drawn = drawn(secret).filter(|weight| weight.odds > 0 && secret.len() >= least)?;
    Some(Weight { odds: drawn.odds + PLAIN, ..drawn })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odds(shape: Shape, text: &str) -> Option<i32> {
        weigh(shape, text.as_bytes()).map(|weight| weight.odds)
    }

    #[test]
    fn opaque_values_are_no_names_and_no_paths() {
        for text in ["f3a9c1d07b6e4825aa10", "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E", "Kx8-v2Lq_9Zt0-Rw31"]
        {
            assert!(odds(Shape::Opaque, text) > Some(0), "{text}");
        }
        for text in [
            "getSecretFromEnvironment",
            "src/components/Button2/index",
            "some-long-kebab-name-v2",
            "1f0c8a52-5f0e-4a8e-9d8a-2f6f4c1f7a11",
            "authenticationToken1",
            "X509HardwareKeyUsageFlags",
            "ISpObjectTokenCategoryVtbl",
            "XXH3_hashLong_64b_withSecret",
            "process.env.TOKEN",
            "f(x)1aB2c3",
            "_RNvXsd_NtNtCs8NwYtU1Mohg_4core3ptr",
            "4839201746352817",
        ] {
            assert!(odds(Shape::Opaque, text) < Some(-64), "{text}");
        }
    }

    #[test]
    fn passwords_in_base64_are_values_too() {
        // WinterHouse7112@ and, with a line end, bob:Winter!7112
        for text in ["V2ludGVySG91c2U3MTEyQA==", "Ym9iOldpbnRlciE3MTEyCg=="] {
            assert!(odds(Shape::Opaque, text) > Some(0), "{text}");
        }
        // this is a test, admin-password, https://acme.dev/#1, page=3&size=20
        for text in [
            "dGhpcyBpcyBhIHRlc3Q=",
            "YWRtaW4tcGFzc3dvcmQ=",
            "aHR0cHM6Ly9hY21lLmRldi8jMQ==",
            "cGFnZT0zJnNpemU9MjA=",
        ] {
            assert!(odds(Shape::Opaque, text) <= Some(0), "{text}");
        }
    }

    #[test]
    fn typed_values_are_strong_or_drawn() {
        for text in [
            "Sommer!2024",
            "Rabbit5448_",
            "Silver-Sunset-67",
            "Sommer1207.",
            "Kx8v2Lq9Zt0Rw31",
            "QzXkVbTrNwPsLfGhJmYd",
            "a%d7Kq2xZ!v",
        ] {
            assert!(odds(Shape::Typed, text) > Some(PLAIN), "{text}");
        }
        for text in [
            "required",
            "is_too_short!",
            "LOZINKA",
            "someone9@acme.dev",
            "user-%04d",
            "currentPassword",
            "rabbit-5448",
            "DB_Password_1",
            "http://host:80/?a=1",
        ] {
            assert_eq!(odds(Shape::Typed, text), None, "{text}");
        }
    }

    #[test]
    fn mixed_values_are_neither_hexadecimal_nor_paths() {
        assert!(odds(Shape::Mixed, "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB").is_some());
        assert!(odds(Shape::Mixed, "da39a3ee5e6b4b0d3255bfef95601890afd80709").is_none());
        assert!(odds(Shape::Mixed, "com/Example/App2/Src/Main/Java/Org/Thing").is_none());
    }
}

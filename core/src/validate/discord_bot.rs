//! A bot token: the bot's ID in base64, a time, and a signature, with dots between them.
//!
//! Source: Discord, "API Reference" (IDs are snowflakes: 17 to 20 decimal digits).

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let id: ArrayVec<u8, 24> = base64::decode(token.secret.iter().copied()).take(24).collect();
    let holds = (17..=20).contains(&id.len()) && id.iter().all(u8::is_ascii_digit);
    if let (true, Ok(id)) = (holds, core::str::from_utf8(&id)) {
        facts(Fact::Id(id));
    }
    Validity::of(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_is_a_number() {
        for (text, validity) in [
            ("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.x", Validity::Valid),
            ("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw.Gabcde.x", Validity::Invalid),
            ("TWFueSBoYW5kcyBtYWtlIGxp.Gabcde.x", Validity::Invalid),
            ("", Validity::Invalid),
        ] {
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check(token, &mut |_| ()), validity, "{text}");
        }
    }
}

//! A Dynatrace token: `dt0c01`, an ID of 24 characters that may be shown, and a secret of 64.
//!
//! Source: Dynatrace, "Access tokens and OAuth clients", section "Token format".

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// Nothing proves such a token, so it stays unchecked.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    if let Some(end) = memchr::memrchr(b'.', token.secret)
        && let Ok(id) = core::str::from_utf8(&token.secret[..end])
    {
        facts(Fact::Id(id));
    }
    Validity::Unchecked
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::String, string::ToString, vec::Vec};

    #[test]
    fn the_public_part_is_read() {
        for (text, id) in [("dt0c01.ST2EY72KQ.G3DFPBEJY", Some("dt0c01.ST2EY72KQ")), ("", None)] {
            let mut seen: Vec<String> = Vec::new();
            let token = Token { secret: text.as_bytes(), matched: b"" };
            assert_eq!(check(token, &mut |fact| seen.push(fact.to_string())), Validity::Unchecked);
            assert_eq!(seen.first().map(String::as_str), id);
        }
    }
}

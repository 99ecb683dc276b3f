//! Which environment a token is for, where the vendor writes it into the prefix: `sk_live_…`.
//!
//! Source: Stripe, "API keys", and those who took over its scheme.

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// Nothing proves such a token, so it stays unchecked.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let mut parts = token.secret.split(|&byte| matches!(byte, b'_' | b'-'));
    let environment = parts.find_map(|part| match part {
        b"live" | b"prod" | b"production" => Some("live"),
        b"test" | b"sandbox" => Some("test"),
        _ => None,
    });
    if let Some(environment) = environment {
        facts(Fact::Environment(environment));
    }
    Validity::Unchecked
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};

    #[test]
    fn the_environment_is_read_from_the_prefix() {
        for (text, environment) in
            [("sk_live_x1", Some("live")), ("rk_test_x1", Some("test")), ("whsec_x1", None)]
        {
            let mut seen: Option<String> = None;
            let token = Token { secret: text.as_bytes(), matched: b"" };
            assert_eq!(
                check(token, &mut |fact| seen = Some(fact.to_string())),
                Validity::Unchecked
            );
            assert_eq!(seen.as_deref(), environment);
        }
    }
}

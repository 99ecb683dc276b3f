//! A key in Bech32, as age writes its identities.
//!
//! Source: BIP 173; age, "The age file encryption format" (C2SP).

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;

use super::{Token, Validity};

pub(super) fn check(token: Token<'_>) -> Validity {
    let text = core::str::from_utf8(token.secret);
    Validity::of(text.is_ok_and(|text| CheckedHrpstring::new::<Bech32>(text).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_standards_own_example_holds() {
        for (text, validity) in [
            ("A12UEL5L", Validity::Valid),
            ("A12UEL5Z", Validity::Invalid),
            ("", Validity::Invalid),
            ("\u{e9}1", Validity::Invalid),
        ] {
            assert_eq!(check(Token { secret: text.as_bytes(), matched: b"" }), validity, "{text}");
        }
    }
}

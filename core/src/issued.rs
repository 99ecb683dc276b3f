//! What vendors give out, by the name that people keep it under.
//!
//! `BITLY_TOKEN` and `wandb_api_key` hold what that vendor gave out, and no vendor's keys grow
//! shorter: a value with fewer characters than any form of theirs is cut off, or somebody made it up.

use crate::builtin::ISSUED;
use crate::name::Name;
use crate::text::Text;

/// What a vendor gives out at least.
pub(crate) struct Issued {
    /// Its name in small letters and digits.
    pub(crate) name: Text,
    /// The fewest characters of any form.
    pub(crate) least: u8,
    /// Whether a `token` alone is the vendor's, after its name: of a name that is no word as well.
    pub(crate) alone: bool,
}

impl Issued {
    fn name(&self) -> &'static [u8] {
        self.name.builtin().as_bytes()
    }
}

/// What keys are called after their vendor's name. Secrets that whoever runs a program chooses are
/// called otherwise: `GITEA_SECRET_KEY`.
const TERMS: &[&[u8]] = &[
    b"personalaccesstoken",
    b"apiaccesstoken",
    b"accesstoken",
    b"apitoken",
    b"apikey",
    b"authtoken",
    b"clientsecret",
    b"token",
];

/// Whether the name is a vendor's for what it gives out, and so many characters are too few.
pub(crate) fn is_too_short(name: &Name, length: usize) -> bool {
    let Some((vendor, term)) = TERMS.iter().find_map(|term| Some((name.before(term)?, *term)))
    else {
        return false;
    };
    // The longest name first: `newrelic` before `relic`.
    let issued = vendor.ends().find_map(|end| {
        let at = ISSUED.binary_search_by(|issued| issued.name().cmp(end)).ok()?;
        ISSUED.get(at)
    });
    issued.is_some_and(|issued| {
        length < usize::from(issued.least) && (issued.alone || term != b"token")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_vendors_are_told_and_their_lengths_known() {
        assert!(ISSUED.is_sorted_by(|a, b| a.name() < b.name()));
        for (name, length, expected) in [
            ("BITLY_TOKEN", 39, true),
            ("BITLY_TOKEN", 40, false),
            ("wandbApiKey", 32, true),
            ("process.env.MY_MISTRAL_API_KEY", 20, true),
            ("BITLY_SECRET_KEY", 20, false),
            ("BITLY_INTERNAL_TOKEN", 20, false),
            ("ACME_API_KEY", 12, false),
            ("api_key", 12, false),
            ("", 12, false),
        ] {
            assert_eq!(is_too_short(&Name::of(name.as_bytes()), length), expected, "{name}");
        }
    }
}

//! Offline checks: checksums, structures, decoded facts. One file a scheme.
//!
//! A check never drops a match. It says what it saw, and the score weighs it.

mod aws_access_key_id;
mod crc32_base62;

use crate::fact::Fact;
use crate::rule::Validator;

/// What an offline check says of a value.
///
/// ```
/// use keysieve::Validity;
/// assert_eq!(Validity::Unchecked.as_str(), "unchecked");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Validity {
    /// A checksum or a structure that does not come about by chance holds.
    Valid,
    /// The checksum or structure does not hold: truncated, altered, made up, or of a newer format.
    Invalid,
    /// Nothing to check, or nothing that would tell.
    Unchecked,
}

impl Validity {
    /// The name reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unchecked => "unchecked",
        }
    }

    /// `Valid` if it holds, `Invalid` if not.
    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::Valid } else { Self::Invalid }
    }
}

/// What a check is given.
#[derive(Clone, Copy)]
pub(crate) struct Token<'h> {
    /// The credential.
    pub(crate) secret: &'h [u8],
    /// All that the pattern matched: it may hold what the secret alone does not say.
    #[allow(dead_code, reason = "for checks that need what stands around the secret")]
    pub(crate) matched: &'h [u8],
}

/// Where a check puts the facts it reads.
pub(crate) type Facts<'f> = &'f mut dyn FnMut(Fact<'_>);

/// Runs one check.
pub(crate) fn run(validator: Validator, token: Token<'_>, facts: Facts<'_>) -> Validity {
    match validator {
        Validator::AwsAccessKeyId => aws_access_key_id::check(token, facts),
        Validator::Crc32Base62 => crc32_base62::check(token),
    }
}

//! Why a finding is believed as far as it is.

use core::fmt;

use crate::rule::Specificity;

macro_rules! evidence {
    ($($(#[$meta:meta])* $name:ident = $bit:literal, $reason:literal;)+) => {
        impl Evidence {
            $($(#[$meta])* pub(crate) const $name: Self = Self(1 << $bit);)+

            const REASONS: &'static [(Self, &'static str)] = &[$((Self::$name, $reason),)+];
        }
    };
}

/// What speaks for a finding and what against it.
///
/// ```
/// let text = ["ghp", "_Zk3vQ9mX2bLr7WnT5cHd1JpY6gSf8UaEo4iR"].concat();
/// let ruleset = keysieve::Ruleset::builder().min_confidence(0).build().unwrap();
/// let finding = ruleset.find_iter(text.as_bytes()).next().unwrap();
/// let reasons: Vec<&str> = finding.evidence().reasons().collect();
/// assert_eq!(reasons, ["distinctive format", "checksum or structure does not hold"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Evidence(u32);

evidence! {
    SHAPE = 0, "length and alphabet alone";
    GENERIC = 1, "secret-like name before it";
    STRUCTURED = 2, "stands where a secret belongs";
    KEYWORD = 3, "vendor's name for it before it";
    DISTINCTIVE = 4, "distinctive format";
    VALID = 5, "checksum or structure holds";
    INVALID = 6, "checksum or structure does not hold";
    COMPANION = 7, "other part of the credential nearby";
    MADE_UP = 8, "looks made up";
    DRAWN = 9, "drawn by a machine";
    WRITTEN = 10, "reads like a name or words";
    KNOWN_FORM = 11, "has the form of something else";
    NAMED_OTHERWISE = 12, "its name says that it is no secret";
    USER = 13, "the same as the user's name";
    KNOWN = 14, "a secret that the host knows";
    DOCUMENTED = 15, "an example that its vendor shows to everybody";
    NAMED_MADE_UP = 16, "its name says that it is made up";
    EXAMPLE = 17, "its line speaks of an example";
    HOST = 18, "for a host that is an example or this machine";
    IN_TEST = 19, "in a file of a test or an example";
    ECHO = 20, "found elsewhere in the same text";
    TOO_SHORT = 21, "shorter than what the vendor in its name gives out";
    PATH = 22, "the path of the file";
}

impl Evidence {
    /// Nothing.
    pub(crate) const NONE: Self = Self(0);

    /// What a match of a rule shows by itself.
    pub(crate) const fn of_match(specificity: Specificity) -> Self {
        match specificity {
            Specificity::Shape => Self::SHAPE,
            Specificity::Generic => Self::GENERIC,
            Specificity::Structured => Self::STRUCTURED,
            Specificity::Keyword => Self::KEYWORD,
            Specificity::Distinctive => Self::DISTINCTIVE,
        }
    }

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether that is among it.
    pub(crate) const fn holds(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// A bit a reason, to keep or to hand on; what a bit means may differ between versions.
    ///
    /// ```
    /// use keysieve::Evidence;
    /// assert_eq!(Evidence::from_bits(Evidence::default().bits()), Evidence::default());
    /// ```
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// What [`bits`](Self::bits) gave; bits without a meaning give no reasons.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The reasons in words, for people.
    pub fn reasons(self) -> impl Iterator<Item = &'static str> {
        let holds = move |&&(evidence, _): &&(Self, _)| self.0 & evidence.0 != 0;
        Self::REASONS.iter().filter(holds).map(|&(_, reason)| reason)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.reasons().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            f.write_str(reason)?;
        }
        Ok(())
    }
}

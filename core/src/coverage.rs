//! Whether everything was looked at.

use core::fmt;

/// Whether everything was looked at, or a limit was reached.
///
/// ```
/// use keysieve::{Coverage, Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let mut scratch = Scratch::default();
/// let flow = Ruleset::builtin()
///     .scan_decoded(b"nothing", &mut scratch, |_| ControlFlow::<()>::Continue(()));
/// assert_eq!(flow, ControlFlow::Continue(Coverage::Complete));
/// ```
#[must_use = "what was not looked at may hold credentials"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Everything.
    Complete,
    /// Not everything.
    Incomplete(Incomplete),
}

impl Coverage {
    /// The coverage of the whole, of which a part was looked at that starts there.
    pub(crate) fn after(self, start: u64) -> Self {
        match self {
            Self::Complete => self,
            Self::Incomplete(Incomplete { limit, at }) => {
                Self::Incomplete(Incomplete { limit, at: start + at })
            }
        }
    }

    /// The coverage of both together: of two limits the one that was reached at the earlier place.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Incomplete(one), Self::Incomplete(another)) if another.at < one.at => other,
            (Self::Complete, _) => other,
            _ => self,
        }
    }

    /// Notes that a limit was reached.
    pub(crate) fn reach(&mut self, limit: Limit, at: usize) {
        *self = self.and(Self::Incomplete(Incomplete { limit, at: at as u64 }));
    }
}

/// The first limit that was reached, and where.
///
/// ```
/// use keysieve::{Coverage, DecodeLimits, Limit, Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let mut limits = DecodeLimits::default();
/// limits.total = 16;
/// let text = b"Y29ubmVjdGluZyB0byBhbXFwOi8vd29ya2VyOmtYOTNtTHEwWnRXdkBtcS5pbnRlcm5hbDo1NjcyLw==";
/// let flow = Ruleset::builtin()
///     .scan_decoded(text, &mut Scratch::new(limits), |_| ControlFlow::<()>::Continue(()));
/// let ControlFlow::Continue(Coverage::Incomplete(incomplete)) = flow else { panic!() };
/// assert_eq!((incomplete.limit(), incomplete.at()), (Limit::Total, 0));
/// assert_eq!(incomplete.to_string(), "too much to decode, from byte 0 on");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomplete {
    pub(crate) limit: Limit,
    pub(crate) at: u64,
}

impl Incomplete {
    /// Which limit was reached.
    pub const fn limit(self) -> Limit {
        self.limit
    }

    /// Up to where everything was looked at, in bytes of the input.
    pub const fn at(self) -> u64 {
        self.at
    }
}

/// What may be limited.
///
/// ```
/// assert_eq!(keysieve::Limit::Depth.as_str(), "encoded more deeply than is decoded");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Encodings within encodings.
    Depth,
    /// All that is decoded, together.
    Total,
    /// Findings near one another; or different secrets, of which a redaction that takes nothing from
    /// the heap remembers as many, and one of a stream 65,536, to replace them wherever they stand.
    Findings,
    /// The input.
    Input,
    /// All findings, together.
    Reported,
    /// Places at which rules are tried.
    Steps,
}

impl Limit {
    /// The limit in words, for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Depth => "encoded more deeply than is decoded",
            Self::Total => "too much to decode",
            Self::Findings => "more findings than are remembered",
            Self::Input => "a longer input than is scanned",
            Self::Reported => "more findings than are reported",
            Self::Steps => "too many places to look at",
        }
    }
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, from byte {} on", self.limit.as_str(), self.at)
    }
}

//! What can be read from a credential without asking anybody.

use core::fmt;

use crate::rule::Rule;
use crate::validate::{self, Token};

/// One thing a credential says of itself.
///
/// Facts are computed when asked for, from the scanned bytes; text in them borrows either those
/// bytes or a buffer on the stack. See [`Finding::facts`](crate::Finding::facts).
///
/// ```
/// use keysieve::{Fact, Timestamp};
/// let fact = Fact::ExpiresAt(Timestamp(1_700_000_000));
/// assert_eq!(fact.name(), "expires_at");
/// assert_eq!(fact.to_string(), "2023-11-14T22:13:20Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact<'a> {
    /// The AWS account, 12 digits.
    Account(u64),
    /// The cloud region.
    Region(&'a str),
    /// The service a signature or token is for.
    Service(&'a str),
    /// `live`, `test`, … where the vendor separates the two.
    Environment(&'a str),
    /// The signature or key algorithm.
    Algorithm(&'a str),
    /// Who issued it.
    Issuer(&'a str),
    /// Whom it stands for.
    Subject(&'a str),
    /// The user it belongs to.
    User(&'a str),
    /// The host it opens.
    Host(&'a str),
    /// The vendor's id of the account, application or key it belongs to.
    Id(&'a str),
    /// The vendor's version of the format.
    Version(&'a str),
    /// When it was issued.
    IssuedAt(Timestamp),
    /// When it ends.
    ExpiresAt(Timestamp),
    /// What the vendor says of the state it is in: `Active`, `Inactive`.
    Status(&'a str),
    /// The error that the vendor answered a request with.
    Error(&'a str),
    /// Whether a passphrase still protects it.
    Encrypted(bool),
}

impl Fact<'_> {
    /// The name reports use.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Region(_) => "region",
            Self::Service(_) => "service",
            Self::Environment(_) => "environment",
            Self::Algorithm(_) => "algorithm",
            Self::Issuer(_) => "issuer",
            Self::Subject(_) => "subject",
            Self::User(_) => "user",
            Self::Host(_) => "host",
            Self::Id(_) => "id",
            Self::Version(_) => "version",
            Self::IssuedAt(_) => "issued_at",
            Self::ExpiresAt(_) => "expires_at",
            Self::Status(_) => "status",
            Self::Error(_) => "error",
            Self::Encrypted(_) => "encrypted",
        }
    }
}

impl fmt::Display for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(number) => write!(f, "{number:012}"),
            Self::Region(text)
            | Self::Service(text)
            | Self::Environment(text)
            | Self::Algorithm(text)
            | Self::Issuer(text)
            | Self::Subject(text)
            | Self::User(text)
            | Self::Host(text)
            | Self::Id(text)
            | Self::Version(text)
            | Self::Status(text)
            | Self::Error(text) => f.write_str(text),
            Self::IssuedAt(time) | Self::ExpiresAt(time) => time.fmt(f),
            Self::Encrypted(yes) => yes.fmt(f),
        }
    }
}

impl Rule {
    /// Hands over what can be read from a credential that this rule has found, one fact at a time,
    /// given its bytes and those of the whole match. For hosts that keep places rather than a
    /// [`Finding`](crate::Finding), whose [`facts`](crate::Finding::facts) are the same.
    ///
    /// ```
    /// let rule = keysieve::Ruleset::builtin().rule("aws-access-key-id").unwrap();
    /// let id = ["AK", "IAQ3EGV5VZSW2LX7KM"].concat();
    /// let mut names = Vec::new();
    /// rule.facts(id.as_bytes(), id.as_bytes(), &mut |fact| names.push(fact.name()));
    /// assert_eq!(names, ["account"]);
    /// ```
    pub fn facts(&self, secret: &[u8], matched: &[u8], visit: &mut dyn FnMut(Fact<'_>)) {
        if let Some(validator) = self.validator {
            validate::run(validator, Token { secret, matched }, visit);
        }
    }
}

/// Seconds since 1970-01-01T00:00:00Z; displays as RFC 3339.
///
/// ```
/// use keysieve::Timestamp;
/// assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00Z");
/// assert_eq!(Timestamp::from_basic("20240229T120000Z").unwrap().0, 1_709_208_000);
/// assert_eq!(Timestamp::from_basic("20240231T120000Z"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// Reads ISO 8601's basic form, `YYYYMMDDTHHMMSSZ`, as AWS signatures carry it; `None` for
    /// anything else and for years before 1970.
    pub fn from_basic(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let number = |range: core::ops::Range<usize>| {
            bytes[range].iter().try_fold(0u64, |sum, byte| {
                byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0'))
            })
        };
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        let (hour, minute, second) = (number(9..11)?, number(11..13)?, number(13..15)?);
        let in_range = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        in_range.then(|| {
            Self(((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second)
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAYS_IN_400_YEARS: u64 = 146_097;
        let (mut days, seconds) = (self.0 / 86_400, self.0 % 86_400);
        let mut year = 1970 + days / DAYS_IN_400_YEARS * 400;
        days %= DAYS_IN_400_YEARS;
        while days >= days_in_year(year) {
            days -= days_in_year(year);
            year += 1;
        }
        let mut month = 1;
        while days >= days_in_month(year, month) {
            days -= days_in_month(year, month);
            month += 1;
        }
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1)
    }
}

const fn days_in_year(year: u64) -> u64 {
    365 + is_leap(year) as u64
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + is_leap(year) as u64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of that month.
fn days_before(year: u64, month: u64) -> u64 {
    (1970..year).map(days_in_year).sum::<u64>()
        + (1..month).map(|month| days_in_month(year, month)).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for day in (0..146_097u64 * 2).step_by(13) {
            let shown = Timestamp(day * 86_400 + 45_296).to_string();
            let basic: String = shown.chars().filter(|c| !"-:".contains(*c)).collect();
            assert_eq!(
                Timestamp::from_basic(&basic),
                Some(Timestamp(day * 86_400 + 45_296)),
                "{shown}"
            );
        }
    }

    #[test]
    fn the_largest_time_is_shown_at_once() {
        assert!(Timestamp(u64::MAX).to_string().ends_with('Z'));
    }
}

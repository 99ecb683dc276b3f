//! Comments beside a value that say that it may stand there.

use core::ops::BitOr;

use super::Context;
use crate::builtin::RULES;
use crate::finding::Finding;

/// How far from the value a marker is looked for on the same line, and on the one before.
const REACH: usize = 1 << 10;

/// Which comments count as permission; none unless the host says so, since whoever can write text
/// can write a comment.
///
/// | marker | line | of |
/// |---|---|---|
/// | `keysieve:allow`, `keysieve:allow rule-id` | the value's | this library |
/// | `gitleaks:allow`, `betterleaks:allow` | the value's | Gitleaks, Betterleaks |
/// | `trufflehog:ignore` | the value's | `TruffleHog` |
/// | `kingfisher:ignore`, `kingfisher:allow` | the value's | Kingfisher |
/// | `pragma: allowlist secret`, `pragma: whitelist secret` | the value's | detect-secrets |
/// | `pragma: allowlist nextline secret` | the one before | detect-secrets |
/// | `ggignore`, `pragma: ggignore` | the value's | `GitGuardian` |
/// | `secretlint-disable-line`, `secretlint-disable-next-line` | the value's, the one before | secretlint |
///
/// This library's that goes on with rules' ids (`keysieve:allow jwt, aws-access-key-id`, or the same
/// after `:`, `=` or in brackets) is for those rules alone. Markers are looked for within 1 KiB of
/// the value.
///
/// ```
/// use keysieve::{Markers, Ruleset};
/// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0 # gitleaks:allow";
/// assert_eq!(Ruleset::builtin().find_iter(text).count(), 1);
/// let ruleset = Ruleset::builder().markers(Markers::OWN | Markers::GITLEAKS).build().unwrap();
/// let mut findings = ruleset.find_iter(text);
/// assert!(findings.next().is_none() && findings.suppressed() == 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Markers(u8);

/// One marker.
struct Marker {
    set: Markers,
    /// In lower case.
    text: &'static str,
    /// Whether it stands on the line before.
    before: bool,
}

const fn marker(set: Markers, text: &'static str, before: bool) -> Marker {
    Marker { set, text, before }
}

const ALL: &[Marker] = &[
    marker(Markers::OWN, "keysieve:allow", false),
    marker(Markers::GITLEAKS, "gitleaks:allow", false),
    marker(Markers::BETTERLEAKS, "betterleaks:allow", false),
    marker(Markers::TRUFFLEHOG, "trufflehog:ignore", false),
    marker(Markers::KINGFISHER, "kingfisher:ignore", false),
    marker(Markers::KINGFISHER, "kingfisher:allow", false),
    marker(Markers::DETECT_SECRETS, "pragma: allowlist secret", false),
    marker(Markers::DETECT_SECRETS, "pragma: whitelist secret", false),
    marker(Markers::DETECT_SECRETS, "pragma: allowlist nextline secret", true),
    marker(Markers::GITGUARDIAN, "ggignore", false),
    marker(Markers::SECRETLINT, "secretlint-disable-line", false),
    marker(Markers::SECRETLINT, "secretlint-disable-next-line", true),
];

impl Markers {
    /// No comment counts.
    pub const NONE: Self = Self(0);
    /// `keysieve:allow`.
    pub const OWN: Self = Self(1);
    /// `gitleaks:allow`.
    pub const GITLEAKS: Self = Self(1 << 1);
    /// `betterleaks:allow`.
    pub const BETTERLEAKS: Self = Self(1 << 2);
    /// `trufflehog:ignore`.
    pub const TRUFFLEHOG: Self = Self(1 << 3);
    /// `kingfisher:ignore`.
    pub const KINGFISHER: Self = Self(1 << 4);
    /// `pragma: allowlist secret`.
    pub const DETECT_SECRETS: Self = Self(1 << 5);
    /// `ggignore`.
    pub const GITGUARDIAN: Self = Self(1 << 6);
    /// `secretlint-disable-line`.
    pub const SECRETLINT: Self = Self(1 << 7);
    /// All of them.
    pub const ALL: Self = Self(u8::MAX);

    /// The marker that stands beside the finding.
    pub(super) fn find(self, finding: Finding<'_>, context: Context<'_>) -> Option<&'static str> {
        if self == Self::NONE {
            return None;
        }
        let Context { haystack, rules, .. } = context;
        // One that is left out of the ruleset is named all the same.
        let is_id =
            |word: &[u8]| rules.iter().chain(&RULES).any(|rule| rule.id().as_bytes() == word);
        let secret = finding.secret();
        let (head, tail) = (haystack.get(..secret.start)?, haystack.get(secret.end..)?);
        let near = head.get(head.len().saturating_sub(REACH)..)?;
        let line_start = memchr::memrchr(b'\n', near).map_or(0, |at| at + 1);
        let start_of_line = near.get(line_start..)?;
        let previous = near.get(..line_start.saturating_sub(1))?;
        let previous = previous.get(memchr::memrchr(b'\n', previous).map_or(0, |at| at + 1)..)?;
        let rest = tail.get(..tail.len().min(REACH))?;
        let rest = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
        // A value of several lines has its comment on the first or the last of them.
        let value = haystack.get(secret.range())?;
        let first = memchr::memchr(b'\n', value).and_then(|end| value.get(..end.min(REACH)));
        let id = finding.rule().id();
        let holds = |marker: &&Marker| {
            let lines: [&[u8]; 3] = if marker.before {
                [previous, &[], &[]]
            } else {
                [start_of_line, rest, first.unwrap_or_default()]
            };
            self.0 & marker.set.0 != 0
                && lines.iter().any(|line| marker.stands_in(line, id, &is_id))
        };
        ALL.iter().find(holds).map(|marker| marker.text)
    }
}

impl Marker {
    /// Whether the line holds the marker, for all rules or for the one of that id.
    fn stands_in(&self, line: &[u8], id: &str, is_id: &dyn Fn(&[u8]) -> bool) -> bool {
        let length = self.text.len();
        let mut places = line
            .windows(length)
            .enumerate()
            .filter(|(_, window)| window.eq_ignore_ascii_case(self.text.as_bytes()));
        places.any(|(at, _)| {
            let rest = line.get(at + length..).unwrap_or_default();
            // Other scanners' rules have other ids.
            self.set != Markers::OWN || names(rest, id, is_id)
        })
    }
}

/// Whether what follows a marker names the rule, or none: ids with commas between them, after a space,
/// a bracket or a sign. What is no id is a remark; one without a dash is one if a rule has it.
fn names(rest: &[u8], id: &str, is_id: &dyn Fn(&[u8]) -> bool) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let [b' ' | b':' | b'=' | b'(' | b'[', list @ ..] = rest else {
        return rest.first().is_none_or(|byte| !is_part(byte) && *byte != b',');
    };
    let mut list = list;
    let mut are_named = false;
    loop {
        list = list.trim_ascii_start();
        let length = list.iter().position(|byte| !is_part(byte)).unwrap_or(list.len());
        let (word, after) = list.split_at(length);
        // `--` and a word begin something else, such as the end of a comment.
        let is_named = word.first().is_some_and(u8::is_ascii_alphanumeric)
            && (word.contains(&b'-') || is_id(word));
        if is_named && word == id.as_bytes() {
            return true;
        }
        are_named |= is_named;
        match after.trim_ascii_start().split_first() {
            Some((b',', after)) if is_named => list = after,
            _ => return !are_named,
        }
    }
}

impl BitOr for Markers {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_may_name_rules() {
        let is_id = |word: &[u8]| word == b"jwt";
        for rest in [
            "",
            " ",
            " -->",
            " */",
            " for tests",
            " aws-key",
            ":aws-key",
            " b-c,aws-key",
            "(aws-key)",
            "=aws-key",
            ": aws-key",
            " b-c, aws-key",
            " b-c , aws-key",
            " jwt, aws-key",
            " [aws-key]",
        ] {
            assert!(names(rest.as_bytes(), "aws-key", &is_id), "{rest}");
        }
        for rest in [
            " other-key",
            " aws-key-2",
            "ed",
            ":b-c",
            " jwt",
            "(jwt)",
            "=b-c",
            ": b-c",
            " b-c, jwt",
            ",b",
        ] {
            assert!(!names(rest.as_bytes(), "aws-key", &is_id), "{rest}");
        }
        assert!(names(b" jwt", "jwt", &is_id));
    }
}

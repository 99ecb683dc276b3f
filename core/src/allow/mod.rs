//! What is known and accepted: allowlists, inline markers, documented and canary keys.
//!
//! All of it works on findings that are settled already, so what is allowed can be counted and
//! looked at; nothing is lost silently. What rules of other formats ask for, and allowlists of such
//! a rule alone, are looked at before, too: other rules may find the same secret.

mod entry;
pub(crate) mod known;
mod marker;

pub(crate) use entry::Expression;
pub use entry::{Allow, Target};
pub use marker::Markers;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use crate::fact::Fact;
use crate::finding::Finding;
use crate::rule::Rule;
use crate::span::Span;

/// Why a finding is allowed.
///
/// ```
/// use keysieve::{Allowed, Markers, Ruleset};
/// let ruleset = Ruleset::builder().markers(Markers::OWN).build().unwrap();
/// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0 # keysieve:allow";
/// let (_, allowed) = ruleset.find_iter(text).judged().next().unwrap();
/// assert_eq!(allowed, Some(Allowed::Marker("keysieve:allow")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allowed<'r> {
    /// An entry of the allowlist holds; this is its reason.
    Entry(&'r str),
    /// A comment beside it says so.
    Marker(&'static str),
    /// A vendor's documentation or emulator shows this very value to everybody.
    Documented(&'static str),
    /// A key made to be found, of an account that serves nothing else.
    Canary(&'static str),
}

impl core::fmt::Display for Allowed<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Entry("") => f.write_str("allowlist"),
            Self::Entry(reason) => write!(f, "allowlist: {reason}"),
            Self::Marker(marker) => write!(f, "marker `{marker}`"),
            Self::Documented(source) => write!(f, "documented example of {source}"),
            Self::Canary(issuer) => write!(f, "canary of {issuer}"),
        }
    }
}

/// What stands around a finding, as far as allowlists look at it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'h> {
    pub(crate) haystack: &'h [u8],
    /// The file's path, where the host has given one.
    pub(crate) path: Option<&'h str>,
    /// All rules, as a comment may name some.
    pub(crate) rules: &'h [Rule],
}

/// All that a ruleset allows.
#[derive(Clone, Default)]
pub(crate) struct Allowlist {
    pub(crate) entries: Vec<Allow>,
    /// Entries of other formats that silence single rules: what else finds the secret reports it.
    pub(crate) of_rules: Vec<Allow>,
    pub(crate) markers: Markers,
    pub(crate) documented: bool,
    pub(crate) canaries: bool,
    /// What rules of other formats ask for beyond their pattern, ordered by the rule's id.
    pub(crate) requirements: Vec<Requirement>,
}

/// What has to hold for a match of a rule to be a finding at all.
#[derive(Clone)]
pub(crate) struct Requirement {
    pub(crate) rule: String,
    /// The bytes of a whole match.
    pub(crate) length: RangeInclusive<usize>,
    /// The secret must have more bits per character than this, in thousandths.
    pub(crate) entropy_above: Option<u16>,
    /// One of these, in lower case, must stand near it.
    pub(crate) near: Vec<String>,
    /// The file's path, if it is known, must match one of these.
    pub(crate) path: Option<Expression>,
}

/// How far a keyword may stand from its value.
const NEAR: usize = 1 << 11;

/// Bytes before and after a match that anything looks at to judge it.
pub(crate) const CONTEXT: usize = NEAR;

impl Allowlist {
    pub(crate) const fn new() -> Self {
        Self {
            entries: Vec::new(),
            of_rules: Vec::new(),
            markers: Markers::NONE,
            documented: false,
            canaries: false,
            requirements: Vec::new(),
        }
    }

    /// All entries.
    fn all(&self) -> impl Iterator<Item = &Allow> {
        self.entries.iter().chain(&self.of_rules)
    }

    /// The rules that entries are for.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &String> {
        self.all().flat_map(Allow::rules)
    }

    /// Whether rules have conditions or allowlists of their own.
    pub(crate) const fn asks_more(&self) -> bool {
        !self.requirements.is_empty() || !self.of_rules.is_empty()
    }

    /// Whether an allowlist of its rule alone is for it.
    pub(crate) fn silences(&self, finding: Finding<'_>, context: Context<'_>) -> bool {
        self.of_rules.iter().any(|entry| entry.holds(finding, context))
    }

    /// Whether a match is what its rule asks for beyond the pattern.
    pub(crate) fn is_finding(&self, finding: Finding<'_>, context: Context<'_>) -> bool {
        let id = finding.rule().id();
        let at = self.requirements.partition_point(|other| other.rule.as_str() < id);
        let rest = self.requirements.get(at..).unwrap_or_default();
        let mut of_rule = rest.iter().take_while(|other| other.rule == id);
        of_rule.all(|asked| asked.holds(finding, context))
    }

    /// Why a finding is allowed, or `None`.
    pub(crate) fn judge<'r>(
        &'r self,
        finding: Finding<'_>,
        context: Context<'_>,
    ) -> Option<Allowed<'r>> {
        if let Some(marker) = self.markers.find(finding, context) {
            return Some(Allowed::Marker(marker));
        }
        if let Some(entry) = self.all().find(|entry| entry.holds(finding, context)) {
            return Some(Allowed::Entry(entry.reason()));
        }
        if self.documented
            && let Some(secret) = context.haystack.get(finding.secret().range())
            && let Some(source) = known::documented(secret)
        {
            return Some(Allowed::Documented(source));
        }
        if self.canaries { canary(finding, context.haystack).map(Allowed::Canary) } else { None }
    }
}

impl Requirement {
    fn holds(&self, finding: Finding<'_>, context: Context<'_>) -> bool {
        let is_random_enough =
            self.entropy_above.is_none_or(|bits| finding.entropy().millibits() > bits);
        let in_path = match (&self.path, context.path) {
            (Some(expression), Some(path)) => expression.is_of_path(path),
            _ => true,
        };
        self.length.contains(&finding.matched().len())
            && is_random_enough
            && in_path
            && self.is_near(finding.secret(), context.haystack)
    }

    fn is_near(&self, secret: Span, haystack: &[u8]) -> bool {
        let (start, end) = (secret.start.saturating_sub(NEAR), secret.end.saturating_add(NEAR));
        let around = haystack.get(start..end.min(haystack.len())).unwrap_or_default();
        self.near.is_empty()
            || self.near.iter().any(|word| entry::contains(around, word.as_bytes()))
    }
}

/// Who issued the finding, or a companion of it, as a canary.
fn canary(finding: Finding<'_>, haystack: &[u8]) -> Option<&'static str> {
    let mut issuer = None;
    let mut look = |fact: Fact<'_>| {
        if let Fact::Account(account) = fact {
            issuer = issuer.or_else(|| known::canary(account));
        }
    };
    finding.facts(haystack, &mut look);
    for companion in finding.companions() {
        companion.facts(haystack, &mut look);
    }
    issuer
}

//! One entry of an allowlist.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::Context;
use crate::dfa::{Dfa, Looked};
use crate::finding::Finding;
#[cfg(feature = "fingerprint")]
use crate::fingerprint::{Fingerprint, FingerprintKey};

/// What a regular expression of an [`Allow`] is held against.
///
/// ```
/// use keysieve::{Allow, Target};
/// # #[cfg(feature = "custom-rules")]
/// let allow = Allow::new("made for tests").matching(Target::Line, "(?i)fixture")?;
/// # Ok::<(), keysieve::RuleProblem>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The secret itself.
    Secret,
    /// All that the rule's pattern matched.
    Match,
    /// The line or lines that it stands on, up to 1 KiB on either side.
    Line,
}

/// How far a line is looked at.
const LONGEST_LINE: usize = 1 << 10;

/// What a match is extended by, backwards, where a rule's pattern began with any name.
const LONGEST_NAME: usize = 50;

/// One entry of an allowlist: findings that are known and accepted.
///
/// Criteria of one kind (several rules, several paths, …) are alternatives. Of several kinds all
/// have to hold, unless [`Allow::any`] says that one is enough; the rules have to in any case. An
/// entry without any criterion allows nothing.
///
/// ```
/// use keysieve::{Allow, Ruleset};
/// let allow = Allow::new("the test database").rule("redis-url-password").path_prefix("tests/");
/// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
/// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
/// assert_eq!(ruleset.find_iter(text).in_file("src/main.rs").count(), 1);
/// let mut findings = ruleset.find_iter(text).in_file("tests/db.rs");
/// assert_eq!((findings.next().is_none(), findings.suppressed()), (true, 1));
/// ```
#[derive(Clone, Default)]
pub struct Allow {
    reason: String,
    any: bool,
    rules: Vec<String>,
    paths: Vec<Path>,
    words: Vec<String>,
    expressions: Vec<(Target, Expression)>,
    /// Whether a match is looked at with the name before it.
    pub(crate) with_name: bool,
    #[cfg(feature = "fingerprint")]
    prints: Option<(FingerprintKey, Vec<Fingerprint>)>,
}

#[derive(Clone)]
enum Path {
    Prefix(String),
    Suffix(String),
    Expression(Expression),
}

/// A regular expression that is searched for without taking memory.
#[derive(Clone)]
pub(crate) struct Expression(Vec<Dfa>);

impl Expression {
    /// Compiles an expression in the syntax of the `regex` crate, over bytes.
    #[cfg(feature = "custom-rules")]
    pub(crate) fn new(pattern: &str) -> Result<Self, crate::RuleProblem> {
        crate::compile::search(pattern).map(Self)
    }

    /// Whether a path matches: as it is in its folder, be it that it was found from there as `./…`.
    pub(crate) fn is_of_path(&self, path: &str) -> bool {
        self.is_match(path.strip_prefix("./").unwrap_or(path).as_bytes())
    }

    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        let matches = |part: &Dfa| {
            part.tables().match_end(text, 0, text.len(), &mut { Looked::NOTHING }).is_some()
        };
        self.0.iter().any(matches)
    }
}

impl Allow {
    /// An entry, and why it is there.
    pub fn new(reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..Self::default() }
    }

    /// One of the kinds of criteria is enough.
    ///
    /// ```
    /// let allow = keysieve::Allow::new("fixtures").any().path_prefix("tests/").word("fixture");
    /// ```
    #[must_use]
    pub const fn any(mut self) -> Self {
        self.any = true;
        self
    }

    /// Findings of the rule of this id.
    #[must_use]
    pub fn rule(mut self, id: &str) -> Self {
        self.rules.push(id.to_owned());
        self
    }

    /// Findings in files whose path starts so. Paths are compared as the host gives them to
    /// [`FindIter::in_file`](crate::FindIter::in_file).
    ///
    /// ```
    /// let allow = keysieve::Allow::new("not ours").path_prefix("vendor/");
    /// ```
    #[must_use]
    pub fn path_prefix(mut self, prefix: &str) -> Self {
        self.paths.push(Path::Prefix(prefix.to_owned()));
        self
    }

    /// Findings in files whose path ends so.
    ///
    /// ```
    /// let allow = keysieve::Allow::new("hashes of packages").path_suffix("package-lock.json");
    /// ```
    #[must_use]
    pub fn path_suffix(mut self, suffix: &str) -> Self {
        self.paths.push(Path::Suffix(suffix.to_owned()));
        self
    }

    /// Findings in files whose path matches, without the `./` that it may begin with.
    ///
    /// # Errors
    ///
    /// If it is no regular expression, or too large a one.
    ///
    /// ```
    /// let allow = keysieve::Allow::new("fixtures").path_matching(r"(^|/)testdata/")?;
    /// # Ok::<(), keysieve::RuleProblem>(())
    /// ```
    #[cfg(feature = "custom-rules")]
    pub fn path_matching(self, pattern: &str) -> Result<Self, crate::RuleProblem> {
        Ok(self.path_expression(Expression::new(pattern)?))
    }

    #[cfg(feature = "custom-rules")]
    pub(crate) fn path_expression(mut self, expression: Expression) -> Self {
        self.paths.push(Path::Expression(expression));
        self
    }

    /// Secrets that hold this word, in either case.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset};
    /// let ruleset = Ruleset::builder().allow(Allow::new("ours").word("q0ztwv")).build().unwrap();
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// assert_eq!(ruleset.find_iter(text).count(), 0);
    /// ```
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        self.words.push(word.to_ascii_lowercase());
        self
    }

    /// Findings whose secret, match or line matches.
    ///
    /// # Errors
    ///
    /// If it is no regular expression, or too large a one.
    #[cfg(feature = "custom-rules")]
    pub fn matching(self, target: Target, pattern: &str) -> Result<Self, crate::RuleProblem> {
        Ok(self.expression(target, Expression::new(pattern)?))
    }

    #[cfg(feature = "custom-rules")]
    pub(crate) fn expression(mut self, target: Target, expression: Expression) -> Self {
        self.expressions.push((target, expression));
        self
    }

    /// The credential of this fingerprint. All fingerprints of an entry are of one key: the last.
    ///
    /// ```
    /// use keysieve::{Allow, FingerprintKey, Ruleset};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let key = FingerprintKey::from_passphrase(b"kept in our vault");
    /// let print = key.fingerprint("redis-url-password", b"kX93mLq0ZtWv");
    /// let allow = Allow::new("revoked on 3 May").fingerprint(&key, print);
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// assert_eq!(ruleset.find_iter(text).count(), 0);
    /// ```
    #[cfg(feature = "fingerprint")]
    #[must_use]
    pub fn fingerprint(mut self, key: &FingerprintKey, fingerprint: Fingerprint) -> Self {
        let (held, prints) = self.prints.get_or_insert_with(|| (key.clone(), Vec::new()));
        *held = key.clone();
        prints.push(fingerprint);
        self
    }

    pub(super) fn reason(&self) -> &str {
        &self.reason
    }

    /// The ids of the rules that it is for; all if there is none.
    pub(crate) fn rules(&self) -> &[String] {
        &self.rules
    }

    pub(super) fn holds(&self, finding: Finding<'_>, context: Context<'_>) -> bool {
        let id = finding.rule().id();
        if !self.rules.is_empty() && !self.rules.iter().any(|rule| rule == id) {
            return false;
        }
        let criteria = [
            self.holds_path(context),
            self.holds_word(finding, context),
            self.holds_expression(finding, context),
            self.holds_fingerprint(finding, context),
        ];
        let mut given = criteria.into_iter().flatten().peekable();
        match (given.peek(), self.any) {
            (None, _) => !self.rules.is_empty(),
            (Some(_), true) => given.any(|holds| holds),
            (Some(_), false) => given.all(|holds| holds),
        }
    }

    fn holds_path(&self, context: Context<'_>) -> Option<bool> {
        let is_match = |path: &str| {
            self.paths.iter().any(|given| match given {
                Path::Prefix(prefix) => path.starts_with(prefix.as_str()),
                Path::Suffix(suffix) => path.ends_with(suffix.as_str()),
                Path::Expression(expression) => expression.is_of_path(path),
            })
        };
        (!self.paths.is_empty()).then(|| context.path.is_some_and(is_match))
    }

    fn holds_word(&self, finding: Finding<'_>, context: Context<'_>) -> Option<bool> {
        let secret = context.haystack.get(finding.secret().range()).unwrap_or_default();
        let is_match = || self.words.iter().any(|word| contains(secret, word.as_bytes()));
        (!self.words.is_empty()).then(is_match)
    }

    fn holds_expression(&self, finding: Finding<'_>, context: Context<'_>) -> Option<bool> {
        let haystack = context.haystack;
        let is_match = |(target, expression): &(Target, Expression)| {
            let span = match target {
                Target::Secret => finding.secret.range(),
                Target::Match => self.start_of_match(finding, haystack)..finding.matched.end,
                Target::Line => line(finding, haystack),
            };
            haystack.get(span).is_some_and(|text| expression.is_match(text))
        };
        (!self.expressions.is_empty()).then(|| self.expressions.iter().any(is_match))
    }

    fn start_of_match(&self, finding: Finding<'_>, haystack: &[u8]) -> usize {
        let start = finding.matched.start;
        if !self.with_name {
            return start;
        }
        let before = haystack.get(start.saturating_sub(LONGEST_NAME)..start).unwrap_or_default();
        let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
        start - before.iter().rev().take_while(|byte| in_name(byte)).count()
    }

    #[cfg(feature = "fingerprint")]
    fn holds_fingerprint(&self, finding: Finding<'_>, context: Context<'_>) -> Option<bool> {
        let (key, prints) = self.prints.as_ref()?;
        let print = finding.fingerprint(context.haystack, key);
        Some(print.is_some_and(|print| prints.contains(&print)))
    }

    #[cfg(not(feature = "fingerprint"))]
    fn holds_fingerprint(&self, _: Finding<'_>, _: Context<'_>) -> Option<bool> {
        None
    }
}

impl core::fmt::Debug for Allow {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Allow").field("reason", &self.reason).finish_non_exhaustive()
    }
}

/// The lines of a match.
fn line(finding: Finding<'_>, haystack: &[u8]) -> core::ops::Range<usize> {
    let (start, end) = (finding.matched.start, finding.matched.end);
    let before = haystack.get(start.saturating_sub(LONGEST_LINE)..start).unwrap_or_default();
    let after = haystack.get(end..).unwrap_or_default();
    let after = after.get(..after.len().min(LONGEST_LINE)).unwrap_or_default();
    let head = memchr::memrchr(b'\n', before).map_or(before.len(), |at| before.len() - at - 1);
    start - head..end + memchr::memchr(b'\n', after).unwrap_or(after.len())
}

/// Whether the text holds the word, which is in lower case, in either case.
pub(super) fn contains(text: &[u8], word: &[u8]) -> bool {
    !word.is_empty() && text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

//! Rulesets: what scans.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use crate::allow::{Allowlist, Context, Expression};
use crate::builder::RulesetBuilder;
use crate::builtin::{PREFILTER, RULES};
use crate::finding::Finding;
#[cfg(feature = "fingerprint")]
use crate::known::Index;
use crate::prefilter::Prefilter;
use crate::rule::{Rule, Within};
use crate::scan::FindIter;
use crate::table::LONGEST_ROW;

/// The confidence from which on findings are reported unless the ruleset says otherwise.
///
/// ```
/// let findings = keysieve::Ruleset::builtin().find_iter(b"nothing here");
/// assert!(findings.into_iter().all(|f| f.confidence() >= keysieve::DEFAULT_MIN_CONFIDENCE));
/// ```
pub const DEFAULT_MIN_CONFIDENCE: u8 = 40;

/// The most rules of a ruleset.
pub(crate) const MOST_RULES: usize = 1 << 14;

/// A set of rules, ready to scan. It never changes and can be shared between threads.
///
/// ```
/// use keysieve::Ruleset;
///
/// let log = b"connecting to amqp://worker:kX93mLq0ZtWv@mq.internal:5672/";
/// for finding in Ruleset::builtin().find_iter(log) {
///     println!("{} at byte {}", finding.rule().name(), finding.secret().start);
/// }
/// ```
pub struct Ruleset {
    pub(crate) rules: Cow<'static, [Rule]>,
    pub(crate) min_confidence: u8,
    pub(crate) allowlist: Allowlist,
    pub(crate) prefilter: Cow<'static, Prefilter>,
    pub(crate) path_rules: Vec<PathRule>,
    pub(crate) reach: Reach,
    #[cfg(feature = "fingerprint")]
    pub(crate) known: Option<Index>,
}

/// A rule by which a file is a credential as a whole.
#[derive(Clone)]
pub(crate) struct PathRule {
    pub(crate) path: Expression,
    pub(crate) rule: Rule,
}

/// How far apart things stand that rules look at together.
#[derive(Clone, Copy)]
pub(crate) struct Reach {
    /// The longest match, in bytes.
    pub(crate) longest: usize,
    /// The most bytes between two parts of a credential.
    pub(crate) window: usize,
}

impl Reach {
    pub(crate) const fn of(rules: &[Rule]) -> Self {
        let mut reach = Self { longest: 0, window: 0 };
        let mut at = 0;
        // Evaluated at compile time for the built-in rules, where there are no iterators.
        while at < rules.len() {
            let rule = &rules[at];
            let longest = match rule.within {
                Some(Within::Table | Within::Map) => LONGEST_ROW,
                _ => rule.program.max_length as usize,
            };
            if longest > reach.longest {
                reach.longest = longest;
            }
            if rule.companions.window as usize > reach.window {
                reach.window = rule.companions.window as usize;
            }
            at += 1;
        }
        reach
    }

    /// Bytes that overlapping matches span before it is decided which of them stay.
    pub(crate) const fn longest_group(self) -> usize {
        /// So that a chain of short ones is not cut.
        const LEAST: usize = 1 << 14;
        if self.longest > LEAST { self.longest } else { LEAST }
    }
}

impl Ruleset {
    /// All built-in rules but the indicators. All of it is static data: there is nothing to set up.
    pub fn builtin() -> &'static Self {
        static BUILTIN: Ruleset = Ruleset {
            rules: Cow::Borrowed(&RULES),
            min_confidence: DEFAULT_MIN_CONFIDENCE,
            allowlist: Allowlist::new(),
            prefilter: Cow::Borrowed(&PREFILTER),
            path_rules: Vec::new(),
            reach: Reach::of(&RULES),
            #[cfg(feature = "fingerprint")]
            known: None,
        };
        &BUILTIN
    }

    /// A ruleset of one's own, to begin with the built-in rules.
    ///
    /// ```
    /// let ruleset = keysieve::Ruleset::builder().min_confidence(80).build().unwrap();
    /// assert_eq!(ruleset.min_confidence(), 80);
    /// ```
    pub fn builder() -> RulesetBuilder {
        RulesetBuilder::default()
    }

    /// The rules.
    ///
    /// ```
    /// let ruleset = keysieve::Ruleset::builtin();
    /// assert!(ruleset.rules().iter().any(|rule| rule.vendor() == "Slack"));
    /// ```
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules that go by a file's path alone: see [`Self::scan_path`].
    ///
    /// ```
    /// assert_eq!(keysieve::Ruleset::builtin().path_rules().count(), 0);
    /// ```
    pub fn path_rules(&self) -> impl Iterator<Item = &Rule> {
        self.path_rules.iter().map(|path_rule| &path_rule.rule)
    }

    /// The rule of that id, if it is one of [`Self::rules`].
    ///
    /// ```
    /// assert!(keysieve::Ruleset::builtin().rule("aws-access-key-id").is_some());
    /// assert!(keysieve::Ruleset::builtin().rule("no-such-rule").is_none());
    /// ```
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id() == id)
    }

    /// The confidence from which on findings are reported.
    pub const fn min_confidence(&self) -> u8 {
        self.min_confidence
    }

    /// The findings in a buffer, one after the other.
    ///
    /// Takes nothing from the heap and time linear in the buffer's length.
    ///
    /// ```
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let mut findings = keysieve::Ruleset::builtin().find_iter(text);
    /// assert_eq!(&text[findings.next().unwrap().secret().range()], b"kX93mLq0ZtWv");
    /// ```
    // As a function of its own it makes the search in place; to copy that takes as long as to scan a
    // short record.
    #[inline(never)]
    pub fn find_iter<'r, 'h>(&'r self, haystack: &'h [u8]) -> FindIter<'r, 'h> {
        FindIter::new(self, haystack)
    }

    /// Calls the visitor with each finding, until it breaks.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let flow = keysieve::Ruleset::builtin().scan(text, |finding| ControlFlow::Break(finding.secret()));
    /// assert!(flow.is_break());
    /// ```
    pub fn scan<'r, B>(
        &'r self,
        haystack: &[u8],
        visit: impl FnMut(Finding<'r>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.find_iter(haystack).try_for_each(visit)
    }

    /// The findings that a file's path alone gives, whatever it holds: such rules come from files in
    /// the format of Gitleaks (`\.p12$`). Their spans are empty, since all of the file is meant.
    ///
    /// ```
    /// # #[cfg(feature = "custom-rules")] {
    /// use keysieve::Ruleset;
    /// let toml = "[[rules]]\nid = 'pkcs12-file'\npath = '\\.p12$'\n";
    /// let (builder, _) = Ruleset::builder().gitleaks_toml(".gitleaks.toml", toml).unwrap();
    /// let ruleset = builder.build().unwrap();
    /// let ids: Vec<_> = ruleset.scan_path("certs/ci.p12").map(|f| f.rule().id()).collect();
    /// assert_eq!(ids, ["pkcs12-file"]);
    /// assert_eq!(ruleset.scan_path("certs/ci.pem").count(), 0);
    /// # }
    /// ```
    pub fn scan_path<'r>(&'r self, path: &str) -> impl Iterator<Item = Finding<'r>> {
        // Without text there is no comment either that could name a rule.
        let context = Context { haystack: &[], path: Some(path), rules: &[] };
        let named = self.path_rules.iter().filter(move |rule| rule.path.is_of_path(path));
        let findings = named.map(|PathRule { rule, .. }| Finding::of_file(rule));
        findings.filter(move |&finding| self.allowlist.judge(finding, context).is_none())
    }

    pub(crate) const fn allowlist(&self) -> &Allowlist {
        &self.allowlist
    }

    #[cfg(feature = "fingerprint")]
    pub(crate) const fn known(&self) -> Option<&Index> {
        self.known.as_ref()
    }

    /// Whether the host has given secrets to look for, wherever they stand.
    #[inline]
    pub(crate) const fn knows_secrets(&self) -> bool {
        #[cfg(feature = "fingerprint")]
        let knows = self.known.is_some();
        #[cfg(not(feature = "fingerprint"))]
        let knows = false;
        knows
    }

    /// The rule of a known secret.
    #[cfg(feature = "fingerprint")]
    pub(crate) fn known_rule(&self, number: usize) -> Option<&Rule> {
        self.known.as_ref()?.rule(number)
    }

    #[cfg(not(feature = "fingerprint"))]
    #[expect(clippy::unused_self)]
    pub(crate) const fn known_rule(&self, _: usize) -> Option<&Rule> {
        None
    }

    pub(crate) const fn reach(&self) -> Reach {
        self.reach
    }

    pub(crate) fn prefilter(&self) -> &Prefilter {
        &self.prefilter
    }

    /// The rules of the service whose name stands there and tells it wherever it stands.
    pub(crate) fn services_at(&self, haystack: &[u8], at: usize) -> impl Iterator<Item = u16> {
        let names = &self.prefilter.names;
        let may_start = self.prefilter().borders.may_start(haystack, at);
        let slots = may_start.then(|| names.slot(haystack, at));
        let literals = slots.into_iter().flatten();
        let owners = literals.flat_map(move |literal| {
            names.literal(literal, haystack, at).into_iter().flat_map(|(_, owners)| owners)
        });
        let numbers = owners.filter_map(move |owner| names.owner(owner));
        numbers
            .filter(move |&number| {
                let rule = self.rules.get(number);
                rule.is_some_and(|rule| rule.is_service && rule.program.is_name(haystack, at))
            })
            .map(|number| number as u16)
    }
}

impl fmt::Debug for Ruleset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ruleset")
            .field("rules", &self.rules.len())
            .field("min_confidence", &self.min_confidence)
            .finish_non_exhaustive()
    }
}

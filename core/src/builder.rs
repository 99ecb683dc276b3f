//! Making a ruleset: which rules, from where, and what is accepted.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::allow::{Allow, Allowlist, Markers};
use crate::builtin::{INDICATORS, PREFILTER, RULES};
use crate::error::BuildError;
#[cfg(feature = "fingerprint")]
use crate::known::{Index, KNOWN_SECRET_RULE, KnownSecrets};
use crate::prefilter::Prefilter;
use crate::program::Shared;
use crate::rule::{Class, Rule};
use crate::ruleset::{DEFAULT_MIN_CONFIDENCE, MOST_RULES, PathRule, Reach, Ruleset};

/// Chooses the rules of a [`Ruleset`].
///
/// ```
/// use keysieve::Ruleset;
/// let ruleset = Ruleset::builder().disable(&["jwt"]).build().unwrap();
/// assert!(ruleset.rule("jwt").is_none());
/// ```
#[derive(Clone)]
pub struct RulesetBuilder {
    rules: Vec<Rule>,
    only: Option<Vec<String>>,
    disabled: Vec<String>,
    indicators: bool,
    min_confidence: u8,
    allowlist: Allowlist,
    path_rules: Vec<PathRule>,
    #[cfg(feature = "fingerprint")]
    known: Option<KnownSecrets>,
}

impl Default for RulesetBuilder {
    fn default() -> Self {
        Self {
            rules: [RULES.as_slice(), &INDICATORS].concat(),
            only: None,
            disabled: Vec::new(),
            indicators: false,
            min_confidence: DEFAULT_MIN_CONFIDENCE,
            allowlist: Allowlist::new(),
            path_rules: Vec::new(),
            #[cfg(feature = "fingerprint")]
            known: None,
        }
    }
}

impl RulesetBuilder {
    /// Keeps these rules alone; several calls add up.
    ///
    /// ```
    /// let builder = keysieve::Ruleset::builder();
    /// let ruleset = builder.only(&["aws-access-key-id"]).build().unwrap();
    /// assert_eq!(ruleset.rules().len(), 1);
    /// ```
    #[must_use]
    pub fn only(mut self, ids: &[impl AsRef<str>]) -> Self {
        let only = self.only.get_or_insert_default();
        only.extend(ids.iter().map(|id| id.as_ref().to_owned()));
        self
    }

    /// Leaves these rules out.
    ///
    /// ```
    /// let all = keysieve::Ruleset::builtin().rules().len();
    /// let ruleset = keysieve::Ruleset::builder().disable(&["jwt"]).build().unwrap();
    /// assert_eq!(ruleset.rules().len(), all - 1);
    /// ```
    #[must_use]
    pub fn disable(mut self, ids: &[impl AsRef<str>]) -> Self {
        self.disabled.extend(ids.iter().map(|id| id.as_ref().to_owned()));
        self
    }

    /// Turns on the rules of [`Class::Indicator`](crate::Class::Indicator), for hosts that watch
    /// audit logs: events that create or use keys, identifiers, account numbers. They are off
    /// otherwise, but for those that [`only`](Self::only) names.
    ///
    /// ```
    /// let event = br#"{"eventName":"CreateAccessKey","awsRegion":"us-east-1"}"#;
    /// let ruleset = keysieve::Ruleset::builder().indicators(true).build().unwrap();
    /// let finding = ruleset.find_iter(event).next().unwrap();
    /// assert_eq!(finding.rule().class(), keysieve::Class::Indicator);
    /// assert!(keysieve::Ruleset::builtin().find_iter(event).next().is_none());
    /// ```
    #[must_use]
    pub const fn indicators(mut self, on: bool) -> Self {
        self.indicators = on;
        self
    }

    /// Reports findings from this confidence on (0 to 100).
    ///
    /// ```
    /// let error = keysieve::Ruleset::builder().min_confidence(101).build().unwrap_err();
    /// assert_eq!(error.to_string(), "a confidence is at most 100, not 101");
    /// ```
    #[must_use]
    pub const fn min_confidence(mut self, confidence: u8) -> Self {
        self.min_confidence = confidence;
        self
    }

    /// Accepts findings: see [`Allow`]. Several calls add up.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset};
    /// let allow = Allow::new("from the tutorial").word("kx93");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let mut findings = ruleset.find_iter(b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0");
    /// assert!(findings.next().is_none() && findings.suppressed() == 1);
    /// ```
    #[must_use]
    pub fn allow(mut self, allow: Allow) -> Self {
        self.allowlist.entries.push(allow);
        self
    }

    /// Accepts findings beside which such a comment stands. Only for text whose authors may decide
    /// that: none counts unless this says so.
    ///
    /// ```
    /// use keysieve::{Markers, Ruleset};
    /// let ruleset = Ruleset::builder().markers(Markers::OWN).build().unwrap();
    /// let text = b"// keysieve:allow redis-url-password\nredis://app:kX93mLq0ZtWv@cache:6379";
    /// assert_eq!(ruleset.find_iter(text).count(), 1, "it stands on another line");
    /// ```
    #[must_use]
    pub const fn markers(mut self, markers: Markers) -> Self {
        self.allowlist.markers = markers;
        self
    }

    /// Accepts values that vendors' documentation and emulators show to everybody.
    ///
    /// ```
    /// let ruleset = keysieve::Ruleset::builder().allow_documented(true).build().unwrap();
    /// ```
    #[must_use]
    pub const fn allow_documented(mut self, allow: bool) -> Self {
        self.allowlist.documented = allow;
        self
    }

    /// Accepts keys of accounts that are known to hold canaries alone.
    ///
    /// ```
    /// let ruleset = keysieve::Ruleset::builder().allow_canaries(true).build().unwrap();
    /// ```
    #[must_use]
    pub const fn allow_canaries(mut self, allow: bool) -> Self {
        self.allowlist.canaries = allow;
        self
    }

    /// Finds secrets that the host knows, too, without holding them: see [`KnownSecrets`], also for
    /// what it costs. Those of the last call count.
    ///
    /// ```
    /// use keysieve::{FingerprintKey, KnownSecrets, Ruleset};
    /// let mut known = KnownSecrets::new(FingerprintKey::new(&[7; 32]));
    /// known.add_secret("DEPLOY_TOKEN", b"plain as it looks").unwrap();
    /// let ruleset = Ruleset::builder().known_secrets(known).build().unwrap();
    /// assert_eq!(ruleset.find_iter(b"log: plain as it looks").count(), 1);
    /// ```
    #[cfg(feature = "fingerprint")]
    #[must_use]
    pub fn known_secrets(mut self, known: KnownSecrets) -> Self {
        self.known = Some(known);
        self
    }

    /// Adds the rules of a file in the format of the built-in ones; `file_name` is for errors.
    ///
    /// The file names its `vendor` and holds a `[[rule]]` a credential:
    ///
    /// | field | value |
    /// |---|---|
    /// | `id`, `name` | stable `vendor-thing`; what people call it |
    /// | `pattern` | regular expression over bytes, in the syntax of the `regex` crate; the group `secret`, if there is one, is the credential |
    /// | `severity` | `critical`, `high`, `medium`, `low`, `info` |
    /// | `confidence` | 0 to 100, of a match of which nothing more is known |
    /// | `category` | what it opens: `cloud`, `saas`, `database`, …; see [`Category`](crate::Category) |
    /// | `literals` | text that stands in every match, to look for; derived where absent |
    /// | `max_length` | bytes of a match, at most; only for patterns without such a bound |
    /// | `min_entropy` | bits per character that the secret must have |
    /// | `shape` | `opaque`, `mixed` or `password`: what the secret must look like |
    /// | `validator` | an offline check, by name |
    /// | `specificity` | `distinctive` (default), `keyword`, `structured`, `generic`, `shape`; of overlapping findings the more specific stays |
    /// | `class` | `secret` (default), `conditional`, `public`, `indicator` |
    /// | `redact` | `secret` (default) or `match`: what has to be removed |
    /// | `companions`, `companion_window` | ids of rules that find the credential's other parts, and bytes between them at most |
    /// | `cwe`, `controls` | entries of catalogues, such as `CWE-798` and `NIST SP 800-53 IA-5`; where absent they follow from class, category, specificity and shape |
    /// | `remediation`, `remediation_url` | what to do, one step or a list of them; the vendor's page on it |
    /// | `procedure` | instead of those two, the name of a `[procedure.<name>]` in the file, with `steps` and `url`, that rules share |
    /// | `description`, `references` | for people |
    /// | `positives`, `negatives` | examples; not looked at here |
    ///
    /// Where a vendor's keys have no form of their own, a list `service` says the same in a line an
    /// entry: `{ id, vendor, keywords = ["new_relic"], values = ["{hex 40}"], category, url }`. A
    /// keyword stands at the start of a word, its `_` for `_`, `-`, a space or nothing. A value is
    /// text and `{alphabet length}` (`digits`, `hex`, `lower`, `upper`, `alnum`, `base64`,
    /// `base64url`, `unreserved`, `token`, `any`; `{alnum 20-24}`) or `{uuid}`, and begins with 12
    /// characters of words and `+ - . / ~`. `common_word = true` asks for a word for secrets after a
    /// name that is a common word; `class` is as above.
    ///
    /// In a pattern `(?&assignment)` stands for what leads from a name to its value: `=`, `": "`,
    /// `=>`, `value:` on the next line, a parameter's `Default:` and so on; `(?&argument)` for that or
    /// a space.
    ///
    /// # Errors
    ///
    /// A [`RuleError`](crate::RuleError) names the first thing that is wrong: line, rule and field.
    /// An id that is taken already is wrong, too.
    ///
    /// ```
    /// let toml = r#"
    ///     vendor = "Acme"
    ///     [[rule]]
    ///     id = "acme-api-key"
    ///     name = "Acme API key"
    ///     pattern = '\bacme_[0-9a-z]{20}\b'
    ///     severity = "high"
    ///     confidence = 90
    ///     category = "saas"
    /// "#;
    /// let builder = keysieve::Ruleset::builder().rules_toml("acme.toml", toml)?;
    /// let ruleset = builder.build().unwrap();
    /// let text = b"key: acme_k3v9x0q27mz5t1rw84bd";
    /// let ids: Vec<_> = ruleset.find_iter(text).map(|finding| finding.rule().id()).collect();
    /// assert_eq!(ids, ["acme-api-key"]);
    /// # Ok::<(), keysieve::RuleError>(())
    /// ```
    #[cfg(feature = "custom-rules")]
    pub fn rules_toml(mut self, file_name: &str, toml: &str) -> Result<Self, crate::RuleError> {
        let taken: Vec<&str> = self.rules.iter().map(Rule::id).collect();
        let rules =
            crate::compile::parse(file_name, toml, &taken, &mut crate::compile::Known::default())?;
        self.rules.extend(rules);
        Ok(self)
    }

    /// Adds rules that are compiled as the built-in ones are.
    #[cfg(test)]
    pub(crate) fn rules_as_builtin(mut self, toml: &str) -> Self {
        let mut known = crate::compile::Known::for_builtin();
        let rules = crate::compile::parse("rules.toml", toml, &[], &mut known);
        self.rules.extend(rules.expect("they are sound"));
        self
    }

    /// Adds the rules and allowlists of a file in the format of Gitleaks, and says what became of
    /// each.
    ///
    /// Expressions are read in Go's syntax. A keyword has to stand within 2 KiB of the value, not
    /// anywhere in the file; a rule's `path` counts where the path is known (see
    /// [`FindIter::in_file`](crate::FindIter::in_file)) and begins where the scan does (`./a` is `a`).
    /// A rule's allowlists leave what they allow to other rules. The file's allowlists are for its own
    /// rules, or for all if it extends others or has none.
    ///
    /// # Errors
    ///
    /// A [`RuleError`](crate::RuleError) if it is not TOML. All else is in the report.
    ///
    /// ```
    /// let toml = r#"
    ///     [[rules]]
    ///     id = "acme-api-key"
    ///     description = "Acme API key"
    ///     regex = '(?i)[\w.-]{0,50}?(?:acme)[ \t\w.-]{0,20}=[ \t]{0,5}([a-z0-9]{20})(?:[\s;]|$)'
    ///     entropy = 3
    ///     keywords = ["acme"]
    /// "#;
    /// let (builder, report) = keysieve::Ruleset::builder().gitleaks_toml(".gitleaks.toml", toml)?;
    /// assert_eq!(report.rules[0].outcome, keysieve::ImportOutcome::Carried);
    /// let text = b"MY_ACME_KEY = k3v9x0q27mz5t1rw84bd";
    /// let ruleset = builder.only(&["acme-api-key"]).build().unwrap();
    /// let finding = ruleset.find_iter(text).next().unwrap();
    /// assert_eq!(&text[finding.secret().range()], b"k3v9x0q27mz5t1rw84bd");
    /// # Ok::<(), keysieve::RuleError>(())
    /// ```
    #[cfg(feature = "custom-rules")]
    pub fn gitleaks_toml(
        mut self,
        file_name: &str,
        toml: &str,
    ) -> Result<(Self, crate::ImportReport), crate::RuleError> {
        let taken: Vec<&str> = self.rules.iter().map(Rule::id).collect();
        let imported = crate::gitleaks::import(file_name, toml, &taken)?;
        self.rules.extend(imported.rules);
        self.path_rules.extend(imported.path_rules);
        let (of_rules, entries): (Vec<_>, Vec<_>) =
            imported.allow.into_iter().partition(|allow| !allow.rules().is_empty());
        self.allowlist.of_rules.extend(of_rules);
        self.allowlist.entries.extend(entries);
        self.allowlist.requirements.extend(imported.requirements);
        Ok((self, imported.report))
    }

    /// Makes the ruleset, prefilter included, so that its first scan is as fast as any.
    ///
    /// # Errors
    ///
    /// A [`BuildError`] names an id that no rule has, or a threshold or number out of range.
    ///
    /// ```
    /// assert!(keysieve::Ruleset::builder().disable(&["no-such-rule"]).build().is_err());
    /// ```
    pub fn build(self) -> Result<Ruleset, BuildError> {
        let Self { mut rules, mut path_rules, only, disabled, indicators, .. } = self;
        let (min_confidence, mut allowlist) = (self.min_confidence, self.allowlist);
        #[cfg(feature = "fingerprint")]
        let known = self.known.filter(|known| !known.is_empty()).map(Index::new);
        if min_confidence > 100 {
            return Err(BuildError::Confidence { given: min_confidence });
        }
        let allowed = allowlist.rules();
        for id in only.iter().flatten().chain(&disabled).chain(allowed) {
            #[cfg(feature = "fingerprint")]
            if id == KNOWN_SECRET_RULE {
                continue;
            }
            let by_path = path_rules.iter().map(|path_rule| &path_rule.rule);
            if !rules.iter().chain(by_path).any(|rule| rule.id() == id) {
                return Err(BuildError::UnknownRule { id: id.clone() });
            }
        }
        if let Some((rule, companion)) = unknown_companion(&rules) {
            let (rule, companion) = (rule.to_owned(), companion.to_owned());
            return Err(BuildError::UnknownCompanion { rule, companion });
        }
        let is_on = |rule: &Rule| {
            let is_rule = |id: &String| rule.id() == id;
            let is_on = indicators || rule.class != Class::Indicator;
            only.as_ref().map_or(is_on, |only| only.iter().any(is_rule))
                && !disabled.iter().any(is_rule)
        };
        rules.retain(is_on);
        path_rules.retain(|path_rule| is_on(&path_rule.rule));
        if rules.len() > MOST_RULES {
            return Err(BuildError::TooMany { most: MOST_RULES });
        }
        allowlist.requirements.sort_by(|a, b| a.rule.cmp(&b.rule));
        // Those of the built-in rules, where it is these and no others, need not be made again.
        let prefilter = if are_builtin(&rules) {
            Cow::Borrowed(&PREFILTER)
        } else {
            Cow::Owned(Prefilter::new(&rules))
        };
        #[cfg_attr(not(feature = "fingerprint"), expect(unused_mut))]
        let mut reach = Reach::of(&rules);
        #[cfg(feature = "fingerprint")]
        if let Some(known) = &known {
            reach.longest = reach.longest.max(known.longest());
        }
        Ok(Ruleset {
            rules: Cow::Owned(rules),
            min_confidence,
            allowlist,
            prefilter,
            path_rules,
            reach,
            #[cfg(feature = "fingerprint")]
            known,
        })
    }
}

/// The first rule that names a companion which is not there, and that companion.
fn unknown_companion(rules: &[Rule]) -> Option<(&str, &str)> {
    // Of the built-in ones it is known, and they come first.
    let own = rules.get(RULES.len() + INDICATORS.len()..).unwrap_or_default();
    let named = own.iter().flat_map(|rule| {
        let companions = rule.texts.list(rule.companions.rules);
        companions.map(move |companion| (rule, companion))
    });
    let is_known = |id: &str| rules.iter().any(|rule| rule.id() == id);
    let mut unknown = named.filter(|&(_, companion)| !is_known(companion));
    unknown.next().map(|(rule, companion)| (rule.id(), companion))
}

/// Whether they are all built-in rules but the indicators, and no others.
fn are_builtin(rules: &[Rule]) -> bool {
    let is = |(rule, builtin): (&Rule, &Rule)| {
        matches!(rule.program.parts, Shared::Builtin(_)) && rule.id() == builtin.id()
    };
    rules.len() == RULES.len() && rules.iter().zip(&RULES).all(is)
}

impl fmt::Debug for RulesetBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RulesetBuilder").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

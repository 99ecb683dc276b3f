//! What a scan reports.

use core::fmt;

use crate::evidence::Evidence;
use crate::fact::Fact;
use crate::odds;
use crate::rule::{Class, Entropy, Rule};
use crate::span::Span;
use crate::validate::Validity;

/// The most companions that a finding names.
pub(crate) const COMPANIONS: usize = 3;

/// A credential: which rule found it, where it is, and how sure that is.
///
/// It holds places, never the secret itself, so it can be copied, kept and printed.
///
/// ```
/// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
/// let finding = keysieve::Ruleset::builtin().find_iter(text).next().unwrap();
/// assert_eq!(&text[finding.secret().range()], b"kX93mLq0ZtWv");
/// assert!(!format!("{finding:?}").contains("kX93"));
/// ```
#[derive(Clone, Copy)]
pub struct Finding<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) secret: Span,
    pub(crate) matched: Span,
    pub(crate) redact: Span,
    pub(crate) confidence: u8,
    pub(crate) validity: Validity,
    pub(crate) evidence: Evidence,
    pub(crate) entropy: Entropy,
    pub(crate) companions: [Option<Companion<'r>>; COMPANIONS],
}

/// Another part of the same credential, found nearby.
///
/// ```
/// let (id, secret) = (["AK", "IAQ3EGV5VZSW2LX7KM"].concat(), "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB");
/// let text = format!("aws_access_key_id={id}\naws_secret_access_key={secret}\n");
/// let finding = keysieve::Ruleset::builtin().find_iter(text.as_bytes()).next().unwrap();
/// let companion = finding.companions().next().unwrap();
/// assert_eq!(companion.rule().id(), "aws-secret-access-key");
/// assert_eq!(&text[companion.secret().range()], secret);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Companion<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) secret: Span,
}

impl<'r> Companion<'r> {
    /// The rule that found it.
    pub const fn rule(self) -> &'r Rule {
        self.rule
    }

    /// Where it is, in bytes.
    pub const fn secret(self) -> Span {
        self.secret
    }

    /// Hands over what can be read from it, as far as the rule finds the secret alone.
    pub(crate) fn facts(self, haystack: &[u8], visit: &mut dyn FnMut(Fact<'_>)) {
        if let Some(secret) = haystack.get(self.secret.range()) {
            self.rule.facts(secret, secret, visit);
        }
    }
}

impl<'r> Finding<'r> {
    /// Weighs one more piece of evidence, in 1/64 bit of odds.
    pub(crate) fn weigh(&mut self, weight: i32, reason: Evidence) {
        self.confidence = odds::confidence(odds::of(self.confidence) + weight);
        self.evidence = self.evidence.and(reason);
    }

    /// That of a whole file, whatever it holds.
    pub(crate) const fn of_file(rule: &'r Rule) -> Self {
        let none = Span { start: 0, end: 0 };
        Self {
            rule,
            secret: none,
            matched: none,
            redact: none,
            confidence: rule.confidence,
            validity: Validity::Unchecked,
            evidence: Evidence::PATH,
            entropy: Entropy(0),
            companions: [None; COMPANIONS],
        }
    }

    /// The rule that found it.
    pub const fn rule(self) -> &'r Rule {
        self.rule
    }

    /// The credential, in bytes of the scanned input.
    pub const fn secret(self) -> Span {
        self.secret
    }

    /// All that has to be removed so that nothing of the credential is left.
    pub const fn redact(self) -> Span {
        self.redact
    }

    /// All that the rule's pattern matched: the secret, and what led to it.
    ///
    /// ```
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let finding = keysieve::Ruleset::builtin().find_iter(text).next().unwrap();
    /// assert!(text[finding.matched().range()].starts_with(b"redis://"));
    /// ```
    pub const fn matched(self) -> Span {
        self.matched
    }

    /// How sure it is, from 0 to 100.
    pub const fn confidence(self) -> u8 {
        self.confidence
    }

    /// What the offline check says.
    pub const fn validity(self) -> Validity {
        self.validity
    }

    /// The secret's Shannon entropy.
    pub const fn entropy(self) -> Entropy {
        self.entropy
    }

    /// What the confidence rests on.
    pub const fn evidence(self) -> Evidence {
        self.evidence
    }

    /// The class of what was found: its rule's, but what its name says is no secret (of an identifier,
    /// `AUTH0_CLIENT_ID`) is [`Class::Conditional`] where the rule's is [`Class::Secret`], as it may be
    /// the other half of the credential.
    ///
    /// ```
    /// use keysieve::{Class, Ruleset};
    /// let found = |text: &str| Ruleset::builtin().find_iter(text.as_bytes()).next().unwrap().class();
    /// assert_eq!(found("crisp_website_id=4e1f6b0a-93c2-4d57-a8e0-7bd25c19f364"), Class::Conditional);
    /// assert_eq!(found("redis://app:kX93mLq0ZtWv@cache:6379/0"), Class::Secret);
    /// ```
    pub fn class(self) -> Class {
        let class = self.rule.class();
        if class == Class::Secret && self.evidence.holds(Evidence::NAMED_OTHERWISE) {
            return Class::Conditional;
        }
        class
    }

    /// The other parts of the same credential that stand nearby, nearest first.
    pub fn companions(self) -> impl Iterator<Item = Companion<'r>> {
        self.companions.into_iter().flatten()
    }

    /// Hands over what can be read from the credential itself, one fact at a time. The haystack
    /// must be the one that was scanned; with another there may be no facts, or meaningless ones.
    ///
    /// ```
    /// let text = ["AK", "IAQ3EGV5VZSW2LX7KM"].concat();
    /// let finding = keysieve::Ruleset::builtin().find_iter(text.as_bytes()).next().unwrap();
    /// let mut account = None;
    /// finding.facts(text.as_bytes(), |fact| {
    ///     if let keysieve::Fact::Account(number) = fact {
    ///         account = Some(number);
    ///     }
    /// });
    /// assert!(account.is_some());
    /// ```
    pub fn facts(self, haystack: &[u8], mut visit: impl FnMut(Fact<'_>)) {
        let secret = haystack.get(self.secret.range());
        let matched = haystack.get(self.matched.range());
        if let (Some(secret), Some(matched)) = (secret, matched) {
            self.rule.facts(secret, matched, &mut visit);
        }
    }
}

impl fmt::Debug for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("rule", &self.rule.id())
            .field("secret", &self.secret)
            .field("redact", &self.redact)
            .field("confidence", &self.confidence)
            .field("validity", &self.validity)
            .finish_non_exhaustive()
    }
}

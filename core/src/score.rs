//! How much to make of a match: the offline check, entropy, shape and placeholders.

use crate::confirm::Match;
use crate::evidence::Evidence;
use crate::placeholder;
use crate::rule::{Entropy, Rule};
use crate::shape;
use crate::validate::{self, Token, Validity};

/// What is known of a match by itself.
#[derive(Clone, Copy)]
pub(crate) struct Score {
    pub(crate) confidence: u8,
    pub(crate) validity: Validity,
    pub(crate) evidence: Evidence,
    pub(crate) entropy: Entropy,
}

/// Weighs a match; `None` if it is not worth reporting at any threshold.
///
/// A check that holds outweighs all else: entropy, shape and placeholder words only decide where
/// nothing proves the value.
pub(crate) fn score(rule: &Rule, haystack: &[u8], found: Match) -> Option<Score> {
    let secret = haystack.get(found.secret.range())?;
    let matched = haystack.get(found.whole.range())?;
    let token = Token { secret, matched };
    let validity = rule
        .validator
        .map_or(Validity::Unchecked, |validator| validate::run(validator, token, &mut |_| ()));
    let entropy = Entropy::of(secret);
    let plausible = || {
        entropy >= rule.min_entropy
            && rule.shape.is_none_or(|shape| shape::fits(shape, secret))
            && !placeholder::is_placeholder(secret)
    };
    if validity != Validity::Valid && !plausible() {
        return None;
    }
    let evidence = Evidence::of_match(rule.specificity);
    let (confidence, evidence) = match validity {
        Validity::Valid => {
            (towards_certainty(rule.confidence, 4, 5), evidence.and(Evidence::VALID))
        }
        Validity::Invalid => {
            ((u16::from(rule.confidence) * 6 / 10) as u8, evidence.and(Evidence::INVALID))
        }
        Validity::Unchecked => (rule.confidence, evidence),
    };
    Some(Score { confidence, validity, evidence, entropy })
}

/// The confidence once another part of the credential stands nearby: half of the doubt is gone.
pub(crate) fn with_companion(confidence: u8) -> u8 {
    towards_certainty(confidence, 1, 2)
}

/// The confidence without a part of the doubt.
fn towards_certainty(confidence: u8, numerator: u8, denominator: u8) -> u8 {
    let doubt = 100u16.saturating_sub(confidence.into());
    confidence + (doubt * u16::from(numerator) / u16::from(denominator)) as u8
}

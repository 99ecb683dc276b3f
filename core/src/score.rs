//! How much to make of a match: the offline check, entropy, shape and placeholders.

use crate::confirm::Match;
use crate::evidence::Evidence;
use crate::placeholder::{self, Placeholder};
use crate::rule::{Entropy, Rule, Specificity};
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
    let mut evidence = Evidence::of_match(rule.specificity);
    let mut confidence = rule.confidence;
    if validity == Validity::Valid {
        evidence = evidence.and(Evidence::VALID);
        confidence = towards_certainty(confidence, 4, 5);
    } else {
        // Where a vendor's own format or name speaks for it, a value that looks made up may be one.
        let vendors_own = rule.specificity >= Specificity::Keyword;
        let made_up = match placeholder::judge(secret) {
            Placeholder::StandIn => return None,
            Placeholder::Filler if rule.validator.is_none() => return None,
            Placeholder::Filler | Placeholder::MadeUp => true,
            Placeholder::No => entropy < rule.min_entropy,
        };
        let fits = rule.shape.is_none_or(|shape| shape::fits(shape, secret));
        if !fits || made_up && !vendors_own {
            return None;
        }
        let invalid = validity == Validity::Invalid;
        if made_up {
            evidence = evidence.and(Evidence::MADE_UP);
        }
        if invalid {
            evidence = evidence.and(Evidence::INVALID);
        }
        confidence = match u8::from(made_up) + u8::from(invalid) {
            0 => confidence,
            1 => (u16::from(confidence) * 6 / 10) as u8,
            _ => confidence / 2,
        };
    }
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

//! How much to make of a match: the offline check, entropy, shape, placeholders and names, each of
//! which multiplies the odds that the rule's own confidence stands for.

use crate::confirm::Match;
use crate::evidence::Evidence;
use crate::name;
use crate::odds;
use crate::placeholder::{self, Placeholder};
use crate::rule::{Entropy, Rule, Shape, Specificity};
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

// What evidence adds to the odds, in 1/64 bit: 64 doubles them.
const VALID: i32 = 192;
const INVALID: i32 = -160;
const MADE_UP: i32 = -160;
/// A vendor's own format stays worth a look, whatever was put into it.
const SURE: u8 = 75;
const LEAST_SURE: i32 = -24;
const MADE_UP_KEYWORD: i32 = -96;
const MADE_UP_GENERIC: i32 = -384;
const MADE_UP_PASSWORD: i32 = -64;
const NAMED_OTHERWISE: i32 = -224;
const USER: i32 = -192;
const COMPANION: i32 = 96;

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
    let mut odds = odds::of(rule.confidence);
    let mut add = |weight: i32, reason: Evidence| {
        odds += weight;
        evidence = evidence.and(reason);
    };
    if validity == Validity::Valid {
        add(VALID, Evidence::VALID);
    } else {
        let made_up = match placeholder::judge(secret) {
            Placeholder::StandIn => return None,
            Placeholder::MadeUp => true,
            Placeholder::No => entropy < rule.min_entropy,
        };
        if let Some(shape) = rule.shape {
            let weight = shape::weigh(shape, secret)?;
            add(weight.odds, weight.evidence);
        }
        if made_up {
            let weight = match (rule.specificity, rule.shape) {
                (Specificity::Distinctive, _) => MADE_UP,
                (Specificity::Keyword, _) => MADE_UP_KEYWORD,
                (_, Some(Shape::Password)) => MADE_UP_PASSWORD,
                _ => MADE_UP_GENERIC,
            };
            add(weight, Evidence::MADE_UP);
        }
        if validity == Validity::Invalid {
            // Whoever makes up a value gets its checksum wrong too.
            add(if made_up { INVALID / 4 } else { INVALID }, Evidence::INVALID);
        }
        if rule.shape == Some(Shape::Password) && is_user(haystack, found.secret.start, secret) {
            add(USER, Evidence::USER);
        }
        if rule.specificity == Specificity::Generic
            && name::is_of_no_secret(haystack, found.whole, found.secret)
        {
            add(NAMED_OTHERWISE, Evidence::NAMED_OTHERWISE);
        }
    }
    let sure = rule.specificity == Specificity::Distinctive && rule.confidence >= SURE;
    if sure && evidence.holds(Evidence::MADE_UP) {
        odds = odds.max(LEAST_SURE);
    }
    Some(Score { confidence: odds::confidence(odds), validity, evidence, entropy })
}

/// A user's name is no longer than this.
const LONGEST_USER: usize = 256;

/// Whether a URL names the user just as its password: `guest:guest@`.
fn is_user(haystack: &[u8], start: usize, secret: &[u8]) -> bool {
    if secret.len() > LONGEST_USER {
        return false;
    }
    let user = haystack.get(..start).and_then(|before| before.strip_suffix(b":"));
    let before = user.and_then(|user| user.strip_suffix(secret));
    before.is_some_and(|before| before.ends_with(b"/"))
}

/// The confidence once another part of the credential stands nearby.
pub(crate) fn with_companion(confidence: u8) -> u8 {
    odds::confidence(odds::of(confidence) + COMPANION)
}

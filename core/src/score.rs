//! How much to make of a match: the offline check, entropy, shape, placeholders and names, each of
//! which multiplies the odds that the rule's own confidence stands for.

use crate::allow::known;
use crate::confirm::Match;
use crate::context::{self, Host};
use crate::evidence::Evidence;
use crate::issued;
use crate::likeness;
use crate::name::{self, Says};
use crate::odds;
use crate::password::{self, Password};
use crate::placeholder::{self, Placeholder};
use crate::rule::{Class, Entropy, Rule, Shape, Specificity};
use crate::shape;
use crate::span::Span;
use crate::validate::{self, Token, Validity};

/// How far before a match and after it all that judges it looks, at most: the sections around it,
/// the name before it, a URL's user, the line.
pub(crate) const BEFORE: usize = 320;
pub(crate) const AFTER: usize = 64;

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
/// A little above the odds from which findings are reported: those of values that somebody made up
/// in a vendor's own format or under a vendor's name, and of words for passwords that were
/// respelled, since what looks made up may be in use; and of a vendor's IDs, since with some they
/// are half of the credential. What stays hidden cannot be judged.
const WORTH_A_LOOK: i32 = -24;
/// Rules that are less sure of their format, before they have seen the value, say nothing of it
/// unless the vendor's name stands before it.
const SURE: u8 = 75;
const MADE_UP_UNSURE: i32 = -160;
const MADE_UP_GENERIC: i32 = -384;
const MADE_UP_PASSWORD: i32 = -96;
/// Where only a name says that it is a password.
const MADE_UP_GENERIC_PASSWORD: i32 = -192;
const NAMED_OTHERWISE: i32 = -448;
const NAMED_MADE_UP: i32 = -320;
const TOO_SHORT: i32 = -128;
const DOCUMENTED: i32 = -640;
const EXAMPLE: i32 = -96;
const EXAMPLE_HOST: i32 = -224;
const LOCAL_HOST: i32 = -96;
const USER: i32 = -192;
const COMPANION: i32 = 96;
/// Hides by itself only what was made up.
pub(crate) const IN_TEST: i32 = -16;

/// What makes up for it that a vendor's format or name is there.
const AGAINST: Evidence =
    Evidence::NAMED_MADE_UP.and(Evidence::EXAMPLE).and(Evidence::HOST).and(Evidence::DOCUMENTED);

/// What hides a password in an address, besides the address's host.
const AGAINST_CHOSEN: Evidence =
    Evidence::USER.and(Evidence::EXAMPLE).and(Evidence::DOCUMENTED).and(Evidence::INVALID);

impl Score {
    /// The same, once another part of the credential has proven it.
    pub(crate) fn proven(self) -> Self {
        Self {
            confidence: odds::confidence(odds::of(self.confidence) + VALID),
            validity: Validity::Valid,
            evidence: self.evidence.and(Evidence::VALID),
            ..self
        }
    }
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
    let mut odds = odds::of(rule.confidence);
    let mut is_half = false;
    let is_format = rule.specificity == Specificity::Distinctive;
    let is_sure = is_format && rule.confidence >= SURE;
    // Of formats that say little, the vendor's name before them says the rest.
    let may_be_named =
        is_format || rule.specificity == Specificity::Structured && !is_password(rule);
    let is_named =
        || may_be_named && context::names_vendor(haystack, found.secret.start, rule.id());
    let mut add = |weight: i32, reason: Evidence| {
        odds += weight;
        evidence = evidence.and(reason);
    };
    if validity == Validity::Valid {
        add(VALID, Evidence::VALID);
    } else {
        if is_other(rule, haystack, found.secret) {
            return None;
        }
        let token = longest_part(secret);
        let made_up = match placeholder::judge(token) {
            Placeholder::StandIn => return None,
            Placeholder::Example if !is_sure || known::marks_examples(rule.vendor()) => {
                return None;
            }
            Placeholder::MadeUp | Placeholder::Example => true,
            Placeholder::No => entropy < rule.min_entropy,
        };
        if rule.specificity == Specificity::Keyword && placeholder::is_filled(secret) {
            return None;
        }
        if let Some(shape) = rule.shape {
            match shape::weigh(shape, secret) {
                // What fingers type in a row can look like a draw.
                Some(weight) if !made_up || weight.odds < 0 => add(weight.odds, weight.evidence),
                Some(_) => {}
                None if is_named() => {}
                // An alphabet reads like no draw and no word.
                None if made_up
                    && rule.specificity == Specificity::Keyword
                    && shape != Shape::Mixed => {}
                None => return None,
            }
        }
        if made_up {
            add(made_up_weight(rule), Evidence::MADE_UP);
        }
        if validity == Validity::Invalid {
            // Whoever makes up a value gets its checksum wrong too.
            add(if made_up { INVALID / 4 } else { INVALID }, Evidence::INVALID);
        }
        if is_password(rule) && is_user(haystack, found.secret.start, secret) {
            add(USER, Evidence::USER);
        }
        match context::host(matched) {
            Host::Example if likeness::drawn(token) > 0 => add(EXAMPLE, Evidence::HOST),
            Host::Example => add(EXAMPLE_HOST, Evidence::HOST),
            Host::Local if is_password(rule) => add(LOCAL_HOST, Evidence::HOST),
            _ => {}
        }
        match says(rule, haystack, found) {
            // Of a vendor's ID its name may say so.
            Says::Identifier if rule.class != Class::Secret => {}
            Says::Identifier if rule.specificity == Specificity::Keyword => {
                is_half = true;
                add(0, Evidence::NAMED_OTHERWISE);
            }
            Says::Identifier | Says::NoSecret => add(NAMED_OTHERWISE, Evidence::NAMED_OTHERWISE),
            Says::MadeUp => add(NAMED_MADE_UP, Evidence::NAMED_MADE_UP),
            Says::Nothing if rule.specificity < Specificity::Distinctive => {
                if rule.specificity == Specificity::Generic
                    && name::of_match(haystack, found.whole, found.secret)
                        .is_some_and(|name| issued::is_too_short(&name, secret.len()))
                {
                    add(TOO_SHORT, Evidence::TOO_SHORT);
                }
                if context::speaks_of_example(haystack, found.whole.start) {
                    add(EXAMPLE, Evidence::EXAMPLE);
                }
            }
            Says::Nothing => {}
        }
        if known::documented(secret).is_some() {
            add(DOCUMENTED, Evidence::DOCUMENTED);
        }
    }
    let is_respelled = || is_password(rule) && password::judge(secret) == Password::Respelled;
    let may_be_in_use =
        || is_sure || rule.specificity == Specificity::Keyword || is_named() || is_respelled();
    if is_half || evidence.holds(Evidence::MADE_UP) && may_be_in_use() {
        odds = if evidence.holds(AGAINST) { odds.min(WORTH_A_LOOK) } else { WORTH_A_LOOK };
    }
    if is_hidden_by_host(rule, secret, evidence) {
        odds = odds.max(WORTH_A_LOOK);
    }
    Some(Score { confidence: odds::confidence(odds), validity, evidence, entropy })
}

/// What the name before the value says of it; nothing where the rule has read the name itself.
fn says(rule: &Rule, haystack: &[u8], found: Match) -> Says {
    if rule.specificity == Specificity::Generic || rule.program.named {
        name::judge(haystack, found.whole, found.secret)
    } else {
        Says::Nothing
    }
}

/// What it says against a match of the rule that somebody made it up.
fn made_up_weight(rule: &Rule) -> i32 {
    match (rule.specificity, is_password(rule)) {
        (Specificity::Distinctive | Specificity::Keyword, _) => MADE_UP_UNSURE,
        (Specificity::Structured, true) => MADE_UP_PASSWORD,
        (_, true) => MADE_UP_GENERIC_PASSWORD,
        _ => MADE_UP_GENERIC,
    }
}

/// Whether people may have chosen what the rule is about.
const fn is_password(rule: &Rule) -> bool {
    matches!(rule.shape, Some(Shape::Password | Shape::Typed))
}

/// Whether nothing but the host speaks against a password in a URL that somebody chose: who shows an
/// address to others often changes no more of it.
fn is_hidden_by_host(rule: &Rule, secret: &[u8], evidence: Evidence) -> bool {
    evidence.holds(Evidence::HOST)
        && !evidence.holds(AGAINST_CHOSEN)
        && rule.specificity == Specificity::Structured
        && is_password(rule)
        && password::judge(secret).may_open()
}

/// What a credential that is a URL consists of besides its scheme, host and path; otherwise all of
/// it.
fn longest_part(secret: &[u8]) -> &[u8] {
    if memchr::memmem::find(secret, b"://").is_none() {
        return secret;
    }
    let parts = secret.split(|byte| b"/@?&=".contains(byte));
    parts.max_by_key(|part| part.len()).unwrap_or(secret)
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

/// Whether the value goes on in a mask: `xoxp-5723####`.
fn is_masked(haystack: &[u8], end: usize) -> bool {
    haystack.get(end..).is_some_and(|rest| rest.starts_with(b"##") || rest.starts_with(b"**"))
}

/// Whether what stands right beside the value says that it is none.
fn is_other(rule: &Rule, haystack: &[u8], secret: Span) -> bool {
    is_masked(haystack, secret.end)
        || is_hash(haystack, secret.start)
        || rule.specificity == Specificity::Generic && is_first_word(haystack, secret)
}

/// Whether the value is the first of several words in quotes: `"Kirjaudu sisään"` in a user interface.
fn is_first_word(haystack: &[u8], Span { start, end }: Span) -> bool {
    let quote = start.checked_sub(1).and_then(|at| haystack.get(at));
    let goes_on = matches!(haystack.get(end..), Some([b' ', next, ..])
        if next.is_ascii_alphabetic() || !next.is_ascii());
    goes_on
        && matches!(quote, Some(b'"' | b'\'' | b'`'))
        && haystack[start..end].iter().all(u8::is_ascii_alphabetic)
}

/// What announces a hash, right before it.
const HASHES: [&[u8]; 8] =
    [b"sha1-", b"sha256-", b"sha384-", b"sha512-", b"sha256=", b"sha384=", b"sha512=", b"sha256:"];

/// Whether the value is said to be a hash: `sha256=glc_…` in a list of files.
fn is_hash(haystack: &[u8], start: usize) -> bool {
    let before = haystack.get(..start).unwrap_or_default();
    matches!(before.last(), Some(b'-' | b'=' | b':'))
        && HASHES.iter().any(|announcement| before.ends_with(announcement))
}

/// The confidence once another part of the credential stands nearby.
pub(crate) fn with_companion(confidence: u8) -> u8 {
    odds::confidence(odds::of(confidence) + COMPANION)
}

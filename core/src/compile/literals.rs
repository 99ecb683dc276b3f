//! Where to look for a pattern: literal text that stands in every match, not far from its start.

use alloc::string::String;
use alloc::vec::Vec;

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look};

use super::guard::guard;
use super::{LONGEST_LITERAL, SHORTEST_LITERAL};
use crate::error::RuleProblem;
use crate::prefilter::guard::Guard;
use crate::prefilter::rarity::frequency;
use crate::program::{
    Anchor, BLOCK, Find, HEAD_RUN, HeadRun, LONGEST_LEAD, Literals, SHORT_RUN, is_run_byte,
    is_solid, is_token, is_word,
};
use crate::text::Pool;

/// A literal of this length is rare enough not to look for a longer one further on.
const LONG_ENOUGH: usize = 4;

/// Literals at the start of a word are looked for by so many bytes.
const CUT_HEAD: usize = 8;

/// The most literals of one rule.
const MOST_LITERALS: usize = 256;

/// The most bytes of a class that are worth a literal each.
const MOST_OF_A_CLASS: usize = 12;

/// What to look for, how many of the pattern's elements stand before it, and what has to follow.
pub(super) struct Found {
    pub(super) anchor: Anchor,
    pub(super) lead: usize,
    pub(super) guard: Option<Guard>,
}

/// Finds the literals of a pattern, or checks those that a rule gives. The predicate tells whether an
/// element may be the name of the secret.
pub(super) fn find(
    elements: &[Hir],
    may_name: &dyn Fn(usize) -> bool,
    given: Option<&[String]>,
    max_length: u32,
) -> Result<Found, RuleProblem> {
    let folded: Vec<Hir> = elements.iter().map(fold).collect();
    let places = || {
        (0..folded.len()).filter_map(|at| Some((at, Lead::of(&folded[..at], max_length as usize)?)))
    };
    let derived = |at: usize| -> Option<Vec<Vec<u8>>> { prefixes(&folded[at..]) };

    if let Some(given) = given {
        let given = tidy(given.iter().map(|text| text.to_ascii_lowercase().into_bytes()).collect());
        let stands = |literals: &[Vec<u8>]| {
            literals.iter().all(|literal| given.iter().any(|prefix| literal.starts_with(prefix)))
        };
        if given.iter().any(|literal| literal.len() < SHORTEST_LITERAL) {
            return Err(no_literal());
        }
        let place = places().find(|&(at, _)| derived(at).is_some_and(|literals| stands(&literals)));
        let (at, lead) = place.ok_or(RuleProblem::Literals)?;
        return Ok(lead.found(&folded, at, may_name, given).guarded(&elements[at..]));
    }

    let long_enough = |literals: &[Vec<u8>]| literals.iter().all(|l| l.len() >= SHORTEST_LITERAL);
    let found = places().filter_map(|(at, lead)| {
        let literals = derived(at).filter(|literals| long_enough(literals))?;
        let found = lead.found(&folded, at, may_name, tidy(literals));
        Some(found.shortened().guarded(&elements[at..]))
    });
    found
        .min_by(|a, b| a.cost().total_cmp(&b.cost()))
        .or_else(|| run(elements))
        .ok_or_else(no_literal)
}

impl Found {
    /// What looking for it costs, beside others: heads cost next to nothing, and names little.
    fn cost(&self) -> f64 {
        /// What of the cost is left where a guard keeps most places from the rules.
        const WITH_GUARD: f64 = 0.1;
        match &self.anchor {
            Anchor::Literals { literals, find: Find::Rare, .. } => {
                let cost = cost(&literals.iter().collect::<Vec<_>>());
                // The later it stands, the less there is to walk over.
                let lead = self.lead as f64 * 1e-3;
                1.0 + if self.guard.is_some() { cost * WITH_GUARD - lead } else { cost }
            }
            Anchor::Literals { find: Find::Name, .. } => 1.0,
            _ => 0.0,
        }
    }

    /// The same, with literals that stand anywhere no longer than serves.
    fn shortened(mut self) -> Self {
        if let Anchor::Literals { literals, find: Find::Rare, .. } = &mut self.anchor {
            *literals = texts(&shorten(literals));
        }
        self
    }

    fn guarded(mut self, elements: &[Hir]) -> Self {
        if let Anchor::Literals { literals, find: Find::Rare, .. } = &self.anchor {
            self.guard = guard(elements, literals);
        }
        self
    }
}

pub(super) fn no_literal() -> RuleProblem {
    RuleProblem::NoLiteral { shortest: SHORTEST_LITERAL, lead: LONGEST_LEAD }
}

/// How many bytes may stand before the literal.
struct Lead {
    min: usize,
    max: usize,
}

impl Lead {
    /// No lead is longer than the whole match.
    fn of(elements: &[Hir], max_length: usize) -> Option<Self> {
        let mut lead = Self { min: 0, max: 0 };
        for element in elements {
            lead.min += element.properties().minimum_len()?;
            lead.max =
                lead.max.saturating_add(element.properties().maximum_len().unwrap_or(usize::MAX));
        }
        lead.max = lead.max.min(max_length);
        (lead.max <= LONGEST_LEAD).then_some(lead)
    }

    fn found(
        self,
        elements: &[Hir],
        at: usize,
        may_name: &dyn Fn(usize) -> bool,
        literals: Vec<Vec<u8>>,
    ) -> Found {
        let starts_word =
            |literal: &Vec<u8>| literal.first().is_some_and(u8::is_ascii_alphanumeric);
        let is_name =
            starts_name(&elements[..at]) && literals.iter().all(starts_word) && may_name(at);
        let (find, literals, run) = match head(elements, at, &literals) {
            // What follows in a word of that length is seldom met by chance.
            Some((find, run)) => (find, cut(&literals, CUT_HEAD), run),
            None if is_name => (Find::Name, literals, HeadRun::NONE),
            None => (Find::Rare, literals, HeadRun::NONE),
        };
        let anchor = Anchor::Literals {
            find,
            run,
            literals: texts(&literals),
            lead_min: self.min as u16,
            lead_max: self.max as u16,
        };
        Found { anchor, lead: at, guard: None }
    }
}

/// How literals are found that begin the elements from `at` on, if they always stand at the start
/// of a word with enough bytes; and the bytes that there are at least.
fn head(elements: &[Hir], at: usize, literals: &[Vec<u8>]) -> Option<(Find, HeadRun)> {
    let looks = elements[at..].iter().take_while(|e| matches!(e.kind(), HirKind::Look(_)));
    let at = at + looks.count();
    let starts_word = literals.iter().all(|l| l.first().is_some_and(|&byte| is_word(byte)))
        && ends_outside_word(&elements[..at]);
    let rest = Hir::concat(elements[at..].to_vec());
    let least = |is_of| run_of(&rest, is_of).least.min(BLOCK);
    let (token, solid) = (least(is_token), least(is_solid));
    let run = HeadRun { token: token as u8, solid: solid as u8 };
    if !starts_word {
        None
    } else if solid >= HEAD_RUN {
        Some((Find::Head, run))
    } else {
        (token >= SHORT_RUN).then_some((Find::Short, run))
    }
}

/// Whether a name that follows these elements is not the end of a longer one.
fn starts_name(before: &[Hir]) -> bool {
    before.is_empty() || ends_outside_word(before)
}

/// Whether no word goes on where the elements end.
fn ends_outside_word(elements: &[Hir]) -> bool {
    let Some((last, before)) = elements.split_last() else { return false };
    match last.kind() {
        HirKind::Look(look) => matches!(
            look,
            Look::Start | Look::WordAscii | Look::WordStartAscii | Look::WordStartHalfAscii
        ),
        HirKind::Literal(literal) => literal.0.last().is_some_and(|&byte| !is_word(byte)),
        HirKind::Class(Class::Bytes(class)) => {
            !(0..=u8::MAX).any(|b| is_word(b) && contains(class, b))
        }
        HirKind::Repetition(repetition) => {
            ends_outside_word(core::slice::from_ref(&repetition.sub))
                && (repetition.min > 0 || ends_outside_word(before))
        }
        HirKind::Alternation(parts) => {
            parts.iter().all(|part| ends_outside_word(core::slice::from_ref(part)))
        }
        HirKind::Concat(parts) => ends_outside_word(parts),
        _ => false,
    }
}

/// Bytes of a class that all matches of an expression begin with.
struct RunOf {
    least: usize,
    /// Whether nothing else is in it.
    whole: bool,
}

fn run_of(hir: &Hir, is_of: fn(u8) -> bool) -> RunOf {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => RunOf { least: 0, whole: true },
        HirKind::Literal(literal) => {
            let least = literal.0.iter().take_while(|&&byte| is_of(byte)).count();
            RunOf { least, whole: least == literal.0.len() }
        }
        HirKind::Class(Class::Bytes(class)) => {
            let whole = (0..=u8::MAX).all(|byte| is_of(byte) || !contains(class, byte));
            RunOf { least: whole.into(), whole }
        }
        HirKind::Repetition(repetition) => {
            let RunOf { least, whole } = run_of(&repetition.sub, is_of);
            let times = if whole { repetition.min } else { repetition.min.min(1) };
            RunOf { least: least.saturating_mul(times as usize), whole }
        }
        HirKind::Alternation(parts) => parts.iter().map(|part| run_of(part, is_of)).fold(
            RunOf { least: usize::MAX, whole: true },
            |all, part| RunOf { least: all.least.min(part.least), whole: all.whole && part.whole },
        ),
        HirKind::Concat(parts) => {
            let mut all = RunOf { least: 0, whole: true };
            for part in parts {
                let part = run_of(part, is_of);
                all.least += part.least;
                all.whole = part.whole;
                if !part.whole {
                    break;
                }
            }
            all
        }
        _ => RunOf { least: 0, whole: false },
    }
}

/// Token bytes that all matches of an expression begin with.
pub(super) fn token_bytes(hir: &Hir) -> usize {
    run_of(&fold(hir), is_token).least
}

/// Whether a match of the expression may hold a digit.
pub(super) fn may_hold_digit(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.iter().any(u8::is_ascii_digit),
        HirKind::Class(class) => match class {
            Class::Bytes(class) => (b'0'..=b'9').any(|digit| contains(class, digit)),
            Class::Unicode(class) => {
                class.iter().any(|range| range.start() <= '9' && range.end() >= '0')
            }
        },
        HirKind::Repetition(repetition) => may_hold_digit(&repetition.sub),
        HirKind::Capture(group) => may_hold_digit(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_hold_digit),
    }
}

/// What all matches of the elements, in lower case, begin with.
fn prefixes(elements: &[Hir]) -> Option<Vec<Vec<u8>>> {
    let prefixes = Extractor::new()
        .kind(ExtractKind::Prefix)
        .limit_class(MOST_OF_A_CLASS)
        .limit_literal_len(LONGEST_LITERAL)
        .limit_total(MOST_LITERALS)
        .extract(&Hir::concat(elements.to_vec()));
    let literals = prefixes.literals()?.iter();
    Some(literals.map(|literal| readable(literal.as_bytes()).as_bytes().to_vec()).collect())
}

/// As far as a literal is text; what starts a literal serves in its place.
fn readable(literal: &[u8]) -> &str {
    literal.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// Sorted, cut to the longest that are looked for, and none that begins with another.
fn tidy(mut literals: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    for literal in &mut literals {
        literal.truncate(LONGEST_LITERAL);
    }
    // A literal sorts directly before those that begin with it.
    literals.sort_unstable();
    literals.dedup_by(|longer, shorter| longer.starts_with(shorter));
    literals
}

/// The same, cut to a length at which few places are looked at for not too many literals.
fn shorten(literals: &Literals) -> Vec<Vec<u8>> {
    let all: Vec<Vec<u8>> = literals.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    let cuts = (LONG_ENOUGH..=LONGEST_LITERAL).map(|length| cut(&all, length));
    let cheapest = cuts.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    cheapest.unwrap_or(all)
}

/// What looking for literals that may stand anywhere costs: places that are looked at, and that tables
/// fill up.
fn cost(literals: &[impl AsRef<[u8]>]) -> f64 {
    /// Places in a megabyte that a literal has to spare to be worth its room.
    const ROOM: f64 = 3.0;
    literals.iter().map(|literal| ROOM + frequency(literal.as_ref())).sum()
}

/// The same, none longer than that.
fn cut(literals: &[Vec<u8>], length: usize) -> Vec<Vec<u8>> {
    let shorter = |literal: &Vec<u8>| literal[..literal.len().min(length)].to_vec();
    tidy(literals.iter().map(shorter).collect())
}

/// Literals as rules keep them.
pub(super) fn texts(literals: &[Vec<u8>]) -> Literals {
    let mut pool = Pool::default();
    let list = pool.list(literals.iter().map(|literal| readable(literal)));
    Literals { texts: pool.texts(), list }
}

/// The expression in lower case: it matches the lower-cased form of all that the given one matches.
fn fold(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Bytes(class)) => fold_class(class),
        // So the parser writes alternatives of one character each.
        HirKind::Class(Class::Unicode(class)) => {
            class.to_byte_class().map_or_else(|| hir.clone(), |class| fold_class(&class))
        }
        HirKind::Repetition(repetition) => {
            let mut folded = repetition.clone();
            *folded.sub = fold(&repetition.sub);
            Hir::repetition(folded)
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(fold).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(fold).collect()),
        _ => hir.clone(),
    }
}

fn fold_class(class: &ClassBytes) -> Hir {
    let lower = class.iter().flat_map(|range| {
        (range.start()..=range.end()).map(|byte| {
            let byte = byte.to_ascii_lowercase();
            ClassBytesRange::new(byte, byte)
        })
    });
    Hir::class(Class::Bytes(ClassBytes::new(lower)))
}

/// The anchor of a pattern that is a maximal run and no more: `(?:\A|[^C])`, `[C]{m,n}` with `C`
/// the run's alphabet, and a byte outside of `C` or the end.
fn run(elements: &[Hir]) -> Option<Found> {
    let [before, secret, after] = elements else { return None };
    let HirKind::Repetition(repetition) = secret.kind() else { return None };
    let class = byte_class(&repetition.sub)?;
    let is_alphabet = (0..=u8::MAX).all(|byte| contains(class, byte) == is_run_byte(byte));
    let borders = border(before, Look::Start) && border(after, Look::End);
    (is_alphabet && borders && repetition.greedy).then_some(())?;
    Some(Found {
        anchor: Anchor::Run { min: repetition.min, max: repetition.max? },
        // The byte before the run is told from the run itself, not walked to.
        lead: 0,
        guard: None,
    })
}

/// Whether the expression takes one byte outside of the run's alphabet, or none at that look.
fn border(hir: &Hir, look: Look) -> bool {
    let HirKind::Alternation(parts) = hir.kind() else { return false };
    let class = parts.iter().find_map(byte_class);
    parts.len() == 2
        && parts.iter().any(|part| *part.kind() == HirKind::Look(look))
        && class.is_some_and(|class| (0..=u8::MAX).all(|b| !(contains(class, b) && is_run_byte(b))))
}

fn byte_class(hir: &Hir) -> Option<&ClassBytes> {
    match hir.kind() {
        HirKind::Class(Class::Bytes(class)) => Some(class),
        _ => None,
    }
}

fn contains(class: &ClassBytes, byte: u8) -> bool {
    class.iter().any(|range| (range.start()..=range.end()).contains(&byte))
}

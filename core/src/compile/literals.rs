//! Where to look for a pattern: literal text that stands in every match, not far from its start.

use alloc::string::String;
use alloc::vec::Vec;

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look};

use super::{LONGEST_LEAD, LONGEST_LITERAL, SHORTEST_LITERAL};
use crate::error::RuleProblem;
use crate::program::{Anchor, is_run_byte};
use crate::text::Text;

/// A literal of this length is rare enough not to look for a longer one further on.
const LONG_ENOUGH: usize = 4;

/// The most literals of one rule.
const MOST_LITERALS: usize = 256;

/// The most bytes of a class that are worth a literal each.
const MOST_OF_A_CLASS: usize = 12;

/// What to look for, and how many of the pattern's elements stand before it.
pub(super) struct Found {
    pub(super) anchor: Anchor,
    pub(super) lead: usize,
}

/// Finds the literals of a pattern, or checks those that a rule gives.
pub(super) fn find(elements: &[Hir], given: Option<&[String]>) -> Result<Found, RuleProblem> {
    let folded: Vec<Hir> = elements.iter().map(fold).collect();
    let places = || (0..folded.len()).filter_map(|at| Some((at, Lead::of(&folded[..at])?)));
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
        return Ok(lead.found(at, given));
    }

    let shortest = |literals: &[Vec<u8>]| literals.iter().map(Vec::len).min().unwrap_or(0);
    for enough in (SHORTEST_LITERAL..=LONG_ENOUGH).rev() {
        for (at, lead) in places() {
            if let Some(literals) = derived(at).filter(|literals| shortest(literals) >= enough) {
                return Ok(lead.found(at, tidy(literals)));
            }
        }
    }
    run(elements).ok_or_else(no_literal)
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
    fn of(elements: &[Hir]) -> Option<Self> {
        let mut lead = Self { min: 0, max: 0 };
        for element in elements {
            lead.min += element.properties().minimum_len()?;
            lead.max += element.properties().maximum_len()?;
        }
        (lead.max <= LONGEST_LEAD).then_some(lead)
    }

    fn found(self, at: usize, literals: Vec<Vec<u8>>) -> Found {
        let anchor = Anchor::Literals {
            literals: literals.iter().map(|literal| Text::from(readable(literal))).collect(),
            lead_min: self.min as u8,
            lead_max: self.max as u8,
        };
        Found { anchor, lead: at }
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
    literals.sort();
    literals.dedup_by(|longer, shorter| longer.starts_with(shorter));
    literals
}

/// The expression in lower case: it matches the lower-cased form of all that the given one matches.
fn fold(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Bytes(class)) => {
            let lower = class.iter().flat_map(|range| {
                (range.start()..=range.end()).map(|byte| {
                    let byte = byte.to_ascii_lowercase();
                    ClassBytesRange::new(byte, byte)
                })
            });
            Hir::class(Class::Bytes(ClassBytes::new(lower)))
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

//! A pattern, taken apart around its secret.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Range;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind, Repetition};

use super::fragments::is_fragment;
use crate::error::RuleProblem;
use crate::program::is_word;

/// The group whose text is the credential.
const SECRET: &str = "secret";

/// The parts of a pattern. Look-around that stands alone before or after the secret is part of
/// [`Parts::secret`], since it takes no bytes of its own.
pub(super) struct Parts {
    pub(super) before: Option<Hir>,
    /// A fragment that leads from there to the secret.
    pub(super) link: Option<Hir>,
    /// Whatever follows the fragment.
    pub(super) rest: Option<Hir>,
    pub(super) secret: Hir,
    pub(super) after: Option<Hir>,
    /// How many of the elements stand before the secret.
    pub(super) lead: usize,
    /// Those of the fragment.
    linked: Range<usize>,
    /// The whole pattern as a sequence, as fine as it goes.
    pub(super) elements: Vec<Hir>,
}

impl Parts {
    /// What leads from that element to the secret, but for the fragment.
    pub(super) fn way(&self, from: usize) -> impl Iterator<Item = &Hir> {
        let elements = self.elements.iter().enumerate().take(self.lead).skip(from);
        elements.filter(|(at, _)| !self.linked.contains(at)).map(|(_, element)| element)
    }
}

/// Parses a pattern over bytes.
pub(crate) fn parse(pattern: &str) -> Result<Hir, RuleProblem> {
    ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(pattern)
        .map_err(|error| RuleProblem::Pattern(error.to_string()))
}

/// Splits an expression.
pub(super) fn split(whole: Hir) -> Result<Parts, RuleProblem> {
    let mut sequence = Sequence { elements: Vec::new(), secret: None, fragment: None };
    sequence.push(whole)?;
    let Sequence { elements, secret, fragment } = sequence;

    let (start, end) = secret.unwrap_or((0, elements.len()));
    let (before, rest) = elements.split_at(start);
    let (secret, after) = rest.split_at(end - start);
    let (link_start, link_end) = fragment.filter(|&(at, _)| at < start).unwrap_or((start, start));
    let (before, link) = before.split_at(link_start);
    if Hir::concat(secret.to_vec()).properties().minimum_len() == Some(0) {
        return Err(RuleProblem::EmptySecret);
    }
    let takes_bytes =
        |hirs: &[Hir]| hirs.iter().any(|hir| hir.properties().maximum_len() != Some(0));
    let (before_takes, after_takes) = (takes_bytes(before), takes_bytes(after));
    let (fragment, rest) = link.split_at(link_end.min(start) - link_start);
    let (link, rest) = if takes_bytes(rest) { (fragment, rest) } else { (link, &[][..]) };
    let from = if before_takes || !link.is_empty() { start } else { 0 };
    let to = if after_takes { end } else { elements.len() };
    Ok(Parts {
        before: before_takes.then(|| Hir::concat(before.to_vec())),
        link: (!link.is_empty()).then(|| Hir::concat(link.to_vec())),
        rest: (!rest.is_empty()).then(|| Hir::concat(rest.to_vec())),
        secret: Hir::concat(elements[from..to].to_vec()),
        after: after_takes.then(|| Hir::concat(after.to_vec())),
        lead: start,
        linked: link_start..link_end,
        elements,
    })
}

/// The elements of the top-level concatenation, and which of them are the secret.
struct Sequence {
    elements: Vec<Hir>,
    secret: Option<(usize, usize)>,
    /// The first fragment.
    fragment: Option<(usize, usize)>,
}

impl Sequence {
    fn push(&mut self, hir: Hir) -> Result<(), RuleProblem> {
        match hir.into_kind() {
            HirKind::Concat(parts) => parts.into_iter().try_for_each(|part| self.push(part)),
            HirKind::Capture(group) => {
                let start = self.elements.len();
                let is_secret = group.name.as_deref() == Some(SECRET);
                if is_secret && self.secret.is_some() {
                    return Err(RuleProblem::SecretGroup);
                }
                let is_link =
                    self.fragment.is_none() && group.name.as_deref().is_some_and(is_fragment);
                if is_link {
                    self.fragment = Some((start, start));
                }
                self.push(*group.sub)?;
                if is_link {
                    self.fragment = Some((start, self.elements.len()));
                }
                if is_secret {
                    // A group within the group cannot be a second secret: names are unique.
                    self.secret = Some((start, self.elements.len()));
                }
                Ok(())
            }
            HirKind::Literal(literal) => {
                // Each word is an element, so that a literal may be looked for where a word starts.
                let starts_word = |pair: &[u8]| !is_word(pair[0]) && is_word(pair[1]);
                let mut rest = &literal.0[..];
                while let Some(at) = rest.windows(2).position(starts_word) {
                    let (head, tail) = rest.split_at(at + 1);
                    self.elements.push(Hir::literal(head));
                    rest = tail;
                }
                self.elements.push(Hir::literal(rest));
                Ok(())
            }
            kind => {
                self.elements.push(plain(kind)?);
                Ok(())
            }
        }
    }
}

/// The expression without groups; refused if one of them is the secret.
fn plain(kind: HirKind) -> Result<Hir, RuleProblem> {
    let all = |parts: Vec<Hir>| -> Result<Vec<Hir>, RuleProblem> {
        parts.into_iter().map(|part| plain(part.into_kind())).collect()
    };
    Ok(match kind {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(plain(repetition.sub.into_kind())?),
            ..repetition
        }),
        HirKind::Capture(group) if group.name.as_deref() == Some(SECRET) => {
            return Err(RuleProblem::SecretGroup);
        }
        HirKind::Capture(group) => plain(group.sub.into_kind())?,
        HirKind::Concat(parts) => Hir::concat(all(parts)?),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)?),
    })
}

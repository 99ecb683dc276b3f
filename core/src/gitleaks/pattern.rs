//! An expression as others that say the same, or little less, and can be compiled.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};

/// The most texts that are written out to have something to look for.
const MOST_TEXTS: usize = 256;

/// Marks what leads from a keyword to the value, which many rules have in common, as a part of its
/// own.
pub(super) fn mark_link(hir: Hir) -> Hir {
    let mut parts = parts(hir);
    let optional =
        |part: &Hir| matches!(part.kind(), HirKind::Repetition(repetition) if repetition.min == 0);
    let secret = parts.iter().position(is_secret).unwrap_or(0);
    // A name may have something optional in its middle.
    let before = parts.get(..secret).unwrap_or_default();
    let is_name = |part: &Hir| !optional(part) && is_word_text(part);
    let after = before.iter().rposition(is_name).unwrap_or(0) + 1;
    let start = before.iter().skip(after).position(optional).map(|further| after + further);
    if let Some(start) = start {
        let link = Hir::concat(parts.drain(start..secret).collect());
        let group = Capture { index: 2, name: Some("assignment".into()), sub: Box::new(link) };
        parts.insert(start, Hir::capture(group));
    }
    Hir::concat(parts)
}

/// Whether it takes letters, digits and underscores alone, and some of them.
fn is_word_text(hir: &Hir) -> bool {
    let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    match hir.kind() {
        HirKind::Literal(text) => text.0.iter().copied().all(is_word),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).all(is_word))
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && is_word_text(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_word_text),
        _ => false,
    }
}

/// The expression once for each alternative of its secret.
pub(super) fn split_secret(hir: &Hir) -> Vec<Hir> {
    let parts = parts(hir.clone());
    // Where there is no group, all of it is the secret.
    let Some(at) = parts.iter().position(is_secret) else { return alternatives(hir) };
    let secret = parts.get(at).map(Hir::kind);
    let Some(HirKind::Capture(capture)) = secret else { return Vec::new() };
    let with = |sub| {
        let mut parts = parts.clone();
        if let Some(part) = parts.get_mut(at) {
            *part = Hir::capture(Capture { sub: Box::new(sub), ..capture.clone() });
        }
        Hir::concat(parts)
    };
    alternatives(&capture.sub).into_iter().map(with).collect()
}

/// The expression once for each branch of the first alternation in it.
fn alternatives(hir: &Hir) -> Vec<Hir> {
    let parts = parts(hir.clone());
    for (at, part) in parts.iter().enumerate() {
        if let HirKind::Alternation(branches) = part.kind() {
            let with = |branch: &Hir| {
                let mut parts = parts.clone();
                parts.splice(at..=at, [branch.clone()]);
                Hir::concat(parts)
            };
            return branches.iter().map(with).collect();
        }
    }
    Vec::new()
}

/// Whether it is the group of the secret.
fn is_secret(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Capture(capture) if capture.name.as_deref() == Some("secret"))
}

/// Writes out three bytes in a row that stand in every match, the ones with the fewest texts, so
/// that there is something to look for.
pub(super) fn lengthen_literal(hir: &Hir) -> Hir {
    let parts = parts(hir.clone());
    let within = parts.iter().enumerate().filter_map(|(at, part)| {
        let HirKind::Capture(capture) = part.kind() else { return None };
        if !is_bounded(parts.get(..at)?) {
            return None;
        }
        let (cost, inner) = write_out(&self::parts((*capture.sub).clone()))?;
        let mut parts = parts.clone();
        *parts.get_mut(at)? =
            Hir::capture(Capture { sub: Box::new(Hir::concat(inner)), ..capture.clone() });
        Some((cost, parts))
    });
    let best = within.chain(write_out(&parts)).min_by_key(|&(cost, _)| cost);
    best.map_or_else(|| hir.clone(), |(_, parts)| Hir::concat(parts))
}

/// The sequence with its three bytes in a row that have the fewest texts written out, and how many
/// those are.
fn write_out(parts: &[Hir]) -> Option<(usize, Vec<Hir>)> {
    const BYTES: usize = 3;
    let singles: Vec<Hir> = parts.iter().flat_map(single_bytes).collect();
    let sets: Vec<Option<Vec<u8>>> = singles.iter().map(one_byte).collect();
    let texts = |window: &[Option<Vec<u8>>]| {
        window.iter().try_fold(1, |texts: usize, set| Some(texts * set.as_ref()?.len()))
    };
    // What may stand anywhere after the start says nothing of where to start.
    let bounded = singles.iter().take_while(|part| is_bounded(core::slice::from_ref(part))).count();
    let windows = sets.windows(BYTES).enumerate().take(bounded + 1);
    let counted = windows.filter_map(|(at, window)| Some((texts(window)?, at)));
    let (count, at) = counted.filter(|(texts, _)| (1..=MOST_TEXTS).contains(texts)).min()?;
    let written =
        sets.iter().skip(at).take(BYTES).flatten().fold(vec![Vec::new()], |texts, set| {
            let with = |text: &Vec<u8>, byte: u8| text.iter().copied().chain([byte]).collect();
            texts.iter().flat_map(|text| set.iter().map(move |&byte| with(text, byte))).collect()
        });
    let written = Hir::alternation(written.into_iter().map(Hir::literal).collect());
    let mut parts = singles;
    parts.splice(at..at + BYTES, [written]);
    Some((count, parts))
}

/// Whether its matches have a longest.
fn is_bounded(parts: &[Hir]) -> bool {
    parts.iter().all(|part| part.properties().maximum_len().is_some())
}

/// The same as a sequence in which the bytes at its ends stand each for itself, where it has a
/// fixed number of them.
fn single_bytes(hir: &Hir) -> Vec<Hir> {
    const AT_AN_END: u32 = 2;
    match hir.kind() {
        HirKind::Literal(text) => text.0.iter().map(|&byte| Hir::literal([byte])).collect(),
        HirKind::Repetition(repetition) if one_byte(&repetition.sub).is_some() => {
            let after = repetition.min.min(AT_AN_END);
            let before = (repetition.min - after).min(AT_AN_END);
            let taken = before + after;
            let rest = Hir::repetition(Repetition {
                min: repetition.min - taken,
                max: repetition.max.map(|max| max - taken),
                ..repetition.clone()
            });
            let single = |count: u32| (0..count).map(|_| (*repetition.sub).clone());
            single(before).chain([rest]).chain(single(after)).collect()
        }
        _ => vec![hir.clone()],
    }
}

/// The bytes of which it takes exactly one.
fn one_byte(hir: &Hir) -> Option<Vec<u8>> {
    match hir.kind() {
        HirKind::Literal(text) => (text.0.len() == 1).then(|| text.0.to_vec()),
        HirKind::Class(class) => {
            let bytes = match class {
                Class::Bytes(class) => class.clone(),
                // What an alternation of single characters becomes.
                Class::Unicode(class) => class.to_byte_class()?,
            };
            Some(bytes.iter().flat_map(|range| range.start()..=range.end()).collect())
        }
        _ => None,
    }
}

/// The expression with the bounds of long repetitions moved, which take an automaton many states to
/// count: none above and, if that changes nothing, a low one below.
pub(super) fn count_less(hir: &Hir) -> Hir {
    const LONG: u32 = 16;
    let unbounded = map_repetitions(hir, &|repetition| {
        repetition.max = repetition.max.filter(|&max| max <= LONG);
    });
    if unbounded != *hir {
        return unbounded;
    }
    map_repetitions(hir, &|repetition| repetition.min = repetition.min.min(LONG))
}

fn map_repetitions(hir: &Hir, change: &dyn Fn(&mut Repetition)) -> Hir {
    let map = |hir: &Hir| map_repetitions(hir, change);
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let mut changed =
                Repetition { sub: Box::new(map(&repetition.sub)), ..repetition.clone() };
            change(&mut changed);
            Hir::repetition(changed)
        }
        HirKind::Capture(capture) => {
            Hir::capture(Capture { sub: Box::new(map(&capture.sub)), ..capture.clone() })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(map).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(map).collect()),
        _ => hir.clone(),
    }
}

/// Keeps the secret's last repetition from going on over what may follow the secret.
pub(super) fn end_before_what_follows(hir: &Hir) -> Hir {
    let mut parts = parts(hir.clone());
    let Some(at) = parts.iter().position(is_secret) else { return hir.clone() };
    let following = parts.get(at + 1).map_or_else(ClassBytes::empty, first_bytes);
    if let Some(part) = parts.get_mut(at)
        && let HirKind::Capture(capture) = part.kind()
    {
        let sub = Box::new(without_at_end(&capture.sub, &following));
        *part = Hir::capture(Capture { sub, ..capture.clone() });
    }
    Hir::concat(parts)
}

/// The bytes that matches of an expression begin with, as far as they are plain to see.
fn first_bytes(hir: &Hir) -> ClassBytes {
    match hir.kind() {
        HirKind::Literal(text) => {
            ClassBytes::new(text.0.first().map(|&byte| ClassBytesRange::new(byte, byte)))
        }
        HirKind::Class(Class::Bytes(class)) => class.clone(),
        HirKind::Concat(parts) => parts.first().map_or_else(ClassBytes::empty, first_bytes),
        HirKind::Alternation(parts) => {
            parts.iter().map(first_bytes).fold(ClassBytes::empty(), |mut all, part| {
                all.union(&part);
                all
            })
        }
        HirKind::Repetition(repetition) => first_bytes(&repetition.sub),
        HirKind::Capture(capture) => first_bytes(&capture.sub),
        _ => ClassBytes::empty(),
    }
}

fn without_at_end(hir: &Hir, bytes: &ClassBytes) -> Hir {
    match hir.kind() {
        HirKind::Repetition(repetition) => match repetition.sub.kind() {
            HirKind::Class(Class::Bytes(class)) => {
                let mut class = class.clone();
                class.difference(bytes);
                Hir::repetition(Repetition {
                    sub: Box::new(Hir::class(Class::Bytes(class))),
                    ..repetition.clone()
                })
            }
            _ => Hir::repetition(Repetition {
                sub: Box::new(without_at_end(&repetition.sub, bytes)),
                ..repetition.clone()
            }),
        },
        HirKind::Concat(parts) => {
            let mut parts = parts.clone();
            for part in parts.iter_mut().rev() {
                *part = without_at_end(part, bytes);
                if part.properties().minimum_len() != Some(0) {
                    break;
                }
            }
            Hir::concat(parts)
        }
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.iter().map(|part| without_at_end(part, bytes)).collect())
        }
        _ => hir.clone(),
    }
}

pub(super) fn whole(kind: HirKind) -> Hir {
    match kind {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(repetition) => Hir::repetition(repetition),
        HirKind::Capture(capture) => Hir::capture(capture),
        HirKind::Concat(parts) => Hir::concat(parts),
        HirKind::Alternation(parts) => Hir::alternation(parts),
    }
}

pub(super) fn parts(hir: Hir) -> Vec<Hir> {
    match hir.into_kind() {
        HirKind::Concat(parts) => parts,
        kind => vec![whole(kind)],
    }
}

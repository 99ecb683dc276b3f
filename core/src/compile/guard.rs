//! What follows a literal in every match of a pattern: see [`Guard`].

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::prefilter::guard::{ByteSet, Guard};
use crate::prefilter::rarity::share_of_text;
use crate::program::Literals;

/// The guard of a literal that the elements begin with, if one of them must be a byte that few texts
/// have there.
pub(super) fn guard(elements: &[Hir], literals: &Literals) -> Option<Guard> {
    let (1, [first, rest @ ..]) = (literals.len(), elements) else { return None };
    let literal = literals.get(0);
    let HirKind::Literal(first) = first.kind() else { return None };
    let (head, tail) = first.0.split_at_checked(literal.len())?;
    if !head.eq_ignore_ascii_case(literal.as_bytes()) {
        return None;
    }
    let mut over = ByteSet::default();
    let mut best: Option<Guard> = None;
    let mut pass = |over: &mut ByteSet, bytes: &[u8]| {
        for &byte in bytes {
            let earlier = best.map_or(1.0, |best| share_of_text(best.byte));
            if !byte.is_ascii_alphanumeric() && share_of_text(byte) < earlier {
                // Where it may stand earlier, too, the walk ends there.
                best = Some(Guard { byte, over: over.without(byte) });
            }
            over.insert(byte);
        }
    };
    pass(&mut over, tail);
    for element in rest {
        if let HirKind::Literal(literal) = element.kind() {
            pass(&mut over, &literal.0);
        } else if !add(&mut over, element) {
            break;
        }
    }
    // A walk has to end where the literal stands again, or hostile text would be walked over often.
    let ends = |guard: &Guard| head.iter().any(|&byte| !guard.over.holds(byte));
    best.filter(ends)
}

/// Adds all bytes that may be in a match; `false` if they are not known.
fn add(set: &mut ByteSet, hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            literal.0.iter().for_each(|&byte| set.insert(byte));
            true
        }
        HirKind::Class(class) => {
            let bytes = match class {
                Class::Bytes(class) => Some(class.clone()),
                Class::Unicode(class) => class.to_byte_class(),
            };
            bytes.is_some_and(|class| {
                class
                    .iter()
                    .flat_map(|range| range.start()..=range.end())
                    .for_each(|b| set.insert(b));
                true
            })
        }
        HirKind::Repetition(repetition) => add(set, &repetition.sub),
        HirKind::Capture(group) => add(set, &group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().all(|part| add(set, part))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::literals::texts;
    use super::super::split::{parse, split};
    use super::*;

    fn of(pattern: &str, literal: &str, at: usize) -> Option<Guard> {
        let elements = split(parse(pattern).unwrap()).unwrap().elements;
        guard(&elements[at..], &texts(&[literal.as_bytes().to_vec()]))
    }

    #[test]
    fn a_url_with_a_password_has_an_at_sign() {
        let guard =
            of(r"sftps?://[^\s:@/]{1,64}:(?<secret>[^\s@/]{4,128})@[\w.]+", "://", 2).unwrap();
        assert_eq!(guard.byte, b'@');
        for text in ["u:pass@host", "u:pa", "@"] {
            assert!(guard.may_be_in(text.as_bytes()), "{text}");
        }
        let mail =
            of(r"sftps?://[^\s:/]{1,64}:(?<secret>[^\s@/]{4,128})@[\w.]+", "://", 2).unwrap();
        assert_eq!(mail.byte, b'@');
        assert!(mail.may_be_in(b"u@mail:pass@host") && !mail.may_be_in(b"u:pass/"));
        for text in ["host/u:pass@", "host u:pass@", "h\n"] {
            assert!(!guard.may_be_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_guard_that_would_walk_over_its_literal_is_none() {
        assert_eq!(of(r"key:[^@]{1,64}@(?<secret>\w{20})", "key:", 0), None);
        assert_eq!(of(r"key:(?<secret>\w{20})", "key:", 0), None);
        assert!(of(r"key:[^@:]{1,64}@(?<secret>\w{20})", "key:", 0).is_some());
    }
}

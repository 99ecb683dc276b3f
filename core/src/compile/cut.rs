//! Whether a name can be met by those who walk back from its value: no other word may stand between.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::program::{is_stop, is_word};

/// Whether a name that begins with these elements always ends before another word: those who walk
/// back from the value stop there.
pub(super) fn is_cut(elements: &[Hir]) -> bool {
    let mut stopped = false;
    elements.iter().any(|element| goes_on_after_stop(element, &mut stopped))
}

/// Whether every match of it holds a word after a stop, there or before.
fn goes_on_after_stop(hir: &Hir, stopped: &mut bool) -> bool {
    let mut pass = |is_stop: bool, is_word: bool| {
        *stopped |= is_stop;
        *stopped && is_word
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.iter().any(|&b| pass(is_stop(b), is_word(b))),
        HirKind::Class(class) => {
            let bytes = match class {
                Class::Bytes(class) => Some(class.clone()),
                Class::Unicode(class) => class.to_byte_class(),
            };
            let Some(class) = bytes else { return false };
            let bytes = || class.iter().flat_map(|range| range.start()..=range.end());
            pass(bytes().all(is_stop), bytes().all(is_word))
        }
        HirKind::Repetition(repetition) if repetition.min == 0 => false,
        HirKind::Repetition(repetition) => goes_on_after_stop(&repetition.sub, stopped),
        HirKind::Capture(group) => goes_on_after_stop(&group.sub, stopped),
        HirKind::Concat(parts) => parts.iter().any(|part| goes_on_after_stop(part, stopped)),
        HirKind::Alternation(parts) => {
            let before = *stopped;
            let mut all_stopped = true;
            let mut all_go_on = true;
            for part in parts {
                let mut stopped = before;
                all_go_on &= goes_on_after_stop(part, &mut stopped);
                all_stopped &= stopped;
            }
            *stopped = all_stopped;
            all_go_on
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::split::{parse, split};
    use super::*;

    fn is_cut_in(pattern: &str) -> bool {
        let parts = split(parse(pattern).unwrap()).unwrap();
        is_cut(&parts.elements[..parts.lead])
    }

    #[test]
    fn a_word_after_a_stop_cuts_a_name_off() {
        for pattern in [
            r#"secure\("Bearer", "(?<secret>\w{16})""#,
            r#"acme"?:\{\s*"[a-z]+": "(?<secret>\w{16})""#,
            r"acme(?:\(x|, y) (?<secret>\w{16})",
        ] {
            assert!(is_cut_in(pattern), "{pattern}");
        }
        for pattern in [
            r#"secure\("(?<secret>\w{16})""#,
            r#"acme_key(?:, x)?["' =:]+(?<secret>\w{16})""#,
            r"acme(?:\(x|=) (?<secret>\w{16})",
            r"acme key (?<secret>\w{16})",
        ] {
            assert!(!is_cut_in(pattern), "{pattern}");
        }
    }
}

//! Whether a name can be met by those who walk back from its value, in every match of a pattern.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::split::Parts;
use crate::program::{WINDOW, is_stop, is_word};

/// Whether in some match something hides a name that begins at that element, or it is too far away.
pub(super) fn may_be_hidden(parts: &Parts, at: usize) -> bool {
    let may_hold = |from: usize, order: &[fn(u8) -> bool]| {
        parts.way(from).fold(0, |met, element| most(element, order, met)) == order.len()
    };
    // What has no bound is no longer in text that somebody wrote.
    let longest = parts.way(at).filter_map(|element| element.properties().maximum_len());
    let is_far = longest.fold(0, usize::saturating_add) > WINDOW;
    // A value that is assigned in a row with others has no other name than its own.
    let [is_equals, is_space]: [fn(u8) -> bool; 2] = [|byte| byte == b'=', |byte| byte == b' '];
    let has_space = || may_hold(at, &[is_space, is_word, is_equals]);
    let in_a_row = || may_hold(0, &[is_equals, is_space, is_word, is_equals]);
    is_far
        || may_hold(at, &[is_stop, is_word])
        || has_space() && in_a_row() && may_end_with_equals(parts.way(at))
}

fn may_end_with_equals<'a>(elements: impl Iterator<Item = &'a Hir>) -> bool {
    let whole = Hir::concat(elements.cloned().collect());
    let ends = Extractor::new().kind(ExtractKind::Suffix).extract(&whole);
    ends.literals().is_none_or(|ends| {
        ends.iter().any(|end| end.as_bytes().last().is_none_or(|&byte| byte == b'='))
    })
}

/// How many bytes of such kinds a match may hold in that order, where so many stand before it.
fn most(hir: &Hir, order: &[fn(u8) -> bool], met: usize) -> usize {
    let next = |met: usize, is_there: &dyn Fn(u8) -> bool| {
        let there = |is_next: &fn(u8) -> bool| (0..=0x7f).any(|b| is_next(b) && is_there(b));
        met + usize::from(order.get(met).is_some_and(there))
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => met,
        HirKind::Literal(literal) => {
            literal.0.iter().fold(met, |met, &byte| next(met, &|b| b == byte))
        }
        HirKind::Class(Class::Bytes(class)) => {
            next(met, &|b| class.iter().any(|range| (range.start()..=range.end()).contains(&b)))
        }
        HirKind::Class(Class::Unicode(class)) => next(met, &|b| {
            class.iter().any(|range| (range.start()..=range.end()).contains(&char::from(b)))
        }),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.map_or(order.len(), |max| order.len().min(max as usize));
            (0..times).fold(met, |met, _| most(&repetition.sub, order, met))
        }
        HirKind::Capture(group) => most(&group.sub, order, met),
        HirKind::Concat(parts) => parts.iter().fold(met, |met, part| most(part, order, met)),
        HirKind::Alternation(parts) => {
            parts.iter().map(|part| most(part, order, met)).max().unwrap_or(met)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fragments::expand;
    use super::super::split::{parse, split};
    use super::*;
    use crate::ruleset::Ruleset;

    fn may_be_hidden_in(pattern: &str) -> bool {
        let parts = split(parse(pattern).unwrap()).unwrap();
        may_be_hidden(&parts, 0)
    }

    #[test]
    fn a_word_after_a_stop_hides_a_name() {
        for pattern in [
            r#"secure\("Bearer", "(?<secret>\w{16})""#,
            r#"acme"?:\{\s*"[a-z]+": "(?<secret>\w{16})""#,
            r"acme(?:\(x|, y) (?<secret>\w{16})",
            r"acme(?:\(x|=) (?<secret>\w{16})",
            r#"acme_key(?:, x)?["' =:]+(?<secret>\w{16})"#,
            r#"acme[)"'] -t (?<secret>\w{16})"#,
            r"acme.{0,20}=(?<secret>\w{16})",
            r"acme(?:\s\w+)*=(?<secret>\w{16})",
        ] {
            assert!(may_be_hidden_in(pattern), "{pattern}");
        }
        for pattern in [
            r#"secure\("(?<secret>\w{16})""#,
            r#"acme_key(?:, )?["' =:]+(?<secret>\w{16})"#,
            r"acme key (?<secret>\w{16})",
            r"(?:\{|acme)[ =]{1,3}(?<secret>\w{16})",
            r#"acme(?:"'|\)){1,3} = (?<secret>\w{16})"#,
        ] {
            assert!(!may_be_hidden_in(pattern), "{pattern}");
        }
    }

    #[test]
    fn a_row_of_assignments_hides_a_name() {
        assert!(may_be_hidden_in(r"acme=\w+ key=(?<secret>\w{16})"));
        assert!(!may_be_hidden_in(r"acme=\w+ key:(?<secret>\w{16})"));
        assert!(!may_be_hidden_in(r#"acme=\w+ key=["'](?<secret>\w{16})"#));
    }

    #[test]
    fn a_name_may_be_too_far_away() {
        assert!(may_be_hidden_in(r"acme[a-z]{61}(?<secret>\w{16})"));
        assert!(!may_be_hidden_in(r"acme[a-z]{60}(?<secret>\w{16})"));
    }

    #[test]
    fn those_who_walk_back_know_what_all_rules_share() {
        let pattern = expand(r"acme_key(?&assignment)(?<secret>\w{16})").unwrap();
        assert!(!may_be_hidden_in(&pattern));
        let pattern = expand(r"acme_key(?&assignment)(?:\(x|y)(?<secret>\w{16})").unwrap();
        assert!(may_be_hidden_in(&pattern));
    }

    /// For rules that are looked for from the value, as the built-in ones are.
    #[test]
    fn a_name_is_found_whatever_a_pattern_allows_between_it_and_its_value() {
        const VALUE: &str = "k3v9x0q7w2m5t8b1";
        let signs = (b' '..0x7f).filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        let other_words =
            signs.chain(*b"\t\n\x0b\x0c\r").map(|sign| format!("{} -t ", char::from(sign)));
        let lengths = (0..=59).map(|length| format!(" {}=", "x".repeat(length)));
        let in_a_row = ["=up pod=", "=\"up\" pod=", "=up pod=\""].map(String::from);
        for (between, texts) in [
            (r"\W -t ", other_words.collect::<Vec<_>>()),
            (" x{0,59}=", lengths.clone().collect()),
            (" x{0,99}=", lengths.chain([format!(" {}=", "x".repeat(99))]).collect()),
            ("=\"?up\"? pod=\"?", in_a_row.to_vec()),
        ] {
            let toml = format!(
                "vendor = 'Acme'\n[[rule]]\nid = 'acme-key'\nname = 'Key'\nseverity = 'high'\n\
                 confidence = 90\ncategory = 'saas'\n\
                 pattern = '\\bacme{between}(?<secret>[a-z0-9]{{16}})\\b'\n"
            );
            let builder = Ruleset::builder().rules_as_builtin(&toml);
            let ruleset = builder.only(&["acme-key"]).build().expect("it is one rule");
            for text in texts {
                let haystack = format!("acme{text}{VALUE}");
                assert_eq!(
                    ruleset.find_iter(haystack.as_bytes()).count(),
                    1,
                    "{haystack:?} by {between}"
                );
            }
        }
    }
}

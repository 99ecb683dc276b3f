//! The prefilter of any rules, not the built-in ones alone: on every processor the same places, and
//! all where a literal or a run stands that some rule hangs on.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::guard::{ByteSet, Guard};
use super::sweep::{Portable, sweep};
use super::tests::{config, places};
#[cfg(target_arch = "x86_64")]
use super::x86::{Level, try_sweep};
use super::{Hits, Prefilter};
use crate::builtin::RULES;
use crate::program::{
    Anchor, Find, HEAD_RUN, HeadRun, Literals, Parts, SHORT_RUN, Shared, is_run_byte, is_solid,
    is_token, is_word,
};
use crate::rule::Rule;
use crate::text::Pool;

/// What a rule hangs on, and the bytes that may stand before an `@` that has to follow.
#[derive(Clone, Debug)]
enum Sought {
    Literals(Find, Vec<String>, Option<String>),
    Run { min: u32, max: u32 },
}

impl Sought {
    /// A rule of which there is no more than the prefilter looks at.
    fn rule(&self) -> Rule {
        let (anchor, over) = match self {
            Self::Literals(find, literals, over) => {
                let mut pool = Pool::default();
                let list = pool.list(literals.iter().map(String::as_str));
                let literals = Literals { texts: pool.texts(), list };
                (
                    Anchor::Literals {
                        literals,
                        lead_min: 0,
                        lead_max: 0,
                        find: *find,
                        run: HeadRun::NONE,
                    },
                    over.as_ref(),
                )
            }
            &Self::Run { min, max } => (Anchor::Run { min, max }, None),
        };
        let guard = over.map(|over| {
            let mut set = ByteSet::default();
            over.bytes().for_each(|byte| set.insert(byte));
            Guard { byte: b'@', over: set }
        });
        let mut rule = RULES[0].clone();
        rule.program.parts = Shared::Own(Arc::new(Parts { guard, ..Parts::default() }));
        rule.program.anchor = anchor;
        rule
    }

    fn literals(&self) -> &[String] {
        match self {
            Self::Literals(_, literals, _) => literals,
            Self::Run { .. } => &[],
        }
    }
}

fn literals(find: Find) -> impl Strategy<Value = Sought> {
    // What a literal that is so found may consist of.
    let literal = match find {
        Find::Head => "[a-z0-9_][a-z0-9_-]{2,7}",
        Find::Short => "[a-z0-9_][a-z0-9_./+~%-]{2,7}",
        Find::Name => "[a-z0-9][a-z0-9 ._-]{2,12}",
        Find::Rare => "[a-z0-9:/@$\"'= .-]{3,12}",
    };
    let over = prop::option::weighted(0.3, "[a-f:/. -]{1,10}");
    (prop::collection::vec(literal, 1..6), over)
        .prop_map(move |(literals, over)| Sought::Literals(find, literals, over))
}

fn sought() -> impl Strategy<Value = Vec<Sought>> {
    let finds = alloc::vec![Find::Head, Find::Short, Find::Name, Find::Rare];
    let literals = prop::sample::select(finds).prop_flat_map(literals);
    let run = (1u32..70, 0u32..40).prop_map(|(min, more)| Sought::Run { min, max: min + more });
    prop::collection::vec(prop_oneof![6 => literals, 1 => run], 0..40)
}

/// Rules and text that holds what they look for, in either case, among other text.
fn rules_and_text() -> impl Strategy<Value = (Vec<Sought>, Vec<u8>)> {
    sought().prop_flat_map(|rules| {
        let mut literals: Vec<String> = rules.iter().flat_map(Sought::literals).cloned().collect();
        literals.push("://".into());
        let literal = prop::sample::select(literals);
        let piece = prop_oneof![
            literal.clone().prop_map(String::into_bytes),
            literal.prop_map(|literal| literal.to_ascii_uppercase().into_bytes()),
            "[a-zA-Z0-9_+/.~%@-]{0,70}".prop_map(String::into_bytes),
            "[ \t\n\"'=:,;(){}<>|]{0,6}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 0..12),
        ];
        let text = prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat());
        (Just(rules), text)
    })
}

/// Whether something that the rule hangs on stands there, told byte by byte; names are told by the
/// label of a value, and are not looked for.
fn leads_to(rule: &Rule, text: &[u8], at: usize) -> bool {
    let rest = &text[at..];
    let before = at.checked_sub(1).map(|before| text[before]);
    let begins = |literal: &str| {
        rest.get(..literal.len()).is_some_and(|head| head.eq_ignore_ascii_case(literal.as_bytes()))
    };
    let starts_word = is_word(rest[0]) && !before.is_some_and(is_word);
    let run = |is_of: fn(u8) -> bool| rest.iter().take_while(|&&byte| is_of(byte)).count();
    match &rule.program.anchor {
        Anchor::Literals { literals, find, .. } => literals.iter().any(|literal| {
            begins(literal)
                && match find {
                    Find::Head => starts_word && run(is_solid) >= HEAD_RUN,
                    Find::Short => starts_word && run(is_token) >= SHORT_RUN,
                    Find::Name => false,
                    Find::Rare => {
                        let may = |guard: Guard| guard.may_be_in(&rest[literal.len()..]);
                        rule.program.guard().is_none_or(may)
                    }
                }
        }),
        Anchor::Run { min, max } => {
            !before.is_some_and(is_run_byte)
                && (*min as usize..=*max as usize).contains(&run(is_run_byte))
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_processor_finds_the_same_places((rules, text) in rules_and_text()) {
        let rules: Vec<Rule> = rules.iter().map(Sought::rule).collect();
        let prefilter = Prefilter::new(&rules);
        let portable = places(&text, |from, batch| {
            Some(sweep(&Portable(&prefilter), &prefilter, &text, from, batch))
        });
        prop_assert!(portable.is_some());
        #[cfg(target_arch = "x86_64")]
        for level in [Level::Avx2, Level::Avx512] {
            if level as u8 <= Level::of_processor() as u8 {
                let vector = places(&text, |from, batch| {
                    try_sweep(level, &prefilter, &text, from, batch)
                });
                prop_assert_eq!(vector.as_ref(), portable.as_ref(), "{:?}", level);
            }
        }
    }

    #[test]
    fn no_place_is_lost((sought, text) in rules_and_text()) {
        let rules: Vec<Rule> = sought.iter().map(Sought::rule).collect();
        let prefilter = Prefilter::new(&rules);
        let mut hits = Hits::of(&prefilter, &text);
        hits.is_thorough = true;
        let hits: Vec<(usize, usize)> = hits.map(|hit| (hit.anchor, hit.rule)).collect();
        for at in 0..text.len() {
            for (number, rule) in rules.iter().enumerate() {
                if leads_to(rule, &text, at) {
                    prop_assert!(hits.contains(&(at, number)), "{} of {:?}", at, sought[number]);
                }
            }
        }
    }
}

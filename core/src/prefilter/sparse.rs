//! Text without secrets has few places: a rule that is looked for by what stands everywhere costs
//! the pace of all others.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use std::fs;
use std::path::{Path, PathBuf};

use self::corpora::MINIFIED;
use super::blocks::Blocks;
use super::classes::BLOCK;
use super::sweep::{LONG, Portable};
use super::tests::places;
use crate::builtin::{PREFILTER, RULES};
use crate::rule::Rule;
use crate::support::random::{self, Random};
use crate::support::template;

#[allow(dead_code, reason = "the benchmarks take more of it")]
#[path = "../../../benches/corpora.rs"]
mod corpora;

/// Bytes of each text that is made.
const SIZE: usize = 1 << 20;

/// What these sources are about: its words stand in them as often as in hardly any other text.
const SUBJECT: [&str; 9] =
    ["secr", "pass", "pwd", "key", "token", "creden", "redis", "mongo", "postgr"];

fn is_of_subject(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    SUBJECT.iter().any(|subject| word.contains(subject))
}

/// Most of a kind that a megabyte of a text may have: places that masks tell (heads, short heads,
/// values and those of rare literals, of which thousands more or less take some hundredths of the
/// time: see `docs/performance.md`), those that are left to rules, and those of one literal.
/// Literals of the subject do not count among the last two.
struct Most {
    told: [usize; 4],
    left: usize,
    of_one: usize,
}

/// All files below a directory that end so, in the same order everywhere.
fn files(directory: &Path, ending: &str) -> Vec<u8> {
    let entries = fs::read_dir(directory).expect("it is there").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let text = |path: &PathBuf| match path.extension() {
        _ if path.is_dir() => files(path, ending),
        Some(own) if own == ending => fs::read(path).expect("it can be read"),
        _ => Vec::new(),
    };
    paths.iter().flat_map(text).collect()
}

/// Lines of a log of that form, in which `WORD` stands for any word of a text that people wrote.
fn log(text: &str, form: &str) -> Vec<u8> {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_alphabetic())
        .filter(|word| word.len() > 1 && !is_of_subject(word))
        .collect();
    let mut random = Random::seeded(&[form]);
    let mut log = Vec::new();
    while log.len() < SIZE {
        let mut parts = form.split("WORD");
        let mut line = String::from(parts.next().unwrap_or_default());
        for part in parts {
            line.push_str(words[random.below(words.len())]);
            line.push_str(part);
        }
        let line = template::expand(&line, &mut random).expect("it is well formed");
        log.extend(line.bytes);
        log.push(b'\n');
    }
    log
}

const JSON: &str = r#"{"time":"2026-11-1[[digits 1]]T1[[digits 1]]:2[[digits 1]]:37.103Z","level":"info","msg":"WORD WORD WORD WORD WORD WORD","service":"WORD","trace_id":"[[hex 32]]","WORD":"WORD-[[hex 6]]","path":"/WORD/WORD/[[digits 3-8]]","WORD_ms":[[digits 2]]}"#;
const PAIRS: &str = r#"ts=2026-11-1[[digits 1]]T1[[digits 1]]:2[[digits 1]]:37.103Z level=info caller=WORD.go:[[digits 2]] msg="WORD WORD WORD WORD WORD" WORD=WORD-[[hex 10]]-[[alnum 5]] request_id=[[uuid]] WORD=[[digits 2]].[[digits 2]]ms"#;
const REQUESTS: &str = r#"10.[[digits 2]].[[digits 2]].7 - WORD [1[[digits 1]]/Nov/2026:1[[digits 1]]:3[[digits 1]]:51 +0000] "GET /WORD/WORD/[[digits 3-7]]?WORD=WORD HTTP/1.1" 200 [[digits 2-6]] "https://WORD.example.org/WORD" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14[[digits 1]].0.0.0 Safari/537.36""#;

#[test]
fn text_without_secrets_has_few_places() {
    let most = |told, left, of_one| Most { told, left, of_one };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = files(&here.join("../docs"), "md");
    let words = String::from_utf8_lossy(&docs);
    let mut complaints = Vec::new();
    for (name, text, most) in [
        (
            "this library's sources",
            files(&here.join("src"), "rs"),
            most([4_300, 3_400, 1_300, 20_000], 600, 100),
        ),
        ("JSON", log(&words, JSON), most([5_300, 2_400, 19_500, 14_500], 500, 110)),
        ("pairs", log(&words, PAIRS), most([21_000, 8_500, 20_500, 9_200], 600, 110)),
        ("requests", log(&words, REQUESTS), most([200, 6_600, 20_500, 13_500], 360, 110)),
        ("minified", MINIFIED.text(SIZE), most([10_000, 2_200, 6_200, 13_500], 110, 40)),
    ] {
        let in_a_megabyte = |count: usize| count * SIZE / text.len();
        let mut told = [0; 4];
        for from in (0..text.len()).step_by((LONG - 2) * BLOCK) {
            let blocks = Blocks::<LONG>::of::<_, true>(&Portable(&PREFILTER), &text, from);
            let starts = blocks.starts();
            let heads = blocks.heads(&starts, PREFILTER.digit_run);
            let kinds = [heads, blocks.short_heads(&starts), blocks.values(), blocks.rare];
            for (told, masks) in told.iter_mut().zip(kinds) {
                *told += masks[1..LONG - 1].iter().map(|mask| mask.count_ones()).sum::<u32>();
            }
        }
        let told = told.map(|count| in_a_megabyte(count as usize));
        let too_many = told.iter().zip(most.told).any(|(&count, most)| count > most);
        if too_many {
            complaints.push(format!("{name}: {told:?} places, and at most {:?}", most.told));
        }

        let found = places(&text, |from, batch| Some(super::sweep(&PREFILTER, &text, from, batch)));
        let [heads, short, values, rare, runs] = found.expect("there is always a way");
        let mut left = values.len() + runs.len();

        let mut of_literals: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let kinds = [(&PREFILTER.heads, heads), (&PREFILTER.short, short), (&PREFILTER.rare, rare)];
        for (index, places) in kinds {
            for place in places {
                for slot in index.slot(&text, place) {
                    let Some((start, owners)) = index.literal(slot, &text, place) else { continue };
                    let rule = owners.into_iter().find_map(|owner| RULES.get(index.owner(owner)?));
                    let literal = &index.literals[usize::from(index.slots[slot])];
                    let text = &text[start..start + usize::from(literal.length)];
                    let text = String::from_utf8_lossy(text).to_lowercase();
                    if is_of_subject(&text) {
                        continue;
                    }
                    left += 1;
                    *of_literals.entry((text, rule.map_or("", Rule::id))).or_default() += 1;
                }
            }
        }
        let left = in_a_megabyte(left);
        if left > most.left {
            complaints.push(format!("{name}: {left} places, and at most {}", most.left));
        }
        let too_many = |&(_, count): &(_, usize)| in_a_megabyte(count) > most.of_one;
        let commonest = of_literals.into_iter().filter(too_many).max_by_key(|&(_, count)| count);
        if let Some(commonest) = commonest {
            complaints.push(format!(
                "{name}: {commonest:?} places of one literal of that rule and others"
            ));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

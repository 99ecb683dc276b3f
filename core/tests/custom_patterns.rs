//! A rule of one's own finds what its pattern matches, as another engine tells it.

mod support;

use keysieve::Ruleset;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use support::random::Random;
use support::template;

const BOUNDS: [&str; 2] = ["", r"\b"];

const NAMES: [&str; 5] = ["acme", "acmetoken", "acme_api_key", "X-Acme", "token"];

/// What stands between name and value, and as a pattern.
fn joint(random: &mut Random) -> (String, String) {
    let signs: Vec<u8> = (b' '..0x7f).filter(|byte| !byte.is_ascii_alphanumeric()).collect();
    let joint: String = (0..=random.below(3)).map(|_| char::from(*random.pick(&signs))).collect();
    let pattern: Vec<String> = joint.bytes().map(|sign| format!(r"\x{sign:02x}")).collect();
    (joint, pattern.concat())
}

/// The form of a value, and templates for it.
const VALUES: [(&str, &str); 7] = [
    ("[0-9A-Za-z]{20}", "[[alnum 20]]"),
    ("[0-9a-f]{32}", "[[hex 32]]"),
    ("[0-9A-Za-z]{20}", "[[letters 20]]"),
    ("[a-z]{16}", "[[lower 16]]"),
    (r"[0-9.]{12,20}", "[[digits 8]].[[digits 4]]"),
    (r"[0-9/-]{12,20}", "2026-11-[[digits 7]]"),
    (r"[0-9A-Za-z/+]{20,40}", "//[[alnum 24]]"),
];

const BEFORE: [&str; 7] = ["", "my", "MY_", " ", "x=", "(\"", "é"];
const AFTER: [&str; 8] = ["", " ", "(x)", "\"", ".", "/", "x", "\n"];

#[test]
fn a_rule_finds_what_its_pattern_matches() {
    let mut random = Random::seeded(&["custom patterns"]);
    let mut problems = Vec::new();
    let (mut matched, mut refused) = (0, 0);
    for _ in 0..600 {
        let (joint, joint_pattern) = joint(&mut random);
        let (name, (form, value)) = (random.pick(&NAMES), random.pick(&VALUES));
        let [left, right] = [random.pick(&BOUNDS), random.pick(&BOUNDS)];
        let pattern = format!("{left}{name}{joint_pattern}(?<secret>{form}){right}");
        let toml = format!(
            "vendor = 'Acme'\n[[rule]]\nid = 'acme-key'\npattern = '''{pattern}'''\nname = 'Key'\n\
             severity = 'high'\nconfidence = 90\ncategory = 'saas'\n"
        );
        let Ok(builder) = Ruleset::builder().rules_toml("acme.toml", &toml) else {
            refused += 1;
            continue;
        };
        let ruleset = builder.only(&["acme-key"]).min_confidence(0).build().expect("it is sound");
        let regex = Regex::builder()
            .configure(Regex::config().utf8_empty(false))
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build(&pattern)
            .expect("the rule compiler took the pattern");
        for (before, after) in BEFORE.iter().flat_map(|b| AFTER.iter().map(move |a| (b, a))) {
            let value = template::expand(value, &mut random).expect("it is well formed").bytes;
            let lead = format!("{before}{name}{joint}");
            let text = [lead.as_bytes(), &value, after.as_bytes()].concat();
            let mut captures = regex.create_captures();
            regex.captures(&text, &mut captures);
            let expected = captures.get_group_by_name("secret").map(|span| span.range());
            matched += usize::from(expected.is_some());
            let found = ruleset.find_iter(&text).next().map(|found| found.secret().range());
            if found != expected {
                let text = String::from_utf8_lossy(&text);
                problems.push(format!("{pattern} in {text:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(matched > 10_000 && refused < 60, "{matched} matches, {refused} rules refused");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

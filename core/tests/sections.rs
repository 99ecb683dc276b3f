//! A value in a service's section is reported under the service's own rule, where it has one of the
//! forms that the rule knows, and under a general one otherwise.

mod support;

use keysieve::Ruleset;
use support::random::Random;

/// Sections, with `{v}` where the value goes.
const SECTIONS: [&str; 6] = [
    "mailgun: { timeout: 3, key: \"{v}\" }",
    "{\"mailgun\": {\"url\": \"x\", \"apiKey\": \"{v}\"}}",
    "[mailgun]\ndomain = mg.acme.dev\nkey = {v}\n",
    "mailgun:\n  domain: mg.acme.dev\n  key: {v}\n",
    "new Mailgun.Client({ debug: false, token: \"{v}\" })",
    "<mailgun><key>{v}</key></mailgun> mailgun(key = '{v}')",
];

fn of(random: &mut Random, alphabet: &[u8], length: usize) -> String {
    (0..length).map(|_| *random.pick(alphabet) as char).collect()
}

#[test]
fn the_section_s_service_is_named() {
    let mut random = Random::seeded(&["sections"]);
    for section in SECTIONS {
        for (alphabet, length, rules) in [
            (&b"0123456789abcdef"[..], 32, &["mailgun-credential"][..]),
            (
                b"0123456789abcdefghijklmnopqrstuvwxyz",
                57,
                &["service-section-secret", "generic-secret"],
            ),
        ] {
            let value = of(&mut random, alphabet, length);
            let text = section.replace("{v}", &value);
            let found: Vec<_> = Ruleset::builtin().find_iter(text.as_bytes()).collect();
            assert!(!found.is_empty(), "{section}");
            for finding in found {
                assert!(rules.contains(&finding.rule().id()), "{section}: {finding:?}");
                assert_eq!(&text[finding.secret().range()], value, "{section}");
            }
        }
    }
}

#[test]
fn what_belongs_to_a_secret_is_found_whichever_rule_the_secret_is_of() {
    let mut random = Random::seeded(&["halves"]);
    let [id, secret] = [20, 40].map(|length| of(&mut random, b"0123456789abcdef", length));
    let text = format!("new Gitalk({{\n  clientID: '{id}',\n  clientSecret: '{secret}',\n}})");
    let found: Vec<_> = Ruleset::builtin()
        .find_iter(text.as_bytes())
        .map(|finding| (finding.rule().id(), &text[finding.secret().range()]))
        .collect();
    assert_eq!(found, [("generic-client-id", &*id), ("gitalk-credential", &*secret)]);
}

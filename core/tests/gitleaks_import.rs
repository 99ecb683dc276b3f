//! Rules and allowlists in the format of Gitleaks: what they find here, and what the report says.

use std::ops::ControlFlow;

use keysieve::ImportOutcome::{Carried, Changed, LeftOut};
use keysieve::{ImportReport, Ruleset, RulesetBuilder};

fn import(toml: &str) -> (RulesetBuilder, ImportReport) {
    Ruleset::builder().gitleaks_toml("gitleaks.toml", toml).expect("it is TOML")
}

/// A file with one rule, `acme`, of that expression and with further fields.
fn file(regex: &str, more: &str) -> String {
    format!("[[rules]]\nid = 'acme'\nregex = '''{regex}'''\n{more}\n")
}

/// The secrets that the rule `acme` finds.
fn found(toml: &str, path: &str, text: &str) -> Vec<String> {
    let (builder, report) = import(toml);
    assert_ne!(report.rules[0].outcome, LeftOut, "{report}");
    let ruleset = builder.only(&["acme"]).build().expect("the rule is there");
    let findings = ruleset.find_iter(text.as_bytes()).in_file(path);
    findings.map(|finding| text[finding.secret().range()].to_owned()).collect()
}

/// The form that most rules of that format have.
const KEYWORD: &str = r#"(?i)[\w.-]{0,50}?(?:acme)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([a-z0-9]{20})(?:[\x60'"\s;]|\\[nr]|$)"#;

#[test]
fn a_keyword_an_operator_and_a_value() {
    let toml = file(KEYWORD, "keywords = ['acme']\nentropy = 3");
    assert_eq!(import(&toml).1.rules[0].outcome, Carried);
    for text in [
        "MY_ACME_API_KEY = k3v9x0q27mz5t1rw84bd",
        "acme.token: 'k3v9x0q27mz5t1rw84bd'",
        "{\"acmeToken\": \"k3v9x0q27mz5t1rw84bd\"}",
        "x-acme => \"k3v9x0q27mz5t1rw84bd\";",
        "very_long_name_before_the_word_that_counts_ACME=k3v9x0q27mz5t1rw84bd\\n",
    ] {
        assert_eq!(found(&toml, "a", text), ["k3v9x0q27mz5t1rw84bd"], "{text}");
    }
    for text in [
        "MY_KEY = k3v9x0q27mz5t1rw84bd",
        "acme = k3v9x0q27mz5t1rw84bdq",
        "acme = k3v9x0q27mz5t1rw84b",
        "acme = aaaabbbbaaaabbbbaaaa",
    ] {
        assert!(found(&toml, "a", text).is_empty(), "{text}");
    }
}

#[test]
fn what_no_value_has_enough_entropy_for_is_told() {
    let notes = |bits: &str| {
        let toml = file("acme=([0-9a-f]{32})", &format!("entropy = {bits}"));
        import(&toml).1.rules[0].notes.join("; ")
    };
    assert_eq!(notes("7.5"), "`entropy`: it finds nothing, as no value has more than 4.000");
    assert_eq!(notes("4"), "`entropy`: it finds nothing, as no value has more than 4.000");
    assert_eq!(notes("3.9"), "");
}

#[test]
fn groups_decide_what_the_secret_is() {
    let text = "acme_user=u7w2k9; pass=k3v9x0q27m;";
    let regex = r"acme_user=([a-z0-9]{6}); pass=([a-z0-9]{10});";
    assert_eq!(found(&file(regex, ""), "a", text), ["u7w2k9"]);
    assert_eq!(found(&file(regex, "secretGroup = 2"), "a", text), ["k3v9x0q27m"]);
    let whole = file(r"acme-[a-z0-9]{10}", "");
    assert_eq!(found(&whole, "a", "x acme-k3v9x0q27m"), ["acme-k3v9x0q27m"]);
    let branches = file(r"acme (?:user:([a-z0-9]{8}) |token ([a-z0-9]{10}) )", "");
    let text = "acme user:u7w2k9x1 , acme token k3v9x0q27m .";
    assert_eq!(found(&branches, "a", text), ["u7w2k9x1", "k3v9x0q27m"]);
}

#[test]
fn short_literals_and_loose_ends_are_no_hindrance() {
    let short = file(r"\bZK[0-9a-f]{32}\b", "keywords = ['acme']");
    let value = "ZK3f9a0c7be15d2846a09f1c7b3e58d264";
    assert_eq!(found(&short, "a", &format!("acme {value}")), [value]);
    assert!(found(&short, "a", &format!("ecma {value}")).is_empty());
    let far = format!("acme {}{value}", "\n".repeat(4000));
    assert!(found(&short, "a", &far).is_empty(), "the keyword is too far away");
    let quoted = file(r#"(?i)acme_password="(.{8,})"\s*/>"#, "");
    let text = "<add acme_password=\"p8!kz q$7\" />\n<add x=\"1\"/>";
    assert_eq!(found(&quoted, "a", text), ["p8!kz q$7"]);
    let open = file(r"acme-[a-z0-9]{20,}", "");
    assert_eq!(found(&open, "a", "acme-k3v9x0q27mz5t1rw84bdk3v9x0").len(), 1);
}

#[test]
fn a_keyword_is_looked_for_in_a_stream_as_far_as_in_the_whole() {
    let toml = file(r"\bZK[0-9a-f]{32}\b", "keywords = ['acme']");
    let ruleset = import(&toml).0.build().expect("the ruleset is sound");
    let value = "ZK3f9a0c7be15d2846a09f1c7b3e58d264";
    for (between, count) in [(1900, 1), (2100, 0)] {
        let space = "\n".repeat(between);
        let far = "\n".repeat(100_000);
        for near in [format!("acme{space}{value}"), format!("{value}{space}acme")] {
            let text = format!("{far}{near}{far}");
            assert_eq!(ruleset.find_iter(text.as_bytes()).count(), count);
            let buffer = vec![0; ruleset.stream_buffer()];
            let mut stream = ruleset.stream(buffer).expect("it is long enough");
            let mut found = 0;
            let mut visit = |_: keysieve::StreamFinding<'_, '_>| {
                found += 1;
                ControlFlow::<()>::Continue(())
            };
            for piece in text.as_bytes().chunks(777) {
                assert!(stream.push(piece, &mut visit).is_continue());
            }
            assert!(stream.finish(&mut visit).is_continue());
            assert_eq!(found, count);
        }
    }
}

#[test]
fn one_byte_between_two_classes_is_something_to_look_for() {
    let toml = file(r#"(?i)\b(\d{15,16}(\||%)[0-9a-z\-_]{27,40})(?:[\x60'"\s;]|\\[nr]|$)"#, "");
    for sign in ['|', '%'] {
        let value = format!("120394857610294{sign}k3v9x0q27mz5t1rw84bdk3v9x0q");
        assert_eq!(found(&toml, "a", &format!("acme {value}\n")), [&*value]);
        assert!(found(&toml, "a", &format!("acme {}\n", &value[1..])).is_empty());
    }
}

#[test]
fn names_may_have_a_dash_in_the_middle() {
    let toml = file(&KEYWORD.replace("acme", "acme[_-]?works"), "");
    for name in ["acmeworksToken", "ACME_WORKS_TOKEN", "my-acme-works"] {
        let text = format!("{name} = 'k3v9x0q27mz5t1rw84bd'");
        assert_eq!(found(&toml, "a", &text), ["k3v9x0q27mz5t1rw84bd"], "{text}");
    }
    assert!(found(&toml, "a", "acme = 'k3v9x0q27mz5t1rw84bd'").is_empty());
}

#[test]
fn allowlists_of_many_words_are_carried() {
    // Together they take more states than one automaton may have.
    let words = ('a'..'l').map(|c| format!("{c}7[a-z0-9_-]*{c}8")).collect::<Vec<_>>().join("|");
    let allowlist = format!("[[rules.allowlists]]\nregexes = ['''(?i)(?:{words})''']");
    let toml = file(KEYWORD, &allowlist);
    assert_eq!(import(&toml).1.rules[0].outcome, Carried, "{}", import(&toml).1);
    assert_eq!(found(&toml, "a", "acme = k3v9x0q27mz5t1rw84bd").len(), 1);
    assert!(found(&toml, "a", "acme = k3v9x0q2a7mz5t1rwa8d").is_empty());
}

#[test]
fn paths_limit_rules() {
    let toml = file(r"acme-[a-z0-9]{10}", r"path = '''(?i)\.ya?ml$'''");
    assert_eq!(found(&toml, "deploy/a.YAML", "acme-k3v9x0q27m").len(), 1);
    assert_eq!(found(&toml, "deploy/a.json", "acme-k3v9x0q27m").len(), 0);
}

#[test]
fn allowlists_of_a_rule() {
    let regex = r"(?i)[\w.-]{0,50}?acme=([a-z0-9]{10})";
    let text = "public_acme=k3v9x0q27m";
    let with = |list: &str| found(&file(regex, list), "src/a.js", text).len();
    assert_eq!(with("[[rules.allowlists]]\nregexes = ['^zz']\nstopwords = ['zz']"), 1);
    assert_eq!(with("[[rules.allowlists]]\nregexes = ['^k3v']"), 0);
    assert_eq!(with("[rules.allowlist]\nstopwords = ['X0Q2']"), 0);
    assert_eq!(with("[[rules.allowlists]]\npaths = ['''\\.js$''']"), 0);
    // The match begins with the name, which the rule's pattern takes with it.
    assert_eq!(with("[[rules.allowlists]]\nregexTarget = 'match'\nregexes = ['^public']"), 0);
    assert_eq!(with("[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['^public.*m$']"), 0);
    let both = "[[rules.allowlists]]\ncondition = 'AND'\nstopwords = ['x0q2']\n";
    assert_eq!(with(&format!("{both}paths = ['''\\.js$''']")), 0);
    assert_eq!(with(&format!("{both}paths = ['''\\.ts$''']")), 1);
    let or = both.replace("AND", "OR");
    assert_eq!(with(&format!("{or}paths = ['''\\.ts$''']")), 0);
    assert_eq!(with(&format!("{both}commits = ['3f9a0c7']")), 1, "commits cannot be asked");
    assert_eq!(with(&format!("{or}commits = ['3f9a0c7']")), 0);
}

#[test]
fn a_rule_that_does_not_apply_hides_nothing_that_others_find() {
    let value = ["k3v9x0q27mz5t1rw", "84bdh6s2yq0j7c5n"].concat();
    let text = format!("api_key = \"{value}\"\n");
    let scan = |more: &str| {
        let toml = file(r#"(?i)api_key = "([a-z0-9]{32})""#, more);
        let ruleset = import(&toml).0.build().expect("the ruleset is sound");
        let mut findings = ruleset.find_iter(text.as_bytes()).in_file("src/a.py");
        let rules: Vec<_> = findings.by_ref().map(|f| f.rule().id().to_owned()).collect();
        (rules, findings.suppressed())
    };
    let found = |rule: &str| (vec![rule.to_owned()], 0);
    assert_eq!(scan("keywords = ['api_key']"), found("acme"));
    for more in [
        r"path = '''\.tf$'''",
        "entropy = 7",
        "keywords = ['nowhere']",
        "[[rules.allowlists]]\nstopwords = ['x0q2']",
        "[[rules.allowlists]]\npaths = ['''\\.py$''']",
        "[[allowlists]]\ntargetRules = ['acme']\nstopwords = ['x0q2']",
        "[allowlist]\nstopwords = ['x0q2']",
    ] {
        assert_eq!(scan(more), found("generic-secret"), "{more}");
    }
    // What nobody else finds is kept back, and counted.
    let toml = file(r"acme-[a-z0-9]{10}", "[[rules.allowlists]]\nstopwords = ['x0q2']");
    let ruleset = import(&toml).0.build().expect("the ruleset is sound");
    let mut findings = ruleset.find_iter(b"acme-k3v9x0q27m");
    assert!(findings.next().is_none() && findings.suppressed() == 1);
}

#[test]
fn global_allowlists_are_for_the_files_own_rules_unless_it_extends_others() {
    let redis = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    let builtin = |toml: &str| {
        let ruleset = import(toml).0.build().expect("the ruleset is sound");
        ruleset.find_iter(redis).count()
    };
    let list = "[allowlist]\nstopwords = ['q0zt', 'x0q2']\n";
    let rule = file(r"acme-[a-z0-9]{10}", "");
    assert!(found(&format!("{list}{rule}"), "a", "acme-k3v9x0q27m").is_empty());
    assert_eq!(builtin(&format!("{list}{rule}")), 1);
    assert_eq!(builtin(&format!("{list}[extend]\nuseDefault = true\n")), 0);
    assert_eq!(builtin(list), 0);
    let target = "[[allowlists]]\ntargetRules = ['redis-url-password']\nstopwords = ['q0zt']\n";
    assert_eq!(builtin(&format!("{target}{rule}")), 0);
}

#[test]
fn a_keyword_within_a_longer_name_is_found() {
    let toml = file(KEYWORD, "keywords = ['acme']");
    for text in ["MYACMEKEY=\"k3v9x0q27mz5t1rw84bd\"", "myacmekey = \"kqvwxyqzjmzntfrwpgbd\""] {
        assert_eq!(found(&toml, "a", text).len(), 1, "{text}");
    }
}

#[test]
fn a_rule_that_does_not_apply_keeps_no_other_from_its_match() {
    let text = ["api_key = \"", "x7fq2mzk9v4tw1hbn8c5", "r0jyd3gs6lpa2u7e9ow4", "\""].concat();
    let rules = |ruleset: &Ruleset| -> Vec<String> {
        let findings = ruleset.find_iter(text.as_bytes()).in_file("u.txt");
        findings.map(|found| found.rule().id().to_owned()).collect()
    };
    let builtin = rules(Ruleset::builtin());
    assert_eq!(builtin.len(), 1);
    for (more, found) in
        [(r"path = '\.tf$'", &builtin), ("entropy = 7.0", &builtin), ("", &vec!["acme".to_owned()])]
    {
        let toml = file(r#"(?i)api_key = "([a-z0-9]{40})""#, more);
        assert_eq!(rules(&import(&toml).0.build().expect("it is sound")), *found, "{more}");
    }
    let toml = file(r#"(?i)api_key = "([a-z0-9]{40})""#, r"path = '^infra/'");
    for path in ["infra/a.tf", "./infra/a.tf"] {
        assert_eq!(found(&toml, path, &text).len(), 1, "{path}");
    }
}

#[test]
fn an_allowlist_beside_rules_for_paths_is_for_those() {
    let toml =
        "[[rules]]\nid = 'pkcs12-file'\npath = '\\.p12$'\n[allowlist]\npaths = ['^vendor/']\n";
    let ruleset = import(toml).0.build().expect("it is sound");
    let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    assert_eq!(ruleset.find_iter(text).in_file("vendor/a.env").count(), 1);
    assert_eq!(ruleset.scan_path("ci/a.p12").count(), 1);
    for path in ["vendor/a.p12", "./vendor/a.p12"] {
        assert_eq!(ruleset.scan_path(path).count(), 0);
    }
}

#[test]
fn an_allowlist_beside_rules_that_are_left_out_is_for_none_of_the_others() {
    let toml = "[[rules]]\nid = 'acme'\nregex = 'acme(?=x)'\n[allowlist]\npaths = ['^vendor/']\n";
    let (builder, report) = import(toml);
    assert_eq!(report.rules[0].outcome, LeftOut);
    assert!(report.to_string().contains("left out, too"), "{report}");
    let ruleset = builder.build().expect("it is sound");
    let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    assert_eq!(ruleset.find_iter(text).in_file("vendor/a.env").count(), 1);
}

#[test]
fn an_allowlist_is_for_the_files_own_rule_of_that_id() {
    let toml = "[[rules]]\nid = 'redis-url-password'\nregex = 'acme_([a-z0-9]{20})'\n\
                [[allowlists]]\ntargetRules = ['redis-url-password']\npaths = ['^a']\n";
    let ruleset = import(toml).0.build().expect("it is sound");
    let text = b"acme_k3v9x0q27mz5t1rw84bd redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    let ids = |path| -> Vec<&str> {
        ruleset.find_iter(text).in_file(path).map(|found| found.rule().id()).collect()
    };
    assert_eq!(ids("b"), ["gitleaks-redis-url-password", "redis-url-password"]);
    assert_eq!(ids("a"), ["redis-url-password"]);
}

#[test]
fn the_report_says_what_became_of_each_rule() {
    let toml = r#"
        title = "ours"
        newField = 1
        [extend]
        useDefault = true
        [[rules]]
        id = "carried"
        regex = 'acme-[a-z0-9]{10}'
        tags = ["x"]
        [[rules]]
        id = "jwt"
        regex = 'jwt-[a-z0-9]{10}'
        [[rules]]
        id = "files"
        path = '\.p12$'
        [[rules]]
        id = "nothing-to-look-for"
        regex = '[0-9]{10,12}'
        [[rules]]
        id = "broken"
        regex = 'acme-('
        [[rules]]
        id = "odd"
        regex = 'odd-[a-z0-9]{10}'
        entropy = "high"
        [[rules.allowlists]]
        commits = ["3f9a0c7"]
        [[rules]]
        id = "too-random"
        regex = 'too-[a-z0-9]{10}'
        entropy = 9.5
    "#;
    let (builder, report) = import(toml);
    let outcomes: Vec<_> = report.rules.iter().map(|rule| (&*rule.id, rule.outcome)).collect();
    assert_eq!(
        outcomes,
        [
            ("carried", Carried),
            ("gitleaks-jwt", Changed),
            ("files", Carried),
            ("nothing-to-look-for", LeftOut),
            ("broken", LeftOut),
            ("odd", Changed),
            ("too-random", Changed),
        ]
    );
    let shown = report.to_string();
    for part in [
        "7 rules: 2 carried over, 3 changed, 2 left out\n",
        "`newField` is not known here",
        "`extend.useDefault`",
        "there is a rule `jwt` already: renamed",
        "no literal of 3 bytes",
        "not a valid pattern",
        "`entropy` is not a number: not read",
        "`entropy` is not between 0 and 8: not read",
        "`commits` are left out",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let ruleset = builder.build().expect("what was left out is not missed");
    assert!(ruleset.rule("carried").is_some() && ruleset.rule("files").is_none());
    let error = Ruleset::builder().gitleaks_toml("g.toml", "a = 1\nb = ").unwrap_err();
    assert!(error.to_string().starts_with("g.toml:2: not valid TOML"), "{error}");
}

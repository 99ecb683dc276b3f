//! A rule that cannot work is refused, and the error says which, where and why.

use keysieve::{RuleError, RuleProblem, Ruleset};

/// A file with one rule, whose pattern and further fields are given.
fn file(pattern: &str, more: &str) -> String {
    format!(
        "vendor = 'Acme'\n[[rule]]\nid = 'acme-key'\npattern = '''{pattern}'''\nname = 'Key'\n\
         severity = 'high'\nconfidence = 90\ncategory = 'saas'\n{more}\n"
    )
}

fn refused(toml: &str) -> RuleError {
    Ruleset::builder().rules_toml("acme.toml", toml).expect_err("the rule cannot work")
}

#[track_caller]
fn expect(toml: &str, message: &str) {
    assert_eq!(refused(toml).to_string(), message);
}

#[test]
fn a_sound_rule_is_taken() {
    let toml = file(r"\bacme_[0-9a-z]{20}\b", "");
    assert!(Ruleset::builder().rules_toml("acme.toml", &toml).is_ok());
}

#[test]
fn fields_are_checked() {
    expect(
        "vendor = ",
        "acme.toml:1: not valid TOML: string values must be quoted, expected literal string",
    );
    let sound = file(r"\bacme_[0-9a-z]{20}\b", "");
    expect(
        &sound.replace("'high'", "'bad'"),
        "acme.toml:6: rule `acme-key`, field `severity`: `bad` is none of: info, low, medium, high, critical",
    );
    expect(
        &sound.replace("90", "101"),
        "acme.toml:7: rule `acme-key`, field `confidence`: must be between 0 and 100",
    );
    expect(
        &sound.replace("90", "'90'"),
        "acme.toml:7: rule `acme-key`, field `confidence`: must be an integer",
    );
    expect(&sound.replace("name", "nom"), "acme.toml:2: rule `acme-key`, field `name`: is missing");
    expect(
        &file("acme_[0-9]{9}", "sevrity = 1"),
        "acme.toml:9: rule `acme-key`, field `sevrity`: there is no such field",
    );
    expect(
        &sound.replace("acme-key", "jwt"),
        "acme.toml:2: rule `jwt`, field `id`: there is a rule with this id already",
    );
}

#[test]
fn advice_is_steps_of_the_rule_or_a_procedure_of_the_file() {
    let steps = |toml: &str| {
        let builder = Ruleset::builder().rules_toml("acme.toml", toml).expect("a sound file");
        let ruleset = builder.build().expect("a sound ruleset");
        let rule = ruleset.rule("acme-key").expect("the rule");
        rule.remediation_steps().map(str::to_owned).collect::<Vec<_>>()
    };
    let own = file("acme_[0-9]{9}", "remediation = ['Stop it.', 'Replace it.']");
    assert_eq!(steps(&own), ["Stop it.", "Replace it."]);
    let shared = file("acme_[0-9]{9}", "procedure = 'stop'").replacen(
        "[[rule]]",
        "[procedure.stop]\nsteps = ['Stop it.']\nurl = 'https://acme.test/stop'\n[[rule]]",
        1,
    );
    assert_eq!(steps(&shared), ["Stop it."]);
    expect(
        &shared.replace("'stop'", "'halt'"),
        "acme.toml:12: rule `acme-key`, field `procedure`: `halt` is none of: stop",
    );
}

#[test]
fn weaknesses_and_controls_follow_from_the_rule_unless_it_names_its_own() {
    let ruleset = |more: &str| {
        let toml = file("acme_[0-9]{9}", more);
        Ruleset::builder()
            .rules_toml("acme.toml", &toml)
            .map(|builder| builder.build().expect("sound"))
    };
    let cwe = |more: &str| {
        let ruleset = ruleset(more).expect("a sound file");
        let rule = ruleset.rule("acme-key").expect("the rule");
        rule.cwe().map(keysieve::Cwe::number).collect::<Vec<_>>()
    };
    assert_eq!(cwe(""), [798, 312, 522]);
    assert_eq!(cwe("shape = 'password'"), [259, 798, 312, 522]);
    assert!(cwe("class = 'public'").is_empty());
    assert_eq!(cwe("cwe = ['CWE-540', 'CWE-321']"), [321, 540]);
    assert!(ruleset("cwe = ['CWE-1']").is_err());
    assert!(ruleset("controls = ['NIST SP 800-53 IA-5', 'PCI DSS 8.3.2']").is_ok());
}

#[test]
fn indicators_are_off_unless_they_are_asked_for() {
    let toml = file("acme_[0-9]{9}", "class = 'indicator'");
    let builder = Ruleset::builder().rules_toml("acme.toml", &toml).expect("a sound file");
    let holds = |ruleset: Result<Ruleset, _>| ruleset.expect("sound").rule("acme-key").is_some();
    assert!(!holds(builder.clone().build()));
    assert!(holds(builder.clone().indicators(true).build()));
    assert!(holds(builder.clone().only(&["acme-key"]).build()));
    assert!(!holds(builder.indicators(true).disable(&["acme-key"]).build()));
}

#[test]
fn a_pattern_has_to_be_bounded() {
    assert_eq!(refused(&file("acme_[0-9a-z]+", "")).problem, RuleProblem::Unbounded);
    assert!(Ruleset::builder().rules_toml("a", &file("acme_[0-9a-z]+", "max_length = 90")).is_ok());
    let long = refused(&file("acme_(?:[0-9a-z]{500}){500}", "")).problem;
    assert_eq!(long, RuleProblem::TooLong { length: 250_005, most: 65_536 });
}

#[test]
fn literals_have_to_stand_in_every_match() {
    let none = refused(&file("(?:acme|x)_[0-9a-z]{20}", "")).problem;
    assert!(matches!(none, RuleProblem::NoLiteral { .. }), "{none:?}");
    let wrong = refused(&file("(?:acme|ecma)_[0-9]{20}", "literals = ['acme']"));
    assert_eq!((wrong.field.as_str(), wrong.problem), ("literals", RuleProblem::Literals));
    let right = file("(?:acme|ecma)_[0-9]{20}", "literals = ['acme', 'ecma_']");
    assert!(Ruleset::builder().rules_toml("acme.toml", &right).is_ok());
}

#[test]
fn a_match_may_be_as_long_as_the_shortest() {
    let at_most = |bytes| file(r"\bacme_[0-9a-z]{20,30}\b", &format!("max_length = {bytes}"));
    expect(
        &at_most(24),
        "acme.toml:2: rule `acme-key`, field `max_length`: no match is as short: 24 bytes, of 25 at least",
    );
    assert!(Ruleset::builder().rules_toml("acme.toml", &at_most(25)).is_ok());
}

#[test]
fn a_secret_may_have_as_much_entropy_as_its_bytes_allow() {
    let with = |pattern, bits: &str| file(pattern, &format!("min_entropy = {bits}"));
    for (pattern, least, too_much, most) in [
        ("acme_(?<secret>[a-f0-9]{32})", "4.0", "7.5", "4.000"),
        ("acme_(?<secret>[A-Za-z0-9]{16})", "4.0", "4.1", "4.000"),
        ("acme_(?<secret>(?:sk|pk)[0-9]{40}x)", "3.8", "3.9", "3.807"),
    ] {
        let given: f64 = too_much.parse().expect("a number");
        let error = "acme.toml:2: rule `acme-key`, field `min_entropy`: no secret has as much: ";
        let why = format!("{error}{given:.3} bits per character, of {most} at most");
        expect(&with(pattern, too_much), &why);
        assert!(Ruleset::builder().rules_toml("acme.toml", &with(pattern, least)).is_ok());
    }
}

#[test]
fn companions_have_to_be_there() {
    let with = |companion| {
        let more = format!("companions = ['{companion}']\ncompanion_window = 64");
        let builder = Ruleset::builder().rules_toml("acme.toml", &file("acme_[a-z]{9}", &more));
        builder.expect("the rule is sound")
    };
    let error = with("no-such-rule").build().expect_err("there is no such rule");
    assert_eq!(
        error.to_string(),
        "rule `acme-key` names the companion `no-such-rule`, but there is no such rule"
    );
    for there in ["jwt", "acme-key"] {
        assert!(with(there).only(&["acme-key"]).build().is_ok());
    }
}

#[test]
fn the_split_has_to_mean_the_same_as_the_whole() {
    for pattern in [r"acme.{0,9}(?<secret>[a-z]{8})", r"acme_(?<secret>[a-z]{8,20})[a-m]"] {
        let problem = refused(&file(pattern, "")).problem;
        assert!(matches!(problem, RuleProblem::Ambiguous { .. }), "{pattern}: {problem:?}");
    }
    for pattern in [r"acme=(?:(?<secret>[a-z]{8})|x{8})", r"acme_(?:(?<secret>a))?"] {
        assert_eq!(refused(&file(pattern, "")).problem, RuleProblem::SecretGroup, "{pattern}");
    }
    assert_eq!(refused(&file("acme_(?<secret>[a-z]{0,8})", "")).problem, RuleProblem::EmptySecret);
}

//! What a ruleset allows is kept back, counted, and can be looked at.

use keysieve::{Allow, Allowed, FingerprintKey, Markers, Ruleset, RulesetBuilder, Target};

/// Two findings of different rules, each on a line of its own.
const TEXT: &[u8] = b"A=redis://app:kX93mLq0ZtWv@cache.internal:6379/0\n\
                      B=mysql://app:Wv7tQz02LmkX@db.internal/shop\n";

/// The rules of the findings that are reported, and how many are kept back.
fn scan(builder: RulesetBuilder, path: Option<&str>, text: &[u8]) -> (Vec<String>, usize) {
    let ruleset = builder.build().expect("the ruleset is sound");
    let mut findings = ruleset.find_iter(text);
    if let Some(path) = path {
        findings = findings.in_file(path);
    }
    let rules = findings.by_ref().map(|finding| finding.rule().id().to_owned()).collect();
    (rules, findings.suppressed())
}

#[track_caller]
fn expect(allow: Allow, path: Option<&str>, left: &[&str]) {
    let (rules, suppressed) = scan(Ruleset::builder().allow(allow), path, TEXT);
    assert_eq!(rules, left);
    assert_eq!(suppressed, 2 - left.len());
}

const REDIS: &str = "redis-url-password";
const MYSQL: &str = "mysql-url-password";

#[test]
fn each_criterion_allows_what_it_says() {
    let allow = || Allow::new("known");
    expect(allow(), None, &[REDIS, MYSQL]);
    expect(allow().rule(MYSQL), None, &[REDIS]);
    expect(allow().word("Q0ZT"), None, &[MYSQL]);
    expect(allow().path_prefix("test/"), Some("test/a"), &[]);
    expect(allow().path_prefix("test/"), Some("src/test/a"), &[REDIS, MYSQL]);
    expect(allow().path_suffix(".lock"), Some("a.lock"), &[]);
    expect(allow().path_suffix(".lock"), None, &[REDIS, MYSQL]);
    let matching = |target, pattern| allow().matching(target, pattern).expect("a sound pattern");
    expect(matching(Target::Secret, "^kX93"), None, &[MYSQL]);
    expect(matching(Target::Secret, "redis"), None, &[REDIS, MYSQL]);
    expect(matching(Target::Match, "db.internal|mysql://"), None, &[REDIS]);
    expect(matching(Target::Line, "^A="), None, &[MYSQL]);
    let path = allow().path_matching("(^|/)fixtures/").expect("a sound pattern");
    expect(path, Some("a/fixtures/b"), &[]);
    let key = FingerprintKey::new(&[3; 32]);
    let print = key.fingerprint(REDIS, b"kX93mLq0ZtWv");
    expect(allow().fingerprint(&key, print), None, &[MYSQL]);
    let other = FingerprintKey::new(&[4; 32]).fingerprint(REDIS, b"kX93mLq0ZtWv");
    expect(allow().fingerprint(&key, other), None, &[REDIS, MYSQL]);
    assert!(allow().matching(Target::Secret, "(").is_err());
}

#[test]
fn all_kinds_have_to_hold_unless_one_is_enough() {
    let allow = || Allow::new("known").word("q0zt").path_prefix("test/");
    expect(allow(), Some("src/a"), &[REDIS, MYSQL]);
    expect(allow(), Some("test/a"), &[MYSQL]);
    expect(allow().any(), Some("src/a"), &[MYSQL]);
    expect(allow().any(), Some("test/a"), &[]);
    expect(allow().any().rule(MYSQL), Some("test/a"), &[REDIS]);
}

#[test]
fn an_unknown_rule_in_an_allowlist_is_refused() {
    assert!(Ruleset::builder().allow(Allow::new("").rule("no-such-rule")).build().is_err());
}

#[test]
fn markers_count_only_where_they_are_wanted() {
    let token = "redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    let left = |markers, text: &str| {
        scan(Ruleset::builder().markers(markers), None, text.as_bytes()).0.len()
    };
    for (set, marker) in [
        (Markers::OWN, "keysieve:allow"),
        (Markers::OWN, "KEYSIEVE:ALLOW redis-url-password"),
        (Markers::OWN, "keysieve:allow jwt,redis-url-password"),
        (Markers::GITLEAKS, "gitleaks:allow"),
        (Markers::BETTERLEAKS, "betterleaks:allow"),
        (Markers::TRUFFLEHOG, "trufflehog:ignore"),
        (Markers::KINGFISHER, "kingfisher:ignore"),
        (Markers::DETECT_SECRETS, "pragma: allowlist secret"),
        (Markers::GITGUARDIAN, "ggignore"),
        (Markers::SECRETLINT, "secretlint-disable-line"),
    ] {
        let text = format!("a\n{token} # {marker}\n");
        assert_eq!(left(set, &text), 0, "{marker}");
        assert_eq!(left(Markers::ALL, &text), 0, "{marker}");
        assert_eq!(left(Markers::NONE, &text), 1, "{marker}");
        let before = format!("/* {marker} */ {token}");
        assert_eq!(left(set, &before), 0, "{marker}");
        let elsewhere = format!("# {marker}\n{token}\n# {marker}\n");
        assert_eq!(left(Markers::ALL, &elsewhere), 1, "{marker}");
    }
    for marker in ["pragma: allowlist nextline secret", "secretlint-disable-next-line"] {
        assert_eq!(left(Markers::ALL, &format!("// {marker}\r\n{token}\n")), 0, "{marker}");
        assert_eq!(left(Markers::ALL, &format!("// {marker}\n\n{token}\n")), 1, "{marker}");
    }
    let other = format!("{token} # keysieve:allow mysql-url-password");
    assert_eq!(left(Markers::OWN, &other), 1);
}

/// An access key ID of that account: base32 of the account's bits, as AWS writes them.
fn access_key_id(account: u64) -> String {
    const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    // The account's 40 bits stand after the highest of 48, and are followed by 7 of another kind.
    let bits = (1 << 47 | account << 7 | 0x2b) << 2 | 1;
    let body = (0..10).rev().map(|at| char::from(BASE32[(bits >> (5 * at) & 31) as usize]));
    ["AK", "IA", &body.collect::<String>(), "QZ4TWM"].concat()
}

#[test]
fn canaries_are_told_by_their_account() {
    let findings = |account, canaries| {
        let text = format!("aws_access_key_id = {}\n", access_key_id(account));
        let ruleset = Ruleset::builder().allow_canaries(canaries).build().expect("it is sound");
        let judged: Vec<_> = ruleset
            .find_iter(text.as_bytes())
            .judged()
            .map(|(_, allowed)| allowed.is_some())
            .collect();
        judged
    };
    assert_eq!(findings(52_310_077_262, true), [true]);
    assert_eq!(findings(52_310_077_262, false), [false]);
    assert_eq!(findings(52_310_077_263, true), [false]);
}

#[test]
fn keys_of_emulators_are_allowed_on_demand() {
    let key = [
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6",
        "tq/K1SZFPTOtr/KBHBeksoGMGw==",
    ];
    let text = format!(
        "DefaultEndpointsProtocol=https;AccountName=devstoreaccount1;AccountKey={};",
        key.concat()
    );
    let ruleset = Ruleset::builder().allow_documented(true).build().expect("it is sound");
    let allowed: Vec<_> =
        ruleset.find_iter(text.as_bytes()).judged().filter_map(|(_, allowed)| allowed).collect();
    assert_eq!(allowed, [Allowed::Documented("Azure's storage emulator")]);
}

#[test]
fn what_is_allowed_can_be_looked_at() {
    let ruleset = Ruleset::builder().allow(Allow::new("test data").rule(MYSQL)).build();
    let ruleset = ruleset.expect("it is sound");
    let judged: Vec<_> = ruleset
        .find_iter(TEXT)
        .judged()
        .map(|(finding, allowed)| (finding.rule().id(), allowed))
        .collect();
    assert_eq!(judged, [(REDIS, None), (MYSQL, Some(Allowed::Entry("test data")))]);
}

//! Any bytes: no panic, spans within them and in order, the same findings every time, and all rules
//! together see what each sees alone, with a prefilter of its own. Its lines as records are found in
//! as each is by itself.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use keysieve::{Finding, Rule, Ruleset, Span, Specificity};

/// Everything is reported, so that everything is compared.
static ALL: LazyLock<Ruleset> = LazyLock::new(|| build(Ruleset::builder().min_confidence(0)));

static ALONE: LazyLock<Vec<Ruleset>> = LazyLock::new(|| {
    let only = |id| build(Ruleset::builder().only(&[id]).min_confidence(0));
    ALL.rules().iter().map(|rule| only(rule.id())).collect()
});

fn build(builder: keysieve::RulesetBuilder) -> Ruleset {
    builder.build().expect("built-in rules build")
}

/// What has to be equal if two findings are the same.
fn key(finding: Finding<'_>) -> (&str, Span, u8) {
    (finding.rule().id(), finding.secret(), finding.confidence())
}

const fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

fn is_service(rule: &Rule) -> bool {
    rule.specificity() == Specificity::Keyword
}

pub fn run(haystack: &[u8]) {
    let mut findings = Vec::new();
    let mut last_end = 0;
    for finding in ALL.find_iter(haystack) {
        let (secret, redact) = (finding.secret(), finding.redact());
        assert!(last_end <= secret.start && secret.start < secret.end);
        assert!(redact.start <= secret.start && secret.end <= redact.end);
        assert!(redact.end <= haystack.len());
        finding.facts(haystack, |fact| drop(fact.to_string()));
        last_end = secret.end;
        findings.push(finding);
    }

    let mut visited = Vec::new();
    let flow = ALL.scan(haystack, |finding| {
        visited.push(key(finding));
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_continue());
    assert!(findings.iter().map(|&finding| key(finding)).eq(visited));

    for (rule, alone) in ALL.rules().iter().zip(ALONE.iter()) {
        let id = rule.id();
        let by_it: Vec<Span> = alone.find_iter(haystack).map(Finding::secret).collect();
        for &secret in &by_it {
            let is_seen = findings.iter().any(|finding| overlap(finding.secret(), secret));
            assert!(is_seen, "{id} is lost among others");
        }
        // Two need the names of services, which are other rules'; and what they find in a service's
        // section is found under the service's rule.
        let is_within = matches!(id, "service-section-secret" | "secret-on-the-next-line");
        let needs_others = is_within || is_service(rule);
        for finding in findings.iter().filter(|f| f.rule().id() == id && !needs_others) {
            let is_seen = by_it.iter().any(|&secret| overlap(finding.secret(), secret));
            assert!(is_seen, "{id} alone sees nothing");
        }
    }
    let lines = || haystack.split(|&byte| byte == b'\n');
    let mut alone = lines()
        .enumerate()
        .flat_map(|(number, line)| ALL.find_iter(line).map(move |finding| (number, key(finding))));
    let flow = ALL.scan_records(lines(), |number, _, finding| {
        assert_eq!(alone.next(), Some((number, key(finding))));
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_continue() && alone.next().is_none());
}

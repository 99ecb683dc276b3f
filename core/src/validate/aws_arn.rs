//! An Amazon Resource Name, and the account alone.
//!
//! Source: AWS, "IAM identifiers" (2026): `arn:partition:service:region:account:resource`.

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// The parts are facts; nothing proves a name.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    read(token.secret, facts);
    Validity::Unchecked
}

fn read(name: &[u8], facts: Facts<'_>) -> Option<()> {
    let mut parts = core::str::from_utf8(name).ok()?.splitn(6, ':').skip(2);
    let (service, region) = (parts.next()?, parts.next()?);
    let (account, resource) = (parts.next()?, parts.next()?);
    facts(Fact::Service(service));
    if !region.is_empty() {
        facts(Fact::Region(region));
    }
    facts(Fact::Account(account.parse().ok()?));
    match resource.strip_prefix("user/") {
        Some(path) => facts(Fact::User(path.rsplit('/').next().unwrap_or(path))),
        None => facts(Fact::Id(resource)),
    }
    Some(())
}

/// The first twelve digits in a row, in what was matched.
pub(super) fn check_account(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let runs = token.matched.split(|byte| !byte.is_ascii_digit());
    let account = runs
        .into_iter()
        .find(|run| run.len() == 12)
        .and_then(|digits| core::str::from_utf8(digits).ok()?.parse().ok());
    if let Some(account) = account {
        facts(Fact::Account(account));
    }
    Validity::Unchecked
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn facts(check: fn(Token<'_>, Facts<'_>) -> Validity, text: &str) -> Vec<String> {
        let mut facts = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        check(token, &mut |fact| facts.push(format!("{}={fact}", fact.name())));
        facts
    }

    #[test]
    fn a_name_has_parts() {
        let user = facts(check, "arn:aws:iam::123456789012:user/team/alice");
        assert_eq!(user, ["service=iam", "account=123456789012", "user=alice"]);
        let role = facts(check, "arn:aws:lambda:eu-west-1:123456789012:function:a:b");
        let expected =
            ["service=lambda", "region=eu-west-1", "account=123456789012", "id=function:a:b"];
        assert_eq!(role, expected);
        assert!(facts(check, "arn:aws:s3").is_empty());
    }

    #[test]
    fn an_account_is_twelve_digits() {
        assert_eq!(facts(check_account, "x-at-000056789012 1"), ["account=000056789012"]);
        assert!(facts(check_account, "1234567890123").is_empty());
    }
}

//! What a CloudTrail record says after the field that gave it away.
//!
//! Source: AWS, "CloudTrail record contents" (2026). Records have their fields in one order: who and
//! when first, then `eventName`, and after it the region, the parameters, the answer and, last,
//! the account. The record may stand as text in another one, with its quotes escaped.

use super::{Facts, Token, Validity};
use crate::fact::Fact;

/// The escapes of a quote, at most: text in text in text.
const DEEPEST: usize = 7;

/// Valid if the record goes on as CloudTrail's do.
pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let Some(at) = memchr::memmem::find(token.matched, token.secret) else {
        return Validity::Unchecked;
    };
    let rest = token.matched.get(at + token.secret.len()..).unwrap_or_default();
    // Only the name of the event stands in the record itself; all else is within a part of it.
    let outermost = i32::from(!token.matched.starts_with(b"\"eventName"));
    let mut seen = Seen::default();
    members(token.secret, rest, outermost, |key, value| {
        let Ok(text) = core::str::from_utf8(value) else { return };
        if let Some((field, fact)) = fact(key, text)
            && seen.is_first(field)
        {
            facts(fact);
        }
    });
    if seen.any(&[Field::Region, Field::Account]) { Validity::Valid } else { Validity::Unchecked }
}

#[derive(Clone, Copy)]
enum Field {
    Account,
    Region,
    User,
    Service,
    Id,
    Status,
    Error,
}

/// The fields that were met.
#[derive(Default)]
struct Seen(u8);

impl Seen {
    fn is_first(&mut self, field: Field) -> bool {
        let before = self.0;
        self.0 |= 1 << field as u8;
        self.0 != before
    }

    fn any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|&field| self.0 >> field as u8 & 1 == 1)
    }
}

fn fact<'t>(key: &[u8], text: &'t str) -> Option<(Field, Fact<'t>)> {
    Some(match key {
        b"recipientAccountId" => {
            let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
            let account = is_account.then(|| text.parse().ok()).flatten()?;
            (Field::Account, Fact::Account(account))
        }
        b"awsRegion" => (Field::Region, Fact::Region(text)),
        b"userName" | b"UserName" => (Field::User, Fact::User(text)),
        b"serviceName" | b"ServiceName" => (Field::Service, Fact::Service(text)),
        b"accessKeyId"
        | b"serviceSpecificCredentialId"
        | b"ServiceSpecificCredentialId"
        | b"serviceCredentialId"
        | b"credentialId" => (Field::Id, Fact::Id(text)),
        b"status" => (Field::Status, Fact::Status(text)),
        b"errorCode" => (Field::Error, Fact::Error(text)),
        _ => return None,
    })
}

/// Shows the members that have text as value, from behind a text on, until so many objects and one
/// more have ended that were open there.
fn members<'t>(
    behind: &'t [u8],
    rest: &'t [u8],
    outermost: i32,
    mut visit: impl FnMut(&'t [u8], &'t [u8]),
) {
    let escapes = rest.iter().take(DEEPEST + 1).take_while(|&&byte| byte == b'\\').count();
    let mut text = Some(behind);
    let mut key: Option<&[u8]> = None;
    let mut depth = 0i32;
    let mut at = escapes + 1;
    while let Some(&byte) = rest.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let Some((value, after)) = quoted(rest, at, escapes) else { return };
                at = after;
                match key.take() {
                    Some(b"eventVersion") => return,
                    Some(key) => visit(key, value),
                    None => text = Some(value),
                }
            }
            b':' => key = text.take(),
            b',' => (text, key) = (None, None),
            b'{' | b'[' => {
                depth += 1;
                (text, key) = (None, None);
            }
            b'}' | b']' => {
                depth -= 1;
                (text, key) = (None, None);
                if depth < -outermost {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The text up to the quote with that many escapes, and where it goes on behind that.
fn quoted(rest: &[u8], start: usize, escapes: usize) -> Option<(&[u8], usize)> {
    let tail = rest.get(start..)?;
    memchr::memchr_iter(b'"', tail).find_map(|quote| {
        let before = tail.get(..quote)?;
        let backslashes =
            before.iter().rev().take(DEEPEST + 1).take_while(|&&b| b == b'\\').count();
        let text = before.get(..quote.checked_sub(escapes)?)?;
        (backslashes == escapes).then_some((text, start + quote + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use alloc::{format, vec};

    fn facts(secret: &str, matched: &str) -> (Validity, Vec<String>) {
        let mut facts = Vec::new();
        let token = Token { secret: secret.as_bytes(), matched: matched.as_bytes() };
        let validity = check(token, &mut |fact| facts.push(format!("{}={fact}", fact.name())));
        (validity, facts)
    }

    const EVENT: &str = r#""eventName":"CreateAccessKey","awsRegion":"us-east-1","requestParameters":{"userName":"ci"},"responseElements":{"accessKey":{"accessKeyId":"AKIA","status":"Active","userName":"ci"}},"recipientAccountId":"123456789012"},{"eventVersion":"1.11","errorCode":"AccessDenied"}"#;

    #[test]
    fn facts_are_those_of_the_record_and_no_other() {
        let expected =
            vec!["region=us-east-1", "user=ci", "id=AKIA", "status=Active", "account=123456789012"];
        let (validity, found) = facts("CreateAccessKey", EVENT);
        assert_eq!(
            (validity, found),
            (Validity::Valid, expected.iter().map(ToString::to_string).collect())
        );
        for escaped in ["\\\"", "\\\\\\\""] {
            let (_, found) =
                facts("CreateAccessKey", &EVENT.replace('"', escaped)[escaped.len() - 1..]);
            assert_eq!(found, expected, "{escaped}");
        }
    }

    #[test]
    fn a_field_within_a_part_of_the_record_sees_the_rest_of_it() {
        let text =
            r#""callWithBearerToken":true},"recipientAccountId":"123456789012"},{"awsRegion":"x"}"#;
        let (_, found) = facts("callWithBearerToken", text);
        assert_eq!(found, ["account=123456789012"]);
        let (_, found) = facts("serviceCredentialId", r#"serviceCredentialId":"ACCA"}}}"#);
        assert_eq!(found, ["id=ACCA"]);
    }

    #[test]
    fn what_breaks_off_says_what_it_said() {
        for end in 0..EVENT.len() {
            let (_, found) = facts("CreateAccessKey", &EVENT[..end]);
            assert!(found.len() <= 5, "{end}: {found:?}");
        }
        assert_eq!(facts("x", "\"x\""), (Validity::Unchecked, vec![]));
        assert_eq!(facts("x", "y"), (Validity::Unchecked, vec![]));
    }
}

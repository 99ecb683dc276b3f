//! A presigned request wrapped in base64: Bedrock's short-term keys, EKS's tokens.
//!
//! Source: AWS Security Blog, "Securing Amazon Bedrock API keys" (2025);
//! kubernetes-sigs/aws-iam-authenticator, `pkg/token`.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, sigv4_query};

/// Both kinds end their prefix with what is no symbol of either alphabet, or with this.
const PREFIXES: [&[u8]; 2] = [b"bedrock-api-key-", b"k8s-aws-v1."];

/// The longest request: a session token of 2 KB, encoded, is most of it.
const LONGEST: usize = 6144;

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let Some(encoded) = PREFIXES.iter().find_map(|prefix| token.secret.strip_prefix(*prefix))
    else {
        return Validity::Unchecked;
    };
    let request: ArrayVec<u8, LONGEST> =
        base64::decode(encoded.iter().copied()).take(LONGEST).collect();
    sigv4_query::check_query(&request, facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Fact;
    use alloc::{format, string::ToString};
    use data_encoding::BASE64;

    #[test]
    fn the_request_inside_is_read() {
        let request = format!(
            "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential={}\
             %2F20260110%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20260110T101112Z\
             &X-Amz-Expires=43200&X-Amz-Signature=00&Version=1",
            ["ASIA", "Y34FZKBOKMUTVV7A"].concat()
        );
        let token = format!("bedrock-api-key-{}", BASE64.encode(request.as_bytes()));
        let mut expires = None;
        let token = Token { secret: token.as_bytes(), matched: token.as_bytes() };
        let validity = check(token, &mut |fact| {
            if let Fact::ExpiresAt(time) = fact {
                expires = Some(time.to_string());
            }
        });
        assert_eq!(validity, Validity::Valid);
        assert_eq!(expires.as_deref(), Some("2026-01-10T22:11:12Z"));
    }

    #[test]
    fn garbage_is_invalid_and_other_prefixes_are_not_judged() {
        let check = |text: &[u8]| check(Token { secret: text, matched: text }, &mut |_| ());
        assert_eq!(check(b"bedrock-api-key-"), Validity::Invalid);
        assert_eq!(check(&[b"k8s-aws-v1.".as_slice(), &[b'A'; 9000]].concat()), Validity::Invalid);
        assert_eq!(check(b"other"), Validity::Unchecked);
    }
}

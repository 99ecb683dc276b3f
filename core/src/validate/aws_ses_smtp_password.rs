//! The password of Amazon SES's SMTP interface: a version, and a signature that the secret access
//! key made, in base64. A secret access key that stands nearby proves it.
//!
//! Source: Amazon SES developer guide, "Converting existing AWS credentials to Amazon SES SMTP
//! credentials".

use arrayvec::ArrayVec;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Token, Validity, base64};

/// The first byte of a password that is made for one region.
const VERSION: u8 = 4;

/// The first byte of one that was made before that, in another way.
const OLD_VERSION: u8 = 2;

/// Bytes of a secret access key.
const SECRET_KEY: usize = 40;

/// Regions that SES has an SMTP endpoint in.
///
/// Source: AWS General Reference, "Amazon Simple Email Service endpoints and quotas".
const REGIONS: [&str; 28] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
    "us-gov-west-1",
];

/// The version; whether the signature holds, the password alone cannot tell.
pub(super) fn check(token: Token<'_>) -> Validity {
    match base64::decode(token.secret.iter().copied()).next() {
        Some(VERSION | OLD_VERSION) => Validity::Unchecked,
        _ => Validity::Invalid,
    }
}

/// Whether the password was made from that secret access key, for any region.
pub(crate) fn proves(password: &[u8], secret_key: &[u8]) -> bool {
    let decoded: ArrayVec<u8, 33> = base64::decode(password.iter().copied()).take(33).collect();
    let Some((&VERSION, signed)) = decoded.split_first() else { return false };
    if secret_key.len() != SECRET_KEY {
        return false;
    }
    let mut first_key = *b"AWS4........................................";
    first_key[4..].copy_from_slice(secret_key);
    let dated = sign(&first_key, "11111111");
    REGIONS.iter().any(|region| {
        let steps = [*region, "ses", "aws4_request", "SendRawEmail"];
        let signature = steps.iter().fold(dated, |key, step| sign(&key, step));
        signature == *signed
    })
}

fn sign(key: &[u8], message: &str) -> [u8; 32] {
    // A key may have any length, so this does not fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET_KEY: &[u8] = b"vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB";

    /// As the guide's own script makes it of that key, for eu-west-1.
    const PASSWORD: &[u8] = b"BMVPYEio6xTlB9zU2GU1ZoVeDphSQ0YtN2UDQj72TWE5";

    #[test]
    fn the_key_that_made_a_password_proves_it() {
        assert!(proves(PASSWORD, SECRET_KEY));
        assert!(!proves(PASSWORD, b"Qw3rT8yU1iO5pA9sD2fG/7hJ4kL0zX+cV6bN1mEe"));
        assert!(!proves(PASSWORD, &SECRET_KEY[1..]));
        assert!(!proves(&PASSWORD[4..], SECRET_KEY));
    }

    #[test]
    fn the_version_comes_first() {
        let of = |secret: &[u8]| check(Token { secret, matched: secret });
        assert_eq!(of(PASSWORD), Validity::Unchecked);
        assert_eq!(of(b"zz"), Validity::Invalid);
    }
}

//! Offline checks: checksums, structures, decoded facts. One file a scheme.
//!
//! A check never drops a match. It says what it saw, and the score weighs it.

mod aws_access_key_id;
mod aws_arn;
mod aws_cloudtrail_event;
mod aws_ecr_token;
mod aws_presigned_token;
mod aws_service_api_key;
mod aws_ses_smtp_password;
mod azure_entra;
mod azure_identifiable;
pub(crate) mod base64;
mod basic_credentials;
mod bech32_key;
mod bitcoin_wif;
mod confluent_secret;
mod crc32_base62;
mod crc32_hex;
mod discord_bot;
mod dynatrace_token;
mod environment;
mod flyio_macaroon;
mod gitlab_routable;
mod grafana_token;
mod jfrog_reference;
mod json;
mod jwt;
mod macaroon;
mod marvin32;
mod onepassword_token;
mod private_key;
mod sentry_token;
mod sigv4_query;
mod url_password;
mod user_password;

use crate::fact::Fact;
use crate::rule::Validator;

/// What an offline check says of a value.
///
/// ```
/// use keysieve::Validity;
/// assert_eq!(Validity::Unchecked.as_str(), "unchecked");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Validity {
    /// A checksum or a structure that does not come about by chance holds.
    Valid,
    /// The checksum or structure does not hold: truncated, altered, made up, or of a newer format.
    Invalid,
    /// Nothing to check, or nothing that would tell.
    Unchecked,
}

impl Validity {
    /// The name reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unchecked => "unchecked",
        }
    }

    /// `Valid` if it holds, `Invalid` if not.
    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::Valid } else { Self::Invalid }
    }
}

/// What a check is given.
#[derive(Clone, Copy)]
pub(crate) struct Token<'h> {
    /// The credential.
    pub(crate) secret: &'h [u8],
    /// All that the pattern matched: it may hold what the secret alone does not say.
    pub(crate) matched: &'h [u8],
}

/// Where a check puts the facts it reads.
pub(crate) type Facts<'f> = &'f mut dyn FnMut(Fact<'_>);

/// Runs one check.
pub(crate) fn run(validator: Validator, token: Token<'_>, facts: Facts<'_>) -> Validity {
    match validator {
        Validator::AwsAccessKeyId => aws_access_key_id::check(token, facts),
        Validator::AwsAccount => aws_arn::check_account(token, facts),
        Validator::AwsArn => aws_arn::check(token, facts),
        Validator::AwsCloudtrailEvent => aws_cloudtrail_event::check(token, facts),
        Validator::AwsEcrToken => aws_ecr_token::check(token, facts),
        Validator::AwsPresignedToken => aws_presigned_token::check(token, facts),
        Validator::AwsServiceApiKey => aws_service_api_key::check(token, facts),
        Validator::AwsSesSmtpPassword => aws_ses_smtp_password::check(token),
        Validator::AzureEntra => azure_entra::check(token),
        Validator::AzureIdentifiable => azure_identifiable::check(token, facts),
        Validator::BasicCredentials => basic_credentials::check(token, facts),
        Validator::Bech32Key => bech32_key::check(token),
        Validator::BitcoinWif => bitcoin_wif::check(token, facts),
        Validator::ConfluentSecret => confluent_secret::check(token),
        Validator::Crc32Base62 => crc32_base62::check(token),
        Validator::Crc32Base62Encoded => crc32_base62::check_encoded(token),
        Validator::Crc32HexBody => crc32_hex::check_body(token),
        Validator::Crc32HexLittleEndian => crc32_hex::check_little_endian(token),
        Validator::Crc32HexUpper => crc32_hex::check_upper(token),
        Validator::DiscordBot => discord_bot::check(token, facts),
        Validator::DynatraceToken => dynatrace_token::check(token, facts),
        Validator::Environment => environment::check(token, facts),
        Validator::FlyioMacaroon => flyio_macaroon::check(token, facts),
        Validator::GitlabRoutable => gitlab_routable::check(token),
        Validator::GrafanaToken => grafana_token::check(token, facts),
        Validator::JfrogReference => jfrog_reference::check(token, facts),
        Validator::Jwt => jwt::check(token, facts),
        Validator::Jwe => jwt::check_encrypted(token, facts),
        Validator::JwtBase64 => jwt::check_base64(token, facts),
        Validator::JwtPrefixed => jwt::check_prefixed(token, facts),
        Validator::Macaroon => macaroon::check(token, facts),
        Validator::OnepasswordToken => onepassword_token::check(token, facts),
        Validator::PrivateKey => private_key::check(token, facts),
        Validator::PrivateKeyBase64 => private_key::check_base64(token, facts),
        Validator::PrivateKeyLines => private_key::check_lines(token, facts),
        Validator::SentryToken => sentry_token::check(token, facts),
        Validator::Sigv4Query => sigv4_query::check(token, facts),
        Validator::UrlPassword => url_password::check(token, facts),
        Validator::UserPassword => user_password::check(token, facts),
    }
}

/// Whether another part of the credential, found nearby, proves this one.
pub(crate) fn proves(validator: Validator, secret: &[u8], other: &[u8]) -> bool {
    match validator {
        Validator::AwsSesSmtpPassword => aws_ses_smtp_password::proves(secret, other),
        _ => false,
    }
}

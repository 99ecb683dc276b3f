//! What a rule is: the metadata of a detector and the compiled form of its pattern.
//!
//! Free of dependencies on the rest of the crate (but for [`crate::kind`], [`crate::program`],
//! [`crate::taxonomy`] and what they need), since the build script compiles this file too.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::builtin::FRAGMENTS;
use crate::kind::named;
pub use crate::kind::{Category, Class, Severity, Specificity};
use crate::program::{Anchor, Literals, Program};
use crate::taxonomy::{Control, Cwe, Tags};
use crate::text::{List, Text, Texts};

named! {
    /// How much around the secret has to be removed with it.
    pub(crate) enum RedactScope {
        /// The secret itself.
        Secret = "secret",
        /// All that the pattern matched.
        Match = "match",
    }
}

named! {
    /// Where a match has to stand to count.
    pub(crate) enum Within {
        /// In a section that is named after a service.
        Service = "service",
        /// In a table: the pattern matches the name of a column, and the secrets stand below.
        Table = "table",
        /// In a map or a list: the pattern matches its name, and the secrets are its values.
        Map = "map",
        /// Beside the value that is the secret: the pattern matches the end of its name.
        Value = "value",
    }
}

named! {
    /// What a value has to look like, beyond its pattern, to be worth reporting.
    pub(crate) enum Shape {
        /// Made by a machine: mixed characters, no words, no code, no path, no known harmless form.
        Opaque = "opaque",
        /// What a generator gives out, be it a UUID or a hash, but no word and no identifier.
        Generated = "generated",
        /// Upper case, lower case and digits, and neither hexadecimal nor a path.
        Mixed = "mixed",
        /// Anything a person may have chosen, but no placeholder, variable or expression.
        Password = "password",
        /// The same where words are as likely: holds a digit and a sign, or was drawn at random.
        Typed = "typed",
    }
}

named! {
    /// The offline checks a rule may ask for, one file each under `validate/`.
    pub(crate) enum Validator {
        /// The account in an access key ID (AWS).
        AwsAccessKeyId = "aws-access-key-id",
        /// The account in what stands before a password (AWS).
        AwsAccount = "aws-account",
        /// The parts of a resource's name (AWS).
        AwsArn = "aws-arn",
        /// What an audit record says of the request (AWS).
        AwsCloudtrailEvent = "aws-cloudtrail-event",
        /// The expiry in a registry login (AWS).
        AwsEcrToken = "aws-ecr-token",
        /// Account, region and expiry of a presigned request in base64 (Bedrock, EKS).
        AwsPresignedToken = "aws-presigned-token",
        /// User and account in base64 after `ABSK` (Bedrock).
        AwsServiceApiKey = "aws-service-api-key",
        /// The version of a password that a secret access key nearby proves (AWS).
        AwsSesSmtpPassword = "aws-ses-smtp-password",
        /// Last 3 characters of 37 or so: the start of a base-66 Marvin32 (Entra ID).
        AzureEntra = "azure-entra",
        /// Service and Marvin32 in the last 7 bytes of base64 (Azure).
        AzureIdentifiable = "azure-identifiable",
        /// `user:password` in base64 (HTTP Basic authentication, registry logins).
        BasicCredentials = "basic-credentials",
        /// Bech32's own checksum (age).
        Bech32Key = "bech32-key",
        /// `Base58Check` (Bitcoin).
        BitcoinWif = "bitcoin-wif",
        /// Last 6 characters: base64 of the CRC-32 of the 54 before them (Confluent).
        ConfluentSecret = "confluent-secret",
        /// Last 6 characters: base62 CRC-32 of those after the first `_` (GitHub, npm).
        Crc32Base62 = "crc32-base62",
        /// The same in base64 (GitHub).
        Crc32Base62Encoded = "crc32-base62-encoded",
        /// Last 8 characters: CRC-32 in lower-case hex of those after the first `_` (Cloudflare,
        /// Zuplo).
        Crc32HexBody = "crc32-hex-body",
        /// Last 8 characters: CRC-32, little-endian in hex, of all before their `_` (Grafana).
        Crc32HexLittleEndian = "crc32-hex-little-endian",
        /// Last 8 characters: CRC-32 in upper-case hex of all before (Atlassian).
        Crc32HexUpper = "crc32-hex-upper",
        /// The bot's ID in base64 before the first dot (Discord).
        DiscordBot = "discord-bot",
        /// The token's public ID before its secret (Dynatrace).
        DynatraceToken = "dynatrace-token",
        /// `live` or `test` in the prefix (Stripe and others).
        Environment = "environment",
        /// Whole macaroons in MessagePack and base64 (Fly.io).
        FlyioMacaroon = "flyio-macaroon",
        /// Last 7 characters of a token with dots: base36 CRC-32 of all before (GitLab).
        GitlabRoutable = "gitlab-routable",
        /// A JSON object in base64 (Grafana).
        GrafanaToken = "grafana-token",
        /// Version and expiry in base64 (JFrog).
        JfrogReference = "jfrog-reference",
        /// The header of an encrypted JSON Web Token.
        Jwe = "jwe",
        /// Header and claims of a JSON Web Token.
        Jwt = "jwt",
        /// The same in base64 once more.
        JwtBase64 = "jwt-base64",
        /// The same after a prefix that may end with the application's ID (GitHub).
        JwtPrefixed = "jwt-prefixed",
        /// A whole macaroon in base64url after `pypi-` (PyPI).
        Macaroon = "macaroon",
        /// A JSON object in base64url after `ops_` (1Password).
        OnepasswordToken = "onepassword-token",
        /// The content of armour: DER, OpenSSH, OpenPGP.
        PrivateKey = "private-key",
        /// The same in base64 once more.
        PrivateKeyBase64 = "private-key-base64",
        /// The same behind what begins each line, as in logs.
        PrivateKeyLines = "private-key-lines",
        /// A JSON object in base64 after `sntrys_` (Sentry).
        SentryToken = "sentry-token",
        /// Account, region, service and expiry of a presigned request (AWS).
        Sigv4Query = "sigv4-query",
        /// User and host around a password in a URL.
        UrlPassword = "url-password",
        /// `user:password` as it is typed (command lines).
        UserPassword = "user-password",
    }
}

/// Bits per character, in thousandths, so that no floating point is needed.
///
/// ```
/// use keysieve::Entropy;
/// assert_eq!(Entropy::of(b"abcdefgh").millibits(), 3000);
/// assert_eq!(Entropy::of(b"aaaa").to_string(), "0.000");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entropy(pub(crate) u16);

impl Entropy {
    /// The value in thousandths of a bit per character.
    pub const fn millibits(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// Where a rule's facts come from, and when somebody last looked.
///
/// ```
/// let rule = keysieve::Ruleset::builtin().rule("github-personal-access-token").unwrap();
/// assert!(rule.references().all(|r| r.url().starts_with("https://")));
/// assert!(rule.references().all(|r| r.checked().len() == "2026-01-31".len()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'r> {
    url: &'r str,
    checked: &'r str,
}

impl<'r> Reference<'r> {
    /// The page.
    pub const fn url(self) -> &'r str {
        self.url
    }

    /// The date it was last checked, as `YYYY-MM-DD`.
    pub const fn checked(self) -> &'r str {
        self.checked
    }
}

/// A rule that belongs to the same credential, and how far away its finding may stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Companions {
    /// Ids of the rules.
    pub(crate) rules: List,
    /// Bytes between the two secrets, at most.
    pub(crate) window: u32,
}

/// A detector: what it looks for, how much to make of it, and what to do then.
///
/// ```
/// let rule = keysieve::Ruleset::builtin().rule("github-personal-access-token").unwrap();
/// assert_eq!(rule.vendor(), "GitHub");
/// assert!(rule.pattern().contains("ghp_"));
/// ```
#[derive(Clone)]
pub struct Rule {
    pub(crate) id: Text,
    pub(crate) name: Text,
    pub(crate) vendor: Text,
    pub(crate) description: Text,
    pub(crate) pattern: Text,
    pub(crate) severity: Severity,
    pub(crate) category: Category,
    pub(crate) class: Class,
    pub(crate) specificity: Specificity,
    pub(crate) confidence: u8,
    pub(crate) min_entropy: Entropy,
    pub(crate) shape: Option<Shape>,
    pub(crate) validator: Option<Validator>,
    pub(crate) redact: RedactScope,
    /// Where alone a match counts.
    pub(crate) within: Option<Within>,
    /// Whether the names that it looks for tell a service wherever they stand.
    pub(crate) is_service: bool,
    pub(crate) companions: Companions,
    pub(crate) tags: Tags,
    /// A step a line.
    pub(crate) remediation: Text,
    pub(crate) remediation_url: Text,
    /// The address of each and, after it, when it was checked.
    pub(crate) references: List,
    pub(crate) program: Program,
    /// What all its texts are parts of.
    pub(crate) texts: Texts,
}

impl Rule {
    /// The stable id, `vendor-thing`.
    pub fn id(&self) -> &str {
        self.texts.get(self.id)
    }

    /// What people call the credential.
    pub fn name(&self) -> &str {
        self.texts.get(self.name)
    }

    /// Who issues it.
    pub fn vendor(&self) -> &str {
        self.texts.get(self.vendor)
    }

    /// What it opens and how it is built.
    pub fn description(&self) -> &str {
        self.texts.get(self.description)
    }

    /// The regular expression, in the syntax of the `regex` crate over bytes. The group `secret`,
    /// where there is one, is the credential; otherwise the whole match is.
    pub fn pattern(&self) -> String {
        let mut pattern = String::new();
        if self.program.named
            && let Anchor::Literals { literals, .. } = &self.program.anchor
        {
            let names: Vec<&str> = literals.iter().collect();
            push_names(&names, &mut pattern);
        }
        // What rules share is kept once.
        let written = self.texts.pattern(self.pattern);
        let mut parts = written.split("(?&");
        pattern.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (name, rest) = part.split_once(')').unwrap_or((part, ""));
            match FRAGMENTS.iter().find(|(known, _)| *known == name) {
                Some((_, text)) => pattern.push_str(text),
                // The build script, which writes the texts, asks for no more than where they stand.
                None => pattern.extend(["(?<", name, ">)"]),
            }
            pattern.push_str(rest);
        }
        pattern
    }

    /// The texts that the scanner looks for, without regard to ASCII case: every match holds one of
    /// them. A rule that looks for the shape of the secret alone has none.
    ///
    /// ```
    /// let rule = keysieve::Ruleset::builtin().rule("slack-bot-token").unwrap();
    /// assert!(rule.literals().all(|literal| literal.starts_with("xoxb-")));
    /// ```
    pub fn literals(&self) -> impl Iterator<Item = &str> {
        let literals = match &self.program.anchor {
            Anchor::Literals { literals, .. } => Some(literals),
            Anchor::Run { .. } => None,
        };
        literals.into_iter().flat_map(Literals::iter)
    }

    /// How bad a leak is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What kind of thing it opens.
    pub fn category(&self) -> Category {
        self.category
    }

    /// Whether it is meant to be secret.
    pub fn class(&self) -> Class {
        self.class
    }

    /// How much of a finding rests on the value itself.
    pub fn specificity(&self) -> Specificity {
        self.specificity
    }

    /// The confidence (0 to 100) of a match of which nothing more is known.
    pub fn confidence(&self) -> u8 {
        self.confidence
    }

    /// The Shannon entropy a secret must have at least.
    pub fn min_entropy(&self) -> Entropy {
        self.min_entropy
    }

    /// The name of the offline check on the value, if there is one.
    pub fn validator(&self) -> Option<&'static str> {
        self.validator.map(Validator::as_str)
    }

    /// The weaknesses that such a credential in the clear shows, what fits most closely first.
    /// Public values and indicators show none.
    ///
    /// ```
    /// use keysieve::{Cwe, Ruleset};
    /// let rule = Ruleset::builtin().rule("aws-secret-access-key").unwrap();
    /// assert_eq!(rule.cwe().next(), Some(Cwe::HardCodedCredentials));
    /// ```
    pub fn cwe(&self) -> impl Iterator<Item = Cwe> + use<> {
        let Tags { cwe, .. } = self.tags;
        Cwe::ALL.iter().copied().filter(move |&entry| cwe >> entry as u16 & 1 == 1)
    }

    /// The controls that it goes against or, for an indicator, serves.
    ///
    /// ```
    /// use keysieve::{Control, Ruleset};
    /// let rule = Ruleset::builtin().rule("github-personal-access-token").unwrap();
    /// assert!(rule.controls().any(|control| control == Control::NistIa5));
    /// ```
    pub fn controls(&self) -> impl Iterator<Item = Control> + use<> {
        let Tags { controls, .. } = self.tags;
        Control::ALL.iter().copied().filter(move |&entry| controls >> entry as u32 & 1 == 1)
    }

    /// What to do about a leak, a step a line.
    pub fn remediation(&self) -> &str {
        self.texts.get(self.remediation)
    }

    /// What to do about a leak, step by step.
    ///
    /// ```
    /// let rule = keysieve::Ruleset::builtin().rule("aws-access-key-id").unwrap();
    /// assert!(rule.remediation_steps().count() > 1);
    /// ```
    pub fn remediation_steps(&self) -> impl Iterator<Item = &str> {
        self.remediation().lines()
    }

    /// The vendor's page on that.
    pub fn remediation_url(&self) -> &str {
        self.texts.get(self.remediation_url)
    }

    /// Where the facts come from.
    pub fn references(&self) -> impl ExactSizeIterator<Item = Reference<'_>> {
        (0..self.references.len() / 2).map(|pair| Reference {
            url: self.texts.of_list(self.references, 2 * pair),
            checked: self.texts.of_list(self.references, 2 * pair + 1),
        })
    }

    /// The most bytes a match may span.
    pub fn max_length(&self) -> usize {
        self.program.max_length as usize
    }
}

/// A pattern for names at the start of a word: after anything but a letter, or with a capital after
/// a small letter.
fn push_names(names: &[&str], pattern: &mut String) {
    pattern.push_str(r"(?:(?:\A|[^A-Za-z])(?i:");
    pattern.push_str(&names.join("|"));
    pattern.push(')');
    for name in names {
        let (first, rest) = name.split_at(1);
        if first.starts_with(|first: char| first.is_ascii_lowercase()) {
            for part in ["|[a-z]", &first.to_ascii_uppercase(), "(?i:", rest, ")"] {
                pattern.push_str(part);
            }
        }
    }
    pattern.push(')');
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("id", &self.id()).finish_non_exhaustive()
    }
}

//! What the name before a value says of it.

use arrayvec::ArrayVec;

use Says::{Identifier, MadeUp, NoSecret, Nothing};

use crate::sibling::Sibling;
use crate::span::Span;
use crate::words::Words;

/// How far a name may reach back from the word that a rule looked for.
const REACH: usize = 40;

/// No name is read further.
const LONGEST: usize = 64;

/// Words anywhere in a name, whatever separates its parts, that say what its value is: a public half,
/// a hash, what one page gives and the next takes; or made up.
static ANYWHERE: Words<Says> = Words::new(&[
    (b"authenticity", NoSecret),
    (b"bogus", MadeUp),
    (b"cachekey", NoSecret),
    (b"certificate", NoSecret),
    (b"changetoken", NoSecret),
    (b"checksum", NoSecret),
    (b"ciphertext", NoSecret),
    (b"continuation", NoSecret),
    (b"csrf", NoSecret),
    (b"cursor", NoSecret),
    (b"digest", NoSecret),
    (b"dummy", MadeUp),
    (b"encrypted", NoSecret),
    (b"etag", NoSecret),
    (b"example", MadeUp),
    (b"fake", MadeUp),
    (b"fingerprint", NoSecret),
    (b"hash", NoSecret),
    (b"idempotency", NoSecret),
    (b"integrity", NoSecret),
    (b"invalid", MadeUp),
    (b"mock", MadeUp),
    (b"nextbackwardtoken", NoSecret),
    (b"nextforwardtoken", NoSecret),
    (b"nexttoken", NoSecret),
    (b"nonmatching", MadeUp),
    (b"nonsecret", NoSecret),
    (b"notasecret", NoSecret),
    (b"notatoken", NoSecret),
    (b"notsecret", NoSecret),
    (b"notvalid", MadeUp),
    (b"pagetoken", NoSecret),
    (b"pagination", NoSecret),
    (b"placeholder", MadeUp),
    (b"public", NoSecret),
    (b"publishable", NoSecret),
    (b"requesttoken", NoSecret),
    (b"requestverification", NoSecret),
    (b"resumetoken", NoSecret),
    (b"sample", MadeUp),
    (b"sequencetoken", NoSecret),
    (b"sha1", NoSecret),
    (b"sha256", NoSecret),
    (b"sha512", NoSecret),
    (b"startingtoken", NoSecret),
    (b"synctoken", NoSecret),
    (b"thumbprint", NoSecret),
    (b"tokeniz", NoSecret),
    (b"versiontoken", NoSecret),
    (b"wrong", MadeUp),
    (b"xsrf", NoSecret),
]);

/// Words at the end of a name that make it the name of something about a secret, or of something
/// else that a vendor gives out.
static AT_END: Words<Says> = Words::new(&[
    (b"address", NoSecret),
    (b"algorithm", NoSecret),
    (b"alias", NoSecret),
    (b"arn", NoSecret),
    (b"branch", NoSecret),
    (b"bucket", NoSecret),
    (b"build", NoSecret),
    (b"class", NoSecret),
    (b"commit", NoSecret),
    (b"count", NoSecret),
    (b"date", NoSecret),
    (b"digest", NoSecret),
    (b"domain", NoSecret),
    (b"email", NoSecret),
    (b"endpoint", NoSecret),
    (b"environment", NoSecret),
    (b"expires", NoSecret),
    (b"expiry", NoSecret),
    (b"field", NoSecret),
    (b"file", NoSecret),
    (b"format", NoSecret),
    (b"guid", Identifier),
    (b"header", NoSecret),
    (b"hint", NoSecret),
    (b"host", NoSecret),
    (b"id", Identifier),
    (b"identifier", Identifier),
    (b"ids", Identifier),
    (b"image", NoSecret),
    (b"index", NoSecret),
    (b"issuer", NoSecret),
    (b"label", NoSecret),
    (b"length", NoSecret),
    (b"limit", NoSecret),
    (b"mode", NoSecret),
    (b"name", Identifier),
    (b"number", NoSecret),
    (b"param", NoSecret),
    (b"path", NoSecret),
    (b"pattern", NoSecret),
    (b"port", NoSecret),
    (b"prefix", NoSecret),
    (b"ref", NoSecret),
    (b"regex", NoSecret),
    (b"region", NoSecret),
    (b"release", NoSecret),
    (b"revision", NoSecret),
    (b"sha", NoSecret),
    (b"size", NoSecret),
    (b"span", NoSecret),
    (b"stage", NoSecret),
    (b"state", NoSecret),
    (b"status", NoSecret),
    (b"suffix", NoSecret),
    (b"tag", NoSecret),
    (b"time", NoSecret),
    (b"timestamp", NoSecret),
    (b"title", NoSecret),
    (b"trace", NoSecret),
    (b"ttl", NoSecret),
    (b"type", NoSecret),
    (b"types", NoSecret),
    (b"uid", Identifier),
    (b"uri", NoSecret),
    (b"url", NoSecret),
    (b"username", Identifier),
    (b"uuid", Identifier),
    (b"version", NoSecret),
    (b"zone", NoSecret),
]);

/// How names of keys end, whatever it is that they encrypt.
const KEY: &[u8] = b"encryptionkey";

/// The longest of these, with room to spare.
const LONGEST_END: usize = 16;

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    /// Nothing that speaks against it.
    Nothing,
    /// That somebody made it up.
    MadeUp,
    /// That it is an identifier: of a secret, or the half of a credential that is no secret.
    Identifier,
    /// That it is something about a secret, the public half of one, or something else.
    NoSecret,
}

/// What the name says that the match starts with, or whose end it starts with.
pub(crate) fn judge(haystack: &[u8], whole: Span, secret: Span) -> Says {
    let Some((name, lead)) = before(haystack, whole, secret) else { return Nothing };
    // `exports.ApiKeyOfAcme2 = ApiKeyOfAcme2`
    let value = haystack.get(secret.range()).unwrap_or_default();
    let is_itself = !value.is_empty() && name.ends_with(value);
    if is_part(lead) || is_itself {
        return NoSecret;
    }
    let last = &name[name.len().saturating_sub(LONGEST_END)..];
    let ends = AT_END.find(last).filter(|&(_, word, _)| ends_with(name, word));
    if let Some(says) = ends.map(|(_, _, says)| says).max() {
        return says;
    }
    let name = Name::of(name);
    // `encryptedSavedObjects.encryptionKey`
    let of_key = |word| word == b"encrypted" && name.joined.ends_with(KEY);
    let said =
        ANYWHERE.find(&name.joined).filter(|&(at, word, _)| name.starts_word(at) && !of_key(word));
    said.map(|(_, _, says)| says).max().unwrap_or(Nothing)
}

/// The name before a value, as [`judge`] reads it.
pub(crate) fn of_match(haystack: &[u8], whole: Span, secret: Span) -> Option<Name> {
    before(haystack, whole, secret).map(|(name, _)| Name::of(name))
}

/// A name without what separates its words, in small letters.
pub(crate) struct Name {
    joined: ArrayVec<u8, LONGEST>,
    /// At which places words start.
    starts: u64,
}

impl Name {
    pub(crate) fn of(name: &[u8]) -> Self {
        let (mut joined, mut starts) = (ArrayVec::new(), 0);
        let mut before = b'_';
        for &byte in name {
            if !b"_-.".contains(&byte) {
                if joined.is_full() {
                    break;
                }
                let is_capital = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
                let is_start = !before.is_ascii_alphanumeric() || is_capital;
                starts |= u64::from(is_start) << joined.len();
                joined.push(byte.to_ascii_lowercase());
            }
            before = byte;
        }
        Self { joined, starts }
    }

    fn starts_word(&self, at: usize) -> bool {
        self.starts >> at & 1 != 0
    }

    /// What stands before those words at its end.
    pub(crate) fn before(&self, words: &[u8]) -> Option<Self> {
        let rest = self.joined.strip_suffix(words)?;
        let joined = rest.iter().copied().collect();
        self.starts_word(rest.len()).then_some(Self { joined, starts: self.starts })
    }

    /// All of it, and what is left without its first word, its first two, and so on.
    pub(crate) fn ends(&self) -> impl Iterator<Item = &[u8]> {
        let starts = (0..self.joined.len()).filter(|&at| self.starts_word(at));
        starts.map(|at| &self.joined[at..])
    }
}

/// Whether the name is part of a type's or of a resource's: `AWS::IAM::AccessKey`,
/// `arn:aws:secretsmanager:eu-west-1:123456789012:secret:Name`.
fn is_part(lead: &[u8]) -> bool {
    let Some(lead) = lead.strip_suffix(b":") else { return false };
    let window = &lead[lead.len().saturating_sub(REACH + REACH)..];
    lead.ends_with(b":")
        || memchr::memmem::rfind(window, b"arn:").is_some_and(|at| {
            window[at..].iter().all(|&byte| byte.is_ascii_graphic() && byte != b'"')
        })
}

/// The whole name, of which the match may hold the end alone, and what stands before it.
fn before(haystack: &[u8], whole: Span, secret: Span) -> Option<(&[u8], &[u8])> {
    let in_name = |&byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let lead = haystack.get(..whole.start)?;
    // Some matches take the byte before the name.
    let is_within = haystack.get(whole.start).is_some_and(in_name);
    let reach = if is_within { REACH } else { 0 };
    let reach = lead.iter().rev().take(reach).take_while(|byte| in_name(byte)).count();
    let text = haystack.get(whole.start - reach..secret.start)?;
    let start = text.iter().position(in_name)?;
    let lead = haystack.get(..whole.start - reach + start)?;
    let text = text.get(start..)?;
    let name = text.get(..text.iter().position(|byte| !in_name(byte)).unwrap_or(text.len()))?;
    if whole.end > secret.end
        && let Some(sibling) = Sibling::of(haystack, secret.start)
        && sibling.name.end == whole.end
    {
        return Some((haystack.get(sibling.name.range())?, haystack.get(..sibling.name.start)?));
    }
    Some((name, lead))
}

/// Whether a word stands at the name's end, as a word of its own.
fn ends_with(name: &[u8], word: &[u8]) -> bool {
    let Some((rest, end)) = name.len().checked_sub(word.len()).map(|at| name.split_at(at)) else {
        return false;
    };
    let alone = match (rest.last(), end.first()) {
        (Some(before), Some(first)) => {
            !before.is_ascii_alphanumeric()
                || before.is_ascii_lowercase() && first.is_ascii_uppercase()
        }
        _ => true,
    };
    alone && end.eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Says {
        let at = |word| text.find(word).unwrap();
        let keyword = text.find("oken").or_else(|| text.find("ecret")).unwrap();
        let whole = Span { start: keyword, end: text.len() };
        judge(text.as_bytes(), whole, Span { start: at("VALUE"), end: text.len() })
    }

    #[test]
    fn names_tell() {
        for text in [
            "csrf-token=VALUE",
            "next-page-token=VALUE",
            "startingToken: VALUE",
            "TOKEN_url = VALUE".replace("OKEN", "oken").as_str(),
            "publicToken VALUE",
            "token_sha256: VALUE",
            "arn:aws:secretsmanager:us-west-2:123456789012:secret:VALUE",
            r#""AWS::SecretsManager::secret": "VALUE"#,
        ] {
            assert_eq!(says(text), NoSecret, "{text}");
        }
        let (text, value) = (b"exports.ApiTokens = ApiTokens", Span { start: 20, end: 29 });
        assert_eq!(judge(text, Span { start: 11, end: 29 }, value), NoSecret);
        assert_eq!(says("tokenId: VALUE"), Identifier);
        for text in ["dummyToken=VALUE", "invalid_token: VALUE", "nonMatchingToken := VALUE"] {
            assert_eq!(says(&text.replace('T', "t")), MadeUp, "{text}");
        }
        for text in [
            "token=VALUE",
            "tokenGrid: VALUE",
            "api_token VALUE",
            "tokens.encryptedObjects.encryptionKey: VALUE",
            "statuspageToken: VALUE",
            "url: token=VALUE",
            "a:secret: VALUE",
        ] {
            assert_eq!(says(text), Nothing, "{text}");
        }
    }
}

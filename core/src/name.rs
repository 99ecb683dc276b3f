//! What the name before a value says of it.

use crate::span::Span;

/// How far a name may reach back from the word that a rule looked for.
const REACH: usize = 40;

/// Words anywhere in a name whose value is no secret, in lower case: of public halves, of hashes, of
/// what one page gives and the next takes.
const ANYWHERE: &[&[u8]] = &[
    b"authenticity",
    b"checksum",
    b"continuation",
    b"csrf",
    b"cursor",
    b"digest",
    b"etag",
    b"fingerprint",
    b"hash",
    b"integrity",
    b"next_token",
    b"nexttoken",
    b"page_token",
    b"pagetoken",
    b"public",
    b"sha1",
    b"sha256",
    b"sha512",
    b"sync_token",
    b"synctoken",
    b"thumbprint",
    b"xsrf",
];

/// Words at the end of a name that make it the name of something about a secret.
const AT_END: &[&[u8]] = &[
    b"address",
    b"alias",
    b"algorithm",
    b"arn",
    b"class",
    b"count",
    b"endpoint",
    b"expires",
    b"expiry",
    b"field",
    b"file",
    b"format",
    b"header",
    b"hint",
    b"host",
    b"id",
    b"ids",
    b"index",
    b"issuer",
    b"label",
    b"length",
    b"limit",
    b"name",
    b"param",
    b"path",
    b"pattern",
    b"prefix",
    b"ref",
    b"regex",
    b"suffix",
    b"title",
    b"ttl",
    b"type",
    b"types",
    b"uri",
    b"url",
    b"version",
];

/// Whether the name that the match starts with (or whose end it starts with) is of something that
/// is no secret.
pub(crate) fn is_of_no_secret(haystack: &[u8], whole: Span, secret: Span) -> bool {
    let Some(name) = before(haystack, whole, secret) else { return false };
    AT_END.iter().any(|word| ends_with(name, word))
        || ANYWHERE
            .iter()
            .any(|word| name.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word)))
}

/// The whole name, of which the match may hold the end alone.
fn before(haystack: &[u8], whole: Span, secret: Span) -> Option<&[u8]> {
    let in_name = |&byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let lead = haystack.get(..whole.start)?;
    let reach = lead.iter().rev().take(REACH).take_while(|byte| in_name(byte)).count();
    let text = haystack.get(whole.start - reach..secret.start)?;
    let start = text.iter().position(in_name)?;
    let text = text.get(start..)?;
    text.get(..text.iter().position(|byte| !in_name(byte)).unwrap_or(text.len()))
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

    fn is_of_none(text: &str) -> bool {
        let at = |word| text.find(word).unwrap();
        let whole = Span { start: at("oken"), end: text.len() };
        is_of_no_secret(text.as_bytes(), whole, Span { start: at("VALUE"), end: text.len() })
    }

    #[test]
    fn names_tell() {
        for text in [
            "csrf-token=VALUE",
            "tokenId: VALUE",
            "TOKEN_url = VALUE".replace("OKEN", "oken").as_str(),
            "publicToken VALUE",
            "token_sha256: VALUE",
        ] {
            assert!(is_of_none(text), "{text}");
        }
        for text in ["token=VALUE", "tokenGrid: VALUE", "api_token VALUE", "url: token=VALUE"] {
            assert!(!is_of_none(text), "{text}");
        }
    }
}

//! What the text around a match says of it.

use crate::words::Words;

/// How far back the line is read.
const REACH: usize = 64;

/// Shorter names of vendors stand in other words.
const SHORTEST_VENDOR: usize = 5;

/// Words of lines that only show how a credential is used.
static EXAMPLES: Words<()> = Words::new(&[
    (b"dummy", ()),
    (b"e.g.", ()),
    (b"example", ()),
    (b"fake", ()),
    (b"mock", ()),
    (b"placeholder", ()),
    (b"sample", ()),
]);

/// Whether the line speaks of an example before that place.
pub(crate) fn speaks_of_example(haystack: &[u8], place: usize) -> bool {
    EXAMPLES.find(line_before(haystack, place)).next().is_some()
}

/// Whether the line names the vendor before that place: the first word of the ids of its rules.
pub(crate) fn names_vendor(haystack: &[u8], place: usize, id: &str) -> bool {
    let vendor = id.split('-').next().unwrap_or_default().as_bytes();
    let line = line_before(haystack, place);
    vendor.len() >= SHORTEST_VENDOR
        && line.windows(vendor.len()).any(|part| part.eq_ignore_ascii_case(vendor))
}

/// The line before that place, or its end.
fn line_before(haystack: &[u8], place: usize) -> &[u8] {
    let before = haystack.get(place.saturating_sub(REACH)..place).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(before, |at| &before[at + 1..])
}

/// What the host of a URL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// One that is kept free for examples, or a word for one.
    Example,
    /// The machine itself.
    Local,
    /// Any other, or there is none.
    Other,
}

/// Words that stand for a host.
const WORDS_FOR_HOSTS: &[&[u8]] = &[b"host", b"hostname", b"myhost", b"some-host", b"yourhost"];

/// Domains that are kept free for examples (RFC 2606).
const DOMAINS: &[&[u8]] =
    &[b"example.com", b"example.net", b"example.org", b".example", b".invalid", b".test"];

/// This machine.
const LOCAL: &[&[u8]] = &[b"0.0.0.0", b"127.0.0.1", b"[::1]", b"localhost"];

/// The host that a URL in the text names.
pub(crate) fn host(text: &[u8]) -> Host {
    let Some(at) = memchr::memmem::find(text, b"://") else { return Host::Other };
    let authority = &text[at + 3..];
    let authority = &authority[..memchr::memchr(b'/', authority).unwrap_or(authority.len())];
    let host = memchr::memrchr(b'@', authority).map_or(authority, |at| &authority[at + 1..]);
    let end = match host.first() {
        Some(b'[') => memchr::memchr(b']', host).map(|end| end + 1),
        _ => host.iter().position(|&b| !(b.is_ascii_alphanumeric() || b"-._".contains(&b))),
    };
    let host = &host[..end.unwrap_or(host.len())];
    let is_one_of = |hosts: &[&[u8]]| hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    let ends_with = |domain: &&[u8]| {
        let start = host.len().checked_sub(domain.len());
        start.is_some_and(|start| {
            let alone = start == 0 || domain.starts_with(b".") || host[start - 1] == b'.';
            alone && host[start..].eq_ignore_ascii_case(domain)
        })
    };
    if is_one_of(WORDS_FOR_HOSTS) || DOMAINS.iter().any(ends_with) {
        Host::Example
    } else if is_one_of(LOCAL) {
        Host::Local
    } else {
        Host::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_examples_are_told() {
        let speaks = |text: &str| speaks_of_example(text.as_bytes(), text.len());
        for text in ["# Example: token=", "e.g. --token ", "a\nfake_client(key=", "sampleKey = "] {
            assert!(speaks(text), "{text}");
        }
        for text in ["token=", "# example\ntoken=", "exam token="] {
            assert!(!speaks(text), "{text}");
        }
    }

    #[test]
    fn vendors_are_told() {
        let named = |text: &str, id: &str| names_vendor(text.as_bytes(), text.len(), id);
        assert!(named("VOYAGE_API_KEY=", "voyage-api-key"));
        assert!(!named("voyage:\nAPI_KEY=", "voyage-api-key"));
        assert!(!named("task-key: ", "sk-48-api-key"));
    }

    #[test]
    fn hosts_are_told() {
        for (host_and_path, expected) in [
            ("localhost:5432/x", Host::Local),
            ("127.0.0.1", Host::Local),
            ("[::1]:80", Host::Local),
            ("db.example.com/x", Host::Example),
            ("Host/db", Host::Example),
            ("db.internal", Host::Other),
            ("10.0.0.1", Host::Other),
            ("hosts/x@localhost", Host::Other),
            ("counterexample.com", Host::Other),
        ] {
            for user in ["", "a:b@"] {
                let url = ["redis://", user, host_and_path].concat();
                assert_eq!(host(url.as_bytes()), expected, "{url}");
            }
        }
        assert_eq!(host(b"localhost"), Host::Other);
    }
}

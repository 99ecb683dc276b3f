//! What stands where a credential was.

use alloc::vec::Vec;

use super::{cover, twin};
use crate::decode::{DecodedFinding, Encoding};
#[cfg(feature = "fingerprint")]
use crate::fingerprint::FingerprintKey;

/// Of anything shorter not even the end is kept.
const SHORTEST_KEPT: usize = 20;

/// What a credential is replaced by.
///
/// ```
/// use keysieve::{Redaction, Ruleset, Scratch};
/// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
/// let redact = |redaction: Redaction| {
///     let redacted = Ruleset::builtin().redact(text, &redaction, &mut Scratch::default());
///     String::from_utf8(redacted.bytes).unwrap()
/// };
/// assert_eq!(redact(Redaction::Mask), "redis://app:************@cache:6379/0");
/// assert_eq!(redact(Redaction::Label), "redis://app:[REDACTED:redis-url-password]@cache:6379/0");
/// assert_eq!(redact(Redaction::Twin), "redis://app:xxxxxxxxxxxx@cache:6379/0");
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it, and it is only lent")]
#[non_exhaustive]
pub enum Redaction {
    /// As many `*`; line ends stay.
    Mask,
    /// `[REDACTED:rule-id]`.
    Label,
    /// `****` and so many of the last characters, at most 7, of a credential that is long enough not
    /// to be given away by them.
    KeepLast(u8),
    /// `[REDACTED_fingerprint:rule-id]`: the same for the same credential.
    #[cfg(feature = "fingerprint")]
    Fingerprint(FingerprintKey),
    /// A value of the same form and length that opens nothing and is not reported. In base64, in
    /// hexadecimal and where layers are nested it is masked.
    Twin,
}

pub(super) const fn mask(byte: u8) -> u8 {
    match byte {
        // Lines and the width of characters stay.
        b'\n' | b'\r' | 0 => byte,
        b'*' => b'#',
        _ => b'*',
    }
}

/// Appends what a finding is replaced by.
pub(super) fn replacement(
    redaction: &Redaction,
    bytes: &[u8],
    found: &DecodedFinding<'_, '_>,
    out: &mut Vec<u8>,
) {
    let start = out.len();
    let encoded = bytes.get(cover(found).range()).unwrap_or_default();
    let decoded = found.bytes().get(found.finding().redact().range()).unwrap_or_default();
    let id = found.rule().id().as_bytes();
    match redaction {
        Redaction::Mask => return out.extend(encoded.iter().map(|&byte| mask(byte))),
        Redaction::Label => out.extend([b"[REDACTED:", id, b"]"].concat()),
        Redaction::KeepLast(count) => {
            out.extend(b"****");
            let secret = found.secret_bytes();
            let count = usize::from(*count).min(twin::MOST_KEPT);
            if secret.len() >= SHORTEST_KEPT {
                out.extend(&secret[secret.len() - count..]);
            }
        }
        #[cfg(feature = "fingerprint")]
        Redaction::Fingerprint(key) => {
            let fingerprint = key.fingerprint(found.rule().id(), found.secret_bytes());
            // Joined to a word, the digits are no value of their own.
            out.extend(alloc::format!("[REDACTED_{fingerprint}:").bytes());
            out.extend(id);
            out.push(b']');
        }
        Redaction::Twin => match found.layers() {
            [] => out.extend(twin::bytes(decoded)),
            // Letters and digits stand for themselves in these, and zero bytes come in below.
            [
                Encoding::Percent
                | Encoding::Html
                | Encoding::Backslash
                | Encoding::QuotedPrintable
                | Encoding::Concatenation
                | Encoding::Utf16Le
                | Encoding::Utf16Be,
            ] if decoded
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte)) =>
            {
                out.extend(twin::bytes(decoded));
            }
            _ => return out.extend(encoded.iter().map(|&byte| mask(byte))),
        },
    }
    let zero_first = match found.layers().first() {
        Some(Encoding::Utf16Le) => false,
        Some(Encoding::Utf16Be) => true,
        _ => return,
    };
    let plain = out.len() - start;
    out.resize(start + 2 * plain, 0);
    for at in (0..plain).rev() {
        let byte = out[start + at];
        out[start + 2 * at] = if zero_first { 0 } else { byte };
        out[start + 2 * at + 1] = if zero_first { byte } else { 0 };
    }
}

//! What is found, encoded or not.

use core::fmt;

use super::Encoding;
use crate::finding::{COMPANIONS, Companion, Finding};
use crate::rule::Rule;
use crate::span::Span;

/// A finding, be it in the input as it is or in something decoded.
///
/// ```
/// use keysieve::{Encoding, Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let text = b"url: %72%65%64is://app:kX93%6dLq0ZtWv@cache:6379/0";
/// let flow = Ruleset::builtin().scan_decoded(text, &mut Scratch::default(), |found| {
///     assert_eq!(found.rule().id(), "redis-url-password");
///     assert_eq!(found.layers(), [Encoding::Percent]);
///     assert_eq!(&text[found.secret().range()], b"kX93%6dLq0ZtWv");
///     assert_eq!(found.secret_bytes(), b"kX93mLq0ZtWv");
///     ControlFlow::Break(())
/// });
/// assert!(flow.is_break());
/// ```
#[derive(Clone, Copy)]
pub struct DecodedFinding<'r, 'b> {
    pub(super) finding: Finding<'r>,
    pub(super) bytes: &'b [u8],
    pub(super) secret: Span,
    pub(super) redact: Span,
    pub(super) companions: [Option<Companion<'r>>; COMPANIONS],
    pub(super) layers: &'b [Encoding],
}

impl<'r, 'b> DecodedFinding<'r, 'b> {
    /// The rule that found it.
    pub const fn rule(self) -> &'r Rule {
        self.finding.rule()
    }

    /// The encoded credential, in bytes of the scanned input: no more than what holds a part of it.
    pub const fn secret(self) -> Span {
        self.secret
    }

    /// All that has to be removed of the input so that nothing of the credential is left.
    pub const fn redact(self) -> Span {
        self.redact
    }

    /// How it is encoded, outermost first; empty if it stands in the input as it is.
    pub const fn layers(self) -> &'b [Encoding] {
        self.layers
    }

    /// The finding as such. Its spans are those of [`bytes`](Self::bytes), where facts can be read;
    /// it names no companions if something was decoded.
    pub const fn finding(self) -> Finding<'r> {
        self.finding
    }

    /// The decoded bytes around the credential, or the whole input.
    pub const fn bytes(self) -> &'b [u8] {
        self.bytes
    }

    /// The credential itself, decoded.
    pub fn secret_bytes(self) -> &'b [u8] {
        self.bytes.get(self.finding.secret().range()).unwrap_or_default()
    }

    /// The other parts of the same credential that stand nearby, in bytes of the scanned input.
    pub fn companions(self) -> impl Iterator<Item = Companion<'r>> {
        self.companions.into_iter().flatten()
    }
}

impl fmt::Debug for DecodedFinding<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedFinding")
            .field("rule", &self.rule().id())
            .field("secret", &self.secret)
            .field("redact", &self.redact)
            .field("layers", &self.layers)
            .field("confidence", &self.finding.confidence())
            .field("validity", &self.finding.validity())
            .finish_non_exhaustive()
    }
}

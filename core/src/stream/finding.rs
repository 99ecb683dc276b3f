//! What a stream reports.

use core::fmt;
use core::ops::Range;

use crate::finding::Finding;
use crate::position::Position;
use crate::rule::Rule;
use crate::span::Span;

/// A finding in a stream. Its places count in bytes from the start of the stream.
///
/// ```
/// use std::ops::ControlFlow;
/// let buffer = vec![0; keysieve::STREAM_BUFFER];
/// let mut stream = keysieve::Ruleset::builtin().stream(buffer).unwrap();
/// let text = b"# cache\nredis://app:kX93mLq0ZtWv@cache:6379/0";
/// assert!(stream.push(text, |_| ControlFlow::Break(())).is_continue());
/// let flow = stream.finish(|found| {
///     assert_eq!(found.rule().id(), "redis-url-password");
///     assert_eq!(found.secret(), 20..32);
///     assert_eq!(found.secret_bytes(), b"kX93mLq0ZtWv");
///     assert_eq!((found.position().line, found.position().column), (2, 13));
///     assert!(found.finding().confidence() > 50);
///     ControlFlow::Break(())
/// });
/// assert!(flow.is_break());
/// ```
#[derive(Clone, Copy)]
pub struct StreamFinding<'r, 'b> {
    pub(super) finding: Finding<'r>,
    pub(super) bytes: &'b [u8],
    pub(super) offset: u64,
    pub(super) position: Position,
}

impl<'r, 'b> StreamFinding<'r, 'b> {
    /// The rule that found it.
    pub const fn rule(self) -> &'r Rule {
        self.finding.rule()
    }

    /// The credential, in bytes of the stream.
    pub const fn secret(self) -> Range<u64> {
        self.in_stream(self.finding.secret())
    }

    /// All that has to be removed of the stream so that nothing of the credential is left.
    pub const fn redact(self) -> Range<u64> {
        self.in_stream(self.finding.redact())
    }

    /// The line and column where the credential starts.
    pub const fn position(self) -> Position {
        self.position
    }

    /// The other parts of the same credential that stand nearby, nearest first: which rule finds
    /// each, and where it is in the stream.
    pub fn companions(self) -> impl Iterator<Item = (&'r Rule, Range<u64>)> {
        let companions = self.finding.companions();
        companions.map(move |other| (other.rule(), self.in_stream(other.secret())))
    }

    /// The finding as such: confidence, evidence and all else. Its spans are those of
    /// [`bytes`](Self::bytes), where facts can be read.
    pub const fn finding(self) -> Finding<'r> {
        self.finding
    }

    /// The bytes of the stream around it.
    pub const fn bytes(self) -> &'b [u8] {
        self.bytes
    }

    /// The credential itself.
    pub fn secret_bytes(self) -> &'b [u8] {
        self.bytes.get(self.finding.secret().range()).unwrap_or_default()
    }

    const fn in_stream(self, span: Span) -> Range<u64> {
        self.offset + span.start as u64..self.offset + span.end as u64
    }
}

impl fmt::Debug for StreamFinding<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamFinding")
            .field("rule", &self.rule().id())
            .field("secret", &self.secret())
            .field("redact", &self.redact())
            .field("position", &self.position)
            .field("confidence", &self.finding.confidence())
            .field("validity", &self.finding.validity())
            .finish_non_exhaustive()
    }
}

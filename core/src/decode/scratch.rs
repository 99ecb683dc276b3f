//! How much is decoded, and the memory that takes.

use alloc::vec::Vec;
use core::fmt;
use core::mem;

use super::layer::Layer;
use super::pool::Pool;
use crate::redact::Echo;
use crate::span::Span;

/// What most findings match is no longer than this.
const MATCHED: usize = 256;

/// A piece may be followed by so many bytes of padding.
const PADDING: usize = 4;

/// The most encodings within one another that can be asked for.
pub(super) const MAX_DEPTH: usize = 8;

/// How much is decoded. A limit that is reached is reported, see [`Coverage`](crate::Coverage).
///
/// ```
/// use keysieve::{DecodeLimits, Scratch};
/// let mut limits = DecodeLimits::default();
/// limits.depth = 2;
/// let scratch = Scratch::new(limits);
/// assert_eq!(scratch.limits().depth, 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeLimits {
    /// Encodings within one another: 4, and at most 8. With 0 nothing is decoded.
    pub depth: usize,
    /// Encoded bytes that are decoded at a time: 1 MiB, and never less than 16 KiB. What is longer
    /// is decoded in pieces that overlap by a quarter, so a credential that is longer than that,
    /// encoded, may be missed. A [`Scratch`] takes about that much memory for each level and once
    /// more; what is not used is not touched.
    pub piece: usize,
    /// Encoded bytes that one scan decodes, all levels together: 256 MiB.
    pub total: usize,
    /// Findings that are held until it is settled which of those that overlap are reported: 4096.
    pub findings: usize,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { depth: 4, piece: 1 << 20, total: 256 << 20, findings: 4096 }
    }
}

/// The memory that decoding takes, to be made once and used for many scans, one after the other.
///
/// ```
/// use keysieve::{Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let mut scratch = Scratch::default();
/// for text in ["cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==", "nothing"] {
///     let _ = Ruleset::builtin().scan_decoded(text.as_bytes(), &mut scratch, |found| {
///         assert_eq!(found.secret_bytes(), b"kX93mLq0ZtWv");
///         ControlFlow::<()>::Continue(())
///     });
/// }
/// ```
pub struct Scratch {
    pub(super) limits: DecodeLimits,
    pub(super) layers: Vec<Layer>,
    pub(super) pool: Pool<'static>,
    echo: Echo<'static>,
    /// Room for what is to be masked.
    covers: Vec<Span>,
    pub(super) suppressed: usize,
}

impl Scratch {
    /// All memory for scans within these limits.
    pub fn new(mut limits: DecodeLimits) -> Self {
        limits.depth = limits.depth.min(MAX_DEPTH);
        // Marks are 32 bits wide.
        limits.piece = limits.piece.clamp(1 << 14, 1 << 31);
        limits.findings = limits.findings.max(16);
        Self {
            limits,
            layers: (0..limits.depth).map(|_| Layer::new(limits.piece + PADDING)).collect(),
            pool: Pool::new(limits.findings, limits.piece + PADDING + limits.findings * MATCHED),
            echo: room_for_echo(limits),
            covers: Vec::with_capacity(limits.findings),
            suppressed: 0,
        }
    }

    /// Room for the secrets that are redacted, to be given back.
    pub(crate) fn take_echo<'r>(&mut self) -> Echo<'r> {
        mem::take(&mut self.echo).emptied()
    }

    pub(crate) fn give_back(&mut self, echo: Echo<'_>) {
        let has_grown = echo.room() > self.limits.findings;
        self.echo = if has_grown { room_for_echo(self.limits) } else { echo.emptied() };
    }

    /// Room for what is to be masked, to be given back.
    pub(crate) fn take_covers(&mut self) -> Vec<Span> {
        mem::take(&mut self.covers)
    }

    pub(crate) fn give_back_covers(&mut self, covers: Vec<Span>) {
        self.covers = covers;
    }

    /// How many findings the ruleset's allowlist kept back in the last scan.
    pub const fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// The limits, where they were out of range as they were made to fit.
    pub const fn limits(&self) -> DecodeLimits {
        self.limits
    }
}

fn room_for_echo(limits: DecodeLimits) -> Echo<'static> {
    Echo::new(limits.findings, limits.findings * MATCHED)
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new(DecodeLimits::default())
    }
}

impl fmt::Debug for Scratch {
    /// Leaves out what was decoded, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").field("limits", &self.limits).finish_non_exhaustive()
    }
}

//! Credentials in encoded form: base64, hexadecimal, escapes, UTF-16, split literals, and any of
//! them within another.
//!
//! ```text
//! bytes → regions → layer (decoded bytes, and the way back) → findings → pool → DecodedFinding
//!            ↑________________|
//! ```
//! `region` finds where something may be encoded; `layer` decodes it and keeps what leads back to
//! the source; the ruleset scans it like any other bytes, and what the layer itself made is looked
//! at again for the next layer. `pool` drops what merely repeats. One file an encoding tells its
//! units; `scan` goes through them all.
//!
//! **Bounds.** All memory is in [`Scratch`]. At each level regions of one encoding do not overlap,
//! so each byte is decoded a bounded number of times a level; [`DecodeLimits`] bound the rest.

mod backslash;
mod base64;
mod concatenation;
mod encoding;
mod finding;
mod hex;
mod html;
mod layer;
pub(crate) mod likely;
pub(crate) mod marks;
mod percent;
mod pool;
mod quoted_printable;
mod region;
mod scan;
mod scratch;
#[cfg(test)]
pub(crate) mod tests;
mod unit;
mod utf16;

use core::ops::ControlFlow;

use crate::coverage::Coverage;
use crate::ruleset::Ruleset;

pub(crate) use region::may_decode;

pub use encoding::Encoding;
pub use finding::DecodedFinding;
pub use scratch::{DecodeLimits, Scratch};

impl Ruleset {
    /// Calls the visitor with each finding, encoded or not, in the order of their places, until it
    /// breaks. Of findings that overlap only one is reported.
    ///
    /// Takes nothing from the heap: all memory is in the scratch.
    ///
    /// ```
    /// use keysieve::{Encoding, Ruleset, Scratch};
    /// use std::ops::ControlFlow;
    ///
    /// let secret = b"data:\n  url: cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==\n";
    /// let mut layers: Vec<Encoding> = Vec::new();
    /// let flow = Ruleset::builtin().scan_decoded(secret, &mut Scratch::default(), |found| {
    ///     layers.extend(found.layers());
    ///     ControlFlow::<()>::Continue(())
    /// });
    /// assert!(flow.is_continue());
    /// assert_eq!(layers, [Encoding::Base64]);
    /// ```
    pub fn scan_decoded<'r, B>(
        &'r self,
        haystack: &[u8],
        scratch: &mut Scratch,
        visit: impl FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
    ) -> ControlFlow<B, Coverage> {
        self.find_iter(haystack).decoded(scratch, visit)
    }
}

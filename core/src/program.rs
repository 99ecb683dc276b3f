//! A rule's pattern, compiled: where to look, and the automata that confirm.

use alloc::borrow::Cow;

use crate::dfa::Dfa;

/// The compiled form of a pattern.
#[derive(Clone)]
pub(crate) struct Program {
    /// What leads the scanner to a possible match.
    pub(crate) anchor: Anchor,
    /// Matches, backwards from the literal, what may stand between the match's start and it;
    /// absent where that has one length only.
    pub(crate) lead: Option<Dfa>,
    /// What stands before the secret; absent where nothing does.
    pub(crate) before: Option<Dfa>,
    /// What leads from there to the secret, where that is a fragment that rules share.
    pub(crate) link: Option<Dfa>,
    /// The secret, with all look-around on either side.
    pub(crate) secret: Dfa,
    /// What has to follow; absent where nothing has to.
    pub(crate) after: Option<Dfa>,
    /// Bytes that a whole match may span, at most.
    pub(crate) max_length: u32,
}

/// What leads the scanner to a possible match.
#[derive(Clone)]
pub(crate) enum Anchor {
    /// One of these stands in every match, some bytes after its start.
    Literals {
        /// In lower case; they are looked for without regard to ASCII case.
        literals: Cow<'static, [Cow<'static, [u8]>]>,
        /// The fewest bytes before the literal.
        lead_min: u8,
        /// The most bytes before the literal.
        lead_max: u8,
    },
    /// The secret is a maximal run of `[A-Za-z0-9+/]`.
    Run {
        /// The shortest run.
        min: u32,
        /// The longest run.
        max: u32,
    },
}

/// The alphabet of [`Anchor::Run`].
pub(crate) const fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

//! A rule's pattern, compiled: where to look, and the automata that confirm.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::ops::Deref;

use crate::dfa::Dfa;
use crate::text::Text;

/// The compiled form of a pattern.
#[derive(Clone)]
pub(crate) struct Program {
    /// What leads the scanner to a possible match.
    pub(crate) anchor: Anchor,
    /// What confirms it.
    pub(crate) parts: Shared,
    /// Bytes that a whole match may span, at most.
    pub(crate) max_length: u32,
}

impl Deref for Program {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        match &self.parts {
            Shared::Builtin(parts) => parts,
            Shared::Own(parts) => parts,
        }
    }
}

/// Parts that several programs may share: one of those of the built-in rules, or others.
#[derive(Clone)]
pub(crate) enum Shared {
    Builtin(&'static Parts),
    Own(Arc<Parts>),
}

/// The automata of a pattern.
#[derive(Clone)]
pub(crate) struct Parts {
    /// Whether the literals are names, and no automaton but [`Program::name`] tells where one
    /// stands.
    pub(crate) named: bool,
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
}

/// What leads the scanner to a possible match.
#[derive(Clone)]
pub(crate) enum Anchor {
    /// One of these stands in every match, some bytes after its start.
    Literals {
        /// In lower case; they are looked for without regard to ASCII case.
        literals: Cow<'static, [Text]>,
        /// The fewest bytes before the literal.
        lead_min: u16,
        /// The most bytes before the literal.
        lead_max: u16,
        /// How they are found.
        find: Find,
    },
    /// The secret is a maximal run of `[A-Za-z0-9+/]`.
    Run {
        /// The shortest run.
        min: u32,
        /// The longest run.
        max: u32,
    },
}

/// Where literals stand, which decides how they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Find {
    /// At the start of a word, with [`HEAD_RUN`] bytes of words and dashes from there on.
    Head,
    /// At the start of a word, with [`SHORT_RUN`] token bytes from there on.
    Short,
    /// In the name before a value that begins with [`VALUE_RUN`] token bytes.
    Name,
    /// Anywhere.
    Rare,
}

/// The most bytes between the start of a match and its literal.
pub(crate) const LONGEST_LEAD: usize = 512;

/// Bytes of words and dashes that a literal at the start of a word needs, itself included. Most
/// credentials have as many, and few words of text do.
pub(crate) const HEAD_RUN: usize = 12;

/// Token bytes that a literal at the start of a word needs otherwise, itself included.
pub(crate) const SHORT_RUN: usize = 8;

/// Token bytes that a value needs.
pub(crate) const VALUE_RUN: usize = 12;

/// Of words: `[0-9A-Za-z_]`.
pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Of tokens, which credentials mostly consist of: words and `% + - . / ~`.
pub(crate) const fn is_token(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'%' | b'+' | b'-' | b'.' | b'/' | b'~')
}

/// Of words and dashes.
pub(crate) const fn is_solid(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

/// The alphabet of [`Anchor::Run`].
pub(crate) const fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

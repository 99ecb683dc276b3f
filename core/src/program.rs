//! A rule's pattern, compiled: where to look, and the automata that confirm.

use alloc::sync::Arc;

use crate::builtin::{GUARDS, PARTS};
use crate::dfa::{Dfa, Tables};
use crate::prefilter::guard::Guard;
use crate::text::{List, Texts};

/// The compiled form of a pattern.
#[derive(Clone)]
pub(crate) struct Program {
    /// What leads the scanner to a possible match.
    pub(crate) anchor: Anchor,
    /// What confirms it.
    pub(crate) parts: Shared,
    /// Bytes that a whole match may span, at most.
    pub(crate) max_length: u32,
    /// Whether the literals are names, and no automaton but [`Program::name`] tells where one
    /// stands.
    pub(crate) named: bool,
}

impl Program {
    /// The automaton of a part, if there is one.
    #[inline]
    pub(crate) fn part(&self, part: Part) -> Option<Tables<'_>> {
        match &self.parts {
            Shared::Builtin(number) => {
                let parts = PARTS.get(usize::from(*number))?;
                Tables::builtin(parts[part as usize])
            }
            Shared::Own(parts) => parts.get(part).map(Dfa::tables),
        }
    }

    /// What has to follow the literal, where that tells more than the literal does.
    pub(crate) fn guard(&self) -> Option<Guard> {
        match &self.parts {
            Shared::Builtin(number) => {
                let at = GUARDS.binary_search_by_key(number, |&(number, _)| number).ok()?;
                GUARDS.get(at).map(|&(_, guard)| guard)
            }
            Shared::Own(parts) => parts.guard,
        }
    }
}

/// Parts that several programs may share: those of that number among the built-in rules', or
/// others.
#[derive(Clone)]
pub(crate) enum Shared {
    Builtin(u16),
    Own(Arc<Parts>),
}

/// What an automaton of a pattern is for.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// Matches, backwards from the literal, what may stand between the match's start and it;
    /// absent where that has one length only.
    Lead,
    /// What stands before the secret; absent where nothing does.
    Before,
    /// What leads from there to the secret, where that is a fragment that rules share.
    Link,
    /// What else stands between the link and the secret.
    Rest,
    /// The secret, with all look-around on either side.
    Secret,
    /// What has to follow; absent where nothing has to.
    After,
}

impl Part {
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) const ALL: [Self; 6] =
        [Self::Lead, Self::Before, Self::Link, Self::Rest, Self::Secret, Self::After];
}

/// The automata of a pattern; without a secret it matches nothing.
#[derive(Clone, Default)]
pub(crate) struct Parts {
    pub(crate) lead: Option<Dfa>,
    pub(crate) before: Option<Dfa>,
    pub(crate) link: Option<Dfa>,
    pub(crate) rest: Option<Dfa>,
    pub(crate) secret: Option<Dfa>,
    pub(crate) after: Option<Dfa>,
    /// See [`Program::guard`].
    pub(crate) guard: Option<Guard>,
}

impl Parts {
    pub(crate) const fn get(&self, part: Part) -> Option<&Dfa> {
        match part {
            Part::Lead => &self.lead,
            Part::Before => &self.before,
            Part::Link => &self.link,
            Part::Rest => &self.rest,
            Part::Secret => &self.secret,
            Part::After => &self.after,
        }
        .as_ref()
    }
}

/// What leads the scanner to a possible match.
#[derive(Clone)]
pub(crate) enum Anchor {
    /// One of these stands in every match, some bytes after its start.
    Literals {
        /// In lower case; they are looked for without regard to ASCII case.
        literals: Literals,
        /// The fewest bytes before the literal.
        lead_min: u16,
        /// The most bytes before the literal.
        lead_max: u16,
        /// How they are found.
        find: Find,
        /// What every match has from the start of the literal on, where that starts a word.
        run: HeadRun,
    },
    /// The secret is a maximal run of `[A-Za-z0-9+/]`.
    Run {
        /// The shortest run.
        min: u32,
        /// The longest run.
        max: u32,
    },
}

/// The bytes of two classes that a run has at least, as far as a block of the prefilter is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadRun {
    /// Token bytes.
    pub(crate) token: u8,
    /// Bytes of words, and dashes.
    pub(crate) solid: u8,
}

impl HeadRun {
    /// Nothing is known of what follows.
    pub(crate) const NONE: Self = Self { token: 0, solid: 0 };

    /// What both have.
    #[inline]
    pub(crate) fn min(self, other: Self) -> Self {
        Self { token: self.token.min(other.token), solid: self.solid.min(other.solid) }
    }

    /// Whether it is as long as the other in both.
    #[inline]
    pub(crate) const fn holds(self, other: Self) -> bool {
        self.token >= other.token && self.solid >= other.solid
    }
}

/// Texts that are looked for.
#[derive(Clone)]
pub(crate) struct Literals {
    pub(crate) texts: Texts,
    pub(crate) list: List,
}

impl Literals {
    pub(crate) const fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, number: usize) -> &str {
        self.texts.of_list(self.list, number)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.list(self.list)
    }
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

/// Bytes that the prefilter looks at together.
pub(crate) const BLOCK: usize = 64;

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

/// Bytes of a value's label, at most, and bytes of it that are looked at together.
pub(crate) const WINDOW: usize = 64;

/// Whether a name ends there, to those that walk back.
pub(crate) const fn is_stop(byte: u8) -> bool {
    matches!(
        byte,
        0x8 | b'\t' | b'\n' | 0xc | b'(' | b')' | b'*' | b',' | b';' | b'<' | b'{' | b'}'
    )
}

/// The alphabet of [`Anchor::Run`].
pub(crate) const fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

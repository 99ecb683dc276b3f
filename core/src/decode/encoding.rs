//! The ways to write bytes as other bytes.

use core::fmt;

/// A way to write bytes as other bytes.
///
/// ```
/// assert_eq!(keysieve::Encoding::QuotedPrintable.as_str(), "quoted-printable");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// `%2F`.
    Percent,
    /// `&#103;`, `&amp;`.
    Html,
    /// `\u0067`, `\x67`, `\147`, `\n`: strings of JSON and of most programming languages.
    Backslash,
    /// `=3D`, and lines that end with `=`.
    QuotedPrintable,
    /// `"a" + "b"`, `"a" "b"`.
    Concatenation,
    /// Either alphabet, with padding or without, on one line or many.
    Base64,
    /// Two digits a byte.
    Hex,
    /// Two bytes a character, the lower first.
    Utf16Le,
    /// Two bytes a character, the higher first.
    Utf16Be,
}

impl Encoding {
    /// All of them; those that only alter some bytes among others come first.
    pub(super) const ALL: [Self; 9] = [
        Self::Percent,
        Self::Html,
        Self::Backslash,
        Self::QuotedPrintable,
        Self::Concatenation,
        Self::Base64,
        Self::Hex,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// How many of them only alter some bytes among others.
    pub(super) const ESCAPES: usize = 5;

    pub(super) const fn is_escape(self) -> bool {
        (self as usize) < Self::ESCAPES
    }

    /// The name reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Html => "html",
            Self::Backslash => "backslash",
            Self::QuotedPrintable => "quoted-printable",
            Self::Concatenation => "concatenation",
            Self::Base64 => "base64",
            Self::Hex => "hex",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The first byte with which an escape may begin.
    pub(super) fn trigger(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Percent => memchr::memchr(b'%', bytes),
            Self::Html => memchr::memchr(b'&', bytes),
            Self::Backslash => memchr::memchr(b'\\', bytes),
            Self::QuotedPrintable => memchr::memchr(b'=', bytes),
            Self::Concatenation => memchr::memchr3(b'"', b'\'', b'`', bytes),
            _ => Some(0),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

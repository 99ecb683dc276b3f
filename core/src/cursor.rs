//! A place in a text that is read on from.

/// Reads a text byte by byte.
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) at: usize,
}

pub(crate) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(crate) const fn is_sign(byte: u8) -> bool {
    matches!(byte, b':' | b'=' | b'>')
}

pub(crate) const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

impl<'t> Cursor<'t> {
    /// At a place of a haystack, to read so many bytes at most.
    pub(crate) fn new(haystack: &'t [u8], from: usize, most: usize) -> Option<Self> {
        let text = haystack.get(from..)?;
        Some(Self { text: &text[..text.len().min(most)], at: 0 })
    }

    pub(crate) fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Whether all is read.
    pub(crate) const fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Goes on as long as bytes are such; those.
    pub(crate) fn take(&mut self, is_such: impl Fn(u8) -> bool) -> &'t [u8] {
        let rest = &self.text[self.at..];
        let length = rest.iter().position(|&byte| !is_such(byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A quote, also one behind backslashes.
    pub(crate) fn quote(&mut self) -> Option<u8> {
        self.take(|byte| byte == b'\\');
        let quote = self.next().filter(|&byte| is_quote(byte))?;
        self.at += 1;
        Some(quote)
    }
}

//! A place in a text that is read on from.

/// Reads a text, as long as bytes are of some classes.
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) at: usize,
}

/// The classes, a bit each.
pub(crate) type Classes = u8;
/// Letters, digits, `_` and `-`.
pub(crate) const WORD: Classes = 1;
/// Space and tab.
pub(crate) const BLANK: Classes = 2;
pub(crate) const LINE_END: Classes = 4;
pub(crate) const COMMA: Classes = 8;
/// What stands between a name and what it is given: `:`, `=`, `=>`.
pub(crate) const SIGN: Classes = 16;
pub(crate) const QUOTE: Classes = 32;
pub(crate) const BACKSLASH: Classes = 64;
/// What else may stand in a value without quotes: neither brackets nor what is not to be seen.
pub(crate) const OTHER: Classes = 128;

/// What a value without quotes may hold, but for what a list or a statement is separated by.
pub(crate) const VALUE: Classes = WORD | SIGN | OTHER;

static CLASSES: [Classes; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'_' | b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => WORD,
            b' ' | b'\t' => BLANK,
            b'\r' | b'\n' => LINE_END,
            b',' | b';' => COMMA,
            b':' | b'=' | b'>' => SIGN,
            b'"' | b'\'' | b'`' => QUOTE,
            b'\\' => BACKSLASH,
            b'(' | b')' | b'<' | b'[' | b']' | b'{' | b'}' => 0,
            b'!'..=b'~' => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether a byte is of one of these.
pub(crate) fn is_of(byte: u8, classes: Classes) -> bool {
    CLASSES.get(usize::from(byte)).is_some_and(|own| own & classes != 0)
}

/// How many bytes the text begins with that are of these.
pub(crate) fn length_of(text: &[u8], classes: Classes) -> usize {
    text.iter().position(|&byte| !is_of(byte, classes)).unwrap_or(text.len())
}

/// How many it ends with.
pub(crate) fn length_at_end(text: &[u8], classes: Classes) -> usize {
    let before = text.iter().rposition(|&byte| !is_of(byte, classes));
    text.len() - before.map_or(0, |at| at + 1)
}

impl<'t> Cursor<'t> {
    /// At a place of a haystack, to read so many bytes at most.
    pub(crate) fn new(haystack: &'t [u8], from: usize, most: usize) -> Option<Self> {
        let text = haystack.get(from..)?;
        Some(Self { text: &text[..text.len().min(most)], at: 0 })
    }

    pub(crate) fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Whether all is read.
    pub(crate) const fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Goes on as long as bytes are of these classes; those.
    #[inline(never)]
    pub(crate) fn take(&mut self, classes: Classes) -> &'t [u8] {
        let rest = self.rest();
        let length = length_of(rest, classes);
        self.at += length;
        &rest[..length]
    }

    /// Goes on to the first of these bytes.
    pub(crate) fn skip_to(&mut self, ends: &[u8]) {
        let rest = self.rest();
        self.at += rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len());
    }

    /// A quote, also one behind backslashes.
    #[inline(never)]
    pub(crate) fn quote(&mut self) -> Option<u8> {
        self.take(BACKSLASH);
        let quote = self.next().filter(|&byte| is_of(byte, QUOTE))?;
        self.at += 1;
        Some(quote)
    }

    /// A name, in quotes or not, and the sign after it; up to what it is given.
    #[inline(never)]
    pub(crate) fn name(&mut self) -> Option<&'t [u8]> {
        let is_quoted = self.quote().is_some();
        let start = self.at;
        self.take(if is_quoted { WORD | OTHER | BLANK } else { WORD | OTHER });
        let name = self.text.get(start..self.at)?;
        self.quote();
        self.take(BLANK);
        if name.is_empty() || self.take(SIGN).is_empty() {
            return None;
        }
        self.take(BLANK);
        Some(name)
    }
}

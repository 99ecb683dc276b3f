//! Taking credentials out of bytes.
//!
//! **The law.** Scanning what comes out finds nothing of the credentials that were found, and no
//! eight bytes of one are left side by side where it was, in encoded form neither. A credential of
//! eight bytes or more that was found in one place goes wherever it stands, be it in a word or in a
//! text that gives it no name. To keep that, what was written is scanned again, for those too, and
//! whatever is still found is masked.

mod echo;
mod in_file;
mod replacement;
mod stream;
#[cfg(test)]
mod tests;
mod twin;
#[cfg(feature = "std")]
mod writer;

pub(crate) use echo::Echo;
pub use in_file::InFile;
pub use replacement::Redaction;
pub use stream::{RedactedStream, Redactor};
#[cfg(feature = "std")]
pub use writer::RedactWriter;

use alloc::vec::Vec;
use core::fmt;

use crate::coverage::Coverage;
use crate::decode::{DecodedFinding, Scratch};
use crate::ruleset::Ruleset;
use crate::span::Span;

/// What came of redacting.
pub struct Redacted {
    /// The bytes without the credentials.
    pub bytes: Vec<u8>,
    /// How many places were replaced.
    pub places: usize,
    /// Whether everything was looked at.
    pub coverage: Coverage,
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redacted")
            .field("places", &self.places)
            .field("coverage", &self.coverage)
            .finish_non_exhaustive()
    }
}

/// How much room the redacted bytes need.
///
/// ```
/// use keysieve::{Redaction, Ruleset, Scratch};
/// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
/// let (ruleset, mut scratch) = (Ruleset::builtin(), Scratch::default());
/// let mut buffer = [0; 64];
/// let error = ruleset.redact_into(text, &Redaction::Label, &mut scratch, &mut buffer[..8]);
/// assert_eq!(error.unwrap_err().to_string(), "the redacted bytes need room for 54");
/// let (length, _) = ruleset.redact_into(text, &Redaction::Label, &mut scratch, &mut buffer).unwrap();
/// assert_eq!(&buffer[..length], b"redis://app:[REDACTED:redis-url-password]@cache:6379/0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the redacted bytes need room for {needed}")]
pub struct NoRoom {
    /// The bytes that are needed.
    pub needed: usize,
}

/// Something to replace, and what by.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    /// The replacement, in a buffer of all.
    text: Span,
}

/// All that is to be replaced, in order and without overlap once they are joined.
#[derive(Default)]
struct Places {
    places: Vec<Place>,
    texts: Vec<u8>,
}

impl Places {
    /// Puts those in order, and makes one of those that overlap: the first one's replacement stands
    /// for all of them. Where that is as long as what it stands for, it stays so, and masks the rest.
    fn join(&mut self, bytes: &[u8]) {
        let Self { places, texts } = self;
        places.sort_unstable_by_key(|place| (place.span.start, place.text.start));
        let mut joined = 0;
        for at in 0..places.len() {
            let Place { span, text } = places[at];
            match places.get_mut(..joined).and_then(<[Place]>::last_mut) {
                Some(first) if span.start < first.span.end => {
                    let more = first.span.end..span.end.max(first.span.end);
                    if first.text.len() == first.span.len() && !more.is_empty() {
                        let start = texts.len();
                        texts.extend_from_within(first.text.range());
                        let more = bytes.get(more.clone()).unwrap_or_default();
                        texts.extend(more.iter().map(|&byte| replacement::mask(byte)));
                        first.text = Span { start, end: texts.len() };
                    }
                    first.span.end = more.end;
                }
                _ => {
                    places[joined] = Place { span, text };
                    joined += 1;
                }
            }
        }
        places.truncate(joined);
    }

    /// Shows the places and their replacements.
    fn visit(&self, mut visit: impl FnMut(Span, &[u8])) {
        for place in &self.places {
            visit(place.span, self.texts.get(place.text.range()).unwrap_or_default());
        }
    }
}

impl Ruleset {
    /// Masks all credentials, encoded ones too, with as many `*`; gives back how many places that
    /// were. Line ends stay, and the zero bytes of UTF-16.
    ///
    /// Takes nothing from the heap.
    ///
    /// ```
    /// use keysieve::{Coverage, Ruleset, Scratch};
    /// let mut text = *b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let done = Ruleset::builtin().redact_in_place(&mut text, &mut Scratch::default());
    /// assert_eq!(done, (1, Coverage::Complete));
    /// assert_eq!(&text, b"redis://app:************@cache:6379/0");
    /// ```
    pub fn redact_in_place(&self, bytes: &mut [u8], scratch: &mut Scratch) -> (usize, Coverage) {
        self.in_no_file().redact_in_place(bytes, scratch)
    }

    /// The bytes with all credentials replaced, encoded ones too.
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// let text = b"url: cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==";
    /// let redacted = Ruleset::builtin().redact(text, &Redaction::Label, &mut Scratch::default());
    /// assert_eq!(redacted.places, 1);
    /// assert!(redacted.bytes.ends_with(b"[REDACTED:redis-url-password]QGNhY2hlOjYzNzkvMA=="));
    /// ```
    pub fn redact(&self, bytes: &[u8], redaction: &Redaction, scratch: &mut Scratch) -> Redacted {
        self.in_no_file().redact(bytes, redaction, scratch)
    }

    /// Calls the visitor with each place that has to be replaced, in order and without overlap, and
    /// what to put there: for callers whose text is in pieces, which they have to put together
    /// themselves. What then results is to be looked at again, until there is no such place: what
    /// was replaced can uncover something else.
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let (mut scratch, mut places) = (Scratch::default(), Vec::new());
    /// let coverage = Ruleset::builtin().replacements(
    ///     text,
    ///     &Redaction::Label,
    ///     &mut scratch,
    ///     |span, by| places.push((span.range(), by.to_vec())),
    /// );
    /// assert_eq!(coverage, keysieve::Coverage::Complete);
    /// assert_eq!(places, [(12..24, b"[REDACTED:redis-url-password]".to_vec())]);
    /// ```
    pub fn replacements(
        &self,
        bytes: &[u8],
        redaction: &Redaction,
        scratch: &mut Scratch,
        visit: impl FnMut(Span, &[u8]),
    ) -> Coverage {
        self.in_no_file().replacements(bytes, redaction, scratch, visit)
    }

    /// The same into a buffer of the caller's; gives back how many bytes were written.
    ///
    /// # Errors
    ///
    /// [`NoRoom`] tells how long the buffer has to be; then nothing is written.
    pub fn redact_into(
        &self,
        bytes: &[u8],
        redaction: &Redaction,
        scratch: &mut Scratch,
        buffer: &mut [u8],
    ) -> Result<(usize, Coverage), NoRoom> {
        self.in_no_file().redact_into(bytes, redaction, scratch, buffer)
    }

    /// The same of bytes that come from a file, for allowlists that go by paths; an empty path is none.
    ///
    /// ```
    /// use keysieve::{Allow, Redaction, Ruleset, Scratch};
    /// let allow = Allow::new("not ours").path_prefix("vendor/");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let mut scratch = Scratch::default();
    /// let mut places = |path| {
    ///     ruleset.in_file(path).redact(text, &Redaction::Mask, &mut scratch).places
    /// };
    /// assert_eq!((places("vendor/a.yml"), places("src/a.yml")), (0, 1));
    /// ```
    pub const fn in_file<'f>(&'f self, path: &'f str) -> InFile<'f> {
        self.in_no_file().at(path)
    }

    pub(super) const fn in_no_file(&self) -> InFile<'_> {
        InFile { ruleset: self, path: None }
    }
}

/// All that has to go.
fn cover(found: &DecodedFinding<'_, '_>) -> Span {
    let (secret, redact) = (found.secret(), found.redact());
    Span { start: secret.start.min(redact.start), end: secret.end.max(redact.end) }
}

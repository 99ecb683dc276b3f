//! Taking credentials out of bytes.
//!
//! **The law.** Scanning what comes out finds nothing of the credentials that were found, and no
//! eight bytes of one are left side by side where it was, in encoded form neither. A credential of
//! eight bytes or more that was found in one place goes wherever it stands, be it in a word or in a
//! text that gives it no name. To keep that, what was written is scanned again, for those too, and
//! whatever is still found is masked.

mod echo;
mod replacement;
mod stream;
#[cfg(test)]
mod tests;
mod twin;
#[cfg(feature = "std")]
mod writer;

pub(crate) use echo::Echo;
pub use replacement::Redaction;
pub use stream::{RedactedStream, Redactor};
#[cfg(feature = "std")]
pub use writer::RedactWriter;

use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;
use core::ops::ControlFlow;

use crate::coverage::{Coverage, Limit};
use crate::decode::{DecodedFinding, Scratch};
use crate::ruleset::Ruleset;
use crate::scan::FindIter;
use crate::span::Span;
use replacement::{mask, replacement};

/// What was masked can uncover something else only so often in a row before it is no accident.
const MOST_PASSES: usize = 16;

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
struct Place {
    span: Span,
    /// The replacement, in a buffer of all.
    text: Span,
}

/// All that is to be replaced, in order.
#[derive(Default)]
struct Places {
    places: Vec<Place>,
    texts: Vec<u8>,
}

impl Places {
    /// Shows the places and their replacements without overlap.
    fn visit(&self, mut visit: impl FnMut(Span, &[u8])) {
        let mut places = self.places.iter().peekable();
        while let Some(&Place { mut span, text }) = places.next() {
            // Where two overlap, the first one's replacement stands for both.
            while let Some(next) = places.next_if(|next| next.span.start < span.end) {
                span.end = span.end.max(next.span.end);
            }
            visit(span, self.texts.get(text.range()).unwrap_or_default());
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
        let mut echo = scratch.take_echo();
        let (is_any, coverage) = self.note(bytes, scratch, &mut echo);
        let nothing = (0, Coverage::Complete);
        let (places, covered) =
            if is_any { self.mask_all(bytes, scratch, &mut echo) } else { nothing };
        scratch.give_back(echo);
        (places, coverage.and(covered))
    }

    /// Notes the secrets that stand there; gives back whether there are any, those from before too. On
    /// its own, as what a search needs of the stack is given back before the next.
    #[inline(never)]
    fn note<'r>(
        &'r self,
        bytes: &[u8],
        scratch: &mut Scratch,
        echo: &mut Echo<'r>,
    ) -> (bool, Coverage) {
        let mut is_any = !echo.is_empty();
        let mut coverage = each(self.find_iter(bytes), scratch, |found| {
            is_any = true;
            echo.push(found.rule(), found.secret_bytes());
        });
        echo.prepare();
        if echo.is_full() {
            coverage.reach(Limit::Findings, 0);
        }
        (is_any, coverage)
    }

    /// Masks what is found until nothing is, and the secrets that were found before.
    fn mask_all<'r>(
        &'r self,
        bytes: &mut [u8],
        scratch: &mut Scratch,
        echo: &mut Echo<'r>,
    ) -> (usize, Coverage) {
        let (mut places, mut coverage) = (0, Coverage::Complete);
        // What the first pass finds, the others look for.
        let mut is_first = echo.is_empty();
        for _ in 0..MOST_PASSES {
            let (masked, covered) = if is_first {
                let mut note = |found: DecodedFinding<'r, '_>| {
                    echo.push(found.rule(), found.secret_bytes());
                };
                let done = self.mask(bytes, scratch, None, &mut note);
                echo.prepare();
                done
            } else {
                self.mask(bytes, scratch, Some(echo), &mut |_| ())
            };
            is_first = false;
            places += masked;
            if coverage == Coverage::Complete {
                coverage = covered;
            }
            if masked == 0 {
                break;
            }
        }
        if echo.is_full() {
            coverage.reach(Limit::Findings, 0);
        }
        (places, coverage)
    }

    /// Masks what is found, once, and shows it.
    fn mask<'r>(
        &'r self,
        bytes: &mut [u8],
        scratch: &mut Scratch,
        echo: Option<&Echo<'r>>,
        note: &mut dyn FnMut(DecodedFinding<'r, '_>),
    ) -> (usize, Coverage) {
        let (mut places, mut from) = (0, 0);
        let mut covers = scratch.take_covers();
        let coverage = loop {
            let Some(rest) = bytes.get_mut(from..) else { break Coverage::Complete };
            let mut findings = self.find_iter(rest);
            findings.set_echo(echo);
            // As many as there is room for, then those after them.
            covers.clear();
            let flow = findings.decoded(scratch, |found| {
                note(found);
                covers.push(cover(&found));
                let is_full = covers.len() == covers.capacity();
                if is_full {
                    ControlFlow::Break(found.secret().end)
                } else {
                    ControlFlow::Continue(())
                }
            });
            covers.sort_unstable_by_key(|span| span.start);
            let mut masked = 0;
            for span in &covers {
                places += usize::from(span.start >= masked);
                let left = rest.get_mut(masked.max(span.start)..span.end);
                left.into_iter().flatten().for_each(|byte| *byte = mask(*byte));
                masked = masked.max(span.end);
            }
            match flow {
                ControlFlow::Break(end) => from += end,
                ControlFlow::Continue(coverage) => break coverage.after(from as u64),
            }
        };
        scratch.give_back_covers(covers);
        (places, coverage)
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
        let mut echo = scratch.take_echo().growing(usize::MAX);
        let mut found = Places::default();
        let coverage = self.find_places(bytes, redaction, scratch, &mut echo, &mut found);
        let mut out = Vec::with_capacity(bytes.len() + found.texts.len());
        let mut places = 0;
        let mut done = 0;
        found.visit(|span, replacement| {
            out.extend_from_slice(bytes.get(done..span.start).unwrap_or_default());
            out.extend_from_slice(replacement);
            (places, done) = (places + 1, span.end);
        });
        out.extend_from_slice(bytes.get(done..).unwrap_or_default());
        let (more, covered) = match places {
            0 => (0, Coverage::Complete),
            _ => self.mask_all(&mut out, scratch, &mut echo),
        };
        scratch.give_back(echo);
        Redacted { bytes: out, places: places + more, coverage: coverage.and(covered) }
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
        let mut echo = scratch.take_echo().growing(usize::MAX);
        let mut found = Places::default();
        let coverage = self.find_places(bytes, redaction, scratch, &mut echo, &mut found);
        scratch.give_back(echo);
        found.visit(visit);
        coverage
    }

    /// Finds all places that have to be replaced, and the secrets that stand there. As above.
    #[inline(never)]
    fn find_places<'r>(
        &'r self,
        bytes: &[u8],
        redaction: &Redaction,
        scratch: &mut Scratch,
        echo: &mut Echo<'r>,
        found: &mut Places,
    ) -> Coverage {
        found.places.clear();
        found.texts.clear();
        // First what there is, then everywhere that it stands.
        let (is_any, coverage) = self.note(bytes, scratch, echo);
        if !is_any {
            return coverage;
        }
        let mut findings = self.find_iter(bytes);
        findings.set_echo(Some(echo));
        let Places { places, texts } = found;
        let _ = each(findings, scratch, |found| {
            let start = texts.len();
            replacement(redaction, bytes, &found, texts);
            places.push(Place { span: cover(&found), text: Span { start, end: texts.len() } });
        });
        places.sort_unstable_by_key(|place| (place.span.start, place.text.start));
        coverage
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
        let redacted = self.redact(bytes, redaction, scratch);
        let needed = redacted.bytes.len();
        let room = buffer.get_mut(..needed).ok_or(NoRoom { needed })?;
        room.copy_from_slice(&redacted.bytes);
        Ok((needed, redacted.coverage))
    }
}

/// Shows all findings, encoded ones too.
fn each<'r>(
    findings: FindIter<'r, '_>,
    scratch: &mut Scratch,
    mut visit: impl FnMut(DecodedFinding<'r, '_>),
) -> Coverage {
    let flow = findings.decoded(scratch, |found| {
        visit(found);
        ControlFlow::<Infallible>::Continue(())
    });
    match flow {
        ControlFlow::Continue(coverage) => coverage,
        ControlFlow::Break(never) => match never {},
    }
}

/// All that has to go.
fn cover(found: &DecodedFinding<'_, '_>) -> Span {
    let (secret, redact) = (found.secret(), found.redact());
    Span { start: secret.start.min(redact.start), end: secret.end.max(redact.end) }
}

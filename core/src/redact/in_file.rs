//! Redaction of bytes that may come from a file.

use alloc::vec::Vec;
use core::convert::Infallible;
use core::ops::ControlFlow;

use super::replacement::{mask, replacement};
use super::{Echo, NoRoom, Place, Places, Redacted, Redaction, cover};
use crate::coverage::{Coverage, Limit};
use crate::decode::{DecodedFinding, Scratch};
use crate::ruleset::Ruleset;
use crate::scan::FindIter;
use crate::span::Span;

/// What was masked can uncover something else only so often in a row before it is no accident.
const MOST_PASSES: usize = 16;

/// Redacts what comes from one file as [`Ruleset`] does what comes from none. Made by
/// [`Ruleset::in_file`].
#[derive(Clone, Copy, Debug)]
pub struct InFile<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) path: Option<&'r str>,
}

impl<'r> InFile<'r> {
    /// As [`Ruleset::redact_in_place`].
    ///
    /// ```
    /// use keysieve::{Ruleset, Scratch};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let (mut bytes, mut scratch) = (*text, Scratch::default());
    /// let (places, _) = Ruleset::builtin().in_file("a.yml").redact_in_place(&mut bytes, &mut scratch);
    /// assert_eq!(places, 1);
    /// ```
    pub fn redact_in_place(self, bytes: &mut [u8], scratch: &mut Scratch) -> (usize, Coverage) {
        let mut echo = scratch.take_echo();
        let (is_any, coverage) = self.note(bytes, scratch, &mut echo);
        let nothing = (0, Coverage::Complete);
        let (places, covered) =
            if is_any { self.mask_all(bytes, scratch, &mut echo) } else { nothing };
        scratch.give_back(echo);
        (places, coverage.and(covered))
    }

    /// As [`Ruleset::redact`].
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let (redaction, mut scratch) = (Redaction::Label, Scratch::default());
    /// let redacted = Ruleset::builtin().in_file("a.yml").redact(text, &redaction, &mut scratch);
    /// assert_eq!(redacted.places, 1);
    /// ```
    pub fn redact(self, bytes: &[u8], redaction: &Redaction, scratch: &mut Scratch) -> Redacted {
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

    /// As [`Ruleset::replacements`].
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let (redaction, mut scratch, mut places) = (Redaction::Label, Scratch::default(), 0);
    /// let from_file = Ruleset::builtin().in_file("a.yml");
    /// let coverage = from_file.replacements(text, &redaction, &mut scratch, |_, _| places += 1);
    /// assert_eq!((places, coverage), (1, keysieve::Coverage::Complete));
    /// ```
    pub fn replacements(
        self,
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

    /// As [`Ruleset::redact_into`].
    ///
    /// # Errors
    ///
    /// [`NoRoom`] tells how long the buffer has to be; then nothing is written.
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
    /// let (redaction, mut scratch, mut buffer) = (Redaction::Mask, Scratch::default(), [0; 64]);
    /// let from_file = Ruleset::builtin().in_file("a.yml");
    /// let done = from_file.redact_into(text, &redaction, &mut scratch, &mut buffer);
    /// assert_eq!(done, Ok((text.len(), keysieve::Coverage::Complete)));
    /// ```
    pub fn redact_into(
        self,
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

    /// The same in another file; an empty path is none.
    pub(super) const fn at(self, path: &'r str) -> Self {
        let path = if path.is_empty() { None } else { Some(path) };
        Self { path, ..self }
    }

    /// A search, also for secrets that were found before.
    fn find_iter<'h>(self, bytes: &'h [u8], echo: Option<&'h Echo<'r>>) -> FindIter<'r, 'h> {
        let mut findings = self.ruleset.find_iter(bytes);
        findings.path = self.path;
        findings.set_echo(echo);
        findings
    }

    /// Notes the secrets that stand there; gives back whether there are any, those from before too. On
    /// its own, as what a search needs of the stack is given back before the next.
    #[inline(never)]
    fn note(self, bytes: &[u8], scratch: &mut Scratch, echo: &mut Echo<'r>) -> (bool, Coverage) {
        let mut is_any = !echo.is_empty();
        let mut coverage = each(self.find_iter(bytes, None), scratch, |found| {
            is_any = true;
            echo.push(found.rule(), found.secret_bytes());
        });
        echo.prepare();
        if echo.is_full() {
            coverage.reach(Limit::Findings, 0);
        }
        (is_any, coverage)
    }

    /// Finds all places that have to be replaced, and the secrets that stand there.
    #[inline(never)]
    pub(super) fn find_places(
        self,
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
        let findings = self.find_iter(bytes, Some(echo));
        let Places { places, texts } = found;
        let _ = each(findings, scratch, |finding| {
            let start = texts.len();
            replacement(redaction, bytes, &finding, texts);
            places.push(Place { span: cover(&finding), text: Span { start, end: texts.len() } });
        });
        found.join(bytes);
        coverage
    }

    /// Masks what is found until nothing is, and the secrets that were found before.
    pub(super) fn mask_all(
        self,
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
    fn mask(
        self,
        bytes: &mut [u8],
        scratch: &mut Scratch,
        echo: Option<&Echo<'r>>,
        note: &mut dyn FnMut(DecodedFinding<'r, '_>),
    ) -> (usize, Coverage) {
        let (mut places, mut from) = (0, 0);
        let mut covers = scratch.take_covers();
        let coverage = loop {
            let Some(rest) = bytes.get_mut(from..) else { break Coverage::Complete };
            let findings = self.find_iter(rest, echo);
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

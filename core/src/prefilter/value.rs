//! What may be a value that a name is given to, by what stands there and before.

// Both sides of these conditions cost less than a guess which one it will be.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

#[cfg(test)]
use super::classes::Window;
use super::classes::{BLOCK, is_lead};
#[cfg(test)]
use crate::program::VALUE_RUN;
use crate::program::is_word;

/// The bytes of a value among which there has to be a digit, as [`Blocks::values`](super::blocks::Blocks::values) has it.
#[cfg(test)]
const DIGIT_WITHIN: usize = 32;

/// A value of so many bytes needs no digit if all are of words.
#[cfg(test)]
const LONG_VALUE: usize = 24;

/// Token bytes that a value needs if nothing but space stands between its name and it.
const LONE_VALUE: usize = 16;

/// A run of token bytes that may be a value.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// How long it is, as far as a block is long.
    pub(super) length: u32,
    /// Whether a letter, an underscore or a dash is among those bytes.
    pub(super) has_letter: bool,
}

/// Whether what stands there, before and after does not speak against a value.
#[inline(always)]
pub(super) fn may_be_value(haystack: &[u8], at: usize, run: Run) -> bool {
    let Run { length, has_letter } = run;
    let before = haystack.get(..at).unwrap_or_default();
    let start: Option<&[u8; 8]> = haystack.get(at..).and_then(|rest| rest.first_chunk());
    let after = haystack.get(at + length as usize);
    let is_call = (length < BLOCK as u32) & (after == Some(&b'('));
    is_led_to(before, length as usize)
        & start.is_some_and(|start| !start.starts_with(b"//") & !is_date(*start))
        & !is_call
        & (has_letter || after == Some(&b':') || !are_numbers(haystack, at, length))
}

/// Numbers with dots or slashes between them and nothing else: an address, a version, a date. A key may
/// go on after a colon, as Asana's do.
#[cold]
fn are_numbers(haystack: &[u8], at: usize, length: u32) -> bool {
    const LONGEST: usize = 16;
    let run = haystack.get(at..).and_then(|rest| rest.get(..length as usize)).unwrap_or_default();
    run.len() <= LONGEST
        && run.iter().all(|byte| matches!(byte, b'.'..=b'9'))
        && run.iter().any(|byte| !byte.is_ascii_digit())
}

/// Whether the text before may be the end of an assignment to a value of that length.
#[inline(always)]
fn is_led_to(before: &[u8], length: usize) -> bool {
    /// Spaces after an operator, at most, that are looked at.
    const SPACES: usize = 4;
    let Some((&last, rest)) = before.split_last() else { return false };
    if !matches!(last, b' ' | b'\t') {
        return is_lead(last);
    }
    let near = &rest[rest.len().saturating_sub(SPACES)..];
    match near.iter().rev().find(|&&byte| !matches!(byte, b' ' | b'\t')) {
        Some(&byte) if is_word(byte) => length >= LONE_VALUE,
        Some(&byte) => is_lead(byte) || byte == b'-',
        None => true,
    }
}

/// `2026-11-`
fn is_date(bytes: [u8; 8]) -> bool {
    const FORM: u64 = u64::from_le_bytes(*b"0000-00-");
    const HIGH: u64 = u64::from_le_bytes([0xf0, 0xf0, 0xf0, 0xf0, 0xff, 0xf0, 0xf0, 0xff]);
    u64::from_le_bytes(bytes) & HIGH == FORM
}

/// Whether a value may start there, as the pass over all bytes would tell it.
#[cfg(test)]
pub(crate) fn is_value(haystack: &[u8], at: usize) -> bool {
    let rest = haystack.get(at..).unwrap_or_default();
    let mut window: Window = [0; _];
    let kept = rest.len().min(window.len());
    window[..kept].copy_from_slice(&rest[..kept]);
    let masks = super::classes::masks(&window, None);
    let length = masks.token.trailing_ones();
    let within = (length as usize).min(DIGIT_WITHIN);
    let is_opaque = masks.digit.trailing_zeros() < within as u32
        || masks.word.trailing_ones() >= LONG_VALUE as u32;
    let letters = masks.solid & !masks.digit;
    let run = Run { length, has_letter: letters.trailing_zeros() < length };
    length >= VALUE_RUN as u32 && is_opaque && may_be_value(haystack, at, run)
}

//! Hexadecimal digits without anything between them.

use core::ops::Range;

use super::unit::Unit;

/// Bytes in a row that have to be text before digits are taken for encoded text.
const TEXT_BYTES: u8 = 12;

/// The value of a digit.
pub(super) const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The byte of two digits.
pub(super) fn pair(high: u8, low: u8) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

/// The number of all these digits, of which there are few.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let fits = (1..=8).contains(&digits.len());
    let add = |number: u32, &byte: &u8| Some(number << 4 | u32::from(digit(byte)?));
    digits.iter().try_fold(0, add).filter(|_| fits)
}

/// The next two digits.
pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    let [high, low, ..] = *source else { return None };
    Some(Unit::of(2, &[pair(high, low)?]))
}

/// The first digits in a row of which there are so many.
pub(super) fn digits(run: &[u8], shortest: usize) -> Option<Range<usize>> {
    let is_other = |&byte: &u8| digit(byte).is_none();
    let mut start = 0;
    // From the end on, since what is no digit is mostly near.
    while let Some(other) = run.get(start..start + shortest)?.iter().rposition(is_other) {
        start += other + 1;
    }
    let rest = &run[start..];
    Some(start..start + rest.iter().position(is_other).unwrap_or(rest.len()))
}

/// At which of the first two digits hexadecimal of some text may begin.
pub(super) fn phases(run: &[u8]) -> [bool; 2] {
    [0, 1].map(|phase| {
        let mut streak = 0;
        run.get(phase..).unwrap_or_default().chunks_exact(2).any(|digits| {
            let byte = pair(digits[0], digits[1]);
            let is_text =
                byte.is_some_and(|byte| matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' '..=b'~'));
            streak = if is_text { streak + 1 } else { 0 };
            streak >= TEXT_BYTES
        })
    })
}

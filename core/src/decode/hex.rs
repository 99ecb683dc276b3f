//! Hexadecimal digits without anything between them.

use core::ops::Range;

use super::unit::Unit;

/// Bytes in a row that have to be text before digits are taken for encoded text.
pub(super) const TEXT_BYTES: usize = 12;

/// What a byte that is no digit is worth.
const NONE: u8 = 0xff;

/// The values of digits.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// The value of a digit.
pub(super) const fn digit(byte: u8) -> Option<u8> {
    match VALUES[byte as usize] {
        NONE => None,
        value => Some(value),
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

/// So many digits are decoded together, if nothing stands between them.
pub(super) const TOGETHER: usize = 128;

/// What the first of some digits stand for; nothing if there are not so many in a row.
pub(super) fn together(source: &[u8]) -> Option<[u8; TOGETHER / 2]> {
    let digits: &[u8; TOGETHER] = source.first_chunk()?;
    let (mut bytes, mut all) = ([0; _], 0);
    for (byte, digits) in bytes.iter_mut().zip(digits.as_chunks().0) {
        let [high, low] = digits.map(|digit| VALUES[usize::from(digit)]);
        *byte = high << 4 | low;
        all |= high | low;
    }
    (all != NONE).then_some(bytes)
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
///
/// Of as many bytes in a row as have to be text one is looked at; of most runs none of those is.
pub(super) fn phases(run: &[u8]) -> [bool; 2] {
    [0, 1].map(|phase| {
        let pairs = run.get(phase..).unwrap_or_default().as_chunks().0;
        let is_text = |at: usize| pairs.get(at).is_some_and(|&pair| is_text(pair));
        let looked_at = (TEXT_BYTES - 1..pairs.len()).step_by(TEXT_BYTES);
        looked_at.filter(|&at| is_text(at)).any(|at| {
            let before = (1..TEXT_BYTES).take_while(|back| is_text(at - back)).count();
            let after = (1..TEXT_BYTES).take_while(|on| is_text(at + on)).count();
            before + 1 + after >= TEXT_BYTES
        })
    })
}

/// Whether the byte of two digits may stand in text, be it of two bytes a character.
fn is_text([high, low]: [u8; 2]) -> bool {
    pair(high, low).is_some_and(|byte| matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every byte is looked at.
    fn has_text(run: &[u8]) -> bool {
        let are_text: Vec<bool> = run.as_chunks().0.iter().copied().map(is_text).collect();
        are_text.windows(TEXT_BYTES).any(|window| window.iter().all(|&is_text| is_text))
    }

    proptest! {
        #[test]
        fn digits_in_a_row_are_decoded_together(
            bytes in prop::collection::vec(any::<u8>(), 64..80),
            (at, other) in (0..TOGETHER, "[ -~\n\u{0}\u{7f}]"),
        ) {
            let mut digits = data_encoding::HEXUPPER.encode(&bytes).into_bytes();
            prop_assert_eq!(together(&digits), bytes.first_chunk().copied());
            digits[at] = other.as_bytes()[0];
            prop_assert_eq!(together(&digits).is_some(), digit(digits[at]).is_some());
            prop_assert_eq!(together(&digits[..TOGETHER - 1]), None);
        }

        #[test]
        fn text_is_seen_wherever_it_stands(
            runs in prop::collection::vec("[ -~]{0,30}|\\PC{0,6}", 0..6),
            offset in 0_usize..3,
        ) {
            let text: String = runs.concat();
            let digits: String = data_encoding::HEXLOWER.encode(text.as_bytes());
            let run = digits.as_bytes().get(offset..).unwrap_or_default();
            prop_assert_eq!(phases(run), [has_text(run), has_text(run.get(1..).unwrap_or_default())]);
        }
    }
}

//! What a block of bytes may hold that is encoded: told for all of them at once, without branches, so
//! that a compiler that is told of a processor's vectors makes use of them.

#![allow(clippy::inline_always, reason = "it is compiled once for each kind of processor")]

/// Bytes of a block.
pub(super) const BLOCK: usize = 64;

/// The places of a block, and the byte after it, that may begin an escape, a bit a place; and the
/// groups of eight that are all symbols of base64, a bit a group.
#[inline(always)]
#[expect(clippy::needless_bitwise_bool, reason = "done for every byte, so without branches")]
pub(super) fn marks(window: &[u8; BLOCK + 1]) -> (u64, u8) {
    let (mut triggers, mut symbols) = ([0u8; BLOCK], [0u8; BLOCK]);
    for (at, trigger) in triggers.iter_mut().enumerate() {
        *trigger = u8::from(is_trigger(window[at], window[at + 1]));
    }
    for (at, symbol) in symbols.iter_mut().enumerate() {
        let byte = window[at];
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // The slash stands right before the digits.
        let is_digit = byte.wrapping_sub(b'/') < 11;
        let is_other = (byte == b'+') | (byte == b'-') | (byte == b'_');
        *symbol = u8::from(is_letter | is_digit | is_other);
    }
    let mut groups = 0;
    for (number, symbols) in symbols.as_chunks::<8>().0.iter().enumerate() {
        groups |= u8::from(*symbols == [1; 8]) << number;
    }
    let mut places = 0;
    // Most blocks have none.
    if triggers.iter().fold(0, |any, trigger| any | trigger) != 0 {
        for (number, &triggers) in triggers.as_chunks::<8>().0.iter().enumerate() {
            // The product gathers the lowest bit of each byte in the highest byte.
            let bits = u64::from_le_bytes(triggers).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            places |= bits << (8 * number);
        }
    }
    (places, groups)
}

/// Whether an escape may begin with these two bytes.
#[expect(clippy::needless_bitwise_bool, reason = "done for every byte, so without branches")]
#[inline(always)]
fn is_trigger(byte: u8, next: u8) -> bool {
    let is_space = (next == b' ') | (next.wrapping_sub(b'\t') < 5);
    let is_operator = is_space | (next == b'+') | (next == b'.') | (next == b'&');
    let is_operator = is_operator | (next == b'|') | (next == b'<');
    let is_quote = (byte == b'"') | (byte == b'\'') | (byte == b'`');
    let is_digit = next.wrapping_sub(b'0') < 10;
    let is_upper_digit = is_digit | (next.wrapping_sub(b'A') < 6);
    let is_break = (next == b'\n') | (next == b'\r');
    // A quote that is escaped is a quote still.
    let is_backslash = (byte == b'\\') & (next != b'"') & (next != b'\'');
    (byte == b'%')
        | ((byte == b'&') & ((next == b'#') | ((next | 0x20).wrapping_sub(b'a') < 26)))
        | is_backslash
        | ((byte == b'=') & (is_upper_digit | is_break))
        | (byte == 0)
        | (is_quote & is_operator)
}

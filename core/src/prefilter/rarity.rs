//! Which literals are seldom met in text, so that looking for them costs little.

use super::common;

/// Bytes of a literal that it is looked for by, at most.
pub(crate) const KEY: usize = 4;

/// Where in a literal the bytes start that it is looked for by: those least common in text.
pub(crate) fn rarest(literal: &[u8]) -> usize {
    let shares = literal.windows(KEY).map(share_of_places).enumerate();
    shares.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at)
}

/// Roughly how often a literal is looked at in a megabyte of text and code: wherever its rarest bytes
/// stand.
pub(crate) fn frequency(literal: &[u8]) -> f64 {
    let least = literal.windows(literal.len().clamp(1, KEY)).map(share_of_places);
    least.fold(1.0, f64::min) * 1e6
}

/// At how many places of text and code these bytes stand, four at most.
fn share_of_places(bytes: &[u8]) -> f64 {
    let drawn = bytes.iter().map(|&byte| share_of_text(byte)).product();
    common::share_of(&bytes.to_ascii_lowercase()).max(drawn)
}

/// How much of text and code a byte makes up, roughly.
pub(crate) fn share_of_text(byte: u8) -> f64 {
    /// By how much each is rarer than the one before.
    const FALL: f64 = 0.95;
    (0..rank(byte)).fold(0.05, |share, _| share * FALL)
}

/// Bytes of source code and logs, the commonest first.
const COMMON_FIRST: &[u8] =
    b" etaoinsrlcdhu.mp\"fg-_/y,0b=w1:vk2()3x456789;'\n{}jz\\<>q\t[]&|+*#@$%?!~^`";

fn rank(byte: u8) -> usize {
    let byte = byte.to_ascii_lowercase();
    COMMON_FIRST.iter().position(|&common| common == byte).unwrap_or(COMMON_FIRST.len())
}

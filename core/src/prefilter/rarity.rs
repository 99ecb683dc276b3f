//! Which literals are seldom met in text, so that looking for them costs little.

/// Bytes of a literal that it is looked for by, at most.
pub(crate) const KEY: usize = 4;

/// Where in a literal the bytes start that it is looked for by: those least common in text.
pub(crate) fn rarest(literal: &[u8]) -> usize {
    let windows = literal.windows(KEY).map(commonness);
    windows.enumerate().min_by_key(|&(_, commonness)| commonness).map_or(0, |(at, _)| at)
}

/// Roughly how often the rarest bytes of a literal are met, in no particular unit.
pub(crate) fn frequency(literal: &[u8]) -> u32 {
    /// Bytes that are enough to tell.
    const ENOUGH: usize = 3;
    let least = literal.windows(ENOUGH).map(commonness).min().unwrap_or(u32::MAX);
    // The sum of ranks stands for a product of probabilities.
    1 << (least / 14).min(20)
}

/// The more, the commoner the bytes are in text and code.
fn commonness(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| (COMMON_FIRST.len() - rank(byte)) as u32).sum()
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

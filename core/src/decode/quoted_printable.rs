//! Quoted-printable: `=3D`, and `=` at the end of a line that goes on.
//!
//! Source: RFC 2045, section 6.7. Digits are upper case, as it demands: `=ad` stands in much code.

use super::hex;
use super::unit::{Unit, is_plain};

/// Bytes on either side of an escape that tell whether the text is written so, and as many signs of
/// equality among them.
const NEAR: usize = 128;
const SIGNS: usize = 2;

/// The longest line, with the sign of equality that breaks it.
const LONGEST_LINE: usize = 76;

/// Symbols of base64 of which a sign of equality may be the padding.
const PADDED: usize = 16;

/// The longest name of a value.
const LONGEST_NAME: usize = 32;

/// The unit that stands there, if one does.
pub(super) fn unit(source: &[u8], at: usize) -> Option<Unit> {
    match *source.get(at..)? {
        [b'=', b'\n', ..] if is_soft_break(source, at, 2) => Some(Unit::new(2)),
        [b'=', b'\r', b'\n', ..] if is_soft_break(source, at, 3) => Some(Unit::new(3)),
        [b'=', high, low, ..] => {
            let byte = escaped(high, low).filter(|&byte| is_plain(byte))?;
            Some(Unit::of(3, &[byte]))
        }
        _ => None,
    }
}

/// The byte that two digits stand for.
fn escaped(high: u8, low: u8) -> Option<u8> {
    hex::pair(high, low).filter(|_| !high.is_ascii_lowercase() && !low.is_ascii_lowercase())
}

/// Whether a line goes on after the sign of equality there, with its line end so many bytes. What is
/// written so has no other sign of equality but in escapes and breaks, and its lines are short: a
/// value that ends with the padding of base64 would otherwise be joined with the next line.
fn is_soft_break(source: &[u8], at: usize, length: usize) -> bool {
    let before = &source[at.saturating_sub(LONGEST_LINE)..at];
    let line = match memchr::memrchr(b'\n', before) {
        Some(end) => &before[end + 1..],
        None if at < LONGEST_LINE => before,
        None => return false,
    };
    let after = &source[at + length..source.len().min(at + length + LONGEST_LINE + 2)];
    let next = memchr::memchr(b'\n', after).map_or(after, |end| &after[..end]);
    if next.len() > LONGEST_LINE + 1 {
        return false;
    }
    let (Some(escapes), Some(others)) = (escapes(line), escapes(next)) else { return false };
    escapes + others > 0 || !is_padded(line)
}

/// How many escapes a line holds, if each sign of equality begins one or breaks the line.
fn escapes(line: &[u8]) -> Option<usize> {
    let mut count = 0;
    for at in memchr::memchr_iter(b'=', line) {
        match line[at + 1..] {
            [] | [b'\r'] => {}
            [high, low, ..] if escaped(high, low).is_some() => count += 1,
            _ => return None,
        }
    }
    Some(count)
}

/// Whether one sign of equality makes whole quanta of the symbols of base64 that the line ends with.
fn is_padded(line: &[u8]) -> bool {
    let symbols = line.iter().rev();
    let is_symbol =
        |&&byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let length = symbols.take_while(is_symbol).count();
    length + 1 >= PADDED && (length + 1).is_multiple_of(4)
}

/// Whether it is no escape that stands there, but an assignment of digits (`ts=2026`): a name is
/// before it, and other names near it have values that are none (`level=info`), where text written
/// so would have `=3D`.
pub(super) fn is_assignment(source: &[u8], at: usize) -> bool {
    let is_equals_sign = source[at..].starts_with(b"=3D");
    if is_equals_sign || !ends_name(&source[..at]) {
        return false;
    }
    let is_other = |at: usize| ends_name(&source[..at]) && unit(source, at).is_none();
    let start = at.saturating_sub(NEAR);
    let near = source.get(start..source.len().min(at + NEAR)).unwrap_or_default();
    let (before, after) = near.split_at(at - start);
    // The first of these is the one that is asked about.
    let mut after = memchr::memchr_iter(b'=', after).skip(1).take(SIGNS);
    let mut before = memchr::memrchr_iter(b'=', before).take(SIGNS);
    after.any(|offset| is_other(at + offset)) || before.any(|offset| is_other(start + offset))
}

/// Whether the text ends with a name, as it stands before a value.
fn ends_name(text: &[u8]) -> bool {
    let near = &text[text.len().saturating_sub(LONGEST_NAME)..];
    let before = near.iter().rposition(|&byte| !IS_IN_NAME[usize::from(byte)]);
    let (before, name) = near.split_at(before.map_or(0, |at| at + 1));
    let is_parted = before.last().is_none_or(|&byte| {
        byte.is_ascii_whitespace() || matches!(byte, b'&' | b'?' | b',' | b';' | b'(' | b'{' | b'[')
    });
    is_parted && name.len() < LONGEST_NAME && name.first().is_some_and(u8::is_ascii_alphabetic)
}

/// Whether each byte may stand in a name.
static IS_IN_NAME: [bool; 256] = {
    let mut is_in_name = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        is_in_name[byte] =
            (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'-' | b'.');
        byte += 1;
    }
    is_in_name
};

#[cfg(test)]
mod tests {
    use super::is_assignment;

    #[test]
    fn digits_among_assignments_are_no_escapes() {
        let at = |text: &str| {
            let at = text.find("=2").or_else(|| text.find("=3")).expect("there is one");
            is_assignment(text.as_bytes(), at)
        };
        assert!(at("ts=2026-05-02 level=info"));
        assert!(at("level=info\nts=2026-05-02"));
        assert!(at("GET /?page=20&sort=up"));
        assert!(!at("Your token:=20abc level=info"));
        assert!(!at("a=20ghp_"));
        assert!(!at("level=info a=3Dghp_"));
        assert!(!at("a=20b c=20d"));
        assert!(!at("level=info token=ghp_abc=20"));
        assert!(!at(&["level=info ", &"-".repeat(128), " ts=20"].concat()));
    }
}

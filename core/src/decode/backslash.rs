//! Escapes that begin with a backslash, as strings of JSON, JavaScript, C, Python, Java and shells
//! have them: `\u0067`, `\u{67}`, `\U00000067`, `\x67`, `\147`, `\n`, `\/`, and a backslash at the
//! end of a line.
//!
//! Source: RFC 8259, section 7; ECMA-262, "String Literals"; C17, 6.4.4.4 and 5.1.1.2.

use super::hex;
use super::unit::Unit;

pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    let [b'\\', kind, rest @ ..] = source else { return None };
    let plain = |byte| Some(Unit::of(2, &[byte]));
    match kind {
        b'u' => code_unit(rest),
        b'U' => Unit::character(10, hex::number(rest.get(..8)?)?),
        b'x' => match *rest {
            [b'{', ..] => braced(rest),
            [high, low, ..] => Some(Unit::of(4, &[hex::pair(high, low)?])),
            _ => None,
        },
        b'0'..=b'7' => {
            let digits = source[1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
            let (count, number) = digits.fold((0, 0u32), |(count, number), byte| {
                (count + 1, number << 3 | u32::from(byte - b'0'))
            });
            Some(Unit::of(1 + count, &[u8::try_from(number).ok()?]))
        }
        b'n' => plain(b'\n'),
        b'r' => plain(b'\r'),
        b't' => plain(b'\t'),
        b'b' => plain(8),
        b'f' => plain(12),
        b'v' => plain(11),
        b'a' => plain(7),
        b'e' => plain(27),
        b'"' | b'\'' | b'`' | b'\\' | b'/' => plain(*kind),
        b'\n' => Some(Unit::new(2)),
        b'\r' if rest.first() == Some(&b'\n') => Some(Unit::new(3)),
        _ => None,
    }
}

/// What follows `\u`: four digits, or two times four for a character beyond the first 65,536.
fn code_unit(rest: &[u8]) -> Option<Unit> {
    if rest.first() == Some(&b'{') {
        return braced(rest);
    }
    let number = hex::number(rest.get(..4)?)?;
    if let (0xd800..=0xdbff, [b'\\', b'u', low @ ..]) = (number, &rest[4..]) {
        let low = hex::number(low.get(..4)?)?;
        if (0xdc00..=0xdfff).contains(&low) {
            let code_point = 0x1_0000 + ((number - 0xd800) << 10 | (low - 0xdc00));
            return Unit::character(12, code_point);
        }
    }
    Unit::character(6, number)
}

/// `{67}`, after `\u` or `\x`.
fn braced(rest: &[u8]) -> Option<Unit> {
    let end = rest.iter().take(10).position(|&byte| byte == b'}')?;
    Unit::character(3 + end, hex::number(rest.get(1..end)?)?)
}

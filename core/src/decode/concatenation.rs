//! String literals that are joined: `"a" + "b"`, `'a' . 'b'`, and those that just stand next to
//! each other.

use super::unit::Unit;

/// The most white space on either side of an operator.
const MOST_SPACE: usize = 256;

/// What joins strings: of most languages, of PHP and Perl, of Visual Basic, of Lua, of Haskell and
/// Erlang, of Elixir, of SQL, and at the end of a line that goes on.
const OPERATORS: &[&[u8]] = &[b"..", b"++", b"<>", b"||", b"+", b".", b"&", b"\\\n", b"\\\r\n"];

/// From the quote that ends a literal to the one that begins the next.
pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    let quote = *source.first().filter(|byte| is_quote(**byte))?;
    let space = space(&source[1..]);
    let mut at = 1 + space;
    let operator = OPERATORS.iter().find(|operator| source[at..].starts_with(operator));
    if let Some(operator) = operator {
        at += operator.len();
        at += self::space(&source[at..]);
    } else if space == 0 {
        return None;
    }
    // `f"…"`, `L"…"`, `@"…"`: kinds of literals.
    let prefix = source[at..].iter().take(2).take_while(|byte| b"fFrRbBuUL@$".contains(byte));
    at += prefix.count();
    let next = *source.get(at)?;
    let joins = if operator.is_some() { is_quote(next) } else { next == quote };
    joins.then(|| Unit::new(at + 1))
}

pub(super) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

fn space(source: &[u8]) -> usize {
    source.iter().take(MOST_SPACE).take_while(|byte| byte.is_ascii_whitespace()).count()
}

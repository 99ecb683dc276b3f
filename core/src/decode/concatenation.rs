//! String literals that are joined: `"a" + "b"`, `'a' . 'b'`, and those that just stand next to
//! each other.

use super::unit::Unit;

/// The most white space on either side of an operator.
const MOST_SPACE: usize = 256;

/// The longest literal, and how many in a row, of which it is told what stands before them.
const LONGEST: usize = 512;
const MOST: usize = 4;

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

/// Whether the literals that end there, one after the other, come after a number (`200 512 "-" "-"`), as
/// fields of a log do and literals that are joined do not.
pub(super) fn is_after_number(source: &[u8], mut end: usize) -> bool {
    for _ in 0..MOST {
        let Some(&quote) = source.get(end) else { return false };
        let literal = &source[end.saturating_sub(LONGEST)..end];
        let Some(start) = memchr::memrchr(quote, literal) else { return false };
        let before = &source[..end - literal.len() + start];
        let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.');
        let length = before.iter().rev().take(LONGEST).take_while(|&&b| is_number(b)).count();
        let (before, number) = before.split_at(before.len() - length);
        if number.last() != Some(&b' ') {
            return false;
        }
        let last = before.last().copied();
        if number.iter().any(u8::is_ascii_digit) {
            return last.is_none_or(|byte| is_quote(byte) || byte.is_ascii_whitespace());
        }
        if last != Some(quote) {
            return false;
        }
        end = before.len() - 1;
    }
    false
}

pub(super) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

fn space(source: &[u8]) -> usize {
    source.iter().take(MOST_SPACE).take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::is_after_number;

    #[test]
    fn fields_after_a_number_are_not_joined() {
        let at = |text: &str| is_after_number(text.as_bytes(), text.rfind("\" \"").expect("two"));
        assert!(at(r#""GET / HTTP/1.1" 200 512 "https://example.org/" "Mozilla/5.0""#));
        assert!(at(r#""GET / HTTP/1.1" 304 - "-" "curl" "10.0.0.1""#));
        assert!(!at(r#"x = "abc" "def""#));
        assert!(!at(r#"#define KEY2 "abc" "def""#));
        assert!(!at(r#"f(2, "abc" "def")"#));
        assert!(!at(r#""abc" "def""#));
        assert!(!at(r#"return "abc" "def" "ghi""#));
    }
}

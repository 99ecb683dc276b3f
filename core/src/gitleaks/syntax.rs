//! Go's syntax of regular expressions, written in the syntax of the `regex` crate.
//!
//! The two come from the same family. They differ in what has to be escaped: Go takes a brace or a
//! hyphen that cannot mean anything else for itself, and has no operators within brackets.

use alloc::string::String;
use core::iter::Peekable;
use core::str::Chars;

/// The same expression in the other syntax. What neither understands is left as it is.
pub(super) fn translate(go: &str) -> String {
    let mut out = String::with_capacity(go.len() + 16);
    let mut rest = go.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' => escape(&mut rest, &mut out),
            '[' => brackets(&mut rest, &mut out),
            '{' => match repetition(&rest) {
                Some(length) if can_be_repeated(&out) => {
                    out.push('{');
                    out.extend(rest.by_ref().take(length));
                }
                _ => out.push_str("\\{"),
            },
            '}' => out.push_str("\\}"),
            _ => out.push(next),
        }
    }
    out
}

/// What stands after a backslash, outside of brackets.
fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    match rest.next() {
        // Word boundaries in the other syntax.
        Some(next @ ('<' | '>')) => out.push(next),
        Some('C') => out.push_str("(?s:.)"),
        Some('Q') => {
            let mut text = String::new();
            for next in rest.by_ref() {
                text.push(next);
                if text.ends_with("\\E") {
                    text.truncate(text.len() - 2);
                    break;
                }
            }
            out.push_str(&regex_syntax::escape(&text));
        }
        Some(next @ ('p' | 'P')) if rest.peek() == Some(&'{') => {
            out.extend(['\\', next]);
            for inside in rest.by_ref() {
                out.push(inside);
                if inside == '}' {
                    break;
                }
            }
        }
        Some(next) => out.extend(['\\', next]),
        None => out.push('\\'),
    }
}

/// How many characters, the closing brace included, are a repetition's after its opening one.
fn repetition(rest: &Peekable<Chars<'_>>) -> Option<usize> {
    let inside: String = rest.clone().take_while(|&next| next != '}').collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let closed = rest.clone().nth(inside.chars().count()) == Some('}');
    let valid = is_number(least) && (most.is_empty() || is_number(most));
    (closed && valid).then(|| inside.chars().count() + 1)
}

/// Whether there is something before a brace that it can repeat.
fn can_be_repeated(out: &str) -> bool {
    !out.is_empty() && (!out.ends_with(['(', '|']) || out.ends_with("\\(") || out.ends_with("\\|"))
}

/// A class in brackets, after the opening one.
fn brackets(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    let mut first = true;
    // Whether what stands before can be the start of a range.
    let mut single = false;
    while let Some(next) = rest.next() {
        match next {
            ']' if !first => {
                out.push(']');
                return;
            }
            '-' if single && rest.peek().is_some_and(|&after| after != ']') => {
                out.push('-');
                if let Some(end) = rest.next() {
                    single_of_class(end, rest, out);
                }
                single = false;
            }
            '[' if rest.peek() == Some(&':') => {
                out.push('[');
                while let Some(name) = rest.next() {
                    out.push(name);
                    if name == ':' && rest.peek() == Some(&']') {
                        out.extend(rest.next());
                        break;
                    }
                }
                single = false;
            }
            _ => single = single_of_class(next, rest, out),
        }
        first = false;
    }
}

/// One member of a class; whether it is a single character.
fn single_of_class(next: char, rest: &mut Peekable<Chars<'_>>, out: &mut String) -> bool {
    match (next, rest.peek().copied()) {
        ('\\', Some(escaped)) => {
            rest.next();
            if !matches!(escaped, '<' | '>') {
                out.push('\\');
            }
            out.push(escaped);
            !matches!(escaped, 'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P')
        }
        ('[' | ']' | '-' | '&' | '~' | '^', _) => {
            out.extend(['\\', next]);
            true
        }
        _ => {
            out.push(next);
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_stays() {
        for same in [
            r"\b(ghp_[0-9a-zA-Z]{36})(?:[\x60'\s;]|\\[nr]|$)",
            r"(?i)[\w.]{0,50}?(?:key)a{2}b{2,}c*?",
            r"[[:alnum:]_]+\p{Lu}",
            r"(?P<name>a|b)",
        ] {
            assert_eq!(translate(same), same);
        }
    }

    #[test]
    fn what_has_to_be_escaped_is() {
        for (go, rust) in [
            (r"^\${(?:[A-Z_]+)}$", r"^\$\{(?:[A-Z_]+)\}$"),
            (r"{\d+}", r"\{\d+\}"),
            (r"a|{2}", r"a|\{2\}"),
            (r"[\w-.]", r"[\w\-.]"),
            (r"[a-z0-9_-]", r"[a-z0-9_\-]"),
            (r"[]a[]", r"[\]a\[]"),
            (r"[a&&b~~c]", r"[a\&\&b\~\~c]"),
            (r"[+--]", r"[+-\-]"),
            (r"\<a\>[\<]", r"<a>[<]"),
            (r"\Qa.b\E.", r"a\.b."),
        ] {
            assert_eq!(translate(go), rust, "{go}");
            regex_syntax::parse(rust).expect(rust);
        }
    }
}

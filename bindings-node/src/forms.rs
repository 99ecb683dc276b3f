//! The forms in which a build writes a value.

use std::fmt::Write as _;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

/// A value in one of its forms.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    pub(crate) text: Vec<u8>,
}

/// All forms of a value that differ from one another, the value itself first.
pub(crate) fn forms(value: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut put = |name, text: Vec<u8>| {
        if forms.iter().all(|form| form.text != text) {
            forms.push(Form { name, text });
        }
    };
    put("verbatim", value.as_bytes().to_vec());
    let json = escaped(value, '"', false);
    put("json", json.clone().into());
    for quote in ['"', '\'', '`'] {
        put("json", escaped(&json, quote, false).into());
        put("string", escaped(value, quote, false).into());
    }
    for quote in ['"', '\'', '`'] {
        put("string", escaped(value, quote, true).into());
    }
    put("html", html(value).into());
    put("percent", percent(value, |byte| b"-_.!~*'()".contains(&byte)).into());
    put("percent", percent(value, |byte| b"-_.~".contains(&byte)).into());
    for digits in [HEXLOWER, HEXUPPER] {
        let hex = digits.encode(value.as_bytes());
        let pairs = || hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
        let each = |before: &str| pairs().flat_map(|pair| [before, pair]).collect::<String>();
        put("percent", each("%").into());
        put("escapes", each("\\x").into());
        put("escapes", each("\\u00").into());
        put("escapes", each("\\\\x").into());
        put("escapes", each("\\\\u00").into());
        put("hex", hex.into());
    }
    for (name, alphabet) in [("base64", &BASE64_NOPAD), ("base64", &BASE64URL_NOPAD)] {
        for before in 0..3 {
            put(name, base64(value, before, alphabet));
        }
    }
    forms
}

/// As it stands within such quotes; what is not ASCII as it is, or in the escapes of JavaScript.
fn escaped(value: &str, quote: char, only_ascii: bool) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '\n' if quote != '`' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' if quote == '"' => text.push_str("\\t"),
            '\\' => text.push_str("\\\\"),
            _ if character == quote => text.extend(['\\', quote]),
            '\u{80}'..='\u{ff}' if only_ascii => put(&mut text, "\\x", character as u16, 2),
            '\u{100}'.. if only_ascii => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    put(&mut text, "\\u", *unit, 4);
                }
            }
            _ => text.push(character),
        }
    }
    text
}

fn put(text: &mut String, escape: &str, unit: u16, digits: usize) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{escape}{unit:0digits$X}");
}

fn html(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            _ => text.push(character),
        }
    }
    text
}

fn percent(value: &str, is_plain: impl Fn(u8) -> bool) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || is_plain(byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The characters that the value alone decides on, with so many bytes before it.
fn base64(value: &str, before: usize, alphabet: &data_encoding::Encoding) -> Vec<u8> {
    let bytes = [&[0, 0][..before], value.as_bytes()].concat();
    let text = alphabet.encode(&bytes).into_bytes();
    let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    text.get(start..end).unwrap_or_default().to_vec()
}

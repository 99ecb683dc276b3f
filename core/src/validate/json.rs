//! The members of a JSON object, read in place.
//!
//! Tokens carry small objects whose numbers and strings make facts. This looks at no more than it
//! is asked for and takes anything for JSON that has its brackets and quotes in order.

/// A member's value, as it is written.
#[derive(Clone, Copy)]
pub(super) struct Value<'j>(pub(super) &'j [u8]);

impl<'j> Value<'j> {
    /// The text of a string that needs no unescaping.
    pub(super) fn text(self) -> Option<&'j str> {
        let text = self.0.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        core::str::from_utf8(text).ok().filter(|text| !text.contains('\\'))
    }

    /// A number without its fraction.
    pub(super) fn number(self) -> Option<u64> {
        let whole = self.0.split(|&byte| byte == b'.').next()?;
        core::str::from_utf8(whole).ok()?.parse().ok()
    }
}

/// Shows each member of the object that the bytes are; `None` if they are none.
pub(super) fn members(json: &[u8], mut visit: impl FnMut(&[u8], Value<'_>)) -> Option<()> {
    let mut rest = expect(json, b'{')?;
    if expect(rest, b'}').is_some() {
        return Some(());
    }
    loop {
        let (key, after) = value(rest)?;
        let key = key.0.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        let (value, after) = value(expect(after, b':')?)?;
        visit(key, value);
        match expect(after, b',') {
            Some(next) => rest = next,
            None => return expect(after, b'}').map(|_| ()),
        }
    }
}

fn expect(json: &[u8], byte: u8) -> Option<&[u8]> {
    json.trim_ascii_start().strip_prefix(&[byte])
}

/// The value at the start, and what follows it.
fn value(json: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let json = json.trim_ascii_start();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, &byte) in json.iter().enumerate() {
        let ends_before = !quoted && depth == 0 && matches!(byte, b',' | b'}' | b']' | b':');
        if ends_before {
            let value = json[..at].trim_ascii_end();
            return (!value.is_empty()).then_some((Value(value), &json[at..]));
        }
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    fn all(json: &str) -> Option<Vec<(String, String)>> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_string();
        let mut all = Vec::new();
        members(json.as_bytes(), |key, value| all.push((text(key), text(value.0))))?;
        Some(all)
    }

    #[test]
    fn members_are_shown_as_they_are_written() {
        let json = r#" {"a": "x,}\"y", "b":[1,{"c":2}], "d" : 1.5 } "#;
        let pairs = [("a", r#""x,}\"y""#), ("b", r#"[1,{"c":2}]"#), ("d", "1.5")];
        let pairs = pairs.map(|(key, value)| (key.to_string(), value.to_string()));
        assert_eq!(all(json).unwrap(), pairs);
        assert_eq!(all("{}").unwrap(), []);
    }

    #[test]
    fn broken_objects_are_none() {
        for json in ["", "[]", "{", r#"{"a""#, r#"{"a":}"#, r#"{"a":1"#, r#"{"a":1]"#, "}}}}", "{]"]
        {
            assert_eq!(all(json), None, "{json}");
        }
    }

    #[test]
    fn values_are_texts_and_numbers() {
        assert_eq!(Value(br#""eu""#).text(), Some("eu"));
        assert_eq!(Value(br#""a\n""#).text(), None);
        assert_eq!(Value(b"1700000000.25").number(), Some(1_700_000_000));
        assert_eq!(Value(b"-1").number(), None);
    }
}

//! Text in base64: what it says tells more than how it is written.

use arrayvec::ArrayVec;

use crate::validate::base64;

/// Bytes that are read, at most.
pub(crate) const LONGEST: usize = 96;

/// Bytes that would hardly all be text by chance.
const SHORTEST: usize = 9;

/// The text that the value holds in base64, as far as it is read; `None` if it holds none.
///
/// Text in braces is none: such values are tokens by themselves.
pub(crate) fn text(value: &[u8]) -> Option<ArrayVec<u8, LONGEST>> {
    let symbols = value.iter().rposition(|&byte| byte != b'=')? + 1;
    let is_symbol = |b: &u8| b.is_ascii_alphanumeric() || b"+/-_".contains(b);
    if symbols % 4 == 1 || !value[..symbols].iter().all(is_symbol) {
        return None;
    }
    let mut text = ArrayVec::new();
    for byte in base64::decode(value[..symbols].iter().copied()).take(LONGEST) {
        if !(byte.is_ascii_graphic() || b" \n\r\t".contains(&byte)) {
            return None;
        }
        text.push(byte);
    }
    (text.len() >= SHORTEST && text[0] != b'{').then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read() {
        let read = |value: &str| text(value.as_bytes()).map(|text| text.to_vec());
        assert_eq!(read("dGhpcyBpcyBhIHRlc3Q=").unwrap(), b"this is a test");
        assert_eq!(read("YWRtaW4tcGFzcw").unwrap(), b"admin-pass");
        for none in [
            "",
            "====",
            "YWRtaW4=",
            "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E",
            "a.b",
            "eyJhIjoiYmNkZWZnaGkifQ",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}

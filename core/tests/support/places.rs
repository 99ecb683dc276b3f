//! Where credentials stand: what may be before and after an example.

use super::examples::Example;

/// Text around an example.
pub(crate) struct Place {
    /// What to call it.
    pub(crate) name: &'static str,
    pub(crate) before: &'static [u8],
    pub(crate) after: &'static [u8],
    /// Whether the example can stand there as it is.
    suits: fn(&Example) -> bool,
}

impl Place {
    pub(crate) fn suits(&self, example: &Example) -> bool {
        (self.suits)(example)
    }
}

/// A line that is nobody's secret.
macro_rules! neutral {
    () => {
        "the quick brown fox jumps over the lazy dog\n"
    };
}

macro_rules! place {
    ($name:literal, $before:expr, $after:expr, $suits:expr) => {
        Place { name: $name, before: $before, after: $after, suits: $suits }
    };
}

/// All places that every rule has to cope with.
pub(crate) const PLACES: [Place; 12] = [
    place!("as it is", b"", b"", |_| true),
    place!("at the start", b"", concat!("\n", neutral!()).as_bytes(), |_| true),
    place!("in the middle", neutral!().as_bytes(), concat!("\n", neutral!()).as_bytes(), |_| true),
    place!("at the end", neutral!().as_bytes(), b"", |_| true),
    place!("in double quotes", b"\"", b"\"", |example| is_bare_without(example, b'"')),
    place!("in single quotes", b"'", b"'", |example| is_bare_without(example, b'\'')),
    place!("in backticks", b"`", b"`", |example| is_bare_without(example, b'`')),
    // What JSON has to escape is another text; rules are held to that which it leaves alone.
    place!("in JSON", b"{\"level\":\"info\",\"text\":\"", b"\",\"n\":1}\n", |example| {
        example.bytes.iter().all(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20))
    }),
    place!("in a CSV field", b"id,value,day\n7,", b",monday\n", |example| {
        example.bytes.iter().all(|byte| !matches!(byte, b'"' | b',' | b'\n'))
    }),
    place!("in a quoted CSV field", b"7,\"", b"\",monday\n", |example| {
        !example.bytes.contains(&b'"')
    }),
    place!("after NUL bytes", b"\0\0\0", b"\0", |_| true),
    place!("after invalid UTF-8", b"\xff\xfe\x80", b"\xc3\n", |_| true),
];

fn is_bare_without(example: &Example, quote: u8) -> bool {
    example.is_bare() && !example.bytes.contains(&quote)
}

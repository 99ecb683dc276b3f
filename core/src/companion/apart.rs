//! How far apart two parts stand: in one record or in two, and by how many lines.

/// How far apart two parts are: the less, the sooner they belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Apart {
    other_record: bool,
    lines: usize,
}

impl Apart {
    pub(super) const FAR: Self = Self { other_record: true, lines: usize::MAX };

    /// How far apart two parts are that have this between them.
    pub(super) fn by(between: &[u8]) -> Self {
        Self {
            other_record: holds_border(between),
            lines: memchr::memchr_iter(b'\n', between).count(),
        }
    }
}

/// Whether a record ends and another begins: one object after another, an item of a YAML list, a
/// section of an INI file, an empty line.
fn holds_border(between: &[u8]) -> bool {
    let (mut depth, mut least) = (0i32, 0i32);
    for &byte in between {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth > least && least < 0 {
            return true;
        }
        least = least.min(depth);
    }
    let mut lines = between.split(|&byte| byte == b'\n');
    // The first is the rest of a line, and the last is the start of one.
    lines.next();
    let rest = lines.map(<[u8]>::trim_ascii);
    let mut rest = rest.peekable();
    while let Some(line) = rest.next() {
        let is_last = rest.peek().is_none();
        if line.starts_with(b"- ")
            || !is_last && (line.is_empty() || line.starts_with(b"[") && line.ends_with(b"]"))
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_borders() {
        for text in ["\"}, {\"id\": \"", "\n[other]\nid = ", "\n\nID=", "\n  - id: ", "\"\n},\n{\n"]
        {
            assert!(holds_border(text.as_bytes()), "{text}");
        }
        for text in [
            "\", \"secret\": \"",
            "\nSECRET=",
            ",",
            "\": {\"secret\": \"",
            "\"}, \"secret\": \"",
            "\n  secret: ",
            "\", \"tags\": [\n  1\n], \"secret\": \"",
        ] {
            assert!(!holds_border(text.as_bytes()), "{text}");
        }
    }
}

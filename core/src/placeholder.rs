//! Values that stand where a credential belongs but are none: `EXAMPLE`, `xxxx`, `${TOKEN}`.

/// Words that stand where a credential goes, in lower case.
const STAND_INS: &[&[u8]] = &[
    b"example",
    b"placeholder",
    b"changeme",
    b"change_me",
    b"change-me",
    b"replace",
    b"insert",
    b"redacted",
    b"removed",
    b"dummy",
    b"your",
    b"todo",
    b"notreal",
    b"not_real",
    b"xxxx",
    b"****",
    b"....",
    b"goes-here",
    b"goes_here",
    b"goeshere",
    b"my-token",
    b"mytoken",
    b"my_token",
];

/// What people type when they make up a value, in lower case.
const MADE_UP: &[&[u8]] =
    &[b"sample", b"fake", b"foobar", b"abcdef", b"123456", b"passw", b"deadbeef"];

/// A run or sequence of this many characters does not come about by chance in a short value.
const LONG_RUN: usize = 8;

/// Up to this length a single run or sequence speaks for the whole value.
const SHORT_VALUE: usize = 128;

/// Brackets in anything longer are its own, as in a key written as XML.
const LONGEST_TEMPLATE: usize = 256;

/// How far a value looks like one that stands for a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// It does not.
    No,
    /// Somebody may have typed it: `1234567890abcdef`. Where all else is a vendor's own, it may
    /// still be a credential.
    MadeUp,
    /// One character or sequence takes up more than two thirds of it: only a format that is checked can
    /// still speak for it.
    Filler,
    /// It only shows where one goes.
    StandIn,
}

/// Judges a value by itself.
pub(crate) fn judge(secret: &[u8]) -> Placeholder {
    if is_template(secret)
        || has_word(secret, STAND_INS)
        || has_fill(secret)
        || is_one_character(secret)
    {
        Placeholder::StandIn
    } else if longest_run(secret) * 3 > secret.len() * 2 {
        Placeholder::Filler
    } else if has_long_run(secret) || has_word(secret, MADE_UP) {
        Placeholder::MadeUp
    } else {
        Placeholder::No
    }
}

/// Whether the value is a reference to another: `${NAME}`, `$(command)`, `{{name}}`, `<name>`,
/// `%NAME%`, `%s`, `$NAME`, `#{name}`.
pub(crate) fn is_template(secret: &[u8]) -> bool {
    let pairs: [(&[u8], &[u8]); 8] = [
        (b"${", b"}"),
        (b"$(", b")"),
        (b"{{", b"}}"),
        (b"<", b">"),
        (b"#{", b"}"),
        (b"%(", b")"),
        (b"[", b"]"),
        (b"{", b"}"),
    ];
    let holds = |(open, close): &(&[u8], &[u8])| {
        let start = memchr::memmem::find(secret, open);
        start.is_some_and(|at| memchr::memmem::find(&secret[at + open.len()..], close).is_some())
    };
    let is_name = |text: &[u8]| {
        !text.is_empty()
            && text.iter().all(|&b| b == b'_' || b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    secret.len() <= LONGEST_TEMPLATE && pairs.iter().any(holds)
        || matches!(secret, b"%s" | b"%d" | b"%v" | b"%@" | b"%r")
        || matches!(secret, [b'$', name @ ..] if is_name(name))
        || matches!(secret, [b'%', name @ .., b'%'] if is_name(name))
}

/// `xxxxxxxx`, `********`, `........`: no generator does that in a value of any length.
fn has_fill(secret: &[u8]) -> bool {
    secret
        .windows(LONG_RUN)
        .any(|window| b"xX*.".contains(&window[0]) && window.iter().all(|&byte| byte == window[0]))
}

/// `key_000000000000000000000000`: four fifths of the value are one character, repeated.
fn is_one_character(secret: &[u8]) -> bool {
    let longest = secret.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or(0);
    longest >= 2 * LONG_RUN && longest * 5 >= secret.len() * 4
}

/// `aaaaaaaa`, `12345678`, `abcdefgh`, `87654321`.
fn has_long_run(secret: &[u8]) -> bool {
    let needed = if secret.len() <= SHORT_VALUE { LONG_RUN } else { secret.len() / 2 };
    longest_run(secret) >= needed
}

/// How many characters in a row are the same, or follow one another, in either case.
fn longest_run(secret: &[u8]) -> usize {
    let longest = |step: i16| {
        let (mut run, mut longest) = (1, 1);
        for pair in secret.windows(2) {
            let [before, after] = [pair[0], pair[1]].map(|byte| byte.to_ascii_lowercase());
            run = if i16::from(after) - i16::from(before) == step { run + 1 } else { 1 };
            longest = longest.max(run);
        }
        longest
    };
    longest(0).max(longest(1)).max(longest(-1))
}

/// Whether the value holds one of the words, and would hardly hold it by chance.
fn has_word(secret: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| !by_chance(secret.len(), word.len()) && contains(secret, word))
}

/// Whether a random value of that length holds a given word, in either case, more often than once
/// in ten thousand. (Two of 62 characters fit at each place: 31 to the power of the word's length.)
fn by_chance(length: usize, word: usize) -> bool {
    let odds = 31u64.saturating_pow(word as u32);
    (length as u64).saturating_mul(10_000) > odds
}

fn contains(secret: &[u8], word: &[u8]) -> bool {
    secret.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_where_a_credential_goes_is_told_from_what_is_made_up() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxx",
            "${DB_PASSWORD}",
            "$TOKEN",
            "<your-token>",
            "{{ secrets.TOKEN }}",
            "your_api_key_here_please",
            "%API_KEY%",
            "hvs.placeholder-token-value",
            "****************",
            "key_0000000000000000000000000000000000000000",
        ] {
            assert_eq!(judge(text.as_bytes()), Placeholder::StandIn, "{text}");
        }
        for text in
            ["sk-live-1234567890-Zk3vQ", "7fQ00000000zK9mX", "Zk3v98765432QxL", "key-foobar-1"]
        {
            assert_eq!(judge(text.as_bytes()), Placeholder::MadeUp, "{text}");
        }
    }

    #[test]
    fn what_is_mostly_one_run_is_filler() {
        for text in
            ["mlsn.aaaaaaaaaaaaaaaaaaaaaaaa", "tss_AbCdEfGhIjKlMnOpQrSt", "00000000000000000000"]
        {
            assert_eq!(judge(text.as_bytes()), Placeholder::Filler, "{text}");
        }
    }

    #[test]
    fn random_values_are_neither() {
        for text in
            ["zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E", "f3a9c1d07b6e4825", "kX93mLq0ZtWv", "p4$$w0rd%9"]
        {
            assert_eq!(judge(text.as_bytes()), Placeholder::No, "{text}");
        }
    }
}

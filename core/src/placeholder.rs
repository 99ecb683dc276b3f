//! Values that stand where a credential belongs but are none: `EXAMPLE`, `xxxx`, `${TOKEN}`.

/// Words that people write into placeholders, in lower case.
const WORDS: &[&[u8]] = &[
    b"example",
    b"sample",
    b"placeholder",
    b"changeme",
    b"change_me",
    b"change-me",
    b"replace",
    b"insert",
    b"redacted",
    b"removed",
    b"dummy",
    b"fake",
    b"your",
    b"todo",
    b"foobar",
    b"notreal",
    b"not_real",
    b"xxxx",
    b"****",
    b"....",
    b"abcdef",
    b"123456",
    b"passw",
    b"deadbeef",
    b"goes-here",
    b"goes_here",
    b"goeshere",
    b"my-token",
    b"mytoken",
    b"my_token",
];

/// A run or sequence of this many characters does not come about by chance in a short value.
const LONG_RUN: usize = 8;

/// Up to this length a single run or sequence speaks for the whole value.
const SHORT_VALUE: usize = 128;

/// Brackets in anything longer are its own, as in a key written as XML.
const LONGEST_TEMPLATE: usize = 256;

/// Whether the value looks like one that somebody typed to show where a credential goes.
pub(crate) fn is_placeholder(secret: &[u8]) -> bool {
    is_template(secret) || has_long_run(secret) || has_word(secret)
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

/// `aaaaaaaa`, `12345678`, `abcdefgh`, `87654321`.
fn has_long_run(secret: &[u8]) -> bool {
    let needed = if secret.len() <= SHORT_VALUE { LONG_RUN } else { secret.len() / 2 };
    [0i16, 1, -1].iter().any(|&step| {
        let mut run = 1;
        secret.windows(2).any(|pair| {
            let continues = i16::from(pair[1]) - i16::from(pair[0]) == step;
            run = if continues { run + 1 } else { 1 };
            run >= needed
        })
    })
}

/// Whether the value holds one of the words, and would hardly hold it by chance.
fn has_word(secret: &[u8]) -> bool {
    WORDS.iter().any(|word| !by_chance(secret.len(), word.len()) && contains(secret, word))
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
    fn what_people_type_is_a_placeholder() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxx",
            "${DB_PASSWORD}",
            "$TOKEN",
            "<your-token>",
            "sk-1234567890abcd",
            "{{ secrets.TOKEN }}",
            "your_api_key_here_please",
            "%API_KEY%",
            "00000000000000000000",
            "hvs.placeholder-token-value",
            "****************",
        ] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn random_values_are_none() {
        for text in
            ["zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E", "f3a9c1d07b6e4825", "kX93mLq0ZtWv", "p4$$w0rd%9"]
        {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
    }
}

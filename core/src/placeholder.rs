//! Values that stand where a credential belongs but are none: `EXAMPLE`, `xxxx`, `${TOKEN}`; and
//! those that somebody made up: `1234567890abcdef`, `aB1cD2eF3gH4`.

use Kind::{Example, MadeUp, StandIn};

use crate::words::Words;

/// How far a value looks like one that stands for a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// It does not.
    No,
    /// Somebody may have typed it. Where all else is a vendor's own, it may still be a credential.
    MadeUp,
    /// A small part of it says that it is an example. Who changes a credential so that it can be
    /// shown often changes no more than that.
    Example,
    /// It only shows where one goes.
    StandIn,
}

/// What a word in a value says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    MadeUp,
    /// A stand-in, unless it is a small part of the value.
    Example,
    StandIn,
}

/// Words that give a value away.
static WORDS: Words<Kind> = Words::new(&[
    (b"****", StandIn),
    (b"-here", StandIn),
    (b"....", StandIn),
    (b"123abc", MadeUp),
    (b"1qaz2wsx", MadeUp),
    (b"_here", StandIn),
    (b"abc123", MadeUp),
    (b"abcdef", MadeUp),
    (b"asdfgh", MadeUp),
    (b"bogus", MadeUp),
    (b"change-me", StandIn),
    (b"change_me", StandIn),
    (b"changeme", StandIn),
    (b"deadbeef", MadeUp),
    (b"dummy", Example),
    (b"example", Example),
    (b"fake", MadeUp),
    (b"foobar", MadeUp),
    (b"goeshere", StandIn),
    (b"insert", StandIn),
    (b"invalid", MadeUp),
    (b"ipsum", MadeUp),
    (b"lorem", MadeUp),
    (b"masked", StandIn),
    (b"my-token", Example),
    (b"my_token", Example),
    (b"mytoken", Example),
    (b"nonexist", MadeUp),
    (b"not-a-", MadeUp),
    (b"not_real", StandIn),
    (b"notreal", StandIn),
    (b"notvalid", MadeUp),
    (b"passw", MadeUp),
    (b"placeholder", StandIn),
    (b"qwerty", MadeUp),
    (b"redacted", StandIn),
    (b"removed", StandIn),
    (b"replace", StandIn),
    (b"sample", MadeUp),
    (b"super-secret", MadeUp),
    (b"super_secret", MadeUp),
    (b"supersecret", MadeUp),
    (b"this-is", MadeUp),
    (b"this_is", MadeUp),
    (b"thisis", MadeUp),
    (b"todo", StandIn),
    (b"verylong", MadeUp),
    (b"xxxx", StandIn),
    (b"your", StandIn),
    (b"zxcvbn", MadeUp),
]);

/// A run or sequence of this many characters does not come about by chance in a short value.
const LONG_RUN: usize = 8;

/// The same, of the letters alone or the digits alone, whatever stands between.
const LONG_STRIDE: usize = 7;

/// So many characters whose kinds come in a fixed order were typed by somebody who tried to make
/// them look random.
const LONG_RHYTHM: usize = 20;

/// Up to this length a single run or sequence speaks for the whole value.
const SHORT_VALUE: usize = 128;

/// Words that say that the value is an example leave the rest as it was if they are no more than one
/// part in so many.
const SMALL_PART: usize = 4;

/// Brackets in anything longer are its own, as in a key written as XML.
const LONGEST_TEMPLATE: usize = 256;

/// Judges a value by itself.
pub(crate) fn judge(secret: &[u8]) -> Placeholder {
    if is_template(secret) || is_cut_off(secret) || is_blank(secret) || is_one_character(secret) {
        return Placeholder::StandIn;
    }
    match (word(secret), fill(secret)) {
        (Some(StandIn), _) | (_, Some(StandIn)) => Placeholder::StandIn,
        (Some(Example), _) => Placeholder::Example,
        (Some(MadeUp), _) | (_, Some(MadeUp)) => Placeholder::MadeUp,
        _ if secret.len() > SHORT_VALUE => {
            if is_periodic(secret) {
                Placeholder::MadeUp
            } else {
                Placeholder::No
            }
        }
        _ if has_stride(secret) || has_rhythm(secret) || repeats(secret) => Placeholder::MadeUp,
        _ => Placeholder::No,
    }
}

/// Whether a text between brackets may say what belongs there: not if it is empty, or holds more
/// signs than names and descriptions of values do, or classes of characters.
fn may_describe(text: &[u8]) -> bool {
    const MOST: usize = 3;
    let signs = text.iter().filter(|byte| b"!#%&*+;=?[]^{}~".contains(byte)).count();
    !text.is_empty() && signs <= MOST
}

/// Whether the value is a reference to another: `${NAME}`, `$(command)`, `{{name}}`, `<name>`,
/// `%NAME%`, `%s`, `$NAME`, `#{name}`, `[name]`, `%5Bname%5D`.
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
        let Some(at) = memchr::memmem::find(secret, open) else { return false };
        let rest = &secret[at + open.len()..];
        // Brackets alone may also have been drawn, with other signs between, or as a small part of
        // a long value.
        let end = memchr::memmem::find(rest, close);
        end.is_some_and(|end| {
            open.len() > 1 || may_describe(&rest[..end]) && end * SMALL_PART >= secret.len()
        })
    };
    let is_name = |text: &[u8]| {
        !text.is_empty()
            && text.iter().all(|&b| b == b'_' || b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let brackets = |&byte: &u8| matches!(byte, b'}' | b')' | b'>' | b']');
    secret.len() <= LONGEST_TEMPLATE && secret.iter().any(brackets) && pairs.iter().any(holds)
        || matches!(secret, b"%s" | b"%d" | b"%v" | b"%@" | b"%r")
        || matches!(secret, [b'$', name @ ..] if is_name(name))
        || matches!(secret, [b'%', name @ .., b'%'] if is_name(name))
        || matches!(secret, [b'%', b'5', b'B' | b'b', .., b'%', b'5', b'D' | b'd'])
}

/// `eyJ2IjoiMSIsInMi...`, `MIIEow...Xk4=`: nobody can use what is left out.
fn is_cut_off(secret: &[u8]) -> bool {
    memchr::memchr_iter(b'.', secret).any(|at| secret[at..].starts_with(b"..."))
}

/// `********`, `#**#`, `--.--`: nothing but what masks and separators are made of.
pub(crate) fn is_blank(secret: &[u8]) -> bool {
    secret.iter().all(|byte| b"*#-_.:".contains(byte))
}

/// `AAAAAAAAAAAAAAAA`, `00000000-0000-0000-0000-000000000000`.
fn is_one_character(secret: &[u8]) -> bool {
    let mut characters = secret.iter().filter(|byte| !b"-_.:".contains(byte));
    characters.next().is_some_and(|first| characters.all(|byte| byte == first))
}

/// What the words in the value say, if it would hardly hold them by chance.
fn word(secret: &[u8]) -> Option<Kind> {
    let (mut found, mut examples) = (None, 0);
    for (_, word, kind) in WORDS.find(secret) {
        if by_chance(secret.len(), word.len()) {
            continue;
        }
        match kind {
            StandIn => return Some(StandIn),
            Example => examples += word.len(),
            MadeUp => {}
        }
        found = if examples > 0 { Some(Example) } else { Some(MadeUp) };
    }
    if examples * SMALL_PART > secret.len() { Some(StandIn) } else { found }
}

/// Whether a random value of that length holds a given word, in either case, more often than once
/// in ten thousand. (Two of 62 characters fit at each place: 31 to the power of the word's length.)
fn by_chance(length: usize, word: usize) -> bool {
    let odds = 31u64.saturating_pow(word as u32);
    (length as u64).saturating_mul(10_000) > odds
}

/// `xxxxxxxx`, `0000000000000000`: what fills a place. `aaaaaaaa`, `12345678`, `abcdefgh`,
/// `87654321`: what fingers do.
fn fill(secret: &[u8]) -> Option<Kind> {
    let half = secret.len() / 2;
    let needed = if secret.len() <= SHORT_VALUE { LONG_RUN } else { half };
    let (mut same, mut up, mut down) = (1, 1, 1);
    let mut found = None;
    for pair in secret.windows(2) {
        let &[before, byte] = pair else { break };
        let step = i16::from(byte) - i16::from(before);
        same = if step == 0 { same + 1 } else { 1 };
        up = if step == 1 { up + 1 } else { 1 };
        down = if step == -1 { down + 1 } else { 1 };
        if same >= LONG_RUN {
            match byte {
                b'x' | b'X' | b'*' | b'.' => return Some(StandIn),
                b'0' | b'a' | b'f' | b'-' | b'_' | b'#' if same >= half.max(2 * LONG_RUN) => {
                    return Some(StandIn);
                }
                // Zero bytes in base 64.
                b'A' if same < half => {}
                _ if same >= needed => found = Some(MadeUp),
                _ => {}
            }
        }
        if up >= needed || down >= needed {
            found = Some(MadeUp);
        }
    }
    found
}

/// Whether more than half of the value is long runs of one character each: nobody's key.
pub(crate) fn is_filled(secret: &[u8]) -> bool {
    let runs = secret.chunk_by(|before, byte| before == byte).map(<[u8]>::len);
    let filled: usize = runs.filter(|&length| length >= LONG_RUN).sum();
    2 * filled > secret.len()
}

/// `abc123def456ghi789`, `a1B2c3D4e5F6g7`: the letters are the alphabet, or the digits a count.
fn has_stride(secret: &[u8]) -> bool {
    let (mut letter, mut letters) = (0, 0);
    let (mut digit, mut digits) = (b'9', 0);
    secret.iter().any(|&byte| {
        if byte.is_ascii_alphabetic() {
            let byte = byte.to_ascii_lowercase();
            letters = if byte == letter + 1 { letters + 1 } else { 1 };
            letter = byte;
        } else if byte.is_ascii_digit() {
            digits =
                if byte == digit + 1 || (digit, byte) == (b'9', b'0') { digits + 1 } else { 1 };
            digit = byte;
        }
        letters >= LONG_STRIDE || digits > LONG_STRIDE
    })
}

/// `aB3dE6gH9jK2mN5q`: lower, upper, digit, and again.
fn has_rhythm(secret: &[u8]) -> bool {
    // The kinds of the last characters, two bits each, the latest lowest.
    let mut kinds = 0u32;
    let mut runs = [0usize; 3];
    secret.iter().enumerate().any(|(at, byte)| {
        let kind = match byte {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            _ => 3,
        };
        // Kinds that stay as they are have no rhythm.
        let changes = kinds & 3 != kind;
        kinds = kinds << 2 | kind;
        for (run, period) in runs.iter_mut().zip(2..) {
            let same = at >= period && kinds >> (2 * period) & 3 == kind;
            *run = if same && changes { *run + 1 } else { 0 };
            if *run >= LONG_RHYTHM {
                return true;
            }
        }
        false
    })
}

/// Whether a long value's end stands in it before, and is no fill.
fn is_periodic(secret: &[u8]) -> bool {
    let Some((rest, end)) = secret.split_last_chunk::<{ 2 * LONG_RUN }>() else { return false };
    // An encoding's padding, and the zeros that it encodes, are no part of the period.
    let is_fill = end.iter().all(|byte| *byte == end[0] || *byte == b'=');
    !is_fill && memchr::memmem::find(rest, end).is_some()
}

/// Whether the value's end stands in it before.
fn repeats(secret: &[u8]) -> bool {
    let Some((rest, end)) = secret.split_last_chunk::<LONG_RUN>() else { return false };
    memchr::memmem::find(rest, end).is_some()
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
            "%5BFILTERED%5D",
            "hvs.placeholder-token-value",
            "****************",
            "#*##*##*",
            "eyJ2IjoiMSIsInMiOjEsImMiOi...",
            "key_00000000000000000000000000000000",
            "00000000-0000-0000-0000-000000000000",
            "AAAAAAAAAAAAAAAAAAAA",
        ] {
            assert_eq!(judge(text.as_bytes()), Placeholder::StandIn, "{text}");
        }
        for text in [
            "sk-1234567890abcd",
            "This-is-my-test-99!",
            "key-11111111111111111111",
            "8765432112",
            "key-foobar-1",
            "abc123def456ghi789jkl012",
            "aB1cD2eF3gH4iJ5kL6",
            "R7mQ2vN9xK4pT8cW1zL6gH3sD5fJ0aB7",
            "k3Vt9LqZx0k3Vt9LqZx0",
            "qwertyuiop",
        ] {
            assert_eq!(judge(text.as_bytes()), Placeholder::MadeUp, "{text}");
        }
    }

    #[test]
    fn a_credential_that_was_changed_to_be_shown_is_told_from_a_stand_in() {
        for text in ["zQ9wBk27LmNcX1RtVy8DsGh4JfPa6EXAMPLE", "T00EXAMPLE1/zQ9wBk27LmNcX1RtVy8DsGh4"]
        {
            assert_eq!(judge(text.as_bytes()), Placeholder::Example, "{text}");
        }
        for text in ["zQ9wBk27LmEXAMPLE", "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6-example-xxxxxxxx"] {
            assert_eq!(judge(text.as_bytes()), Placeholder::StandIn, "{text}");
        }
    }

    #[test]
    fn filled_values_are_told() {
        for (text, expected) in [
            ("aaaaaaaaaa1111111111bbbbbbbbbb2222222222", true),
            ("LMNOPQRSTUVWXYZZZZZZZZ9999999999", true),
            ("f3a9c1d07b6e4825aaaaaaaa", false),
            ("zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E", false),
            ("", false),
        ] {
            assert_eq!(is_filled(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn random_values_are_neither() {
        for text in [
            "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E",
            "f3a9c1d07b6e4825",
            "kX93mLq0ZtWv",
            "p4$$w0rd%9",
            "zQ9wBk27<mNcX1R>tVy8D,Gh4J|Pa6E&k3Vt9(qZx0!",
        ] {
            assert_eq!(judge(text.as_bytes()), Placeholder::No, "{text}");
        }
    }
}

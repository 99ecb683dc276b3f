//! Passwords that people choose, and what only stands for one.

use arrayvec::ArrayVec;

use crate::{likeness, placeholder};

/// What a value is, where a password belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Password {
    /// A variable, a mask, or a word that documents write there.
    StandIn,
    /// The name of a variable, or an expression.
    Code,
    /// Such a word, respelled until rules for passwords let it pass: `P@ssw0rd`, `Secret1!`. One of
    /// the first that anybody tries, but documents seldom write it where they mean none.
    Respelled,
    /// Anything else.
    Chosen,
}

impl Password {
    /// Whether somebody may have chosen it.
    pub(crate) const fn may_open(self) -> bool {
        matches!(self, Self::Chosen | Self::Respelled)
    }
}

/// Judges a value that stands where a password belongs.
pub(crate) fn judge(value: &[u8]) -> Password {
    let one_character = value.windows(2).all(|pair| pair[0] == pair[1]);
    if one_character
        || placeholder::is_blank(value)
        || value.iter().any(u8::is_ascii_control)
        || placeholder::is_template(value)
        || is_stand_in(value)
    {
        Password::StandIn
    } else if is_code(value) || is_format(value) && likeness::drawn(value) <= 0 {
        Password::Code
    } else if is_respelled(value) {
        Password::Respelled
    } else {
        Password::Chosen
    }
}

/// Words of which stand-ins consist, in lower case and alphabetical order: what it is, whose, and
/// that it is none.
const WORDS: &[&[u8]] = &[
    b"a",
    b"account",
    b"actual",
    b"admin",
    b"api",
    b"app",
    b"auth",
    b"bar",
    b"baz",
    b"bool",
    b"boolean",
    b"bytes",
    b"changeit",
    b"changeme",
    b"char",
    b"client",
    b"credential",
    b"credentials",
    b"database",
    b"db",
    b"default",
    b"dev",
    b"empty",
    b"enter",
    b"env",
    b"example",
    b"false",
    b"foo",
    b"foobar",
    b"for",
    b"function",
    b"guest",
    b"here",
    b"hidden",
    b"host",
    b"int",
    b"is",
    b"key",
    b"letmein",
    b"localhost",
    b"login",
    b"me",
    b"mongo",
    b"mongodb",
    b"my",
    b"mysql",
    b"name",
    b"new",
    b"nil",
    b"none",
    b"null",
    b"number",
    b"object",
    b"old",
    b"optional",
    b"pass",
    b"passphrase",
    b"passw0rd",
    b"passwd",
    b"password",
    b"placeholder",
    b"postgres",
    b"postgresql",
    b"pw",
    b"pwd",
    b"rabbitmq",
    b"redacted",
    b"redis",
    b"required",
    b"root",
    b"sa",
    b"sample",
    b"secret",
    b"secure",
    b"self",
    b"service",
    b"some",
    b"str",
    b"string",
    b"super",
    b"temp",
    b"test",
    b"testing",
    b"text",
    b"the",
    b"this",
    b"token",
    b"true",
    b"undefined",
    b"user",
    b"username",
    b"value",
    b"void",
    b"your",
    b"xyz",
];

/// Whole values that everybody knows from documents.
const KNOWN: &[&[u8]] = &[
    b"hunter2",
    b"123456",
    b"12345",
    b"1234",
    b"12345678",
    b"qwerty",
    b"abc123",
    b"abcd",
    // Of the user scott, in databases for practice.
    b"tiger",
    b"...",
];

/// Whether the value is made of such words and nothing else.
fn is_stand_in(value: &[u8]) -> bool {
    if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(value)) {
        return true;
    }
    let mut rest = value;
    let mut words = 0;
    while !rest.is_empty() {
        if !rest[0].is_ascii_alphanumeric() && b"_-. ".contains(&rest[0]) {
            rest = &rest[1..];
            continue;
        }
        // A sign that a URL encodes.
        if let [b'%', one, two, after @ ..] = rest
            && one.is_ascii_hexdigit()
            && two.is_ascii_hexdigit()
        {
            rest = after;
            continue;
        }
        // The longest word first: `password` before `pass`.
        let fits = |word: &&&[u8]| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        // `admin123`
        if words > 0 && is_count(rest) {
            return true;
        }
        let Some(word) = WORDS.iter().filter(fits).max_by_key(|word| word.len()) else {
            return false;
        };
        rest = &rest[word.len()..];
        words += 1;
    }
    words > 0
}

/// Longer ones are sentences, or nobody's choice.
const LONGEST_CHOSEN: usize = 32;

/// Whether the value is made of such words, with letters written as digits and signs that look like
/// them, or with both a digit and a sign after it.
fn is_respelled(value: &[u8]) -> bool {
    let is_ornament = |byte: &u8| byte.is_ascii_digit() || b"!#$%&*+.=?@^_~-".contains(byte);
    let Some(last) = value.iter().rposition(|byte| !is_ornament(byte)) else { return false };
    let (word, ornament) = value.split_at(last + 1);
    if word.len() > LONGEST_CHOSEN {
        return false;
    }
    let plain: ArrayVec<u8, LONGEST_CHOSEN> = word.iter().map(|&byte| letter(byte)).collect();
    (plain[..] != *word || is_strong(ornament)) && is_stand_in(&plain)
}

/// The letter that a digit or sign looks like; any other byte as it is.
const fn letter(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        _ => byte,
    }
}

/// `1`, `12`, `123`, and so on.
fn is_count(digits: &[u8]) -> bool {
    (1..=9).contains(&digits.len()) && digits.iter().zip(b'1'..).all(|(&digit, next)| digit == next)
}

/// Whether the value holds a digit and a sign, as people are told to choose.
pub(crate) fn is_strong(value: &[u8]) -> bool {
    let is_sign = |byte: &u8| b"!#$%&*+=?@^~".contains(byte);
    value.iter().any(u8::is_ascii_digit) && value.iter().any(is_sign)
}

/// Whether the value holds small and capital letters, digits and a dash or the like: `Rabbit5448_`,
/// `Sommer-1207`. Names of files and variables seldom hold all of these.
pub(crate) fn is_varied(value: &[u8]) -> bool {
    let holds = |kind: fn(&u8) -> bool| value.iter().any(kind);
    value.len() <= LONGEST_CHOSEN
        && holds(u8::is_ascii_lowercase)
        && holds(u8::is_ascii_uppercase)
        && holds(u8::is_ascii_digit)
        && (holds(|byte| b"-_".contains(byte)) || value.ends_with(b"."))
}

/// `someone@acme.dev`, `https://acme.dev`.
pub(crate) fn is_address(value: &[u8]) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let is_mail = memchr::memchr(b'@', value).is_some_and(|at| {
        let (user, host) = (&value[..at], &value[at + 1..]);
        user.iter().all(in_name) && host.iter().all(in_name) && host.contains(&b'.')
    });
    is_mail || memchr::memmem::find(value, b"://").is_some()
}

/// `%s`, `user-%04d`: whether a program puts something into the value. `%40`, as a URL encodes a
/// sign, is none.
fn is_format(value: &[u8]) -> bool {
    let is_encoded = |text: &[u8]| {
        let hex = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let byte = hex(0).zip(hex(1)).map(|(high, low)| (high << 4 | low) as u8);
        byte.is_some_and(|byte| byte.is_ascii_punctuation())
    };
    memchr::memchr_iter(b'%', value).map(|at| &value[at + 1..]).any(|text| {
        let kind = text.iter().find(|&byte| !b"-+.0123456789".contains(byte));
        !is_encoded(text) && kind.is_some_and(|kind| b"sdvfxXicqru@".contains(kind))
    })
}

/// `getenv("X")`, `config.password;`, `$password`, `self._password`, `user::secret`, `userPassword`,
/// `(PasswordSpec)`, `)(.*)(`.
fn is_code(value: &[u8]) -> bool {
    let value = value.strip_suffix(b";").unwrap_or(value);
    let has = |part: &[u8]| memchr::memmem::find(value, part).is_some();
    let in_name = |b: &u8| b.is_ascii_alphabetic() || b"_.".contains(b);
    let call = memchr::memchr(b'(', value)
        .is_some_and(|at| at > 0 && value[..at].iter().all(|b| in_name(b) || b.is_ascii_digit()));
    let variable = value.len() > 1
        && matches!(value[0], b'$' | b'@' | b'%' | b':')
        && value[1..].iter().all(in_name);
    let dotted = value.iter().all(in_name)
        && value.first().is_some_and(u8::is_ascii_alphabetic)
        && value.contains(&b'.')
        && !value.ends_with(b".")
        && !has(b"..");
    let named = value.iter().all(in_name)
        && [
            b"passw".as_slice(),
            b"Passw",
            b"PASSW",
            b"pwd",
            b"Pwd",
            b"PWD",
            b"secret",
            b"Secret",
            b"SECRET",
        ]
        .iter()
        .any(|word| has(word))
        && value.iter().any(|b| *b == b'_' || b.is_ascii_uppercase());
    let cast = matches!(value, [b'(', kind @ .., b')'] if kind.iter().all(in_name));
    cast || call
        || is_name_of_text(value)
        || is_text(value)
        || variable
        || dotted
        || named
        || has(b"->")
        || has(b"::")
        || has(b"\\(")
        || has(b"(.*")
}

/// `ลืมรหัสผ่าน?`: words in a script that no password is typed in, as user interfaces have them.
fn is_text(value: &[u8]) -> bool {
    !value.is_ascii() && !value.iter().any(u8::is_ascii_alphanumeric)
}

/// `form.pwd.940`, as programs name what they say: parts, one of which says what it is about.
fn is_name_of_text(value: &[u8]) -> bool {
    let parts = || value.split(|&byte| byte == b'.');
    let is_part = |part: &[u8]| {
        !part.is_empty() && part.iter().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(b))
    };
    let is_subject = |part: &[u8]| {
        [&b"password"[..], b"passwd", b"pwd"].iter().any(|word| part.eq_ignore_ascii_case(word))
    };
    parts().nth(2).is_some() && parts().all(is_part) && parts().any(is_subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_told_from_what_stands_for_them() {
        for text in [
            "correct horse",
            "kX93mLq0ZtWv",
            "Sommer2024!",
            "p%40ss-9",
            "blooberry",
            "Rrhh1234",
            "D1fficult",
            "yFbl%dn7K0",
            "pwd.1984",
            "form..pwd.940",
        ] {
            assert_eq!(judge(text.as_bytes()), Password::Chosen, "{text}");
        }
        for text in [
            "password",
            "Changeme",
            "${PW}",
            "******",
            "<password>",
            "xxxx",
            "my-secret-password",
            "Admin1234",
            "YOUR_DB_PASSWORD",
            "pass%5B%7F",
            "String",
            "",
        ] {
            assert_eq!(judge(text.as_bytes()), Password::StandIn, "{text}");
        }
        for text in [
            ")(.*)(",
            "getpass()",
            "config.database.pw",
            "$dbpw",
            "row->pw",
            "Settings::pw",
            "newUserPasswords",
            "user-%04d",
            "%sPassword!",
            "session.psk;",
            "(PreSharedKeySpec)",
            "form.pwd.940",
            "ลืมรหัสผ่าน?",
            "Забыли?",
        ] {
            assert_eq!(judge(text.as_bytes()), Password::Code, "{text}");
        }
        for text in [
            "P@ssw0rd",
            "pa$$word",
            "s3cret",
            "my-s3cr3t-p4ss",
            "adm1n",
            "Secret1!",
            "Root@123",
            "Pass12^",
        ] {
            assert_eq!(judge(text.as_bytes()), Password::Respelled, "{text}");
        }
        for text in ["Passwort1!", "s3_bucket", "kX93mLq0", "1!", "db2Pass"] {
            assert_eq!(judge(text.as_bytes()), Password::Chosen, "{text}");
        }
    }
}

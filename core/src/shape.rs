//! What a value has to look like where its pattern says little: see [`Shape`].

use crate::placeholder;
use crate::rule::Shape;

/// Whether the value looks as it should.
pub(crate) fn fits(shape: Shape, secret: &[u8]) -> bool {
    match shape {
        Shape::Opaque => is_opaque(secret),
        Shape::Generated => is_generated(secret),
        Shape::Mixed => is_mixed(secret),
        Shape::Password => is_password(secret),
    }
}

/// How many characters of each kind a value has, and how they take turns.
#[derive(Default)]
struct Census {
    lower: usize,
    upper: usize,
    digits: usize,
    slashes: usize,
    others: usize,
    hex: usize,
    /// Changes between letters and digits, and from lower to upper case: names have few.
    turns: usize,
    /// The longest stretch of lower-case letters.
    longest_lower: usize,
    /// Letters that stand in what may be words: three lower-case letters or more, and a capital.
    in_words: usize,
}

impl Census {
    fn of(secret: &[u8]) -> Self {
        let mut census = Self::default();
        let (mut before, mut stretch, mut capital) = (b' ', 0, 0);
        for &byte in secret {
            match byte {
                b'a'..=b'z' => census.lower += 1,
                b'A'..=b'Z' => census.upper += 1,
                b'0'..=b'9' => census.digits += 1,
                b'/' => census.slashes += 1,
                _ => census.others += 1,
            }
            if byte.is_ascii_lowercase() {
                stretch += 1;
            } else {
                (stretch, capital) = (0, usize::from(byte.is_ascii_uppercase()));
            }
            census.in_words += match stretch {
                3 => 3 + capital,
                4.. => 1,
                _ => 0,
            };
            census.longest_lower = census.longest_lower.max(stretch);
            census.hex += usize::from(byte.is_ascii_hexdigit());
            let digit_border = before.is_ascii_digit() && byte.is_ascii_alphabetic()
                || before.is_ascii_alphabetic() && byte.is_ascii_digit();
            let case_border = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
            census.turns += usize::from(digit_border || case_border);
            before = byte;
        }
        census
    }

    /// Half words and hardly a digit: a name in the code's own style.
    fn is_identifier(&self, length: usize) -> bool {
        let mixed_case = self.lower > 0 && self.upper > 0;
        mixed_case && self.in_words * 2 >= length && self.digits * 8 <= length
    }
}

/// Made by a machine: see [`Shape::Opaque`].
fn is_opaque(secret: &[u8]) -> bool {
    let token_byte = |&b: &u8| b.is_ascii_alphanumeric() || b"-_.+/=~:@!%#^*?&".contains(&b);
    if !secret.iter().all(token_byte) || is_uuid(secret) || is_mangled(secret) {
        return false;
    }
    let census = Census::of(secret);
    let mixed_case = census.lower > 0 && census.upper > 0;
    let kinds = usize::from(census.lower > 0)
        + usize::from(census.upper > 0)
        + usize::from(census.digits > 0);
    // Random letters and digits take turns about every second character, words hardly ever.
    let takes_turns = census.turns * 8 >= secret.len();
    // Of mixed case, eight lower-case letters in a row are a word; of one case, twelve.
    let wordy = census.longest_lower >= if mixed_case { 8 } else { 12 };
    let identifier = census.is_identifier(secret.len());
    let separated = (census.others + census.slashes) * 5 > secret.len();
    kinds >= 2
        && (census.digits > 0 || mixed_case && secret.len() >= 24)
        && takes_turns
        && !wordy
        && !identifier
        && !separated
}

/// Given out by a generator: see [`Shape::Generated`].
fn is_generated(secret: &[u8]) -> bool {
    let census = Census::of(secret);
    let letters = census.lower + census.upper;
    let mixed_case = census.lower > 0 && census.upper > 0;
    let takes_turns = census.turns * 16 >= secret.len();
    letters == 0
        || (census.digits > 0 || mixed_case)
            && (takes_turns || census.hex * 8 >= secret.len() * 7)
            && census.longest_lower < 14
            && !census.is_identifier(secret.len())
}

/// Upper case, lower case and digits: see [`Shape::Mixed`].
fn is_mixed(secret: &[u8]) -> bool {
    let census = Census::of(secret);
    // At random one character in 32 is a slash; paths have one every few.
    let path = census.slashes * 8 > secret.len();
    census.lower > 0
        && census.upper > 0
        && census.digits > 0
        && census.hex < secret.len()
        && census.longest_lower < 12
        && census.turns * 8 >= secret.len()
        && !path
}

/// Something a person may have chosen: see [`Shape::Password`].
fn is_password(secret: &[u8]) -> bool {
    !placeholder::is_template(secret)
        && secret.iter().all(|byte| !byte.is_ascii_control())
        && secret.iter().any(|&byte| byte != secret[0])
        && !STAND_INS.iter().any(|word| word.eq_ignore_ascii_case(secret))
}

/// Whole values that documents write where a password goes, in lower case.
const STAND_INS: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"pass",
    b"pwd",
    b"secret",
    b"token",
    b"key",
    b"apikey",
    b"api_key",
    b"example",
    b"changeme",
    b"change_me",
    b"change-me",
    b"changeit",
    b"mypassword",
    b"my_password",
    b"mypass",
    b"mysecret",
    b"yourpassword",
    b"your_password",
    b"your-password",
    b"user",
    b"username",
    b"admin",
    b"root",
    b"guest",
    b"test",
    b"testing",
    b"foo",
    b"bar",
    b"baz",
    b"none",
    b"null",
    b"nil",
    b"true",
    b"false",
    b"string",
    b"undefined",
    b"postgres",
    b"mysql",
    b"redis",
    b"rabbitmq",
    b"mongo",
    b"mongodb",
    b"database",
    b"localhost",
    b"placeholder",
    b"pw",
    b"p@ssword",
    b"p@ssw0rd",
    b"passw0rd",
    b"password123",
    b"password1",
    b"s3cr3t",
    b"hunter2",
    b"letmein",
    b"123456",
    b"12345",
    b"1234",
    b"12345678",
    b"qwerty",
    b"abc123",
    b"abcd",
    b"xyz",
    b"redacted",
    b"hidden",
    b"dbpassword",
    b"db_password",
    b"dbpass",
    b"db_pass",
    b"thepassword",
    b"sa",
    b"foobar",
    b"...",
    b"supersecret",
    b"secretpassword",
    b"secret123",
    b"somepassword",
    b"some_password",
    b"value",
];

/// `8-4-4-4-12` hexadecimal digits.
fn is_uuid(secret: &[u8]) -> bool {
    secret.len() == 36
        && secret.iter().enumerate().all(|(at, &byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A symbol as Rust and C++ compilers write it into object files.
fn is_mangled(secret: &[u8]) -> bool {
    [b"_R", b"_Z"].iter().any(|prefix| secret.starts_with(*prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_values_are_no_names_and_no_paths() {
        for text in ["f3a9c1d07b6e4825aa10", "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E", "Kx8-v2Lq_9Zt0-Rw31"]
        {
            assert!(fits(Shape::Opaque, text.as_bytes()), "{text}");
        }
        for text in [
            "getSecretFromEnvironment",
            "src/components/Button2/index",
            "some-long-kebab-name-v2",
            "1f0c8a52-5f0e-4a8e-9d8a-2f6f4c1f7a11",
            "authenticationToken1",
            "X509HardwareKeyUsageFlags",
            "ISpObjectTokenCategoryVtbl",
            "XXH3_hashLong_64b_withSecret",
            "process.env.TOKEN",
            "f(x)1aB2c3",
            "_RNvXsd_NtNtCs8NwYtU1Mohg_4core3ptr",
        ] {
            assert!(!fits(Shape::Opaque, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn mixed_values_are_neither_hexadecimal_nor_paths() {
        assert!(fits(Shape::Mixed, b"vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB"));
        assert!(!fits(Shape::Mixed, b"da39a3ee5e6b4b0d3255bfef95601890afd80709"));
        assert!(!fits(Shape::Mixed, b"com/Example/App2/Src/Main/Java/Org/Thing"));
    }

    #[test]
    fn passwords_may_be_anything_but_stand_ins() {
        for text in ["correct horse", "kX93mLq0ZtWv", "Sommer2024!", "p%40ss-9"] {
            assert!(fits(Shape::Password, text.as_bytes()), "{text}");
        }
        for text in ["password", "Changeme", "${PW}", "******", "<password>", "xxxx"] {
            assert!(!fits(Shape::Password, text.as_bytes()), "{text}");
        }
    }
}

//! The templates that write the examples do what their documentation says.

mod support;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD};
use support::encodings::{self, bech32, checksum, encode};
use support::random::Random;
use support::template::{self, Expansion};

fn expand(template: &str) -> Result<Expansion, String> {
    template::expand(template, &mut Random::seeded(&["template", template]))
}

#[track_caller]
fn text(template: &str) -> String {
    let expansion = expand(template).unwrap_or_else(|error| panic!("{template}: {error}"));
    String::from_utf8(expansion.bytes).expect("the template makes text")
}

#[test]
fn text_stays_as_it_is() {
    for plain in ["", "x", "a [b] c]] d", "größer"] {
        assert_eq!(text(plain), plain);
    }
}

#[test]
fn the_marks_give_the_secret_and_without_them_it_is_everything() {
    let marked = expand("key: «[[alnum 20]]-x»;").unwrap();
    assert_eq!(marked.secret, 5..27);
    assert!(marked.bytes.ends_with(b"-x;"));
    assert_eq!(expand("[[hex 8]]!").unwrap().secret, 0..9);
}

#[test]
fn the_seed_decides_and_nothing_else() {
    let with = |words: &[&str]| {
        template::expand("[[alnum 40]]", &mut Random::seeded(words)).unwrap().bytes
    };
    assert_eq!(with(&["rule", "positive 1"]), with(&["rule", "positive 1"]));
    assert_ne!(with(&["rule", "positive 1"]), with(&["rule", "positive 2"]));
    assert_ne!(with(&["ab", "c"]), with(&["a", "bc"]));
}

#[test]
fn classes_hold_their_characters_and_lengths() {
    type Holds = fn(char) -> bool;
    let classes: [(&str, Holds); 14] = [
        ("alnum", |c| c.is_ascii_alphanumeric()),
        ("lower", |c| c.is_ascii_lowercase()),
        ("upper", |c| c.is_ascii_uppercase()),
        ("letters", |c| c.is_ascii_alphabetic()),
        ("digits", |c| c.is_ascii_digit()),
        ("loweralnum", |c| c.is_ascii_lowercase() || c.is_ascii_digit()),
        ("upperalnum", |c| c.is_ascii_uppercase() || c.is_ascii_digit()),
        ("hex", |c| matches!(c, '0'..='9' | 'a'..='f')),
        ("HEX", |c| matches!(c, '0'..='9' | 'A'..='F')),
        ("base64", |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')),
        ("base64url", |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')),
        ("base32", |c| matches!(c, 'A'..='Z' | '2'..='7')),
        ("base58", |c| c.is_ascii_alphanumeric() && !"0OIl".contains(c)),
        ("word", |c| c.is_ascii_alphanumeric() || c == '_'),
    ];
    for (class, holds) in classes {
        let made = text(&format!("[[{class} 4000]]"));
        assert_eq!(made.len(), 4000, "{class}");
        for byte in 0..=127u8 {
            let character = char::from(byte);
            assert_eq!(made.contains(character), holds(character), "{class}, {character:?}");
        }
    }
}

#[test]
fn long_enough_text_is_mixed() {
    for class in ["alnum", "base64", "base64url", "word"] {
        for extra in 0..200 {
            let made = text(&format!("[[{class} 12]]{}", " ".repeat(extra)));
            assert!(made.bytes().any(|byte| byte.is_ascii_uppercase()), "{made}");
            assert!(made.bytes().any(|byte| byte.is_ascii_lowercase()), "{made}");
            assert!(made.bytes().any(|byte| byte.is_ascii_digit()), "{made}");
        }
    }
}

#[test]
fn a_range_of_lengths_is_kept_to_and_used() {
    let made: Vec<_> = (0..200)
        .map(|extra| text(&format!("[[hex 3-5]]{}", " ".repeat(extra))).trim_end().len())
        .collect();
    assert_eq!(made.iter().min(), Some(&3));
    assert_eq!(made.iter().max(), Some(&5));
}

#[test]
fn small_generators_make_what_they_are_named_for() {
    assert_eq!(text("a[[newline]]b[[tab]]c"), "a\nb\tc");
    assert!(text("[[from äöü 9]]").chars().all(|c| "äöü".contains(c)));
    assert!(["one", "two words", ""].contains(&text("[[pick one|two words|]]").as_str()));
    let uuid = text("[[uuid]]");
    let groups: Vec<_> = uuid.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{uuid}");
    assert_eq!(&uuid[14..15], "4", "{uuid}");
    assert!("89ab".contains(&uuid[19..20]), "{uuid}");
}

#[test]
fn repeat_makes_its_content_anew() {
    let made = text("[[repeat 3]][[alnum 16]] [[end]]");
    let parts: Vec<_> = made.split_whitespace().collect();
    assert_eq!(parts.len(), 3);
    assert_ne!(parts[0], parts[1]);
    assert_ne!(parts[1], parts[2]);
}

#[test]
fn checksums_are_those_that_are_known() {
    // The check value of CRC-32/ISO-HDLC over "123456789" is cbf43926, or 3421780262.
    let known = [
        ("crc32-base62", "3jZRME"),
        ("crc32-base36", "1kl8mjq"),
        ("crc32-hex", "cbf43926"),
        ("crc32-HEX", "CBF43926"),
        ("crc32-hex-le", "2639f4cb"),
    ];
    for (kind, expected) in known {
        assert_eq!(checksum(kind, b"123456789").as_deref(), Some(expected), "{kind}");
        let zero = "0".repeat(expected.len());
        assert_eq!(checksum(kind, b""), Some(zero), "{kind}");
    }
    assert_eq!(checksum("crc32", b""), None);
}

#[test]
fn a_checksum_covers_what_it_is_told_to() {
    assert_eq!(text("xx123456789[[crc32-hex 9]]"), "xx123456789cbf43926");
    assert_eq!(text("x«123456789[[crc32-hex secret]]»"), "x123456789cbf43926");
    assert_eq!(text("123456789[[crc32-hex secret]]"), "123456789cbf43926");
    assert_eq!(text("[[hex-of]]123456789[[crc32-hex 9]][[end]]").len(), 34);
}

#[test]
fn blocks_encode_their_content_and_nest() {
    assert_eq!(text("[[base64-of]]fo?>[[end]]"), "Zm8/Pg==");
    assert_eq!(text("[[base64-nopad-of]]fo?>[[end]]"), "Zm8/Pg");
    assert_eq!(text("[[base64url-of]]fo?>[[end]]"), "Zm8_Pg");
    assert_eq!(text("[[base32-of]]fo[[end]]"), "MZXQ");
    assert_eq!(text("[[hex-of]]fo?[[end]]"), "666f3f");
    assert_eq!(text("[[percent-of]]a/b c-é~[[end]]"), "a%2Fb%20c-%C3%A9~");
    assert_eq!(text("[[base64-of]][[bytes-of-hex]]00fF[[end]][[end]]"), "AP8=");
    assert_eq!(text("[[hex-of]][[base64-of]]x[[end]]![[end]]"), "65413d3d21");
}

#[test]
fn lines_are_wrapped_and_none_is_left_open() {
    let lines = |count| text(&format!("[[wrap64-of]][[alnum {count}]][[end]]"));
    assert_eq!(lines(64).len(), 64);
    assert_eq!(lines(65).split('\n').map(str::len).collect::<Vec<_>>(), [64, 1]);
    assert_eq!(lines(128).split('\n').map(str::len).collect::<Vec<_>>(), [64, 64]);
}

#[test]
fn der_has_the_size_it_says() {
    for size in [5, 60, 129, 131, 200, 258, 260, 1200] {
        let encoded = text(&format!("[[base64-of]][[der {size}]][[end]]"));
        let bytes = BASE64.decode(encoded.as_bytes()).unwrap();
        assert_eq!(bytes.len(), size);
        let content = match bytes.as_slice() {
            [0x30, 0x82, high, low, content @ ..] => {
                assert_eq!(usize::from(*high) << 8 | usize::from(*low), content.len());
                content
            }
            [0x30, 0x81, length, content @ ..] | [0x30, length, content @ ..] => {
                assert_eq!(usize::from(*length), content.len());
                content
            }
            _ => panic!("no SEQUENCE: {bytes:02x?}"),
        };
        assert!(content.starts_with(&[2, 1, 0]));
    }
    for size in [0, 4, 130, 259, 70_000] {
        assert!(encodings::der(size, |rest| vec![0; rest]).is_none(), "{size}");
    }
}

#[test]
fn an_openssh_key_has_its_magic_and_repeats_its_checkint() {
    let encoded = text("[[base64-nopad-of]][[openssh-key]][[end]]");
    let bytes = BASE64_NOPAD.decode(encoded.as_bytes()).unwrap();
    assert!(bytes.starts_with(b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01"));
    // After those 39 bytes: the public key (4 + 51), the length of the private part (4).
    let private = &bytes[39 + 4 + 51 + 4..];
    assert_eq!(private.len() % 8, 0);
    assert_eq!(private[..4], private[4..8]);
    assert!(private[8..].starts_with(b"\0\0\0\x0bssh-ed25519"));
}

#[test]
fn pgp_armor_ends_in_its_checksum() {
    // The check value of CRC-24/OPENPGP over "123456789" is 21cf02.
    assert_eq!(encodings::pgp_armor_body(b"123456789"), b"MTIzNDU2Nzg5\n=Ic8C");
    let body = text("[[pgp-armor-body 100]]");
    let lines: Vec<_> = body.lines().collect();
    assert_eq!(lines.iter().map(|line| line.len()).collect::<Vec<_>>(), [64, 64, 8, 5]);
}

#[test]
fn bech32_gives_the_vectors_of_bip_173() {
    assert_eq!(bech32("A", b""), "A12UEL5L");
    let counting = "00443214c74254b635cf84653a56d7c675be77df";
    let bytes = encode("bytes-of-hex", counting.as_bytes()).unwrap().unwrap();
    let expected = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";
    assert_eq!(bech32("abcdef", &bytes), expected);
    assert_eq!(bech32("ABCDEF", &bytes), expected.to_uppercase());
    assert_eq!(text("[[bech32 AGE-SECRET-KEY- 32]]").len(), 74);
}

#[test]
fn encoded_random_bytes_are_as_many_as_asked_for() {
    let encoded = text("[[base64url-of]][[random 33]][[end]]");
    assert_eq!(BASE64URL_NOPAD.decode(encoded.as_bytes()).unwrap().len(), 33);
}

#[test]
fn what_makes_no_sense_is_refused_with_a_reason() {
    let wrong = [
        ("[[alnum", "without its `]]`"),
        ("[[alnum x]]", "`x` is no number"),
        ("[[alnum 9-3]]", "`9-3` is no range"),
        ("[[nonsense 3]]", "no [[nonsense]]"),
        ("[[nonsense-of]]x[[end]]", "no block [[nonsense-of]]"),
        ("[[base64-of]]x", "[[base64-of]] has no [[end]]"),
        ("x[[end]]", "[[end]] without a block"),
        ("«x", "« without its »"),
        ("x»", "enclose something, and once"),
        ("«»x", "enclose something, and once"),
        ("«x» «y»", "enclose something, and once"),
        ("[[hex-of]]«x»[[end]]", "inside a block"),
        ("[[random 4]]", "outside an encoding block"),
        ("[[wrap64-of]][[der 40]][[end]]", "outside an encoding block"),
        ("[[bytes-of-hex]]00[[end]]", "outside an encoding block"),
        ("[[hex-of]][[bytes-of-hex]]0g[[end]][[end]]", "not hexadecimal"),
        ("[[hex-of]][[der 130]][[end]]", "no DER SEQUENCE is 130 bytes long"),
        ("abc[[crc32-hex 4]]", "a checksum over more than there is"),
        ("«[[hex-of]]x[[crc32-hex secret]][[end]]»", "cannot be told from inside a block"),
        ("[[from 3]]", "takes a text and a number"),
        ("[[pgp-armor-body 3]]", "at least 4 bytes"),
    ];
    for (template, reason) in wrong {
        let error = expand(template).err().unwrap_or_else(|| panic!("{template} is accepted"));
        assert!(error.contains(reason), "{template}: {error}");
    }
}

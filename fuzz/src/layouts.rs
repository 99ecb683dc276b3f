//! Names and values as layouts put them: in maps and lists, in tables, a value before its name. What
//! holds of streams and of redaction holds of these, too. Bytes of ASCII stand for themselves, others
//! for a piece of a layout or for a value, so that a few of them make a table.

use super::{redact, stream};

/// What the bytes from 0x80 on stand for.
const PIECES: [&[u8]; 96] = [
    b"password",
    b"passwords",
    b"token",
    b"tokens",
    b"secret",
    b"secrets",
    b"api_key",
    b"api_keys",
    b"value",
    b"Value",
    b"stringValue",
    b"key",
    b"name",
    b"Name",
    b"OutputKey",
    b"variableName",
    b"DB_PASSWORD",
    b"TOKEN_OF_CI",
    b"SECRET_KEY",
    b"STRIPE_API_KEY",
    b"user",
    b"alice",
    b"host",
    b"id",
    b"\n",
    b"\r\n",
    b"\r",
    b"\n  ",
    b"\r\n  ",
    b"\n    ",
    b"\n\t",
    b"\n  - ",
    b"- ",
    b"- name: ",
    b": ",
    b"=",
    b" = ",
    b" => ",
    b"\": \"",
    b"\":\"",
    b"\", \"",
    b"\",\"",
    b"{\"",
    b"{ \"",
    b"\"}",
    b"\"},{\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[\"",
    b"\"]",
    b"\n[",
    b"]\n",
    b"(",
    b")",
    b",",
    b";",
    b"|",
    b"\t",
    b"| ",
    b" | ",
    b"\n|---|---|\n",
    b", ",
    b"INSERT INTO users (",
    b"INSERT INTO users (name, password) VALUES ('",
    b") VALUES ('",
    b"', '",
    b"'), ('",
    b"');",
    b"'",
    b"\"",
    b"`",
    b"\\\"",
    b"\\\": \\\"",
    b"\\n",
    b"\\",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xc3\xa9",
    b"\xff",
    b"<",
    b"</",
    b">",
    b"${",
    b"# ",
    b"// ",
    b"AKIA",
    b"changeme",
    b"type: string",
    b"description",
    b"Default",
    &[b' '; 60],
    &[b'x'; 127],
    &[b'a'; 1000],
    &[b','; 60],
];

/// What values are made of.
const ALPHABETS: [&[u8]; 4] = [
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    b"abcdefghijkmnopqrstuvwxyz23456789!#?*",
    b"0123456789abcdef",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
];

const LENGTHS: [usize; 8] = [5, 6, 8, 12, 20, 32, 40, 64];

/// One of 32 values, the same each time.
fn value(number: usize) -> impl Iterator<Item = u8> {
    let alphabet = ALPHABETS[number % ALPHABETS.len()];
    let mut state = number as u64;
    (0..LENGTHS[number / ALPHABETS.len() % LENGTHS.len()]).map(move |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        alphabet[(state >> 33) as usize % alphabet.len()]
    })
}

fn text(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for &byte in bytes {
        match usize::from(byte).checked_sub(0x80) {
            None => text.push(byte),
            Some(at) if at < PIECES.len() => text.extend_from_slice(PIECES[at]),
            Some(at) => text.extend(value(at - PIECES.len())),
        }
    }
    text
}

pub fn run(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first_chunk::<4>() else { return };
    let text = text(rest);
    redact::run(&text);
    stream::run(&[how, text.as_slice()].concat());
}

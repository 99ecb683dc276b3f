//! A private key between `-----BEGIN …-----` and `-----END …-----`.
//!
//! Source: RFC 7468 and RFC 1421 (armour, encryption headers), X.690 (DER), OpenSSH's `PROTOCOL.key`,
//! RFC 9580 (OpenPGP armour and its CRC-24).

use core::ops::Range;

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64};
use crate::fact::Fact;

const CRC24: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_24_OPENPGP);

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let Some(key) = Armoured::parse(token.secret) else { return Validity::Invalid };
    match key.label {
        b"OPENSSH PRIVATE KEY" => {
            Validity::of(openssh(Bytes(base64::decode(key.symbols())), facts) == Some(true))
        }
        b"PGP PRIVATE KEY BLOCK" => pgp(key),
        _ => der(key, facts),
    }
}

/// Of longer armour in base64 nothing is said.
const LONGEST_ENCODED: usize = 8192;

/// The same, where the armour is encoded once more.
pub(super) fn check_base64(token: Token<'_>, facts: Facts<'_>) -> Validity {
    if token.secret.len() / 4 * 3 > LONGEST_ENCODED {
        return Validity::Unchecked;
    }
    let armour: ArrayVec<u8, LONGEST_ENCODED> =
        base64::decode(token.secret.iter().copied()).take(LONGEST_ENCODED).collect();
    check(Token { secret: &armour, matched: &armour }, facts)
}

/// The same, where something else begins each line of the armour, and may end it: a time, a quote,
/// JSON.
pub(super) fn check_lines(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let mut armour: ArrayVec<u8, LONGEST_ENCODED> = ArrayVec::new();
    let mut lines = token.secret.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut is_room = |part: &[u8]| armour.try_extend_from_slice(part).is_ok();
    let Some(head_end) = memchr::memmem::rfind(first, b"-----") else { return Validity::Invalid };
    let mut is_whole = is_room(&first[..head_end + 5]);
    // Where the first line has its symbols the others have theirs, however few.
    let mut column = None;
    for line in lines {
        let part = memchr::memmem::find(line, b"-----END").map_or_else(
            || {
                let run = run_of_symbols(line, column);
                column = column.or(Some(run.start));
                &line[run]
            },
            |end| &line[end..],
        );
        is_whole &= is_room(part);
    }
    if !is_whole {
        return Validity::Unchecked;
    }
    check(Token { secret: &armour, matched: &armour }, facts)
}

/// The symbols of base64 that begin at the column, if any do; or else most that stand in a row.
fn run_of_symbols(line: &[u8], column: Option<usize>) -> Range<usize> {
    let is_symbol = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let mut longest = 0..0;
    let mut from = 0;
    while let Some(start) = line[from..].iter().position(is_symbol).map(|at| from + at) {
        let length = line[start..].iter().take_while(|byte| is_symbol(byte)).count();
        if column == Some(start) {
            return start..start + length;
        }
        if length > longest.len() {
            longest = start..start + length;
        }
        from = start + length;
    }
    longest
}

/// An armoured text, taken apart.
#[derive(Clone, Copy)]
struct Armoured<'t> {
    /// What stands between `BEGIN` and the dashes.
    label: &'t [u8],
    /// Lines `Name: value`.
    headers: &'t [u8],
    body: &'t [u8],
}

impl<'t> Armoured<'t> {
    fn parse(text: &'t [u8]) -> Option<Self> {
        let text = text.strip_prefix(b"-----BEGIN ")?;
        let (label, text) = split_at_dashes(text, memchr::memmem::find)?;
        let (text, _) = split_at_dashes(text, memchr::memmem::rfind)?;
        let (text, _) = split_at_dashes(text, memchr::memmem::rfind)?;
        // Only headers hold colons, and the last of them ends with its line.
        let headers_end = memchr::memrchr(b':', text).map_or(0, |colon| {
            let line = memchr::memchr2(b'\n', b'\\', &text[colon..]);
            line.map_or(text.len(), |end| colon + end)
        });
        let (headers, body) = text.split_at(headers_end);
        Some(Self { label, headers, body })
    }

    /// The base64 of the body, without line ends, be they real or written as `\n`.
    fn symbols(self) -> impl Iterator<Item = u8> + use<'t> {
        symbols(self.body)
    }
}

fn split_at_dashes(
    text: &[u8],
    find: impl FnOnce(&[u8], &[u8]) -> Option<usize>,
) -> Option<(&[u8], &[u8])> {
    let at = find(text, b"-----")?;
    Some((&text[..at], &text[at + 5..]))
}

fn symbols(text: &[u8]) -> impl Iterator<Item = u8> {
    let mut bytes = text.iter().copied();
    core::iter::from_fn(move || {
        loop {
            match bytes.next()? {
                b'\\' => {
                    bytes.next();
                }
                byte if byte.is_ascii_whitespace() => {}
                byte => return Some(byte),
            }
        }
    })
}

/// PKCS #1, PKCS #8 and SEC 1: one SEQUENCE that is all there is.
fn der(key: Armoured<'_>, facts: Facts<'_>) -> Validity {
    let is_encrypted = key.label.starts_with(b"ENCRYPTED")
        || memchr::memmem::find(key.headers, b"ENCRYPTED").is_some();
    facts(Fact::Encrypted(is_encrypted));
    let mut head: ArrayVec<u8, 32> = ArrayVec::new();
    let mut length = 0;
    for byte in base64::decode(key.symbols()) {
        let _ = head.try_push(byte);
        length += 1;
    }
    if let Some(algorithm) = algorithm(key.label, &head) {
        facts(Fact::Algorithm(algorithm));
    }
    if !key.headers.is_empty() && is_encrypted {
        // What RFC 1421 encrypts is no DER any more.
        return Validity::Unchecked;
    }
    Validity::of(sequence_length(&head) == Some(length))
}

/// How long the SEQUENCE is, its head included.
fn sequence_length(der: &[u8]) -> Option<usize> {
    match *der {
        [0x30, length @ ..=0x7f, ..] => Some(2 + usize::from(length)),
        [0x30, 0x81, length, ..] => Some(3 + usize::from(length)),
        [0x30, 0x82, high, low, ..] => Some(4 + usize::from(u16::from_be_bytes([high, low]))),
        _ => None,
    }
}

/// The algorithm that the label names, or the object identifier near the start of PKCS #8.
fn algorithm(label: &[u8], head: &[u8]) -> Option<&'static str> {
    const IDENTIFIERS: [(&[u8], &str); 4] = [
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01", "RSA"),
        (b"\x2a\x86\x48\xce\x3d\x02\x01", "EC"),
        (b"\x2b\x65\x70", "Ed25519"),
        (b"\x2b\x65\x71", "Ed448"),
    ];
    match label {
        b"RSA PRIVATE KEY" => Some("RSA"),
        b"EC PRIVATE KEY" => Some("EC"),
        b"DSA PRIVATE KEY" => Some("DSA"),
        _ => IDENTIFIERS
            .iter()
            .find(|(identifier, _)| memchr::memmem::find(head, identifier).is_some())
            .map(|&(_, name)| name),
    }
}

/// Whether the checksum after the last `=` is that of the content. Newer writers leave it out.
fn pgp(key: Armoured<'_>) -> Validity {
    let Some(at) = memchr::memrchr(b'=', key.body) else { return Validity::Unchecked };
    let given: ArrayVec<u8, 4> = base64::decode(symbols(&key.body[at + 1..])).take(4).collect();
    let Ok([high, middle, low]) = <[u8; 3]>::try_from(given.as_slice()) else {
        return Validity::Unchecked;
    };
    let mut checksum = CRC24.digest();
    base64::decode(symbols(&key.body[..at])).for_each(|byte| checksum.update(&[byte]));
    Validity::of(checksum.finalize() == u32::from_be_bytes([0, high, middle, low]))
}

/// Whether the container is whole, as far as it can be told without its passphrase.
fn openssh(mut bytes: Bytes<impl Iterator<Item = u8>>, facts: Facts<'_>) -> Option<bool> {
    if !b"openssh-key-v1\0".iter().all(|&byte| bytes.0.next() == Some(byte)) {
        return Some(false);
    }
    let cipher = bytes.string()?;
    let is_encrypted = cipher.as_slice() != b"none";
    facts(Fact::Encrypted(is_encrypted));
    let (_kdf, _options, _keys) = (bytes.string()?, bytes.string()?, bytes.number()?);
    let public = bytes.string()?;
    let algorithm = Bytes(public.into_iter()).string();
    if let Some(Ok(algorithm)) = algorithm.as_deref().map(core::str::from_utf8) {
        facts(Fact::Algorithm(algorithm));
    }
    let _length = bytes.number()?;
    let check_numbers = (bytes.number()?, bytes.number()?);
    Some(is_encrypted || check_numbers.0 == check_numbers.1)
}

/// Bytes that hold numbers and strings as SSH writes them (RFC 4251, section 5).
struct Bytes<I>(I);

impl<I: Iterator<Item = u8>> Bytes<I> {
    fn number(&mut self) -> Option<u32> {
        let mut next = || self.0.next();
        Some(u32::from_be_bytes([next()?, next()?, next()?, next()?]))
    }

    /// The start of a string; the rest of it is passed over.
    fn string(&mut self) -> Option<ArrayVec<u8, 64>> {
        let mut start = ArrayVec::new();
        for _ in 0..self.number()? {
            let _ = start.try_push(self.0.next()?);
        }
        Some(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec, vec::Vec};
    use data_encoding::BASE64;

    fn armour(label: &str, headers: &str, content: &[u8], end: &str) -> String {
        format!(
            "-----BEGIN {label}-----{end}{headers}{}{end}-----END {label}-----",
            BASE64.encode(content)
        )
    }

    fn check_text(text: &str) -> (Validity, Vec<String>) {
        let mut seen = Vec::new();
        let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
        let validity = check(token, &mut |fact| seen.push(format!("{}={fact}", fact.name())));
        (validity, seen)
    }

    #[test]
    fn armour_within_base64_is_read() {
        let key = [[0x30, 0x81, 0x80].as_slice(), &[7; 0x80]].concat();
        let text = armour("RSA PRIVATE KEY", "", &key, "\n");
        for (content, validity) in [
            (text.as_str(), Validity::Valid),
            (&text[..text.len() - 40], Validity::Invalid),
            (&"x".repeat(2 * LONGEST_ENCODED), Validity::Unchecked),
        ] {
            let text = BASE64.encode(content.as_bytes());
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check_base64(token, &mut |_| ()), validity, "{content}");
        }
    }

    #[test]
    fn armour_is_read_from_behind_what_begins_its_lines() {
        let key = [[0x30, 0x81, 0x80].as_slice(), &[7; 0x80]].concat();
        let text = BASE64.encode(&key);
        let lines = |start: &str, end: &str| {
            let mut all = String::new();
            for line in text.as_bytes().chunks(80) {
                all.extend([start, core::str::from_utf8(line).unwrap(), end, "\n"]);
            }
            all
        };
        let log = lines("09:41:37 DEBUG | ", "");
        let json = lines(r#"{"log":""#, r#"\n","of":"a_container"}"#);
        let cut = log.replacen("BwcH", "", 1);
        for (body, validity) in
            [(log, Validity::Valid), (json, Validity::Valid), (cut, Validity::Invalid)]
        {
            let text = format!("-----BEGIN PRIVATE KEY-----\\n\n{body}| -----END PRIVATE KEY-----");
            let token = Token { secret: text.as_bytes(), matched: text.as_bytes() };
            assert_eq!(check_lines(token, &mut |_| ()), validity, "{text}");
        }
    }

    fn string(content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32).to_be_bytes(), content].concat()
    }

    fn openssh_key(cipher: &[u8], second_check: u32) -> Vec<u8> {
        [
            b"openssh-key-v1\0".to_vec(),
            string(cipher),
            string(b"none"),
            string(b""),
            1u32.to_be_bytes().to_vec(),
            string(&[string(b"ssh-ed25519"), string(&[9; 100])].concat()),
            string(&[7u32.to_be_bytes(), second_check.to_be_bytes()].concat()),
        ]
        .concat()
    }

    #[test]
    fn a_sequence_that_is_whole_is_valid() {
        let mut der = vec![0x30, 0x82, 1, 0, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70];
        der.resize(4 + 256, 7);
        for end in ["\n", "\r\n", "\\n"] {
            let (validity, facts) = check_text(&armour("PRIVATE KEY", "", &der, end));
            assert_eq!(validity, Validity::Valid);
            assert_eq!(facts, ["encrypted=false", "algorithm=Ed25519"]);
            let cut = armour("PRIVATE KEY", "", &der[..200], end);
            assert_eq!(check_text(&cut).0, Validity::Invalid);
        }
    }

    #[test]
    fn an_encrypted_key_says_so() {
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n";
        let (validity, facts) = check_text(&armour("RSA PRIVATE KEY", headers, &[9; 99], "\n"));
        assert_eq!(validity, Validity::Unchecked);
        assert_eq!(facts, ["encrypted=true", "algorithm=RSA"]);
        let der = [&[0x30, 0x60], [1; 0x60].as_slice()].concat();
        let (validity, facts) = check_text(&armour("ENCRYPTED PRIVATE KEY", "", &der, "\n"));
        assert_eq!((validity, facts), (Validity::Valid, vec!["encrypted=true".into()]));
    }

    #[test]
    fn the_two_numbers_of_an_openssh_key_are_the_same() {
        for (cipher, second, validity, encrypted) in [
            (b"none".as_slice(), 7, Validity::Valid, "encrypted=false"),
            (b"none", 8, Validity::Invalid, "encrypted=false"),
            (b"aes256-ctr", 8, Validity::Valid, "encrypted=true"),
        ] {
            let text = armour("OPENSSH PRIVATE KEY", "", &openssh_key(cipher, second), "\n");
            let expected = vec![encrypted.into(), "algorithm=ssh-ed25519".into()];
            assert_eq!(check_text(&text), (validity, expected));
        }
        let whole = openssh_key(b"none", 7);
        for end in 0..whole.len() - 8 {
            let cut = armour("OPENSSH PRIVATE KEY", "", &whole[..end], "\n");
            assert_eq!(check_text(&cut).0, Validity::Invalid, "{end}");
        }
    }

    #[test]
    fn the_checksum_of_a_pgp_block_is_checked_where_there_is_one() {
        let content = [5; 100];
        let [_, checksum @ ..] = CRC24.checksum(&content).to_be_bytes();
        for (line, validity) in [
            (format!("\n={}", BASE64.encode(&checksum)), Validity::Valid),
            ("\n=AAAA".into(), Validity::Invalid),
            (String::new(), Validity::Unchecked),
        ] {
            let text = armour("PGP PRIVATE KEY BLOCK", "Version: x\n\n", &content, "\n");
            let text = text.replace("\n-----END", &format!("{line}\n-----END"));
            assert_eq!(check_text(&text).0, validity, "{line}");
        }
    }

    #[test]
    fn what_is_no_armour_is_invalid() {
        for text in [
            "",
            "-----BEGIN ",
            "-----BEGIN X-----",
            "-----BEGIN X----------",
            "-----BEGIN PRIVATE KEY-----:-----END-----",
        ] {
            assert_eq!(check_text(text).0, Validity::Invalid, "{text}");
        }
    }
}

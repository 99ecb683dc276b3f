//! Forms of values that a machine makes too, but that open nothing by themselves.

/// Whether the value has such a form.
pub(crate) fn is_known(value: &[u8]) -> bool {
    is_uuid(value)
        || is_path(value)
        || is_file_name(value)
        || is_date_or_version(value)
        || is_constant(value)
        || is_numbered_name(value)
        || is_token_without_signature(value)
        || is_query(value)
        || is_long_number(value)
        || is_color(value)
        || is_public_key(value)
        || is_hash(value)
        || STARTS.iter().any(|start| value.starts_with(start))
}

/// Whether the value says of itself that it is a hash, or the ID of a PGP key: a number of 32 or 64
/// bits.
pub(crate) fn is_hash_or_key_id(value: &[u8]) -> bool {
    is_hash(value) || matches!(value.len(), 10 | 18) && is_constant(value)
}

/// What begins a hash where its algorithm is named: of packages, images, and keys that curl trusts.
const HASHES: &[&[u8]] = &[b"sha1-", b"sha256:", b"sha256-", b"sha256//", b"sha384-", b"sha512-"];

fn is_hash(value: &[u8]) -> bool {
    HASHES.iter().any(|start| value.starts_with(start))
}

/// Images and documents in base 64; public keys in DER or as SSH writes them; signatures in DER
/// (of ECDSA, of 70 to 72 bytes); what is encrypted (by AWS KMS, Fernet, Vault) and needs a key
/// elsewhere; symbols as compilers write them into object files; how Java names what makes keys of
/// passwords.
const STARTS: &[&[u8]] = &[
    b"iVBORw0KGgo",
    b"/9j/4",
    b"R0lGOD",
    b"UklGR",
    b"PHN2Zy",
    b"PD94bW",
    b"JVBERi0",
    b"AAABAAEA",
    b"d09GMg",
    b"d09GRg",
    b"MCowBQYDK2VwAyEA",
    b"MEQCI",
    b"MEUCI",
    b"MEYCI",
    b"MFkwEwYHKoZIzj0",
    b"MFYwEAYHKoZIzj0",
    b"MHYwEAYHKoZIzj0",
    b"MIGfMA0GCSqGSIb3",
    b"MIIBIjANBgkqhkiG",
    b"MIICIjANBgkqhkiG",
    b"AAAAB3NzaC1",
    b"AAAAC3NzaC1",
    b"AAAAE2VjZHNh",
    b"AQICAH",
    b"gAAAAA",
    b"vault:v",
    b"data:",
    b"_R",
    b"_Z",
    b"PBEWITH",
    b"PBEWith",
    b"PBKDF2With",
];

/// `8-4-4-4-12` hexadecimal digits.
pub(crate) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, &byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `/usr/lib/x`, `../x/y`, `src/main/x`, `host.example/x`.
fn is_path(value: &[u8]) -> bool {
    let words = |segment: &&[u8]| segment.len() >= 3 && segment.iter().all(u8::is_ascii_lowercase);
    let Some(slash) = memchr::memchr(b'/', value) else { return false };
    let host = value[..slash].rsplitn(2, |&b| b == b'.').next().filter(|end| end.len() < slash);
    host.is_some_and(|end| (2..=4).contains(&end.len()) && end.iter().all(u8::is_ascii_lowercase))
        || [b"./".as_slice(), b"../", b"~/"].iter().any(|start| value.starts_with(start))
        || value.split(|&b| b == b'/').filter(words).count() >= 2
}

/// Ends of the names of files.
const FILE_ENDS: &[&[u8]] = &[
    b"7z",
    b"bat",
    b"bin",
    b"c",
    b"cc",
    b"cer",
    b"cfg",
    b"cnf",
    b"conf",
    b"cpp",
    b"crt",
    b"cs",
    b"css",
    b"csv",
    b"dat",
    b"db",
    b"dll",
    b"doc",
    b"docx",
    b"env",
    b"exe",
    b"gif",
    b"go",
    b"gz",
    b"h",
    b"htm",
    b"html",
    b"ico",
    b"ini",
    b"ipynb",
    b"jar",
    b"java",
    b"jks",
    b"jpeg",
    b"jpg",
    b"js",
    b"json",
    b"jsx",
    b"key",
    b"kt",
    b"lock",
    b"log",
    b"map",
    b"md",
    b"mjs",
    b"mp3",
    b"mp4",
    b"p12",
    b"pdf",
    b"pem",
    b"pfx",
    b"php",
    b"png",
    b"properties",
    b"pub",
    b"py",
    b"rb",
    b"rs",
    b"rst",
    b"sh",
    b"so",
    b"sql",
    b"svg",
    b"tar",
    b"tf",
    b"toml",
    b"ts",
    b"tsx",
    b"ttf",
    b"txt",
    b"vue",
    b"webp",
    b"woff",
    b"woff2",
    b"xls",
    b"xlsx",
    b"xml",
    b"yaml",
    b"yml",
    b"zip",
];

fn is_file_name(value: &[u8]) -> bool {
    memchr::memrchr(b'.', value)
        .filter(|&dot| dot > 0)
        .is_some_and(|dot| FILE_ENDS.binary_search(&&value[dot + 1..]).is_ok())
}

/// `2026-01-31…`, `1.2.3…`, `v1.2.3…`, `name-1.2.3`.
fn is_date_or_version(value: &[u8]) -> bool {
    let date = matches!(value, [b'1' | b'2', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'-' | b'/', m, _, b'-' | b'/', ..] if m.is_ascii_digit());
    let number = value.strip_prefix(b"v").unwrap_or(value);
    let mut parts = number.splitn(3, |&b| b == b'.');
    let mut digits = || {
        let part = parts.next().unwrap_or_default();
        (1..=4).contains(&part.len()) && part.iter().all(u8::is_ascii_digit)
    };
    date || digits() && digits()
        || memchr::memrchr(b'-', value).is_some_and(|at| is_version(&value[at + 1..]))
}

/// Two numbers or more with full stops between them.
fn is_version(value: &[u8]) -> bool {
    let is_number =
        |part: &[u8]| (1..=4).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    value.contains(&b'.') && value.split(|&b| b == b'.').all(is_number)
}

/// `queue-eu-1208358310`: words, some with a short number, and numbers.
fn is_numbered_name(value: &[u8]) -> bool {
    let is_part = |part: &[u8]| {
        let letters = part.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let digits = part.len() - letters;
        part[letters..].iter().all(u8::is_ascii_digit)
            && (letters == 0 || digits <= 2)
            && digits < 11
    };
    let separators = value.iter().filter(|&&byte| byte == b'-' || byte == b'_').count();
    separators >= 2 && value.split(|&byte| byte == b'-' || byte == b'_').all(is_part)
}

/// More digits than a number has that people remember.
fn is_long_number(value: &[u8]) -> bool {
    value.len() > 10 && value.iter().all(u8::is_ascii_digit)
}

/// `#1f2937`, `#1f2937cc`.
fn is_color(value: &[u8]) -> bool {
    matches!(value, [b'#', digits @ ..] if matches!(digits.len(), 6 | 8)
        && digits.iter().all(u8::is_ascii_hexdigit))
}

/// 32 bytes in base 58: an account or a token of Solana, whose secret keys have 64.
fn is_public_key(value: &[u8]) -> bool {
    let mut key = [0; 32];
    matches!(value.len(), 43 | 44)
        && value.iter().any(u8::is_ascii_digit)
        && bs58::decode(value).onto(&mut key[..]) == Ok(key.len())
}

/// `?page=2&sort=name`.
fn is_query(value: &[u8]) -> bool {
    value.first() == Some(&b'?') && value.contains(&b'=')
}

/// A JSON Web Token with a word where its signature should be.
fn is_token_without_signature(value: &[u8]) -> bool {
    /// The shortest signatures, of HS256, are longer, and hold more than small letters.
    const SHORTEST: usize = 43;
    let mut parts = value.splitn(3, |&byte| byte == b'.');
    let head = parts.next().is_some_and(|head| head.starts_with(b"eyJ"));
    let is_word =
        |end: &[u8]| (1..SHORTEST).contains(&end.len()) && end.iter().all(u8::is_ascii_lowercase);
    head && parts.nth(1).is_some_and(is_word)
}

/// `0x` and digits, but for as many as a key has.
fn is_constant(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"0x").or(value.strip_prefix(b"0X"));
    digits.is_some_and(|digits| digits.len() != 64 && digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        for text in [
            "1f0c8a52-5f0e-4a8e-9d8a-2f6f4c1f7a11",
            "src/components/button/index",
            "../fixtures/x1",
            "youtu.be/HvmQsE5M4cY",
            "server-3f9a1c.pem",
            "2026-01-31-build-7f3a",
            "v1.22.3-rc1",
            "jackson-core-2.11.2",
            "queue-eu2-1208358310",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvdGhlciJ9.signature",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3f9a",
            "0x1BFBFFFBFFB7F7FF",
            "iVBORw0KGgoAAAANSUhEUgAA",
            "sha512-Kx8v2Lq9Zt0Rw31",
            "_RNvXsd_NtNtCs8NwYtU1Mohg_4core3ptr",
            "PBKDF2WithHmacSHA512/224",
            "#1f2937",
            "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
        ] {
            assert!(is_known(text.as_bytes()), "{text}");
        }
        for (text, is) in [
            ("sha256//Kx8v2Lq9Zt0Rw31=", true),
            ("0x7EC2DBB6F4DBF434", true),
            ("0x7EC2DBB6F4DBF4347EC2DBB6F4DBF434F4DBF434", false),
            ("iVBORw0KGgoAAAANSUhEUgAA", false),
        ] {
            assert_eq!(is_hash_or_key_id(text.as_bytes()), is, "{text}");
        }
        for text in [
            "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E",
            "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB",
            "Kx8-v2Lq_9Zt0-Rw31",
            "zPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
            "kX93mLq0ZtWvEPjFWdd5AufqSSqeM2qN1xzybapC8G4",
            "a1.b2",
            "",
        ] {
            assert!(!is_known(text.as_bytes()), "{text}");
        }
        assert!(FILE_ENDS.is_sorted());
    }
}

//! Checksums, and the encodings that the templates wrap around bytes.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
const CRC24: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_24_OPENPGP);

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LOWER_DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The checksum of that name over `bytes`, as text; `None` for a name there is not.
pub(crate) fn checksum(name: &str, bytes: &[u8]) -> Option<String> {
    let crc = CRC32.checksum(bytes);
    Some(match name {
        "crc32-base62" => positional(crc, DIGITS, 6),
        "marvin32-entra" => entra_checksum(bytes),
        "crc32-base36" => positional(crc, LOWER_DIGITS, 7),
        "crc32-base64-le" => {
            let mut text = BASE64_NOPAD.encode(&crc.to_le_bytes());
            text.truncate(6);
            text
        }
        "crc32-hex" => format!("{crc:08x}"),
        "crc32-hex-body" => {
            let body = bytes.strip_suffix(b"_").unwrap_or(bytes);
            format!("{:08x}", CRC32.checksum(body))
        }
        "crc32-HEX" => format!("{crc:08X}"),
        "crc32-hex-le" => {
            // The separator before it is not part of what it covers.
            let body = bytes.strip_suffix(b"_").unwrap_or(bytes);
            format!("{:08x}", CRC32.checksum(body).swap_bytes())
        }
        _ => return None,
    })
}

/// A number in the base that the digits make, most significant first, padded with the zero.
fn positional(mut number: u32, digits: &[u8], width: usize) -> String {
    let base = digits.len() as u32;
    let mut text = vec!['0'; width];
    for place in text.iter_mut().rev() {
        *place = char::from(digits[(number % base) as usize]);
        number /= base;
    }
    assert_eq!(number, 0, "{width} digits hold every CRC-32");
    text.into_iter().collect()
}

/// Marvin32 as `SymCrypt` has it, its halves combined.
fn marvin32(bytes: &[u8], seed: &str) -> u32 {
    let seed = seed.bytes().fold(0u64, |seed, byte| seed << 8 | u64::from(byte));
    let (mut low, mut high) = (seed as u32, (seed >> 32) as u32);
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(4) + 4, 0);
    for word in padded.chunks(4) {
        low = low.wrapping_add(u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
        for (left, right) in [(20, 9), (27, 19)] {
            high ^= low;
            low = low.rotate_left(left).wrapping_add(high);
            high = high.rotate_left(right);
        }
    }
    low ^ high
}

/// The three characters that end a client secret of Entra ID.
fn entra_checksum(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 66] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
    let all = positional(marvin32(bytes, "AadPwd00"), DIGITS, 6);
    all[..3].to_owned()
}

/// An identifiable key of Azure: those bytes, with signature and checksum in place of the last.
pub(crate) fn azure_key(random: &[u8], signature: &str, seed: &str) -> String {
    let text = BASE64.encode(random);
    let end = text.trim_end_matches('=').len();
    let signed = [&text[..end - 10], signature, &text[end - 6..]].concat();
    // The bits after a signature that ends within a byte are zero.
    let permissive =
        data_encoding::Specification { check_trailing_bits: false, ..BASE64.specification() };
    let permissive = permissive.encoding().expect("base64 with leave");
    let mut bytes = permissive.decode(signed.as_bytes()).expect("base64 stays base64");
    let body = bytes.len() - 4;
    let spill = (end - 6) * 6 % 8;
    if spill > 0 {
        bytes[body - 1] &= 0xff << (8 - spill);
    }
    let checksum = marvin32(&bytes[..body], seed).to_le_bytes();
    bytes[body..].copy_from_slice(&checksum);
    BASE64.encode(&bytes)
}

/// Encodes (or, for `bytes-of-hex`, decodes) the content of the block of that name; `None` for a
/// name there is not.
pub(crate) fn encode(name: &str, content: &[u8]) -> Option<Result<Vec<u8>, String>> {
    let text = match name {
        "base64-of" => BASE64.encode(content),
        "base64-nopad-of" => BASE64_NOPAD.encode(content),
        "base64url-of" => BASE64URL_NOPAD.encode(content),
        "base32-of" => BASE32_NOPAD.encode(content),
        "hex-of" => HEXLOWER.encode(content),
        "percent-of" => content.iter().copied().map(percent).collect(),
        "wrap64-of" => return Some(Ok(wrap64(content))),
        "bytes-of-hex" => {
            return Some(
                data_encoding::HEXLOWER_PERMISSIVE
                    .decode(content)
                    .map_err(|error| format!("not hexadecimal: {error}")),
            );
        }
        _ => return None,
    };
    Some(Ok(text.into_bytes()))
}

/// The byte as it stands in a URL's component.
fn percent(byte: u8) -> String {
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).into()
        }
        _ => format!("%{byte:02X}"),
    }
}

/// Lines of 64 bytes, the last of them shorter and without a line break after it.
fn wrap64(content: &[u8]) -> Vec<u8> {
    content.chunks(64).collect::<Vec<_>>().join(&b'\n')
}

/// The lines between an `OpenPGP` armour's header and footer: base64, then `=` and the CRC-24.
pub(crate) fn pgp_armor_body(content: &[u8]) -> Vec<u8> {
    let [_, checksum @ ..] = CRC24.checksum(content).to_be_bytes();
    let mut body = wrap64(BASE64.encode(content).as_bytes());
    body.extend_from_slice(format!("\n={}", BASE64.encode(&checksum)).as_bytes());
    body
}

/// Bech32 as in BIP 173, all in the case of the human-readable part.
pub(crate) fn bech32(hrp: &str, content: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let lower = hrp.to_ascii_lowercase();
    let mut values = regroup(content);
    let expanded = lower.bytes().map(|byte| byte >> 5).chain([0]);
    let expanded = expanded.chain(lower.bytes().map(|byte| byte & 31));
    let checksum = 1 ^ polymod(expanded.chain(values.iter().copied()).chain([0; 6]));
    values.extend((0..6).rev().map(|place| (checksum >> (5 * place)) as u8 & 31));
    let data = values.iter().map(|value| char::from(ALPHABET[usize::from(*value)]));
    let text: String = lower.chars().chain(['1']).chain(data).collect();
    if lower == hrp { text } else { text.to_ascii_uppercase() }
}

/// The bits in groups of five, the last one filled with zeros.
fn regroup(content: &[u8]) -> Vec<u8> {
    let bit = |at: usize| content.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..content.len() * 8)
        .step_by(5)
        .map(|group| (group..group + 5).fold(0, |value, at| value << 1 | bit(at)))
        .collect()
}

/// The checksum's polynomial division, over values of five bits.
fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    values.fold(1, |sum, value| {
        let shifted = (sum & 0x1ff_ffff) << 5 ^ u32::from(value);
        let taps = (0..5).filter(|place| sum >> (25 + place) & 1 == 1);
        taps.fold(shifted, |sum, place| sum ^ GENERATOR[place])
    })
}

/// An ASN.1 DER SEQUENCE of `size` bytes in all that starts with the INTEGER 0, as private keys
/// do; `filler` gives the rest. `None` where no length field makes up that size.
pub(crate) fn der(size: usize, filler: impl FnOnce(usize) -> Vec<u8>) -> Option<Vec<u8>> {
    const VERSION: [u8; 3] = [0x02, 0x01, 0x00];
    let mut headers = (2..=4).filter_map(|header| {
        let content = size.checked_sub(header)?;
        let [high, low] = u16::try_from(content).ok()?.to_be_bytes();
        match (header, content) {
            (2, 0..=0x7f) => Some(vec![0x30, low]),
            (3, 0x80..=0xff) => Some(vec![0x30, 0x81, low]),
            (4, 0x100..) => Some(vec![0x30, 0x82, high, low]),
            _ => None,
        }
    });
    let mut bytes = headers.next_back()?;
    let rest = size.checked_sub(bytes.len() + VERSION.len())?;
    bytes.extend(VERSION);
    bytes.extend(filler(rest));
    Some(bytes)
}

/// An `openssh-key-v1` blob with an Ed25519 key and no passphrase.
pub(crate) fn openssh_key(checkint: [u8; 4], seed: &[u8; 32], public: &[u8; 32]) -> Vec<u8> {
    fn string(bytes: &[u8]) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).expect("a field is short");
        [&length.to_be_bytes(), bytes].concat()
    }
    const KIND: &[u8] = b"ssh-ed25519";
    let public_part = [string(KIND), string(public)].concat();
    let mut private_part = [
        [checkint, checkint].concat(),
        string(KIND),
        string(public),
        string(&[*seed, *public].concat()),
        string(b"me@example.org"),
    ]
    .concat();
    let padding = private_part.len().next_multiple_of(8) - private_part.len();
    private_part.extend((1..).take(padding));
    let one_key = 1u32.to_be_bytes();
    [
        b"openssh-key-v1\0".as_slice(),
        &string(b"none"),
        &string(b"none"),
        &string(b""),
        &one_key,
        &string(&public_part),
        &string(&private_part),
    ]
    .concat()
}

/// A private key in wallet import format: for the main network, the same with a compressed public
/// key, or for the test network.
pub(super) fn wif(kind: &str, key: &[u8; 32]) -> Result<String, String> {
    let (version, mark): (u8, &[u8]) = match kind {
        "main" => (0x80, &[]),
        "compressed" => (0x80, &[1]),
        "test" => (0xef, &[1]),
        _ => return Err(format!("[[wif]] takes no `{kind}`")),
    };
    let mut payload = [&[version], &key[..], mark].concat();
    let hash = Sha256::digest(Sha256::digest(&payload));
    payload.extend_from_slice(&hash[..4]);
    Ok(bs58::encode(payload).into_string())
}

//! Character references of HTML and XML: `&#103;`, `&#x67;`, `&amp;`.
//!
//! Source: WHATWG HTML, "Named character references". Of the names, those of ASCII characters.

use super::hex;
use super::unit::Unit;

/// The longest reference, from `&` to `;`.
const LONGEST: usize = 12;

const NAMES: &[(&[u8], u8)] = &[
    (b"amp", b'&'),
    (b"quot", b'"'),
    (b"apos", b'\''),
    (b"lt", b'<'),
    (b"gt", b'>'),
    (b"Tab", b'\t'),
    (b"NewLine", b'\n'),
    (b"nbsp", b' '),
    (b"excl", b'!'),
    (b"num", b'#'),
    (b"dollar", b'$'),
    (b"percnt", b'%'),
    (b"lpar", b'('),
    (b"rpar", b')'),
    (b"ast", b'*'),
    (b"midast", b'*'),
    (b"plus", b'+'),
    (b"comma", b','),
    (b"period", b'.'),
    (b"sol", b'/'),
    (b"colon", b':'),
    (b"semi", b';'),
    (b"equals", b'='),
    (b"quest", b'?'),
    (b"commat", b'@'),
    (b"lsqb", b'['),
    (b"lbrack", b'['),
    (b"bsol", b'\\'),
    (b"rsqb", b']'),
    (b"rbrack", b']'),
    (b"Hat", b'^'),
    (b"lowbar", b'_'),
    (b"UnderBar", b'_'),
    (b"grave", b'`'),
    (b"lcub", b'{'),
    (b"lbrace", b'{'),
    (b"verbar", b'|'),
    (b"vert", b'|'),
    (b"rcub", b'}'),
    (b"rbrace", b'}'),
];

pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    let [b'&', rest @ ..] = source else { return None };
    let end = rest.iter().take(LONGEST).position(|&byte| byte == b';')?;
    let len = end + 2;
    match &rest[..end] {
        [b'#', b'x' | b'X', digits @ ..] => Unit::character(len, hex::number(digits)?),
        [b'#', digits @ ..] => {
            let digits = core::str::from_utf8(digits).ok()?;
            // A sign is no digit, though numbers may have one elsewhere.
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            Unit::character(len, digits.parse().ok().filter(|_| is_number)?)
        }
        name => {
            let (_, byte) = NAMES.iter().find(|(known, _)| *known == name)?;
            Some(Unit::of(len, &[*byte]))
        }
    }
}

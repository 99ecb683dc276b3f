//! Values that open something: random ones under names for secrets, and passwords that people
//! choose. Those of vendors come from the rules' own examples.

use super::draw::{ALNUM, BASE32, BASE64, BASE64URL, LOWER};
use super::harmless::Kind;
use super::syntax::capital;

/// What a generator gives out.
pub(crate) const GENERATED: &[Kind] = &[
    ("hexadecimal, 32", |d| d.hex(32)),
    ("hexadecimal, 40", |d| d.hex(40)),
    ("hexadecimal, 64", |d| d.hex(64)),
    ("hexadecimal, 20", |d| d.hex(20)),
    ("lower case and digits", |d| {
        let length = d.between(20, 40);
        d.of(LOWER, length)
    }),
    ("alphanumeric, short", |d| d.of(ALNUM, 16)),
    ("alphanumeric", |d| {
        let length = d.between(20, 48);
        d.of(ALNUM, length)
    }),
    ("base 64", |d| d.of(BASE64, 43) + "="),
    ("base 64, long", |d| d.of(BASE64, 86) + "=="),
    ("base 64 for URLs", |d| {
        let length = d.between(22, 64);
        d.of(BASE64URL, length)
    }),
    ("base 32", |d| d.of(BASE32, 32)),
    ("with a prefix", |d| format!("{}_{}", &d.word()[..3], d.of(ALNUM, 32))),
    ("in parts", |d| format!("{}.{}", d.of(ALNUM, 12), d.of(BASE64URL, 30))),
    ("in capitals", |d| d.of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 32)),
];

/// What people choose, and what password managers draw.
pub(crate) const PASSWORDS: &[Kind] = &[
    ("word, year and sign", |d| format!("{}{}!", capital(d.word()), d.between(1990, 2029))),
    ("words and a number", |d| format!("{}#{}", d.words(2, "-"), d.between(10, 99))),
    ("letters for signs", |d| {
        format!("{}{}!", capital(d.word()).replace('a', "@").replace('e', "3"), d.between(1, 999))
    }),
    ("drawn, with signs", |d| {
        let start = d.of(ALNUM, 7);
        format!("{start}{}{}", d.choose(&["!", "#", "@", "~", "^"]), d.of(ALNUM, 6))
    }),
    ("drawn, without signs", |d| d.of(ALNUM, 14)),
    ("drawn, of letters", |d| d.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 20)),
    ("drawn, with a percent sign", |d| {
        let start = d.of(ALNUM, 6);
        format!("{start}%{}{}", d.choose(&["s", "d", "Q", "x"]), d.of(ALNUM, 8))
    }),
];

//! Quoted-printable: `=3D`, and `=` at the end of a line that goes on.
//!
//! Source: RFC 2045, section 6.7. Digits are upper case, as it demands: `=ad` stands in much code.

use super::hex;
use super::unit::{Unit, is_plain};

pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    match *source {
        [b'=', b'\n', ..] => Some(Unit::new(2)),
        [b'=', b'\r', b'\n', ..] => Some(Unit::new(3)),
        [b'=', high, low, ..] if !high.is_ascii_lowercase() && !low.is_ascii_lowercase() => {
            let byte = hex::pair(high, low).filter(|&byte| is_plain(byte))?;
            Some(Unit::of(3, &[byte]))
        }
        _ => None,
    }
}

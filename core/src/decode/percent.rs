//! Percent-encoding: `%2F`, and the `%u002F` of old scripts.
//!
//! Source: RFC 3986, section 2.1; ECMA-262, annex B (`escape`).

use super::hex;
use super::unit::{Unit, is_plain};

pub(super) fn unit(source: &[u8]) -> Option<Unit> {
    match *source {
        [b'%', b'u', a, b, c, d, ..] => Unit::character(6, hex::number(&[a, b, c, d])?),
        // `%02x` and the like are formats, not control characters.
        [b'%', high, low, ..] => {
            let byte = hex::pair(high, low).filter(|&byte| byte == 0 || is_plain(byte))?;
            Some(Unit::of(3, &[byte]))
        }
        _ => None,
    }
}

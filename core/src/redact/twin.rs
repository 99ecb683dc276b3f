//! Dead twins: values of a credential's form that open nothing and are not reported.

/// So many bytes of the credential may stay side by side.
pub(super) const MOST_KEPT: usize = 7;

/// Nothing of anything shorter is kept.
const SHORTEST: usize = 20;

/// Punctuation in a row that is kept.
const MOST_PUNCTUATION: usize = 4;

/// The bytes of the twin, as many as the credential has: its prefix and its punctuation stay, all
/// else becomes `x`. No checksum holds over that, and no scanner takes it for a value.
pub(super) fn bytes(secret: &[u8]) -> impl Iterator<Item = u8> {
    let prefix = prefix(secret);
    // In an alphabet of capitals there is no `x`.
    let body = secret.get(prefix..).unwrap_or_default();
    let is_upper =
        body.iter().any(u8::is_ascii_uppercase) && !body.iter().any(u8::is_ascii_lowercase);
    let [fill, other] = if is_upper { *b"XY" } else { *b"xy" };
    let (mut kept, mut punctuation) = (0, 0);
    secret.iter().enumerate().map(move |(at, &byte)| {
        let is_punctuation =
            matches!(byte, b'\n' | b'\r' | b' '..=b'~') && !byte.is_ascii_alphanumeric();
        punctuation = if is_punctuation { punctuation + 1 } else { 0 };
        let stays = at < prefix || is_punctuation && punctuation <= MOST_PUNCTUATION;
        let stays = stays && kept < MOST_KEPT;
        kept = if stays { kept + 1 } else { 0 };
        match byte {
            _ if stays => byte,
            _ if byte == fill => other,
            _ => fill,
        }
    })
}

/// How long the part is that names the kind: up to a separator near the start, or four letters.
fn prefix(secret: &[u8]) -> usize {
    if secret.len() < SHORTEST {
        return 0;
    }
    let is_separator = |byte: &u8| matches!(byte, b'_' | b'-' | b'.');
    let separator = secret.iter().take(MOST_KEPT - 1).rposition(is_separator).map(|at| at + 1);
    let letters = secret.iter().take(4).take_while(|byte| byte.is_ascii_alphabetic()).count();
    separator.unwrap_or(if letters == 4 { letters } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn twin(secret: &str) -> String {
        String::from_utf8(bytes(secret.as_bytes()).collect()).unwrap()
    }

    #[test]
    fn the_form_stays() {
        assert_eq!(twin("ghp_zQ9wBk27LmNcX1RtVy8D"), "ghp_xxxxxxxxxxxxxxxxxxxx");
        assert_eq!(twin("QKBZQ3EGV5VZSW2LX7KM"), "QKBZXXXXXXXXXXXXYXXX");
        assert_eq!(twin("kX93mLq0ZtWv"), "xxxxxxxxxxxx");
        assert_eq!(twin("------------"), "----xxxxxxxx");
    }

    proptest! {
        #[test]
        fn no_eight_bytes_stay(secret: Vec<u8>) {
            let twin: Vec<u8> = bytes(&secret).collect();
            prop_assert_eq!(twin.len(), secret.len());
            let stays: Vec<bool> = secret.iter().zip(&twin).map(|(a, b)| a == b).collect();
            prop_assert!(stays.windows(MOST_KEPT + 1).all(|window| !window.iter().all(|&same| same)));
        }
    }
}

//! Secrets that the host knows: values of its vault or its environment, found wherever they stand.
//!
//! Neither the library nor whoever reads its memory or a file of prints holds the values: a
//! [`KnownPrint`] is made where the value is known, and goes from there to where text is scanned.

mod index;

pub(crate) use index::Index;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::fingerprint::{FingerprintKey, LENGTH, read_hex};

/// The id of the rule that known secrets are reported by. It has no pattern; its name is the label
/// of the secret.
///
/// ```
/// assert_eq!(keysieve::KNOWN_SECRET_RULE, "known-secret");
/// ```
pub const KNOWN_SECRET_RULE: &str = "known-secret";

/// The shortest secret that can be looked for: anything shorter stands in text by chance.
const SHORTEST: usize = 8;

/// The longest.
const LONGEST: usize = 1 << 12;

/// The most secrets of a ruleset.
pub(crate) const MOST: usize = 1 << 15;

/// What is kept of a known secret: its length, two keyed hashes of 16 bits of its first and its last
/// eight bytes, by which places are passed over, and the keyed BLAKE3 hash of all, cut to 128 bits.
///
/// **What leaks.** Without the key nothing but the length, and which secrets begin or end alike. Whoever
/// has the key, too, can try likely values, as with any fingerprint; the short hashes let them drop a
/// wrong beginning or end by itself, and so all but one in four billion of their guesses before
/// the long hash. A random key or token of 20 characters or more stays out of reach; a word, a name
/// or a pattern does not.
///
/// It displays as 44 hexadecimal digits, and is read from them.
///
/// ```
/// use keysieve::{FingerprintKey, KnownPrint};
/// let key = FingerprintKey::new(&[7; 32]);
/// let print = KnownPrint::new(&key, b"correct horse battery")?;
/// assert_eq!(print.to_string().parse(), Ok(print));
/// assert!(!print.to_string().contains("horse"));
/// # Ok::<(), keysieve::KnownSecretError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KnownPrint {
    length: u16,
    head: u16,
    tail: u16,
    hash: [u8; LENGTH],
}

/// A secret that cannot be looked for, or text that is no print.
///
/// ```
/// use keysieve::{FingerprintKey, KnownPrint};
/// let error = KnownPrint::new(&FingerprintKey::public(), b"short").unwrap_err();
/// assert_eq!(error.to_string(), "a known secret has 8 to 4096 bytes, not 5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KnownSecretError {
    /// It is too short to be told from other text, or too long.
    #[error("a known secret has {SHORTEST} to {LONGEST} bytes, not {given}")]
    Length {
        /// Its length in bytes.
        given: usize,
    },
    /// There are too many.
    #[error("there are more than {MOST} known secrets")]
    TooMany,
    /// The text is no print.
    #[error("the print of a known secret is 44 hexadecimal digits")]
    NoPrint,
}

impl KnownPrint {
    /// The print of a secret.
    ///
    /// # Errors
    ///
    /// [`KnownSecretError::Length`] if the secret has fewer than 8 bytes or more than 4096.
    pub fn new(key: &FingerprintKey, secret: &[u8]) -> Result<Self, KnownSecretError> {
        let given = secret.len();
        let ends = secret.first_chunk().zip(secret.last_chunk()).filter(|_| given <= LONGEST);
        let (head, tail) = ends.ok_or(KnownSecretError::Length { given })?;
        let ends = Ends::of(key);
        Ok(Self {
            length: given as u16,
            head: ends.head(u64::from_le_bytes(*head)),
            tail: ends.tail(u64::from_le_bytes(*tail)),
            hash: hash(key, secret),
        })
    }
}

/// The keyed hash of a whole secret. The context keeps it apart from other fingerprints: ids of
/// rules hold no space.
fn hash(key: &FingerprintKey, secret: &[u8]) -> [u8; LENGTH] {
    let mut hash = [0; LENGTH];
    key.hash(&[b"known secret\0", secret], &mut hash);
    hash
}

/// Fast hashes of eight bytes, keyed: multiplicative, of which the highest bits count.
#[derive(Clone, Copy)]
struct Ends([u64; 4]);

impl Ends {
    fn of(key: &FingerprintKey) -> Self {
        let mut bytes = [0; 32];
        key.hash(&[b"known secret's ends\0"], &mut bytes);
        let mut numbers = [0; 4];
        for (number, bytes) in numbers.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *number = u64::from_le_bytes(*bytes);
        }
        Self(numbers)
    }

    #[inline]
    fn head(self, bytes: u64) -> u16 {
        ((bytes ^ self.0[0]).wrapping_mul(self.0[1] | 1) >> 48) as u16
    }

    #[inline]
    fn tail(self, bytes: u64) -> u16 {
        ((bytes ^ self.0[2]).wrapping_mul(self.0[3] | 1) >> 48) as u16
    }
}

impl fmt::Display for KnownPrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}{:04x}{:04x}", self.length, self.head, self.tail)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for KnownPrint {
    type Err = KnownSecretError;

    fn from_str(text: &str) -> Result<Self, KnownSecretError> {
        let bytes: [u8; 6 + LENGTH] = read_hex(text).ok_or(KnownSecretError::NoPrint)?;
        let [l0, l1, h0, h1, t0, t1, hash @ ..] = bytes;
        let [length, head, tail] = [[l0, l1], [h0, h1], [t0, t1]].map(u16::from_be_bytes);
        let given = usize::from(length);
        if !(SHORTEST..=LONGEST).contains(&given) {
            return Err(KnownSecretError::Length { given });
        }
        Ok(Self { length, head, tail, hash })
    }
}

/// The known secrets of a [`Ruleset`](crate::Ruleset), all of one key.
///
/// Each is found as it is, wherever it stands, within a word too, and in any layer that
/// [`scan_decoded`](crate::Ruleset::scan_decoded) decodes; the finding's rule is
/// [`KNOWN_SECRET_RULE`] and the rule's name is the label. Of two known secrets that begin at one
/// place the longer is reported.
///
/// **What it costs.** One multiplication and one look into a table of 8 KiB for each byte scanned,
/// however many secrets there are, and a hash of the whole where two short hashes fit: by chance at
/// one byte in four billion for each secret. Without known secrets nothing is done.
///
/// ```
/// use keysieve::{FingerprintKey, KnownPrint, KnownSecrets, Ruleset};
///
/// // Where the vault is: prints go out, not values.
/// let key = FingerprintKey::new(&[7; 32]);
/// let print = KnownPrint::new(&key, b"plain as it looks")?;
///
/// // Where text is scanned.
/// let mut known = KnownSecrets::new(key);
/// known.add("intranet password", print)?;
/// let ruleset = Ruleset::builder().known_secrets(known).build().unwrap();
/// let text = b"they told me: plain as it looks, and so it is";
/// let finding = ruleset.find_iter(text).next().unwrap();
/// assert_eq!(finding.rule().id(), keysieve::KNOWN_SECRET_RULE);
/// assert_eq!(finding.rule().name(), "intranet password");
/// assert_eq!(&text[finding.secret().range()], b"plain as it looks");
/// # Ok::<(), keysieve::KnownSecretError>(())
/// ```
#[derive(Clone)]
pub struct KnownSecrets {
    key: FingerprintKey,
    secrets: Vec<(String, KnownPrint)>,
}

impl KnownSecrets {
    /// None yet; all prints that are added have to be of this key.
    pub fn new(key: FingerprintKey) -> Self {
        Self { key, secrets: Vec::new() }
    }

    /// Adds a secret by its print. Reports show the label, so it must not be the secret.
    ///
    /// # Errors
    ///
    /// [`KnownSecretError::TooMany`] from the 32,769th on.
    pub fn add(&mut self, label: &str, print: KnownPrint) -> Result<(), KnownSecretError> {
        if self.secrets.len() >= MOST {
            return Err(KnownSecretError::TooMany);
        }
        self.secrets.push((label.to_owned(), print));
        Ok(())
    }

    /// Adds a secret that is at hand, and keeps its print alone.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add) and [`KnownPrint::new`] have them.
    ///
    /// ```
    /// use keysieve::{FingerprintKey, KnownSecrets};
    /// let mut known = KnownSecrets::new(FingerprintKey::new(&[7; 32]));
    /// known.add_secret("DEPLOY_TOKEN", b"plain as it looks")?;
    /// assert_eq!(known.len(), 1);
    /// # Ok::<(), keysieve::KnownSecretError>(())
    /// ```
    pub fn add_secret(&mut self, label: &str, secret: &[u8]) -> Result<(), KnownSecretError> {
        self.add(label, KnownPrint::new(&self.key, secret)?)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.secrets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }
}

impl fmt::Debug for KnownSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownSecrets").field("len", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ruleset;
    use alloc::format;
    use proptest::prelude::*;

    fn ruleset(secrets: &[&[u8]]) -> Ruleset {
        let mut known = KnownSecrets::new(FingerprintKey::new(&[3; 32]));
        for (number, secret) in secrets.iter().enumerate() {
            known.add_secret(&format!("secret {number}"), secret).unwrap();
        }
        Ruleset::builder().known_secrets(known).build().unwrap()
    }

    fn places(ruleset: &Ruleset, text: &[u8]) -> Vec<(String, usize, usize)> {
        let known = ruleset.find_iter(text).filter(|f| f.rule().id() == KNOWN_SECRET_RULE);
        let place =
            |f: crate::Finding<'_>| (f.rule().name().into(), f.secret().start, f.secret().end);
        known.map(place).collect()
    }

    proptest! {
        #[test]
        fn every_occurrence_is_found_and_nothing_else(
            secret in prop::collection::vec(any::<u8>(), SHORTEST..200),
            gaps in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..6),
        ) {
            let text = gaps.join(secret.as_slice());
            let found = places(&ruleset(&[&secret]), &text);
            let mut expected = Vec::new();
            let mut from = 0;
            while let Some(at) = memchr::memmem::find(&text[from..], &secret) {
                let (start, end) = (from + at, from + at + secret.len());
                expected.push(("secret 0".into(), start, end));
                from = end;
            }
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn prints_are_read_as_they_are_written(secret in prop::collection::vec(any::<u8>(), 8..64)) {
            let print = KnownPrint::new(&FingerprintKey::public(), &secret).unwrap();
            prop_assert_eq!(print.to_string().parse(), Ok(print));
        }
    }

    #[test]
    fn of_two_that_begin_alike_the_longer_is_found() {
        let ruleset = ruleset(&[b"open sesame", b"open sesame, please"]);
        let found = places(&ruleset, b"open sesame, please! open sesame!");
        assert_eq!(found, [("secret 1".into(), 0, 19), ("secret 0".into(), 21, 32)]);
    }

    #[test]
    fn keys_have_nothing_in_common() {
        let mut known = KnownSecrets::new(FingerprintKey::new(&[3; 32]));
        let other = FingerprintKey::new(&[4; 32]);
        known.add("of another key", KnownPrint::new(&other, b"open sesame").unwrap()).unwrap();
        let ruleset = Ruleset::builder().known_secrets(known).build().unwrap();
        assert_eq!(places(&ruleset, b"open sesame"), []);
    }

    #[test]
    fn text_that_is_no_print_is_refused() {
        for text in ["", "xyz", &"0".repeat(44), &"é".repeat(22), &"f".repeat(44)] {
            assert!(text.parse::<KnownPrint>().is_err(), "{text}");
        }
    }
}

//! Keyed fingerprints: a credential is known again by them, and not learnt from them.
//!
//! A fingerprint is the keyed BLAKE3 hash of the rule's id and the secret, cut to 128 bits. It does
//! not depend on where the secret stands, so it survives moved lines and renamed files.

use core::fmt;
use core::str::FromStr;

use crate::finding::Finding;

/// Bytes of a fingerprint.
pub(crate) const LENGTH: usize = 16;

/// The key that fingerprints are made with.
///
/// Whoever has the key can try likely passwords against a fingerprint, so keep it where you would
/// keep a password. Fingerprints of different keys have nothing in common.
///
/// ```
/// use keysieve::FingerprintKey;
/// let key = FingerprintKey::from_passphrase(b"kept in our vault");
/// assert_eq!(key.fingerprint("acme-key", b"s3cr3t"), key.fingerprint("acme-key", b"s3cr3t"));
/// assert_ne!(key.fingerprint("acme-key", b"s3cr3t"), key.fingerprint("other-key", b"s3cr3t"));
/// ```
#[derive(Clone)]
pub struct FingerprintKey {
    hasher: blake3::Hasher,
}

impl FingerprintKey {
    /// A key of 32 random bytes.
    ///
    /// ```
    /// let key = keysieve::FingerprintKey::new(&[7; 32]);
    /// assert_eq!(key.fingerprint("id", b"secret").to_string().len(), 32);
    /// ```
    pub fn new(key: &[u8; 32]) -> Self {
        Self { hasher: blake3::Hasher::new_keyed(key) }
    }

    /// A key derived from bytes of any length, which should be as hard to guess as a key. BLAKE3's
    /// key derivation is fast: it does not make a weak passphrase strong.
    pub fn from_passphrase(passphrase: &[u8]) -> Self {
        Self::new(&blake3::derive_key("keysieve 2026-11-25 fingerprint key", passphrase))
    }

    /// The key that is used where none is given. It is public, so it only keeps fingerprints from
    /// being those of another program; with it, guessable passwords can be guessed.
    ///
    /// ```
    /// let key = keysieve::FingerprintKey::public();
    /// assert_ne!(key.fingerprint("id", b"one"), key.fingerprint("id", b"other"));
    /// ```
    pub fn public() -> Self {
        Self::from_passphrase(b"")
    }

    /// The fingerprint of a secret that the rule of this id finds. Takes nothing from the heap.
    pub fn fingerprint(&self, rule: &str, secret: &[u8]) -> Fingerprint {
        let mut bytes = [0; LENGTH];
        self.hash(&[rule.as_bytes(), &[0], secret], &mut bytes);
        Fingerprint(bytes)
    }

    /// Fills `out` with the keyed hash of the parts, one after the other.
    pub(crate) fn hash(&self, parts: &[&[u8]], out: &mut [u8]) {
        let mut hasher = self.hasher.clone();
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize_xof().fill(out);
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FingerprintKey").finish_non_exhaustive()
    }
}

/// The fingerprint of a credential; displays as 32 hexadecimal digits, and is read from them.
///
/// ```
/// use keysieve::{Fingerprint, FingerprintKey};
/// let fingerprint = FingerprintKey::public().fingerprint("acme-key", b"s3cr3t");
/// assert_eq!(fingerprint.to_string().parse::<Fingerprint>(), Ok(fingerprint));
/// assert!("no fingerprint".parse::<Fingerprint>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub(crate) [u8; LENGTH]);

impl Fingerprint {
    /// Its bytes.
    ///
    /// ```
    /// let fingerprint = keysieve::FingerprintKey::public().fingerprint("acme-key", b"s3cr3t");
    /// assert_eq!(fingerprint.as_bytes().len(), 16);
    /// ```
    pub const fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Text that is no fingerprint.
///
/// ```
/// let error = "xyz".parse::<keysieve::Fingerprint>().unwrap_err();
/// assert_eq!(error.to_string(), "a fingerprint is 32 hexadecimal digits");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 32 hexadecimal digits")]
pub struct FingerprintError;

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        read_hex(text).map(Self).ok_or(FingerprintError)
    }
}

/// The bytes of so many hexadecimal digits.
pub(crate) fn read_hex<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != LENGTH || !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = (digit(high)? << 4 | digit(low)?) as u8;
    }
    Some(bytes)
}

#[cfg(feature = "baseline")]
impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "baseline")]
impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <alloc::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Finding<'_> {
    /// The fingerprint of the credential; `None` if the haystack is not the one that was scanned.
    ///
    /// ```
    /// use keysieve::{FingerprintKey, Ruleset};
    /// let key = FingerprintKey::public();
    /// let one = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let other = b"\n\nCACHE=redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let print = |text: &[u8]| Ruleset::builtin().find_iter(text).next()?.fingerprint(text, &key);
    /// assert!(print(one).is_some() && print(one) == print(other));
    /// ```
    pub fn fingerprint(self, haystack: &[u8], key: &FingerprintKey) -> Option<Fingerprint> {
        Some(key.fingerprint(self.rule().id(), haystack.get(self.secret().range())?))
    }
}

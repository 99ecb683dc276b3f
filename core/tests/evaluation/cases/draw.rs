//! What both kinds of values are made of.

use crate::support::random::Random;

pub(crate) const HEX: &str = "0123456789abcdef";
pub(crate) const LOWER: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
pub(crate) const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
pub(crate) const BASE64: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
pub(crate) const BASE64URL: &str =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
pub(crate) const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Words to write with, and chance.
pub(crate) struct Draw {
    pub(crate) random: Random,
    pub(crate) words: &'static [&'static str],
}

impl Draw {
    /// That many characters of the alphabet.
    pub(crate) fn of(&mut self, alphabet: &str, length: usize) -> String {
        let bytes = alphabet.as_bytes();
        (0..length).map(|_| char::from(*self.random.pick(bytes))).collect()
    }

    pub(crate) fn hex(&mut self, length: usize) -> String {
        self.of(HEX, length)
    }

    pub(crate) fn word(&mut self) -> &'static str {
        self.random.pick::<&str>(self.words)
    }

    /// Words between separators.
    pub(crate) fn words(&mut self, count: usize, separator: &str) -> String {
        (0..count).map(|_| self.word().to_owned()).collect::<Vec<_>>().join(separator)
    }

    /// From `least` to `most`.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.random.below(most - least + 1)
    }

    pub(crate) fn uuid(&mut self) -> String {
        let parts = [8, 4, 4, 4, 12].map(|length| self.hex(length));
        parts.join("-")
    }

    pub(crate) fn choose(&mut self, options: &[&str]) -> String {
        (*self.random.pick(options)).to_owned()
    }
}

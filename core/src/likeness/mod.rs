//! Whether a value was drawn at random by a machine or written by a person: a name, words, a path.
//!
//! Two models tell how many bits the value costs: as *text*, each letter is as likely as it is
//! after the one before in names and prose (a table of pairs of letters, and one of changes between
//! lower and upper case); as a *draw*, all characters of the smallest alphabet that holds the part
//! between two separators are equally likely. What the difference says, of all and of the part that
//! looks drawn most, how often the kinds of characters take turns, and how many differ, are weighed
//! by a logistic regression. Tables and weights are fitted by the example `fit-scoring`, which
//! compiles this file too; `docs/scoring.md` tells how.

mod tables;

use tables::{BIAS, COSTS, WEIGHTS};

/// Letters in either case, digits, and all else.
pub(crate) const SYMBOLS: usize = 28;
const DIGIT: u8 = 26;
const OTHER: u8 = 27;

/// What the models see of a character: of the one before only whether it was no letter, a
/// lower-case or an upper-case letter.
pub(crate) const CASES: usize = 3;

/// What each step of a text costs, in 1/16 bit.
pub(crate) struct Costs {
    /// Of a symbol after another.
    pub(crate) pairs: [[u8; SYMBOLS]; SYMBOLS],
    /// Of a lower-case and an upper-case letter after each of the cases.
    pub(crate) cases: [[u8; 2]; CASES],
}

/// The features that are weighed.
pub(crate) const FEATURES: usize = 5;

/// Characters beyond these say nothing new.
const LONGEST: usize = 128;

/// A digit of text is one of ten, and other characters are one of four or so; in 1/16 bit.
const DIGIT_COST: i32 = 53;
const OTHER_COST: i32 = 32;

/// Which alphabet a part is drawn from, and a separator that is drawn with the rest.
const ALPHABET_COST: i32 = 48;
const SEPARATOR_COST: i32 = 97;
/// A letter among hexadecimal digits, beyond what each of these costs.
const STRAY_COST: i32 = 96;

/// The most that the model may say, in 1/64 bit of odds.
const MOST: i32 = 640;

/// The odds, in 1/64 bit, that the value was drawn rather than written, if both were equally likely
/// before one saw it.
pub(crate) fn drawn(value: &[u8]) -> i32 {
    let features = features(value, &COSTS);
    let weighed = features.iter().zip(WEIGHTS).map(|(feature, weight)| feature * weight);
    ((BIAS + weighed.sum::<i32>()) >> 6).clamp(-MOST, MOST)
}

/// What the regression sees of a value.
pub(crate) fn features(value: &[u8], costs: &Costs) -> [i32; FEATURES] {
    let value = &value[..value.len().min(LONGEST)];
    let (mut difference, mut best) = (0, 0);
    let (mut all, mut part, mut distinct, mut turns) =
        (Kinds::default(), Part::default(), 0u128, 0);
    let mut before = (OTHER, 0u8);
    for &byte in value {
        let (symbol, case) = symbol(byte);
        let mut text = i32::from(costs.pairs[usize::from(before.0)][usize::from(symbol)]);
        text += match symbol {
            DIGIT => DIGIT_COST,
            OTHER => OTHER_COST,
            _ => i32::from(costs.cases[usize::from(before.1)][usize::from(case == 2)]),
        };
        if symbol == OTHER {
            let surplus = part.surplus();
            best = best.max(surplus);
            difference += surplus + text - SEPARATOR_COST;
            part = Part::default();
        } else {
            part.text += text;
            part.length += 1;
            part.kinds.add(byte);
        }
        all.add(byte);
        distinct |= 1 << (byte & 0x7f);
        let border = (before.0 == DIGIT) != (symbol == DIGIT);
        turns += i32::from(before.0 != OTHER && symbol != OTHER && border);
        turns += i32::from(before.1 == 1 && case == 2);
        before = (symbol, case);
    }
    best = best.max(part.surplus());
    difference += part.surplus();
    let length = i32::try_from(value.len().max(1)).unwrap_or(i32::MAX);
    [
        (difference / length).clamp(-64, 64),
        (difference / 16).clamp(-64, 64),
        (best / 16).clamp(0, 64),
        turns * 64 / length,
        distinct.count_ones().cast_signed() * 64 / length.min(all.alphabet().0),
    ]
}

/// What stands between two separators.
#[derive(Default)]
struct Part {
    kinds: Kinds,
    length: i32,
    /// What it costs as text.
    text: i32,
}

impl Part {
    /// How much more it costs as text than as a draw.
    fn surplus(&self) -> i32 {
        if self.length == 0 {
            return 0;
        }
        self.text - self.kinds.cost(self.length) - ALPHABET_COST
    }
}

/// The character's place in the tables, and its case.
pub(crate) fn symbol(byte: u8) -> (u8, u8) {
    match byte {
        b'a'..=b'z' => (byte - b'a', 1),
        b'A'..=b'Z' => (byte - b'A', 2),
        b'0'..=b'9' => (DIGIT, 0),
        _ => (OTHER, 0),
    }
}

/// Which kinds of characters a value holds.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a kind of character")]
struct Kinds {
    lower: bool,
    upper: bool,
    digits: bool,
    other: bool,
    /// How many letters beyond `f`.
    beyond_hex: i32,
}

impl Kinds {
    fn add(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' => self.lower = true,
            b'A'..=b'Z' => self.upper = true,
            b'0'..=b'9' => self.digits = true,
            _ => self.other = true,
        }
        self.beyond_hex += i32::from(byte.is_ascii_alphabetic() && !byte.is_ascii_hexdigit());
    }

    /// What so many characters cost as a draw. Hexadecimal digits may have a few letters before
    /// them: `key3f9a…`.
    fn cost(&self, length: i32) -> i32 {
        let cost = self.alphabet().1 * length;
        match (self.other, self.lower && self.upper, self.digits) {
            (false, false, true) => cost.min(64 * length + STRAY_COST * self.beyond_hex),
            _ => cost,
        }
    }

    /// How many characters the smallest usual alphabet with these has, and what each costs in
    /// 1/16 bit.
    fn alphabet(&self) -> (i32, i32) {
        let letters = self.lower || self.upper;
        match (self.other, self.lower && self.upper) {
            (false, false) if !letters => (10, 53),
            (false, false) if self.beyond_hex == 0 => (16, 64),
            (false, false) if !self.digits => (26, 75),
            (false, false) => (36, 83),
            (false, true) if !self.digits => (52, 91),
            (false, true) => (62, 95),
            (true, false) => (40, 85),
            (true, true) => (66, 97),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_is_told_from_what_was_written() {
        for text in [
            "f3a9c1d07b6e4825aa10",
            "zQ9wBk27LmNcX1RtVy8DsGh4JfPa6E",
            "Kx8-v2Lq_9Zt0-Rw31",
            "q7xk2vd9hz4tnw3m",
            "XKQJZVWPRTHGNMLB",
        ] {
            assert!(drawn(text.as_bytes()) > 0, "{text}: {}", drawn(text.as_bytes()));
        }
        for text in [
            "getSecretFromEnvironment",
            "src/components/Button2/index",
            "some-long-kebab-name-v2",
            "authenticationToken1",
            "X509HardwareKeyUsageFlags",
            "application.properties",
            "MAXIMUM_RETRY_COUNT",
            "",
        ] {
            assert!(drawn(text.as_bytes()) < 0, "{text}: {}", drawn(text.as_bytes()));
        }
    }
}

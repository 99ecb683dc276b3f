//! Shannon entropy in integer arithmetic.
//!
//! For counts `c` of `n` bytes: `H = log2(n) − Σ c·log2(c) / n` bits per byte (C. E. Shannon, "A
//! Mathematical Theory of Communication", 1948). The terms `c·log2(c)` come from a table in
//! 1/65536 bit, so the result is the same on every machine.

use crate::rule::Entropy;

/// Values longer than this are judged by their first bytes.
const LONGEST: usize = 512;

impl Entropy {
    /// The Shannon entropy of the bytes (of the first 512, if there are more).
    ///
    /// ```
    /// use keysieve::Entropy;
    /// assert_eq!(Entropy::of(b"0123456789abcdef").millibits(), 4000);
    /// assert_eq!(Entropy::of(b"").millibits(), 0);
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        if bytes.is_empty() {
            return Self(0);
        }
        let mut counts = [0u16; 256];
        for &byte in bytes {
            counts[usize::from(byte)] += 1;
        }
        // A count is visited at the byte's last occurrence only by taking it out.
        let mut sum = 0;
        for &byte in bytes {
            sum += N_LOG_N[usize::from(core::mem::take(&mut counts[usize::from(byte)]))];
        }
        let bits = (N_LOG_N[bytes.len()] - sum) / bytes.len() as u64;
        Self::of_bits(bits)
    }

    /// The most that text of so many different bytes has.
    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for rules that are read"))]
    pub(crate) fn most(different: usize) -> Self {
        Self::of_bits(log2(different.clamp(1, LONGEST) as u64))
    }

    /// That of so many 1/65536 bit.
    fn of_bits(bits: u64) -> Self {
        Self(((bits * 1000 + (1 << 15)) >> 16) as u16)
    }
}

/// `n·log2(n)` in 1/65536.
static N_LOG_N: [u64; LONGEST + 1] = {
    let mut table = [0; LONGEST + 1];
    let mut n = 1;
    while n <= LONGEST {
        table[n] = n as u64 * log2(n as u64);
        n += 1;
    }
    table
};

/// `log2(n)` in 1/65536, by repeated squaring.
pub(crate) const fn log2(n: u64) -> u64 {
    let whole = n.ilog2();
    // In 1/2^31, at least 1 and less than 2.
    let mut mantissa = n << (31 - whole);
    let mut result = whole as u64;
    let mut bit = 0;
    while bit < 16 {
        mantissa = (mantissa * mantissa) >> 31;
        result <<= 1;
        if mantissa >= 1 << 32 {
            mantissa >>= 1;
            result |= 1;
        }
        bit += 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reference(bytes: &[u8]) -> f64 {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        (0..=255u8)
            .map(|byte| memchr::memchr_iter(byte, bytes).count() as f64 / bytes.len() as f64)
            .filter(|&share| share > 0.0)
            .map(|share| -share * share.log2())
            .sum()
    }

    proptest! {
        #[test]
        fn agrees_with_floating_point(bytes in prop::collection::vec(any::<u8>(), 1..700)) {
            let difference = f64::from(Entropy::of(&bytes).millibits()) / 1000.0 - reference(&bytes);
            prop_assert!(difference.abs() < 0.002, "{difference}");
        }
    }
}

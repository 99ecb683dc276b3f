//! Confidence as odds, so that evidence adds up.
//!
//! A confidence of c stands for odds of c to 100 − c; each piece of evidence multiplies them. In
//! logarithms, here of base 2 in 1/64, that is a sum.

use crate::entropy::log2;

/// How far one looks: at 0 and 100 the odds have no logarithm.
const MOST: i32 = 448;

/// The odds of each confidence.
static TABLE: [i16; 101] = {
    let mut table = [0; 101];
    table[0] = -(MOST as i16);
    table[100] = MOST as i16;
    let mut c = 1;
    while c < 100 {
        let difference = log2(c as u64).cast_signed() - log2(100 - c as u64).cast_signed();
        table[c] = ((difference + (1 << 9)) >> 10) as i16;
        c += 1;
    }
    table
};

/// The odds, in 1/64 bit, that a confidence stands for.
pub(crate) fn of(confidence: u8) -> i32 {
    TABLE.get(usize::from(confidence)).map_or(MOST, |&odds| odds.into())
}

/// The confidence that odds stand for.
pub(crate) fn confidence(odds: i32) -> u8 {
    TABLE.partition_point(|&least| i32::from(least) <= odds).saturating_sub(1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_odds_are_one_half_and_all_are_ordered() {
        assert_eq!((of(50), of(80), of(20)), (0, 128, -128));
        assert_eq!((confidence(0), confidence(128), confidence(-128)), (50, 80, 20));
        assert_eq!((confidence(-1000), confidence(1000)), (0, 100));
        assert!((0..=100).all(|c| confidence(of(c)) == c));
    }
}

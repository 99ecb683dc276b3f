//! The masks of a block by the vector units of x86: AVX-512 where there is one that permutes bytes,
//! AVX2 otherwise. This is the crate's only module with `unsafe` code.
//!
//! A value of [`Avx512`](avx512::Avx512) or [`Avx2`](avx2::Avx2) is proof that the processor has
//! what its methods are made of, so that they are safe to call; making one is not. Those methods
//! are inlined into functions that are compiled for such processors, or each instruction would be a
//! call.

#![allow(unsafe_code)]
#![allow(clippy::inline_always, reason = "only what is inlined is compiled for the processor")]
#![allow(clippy::unused_self, reason = "`self` is the proof that the processor has what is used")]

mod avx2;
mod avx512;
mod decoding;
mod names;

pub(super) use decoding::{try_likely, try_next_marked};

use super::sweep::Batch;
use super::tables::Prefilter;
use crate::label::{LabelMasks, WINDOW};

/// What the processor has of vector units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// None that is used here.
    None = 1,
    Avx2,
    Avx512,
}

/// The names of the features that must be there for a level.
macro_rules! has {
    ($by:ident: $($feature:tt),*) => { true $(&& $by!($feature))* };
}

#[cfg(feature = "std")]
use std::is_x86_feature_detected as feature;
/// Without an operating system to ask, what the crate is compiled for.
#[cfg(not(feature = "std"))]
macro_rules! feature {
    ($feature:tt) => {
        cfg!(target_feature = $feature)
    };
}

impl Level {
    /// What this processor has.
    #[inline]
    pub(super) fn of_processor() -> Self {
        use core::sync::atomic::{AtomicU8, Ordering};
        static KNOWN: AtomicU8 = AtomicU8::new(0);
        // Threads that ask at the same time get the same answer.
        match KNOWN.load(Ordering::Relaxed) {
            2 => Self::Avx2,
            3 => Self::Avx512,
            1 => Self::None,
            _ => {
                let level = Self::detect();
                KNOWN.store(level as u8, Ordering::Relaxed);
                level
            }
        }
    }

    #[cold]
    fn detect() -> Self {
        if has!(feature: "avx512f", "avx512bw", "avx512vl", "avx512vbmi", "avx512vbmi2", "gfni", "bmi1", "bmi2", "popcnt", "lzcnt")
        {
            Self::Avx512
        } else if has!(feature: "avx2", "bmi1", "bmi2", "popcnt", "lzcnt") {
            Self::Avx2
        } else {
            Self::None
        }
    }
}

/// [`sweep`](super::sweep::sweep) by that level, which the processor must have; `None` if that is
/// none.
#[inline]
pub(super) fn try_sweep(
    level: Level,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> Option<usize> {
    assert_has(level);
    match level {
        Level::None => None,
        // SAFETY: the processor has the features that the function is compiled for.
        Level::Avx2 => Some(unsafe { avx2::sweep(prefilter, haystack, from, batch) }),
        // SAFETY: as above.
        Level::Avx512 => Some(unsafe { avx512::sweep(prefilter, haystack, from, batch) }),
    }
}

/// [`LabelMasks::of`] by that level, likewise.
#[inline]
pub(super) fn try_label_masks(level: Level, window: &[u8; WINDOW]) -> Option<LabelMasks> {
    assert_has(level);
    match level {
        Level::None => None,
        // SAFETY: the processor has the features that the function is compiled for.
        Level::Avx2 => Some(unsafe { avx2::label_masks(window) }),
        // SAFETY: as above.
        Level::Avx512 => Some(unsafe { avx512::label_masks(window) }),
    }
}

/// Levels hold what is below them, so that one may be chosen that is lower than the processor's.
#[inline]
fn assert_has(level: Level) {
    assert!(level as u8 <= Level::of_processor() as u8, "the processor has no {level:?}");
}

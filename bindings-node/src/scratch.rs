//! Memory to scan with, kept from one scan to the next: to make it takes longer than to scan a line.

use std::sync::{Mutex, PoisonError};

use keysieve::{DecodeLimits, Scratch};

/// What nobody uses now, by the limits that it was made for; what was used last comes last.
static KEPT: Mutex<Vec<(DecodeLimits, Scratch)>> = Mutex::new(Vec::new());
/// No more is kept: seldom do more threads scan at once.
const MOST: usize = 8;

/// Calls with memory for a scan within limits.
pub(crate) fn with<T>(limits: DecodeLimits, call: impl FnOnce(&mut Scratch) -> T) -> T {
    let mut scratch = kept(limits).unwrap_or_else(|| Scratch::new(limits));
    let result = call(&mut scratch);
    keep(limits, scratch);
    result
}

fn kept(limits: DecodeLimits) -> Option<Scratch> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let at = kept.iter().rposition(|(made_for, _)| *made_for == limits)?;
    Some(kept.remove(at).1)
}

fn keep(limits: DecodeLimits, scratch: Scratch) {
    let usual = DecodeLimits::default();
    let is_large = limits.depth > usual.depth
        || limits.piece > usual.piece
        || limits.findings > usual.findings;
    if is_large {
        return;
    }
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() == MOST {
        kept.remove(0);
    }
    kept.push((limits, scratch));
}

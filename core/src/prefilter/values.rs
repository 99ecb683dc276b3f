//! Which values have a name before them.

#![allow(clippy::inline_always, reason = "it is compiled for the processor with what calls it")]

use core::ops::Range;

use arrayvec::ArrayVec;

use super::nameless::Nameless;
use super::sweep::{Found, Vector};
use super::tables::Prefilter;
use crate::label::Label;
use crate::sibling::Sibling;

/// Labels that are told of at once.
pub(super) const LABELS: usize = 16;

/// Drops the values that no name is given to. Where labels are remembered, those that are known to have
/// no name are told by that; of short haystacks, which have few, none are.
#[inline(always)]
pub(super) fn keep_named<V: Vector>(
    by: &V,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    found: &mut Found,
    known: &mut [Nameless],
) {
    let place = |offset: u16| from + usize::from(offset);
    let [mut nameless, mut in_rows] = match known {
        // Those of labels, and of labels in rows of pairs, which are none where no pair is before
        // them.
        [labels, in_rows] if !found.is_empty() => {
            [labels, in_rows].map(|known| known.begin().then_some(known))
        }
        _ => [None, None],
    };
    if let Some(nameless) = &mut nameless {
        // A closure would be compiled without the processor's features.
        let mut kept = 0;
        for number in 0..found.len() {
            let offset = found[number];
            found[kept] = offset;
            kept += usize::from(!nameless.holds(haystack, place(offset)));
        }
        found.truncate(kept);
    }
    let (mut next, mut kept) = (0, 0);
    while next < found.len() {
        let mut labels = ArrayVec::<Label, LABELS>::new();
        let mut offsets = [0; LABELS];
        while let (Some(&offset), false) = (found.get(next), labels.is_full()) {
            next += 1;
            let label = by.label(haystack, place(offset));
            if let (Some(in_rows), Some(_)) = (&mut in_rows, label.range_in_row())
                && in_rows.holds(haystack, place(offset))
            {
                continue;
            }
            offsets[labels.len()] = offset;
            labels.push(label);
        }
        by.named(haystack, &mut labels, &prefilter.borders);
        for (label, offset) in labels.into_iter().zip(offsets) {
            let (range, in_row) = (label.range(), label.range_in_row());
            let is_named_after =
                || label.is_of_value() && Sibling::may_follow(haystack, place(offset));
            let has_name =
                !label.is_done() && (label.holds_name(haystack, prefilter) || is_named_after());
            found[kept] = offset;
            kept += usize::from(has_name);
            if has_name {
                continue;
            }
            if let (Some(nameless), Some(range)) = (&mut nameless, range) {
                nameless.add(haystack, range);
            }
            if let (Some(in_rows), Some(range)) = (&mut in_rows, in_row)
                && is_known_whole(prefilter, haystack, &range)
            {
                in_rows.add(haystack, range);
            }
        }
    }
    found.truncate(kept);
}

/// Whether the label tells of each name that ends in it: whether none may begin before it.
#[cold]
fn is_known_whole(prefilter: &Prefilter, haystack: &[u8], label: &Range<usize>) -> bool {
    let text = haystack.get(label.clone()).unwrap_or_default();
    let ends_word = |pair: &[u8]| match *pair {
        [here, next] => {
            here.is_ascii_alphanumeric()
                && (!next.is_ascii_alphanumeric()
                    || here.is_ascii_alphabetic() && next.is_ascii_digit())
        }
        _ => false,
    };
    // The last byte is a sign of equality.
    let mut ends = text.windows(2).zip(1..).filter(|&(pair, _)| ends_word(pair));
    ends.all(|(_, end)| !prefilter.name_ends.may_begin_before(&text[..end]))
}

//! What confidence is worth: on the evaluation set, of the findings with a confidence of c about c
//! per cent are right. `docs/calibration.md` holds the table that this prints.

#![allow(clippy::print_stdout, reason = "the table is for people")]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod measure;

use std::collections::HashSet;

/// Bins of fewer findings say little.
const ENOUGH: usize = 100;

#[test]
fn confidence_says_how_often_a_finding_is_right() {
    let measured = measure::all(&cases::all());
    println!("{measured}");
    for (name, table) in [("fit", &measured.fit), ("held out", &measured.held_out)] {
        for (ten, bin) in table.bins.iter().enumerate().filter(|(_, bin)| bin.findings >= ENOUGH) {
            let (confidence, right) = (bin.mean_confidence(), bin.precision());
            assert!(
                (confidence - right).abs() <= 20.0,
                "{name}, from {} per cent: {right:.0} % are right, {confidence:.0} % was said",
                ten * 10,
            );
        }
        assert!(table.error() <= 10.0, "{name}: off by {:.1} points on average", table.error());
        assert!(table.found * 100 >= table.credentials * 90, "{name}: too few are found");
        assert!(table.flagged * 100 <= table.harmless * 5, "{name}: too many are flagged");
    }
}

#[test]
fn the_set_is_the_same_in_every_run_and_its_halves_share_nothing() {
    let (once, again) = (cases::all(), cases::all());
    assert!(once.len() > 10_000 && once.len() == again.len());
    assert!(once.iter().zip(&again).all(|(a, b)| a.text == b.text && a.value == b.value));
    let of = |half| {
        let cases = once.iter().filter(move |case| case.half == half);
        let own = cases.filter(|case| case.syntax != "example of the rule");
        own.flat_map(|case| [case.kind.as_str(), case.syntax]).collect::<HashSet<_>>()
    };
    assert!(of(cases::Half::Fit).is_disjoint(&of(cases::Half::HeldOut)));
}

//! Findings in the evaluation set, counted by their confidence.

use std::collections::BTreeMap;
use std::fmt;

use keysieve::{DEFAULT_MIN_CONFIDENCE, Finding, Ruleset, Specificity};

use crate::cases::{Case, Half};

/// How often findings are right.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) findings: usize,
    pub(crate) right: usize,
    /// The sum of their confidences.
    pub(crate) confidence: usize,
}

impl Count {
    fn add(&mut self, finding: Finding<'_>, is_right: bool) {
        self.findings += 1;
        self.right += usize::from(is_right);
        self.confidence += usize::from(finding.confidence());
    }

    /// In per cent.
    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 * 100.0 / self.findings.max(1) as f64
    }

    pub(crate) fn mean_confidence(&self) -> f64 {
        self.confidence as f64 / self.findings.max(1) as f64
    }
}

/// What the scanner makes of one half.
#[derive(Default)]
pub(crate) struct Table {
    /// By tens of confidence.
    pub(crate) bins: [Count; 10],
    /// Those of which the confidence is a decision, not a measurement.
    pub(crate) worth_a_look: Count,
    /// By the class of the rule and the evidence.
    pub(crate) evidence: BTreeMap<(Specificity, String), Count>,
    /// Cases with a credential, and those in which it is found at the default threshold.
    pub(crate) credentials: usize,
    pub(crate) found: usize,
    /// Cases without any, and those that are flagged at the default threshold, all or but for
    /// findings that are apart.
    pub(crate) harmless: usize,
    pub(crate) flagged: usize,
    pub(crate) flagged_apart: usize,
    /// What is wrong, by kind.
    pub(crate) wrong: BTreeMap<String, usize>,
    pub(crate) missed: BTreeMap<String, usize>,
}

pub(crate) struct Measured {
    pub(crate) fit: Table,
    pub(crate) held_out: Table,
}

/// Whether the finding is made up in a vendor's format or under its name, or a vendor's identifier:
/// such are reported just above the threshold, whatever they are worth.
fn is_worth_a_look(finding: Finding<'_>) -> bool {
    let reason =
        |reason| reason == "looks made up" || reason == "its name says that it is no secret";
    finding.confidence() == 43
        && finding.rule().specificity() >= Specificity::Keyword
        && finding.evidence().reasons().any(reason)
}

/// Scans all cases.
pub(crate) fn all(cases: &[Case]) -> Measured {
    let everything = Ruleset::builder().min_confidence(0).build().expect("the built-in rules");
    let mut measured = Measured { fit: Table::default(), held_out: Table::default() };
    for case in cases {
        let table = match case.half {
            Half::Fit => &mut measured.fit,
            Half::HeldOut => &mut measured.held_out,
        };
        let (mut found, mut flagged, mut flagged_apart) = (false, false, false);
        for finding in everything.find_iter(case.text.as_bytes()) {
            let span = finding.secret().range();
            let is_it = case.value.start < span.end && span.start < case.value.end;
            if case.has_others && !is_it {
                continue;
            }
            let is_right = is_it && case.is_secret;
            let is_apart = is_worth_a_look(finding);
            if is_apart {
                table.worth_a_look.add(finding, is_right);
            } else {
                table.bins[usize::from(finding.confidence() / 10).min(9)].add(finding, is_right);
            }
            for reason in finding.evidence().reasons() {
                let key = (finding.rule().specificity(), reason.to_owned());
                table.evidence.entry(key).or_default().add(finding, is_right);
            }
            if finding.confidence() >= DEFAULT_MIN_CONFIDENCE {
                found |= is_right;
                flagged |= !is_right && !is_apart;
                flagged_apart |= !is_right && is_apart;
                if !is_right && !is_apart {
                    let confidence = finding.confidence();
                    let rule = finding.rule().id();
                    let kind = format!(
                        "{confidence} {rule} | {} | {} | {:?}",
                        case.kind, case.syntax, case.text
                    );
                    *table.wrong.entry(kind).or_default() += 1;
                }
            }
        }
        if case.is_secret {
            table.credentials += 1;
            table.found += usize::from(found);
            if !found {
                *table.missed.entry(format!("{} | {}", case.kind, case.syntax)).or_default() += 1;
            }
        } else {
            table.harmless += 1;
            table.flagged += usize::from(flagged);
            table.flagged_apart += usize::from(flagged_apart && !flagged);
        }
    }
    measured
}

impl Table {
    /// By how much confidence and the share of right findings differ, over all findings, in points.
    pub(crate) fn error(&self) -> f64 {
        let count: usize = self.bins.iter().map(|bin| bin.findings).sum();
        let error =
            |bin: &Count| (bin.precision() - bin.mean_confidence()).abs() * bin.findings as f64;
        self.bins.iter().map(error).sum::<f64>() / count.max(1) as f64
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| confidence | findings | mean confidence | right |\n|---|---|---|---|")?;
        for (ten, count) in self.bins.iter().enumerate().filter(|(_, count)| count.findings > 0) {
            let (from, to) = (ten * 10, if ten == 9 { 100 } else { ten * 10 + 9 });
            writeln!(
                f,
                "| {from}–{to} | {} | {:.0} | {:.0} % |",
                count.findings,
                count.mean_confidence(),
                count.precision(),
            )?;
        }
        writeln!(
            f,
            "| worth a look | {} | {:.0} | {:.0} % |",
            self.worth_a_look.findings,
            self.worth_a_look.mean_confidence(),
            self.worth_a_look.precision(),
        )?;
        let share = |part: usize, of: usize| part as f64 * 100.0 / of.max(1) as f64;
        writeln!(
            f,
            "\nAt the default threshold {:.1} % of {} credentials are found. Of {} harmless texts \
             {:.1} % are flagged, and {:.1} % are worth a look.",
            share(self.found, self.credentials),
            self.credentials,
            self.harmless,
            share(self.flagged, self.harmless),
            share(self.flagged_apart, self.harmless),
        )
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, table) in [("Held out", &self.held_out), ("Fitted to", &self.fit)] {
            writeln!(f, "## {name}\n\n{table}")?;
            writeln!(f, "Confidence is off by {:.1} points on average.\n", table.error())?;
        }
        writeln!(f, "## Evidence, in the half that is fitted to\n")?;
        writeln!(
            f,
            "| rule | evidence | findings | mean confidence | right |\n{}",
            "|---".repeat(5) + "|"
        )?;
        for ((specificity, reason), count) in &self.fit.evidence {
            writeln!(
                f,
                "| {specificity:?} | {reason} | {} | {:.0} | {:.0} % |",
                count.findings,
                count.mean_confidence(),
                count.precision(),
            )?;
        }
        if std::env::var_os("KEYSIEVE_SHOW").is_some() {
            for (name, table) in [("fit", &self.fit), ("held out", &self.held_out)] {
                for (what, list) in [("wrong", &table.wrong), ("missed", &table.missed)] {
                    for (kind, count) in list {
                        writeln!(f, "{name}: {what}: {count} {kind}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

//! What an import did with each rule.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// What became of one rule.
///
/// ```
/// assert_eq!(keysieve::ImportOutcome::LeftOut.to_string(), "left out");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ImportOutcome {
    /// It finds what it found there.
    Carried,
    /// It is here, but the notes say in what it differs.
    Changed,
    /// It cannot be carried over; the notes say why.
    LeftOut,
}

impl fmt::Display for ImportOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Carried => "carried over",
            Self::Changed => "changed",
            Self::LeftOut => "left out",
        })
    }
}

/// One rule of an imported file. Made by
/// [`RulesetBuilder::gitleaks_toml`](crate::RulesetBuilder::gitleaks_toml).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedRule {
    /// Its id in the ruleset.
    pub id: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// In what it differs, or why it was left out.
    pub notes: Vec<String>,
}

/// What an import did with each rule; displays as a line for the file, one for each rule, and one
/// for each note.
///
/// ```
/// use keysieve::{ImportOutcome, Ruleset};
/// let toml = "[[rules]]\nid = 'keys'\nregex = '('\n";
/// let (_, report) = Ruleset::builder().gitleaks_toml(".gitleaks.toml", toml)?;
/// assert_eq!(report.rules[0].outcome, ImportOutcome::LeftOut);
/// assert!(report.to_string().starts_with("1 rule: 0 carried over, 0 changed, 1 left out\n"));
/// # Ok::<(), keysieve::RuleError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportReport {
    /// Each rule, in the order of the file.
    pub rules: Vec<ImportedRule>,
    /// What concerns no single rule.
    pub notes: Vec<String>,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |outcome| self.rules.iter().filter(|rule| rule.outcome == outcome).count();
        writeln!(
            f,
            "{} rule{}: {} carried over, {} changed, {} left out",
            self.rules.len(),
            if self.rules.len() == 1 { "" } else { "s" },
            count(ImportOutcome::Carried),
            count(ImportOutcome::Changed),
            count(ImportOutcome::LeftOut),
        )?;
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        for rule in &self.rules {
            writeln!(f, "{}: {}", rule.id, rule.outcome)?;
            for note in &rule.notes {
                writeln!(f, "  {note}")?;
            }
        }
        Ok(())
    }
}

//! What can be wrong with a rule or a selection of rules.

use alloc::string::String;

/// A rule that was refused: where it stands and why.
///
/// ```
/// # #[cfg(feature = "custom-rules")] {
/// let error = keysieve::Ruleset::builder()
///     .rules_toml("mine.toml", "vendor = 'Example'\n[[rule]]\nid = 'Not An Id'\n")
///     .unwrap_err();
/// assert!(error.to_string().starts_with("mine.toml:3: rule `Not An Id`, field `id`: "));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {}{problem}", Place { rule, field })]
#[non_exhaustive]
pub struct RuleError {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// The rule's id, or its number where it has none; empty if the file itself is wrong.
    pub rule: String,
    /// The field; empty if no single one is wrong.
    pub field: String,
    /// What is wrong.
    pub problem: RuleProblem,
}

/// Shows the parts of an error's place that are known.
struct Place<'a> {
    rule: &'a str,
    field: &'a str,
}

impl core::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match (self.rule, self.field) {
            ("", "") => Ok(()),
            ("", field) => write!(f, "field `{field}`: "),
            (rule, "") => write!(f, "rule `{rule}`: "),
            (rule, field) => write!(f, "rule `{rule}`, field `{field}`: "),
        }
    }
}

/// Why a rule was refused.
///
/// ```
/// use keysieve::RuleProblem;
/// assert_eq!(RuleProblem::Missing.to_string(), "is missing");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleProblem {
    /// The file is not TOML.
    #[error("not valid TOML: {0}")]
    Toml(String),
    /// The field has to be there.
    #[error("is missing")]
    Missing,
    /// The format has no such field.
    #[error("there is no such field")]
    Unknown,
    /// A value of another type.
    #[error("must be {expected}")]
    Type {
        /// What was expected.
        expected: &'static str,
    },
    /// A name that is not in the list.
    #[error("`{given}` is none of: {known}")]
    Name {
        /// The name in the file.
        given: String,
        /// Those there are.
        known: String,
    },
    /// A value that is not allowed.
    #[error("{0}")]
    Value(String),
    /// Two rules of the same id.
    #[error("there is a rule with this id already")]
    Duplicate,
    /// The pattern is no regular expression.
    #[error("not a valid pattern: {0}")]
    Pattern(String),
    /// The group `secret` stands where the pattern cannot be split around it.
    #[error(
        "the group `secret` must stand once, and not within a repetition, an alternation or another group"
    )]
    SecretGroup,
    /// A secret of no bytes.
    #[error("the secret may be empty")]
    EmptySecret,
    /// Matches may be of any length.
    #[error("matches may be of any length: bound the repetitions, or give `max_length`")]
    Unbounded,
    /// Matches may be longer than any rule's may.
    #[error("matches may be {length} bytes long; the most is {most}")]
    TooLong {
        /// The pattern's longest match, in bytes.
        length: usize,
        /// The limit, in bytes.
        most: usize,
    },
    /// No literal text to look for.
    #[error(
        "no literal of {shortest} bytes or more stands in every match within {lead} bytes of its start"
    )]
    NoLiteral {
        /// The length that a literal must have at least.
        shortest: usize,
        /// How far from the start of the match it may stand.
        lead: usize,
    },
    /// A given literal that a match need not hold.
    #[error("the literals do not stand at one place of every match")]
    Literals,
    /// The pattern's parts may share out the same bytes in more than one way.
    #[error(
        "the split is ambiguous: {what} can go on over bytes that what follows it could take; \
         make the two disjoint where they meet"
    )]
    Ambiguous {
        /// The part that can go on.
        what: &'static str,
    },
    /// A value of a service that is not in the form of one.
    #[error(
        "`{given}` is no form of a value: write characters as `{{uuid}}` or `{{hex 32}}`, with one of \
         digits, hex, lower, upper, alnum, base64, base64url, any"
    )]
    ValueForm {
        /// The form in the file.
        given: String,
    },
    /// The automaton is too large.
    #[error("the automaton would be too large: {0}")]
    TooLarge(String),
}

/// A ruleset that cannot be built.
///
/// ```
/// use keysieve::{BuildError, Ruleset};
/// let error = Ruleset::builder().only(&["no-such-rule"]).build().unwrap_err();
/// assert_eq!(error, BuildError::UnknownRule { id: "no-such-rule".into() });
/// assert_eq!(error.to_string(), "there is no rule `no-such-rule`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A selection names a rule that does not exist.
    #[error("there is no rule `{id}`")]
    UnknownRule {
        /// The id in the selection.
        id: String,
    },
    /// A rule names a companion that does not exist.
    #[error("rule `{rule}` names the companion `{companion}`, but there is no such rule")]
    UnknownCompanion {
        /// The rule's id.
        rule: String,
        /// The id that it names.
        companion: String,
    },
    /// A threshold that is no confidence.
    #[error("a confidence is at most 100, not {given}")]
    Confidence {
        /// The threshold.
        given: u8,
    },
    /// More rules than there can be.
    #[error("a ruleset holds at most {most} rules")]
    TooMany {
        /// The limit.
        most: usize,
    },
}

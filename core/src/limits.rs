//! How much a scan looks at and reports.

/// What a scan may take. By default nothing is limited: time is linear in the input anyhow.
///
/// None of them is a clock, so the same input gives the same findings on every machine. A limit that
/// is reached is reported with the place up to which everything was looked at: see
/// [`Coverage`](crate::Coverage).
///
/// ```
/// use keysieve::{Coverage, Limit, Limits, Ruleset};
/// let mut limits = Limits::default();
/// limits.findings = 1;
/// let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0 redis://app:Zt8WvkX93mLq@cache:6379/0";
/// let mut findings = Ruleset::builtin().find_iter(text).limited(limits);
/// assert_eq!(findings.by_ref().count(), 1);
/// let Coverage::Incomplete(incomplete) = findings.coverage() else { panic!() };
/// assert_eq!((incomplete.limit(), incomplete.at()), (Limit::Reported, 50));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the input that are looked at.
    pub input: u64,
    /// Findings that are reported; those that are allowed do not count.
    pub findings: u64,
    /// Places at which a rule is tried, all layers together: what stands for time in a scan beyond
    /// reading the input. A place costs some nanoseconds to some tens of microseconds, the more the
    /// longer the rule's matches may be; text has some hundreds in a megabyte, hostile text a
    /// hundred thousand.
    pub steps: u64,
}

impl Limits {
    pub(crate) const NONE: Self = Self { input: u64::MAX, findings: u64::MAX, steps: u64::MAX };

    /// Whether the steps that are left may ever be reached.
    pub(crate) const fn bound_steps(self) -> bool {
        self.steps < u64::MAX / 2
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::NONE
    }
}

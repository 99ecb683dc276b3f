//! What one pass remembers from hit to hit, and how hits become findings.

use crate::allow::{Allowed, CONTEXT, Context};
use crate::companion::Linker;
use crate::confirm::Match;
use crate::coverage::{Coverage, Limit};
use crate::dfa::Looked;
use crate::evidence::Evidence;
use crate::finding::Finding;
use crate::judged::{Judged, Outcome};
use crate::limits::Limits;
use crate::path;
use crate::prefilter::{ECHO, Hit, Hits, KNOWN_FROM, REACH};
use crate::resolve::{Candidate, Resolver};
use crate::rule::{Entropy, Rule, Within};
use crate::ruleset::Ruleset;
use crate::score::{self, IN_TEST, Score, score};
use crate::section;
use crate::sibling::{self, Sibling};
use crate::span::Span;
use crate::tables::Tables;
use crate::validate::Validity;

/// What a scan remembers from place to place. Its own places are bytes of the haystack; where that
/// is a part of a stream, they move with it (see [`Self::forget_before`]).
#[repr(C)]
pub(crate) struct Search<'r> {
    pub(crate) ruleset: &'r Ruleset,
    /// No secret that is still to be found starts before this.
    horizon: usize,
    /// Findings that the ruleset allows.
    pub(crate) suppressed: usize,
    /// What may still be looked at and reported.
    pub(crate) limits: Limits,
    /// Its places are bytes of the haystack, too.
    pub(crate) coverage: Coverage,
    /// Whether a limit ends the search.
    is_over: bool,
    /// Whether it goes through a file of a test or an example, once that has been asked.
    is_in_test: Option<bool>,
    tables: Tables,
    // Last, also in memory: with anything made after them, their room would be copied, which takes
    // as long as to scan a short record.
    judged: Judged,
    resolver: Resolver<'r>,
    linker: Linker<'r>,
}

impl<'r> Search<'r> {
    #[expect(clippy::inline_always, reason = "else its room is copied into place")]
    #[inline(always)]
    pub(crate) fn new(ruleset: &'r Ruleset) -> Self {
        Self::within(ruleset, Limits::NONE, Coverage::Complete)
    }

    #[expect(clippy::inline_always, reason = "else its room is copied into place")]
    #[inline(always)]
    pub(crate) fn within(ruleset: &'r Ruleset, limits: Limits, coverage: Coverage) -> Self {
        let reach = ruleset.reach();
        Self {
            ruleset,
            horizon: 0,
            suppressed: 0,
            limits,
            coverage,
            is_over: false,
            is_in_test: None,
            tables: Tables::default(),
            judged: Judged::new(),
            resolver: Resolver::new(ruleset.min_confidence(), reach.longest_group()),
            linker: Linker::new(reach.window),
        }
    }

    /// The next finding, allowed or not, among what the hits show; `is_last` says that no more will
    /// come.
    pub(crate) fn judge_next(
        &mut self,
        hits: &mut Hits<'r, '_>,
        path: Option<&str>,
        is_last: bool,
    ) -> Option<(Finding<'r>, Option<Allowed<'r>>)> {
        let allowlist = self.ruleset.allowlist();
        let finding = self.find_next(hits, path, is_last)?;
        let allowed = allowlist.judge(finding, self.context(hits, path));
        if allowed.is_some() {
            self.suppressed += 1;
        } else if let Some(left) = self.limits.findings.checked_sub(1) {
            self.limits.findings = left;
        } else {
            self.coverage.reach(Limit::Reported, finding.secret.start);
            self.is_over = true;
            self.resolver.clear();
            self.linker.clear();
            return None;
        }
        Some((finding, allowed))
    }

    /// What allowlists look at.
    fn context<'h>(&self, hits: &Hits<'r, 'h>, path: Option<&'h str>) -> Context<'h>
    where
        'r: 'h,
    {
        Context { haystack: hits.haystack(), path, rules: self.ruleset.rules() }
    }

    fn find_next(
        &mut self,
        hits: &mut Hits<'r, '_>,
        path: Option<&str>,
        is_last: bool,
    ) -> Option<Finding<'r>> {
        loop {
            let settled = self.resolver.horizon(self.horizon);
            if let Some(mut finding) = self.linker.pop(hits.haystack(), settled) {
                let is_of_test = || path.is_some_and(path::is_of_test);
                if *self.is_in_test.get_or_insert_with(is_of_test) {
                    finding.weigh(IN_TEST, Evidence::IN_TEST);
                }
                // What is allowed as documented is named as such.
                let is_allowed = self.ruleset.allowlist().documented
                    && finding.evidence.holds(Evidence::DOCUMENTED);
                if finding.confidence >= self.ruleset.min_confidence() || is_allowed {
                    return Some(finding);
                }
            } else if let Some(candidate) = self.resolver.pop(self.horizon) {
                self.linker.push(candidate);
            } else if let Some(hit) = self.next_hit(hits) {
                let candidate = self.candidate(hits, hit, path);
                if let Some(candidate) = candidate.or_else(|| self.skip(hits, path)) {
                    self.resolver.push(candidate);
                }
            } else {
                let is_last = is_last || self.is_over;
                let horizon =
                    if is_last { usize::MAX } else { hits.stopped_at().saturating_sub(REACH) };
                if horizon <= self.horizon {
                    return None;
                }
                self.horizon = horizon;
            }
        }
    }

    /// The next candidate, as long as nothing waits for the horizon to move on.
    fn skip(&mut self, hits: &mut Hits<'r, '_>, path: Option<&str>) -> Option<Candidate<'r>> {
        while self.linker.is_empty() && self.resolver.is_empty() {
            let hit = self.next_hit(hits)?;
            if let Some(candidate) = self.candidate(hits, hit, path) {
                return Some(candidate);
            }
        }
        None
    }

    /// The next hit, if it may be looked at.
    fn next_hit(&mut self, hits: &mut Hits<'r, '_>) -> Option<Hit> {
        if self.is_over {
            return None;
        }
        // Where steps count, each place is one, also one like others.
        hits.is_thorough = self.limits.bound_steps();
        let hit = if self.tables.is_empty() { hits.next() } else { self.tables.next(hits) }?;
        self.horizon = self.horizon.max(hit.horizon);
        if let Some(left) = self.limits.steps.checked_sub(1) {
            self.limits.steps = left;
            return Some(hit);
        }
        self.coverage.reach(Limit::Steps, self.horizon);
        self.is_over = true;
        None
    }

    /// Whether a limit ends the search.
    pub(crate) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// What stands at a hit, if it is all that its rule asks for. That is asked before others give way
    /// to it.
    fn candidate(
        &mut self,
        hits: &mut Hits<'r, '_>,
        hit: Hit,
        path: Option<&str>,
    ) -> Option<Candidate<'r>> {
        let mut candidate = self.weighed(hits, hit)?;
        let allowlist = self.ruleset.allowlist();
        if allowlist.asks_more() {
            let (finding, context) = (candidate.finding(), self.context(hits, path));
            if !allowlist.is_finding(finding, context) {
                return None;
            }
            candidate.is_silenced = allowlist.silences(finding, context);
        }
        Some(candidate)
    }

    /// Confirms and weighs what stands at a hit.
    fn weighed(&mut self, hits: &mut Hits<'r, '_>, hit: Hit) -> Option<Candidate<'r>> {
        let haystack = hits.haystack();
        let number = hit.rule as u16;
        if hit.rule >= KNOWN_FROM {
            let (rule, secret, score) = self.given(hits, hit)?;
            let found = Match { whole: secret, secret };
            return Some(Candidate::new(rule, number, found, score));
        }
        let rule = self.ruleset.rules().get(hit.rule)?;
        // A name can be met at its start and at its end.
        if hit.value.is_some_and(|value| self.resolver.holds(number, value)) {
            return None;
        }
        if let Some(found) = self.tables.take_cell() {
            if self.resolver.has_better(rule, found.secret) {
                return None;
            }
            let score = score(rule, haystack, found)?;
            return Some(Candidate::new(rule, number, found, score));
        }
        if let Some(within @ (Within::Service | Within::Value)) = rule.within {
            return self.in_context(hits, &hit, rule, within);
        }
        let known = if hits.is_thorough { None } else { self.judged.again(haystack, &hit) };
        let outcome = match known {
            Some((None, looked)) => {
                hits.rests_on(looked);
                None
            }
            Some((outcome, _)) => outcome,
            None => self.judge(hits, &hit, rule),
        };
        let (found, score) = outcome?;
        hits.found();
        let has_better = self.resolver.has_better(rule, found.secret);
        (!has_better).then(|| Candidate::new(rule, number, found, score))
    }

    /// Confirms and weighs what stands at a hit, unless a better match of the same secret waits.
    fn judge(&mut self, hits: &mut Hits<'r, '_>, hit: &Hit, rule: &'r Rule) -> Outcome {
        let haystack = hits.haystack();
        let mut looked = Looked::NOTHING;
        let found = rule.program.confirm(haystack, hit.anchor, hit.value, &mut looked);
        if let Some(found) = found {
            if let Some(within @ (Within::Table | Within::Map)) = rule.within {
                hits.found();
                self.tables.open(haystack, found.secret, hit.rule as u16, within);
                return None;
            }
            if self.resolver.has_better(rule, found.secret) {
                // That is no matter of the bytes that stand here.
                hits.found();
                return None;
            }
            let Span { start, end } = found.whole;
            looked.add((start + 1).saturating_sub(score::BEFORE), end + score::AFTER);
        }
        let outcome = found.and_then(|found| Some((found, score(rule, haystack, found)?)));
        if outcome.is_none() {
            hits.rests_on(looked);
        }
        self.judged.add(haystack, hit, looked, outcome);
        outcome
    }

    /// The same where it depends on what is around the match: the value may be in a section that is
    /// a service's, whose own rule the match counts for then; or the match is the name of a value.
    fn in_context(
        &self,
        hits: &mut Hits<'r, '_>,
        hit: &Hit,
        rule: &Rule,
        within: Within,
    ) -> Option<Candidate<'r>> {
        let haystack = hits.haystack();
        let mut looked = Looked::NOTHING;
        let Some(mut found) = rule.program.confirm(haystack, hit.anchor, hit.value, &mut looked)
        else {
            hits.rests_on(looked);
            return None;
        };
        let mut number = hit.rule as u16;
        if within == Within::Value {
            let end = found.secret.end;
            let Some(before) = Sibling::value_before(haystack, end) else {
                looked.add((end + 1).saturating_sub(sibling::REACH), end + sibling::REACH);
                hits.rests_on(looked);
                return None;
            };
            found = before;
        }
        hits.found();
        if within == Within::Service {
            number = section::rule_there(number, self.ruleset, haystack, found.secret)?;
        }
        let rule = self.ruleset.rules().get(usize::from(number))?;
        if self.resolver.has_better(rule, found.secret) {
            return None;
        }
        let score = score(rule, haystack, found)?;
        Some(Candidate::new(rule, number, found, score))
    }

    /// What stands there as it was given.
    fn given(&self, hits: &Hits<'r, '_>, hit: Hit) -> Option<(&'r Rule, Span, Score)> {
        let start = hit.anchor;
        let (rule, length, evidence) = if hit.rule == ECHO {
            let (rule, length) = hits.echo()?.at(hits.haystack().get(start..)?)?;
            (rule, length, Evidence::ECHO)
        } else {
            let rule = self.ruleset.known_rule(hit.rule - KNOWN_FROM)?;
            (rule, rule.max_length(), Evidence::KNOWN)
        };
        let secret = Span { start, end: start + length };
        let score = Score {
            confidence: 100,
            validity: Validity::Unchecked,
            evidence,
            entropy: Entropy::of(hits.haystack().get(secret.range())?),
        };
        Some((rule, secret, score))
    }

    /// Forgets all but how many findings were allowed, and begins within these limits.
    pub(crate) fn restart(&mut self, limits: Limits) {
        let suppressed = self.suppressed;
        *self = Self { suppressed, limits, ..Self::new(self.ruleset) };
    }

    /// No finding that is still to come starts before this.
    pub(crate) fn settled(&self) -> usize {
        self.resolver.horizon(self.horizon).min(self.linker.horizon())
    }

    /// Where that begins which is still needed of the haystack, once the hits before that place are
    /// done.
    pub(crate) fn needed_from(&self, swept: usize) -> usize {
        let settled = self.resolver.horizon(self.horizon);
        let waiting = self.resolver.needed_from().min(self.linker.needed_from(settled));
        waiting.min(swept.saturating_sub(REACH)).saturating_sub(CONTEXT)
    }

    /// Goes on in a haystack that lacks that many bytes at the start.
    pub(crate) fn forget_before(&mut self, start: usize) {
        let settled = self.resolver.horizon(self.horizon);
        self.linker.forget_before(start, settled);
        self.resolver.forget_before(start);
        self.tables.forget_before(start);
        self.judged.clear();
        self.horizon = self.horizon.saturating_sub(start);
    }
}

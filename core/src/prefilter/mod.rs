//! The prefilter: one pass over the input that stops wherever a rule's anchor may stand.
//!
//! ```text
//! bytes → classes → sweep → Hits
//!         (masks of  (places   (literals there,
//!          64 bytes)  in runs)  their rules)
//! ```

mod again;
pub(crate) mod buckets;
pub(crate) mod classes;
mod given;
pub(crate) mod index;
pub(crate) mod rarity;
mod sweep;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod x86;

use core::ops::Range;

#[cfg(test)]
pub(crate) use self::sweep::is_value;
pub(crate) use self::tables::Prefilter;

pub(crate) use self::given::{ECHO_FROM, KNOWN_FROM};

use self::again::{Again, Trial};
use self::given::Given;
use self::index::Index;
use self::sweep::{Batch, Places, Portable};
use crate::dfa::Looked;
use crate::label::{self, Border, Label, LabelMasks, WINDOW, name_end_key};
use crate::program::{LONGEST_LEAD, is_run_byte, is_token};
use crate::redact::Echo;
use crate::ruleset::Ruleset;

/// A place where a rule's anchor may stand.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// Where the literal or the run starts.
    pub(crate) anchor: usize,
    /// The value that the anchor names, where it is a name.
    pub(crate) value: Option<usize>,
    /// The rule's number.
    pub(crate) rule: usize,
    /// No secret that is still to come starts before this.
    pub(crate) horizon: usize,
}

/// Bytes by which a secret may start before the place that leads to it: from a value back to its
/// name, or from a literal back to the start of the match.
pub(crate) const REACH: usize = label::LONGEST + 2 * LONGEST_LEAD;

/// The hits in one input, in the order of the places that lead to them.
pub(crate) struct Hits<'r, 'h> {
    prefilter: &'r Prefilter,
    given: Given<'r, 'h>,
    haystack: &'h [u8],
    batch: Batch,
    /// How many places of each kind in the batch are done.
    heads: usize,
    short: usize,
    values: usize,
    rare: usize,
    runs: usize,
    /// How far the haystack is swept.
    swept: usize,
    /// No place from here on is looked at.
    limit: usize,
    /// The place that is being looked at.
    place: usize,
    /// Where names are still to be looked for, before the value at that place.
    label: Label,
    /// Where runs are still to be looked for, in a token that began before.
    run_search: Option<RunSearch>,
    run: Range<usize>,
    run_rules: Range<usize>,
    /// The literals that are still to be looked at.
    kind: Kind,
    key: usize,
    literals: Range<usize>,
    /// The rules of the last one that stands there.
    anchor: usize,
    owners: Range<usize>,
    /// Where nothing was found, and the place of which that is not known yet.
    again: Again,
    trial: Option<Trial>,
    /// Whether each place has to be looked at, though nothing will be found there.
    pub(crate) is_thorough: bool,
}

/// Where a token is to be searched for runs.
#[derive(Clone, Copy)]
pub(crate) struct RunSearch {
    pub(crate) at: usize,
    /// Whether the run that stands there began so far before that it is longer than any rule takes.
    is_too_long: bool,
}

/// Bytes after a place that tell whether it is one.
pub(crate) const AHEAD: usize = 4 * classes::BLOCK;

/// Bytes of a run that are looked at together, at least.
const RUN_STEP: usize = AHEAD;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Short,
    Name,
    NameEnd,
    Rare,
}

impl<'r, 'h> Hits<'r, 'h> {
    pub(crate) fn new(ruleset: &'r Ruleset, haystack: &'h [u8]) -> Self {
        Self::between(ruleset, haystack, (0, None), haystack.len())
    }

    /// Those of a prefilter alone.
    #[cfg(test)]
    pub(crate) fn of(prefilter: &'r Prefilter, haystack: &'h [u8]) -> Self {
        Self { prefilter, ..Self::new(Ruleset::builtin(), haystack) }
    }

    /// Goes on where others have stopped (see [`Self::stopped_at`]), up to a place of which it is
    /// known what stands [`AHEAD`] bytes after it, and all that a rule may match.
    pub(crate) fn between(
        ruleset: &'r Ruleset,
        haystack: &'h [u8],
        (swept, run_search): (usize, Option<RunSearch>),
        limit: usize,
    ) -> Self {
        Self {
            prefilter: ruleset.prefilter(),
            given: Given::new(ruleset, swept),
            haystack,
            batch: Batch::default(),
            heads: 0,
            short: 0,
            values: 0,
            rare: 0,
            runs: 0,
            swept,
            limit,
            place: 0,
            label: Label::done(),
            run_search,
            run: 0..0,
            run_rules: 0..0,
            kind: Kind::Head,
            key: 0,
            literals: 0..0,
            anchor: 0,
            owners: 0..0,
            again: Again::default(),
            trial: None,
            is_thorough: false,
        }
    }

    /// Looks for secrets that were found before, too.
    pub(crate) const fn set_echo(&mut self, echo: Option<&'h Echo<'r>>) {
        self.given.echo = echo;
    }

    pub(crate) const fn echo(&self) -> Option<&'h Echo<'r>> {
        self.given.echo
    }

    pub(crate) const fn haystack(&self) -> &'h [u8] {
        self.haystack
    }

    /// Where to go on once there are no more hits before the limit.
    pub(crate) const fn stopped_at(&self) -> (usize, Option<RunSearch>) {
        (self.swept, self.run_search)
    }

    fn index(&self) -> &'r Index {
        match self.kind {
            Kind::Head => &self.prefilter.heads,
            Kind::Short => &self.prefilter.short,
            Kind::Name => &self.prefilter.names,
            Kind::NameEnd => &self.prefilter.name_ends,
            Kind::Rare => &self.prefilter.rare,
        }
    }

    /// Looks for literals of that kind whose key stands there.
    fn look(&mut self, kind: Kind, key: usize) {
        self.kind = kind;
        self.key = key;
        self.literals = self.index().slot(self.haystack, key);
    }

    /// Goes on to the next place in the batch, or makes the next batch; `false` at the end.
    fn advance(&mut self) -> bool {
        if let Some(trial) = self.trial.take() {
            self.again.end(self.haystack, trial);
        }
        let next = |places: &Places, done: usize| places.get(done).copied().unwrap_or(u16::MAX);
        let head = next(&self.batch.heads, self.heads);
        let short = next(&self.batch.short, self.short);
        let value = next(&self.batch.values, self.values);
        let rare = next(&self.batch.rare, self.rare);
        let run = next(&self.batch.runs, self.runs);
        let first = head.min(short).min(value).min(rare).min(run);
        let place = match first {
            u16::MAX => self.swept,
            _ => (self.batch.base + usize::from(first)).min(self.swept),
        };
        let run = self.run_search.filter(|search| search.at < place);
        if self.given.find(self.haystack, run.map_or(place, |run| run.at)) {
            return true;
        }
        if let Some(search) = run {
            self.place = search.at;
            self.find_run(search, place);
            return true;
        }
        if place == self.swept {
            return self.refill();
        }
        self.place = place;
        if first == head {
            self.heads += 1;
            self.try_literals(Kind::Head);
        } else if first == short {
            self.short += 1;
            self.try_literals(Kind::Short);
        } else if first == value {
            self.values += 1;
            self.label = Label::of(self.haystack, self.place);
        } else if first == rare {
            self.rare += 1;
            self.try_literals(Kind::Rare);
        } else {
            self.runs += 1;
            self.find_run(RunSearch { at: place, is_too_long: false }, place);
        }
        true
    }

    /// Looks for literals at the place, unless nothing will be found there.
    fn try_literals(&mut self, kind: Kind) {
        if self.is_thorough {
            self.look(kind, self.place);
            return;
        }
        self.trial = self.again.begin(self.haystack, self.place, kind);
        if self.trial.is_some() {
            self.look(kind, self.place);
        }
    }

    /// What the trial of the place's rules has looked at.
    pub(crate) const fn looked(&mut self) -> Option<&mut Looked> {
        match &mut self.trial {
            Some(trial) => Some(&mut trial.looked),
            None => None,
        }
    }

    /// Something was found at the place.
    pub(crate) const fn found(&mut self) {
        self.trial = None;
    }

    fn refill(&mut self) -> bool {
        if self.swept >= self.limit {
            return false;
        }
        (self.heads, self.short, self.values, self.rare, self.runs) = (0, 0, 0, 0, 0);
        let end = self.limit.saturating_add(AHEAD).min(self.haystack.len());
        let haystack = self.haystack.get(..end).unwrap_or_default();
        // What begins at the limit or after it is found again by those who go on.
        let swept = sweep(self.prefilter, haystack, self.swept, &mut self.batch);
        self.swept = swept.min(self.limit);
        true
    }

    /// Goes on to the next name that may stand in what is left of the label; `false` at its start.
    fn find_name(&mut self) -> bool {
        while let Some(border) = self.label.next(self.haystack) {
            let (kind, index, key) = match border {
                Border::Start(at) => (Kind::Name, &self.prefilter.names, at),
                Border::End(at) => (Kind::NameEnd, &self.prefilter.name_ends, name_end_key(at)),
            };
            if index.may_hold(self.haystack, key) {
                self.look(kind, key);
                return true;
            }
        }
        false
    }

    /// The maximal run of base64 that starts there; what is left of the token is left for later, so
    /// that hits stay in the order of their places.
    fn find_run(&mut self, RunSearch { at, is_too_long }: RunSearch, end: usize) {
        let longest = self.prefilter.runs.iter().map(|run| run.max as usize + 1).max();
        let rest = self.haystack.get(at..).unwrap_or_default();
        let near = rest.get(..longest.unwrap_or(0).max(RUN_STEP)).unwrap_or(rest);
        let length = near.iter().position(|&byte| !is_run_byte(byte));
        if length.is_none() && near.len() < rest.len() {
            self.run_search = Some(RunSearch { at: at + near.len(), is_too_long: true });
            return;
        }
        let length = length.unwrap_or(near.len());
        self.run = at..at + length;
        self.run_rules = 0..if is_too_long { 0 } else { self.prefilter.runs.len() };
        let goes_on = rest.get(length).is_some_and(|&byte| is_token(byte));
        let next = if goes_on { self.pass_short_runs(at + length + 1, end) } else { None };
        self.run_search = next.map(|at| RunSearch { at, is_too_long: false });
    }

    /// Where the token that goes on there has a run that may be long enough for a rule, or where it
    /// reaches the end; `None` if it ends before.
    fn pass_short_runs(&self, mut at: usize, end: usize) -> Option<usize> {
        while at < end {
            let rest = self.haystack.get(at..)?;
            let near = rest.get(..self.prefilter.shortest_run as usize).unwrap_or(rest);
            let Some(length) = near.iter().position(|&byte| !is_run_byte(byte)) else { break };
            if !is_token(near[length]) {
                return None;
            }
            at += length + 1;
        }
        Some(at)
    }

    fn hit(&self, anchor: usize, rule: usize) -> Hit {
        Hit { anchor, value: None, rule, horizon: self.place.saturating_sub(REACH) }
    }
}

impl Iterator for Hits<'_, '_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            if let Some((at, number)) = self.given.found.take() {
                self.place = at;
                return Some(self.hit(at, number));
            }
            if let Some(owner) = self.owners.next() {
                if let Some(rule) = self.index().owner(owner) {
                    let is_name = matches!(self.kind, Kind::Name | Kind::NameEnd);
                    let value = is_name.then_some(self.place);
                    return Some(Hit { value, ..self.hit(self.anchor, rule) });
                }
            } else if let Some(literal) = self.literals.next() {
                if let Some((start, owners)) =
                    self.index().literal(literal, self.haystack, self.key)
                {
                    self.anchor = start;
                    self.owners = owners;
                }
            } else if let Some(at) = self.run_rules.next() {
                let run = &self.prefilter.runs[at];
                if (run.min as usize..=run.max as usize).contains(&self.run.len()) {
                    return Some(self.hit(self.run.start, run.rule.into()));
                }
            } else if !self.find_name() && !self.advance() {
                return None;
            }
        }
    }
}

fn sweep(prefilter: &Prefilter, haystack: &[u8], from: usize, batch: &mut Batch) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(swept) =
        x86::try_sweep(x86::Level::of_processor(), prefilter, haystack, from, batch)
    {
        return swept;
    }
    sweep::sweep(&Portable(prefilter), prefilter, haystack, from, batch)
}

/// The masks of a window of a label, as fast as this processor can make them.
pub(crate) fn label_masks(window: &[u8; WINDOW]) -> LabelMasks {
    #[cfg(target_arch = "x86_64")]
    if let Some(masks) = x86::try_label_masks(x86::Level::of_processor(), window) {
        return masks;
    }
    LabelMasks::of(window)
}

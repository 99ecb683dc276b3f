//! The prefilter: one pass over the input that stops wherever a rule's anchor may stand.
//!
//! ```text
//! bytes → classes → sweep → Hits
//!         (masks of  (places   (literals there,
//!          64 bytes)  in runs)  their rules)
//! ```

mod again;
#[cfg(test)]
mod any_rules;
mod blocks;
pub(crate) mod borders;
pub(crate) mod buckets;
pub(crate) mod classes;
mod common;
pub(crate) mod filter;
mod given;
pub(crate) mod guard;
pub(crate) mod index;
mod nameless;
mod period;
pub(crate) mod rarity;
#[cfg(test)]
mod sparse;
mod sweep;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod together;
mod value;
mod values;
#[cfg(target_arch = "x86_64")]
mod x86;

use core::ops::Range;

pub(crate) use self::tables::Prefilter;
#[cfg(test)]
pub(crate) use self::value::is_value;

pub(crate) use self::given::{ECHO, KNOWN_FROM};

use self::again::{Again, Trial};
use self::given::Given;
use self::index::Index;
use self::period::Stretch;
use self::sweep::{Batch, Places, Portable};
use crate::decode::likely::{self, Likely};
use crate::decode::marks::{self, Blocks, Marked};
use crate::dfa::Looked;
use crate::label::{self, Border, Label, LabelMasks, WINDOW, name_end_key};
use crate::program::{LONGEST_LEAD, is_run_byte};
use crate::redact::Echo;
use crate::ruleset::Ruleset;
use crate::sibling::Sibling;
use crate::span::Span;

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
    /// Where names are still to be looked for, before the value at that place or after it.
    label: Label,
    /// Where the text ends that they are part of.
    named_to: usize,
    /// Whether one may stand after the value that has not been looked for.
    has_sibling: bool,
    /// The run of base64 that is being looked at, and the rules that are still to be asked for it.
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
    /// What is swept of the haystack, as long as nothing is found in it.
    stretch: Stretch,
    /// Whether each place has to be looked at, though nothing will be found there.
    pub(crate) is_thorough: bool,
}

/// Bytes after a place that tell whether it is one.
pub(crate) const AHEAD: usize = 4 * classes::BLOCK;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Short,
    Name,
    NameEnd,
    Rare,
}

impl<'r, 'h> Hits<'r, 'h> {
    #[inline]
    pub(crate) fn new(ruleset: &'r Ruleset, haystack: &'h [u8]) -> Self {
        Self::between(ruleset, haystack, 0, haystack.len())
    }

    /// Those of secrets that were found before, too.
    #[allow(clippy::inline_always, reason = "it is made in place")]
    #[inline(always)]
    pub(crate) fn with(
        ruleset: &'r Ruleset,
        haystack: &'h [u8],
        echo: Option<&'h Echo<'r>>,
    ) -> Self {
        let mut hits = Self::new(ruleset, haystack);
        hits.given.echo = echo;
        hits
    }

    /// Those of a prefilter alone.
    #[cfg(test)]
    pub(crate) fn of(prefilter: &'r Prefilter, haystack: &'h [u8]) -> Self {
        Self { prefilter, ..Self::new(Ruleset::builtin(), haystack) }
    }

    /// Goes on where others have stopped (see [`Self::stopped_at`]), up to a place of which it is
    /// known what stands [`AHEAD`] bytes after it, and all that a rule may match.
    #[inline]
    pub(crate) fn between(
        ruleset: &'r Ruleset,
        haystack: &'h [u8],
        swept: usize,
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
            named_to: 0,
            has_sibling: false,
            run: 0..0,
            run_rules: 0..0,
            kind: Kind::Head,
            key: 0,
            literals: 0..0,
            anchor: 0,
            owners: 0..0,
            again: Again::default(),
            trial: None,
            stretch: Stretch::new(swept, 0, 0),
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

    /// Leaves out what is from that place on, for good; whether there is anything.
    pub(crate) fn cut_to(&mut self, end: usize) -> bool {
        let Some((haystack, [_, ..])) = self.haystack.split_at_checked(end) else { return false };
        self.haystack = haystack;
        self.limit = self.limit.min(end);
        true
    }

    /// Looks at no place from that one on, for now; gives back whether that is the end.
    pub(crate) fn stop_at(&mut self, limit: usize) -> bool {
        self.limit = limit.min(self.haystack.len());
        self.limit == self.haystack.len()
    }

    /// Where to go on once there are no more hits before the limit.
    pub(crate) const fn stopped_at(&self) -> usize {
        self.swept
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

    /// Where literals of a kind may stand: of names, before the value or in the name after it.
    fn text(&self, kind: Kind) -> &'h [u8] {
        match kind {
            Kind::Name | Kind::NameEnd => self.haystack.get(..self.named_to).unwrap_or_default(),
            Kind::Head | Kind::Short | Kind::Rare => self.haystack,
        }
    }

    /// Looks for literals of that kind whose key stands there.
    fn look(&mut self, kind: Kind, key: usize) {
        self.kind = kind;
        self.key = key;
        self.literals = self.index().slot(self.text(kind), key);
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
        if self.given.find(self.haystack, place) {
            return true;
        }
        if place == self.swept {
            return self.refill();
        }
        self.place = place;
        self.stretch.add();
        if first == head {
            self.heads += 1;
            self.try_literals(Kind::Head);
        } else if first == short {
            self.short += 1;
            self.try_literals(Kind::Short);
        } else if first == value {
            self.values += 1;
            self.label = Label::of(self.haystack, self.place);
            self.named_to = self.place;
            self.has_sibling = self.label.is_of_value();
        } else if first == rare {
            self.rare += 1;
            self.try_literals(Kind::Rare);
        } else {
            self.runs += 1;
            self.find_run();
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

    /// A rule has looked at so much around the place, and nothing was found.
    pub(crate) fn rests_on(&mut self, looked: Looked) {
        self.stretch.rest_on(self.place, looked);
        if let Some(trial) = &mut self.trial {
            trial.rest_on(looked);
        }
    }

    /// Something was found at the place.
    pub(crate) const fn found(&mut self) {
        self.stretch.break_off(self.place);
        self.trial = None;
    }

    fn refill(&mut self) -> bool {
        if self.swept >= self.limit {
            return false;
        }
        (self.heads, self.short, self.values, self.rare, self.runs) = (0, 0, 0, 0, 0);
        let end = self.limit.saturating_add(AHEAD).min(self.haystack.len());
        let haystack = self.haystack.get(..end).unwrap_or_default();
        if !self.is_thorough && !self.given.is_any() {
            self.swept = self.stretch.repeated(haystack, self.swept);
        }
        self.stretch = Stretch::new(self.swept, REACH, self.longest_run().max(2 * AHEAD));
        // What begins at the limit or after it is found again by those who go on.
        let swept = sweep(self.prefilter, haystack, self.swept, &mut self.batch);
        self.swept = swept.min(self.limit);
        true
    }

    /// Goes on to the next name that may stand in what is left of the label, or after the value;
    /// `false` if there is none.
    fn find_name(&mut self) -> bool {
        self.find_in_label() || self.go_on_after_value() && self.find_in_label()
    }

    /// Goes on to the name that stands after the value, if one may do so.
    fn go_on_after_value(&mut self) -> bool {
        if !core::mem::take(&mut self.has_sibling) {
            return false;
        }
        let Some(sibling) = Sibling::of(self.haystack, self.place) else { return false };
        self.label = Label::of_text(self.haystack, sibling.name);
        self.named_to = sibling.name.end;
        true
    }

    fn find_in_label(&mut self) -> bool {
        let (text, borders) = (self.text(Kind::Name), &self.prefilter.borders);
        while let Some(border) = self.label.next(text) {
            match border {
                Border::Start(at) if borders.may_start(text, at) => self.look(Kind::Name, at),
                Border::End(at) if borders.may_end(text, at) => {
                    self.look(Kind::NameEnd, name_end_key(at));
                }
                _ => continue,
            }
            return true;
        }
        false
    }

    /// How much of a run of base64 tells whether it is as long as a rule wants it.
    fn longest_run(&self) -> usize {
        let longest = self.prefilter.runs.iter().map(|run| run.max as usize).max();
        longest.unwrap_or(0).saturating_add(1)
    }

    /// The run of base64 that starts at the place, as far as any rule goes.
    fn find_run(&mut self) {
        let rest = self.haystack.get(self.place..).unwrap_or_default();
        let of_run = rest.iter().take(self.longest_run());
        let length = of_run.take_while(|&&byte| is_run_byte(byte)).count();
        self.run = self.place..self.place + length;
        self.run_rules = 0..self.prefilter.runs.len();
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
                    self.index().literal(literal, self.text(self.kind), self.key)
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
    portable(prefilter, haystack, from, batch)
}

/// By itself, so that the room it needs on the stack is not taken where there is a faster way.
#[inline(never)]
fn portable(prefilter: &Prefilter, haystack: &[u8], from: usize, batch: &mut Batch) -> usize {
    sweep::sweep(&Portable(prefilter), prefilter, haystack, from, batch)
}

/// The next block in which something may be encoded, as fast as this processor can tell.
pub(crate) fn next_marked(blocks: &mut Blocks, source: &[u8]) -> Option<Marked> {
    #[cfg(target_arch = "x86_64")]
    if let Some(marked) = x86::try_next_marked(x86::Level::of_processor(), blocks, source) {
        return marked;
    }
    blocks.next(&marks::Portable, source)
}

/// The first places in a run at which there may be text, likewise.
pub(crate) fn likely(source: &[u8], run: Span) -> Option<Likely> {
    #[cfg(target_arch = "x86_64")]
    if let Some(likely) = x86::try_likely(x86::Level::of_processor(), source, run) {
        return likely;
    }
    likely::likely(&marks::Portable, source, run)
}

/// The masks of a window of a label, as fast as this processor can make them.
pub(crate) fn label_masks(window: &[u8; WINDOW]) -> LabelMasks {
    #[cfg(target_arch = "x86_64")]
    if let Some(masks) = x86::try_label_masks(x86::Level::of_processor(), window) {
        return masks;
    }
    LabelMasks::of(window)
}

//! One scan: the input, and what is encoded in it, in the order of their places.

use core::mem;
use core::ops::ControlFlow;

use arrayvec::ArrayVec;

use super::layer::Layer;
use super::pool::{Pending, Pool};
use super::region::{Region, Regions};
use super::scratch::MAX_DEPTH;
use super::{DecodedFinding, Encoding, Scratch};
use crate::coverage::{Coverage, Limit};
use crate::finding::{Companion, Finding};
use crate::scan::FindIter;
use crate::span::Span;

/// Few enough that what is found first is told soon, and many enough that telling costs nothing.
const STEP: usize = 64 << 10;

impl<'r> FindIter<'r, '_> {
    /// The same as [`Ruleset::scan_decoded`](crate::Ruleset::scan_decoded), of a search that has been told its file.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset, Scratch};
    /// use std::ops::ControlFlow;
    ///
    /// let allow = Allow::new("not ours").path_prefix("vendor/");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let text = b"url: %72%65%64is://app:kX93%6dLq0ZtWv@cache:6379/0";
    /// let mut scratch = Scratch::default();
    /// let found = ruleset.find_iter(text).in_file("vendor/a.yml");
    /// let flow = found.decoded(&mut scratch, |found| ControlFlow::Break(found.secret()));
    /// assert!(flow.is_continue());
    /// assert_eq!(scratch.suppressed(), 1);
    /// ```
    pub fn decoded<B>(
        self,
        scratch: &mut Scratch,
        visit: impl FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
    ) -> ControlFlow<B, Coverage> {
        self.decoded_by_steps(STEP, scratch, visit)
    }

    /// The same, where so many bytes are looked at between two reports.
    pub(super) fn decoded_by_steps<B>(
        mut self,
        step: usize,
        scratch: &mut Scratch,
        visit: impl FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
    ) -> ControlFlow<B, Coverage> {
        let Scratch { limits, layers, pool, suppressed, .. } = scratch;
        // They are counted once it is settled which of them are reported.
        let findings = mem::replace(&mut self.limits_mut().findings, u64::MAX);
        let mut scan = Scan {
            plain: &mut self,
            next_plain: None,
            pool: mem::take(pool).emptied(),
            visit,
            step,
            left: limits.total,
            longest: limits.piece,
            findings,
            floor: 0,
            coverage: Coverage::Complete,
            suppressed: 0,
        };
        let flow = scan.run(layers);
        *pool = scan.pool.emptied();
        *suppressed = scan.suppressed + scan.plain.suppressed();
        match flow {
            Err(Stop::Break(value)) => ControlFlow::Break(value),
            Ok(()) | Err(Stop::Full) => {
                ControlFlow::Continue(scan.coverage.and(scan.plain.coverage()))
            }
        }
    }
}

/// A layer and those around it.
struct Frame<'a> {
    outer: Option<&'a Frame<'a>>,
    source: &'a [u8],
    region: Region,
    layer: &'a Layer,
}

impl Frame<'_> {
    /// A span of the decoded bytes, in the original ones.
    fn original(&self, span: Span) -> Span {
        let span = self.layer.to_source(self.source, self.region, span);
        self.outer.map_or(span, |outer| outer.original(span))
    }

    /// The encodings, outermost first.
    fn encodings(&self) -> ArrayVec<Encoding, MAX_DEPTH> {
        let mut encodings = self.outer.map(Frame::encodings).unwrap_or_default();
        // There are no more layers than levels.
        let _ = encodings.try_push(self.region.encoding);
        encodings
    }

    /// Whether a match reaches an end that is none of the encoded text's.
    fn is_cut(&self, matched: Span) -> bool {
        let [start, end] = self.region.is_cut;
        start && matched.start == 0 || end && matched.end == self.layer.bytes().len()
    }
}

/// Why a scan stops.
enum Stop<B> {
    /// The visitor breaks.
    Break(B),
    /// As many findings were reported as may be.
    Full,
}

/// One scan.
struct Scan<'p, 'r, 'h, V> {
    /// The search of the input itself: to move it takes as long as to scan a short record.
    plain: &'p mut FindIter<'r, 'h>,
    /// What it found last, if that was not taken yet.
    next_plain: Option<Finding<'r>>,
    pool: Pool<'r>,
    visit: V,
    /// Bytes of the input that are looked at before it is settled what of them is reported.
    step: usize,
    /// Bytes that may still be decoded.
    left: usize,
    /// The longest region.
    longest: usize,
    /// Findings that may still be reported.
    findings: u64,
    /// Up to here all is decided.
    floor: usize,
    coverage: Coverage,
    /// Findings in layers that the ruleset allows.
    suppressed: usize,
}

impl<'r, B, V> Scan<'_, 'r, '_, V>
where
    V: FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
{
    fn run(&mut self, layers: &mut [Layer]) -> Result<(), Stop<B>> {
        if !layers.is_empty() {
            let haystack = self.plain.haystack();
            let mut regions = Regions::new(haystack, None, self.longest);
            while !regions.is_over() {
                let due = regions.looked_at().saturating_add(self.step);
                while let Some(region) = regions.next_before(due) {
                    self.region(haystack, region, None, layers)?;
                    if self.pool.is_half_full() {
                        break;
                    }
                }
                self.settle(regions.horizon())?;
            }
        }
        self.settle(usize::MAX)
    }

    /// Decodes and scans a region, and what is encoded in it.
    fn region(
        &mut self,
        source: &[u8],
        region: Region,
        outer: Option<&Frame<'_>>,
        layers: &mut [Layer],
    ) -> Result<(), Stop<B>> {
        let length = region.span.len();
        let limit = if layers.is_empty() { Limit::Depth } else { Limit::Total };
        let (Some((layer, deeper)), Some(left)) =
            (layers.split_first_mut(), self.left.checked_sub(length))
        else {
            self.coverage.reach(limit, start_of(region, outer));
            return Ok(());
        };
        self.left = left;
        layer.decode(source, region);
        #[cfg(test)]
        super::tests::DECODED.set(super::tests::DECODED.get() + length);
        // A secret that the host knows may be made of short words.
        if !layer.is_worthwhile() && self.plain.ruleset().known_rule(0).is_none() {
            return Ok(());
        }
        let layer = &*layer;
        let frame = Frame { outer, source, region, layer };
        self.layer(&frame)?;
        let regions = Regions::new(layer.bytes(), Some(layer), self.longest);
        for inner in regions {
            self.region(layer.bytes(), inner, Some(&frame), deeper)?;
        }
        Ok(())
    }

    /// Scans a layer. What that needs of the stack is given back before the next layer is gone into.
    #[inline(never)]
    fn layer(&mut self, frame: &Frame<'_>) -> Result<(), Stop<B>> {
        let &Frame { outer, region, layer, .. } = frame;
        let mut findings = self.plain.ruleset().find_iter(layer.bytes());
        findings.path = self.plain.path;
        findings.set_echo(self.plain.echo());
        findings.limits_mut().steps = self.plain.limits_mut().steps;
        for finding in findings.by_ref() {
            if layer.is_fresh_match(finding.matched) && !frame.is_cut(finding.matched) {
                self.found(frame, finding)?;
            }
        }
        self.suppressed += findings.suppressed();
        self.plain.limits_mut().steps = findings.limits_mut().steps;
        if findings.coverage() != Coverage::Complete {
            self.coverage.reach(Limit::Steps, start_of(region, outer));
        }
        Ok(())
    }

    /// Takes a finding in a layer.
    fn found(&mut self, frame: &Frame<'_>, mut finding: Finding<'r>) -> Result<(), Stop<B>> {
        let window = Span {
            start: finding.matched.start.min(finding.redact.start),
            end: finding.matched.end.max(finding.redact.end),
        };
        let Some(matched) = frame.layer.bytes().get(window.range()) else {
            return Ok(());
        };
        let secret = frame.original(finding.secret);
        if !self.pool.has_room(matched.len()) {
            self.settle(self.pool.end())?;
        }
        if secret.start < self.floor {
            self.coverage.reach(Limit::Findings, secret.start);
            return Ok(());
        }
        let redact = frame.original(finding.redact);
        let companions = finding.companions.map(|companion| {
            companion.map(|companion| Companion {
                secret: frame.original(companion.secret),
                ..companion
            })
        });
        finding.companions = Default::default();
        for span in [&mut finding.secret, &mut finding.matched, &mut finding.redact] {
            *span = Span { start: span.start - window.start, end: span.end - window.start };
        }
        let layers = frame.encodings();
        let plain = Pending::plain(finding);
        self.pool.push(Pending { secret, redact, companions, layers, ..plain }, matched);
        Ok(())
    }

    /// Reports what ends before the horizon; nothing that is still to come starts before it.
    fn settle(&mut self, horizon: usize) -> Result<(), Stop<B>> {
        self.floor = self.floor.max(horizon);
        loop {
            let mut known = horizon;
            while let Some(finding) =
                self.next_plain.take().or_else(|| self.plain.next_until(horizon))
            {
                let is_due = finding.secret.start < horizon;
                if is_due && self.pool.has_room_for_plain() {
                    self.pool.push_plain(finding);
                    continue;
                }
                if is_due {
                    known = finding.secret.start;
                }
                self.next_plain = Some(finding);
                break;
            }
            let mut decided = self.pool.decide(known, false);
            if decided == 0 && known < horizon {
                decided = self.pool.decide(known, true);
            }
            for at in 0..decided {
                let Some((pending, matched)) = self.pool.kept(at) else { continue };
                let is_plain = pending.layers.is_empty();
                let Some(findings) = self.findings.checked_sub(1) else {
                    self.coverage.reach(Limit::Reported, pending.secret.start);
                    return Err(Stop::Full);
                };
                self.findings = findings;
                let flow = (self.visit)(DecodedFinding {
                    finding: pending.finding,
                    bytes: if is_plain { self.plain.haystack() } else { matched },
                    secret: pending.secret,
                    redact: pending.redact,
                    companions: pending.companions,
                    layers: &pending.layers,
                });
                if let ControlFlow::Break(value) = flow {
                    return Err(Stop::Break(value));
                }
            }
            self.pool.forget(decided);
            if known == horizon {
                return Ok(());
            }
        }
    }
}

/// Where a region starts in the original bytes.
fn start_of(region: Region, outer: Option<&Frame<'_>>) -> usize {
    let start = Span { start: region.span.start, end: region.span.start };
    outer.map_or(start, |outer| outer.original(start)).start
}

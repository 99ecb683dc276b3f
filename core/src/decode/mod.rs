//! Credentials in encoded form: base64, hexadecimal, escapes, UTF-16, split literals, and any of
//! them within another.
//!
//! ```text
//! bytes → regions → layer (decoded bytes, and the way back) → findings → pool → DecodedFinding
//!            ↑________________|
//! ```
//! `region` finds where something may be encoded; `layer` decodes it and keeps what leads back to
//! the source; the ruleset scans it like any other bytes, and what the layer itself made is looked
//! at again for the next layer. `pool` drops what merely repeats. One file an encoding tells its
//! units.
//!
//! **Bounds.** All memory is in [`Scratch`]. At each level regions of one encoding do not overlap,
//! so each byte is decoded a bounded number of times a level; [`DecodeLimits`] bound the rest.

mod backslash;
mod base64;
mod concatenation;
mod hex;
mod html;
mod layer;
mod marks;
mod percent;
mod pool;
mod quoted_printable;
mod region;
mod unit;
mod utf16;

use alloc::vec::Vec;
use core::fmt;
use core::mem;
use core::ops::ControlFlow;

use arrayvec::ArrayVec;

use crate::coverage::{Coverage, Limit};
use crate::finding::{Companion, Finding};
use crate::redact::Echo;
use crate::rule::Rule;
use crate::ruleset::Ruleset;
use crate::scan::FindIter;
use crate::span::Span;
use layer::Layer;
use pool::{Pending, Pool};
use region::{Region, Regions};

/// What most findings match is no longer than this.
const MATCHED: usize = 256;

/// A piece may be followed by so many bytes of padding.
const PADDING: usize = 4;

/// The most encodings within one another that can be asked for.
pub(crate) const MAX_DEPTH: usize = 8;

/// A way to write bytes as other bytes.
///
/// ```
/// assert_eq!(keysieve::Encoding::QuotedPrintable.as_str(), "quoted-printable");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// `%2F`.
    Percent,
    /// `&#103;`, `&amp;`.
    Html,
    /// `\u0067`, `\x67`, `\147`, `\n`: strings of JSON and of most programming languages.
    Backslash,
    /// `=3D`, and lines that end with `=`.
    QuotedPrintable,
    /// `"a" + "b"`, `"a" "b"`.
    Concatenation,
    /// Either alphabet, with padding or without, on one line or many.
    Base64,
    /// Two digits a byte.
    Hex,
    /// Two bytes a character, the lower first.
    Utf16Le,
    /// Two bytes a character, the higher first.
    Utf16Be,
}

impl Encoding {
    /// All of them; those that only alter some bytes among others come first.
    const ALL: [Self; 9] = [
        Self::Percent,
        Self::Html,
        Self::Backslash,
        Self::QuotedPrintable,
        Self::Concatenation,
        Self::Base64,
        Self::Hex,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// How many of them only alter some bytes among others.
    const ESCAPES: usize = 5;

    const fn is_escape(self) -> bool {
        (self as usize) < Self::ESCAPES
    }

    /// The name reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Html => "html",
            Self::Backslash => "backslash",
            Self::QuotedPrintable => "quoted-printable",
            Self::Concatenation => "concatenation",
            Self::Base64 => "base64",
            Self::Hex => "hex",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The first byte with which an escape may begin.
    fn trigger(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Percent => memchr::memchr(b'%', bytes),
            Self::Html => memchr::memchr(b'&', bytes),
            Self::Backslash => memchr::memchr(b'\\', bytes),
            Self::QuotedPrintable => memchr::memchr(b'=', bytes),
            Self::Concatenation => memchr::memchr3(b'"', b'\'', b'`', bytes),
            _ => Some(0),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How much is decoded. A limit that is reached is reported, see [`Coverage`].
///
/// ```
/// use keysieve::{DecodeLimits, Scratch};
/// let mut limits = DecodeLimits::default();
/// limits.depth = 2;
/// let scratch = Scratch::new(limits);
/// assert_eq!(scratch.limits().depth, 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeLimits {
    /// Encodings within one another: 4, and at most 8. With 0 nothing is decoded.
    pub depth: usize,
    /// Encoded bytes that are decoded at a time: 1 MiB, and never less than 16 KiB. What is longer
    /// is decoded in pieces that overlap by a quarter, so a credential that is longer than that,
    /// encoded, may be missed. A [`Scratch`] takes about that much memory for each level and once
    /// more; what is not used is not touched.
    pub piece: usize,
    /// Encoded bytes that one scan decodes, all levels together: 256 MiB.
    pub total: usize,
    /// Findings that are held until it is settled which of those that overlap are reported: 4096.
    pub findings: usize,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { depth: 4, piece: 1 << 20, total: 256 << 20, findings: 4096 }
    }
}

/// The memory that decoding takes, to be made once and used for many scans, one after the other.
///
/// ```
/// use keysieve::{Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let mut scratch = Scratch::default();
/// for text in ["cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==", "nothing"] {
///     let _ = Ruleset::builtin().scan_decoded(text.as_bytes(), &mut scratch, |found| {
///         assert_eq!(found.secret_bytes(), b"kX93mLq0ZtWv");
///         ControlFlow::<()>::Continue(())
///     });
/// }
/// ```
pub struct Scratch {
    limits: DecodeLimits,
    layers: Vec<Layer>,
    pool: Pool<'static>,
    echo: Echo<'static>,
    suppressed: usize,
}

impl Scratch {
    /// All memory for scans within these limits.
    pub fn new(mut limits: DecodeLimits) -> Self {
        limits.depth = limits.depth.min(MAX_DEPTH);
        // Marks are 32 bits wide.
        limits.piece = limits.piece.clamp(1 << 14, 1 << 31);
        limits.findings = limits.findings.max(16);
        Self {
            limits,
            layers: (0..limits.depth).map(|_| Layer::new(limits.piece + PADDING)).collect(),
            pool: Pool::new(limits.findings, limits.piece + PADDING + limits.findings * MATCHED),
            echo: Echo::new(limits.findings, limits.findings * MATCHED),
            suppressed: 0,
        }
    }

    /// Room for the secrets that are redacted, to be given back.
    pub(crate) fn take_echo<'r>(&mut self) -> Echo<'r> {
        mem::take(&mut self.echo).emptied()
    }

    pub(crate) fn give_back(&mut self, echo: Echo<'_>) {
        self.echo = echo.emptied();
    }

    /// How many findings the ruleset's allowlist kept back in the last scan.
    pub const fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// The limits, where they were out of range as they were made to fit.
    pub const fn limits(&self) -> DecodeLimits {
        self.limits
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new(DecodeLimits::default())
    }
}

impl fmt::Debug for Scratch {
    /// Leaves out what was decoded, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A finding, be it in the input as it is or in something decoded.
///
/// ```
/// use keysieve::{Encoding, Ruleset, Scratch};
/// use std::ops::ControlFlow;
///
/// let text = b"url: %72%65%64is://app:kX93%6dLq0ZtWv@cache:6379/0";
/// let flow = Ruleset::builtin().scan_decoded(text, &mut Scratch::default(), |found| {
///     assert_eq!(found.rule().id(), "redis-url-password");
///     assert_eq!(found.layers(), [Encoding::Percent]);
///     assert_eq!(&text[found.secret().range()], b"kX93%6dLq0ZtWv");
///     assert_eq!(found.secret_bytes(), b"kX93mLq0ZtWv");
///     ControlFlow::Break(())
/// });
/// assert!(flow.is_break());
/// ```
#[derive(Clone, Copy)]
pub struct DecodedFinding<'r, 'b> {
    finding: Finding<'r>,
    bytes: &'b [u8],
    secret: Span,
    redact: Span,
    companions: [Option<Companion<'r>>; crate::finding::COMPANIONS],
    layers: &'b [Encoding],
}

impl<'r, 'b> DecodedFinding<'r, 'b> {
    /// The rule that found it.
    pub const fn rule(self) -> &'r Rule {
        self.finding.rule()
    }

    /// The encoded credential, in bytes of the scanned input: no more than what holds a part of it.
    pub const fn secret(self) -> Span {
        self.secret
    }

    /// All that has to be removed of the input so that nothing of the credential is left.
    pub const fn redact(self) -> Span {
        self.redact
    }

    /// How it is encoded, outermost first; empty if it stands in the input as it is.
    pub const fn layers(self) -> &'b [Encoding] {
        self.layers
    }

    /// The finding as such. Its spans are those of [`bytes`](Self::bytes), where facts can be read;
    /// it names no companions if something was decoded.
    pub const fn finding(self) -> Finding<'r> {
        self.finding
    }

    /// The decoded bytes around the credential, or the whole input.
    pub const fn bytes(self) -> &'b [u8] {
        self.bytes
    }

    /// The credential itself, decoded.
    pub fn secret_bytes(self) -> &'b [u8] {
        self.bytes.get(self.finding.secret().range()).unwrap_or_default()
    }

    /// The other parts of the same credential that stand nearby, in bytes of the scanned input.
    pub fn companions(self) -> impl Iterator<Item = Companion<'r>> {
        self.companions.into_iter().flatten()
    }
}

impl fmt::Debug for DecodedFinding<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedFinding")
            .field("rule", &self.rule().id())
            .field("secret", &self.secret)
            .field("redact", &self.redact)
            .field("layers", &self.layers)
            .field("confidence", &self.finding.confidence())
            .field("validity", &self.finding.validity())
            .finish_non_exhaustive()
    }
}

impl Ruleset {
    /// Calls the visitor with each finding, encoded or not, in the order of their places, until it
    /// breaks. Of findings that overlap only one is reported.
    ///
    /// Takes nothing from the heap: all memory is in the scratch.
    ///
    /// ```
    /// use keysieve::{Encoding, Ruleset, Scratch};
    /// use std::ops::ControlFlow;
    ///
    /// let secret = b"data:\n  url: cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==\n";
    /// let mut layers: Vec<Encoding> = Vec::new();
    /// let flow = Ruleset::builtin().scan_decoded(secret, &mut Scratch::default(), |found| {
    ///     layers.extend(found.layers());
    ///     ControlFlow::<()>::Continue(())
    /// });
    /// assert!(flow.is_continue());
    /// assert_eq!(layers, [Encoding::Base64]);
    /// ```
    pub fn scan_decoded<'r, B>(
        &'r self,
        haystack: &[u8],
        scratch: &mut Scratch,
        visit: impl FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
    ) -> ControlFlow<B, Coverage> {
        self.find_iter(haystack).decoded(scratch, visit)
    }
}

impl<'r> FindIter<'r, '_> {
    /// The same as [`Ruleset::scan_decoded`], of a search that has been told its file.
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
        mut self,
        scratch: &mut Scratch,
        visit: impl FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
    ) -> ControlFlow<B, Coverage> {
        let Scratch { limits, layers, pool, suppressed, .. } = scratch;
        // They are counted once it is settled which of them are reported.
        let findings = mem::replace(&mut self.limits_mut().findings, u64::MAX);
        let mut scan = Scan {
            plain: self,
            next_plain: None,
            pool: mem::take(pool).emptied(),
            visit,
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
struct Scan<'r, 'h, V> {
    /// The search of the input itself.
    plain: FindIter<'r, 'h>,
    /// What it found last, if that was not taken yet.
    next_plain: Option<Finding<'r>>,
    pool: Pool<'r>,
    visit: V,
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

impl<'r, B, V> Scan<'r, '_, V>
where
    V: FnMut(DecodedFinding<'r, '_>) -> ControlFlow<B>,
{
    fn run(&mut self, layers: &mut [Layer]) -> Result<(), Stop<B>> {
        if !layers.is_empty() {
            let haystack = self.plain.haystack();
            let mut regions = Regions::new(haystack, None, self.longest);
            while let Some(region) = regions.next() {
                self.region(haystack, region, None, layers)?;
                if self.pool.is_half_full() {
                    self.settle(regions.horizon())?;
                }
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
        // A secret that the host knows may be made of short words.
        if !layer.is_worthwhile() && self.plain.ruleset().known_rule(0).is_none() {
            return Ok(());
        }
        let layer = &*layer;
        let frame = Frame { outer, source, region, layer };
        let mut findings = self.plain.ruleset().find_iter(layer.bytes());
        findings.path = self.plain.path;
        findings.set_echo(self.plain.echo());
        findings.limits_mut().steps = self.plain.limits_mut().steps;
        for finding in findings.by_ref() {
            if layer.is_fresh_match(finding.matched) && !frame.is_cut(finding.matched) {
                self.found(&frame, finding)?;
            }
        }
        self.suppressed += findings.suppressed();
        self.plain.limits_mut().steps = findings.limits_mut().steps;
        if findings.coverage() != Coverage::Complete {
            self.coverage.reach(Limit::Steps, start_of(region, outer));
        }
        let regions = Regions::new(layer.bytes(), Some(layer), self.longest);
        for inner in regions {
            self.region(layer.bytes(), inner, Some(&frame), deeper)?;
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
            while let Some(finding) = self.next_plain.take().or_else(|| self.plain.next()) {
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

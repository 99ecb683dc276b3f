//! A finding, as far as reports need it.

use std::cell::RefCell;
use std::ops::ControlFlow;

use keysieve::{
    Companion, Coverage, DecodeLimits, DecodedFinding, Encoding, Finding, Fingerprint, Incomplete,
    Positions, Ruleset, Scratch, Span,
};
use serde_json::{Map, Value};

use crate::args::Args;

/// A finding and where it stands in its file or record.
pub(crate) struct Found<'r> {
    pub(crate) path: String,
    /// The number of the record, from 0, where records are scanned.
    pub(crate) record: Option<usize>,
    /// Its own spans are those of what was decoded, if anything was.
    pub(crate) finding: Finding<'r>,
    /// The secret in the buffer, and all that has to go.
    pub(crate) span: Span,
    pub(crate) redact: Span,
    pub(crate) companions: Vec<Companion<'r>>,
    /// How it is encoded, outermost first.
    pub(crate) layers: Vec<Encoding>,
    /// Bytes before the buffer that the spans count from.
    pub(crate) base: u64,
    pub(crate) start: Place,
    pub(crate) end: Place,
    /// By name.
    pub(crate) facts: Map<String, Value>,
    /// The same for the same credential wherever it is found, and of no use to learn it.
    pub(crate) fingerprint: Fingerprint,
    /// The first characters of a long secret, nothing of a short one.
    pub(crate) masked: String,
    /// The secret itself, if it was asked for.
    pub(crate) secret: Option<String>,
}

/// A place in a text; lines and columns count from 1.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) line: usize,
    /// In bytes.
    pub(crate) column: usize,
    /// In UTF-16 code units, as SARIF counts.
    pub(crate) column_utf16: usize,
}

/// Where a buffer stands in its file.
#[derive(Clone, Copy, Default)]
pub(crate) struct Origin {
    pub(crate) offset: u64,
    /// Line ends before it.
    pub(crate) lines: usize,
    /// Bytes between the last of them and the buffer.
    pub(crate) columns: usize,
}

thread_local! {
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

/// Room for decoding, as far as that was asked for.
pub(crate) fn scratch(is_wanted: bool) -> Scratch {
    let mut limits = DecodeLimits::default();
    if !is_wanted {
        limits.depth = 0;
    }
    Scratch::new(limits)
}

/// What a scan of one buffer gave.
pub(crate) struct Scanned<'r> {
    pub(crate) found: Vec<Found<'r>>,
    /// How many more are allowed.
    pub(crate) suppressed: usize,
    /// The limit that was reached.
    pub(crate) incomplete: Option<Incomplete>,
}

/// All findings of one buffer.
pub(crate) fn findings<'r>(
    path: &str,
    record: Option<usize>,
    buffer: &[u8],
    origin: Origin,
    args: &Args,
    ruleset: &'r Ruleset,
) -> Scanned<'r> {
    let key = args.fingerprint_key();
    let (mut starts, mut ends) = (Positions::new(buffer), Positions::new(buffer));
    let mut findings = Vec::new();
    if origin.offset == 0 && record.is_none() {
        findings.extend(ruleset.scan_path(path).map(|finding| Found {
            path: path.to_owned(),
            record,
            finding,
            span: finding.secret(),
            redact: finding.redact(),
            companions: Vec::new(),
            layers: Vec::new(),
            base: origin.offset,
            start: place(buffer, &mut starts, 0, origin),
            end: place(buffer, &mut ends, 0, origin),
            facts: Map::new(),
            fingerprint: key.fingerprint(finding.rule().id(), path.as_bytes()),
            masked: "the whole file".to_owned(),
            secret: None,
        }));
    }
    let visit = |found: DecodedFinding<'r, '_>| {
        let (finding, span, secret) = (found.finding(), found.secret(), found.secret_bytes());
        let mut facts = Map::new();
        finding.facts(found.bytes(), |fact| {
            facts.insert(fact.name().to_owned(), fact.to_string().into());
        });
        findings.push(Found {
            path: path.to_owned(),
            record,
            finding,
            span,
            redact: found.redact(),
            companions: found.companions().collect(),
            layers: found.layers().to_vec(),
            base: origin.offset,
            start: place(buffer, &mut starts, span.start, origin),
            end: place(buffer, &mut ends, span.end, origin),
            facts,
            fingerprint: key.fingerprint(finding.rule().id(), secret),
            masked: mask(secret),
            secret: args.show_secrets.then(|| String::from_utf8_lossy(secret).into_owned()),
        });
        ControlFlow::<()>::Continue(())
    };
    let (flow, suppressed) = SCRATCH.with_borrow_mut(|held| {
        let held = held.get_or_insert_with(|| scratch(args.decode));
        let flow = ruleset.find_iter(buffer).in_file(path).decoded(held, visit);
        (flow, held.suppressed())
    });
    let incomplete = match flow {
        ControlFlow::Continue(Coverage::Incomplete(incomplete)) => Some(incomplete),
        ControlFlow::Continue(Coverage::Complete) | ControlFlow::Break(()) => None,
    };
    Scanned { found: findings, suppressed, incomplete }
}

fn place(buffer: &[u8], positions: &mut Positions<'_>, offset: usize, origin: Origin) -> Place {
    let position = positions.at(offset);
    // A line that begins before the buffer: of that part only the bytes are known.
    let before = if position.line == 1 { origin.columns } else { 0 };
    let line = &buffer[offset + 1 - position.column..offset];
    let utf16: usize = String::from_utf8_lossy(line).chars().map(char::len_utf16).sum();
    Place {
        line: origin.lines + position.line,
        column: before + position.column,
        column_utf16: before + utf16 + 1,
    }
}

fn mask(secret: &[u8]) -> String {
    let shown = if secret.len() >= 20 { 4 } else { 0 };
    let start = String::from_utf8_lossy(&secret[..shown]).escape_debug().to_string();
    format!("{start}… ({} bytes)", secret.len())
}

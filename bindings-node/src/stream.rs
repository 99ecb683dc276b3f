//! Scanning what comes in pieces.

use std::ops::ControlFlow;
use std::sync::Arc;

use keysieve::{Coverage, Stream, StreamFinding};
use napi::Env;
use napi::bindgen_prelude::{ObjectFinalize, Uint8ArraySlice};
use napi_derive::napi;
use self_cell::self_cell;

use crate::error::{self, Result};
use crate::finding::{self, Companion, Finding, Scanned};
use crate::memory::Told;
use crate::scanner::{Inner, Scanner};

/// What a stream looks at, and where it comes from.
struct Source {
    inner: Arc<Inner>,
    path: String,
}

type Bytes<'r> = Stream<'r, Vec<u8>>;

self_cell!(
    struct Running {
        owner: Source,
        #[not_covariant]
        dependent: Bytes,
    }
);

/// Finds in a text that comes in pieces what is found in the whole. Offsets are bytes.
#[napi(custom_finalize)]
pub struct StreamScanner {
    /// Nothing once it has ended: the memory is free then, whenever the object is collected.
    running: Option<Running>,
    told: Told,
}

#[napi]
impl StreamScanner {
    /// A stream with the rules of a scanner.
    ///
    /// # Errors
    ///
    /// If the rules need more memory at a time than there can be.
    #[napi(constructor)]
    pub fn new(env: Env, scanner: &Scanner, path: Option<String>) -> Result<Self> {
        let source = Source { inner: Arc::clone(&scanner.inner), path: path.unwrap_or_default() };
        let size = source.inner.ruleset.stream_buffer().max(keysieve::STREAM_BUFFER);
        let running = Running::try_new(source, |source| {
            let stream = source.inner.ruleset.stream(vec![0; size]);
            stream.map(|stream| stream.in_file(&source.path).limited(source.inner.limits))
        });
        let running = running.map_err(error::option)?;
        Ok(Self { running: Some(running), told: Told::of(env, size)? })
    }

    /// Takes the next bytes; gives back what is settled by them.
    ///
    /// # Errors
    ///
    /// If the stream has ended.
    #[napi]
    pub fn push(&mut self, piece: Uint8ArraySlice<'_>) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        self.running.as_mut().ok_or_else(error::ended)?.with_dependent_mut(|source, stream| {
            let flow = stream.push(&piece, |found| keep(&mut findings, source, found));
            debug_assert!(flow.is_continue());
        });
        Ok(findings)
    }

    /// Ends the stream; gives back what is left.
    ///
    /// # Errors
    ///
    /// If the stream has ended before.
    #[napi]
    pub fn finish(&mut self, env: Env) -> Result<Scanned> {
        let mut findings = Vec::new();
        let mut running = self.running.take().ok_or_else(error::ended)?;
        let scanned = running.with_dependent_mut(|source, stream| {
            let flow = stream.finish(|found| keep(&mut findings, source, found));
            let incomplete = match flow {
                ControlFlow::Continue(Coverage::Incomplete(incomplete)) => Some(incomplete),
                _ => None,
            };
            Scanned {
                findings,
                suppressed: finding::number(stream.suppressed()),
                limit: incomplete.map(|incomplete| incomplete.limit().as_str()),
                limit_at: incomplete.map(|incomplete| incomplete.at() as f64),
            }
        });
        self.told.freed(env).map_err(error::internal)?;
        Ok(scanned)
    }

    /// Frees the memory of a stream that nobody will end.
    #[napi]
    pub fn close(&mut self, env: Env) -> Result<()> {
        self.running = None;
        self.told.freed(env).map_err(error::internal)
    }
}

impl ObjectFinalize for StreamScanner {
    fn finalize(mut self, env: Env) -> napi::Result<()> {
        self.told.freed(env)
    }
}

fn keep(
    findings: &mut Vec<Finding>,
    source: &Source,
    found: StreamFinding<'_, '_>,
) -> ControlFlow<()> {
    let (secret, redact, position) = (found.secret(), found.redact(), found.position());
    let companions = found.companions().map(|(rule, secret)| Companion {
        rule: rule.id().to_owned(),
        start: secret.start as f64,
        end: secret.end as f64,
    });
    let fingerprint = source.inner.key.fingerprint(found.rule().id(), found.secret_bytes());
    findings.push(Finding {
        start: secret.start as f64,
        end: secret.end as f64,
        redact_start: redact.start as f64,
        redact_end: redact.end as f64,
        line: finding::number(position.line),
        column: finding::number(position.column),
        companions: companions.collect(),
        fingerprint: fingerprint.to_string(),
        ..Finding::of(found.finding(), found.bytes())
    });
    ControlFlow::Continue(())
}

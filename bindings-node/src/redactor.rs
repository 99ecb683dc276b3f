//! Redacting what comes in pieces.

use std::convert::Infallible;
use std::sync::Arc;

use keysieve::{Coverage, RedactedStream, Redactor};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Uint8ArraySlice};
use napi_derive::napi;
use self_cell::self_cell;

use crate::error::{self, Result};
use crate::options::{self, Decode};
use crate::scanner::{Inner, Scanner, redaction};

self_cell!(
    struct Running {
        owner: Arc<Inner>,
        #[not_covariant]
        dependent: Redactor,
    }
);

/// Redacts a text that comes in pieces.
#[napi]
pub struct StreamRedactor(Running);

#[napi]
impl StreamRedactor {
    /// A redactor with the rules of a scanner.
    ///
    /// # Errors
    ///
    /// If the kind of redaction is unknown.
    #[napi(constructor)]
    pub fn new(scanner: &Scanner, how: String, decode: Option<Decode>) -> Result<Self> {
        let redaction = redaction(&how, &scanner.inner.key)?;
        let limits = options::decode_limits(decode);
        let inner = Arc::clone(&scanner.inner);
        Ok(Self(Running::new(inner, |inner| inner.ruleset.redactor(redaction, limits))))
    }

    /// Takes the next bytes; gives back what is settled by them.
    #[napi]
    pub fn push(&mut self, piece: Uint8ArraySlice<'_>) -> Buffer {
        let mut out = Vec::new();
        self.0.with_dependent_mut(|_, redactor| {
            let Ok(()) = redactor.push(&piece, &mut |bytes: &[u8]| {
                out.extend_from_slice(bytes);
                Ok::<(), Infallible>(())
            });
        });
        out.into()
    }

    /// Ends the stream; gives back what is left.
    ///
    /// # Errors
    ///
    /// If not everything could be looked at.
    #[napi]
    pub fn finish(&mut self, env: Env) -> Result<Buffer> {
        let mut out = Vec::new();
        let RedactedStream { coverage, .. } = self.0.with_dependent_mut(|_, redactor| {
            let Ok(done) = redactor.finish(&mut |bytes: &[u8]| {
                out.extend_from_slice(bytes);
                Ok::<(), Infallible>(())
            });
            done
        });
        match coverage {
            Coverage::Complete => Ok(out.into()),
            Coverage::Incomplete(incomplete) => {
                Err(error::incomplete(env, incomplete, incomplete.at() as f64))
            }
        }
    }
}

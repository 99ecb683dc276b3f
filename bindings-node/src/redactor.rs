//! Redacting what comes in pieces.

use std::convert::Infallible;
use std::sync::Arc;

use keysieve::{Coverage, RedactedStream, Redactor};
use napi::Env;
use napi::bindgen_prelude::{BufferSlice, ObjectFinalize, Uint8ArraySlice};
use napi_derive::napi;
use self_cell::self_cell;

use crate::error::{self, Result};
use crate::memory::{self, Told};
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
#[napi(custom_finalize)]
pub struct StreamRedactor {
    /// Nothing once it has ended: the memory is free then, whenever the object is collected.
    running: Option<Running>,
    told: Told,
}

#[napi]
impl StreamRedactor {
    /// A redactor with the rules of a scanner.
    ///
    /// # Errors
    ///
    /// If the kind of redaction is unknown.
    #[napi(constructor)]
    pub fn new(env: Env, scanner: &Scanner, how: String, decode: Option<Decode>) -> Result<Self> {
        let redaction = redaction(&how, &scanner.inner.key)?;
        let limits = options::decode_limits(decode);
        let inner = Arc::clone(&scanner.inner);
        let running = Running::new(inner, |inner| inner.ruleset.redactor(redaction, limits));
        // The window, what of it is given out, and what decoding takes.
        let told = Told::of(env, running.with_dependent(|_, redactor| 2 * redactor.window()))?;
        Ok(Self { running: Some(running), told })
    }

    /// Takes the next bytes; gives back what is settled by them.
    ///
    /// # Errors
    ///
    /// If the stream has ended.
    #[napi(ts_return_type = "Buffer")]
    pub fn push<'env>(
        &mut self,
        env: &'env Env,
        piece: Uint8ArraySlice<'_>,
    ) -> Result<BufferSlice<'env>> {
        let mut out = Vec::new();
        self.running.as_mut().ok_or_else(error::ended)?.with_dependent_mut(|_, redactor| {
            let Ok(()) = redactor.push(&piece, &mut |bytes: &[u8]| {
                out.extend_from_slice(bytes);
                Ok::<(), Infallible>(())
            });
        });
        memory::copied(env, &out)
    }

    /// Ends the stream; gives back what is left.
    ///
    /// # Errors
    ///
    /// If not everything could be looked at, or the stream has ended before.
    #[napi(ts_return_type = "Buffer")]
    pub fn finish<'env>(&mut self, env: &'env Env) -> Result<BufferSlice<'env>> {
        let mut out = Vec::new();
        let mut running = self.running.take().ok_or_else(error::ended)?;
        let RedactedStream { coverage, .. } = running.with_dependent_mut(|_, redactor| {
            let Ok(done) = redactor.finish(&mut |bytes: &[u8]| {
                out.extend_from_slice(bytes);
                Ok::<(), Infallible>(())
            });
            done
        });
        self.told.freed(*env).map_err(error::internal)?;
        match coverage {
            Coverage::Complete => memory::copied(env, &out),
            Coverage::Incomplete(incomplete) => {
                Err(error::incomplete(*env, incomplete, incomplete.at() as f64))
            }
        }
    }

    /// Frees the memory of a stream that nobody will end.
    #[napi]
    pub fn close(&mut self, env: Env) -> Result<()> {
        self.running = None;
        self.told.freed(env).map_err(error::internal)
    }
}

impl ObjectFinalize for StreamRedactor {
    fn finalize(mut self, env: Env) -> napi::Result<()> {
        self.told.freed(env)
    }
}

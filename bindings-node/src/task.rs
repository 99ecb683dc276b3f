//! Scanning in the thread pool.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use keysieve::DecodeLimits;
use napi::{Env, Task};
use napi_derive::napi;

use crate::finding::{self, Scanned};
use crate::scanner::Inner;
use crate::scratch;
use crate::text::Unit;

/// Tells a scan in the thread pool that nobody waits for it any more.
#[napi]
#[derive(Default)]
pub struct Cancellation(Arc<AtomicBool>);

#[napi]
impl Cancellation {
    /// One that has not been cancelled.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels: a scan that has not begun does nothing.
    #[napi]
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

/// A scan of bytes that it owns.
pub struct ScanTask {
    pub(crate) inner: Arc<Inner>,
    pub(crate) decode: DecodeLimits,
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) unit: Unit,
    pub(crate) cancelled: Arc<AtomicBool>,
}

impl Task for ScanTask {
    type Output = Option<Scanned>;
    type JsValue = Option<Scanned>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(scratch::with(self.decode, |scratch| {
            finding::scan(&self.inner, scratch, &self.path, &self.bytes, self.unit)
        })))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(output)
    }
}

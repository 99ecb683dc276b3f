//! Memory that the engine does not see, and what is put into its own.

use napi::Env;
use napi::bindgen_prelude::BufferSlice;

use crate::error::{self, Result};

/// Memory that the engine was told of, so that it collects in time what holds it.
#[derive(Default)]
pub(crate) struct Told(i64);

impl Told {
    /// Tells of so many bytes.
    pub(crate) fn of(env: Env, bytes: usize) -> Result<Self> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        env.adjust_external_memory(bytes).map_err(error::internal)?;
        Ok(Self(bytes))
    }

    /// Tells that they are free.
    pub(crate) fn freed(&mut self, env: Env) -> napi::Result<()> {
        let Self(bytes) = std::mem::take(self);
        env.adjust_external_memory(-bytes).map(drop)
    }
}

/// Bytes in memory of the engine, which is free when it has collected them. Bytes of others it gives
/// back in the next turn of the event loop, for which a loop has no room.
pub(crate) fn copied<'env>(env: &'env Env, bytes: &[u8]) -> Result<BufferSlice<'env>> {
    BufferSlice::copy_from(env, bytes).map_err(error::internal)
}

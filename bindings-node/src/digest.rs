//! Telling whether content is the same as before.

use napi_derive::napi;

use crate::error::Result;
use crate::text::{self, Data};

/// A hash of the content, which nobody can make another content for.
///
/// # Errors
///
/// If Node-API fails.
#[napi]
pub fn digest(#[napi(ts_arg_type = "string | Uint8Array")] data: Data<'_>) -> Result<String> {
    text::with_bytes(&data, |bytes, _| blake3::hash(bytes).to_hex().to_string())
}

//! Telling whether content is the same as before.

use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

/// A hash of the content, which nobody can make another content for.
#[napi]
pub fn digest(bytes: Uint8ArraySlice<'_>) -> String {
    blake3::hash(&bytes).to_hex().to_string()
}

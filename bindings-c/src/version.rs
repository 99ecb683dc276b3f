//! Versions.

use crate::guard::guard;
use crate::memory::Text;

/// `KEYSIEVE_ABI_VERSION`.
pub const ABI_VERSION: u32 = 0;

/// `keysieve_abi_version`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_abi_version() -> u32 {
    ABI_VERSION
}

/// `keysieve_version`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_version() -> Text {
    guard(Text::EMPTY, || env!("CARGO_PKG_VERSION").into())
}

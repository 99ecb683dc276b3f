#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../src/c_api.rs"]
mod c_api;

fuzz_target!(|data: &[u8]| c_api::run(data));

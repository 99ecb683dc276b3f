#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keysieve_fuzz::layouts::run(bytes));

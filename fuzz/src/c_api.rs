//! Any bytes through the C interface, by any way: no call fails, overflows or leaks, and all ways
//! find the same.

use std::ffi::{c_int, c_void};
use std::{ptr, slice};

use keysieve_c::*;

/// What is fed in: bytes that choose, and bytes that are scanned.
struct Input<'a> {
    choices: &'a [u8],
    text: &'a [u8],
}

impl Input<'_> {
    fn choose(&mut self, most: usize) -> usize {
        let Some((&first, rest)) = self.choices.split_first() else { return 0 };
        self.choices = rest;
        usize::from(first) * most / 255
    }
}

type Places = Vec<(Span, Span)>;

unsafe extern "C" fn collect(finding: *const Finding, user: *mut c_void) -> c_int {
    // SAFETY: the library hands over a finding, and what it was given below.
    let (finding, places) = unsafe { (&*finding, &mut *user.cast::<Places>()) };
    assert!(!finding.rule.is_null() && finding.confidence <= 100);
    assert!(finding.secret.start < finding.secret.end);
    assert!(
        finding.redact.start <= finding.secret.start && finding.secret.end <= finding.redact.end
    );
    assert!(finding.text_secret.end <= finding.text_length as u64);
    assert!(finding.text_match.end <= finding.text_length as u64);
    // SAFETY: the finding is whole until this returns.
    unsafe {
        assert_eq!(keysieve_finding_facts(finding, Some(ignore), ptr::null_mut()), Status::OK);
        let mut print = [0; FINGERPRINT_LENGTH];
        let made = keysieve_finding_fingerprint(finding, ptr::null(), 0, print.as_mut_ptr());
        assert_eq!(made, Status::OK);
    }
    places.push((finding.secret, finding.redact));
    0
}

unsafe extern "C" fn ignore(fact: *const FactValue, _: *mut c_void) -> c_int {
    // SAFETY: the library hands over a fact.
    assert!(!unsafe { &*fact }.name.data.is_null());
    0
}

pub fn run(data: &[u8]) {
    let (choices, text) = data.split_at(data.len().min(16));
    let mut input = Input { choices, text };
    // SAFETY: what is made here is given back here, and all lengths are those of what they go with.
    unsafe {
        let ruleset = ruleset(&mut input);
        scan(ruleset, &mut input);
        stream(ruleset, &mut input);
        scanner(ruleset, &mut input);
        redactor(ruleset, &mut input);
        keysieve_ruleset_release(ruleset);
    }
}

/// The built-in rules, or some of them; the bytes are tried as a file of rules, too.
unsafe fn ruleset(input: &mut Input<'_>) -> *const Ruleset {
    let how = input.choose(255);
    if how < 200 {
        return keysieve_ruleset_builtin();
    }
    let text = Text { data: input.text.as_ptr().cast(), length: input.text.len() };
    let file = RulesFile { name: Text { data: ptr::null(), length: 0 }, toml: text };
    let none = Texts { items: ptr::null(), count: 0 };
    let options = Options {
        size: size_of::<Options>(),
        flags: how as u32 & 31,
        min_confidence: input.choose(101) as i32 - 1,
        files: &file,
        file_count: usize::from(how > 240),
        only: none,
        disable: none,
        allow: ptr::null(),
        allow_count: 0,
    };
    let (mut made, mut error) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: everything that the options point to is still there.
    unsafe {
        let status = keysieve_ruleset_new(&options, &mut made, &mut error);
        assert_eq!(status == Status::OK, error.is_null() && !made.is_null());
        assert_ne!(status, Status::INTERNAL);
        keysieve_error_free(error);
    }
    if made.is_null() { keysieve_ruleset_builtin() } else { made }
}

fn empty() -> Vec<Finding> {
    Vec::new()
}

/// With a callback and into an array of some size.
unsafe fn scan(ruleset: *const Ruleset, input: &mut Input<'_>) {
    let mut places = Places::new();
    let capacity = input.choose(4);
    let mut findings = empty();
    findings.reserve_exact(capacity);
    let mut count = 0;
    // SAFETY: the array has that much room.
    unsafe {
        let (data, length) = (input.text.as_ptr(), input.text.len());
        let user = (&raw mut places).cast();
        assert_eq!(keysieve_scan(ruleset, data, length, Some(collect), user), Status::OK);
        let room = findings.as_mut_ptr();
        let status = keysieve_scan_into(ruleset, data, length, room, capacity, &mut count);
        assert_eq!(status, if count > capacity { Status::ROOM } else { Status::OK });
        assert_eq!(count, places.len());
        findings.set_len(count.min(capacity));
    }
    for (finding, place) in findings.iter().zip(&places) {
        assert_eq!((finding.secret, finding.redact), *place);
    }
}

/// In pieces: the same as the whole.
unsafe fn stream(ruleset: *const Ruleset, input: &mut Input<'_>) {
    let (mut whole, mut parts) = (Places::new(), Places::new());
    let piece = 1 + input.choose(255) * 7;
    let mut stream = ptr::null_mut();
    // SAFETY: the stream is given back.
    unsafe {
        let (data, length) = (input.text.as_ptr(), input.text.len());
        keysieve_scan(ruleset, data, length, Some(collect), (&raw mut whole).cast());
        assert_eq!(keysieve_stream_new(ruleset, 0, &mut stream), Status::OK);
        let user = (&raw mut parts).cast();
        for part in input.text.chunks(piece) {
            let pushed =
                keysieve_stream_push(stream, part.as_ptr(), part.len(), Some(collect), user);
            assert_eq!(pushed, Status::OK);
        }
        assert_eq!(keysieve_stream_finish(stream, Some(collect), user), Status::OK);
        keysieve_stream_free(stream);
    }
    assert_eq!(whole, parts);
}

unsafe extern "C" fn append(data: *const u8, length: usize, user: *mut c_void) -> c_int {
    // SAFETY: `redactor` gives it a vector, and the library bytes that can be read.
    unsafe {
        let out = &mut *user.cast::<Vec<u8>>();
        out.extend_from_slice(slice::from_raw_parts(data, length));
    }
    0
}

/// Redacted in pieces: masks are as long as what they stand for.
unsafe fn redactor(ruleset: *const Ruleset, input: &mut Input<'_>) {
    let mut out: Vec<u8> = Vec::new();
    let piece = 1 + input.choose(255) * 7;
    let mut redactor = ptr::null_mut();
    // SAFETY: the redactor is given back.
    unsafe {
        let made = keysieve_redactor_new(ruleset, ptr::null(), ptr::null(), &mut redactor);
        assert_eq!(made, Status::OK);
        let user = (&raw mut out).cast();
        for part in input.text.chunks(piece) {
            let (data, length) = (part.as_ptr(), part.len());
            let pushed = keysieve_redactor_push(redactor, data, length, Some(append), user);
            assert_eq!(pushed, Status::OK);
        }
        let done = keysieve_redactor_finish(redactor, Some(append), user, ptr::null_mut());
        assert!(matches!(done, Status::OK | Status::INCOMPLETE));
        keysieve_redactor_free(redactor);
    }
    assert_eq!(out.len(), input.text.len());
}

/// Decoded, and redacted in place and into a buffer of some size.
unsafe fn scanner(ruleset: *const Ruleset, input: &mut Input<'_>) {
    let limits = Limits {
        size: size_of::<Limits>(),
        depth: input.choose(9) as i32 - 1,
        reserved: 0,
        piece: 1 << 14,
        total: 1 << 20,
        findings: 64,
    };
    let mut scanner = ptr::null_mut();
    let mut places = Places::new();
    let mut masked = input.text.to_vec();
    // SAFETY: the scanner is given back, and the buffers are as long as is said.
    unsafe {
        let status = keysieve_scanner_new(ruleset, &limits, &mut scanner);
        assert_eq!(status == Status::OK, limits.depth <= 8);
        if scanner.is_null() {
            return;
        }
        let (data, length) = (input.text.as_ptr(), input.text.len());
        let user = (&raw mut places).cast();
        let scanned = keysieve_scanner_scan(scanner, data, length, Some(collect), user);
        assert!([Status::OK, Status::INCOMPLETE].contains(&scanned));

        let redaction = Redaction {
            size: size_of::<Redaction>(),
            replacement: input.choose(4) as u32,
            keep: 4,
            key: ptr::null(),
            key_length: 0,
        };
        let mut needed = 0;
        let asked = keysieve_scanner_redact(
            scanner,
            data,
            length,
            &redaction,
            ptr::null_mut(),
            0,
            &mut needed,
        );
        assert!(needed == 0 || asked == Status::ROOM);
        let mut buffer = vec![0; needed];
        let mut written = 0;
        let room = buffer.as_mut_ptr();
        let done =
            keysieve_scanner_redact(scanner, data, length, &redaction, room, needed, &mut written);
        assert!([Status::OK, Status::INCOMPLETE].contains(&done) && written == needed);

        let done = keysieve_scanner_redact_in_place(scanner, masked.as_mut_ptr(), masked.len());
        assert!([Status::OK, Status::INCOMPLETE].contains(&done));
        keysieve_scanner_free(scanner);
    }
    assert_eq!(masked.len(), input.text.len());
    for (secret, _) in places {
        assert!(secret.end as usize <= masked.len());
    }
}

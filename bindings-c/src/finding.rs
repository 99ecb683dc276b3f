//! Findings, as they are handed over.

use std::ops::Range;

use keysieve::{DecodedFinding, Evidence, FingerprintKey, Rule, StreamFinding};

use crate::guard::{answer, guard};
use crate::memory::{Text, slice_of};
use crate::names::{class_number, encoding_number, validity_number};
use crate::status::Status;

/// `KEYSIEVE_COMPANIONS`.
pub const COMPANIONS: usize = 2;
/// `KEYSIEVE_LAYERS`.
pub const LAYERS: usize = 8;
/// `KEYSIEVE_FINGERPRINT_LENGTH`.
pub const FINGERPRINT_LENGTH: usize = 16;
/// `KEYSIEVE_FINGERPRINT_KEY_LENGTH`.
pub const FINGERPRINT_KEY_LENGTH: usize = 32;

/// `keysieve_span`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
}

impl Span {
    /// The bytes of the span.
    pub(crate) fn of(self, text: &[u8]) -> Result<&[u8], Status> {
        let range = usize::try_from(self.start).ok().zip(usize::try_from(self.end).ok());
        range.and_then(|(start, end)| text.get(start..end)).ok_or(Status::ARGUMENT)
    }
}

impl From<keysieve::Span> for Span {
    fn from(span: keysieve::Span) -> Self {
        Self { start: span.start as u64, end: span.end as u64 }
    }
}

impl From<Range<u64>> for Span {
    fn from(range: Range<u64>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// `keysieve_companion`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Part {
    /// The rule that found it.
    pub rule: *const Rule,
    /// Where it is.
    pub secret: Span,
}

/// `keysieve_finding`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Finding {
    /// The rule that found it.
    pub rule: *const Rule,
    /// The credential in the input.
    pub secret: Span,
    /// What has to be removed of the input.
    pub redact: Span,
    /// The bytes that it was found in.
    pub text: *const u8,
    /// How many they are.
    pub text_length: usize,
    /// The credential in them.
    pub text_secret: Span,
    /// All that the rule matched in them.
    pub text_match: Span,
    /// How sure it is.
    pub confidence: u8,
    /// What the offline check says.
    pub validity: u8,
    /// How many layers there are.
    pub layer_count: u8,
    /// How many companions there are.
    pub companion_count: u8,
    /// What the confidence rests on.
    pub evidence: u32,
    /// In thousandths of a bit a byte.
    pub entropy: u32,
    /// Whether it is meant to be kept secret.
    pub finding_class: u8,
    /// Zero.
    pub reserved: [u8; 3],
    /// How it is encoded.
    pub layers: [u8; LAYERS],
    /// The credential's other parts.
    pub companions: [Part; COMPANIONS],
    /// Of a stream: the line.
    pub line: u64,
    /// Of a stream: the column.
    pub column: u64,
}

impl Finding {
    /// What stands in the input as it is.
    pub(crate) fn plain(found: keysieve::Finding<'_>, input: &[u8]) -> Self {
        let mut finding = Self {
            rule: found.rule(),
            secret: found.secret().into(),
            redact: found.redact().into(),
            text: input.as_ptr(),
            text_length: input.len(),
            text_secret: found.secret().into(),
            text_match: found.matched().into(),
            confidence: found.confidence(),
            validity: validity_number(found.validity()),
            layer_count: 0,
            companion_count: 0,
            evidence: found.evidence().bits(),
            entropy: found.entropy().millibits().into(),
            finding_class: class_number(found.class()),
            reserved: [0; 3],
            layers: [0; LAYERS],
            companions: [Part { rule: std::ptr::null(), secret: Span::default() }; COMPANIONS],
            line: 0,
            column: 0,
        };
        let others = found.companions();
        finding.add_companions(others.map(|other| (other.rule(), other.secret().into())));
        finding
    }

    /// What may be encoded.
    pub(crate) fn decoded(found: &DecodedFinding<'_, '_>) -> Self {
        let mut finding = Self::plain(found.finding(), found.bytes());
        finding.secret = found.secret().into();
        finding.redact = found.redact().into();
        for (place, &layer) in finding.layers.iter_mut().zip(found.layers()) {
            *place = encoding_number(layer);
            finding.layer_count += 1;
        }
        let others = found.companions();
        finding.add_companions(others.map(|other| (other.rule(), other.secret().into())));
        finding
    }

    /// What stands in a stream.
    pub(crate) fn streamed(found: StreamFinding<'_, '_>) -> Self {
        let mut finding = Self::plain(found.finding(), found.bytes());
        finding.secret = found.secret().into();
        finding.redact = found.redact().into();
        finding.add_companions(found.companions().map(|(rule, secret)| (rule, secret.into())));
        finding.line = found.position().line as u64;
        finding.column = found.position().column as u64;
        finding
    }

    fn add_companions<'r>(&mut self, companions: impl Iterator<Item = (&'r Rule, Span)>) {
        self.companion_count = 0;
        for (place, (rule, secret)) in self.companions.iter_mut().zip(companions) {
            *place = Part { rule, secret };
            self.companion_count += 1;
        }
    }

    /// As it may be kept: without what was decoded.
    pub(crate) const fn kept(mut self) -> Self {
        if self.layer_count > 0 {
            self.text = std::ptr::null();
            self.text_length = 0;
        }
        self
    }

    /// The rule, the secret and the whole match.
    ///
    /// # Safety
    ///
    /// The rule is NULL or that of a ruleset that is held, and the text NULL or there.
    pub(crate) unsafe fn parts(&self) -> Result<(&Rule, &[u8], &[u8]), Status> {
        // SAFETY: the caller keeps to the contract of this function.
        let rule = unsafe { self.rule.as_ref() }.ok_or(Status::ARGUMENT)?;
        if self.text.is_null() {
            return Err(Status::GONE);
        }
        // SAFETY: the same.
        let text = unsafe { slice_of(self.text, self.text_length) }?;
        Ok((rule, self.text_secret.of(text)?, self.text_match.of(text)?))
    }
}

/// `keysieve_finding_fingerprint`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_finding_fingerprint(
    finding: *const Finding,
    key: *const u8,
    key_length: usize,
    fingerprint: *mut u8,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a finding, a key and room for a fingerprint.
        let (finding, key, place) = unsafe {
            let place = fingerprint.cast::<[u8; FINGERPRINT_LENGTH]>().as_mut();
            let place = place.ok_or(Status::ARGUMENT)?;
            *place = [0; FINGERPRINT_LENGTH];
            (finding.as_ref(), fingerprint_key(key, key_length)?, place)
        };
        let finding = finding.ok_or(Status::ARGUMENT)?;
        // SAFETY: the header asks for a finding whose ruleset and text are there.
        let (rule, secret, _) = unsafe { finding.parts() }?;
        *place = *key.fingerprint(rule.id(), secret).as_bytes();
        Ok(Status::OK)
    })
}

/// A key of the caller's, or the public one.
///
/// # Safety
///
/// As for [`slice_of`].
pub(crate) unsafe fn fingerprint_key(
    key: *const u8,
    key_length: usize,
) -> Result<FingerprintKey, Status> {
    // SAFETY: the caller keeps to the contract of this function.
    let key = unsafe { slice_of(key, key_length) }?;
    match <&[u8; FINGERPRINT_KEY_LENGTH]>::try_from(key) {
        Ok(key) => Ok(FingerprintKey::new(key)),
        Err(_) if key.is_empty() => Ok(FingerprintKey::public()),
        Err(_) => Err(Status::ARGUMENT),
    }
}

/// `keysieve_evidence_reason`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_evidence_reason(evidence: u32, index: usize) -> Text {
    guard(Text::EMPTY, || {
        Evidence::from_bits(evidence).reasons().nth(index).map_or(Text::EMPTY, Text::from)
    })
}

//! What is known of a rule.

use std::ffi::c_char;

use keysieve::{Control, Cwe, Reference, Rule};

use crate::guard::{answer, guard};
use crate::memory::{Text, hand_over};
use crate::names::{class_number, severity_number};
use crate::status::Status;
use crate::versioned::{Versioned, clear, write};

/// `keysieve_rule_info`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RuleInfo {
    /// Its size.
    pub size: usize,
    /// The id.
    pub id: Text,
    /// What people call it.
    pub name: Text,
    /// Who issues it.
    pub vendor: Text,
    /// What it opens and how it is built.
    pub description: Text,
    /// What kind of thing it opens.
    pub category: Text,
    /// How much rests on the value itself.
    pub specificity: Text,
    /// The offline check.
    pub validator: Text,
    /// What to do.
    pub remediation: Text,
    /// The vendor's page on that.
    pub remediation_url: Text,
    /// How bad a leak is.
    pub severity: u32,
    /// Whether it is meant to be secret.
    pub rule_class: u32,
    /// Of a match of which nothing more is known.
    pub confidence: u32,
    /// In thousandths of a bit a byte.
    pub min_entropy: u32,
    /// The most bytes a match may span.
    pub max_length: usize,
}

// SAFETY: `repr(C)`; integers and pointers; no padding.
unsafe impl Versioned for RuleInfo {
    const FIRST: usize = size_of::<Self>();
}

/// A text of a rule; empty of NULL.
///
/// # Safety
///
/// The pointer is NULL or that of a rule whose ruleset is held.
unsafe fn text<'a>(rule: *const Rule, get: impl FnOnce(&'a Rule) -> Option<&'a str>) -> Text {
    // SAFETY: the caller keeps to the contract of this function.
    guard(Text::EMPTY, || unsafe { rule.as_ref() }.and_then(get).map_or(Text::EMPTY, Text::from))
}

/// `keysieve_rule_id`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_id(rule: *const Rule) -> Text {
    // SAFETY: the header asks for a rule or NULL.
    unsafe { text(rule, |rule| Some(rule.id())) }
}

/// `keysieve_rule_describe`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_describe(rule: *const Rule, info: *mut RuleInfo) -> Status {
    answer(|| {
        // SAFETY: the header asks for NULL or a struct of the size that it says.
        unsafe { clear(info) }?;
        // SAFETY: the header asks for a rule or NULL.
        let rule = unsafe { rule.as_ref() }.ok_or(Status::ARGUMENT)?;
        let known = RuleInfo {
            size: 0,
            id: rule.id().into(),
            name: rule.name().into(),
            vendor: rule.vendor().into(),
            description: rule.description().into(),
            category: rule.category().as_str().into(),
            specificity: rule.specificity().as_str().into(),
            validator: rule.validator().unwrap_or_default().into(),
            remediation: rule.remediation().into(),
            remediation_url: rule.remediation_url().into(),
            severity: severity_number(rule.severity()).into(),
            rule_class: class_number(rule.class()).into(),
            confidence: rule.confidence().into(),
            min_entropy: rule.min_entropy().millibits().into(),
            max_length: rule.max_length(),
        };
        // SAFETY: the header asks for NULL or a struct of the size that it says.
        unsafe { write(info, known) }.map(|()| Status::OK)
    })
}

/// `keysieve_rule_pattern`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_pattern(
    rule: *const Rule,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    answer(|| {
        if length.is_null() {
            return Err(Status::ARGUMENT);
        }
        // SAFETY: it can be written to.
        unsafe { length.write(0) };
        // SAFETY: the header asks for a rule or NULL.
        let rule = unsafe { rule.as_ref() }.ok_or(Status::ARGUMENT)?;
        if buffer.is_null() && capacity != 0 {
            return Err(Status::ARGUMENT);
        }
        let pattern = rule.pattern();
        // SAFETY: neither is NULL, and the header asks for so much room.
        unsafe { hand_over(pattern.as_bytes(), buffer.cast(), capacity, length) }?;
        Ok(Status::OK)
    })
}

/// `keysieve_rule_cwe`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_cwe(rule: *const Rule, index: usize) -> Text {
    // SAFETY: the header asks for a rule or NULL.
    unsafe { text(rule, |rule| rule.cwe().nth(index).map(Cwe::as_str)) }
}

/// `keysieve_rule_control`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_control(rule: *const Rule, index: usize) -> Text {
    // SAFETY: the header asks for a rule or NULL.
    unsafe { text(rule, |rule| rule.controls().nth(index).map(Control::as_str)) }
}

/// `keysieve_rule_reference`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_reference(rule: *const Rule, index: usize) -> Text {
    // SAFETY: the header asks for a rule or NULL.
    unsafe { text(rule, |rule| rule.references().nth(index).map(Reference::url)) }
}

/// `keysieve_rule_reference_checked`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_rule_reference_checked(rule: *const Rule, index: usize) -> Text {
    // SAFETY: the header asks for a rule or NULL.
    unsafe { text(rule, |rule| rule.references().nth(index).map(Reference::checked)) }
}

//! What can be read from a credential itself.

use std::ffi::{c_int, c_void};
use std::fmt::Write as _;

use arrayvec::ArrayString;
use keysieve::Fact;

use crate::finding::Finding;
use crate::guard::answer;
use crate::memory::Text;
use crate::status::Status;

/// `keysieve_fact`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct FactValue {
    /// What it is.
    pub name: Text,
    /// Its value in words.
    pub text: Text,
    /// Its value, if it is a number.
    pub number: u64,
}

/// `keysieve_fact_fn`.
pub type FactFn = unsafe extern "C" fn(fact: *const FactValue, user: *mut c_void) -> c_int;

/// The longest value that is not text already: a time.
const LONGEST: usize = 64;

/// `keysieve_finding_facts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_finding_facts(
    finding: *const Finding,
    callback: Option<FactFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a finding or NULL.
        let finding = unsafe { finding.as_ref() };
        let (finding, callback) = finding.zip(callback).ok_or(Status::ARGUMENT)?;
        // SAFETY: the header asks for a finding whose ruleset and text are there.
        let (rule, secret, matched) = unsafe { finding.parts() }?;
        let mut status = Status::OK;
        rule.facts(secret, matched, &mut |fact| {
            // SAFETY: the callback is given what the header says, and what it asked for.
            if status == Status::OK && with(fact, |fact| unsafe { callback(fact, user) }) != 0 {
                status = Status::STOPPED;
            }
        });
        Ok(status)
    })
}

/// Hands over a fact in the interface's form.
fn with(fact: Fact<'_>, visit: impl FnOnce(&FactValue) -> c_int) -> c_int {
    let number = match fact {
        Fact::Account(number) => number,
        Fact::IssuedAt(time) | Fact::ExpiresAt(time) => time.0,
        Fact::Encrypted(yes) => yes.into(),
        _ => 0,
    };
    let mut digits = ArrayString::<LONGEST>::new();
    let text = match fact {
        Fact::Region(text)
        | Fact::Service(text)
        | Fact::Environment(text)
        | Fact::Algorithm(text)
        | Fact::Issuer(text)
        | Fact::Subject(text)
        | Fact::User(text)
        | Fact::Host(text)
        | Fact::Id(text)
        | Fact::Version(text)
        | Fact::Status(text)
        | Fact::Error(text) => text,
        // There is room for any number and time.
        other => write!(digits, "{other}").map_or("", |()| &digits),
    };
    visit(&FactValue { name: fact.name().into(), text: text.into(), number })
}

//! Errors, as JavaScript sees them: an `Error` with a `code`.

use keysieve::{BaselineError, BuildError, Incomplete, RuleError, RuleProblem};
use napi::Env;
use napi::bindgen_prelude::{JsObjectValue as _, Object};

/// What an error's `code` may be.
#[derive(Clone, Copy, Debug)]
pub enum Code {
    Option,
    Rule,
    Baseline,
    Incomplete,
    /// Node-API itself failed.
    Internal,
    /// An exception is on its way already.
    Thrown,
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        match self {
            Self::Option => "KEYSIEVE_OPTION",
            Self::Rule => "KEYSIEVE_RULE",
            Self::Baseline => "KEYSIEVE_BASELINE",
            Self::Incomplete => "KEYSIEVE_INCOMPLETE",
            Self::Internal => "KEYSIEVE_INTERNAL",
            // The name by which the bindings know not to throw a second time.
            Self::Thrown => "PendingException",
        }
    }
}

pub(crate) type Error = napi::Error<Code>;
pub(crate) type Result<T> = core::result::Result<T, Error>;

/// An error of Node-API.
pub(crate) fn internal(error: napi::Error) -> Error {
    Error::new(Code::Internal, error.reason.clone())
}

pub(crate) fn option(error: impl core::fmt::Display) -> Error {
    Error::new(Code::Option, error.to_string())
}

/// A stream that is used after its end.
pub(crate) fn ended() -> Error {
    option("the stream has ended")
}

pub(crate) fn build(error: BuildError) -> Error {
    option(error)
}

pub(crate) fn baseline(error: BaselineError) -> Error {
    Error::new(Code::Baseline, error.to_string())
}

/// An expression of an allowlist that is none.
pub(crate) fn expression(field: &str, pattern: &str, problem: RuleProblem) -> Error {
    option(format_args!("allow: {field}: `{pattern}`: {problem}"))
}

/// Throws an error of a rule file, with the parts of its place as properties.
pub(crate) fn rule(env: Env, error: RuleError) -> Error {
    let RuleError { file, line, rule, field, .. } = &error;
    let parts = [("file", file), ("rule", rule), ("field", field)];
    thrown(env, Code::Rule, &error.to_string(), |object| {
        for (name, value) in parts {
            object.set_named_property(name, value.as_str())?;
        }
        object.set_named_property("line", u32::try_from(*line).unwrap_or(u32::MAX))
    })
}

/// Throws that not everything was looked at.
pub(crate) fn incomplete(env: Env, incomplete: Incomplete, at: f64) -> Error {
    thrown(env, Code::Incomplete, incomplete.limit().as_str(), |object| {
        object.set_named_property("limit", incomplete.limit().as_str())?;
        object.set_named_property("at", at)
    })
}

fn thrown(
    env: Env,
    code: Code,
    message: &str,
    fill: impl FnOnce(&mut Object<'_>) -> napi::Result<()>,
) -> Error {
    let throw = || {
        let mut object = env.create_error(napi::Error::from_reason(message))?;
        object.set_named_property("code", code.as_ref())?;
        fill(&mut object)?;
        env.throw(object)
    };
    match throw() {
        Ok(()) => Error::new(Code::Thrown, String::new()),
        Err(error) => internal(error),
    }
}

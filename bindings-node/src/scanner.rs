//! The scanner: rules, limits and memory that are made once.

use std::cell::RefCell;
use std::sync::Arc;

use keysieve::{
    Coverage, DecodeLimits, FingerprintKey, Limits, Redaction, Ruleset, Scratch, Specificity,
};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, BufferSlice, ObjectFinalize, Uint8ArraySlice};
use napi_derive::napi;

use crate::error::{self, Result};
use crate::finding::{self, Scanned};
use crate::memory::{self, Told};
use crate::options::{self, Options};
use crate::rules::{self, Rule};
use crate::scratch;
use crate::task::{Cancellation, ScanTask};
use crate::text::Unit;

/// What a scanner takes, about: its rules, and what it scans with.
const SIZE: usize = 128 << 10;

/// Finds credentials in bytes.
#[napi(custom_finalize)]
pub struct Scanner {
    pub(crate) inner: Arc<Inner>,
    pub(crate) decode: DecodeLimits,
    /// For scans on this thread, made when the first one needs it. Scans in the pool borrow the
    /// scanner meanwhile, so all borrow it shared.
    scratch: RefCell<Option<Scratch>>,
    import_report: String,
    told: Told,
}

/// What threads share.
pub(crate) struct Inner {
    pub(crate) ruleset: Chosen,
    pub(crate) key: FingerprintKey,
    pub(crate) limits: Limits,
}

/// The built-in ruleset, which is there already, or one of one's own.
pub(crate) enum Chosen {
    Builtin(&'static Ruleset),
    Own(Box<Ruleset>),
}

impl std::ops::Deref for Chosen {
    type Target = Ruleset;

    fn deref(&self) -> &Ruleset {
        match self {
            Self::Builtin(ruleset) => ruleset,
            Self::Own(ruleset) => ruleset,
        }
    }
}

#[napi]
impl Scanner {
    /// A scanner with these options, or one with the built-in rules.
    ///
    /// # Errors
    ///
    /// If an option is none, or a rule is not one.
    #[napi(constructor)]
    pub fn new(env: Env, options: Option<Options>) -> Result<Self> {
        let options = options.unwrap_or_default();
        let key = options::key(options.fingerprint_key.as_deref());
        let (ruleset, report) = if options.leave_the_rules() {
            (Chosen::Builtin(Ruleset::builtin()), String::new())
        } else {
            let (ruleset, report) = options::ruleset(env, &options, &key)?;
            (Chosen::Own(Box::new(ruleset)), report)
        };
        let inner = Inner { ruleset, key, limits: options::limits(options.limits) };
        Ok(Self {
            inner: Arc::new(inner),
            decode: options::decode_limits(options.decode),
            scratch: RefCell::default(),
            import_report: report,
            told: Told::of(env, SIZE)?,
        })
    }

    /// The findings in bytes. Their offsets count bytes, or the UTF-16 code units of the text whose
    /// UTF-8 the bytes are.
    #[napi]
    pub fn scan(
        &self,
        bytes: Uint8ArraySlice<'_>,
        is_utf16: bool,
        path: Option<String>,
    ) -> Scanned {
        self.scan_bytes(&bytes, Unit::of(is_utf16), path.as_deref().unwrap_or_default())
    }

    /// Whether a rule's matches have a form of their own, and need no name before them.
    pub(crate) fn tells_by_form(&self, rule: &str) -> bool {
        let is_by_name = |rule: &keysieve::Rule| {
            matches!(
                rule.specificity(),
                Specificity::Keyword | Specificity::Generic | Specificity::Shape
            )
        };
        !self.inner.ruleset.rule(rule).is_some_and(is_by_name)
    }

    pub(crate) fn scan_bytes(&self, bytes: &[u8], unit: Unit, path: &str) -> Scanned {
        let mut scratch = self.scratch.take().unwrap_or_else(|| Scratch::new(self.decode));
        let scanned = finding::scan(&self.inner, &mut scratch, path, bytes, unit);
        self.scratch.replace(Some(scratch));
        scanned
    }

    /// The same in the thread pool, of a copy of the bytes.
    #[napi(ts_return_type = "Promise<Scanned | null>")]
    pub fn scan_async(
        &self,
        bytes: Uint8ArraySlice<'_>,
        is_utf16: bool,
        path: Option<String>,
        cancellation: &Cancellation,
    ) -> AsyncTask<ScanTask> {
        AsyncTask::new(ScanTask {
            inner: Arc::clone(&self.inner),
            decode: self.decode,
            path: path.unwrap_or_default(),
            bytes: bytes.to_vec(),
            unit: Unit::of(is_utf16),
            cancelled: cancellation.flag(),
        })
    }

    /// The bytes without their credentials; nothing if there are none.
    ///
    /// # Errors
    ///
    /// If the kind of redaction is unknown, or not everything could be looked at.
    #[napi(ts_return_type = "Buffer | null")]
    pub fn redact<'env>(
        &self,
        env: &'env Env,
        bytes: Uint8ArraySlice<'_>,
        is_utf16: bool,
        how: String,
        decode: Option<options::Decode>,
    ) -> Result<Option<BufferSlice<'env>>> {
        let redaction = redaction(&how, &self.inner.key)?;
        let redacted = scratch::with(options::decode_limits(decode), |scratch| {
            self.inner.ruleset.redact(&bytes, &redaction, scratch)
        });
        if let Coverage::Incomplete(incomplete) = redacted.coverage {
            let at = finding::limit_at(incomplete, &bytes, Unit::of(is_utf16));
            return Err(error::incomplete(*env, incomplete, at));
        }
        (redacted.places > 0).then(|| memory::copied(env, &redacted.bytes)).transpose()
    }

    /// What is known of the rules.
    #[napi(getter)]
    pub fn rules(&self) -> Vec<Rule> {
        rules::all(&self.inner.ruleset)
    }

    /// What became of rules in the format of Gitleaks, for people.
    #[napi(getter)]
    pub fn import_report(&self) -> String {
        self.import_report.clone()
    }
}

impl ObjectFinalize for Scanner {
    fn finalize(mut self, env: Env) -> napi::Result<()> {
        self.told.freed(env)
    }
}

/// The redaction of that name.
pub(crate) fn redaction(how: &str, key: &FingerprintKey) -> Result<Redaction> {
    Ok(match how {
        "mask" => Redaction::Mask,
        "label" => Redaction::Label,
        "last4" => Redaction::KeepLast(4),
        "fingerprint" => Redaction::Fingerprint(key.clone()),
        "twin" => Redaction::Twin,
        other => {
            let known = "mask, label, last4, fingerprint, twin";
            return Err(error::option(format_args!("redaction: `{other}` is none of: {known}")));
        }
    })
}

//! TOML to fields, each problem with its place.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{RuleError, RuleProblem};
use crate::rule::Entropy;

/// A rule file.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
}

impl Source<'_> {
    /// A problem at that byte of the file.
    pub(super) fn error(
        self,
        at: usize,
        rule: &str,
        field: &str,
        problem: RuleProblem,
    ) -> RuleError {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        RuleError {
            file: self.file.to_owned(),
            line: before.split(|&byte| byte == b'\n').count(),
            rule: rule.to_owned(),
            field: field.to_owned(),
            problem,
        }
    }
}

/// A table whose fields are taken out one by one, so that what is left at the end is unknown.
pub(super) struct Fields<'t> {
    pub(super) source: Source<'t>,
    /// The rule's id, as far as it is known.
    pub(super) rule: String,
    /// Where the table starts.
    pub(super) at: usize,
    pub(super) table: DeTable<'t>,
}

impl<'t> Fields<'t> {
    pub(super) fn error(&self, field: &str, problem: RuleProblem) -> RuleError {
        self.source.error(self.at, &self.rule, field, problem)
    }

    pub(super) fn optional<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(Value<'t>) -> Result<T, RuleError>,
    ) -> Result<Option<T>, RuleError> {
        let Some(value) = self.table.remove(field) else { return Ok(None) };
        let at = value.span().start;
        let (source, rule, value) = (self.source, self.rule.clone(), value.into_inner());
        read(Value { source, rule, field, at, data: value }).map(Some)
    }

    pub(super) fn required<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(Value<'t>) -> Result<T, RuleError>,
    ) -> Result<T, RuleError> {
        self.optional(field, read)?.ok_or_else(|| self.error(field, RuleProblem::Missing))
    }

    /// The rule's id, by which further errors name it.
    pub(super) fn id(&mut self) -> Result<String, RuleError> {
        let (at, id) = self.required("id", |value| Ok((value.at, value.text()?)))?;
        self.rule.clone_from(&id);
        let well_formed = id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if well_formed {
            Ok(id)
        } else {
            let problem = "must be lower-case letters and digits, in parts joined by `-`";
            Err(self.source.error(at, &id, "id", RuleProblem::Value(problem.to_owned())))
        }
    }

    /// Refuses whatever was not taken.
    pub(super) fn finish(self) -> Result<(), RuleError> {
        let unknown = self.table.keys().min_by_key(|key| key.span().start);
        unknown.map_or(Ok(()), |key| {
            let at = key.span().start;
            Err(self.source.error(at, &self.rule, key.get_ref(), RuleProblem::Unknown))
        })
    }
}

/// A field's value.
pub(super) struct Value<'t> {
    pub(super) source: Source<'t>,
    pub(super) rule: String,
    pub(super) field: &'static str,
    pub(super) at: usize,
    pub(super) data: DeValue<'t>,
}

impl<'t> Value<'t> {
    pub(super) fn error(&self, problem: RuleProblem) -> RuleError {
        self.source.error(self.at, &self.rule, self.field, problem)
    }

    pub(super) fn wrong_type<T>(&self, expected: &'static str) -> Result<T, RuleError> {
        Err(self.error(RuleProblem::Type { expected }))
    }

    pub(super) fn text(self) -> Result<String, RuleError> {
        match self.data {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text.into_owned()),
            DeValue::String(_) => {
                Err(self.error(RuleProblem::Value("must not be empty".to_owned())))
            }
            _ => self.wrong_type("a string"),
        }
    }

    pub(super) fn truth(self) -> Result<bool, RuleError> {
        match self.data {
            DeValue::Boolean(truth) => Ok(truth),
            _ => self.wrong_type("true or false"),
        }
    }

    pub(super) fn list(self) -> Result<Vec<Self>, RuleError> {
        let DeValue::Array(items) = self.data else { return self.wrong_type("a list") };
        let (source, rule, field) = (self.source, self.rule, self.field);
        let value = |item: Spanned<DeValue<'t>>| {
            let at = item.span().start;
            Self { source, rule: rule.clone(), field, at, data: item.into_inner() }
        };
        Ok(items.into_iter().map(value).collect())
    }

    pub(super) fn texts(self) -> Result<Vec<String>, RuleError> {
        self.list()?.into_iter().map(Self::text).collect()
    }

    /// A string, or a list of strings that are lines of one.
    pub(super) fn lines(self) -> Result<String, RuleError> {
        match self.data {
            DeValue::Array(_) => Ok(self.texts()?.join("\n")),
            _ => self.text(),
        }
    }

    /// Some of the named variants.
    pub(super) fn names<T: Copy + AsRef<str>>(self, all: &[T]) -> Result<Vec<T>, RuleError> {
        self.list()?.into_iter().map(|value| value.name(all)).collect()
    }

    pub(super) fn table(self, rule: String) -> Result<Fields<'t>, RuleError> {
        let DeValue::Table(table) = self.data else { return self.wrong_type("a table") };
        Ok(Fields { source: self.source, rule, at: self.at, table })
    }

    pub(super) fn number(self, range: Range<u32>) -> Result<u32, RuleError> {
        let DeValue::Integer(number) = &self.data else { return self.wrong_type("an integer") };
        let number = u32::from_str_radix(number.as_str(), number.radix()).ok();
        number.filter(|number| range.contains(number)).ok_or_else(|| {
            let bounds = format!("must be between {} and {}", range.start, range.end - 1);
            self.error(RuleProblem::Value(bounds))
        })
    }

    /// Bits per character, at most 8, since characters are bytes.
    pub(super) fn entropy(self) -> Result<Entropy, RuleError> {
        let text = match &self.data {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) => number.as_str(),
            _ => return self.wrong_type("a number"),
        };
        let bits = text.parse::<f64>().ok().filter(|bits| (0.0..=8.0).contains(bits));
        let millibits = |bits: f64| Entropy((bits * 1000.0) as u16);
        bits.map(millibits).ok_or_else(|| {
            self.error(RuleProblem::Value("must be between 0 and 8 bits per character".to_owned()))
        })
    }

    /// One of the named variants.
    pub(super) fn name<T: Copy + AsRef<str>>(self, all: &[T]) -> Result<T, RuleError> {
        let error = |known: String, given: String| RuleProblem::Name { given, known };
        let (source, rule, field, at) = (self.source, self.rule.clone(), self.field, self.at);
        let given = self.text()?;
        all.iter().copied().find(|variant| variant.as_ref() == given).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
            source.error(at, &rule, field, error(known.join(", "), given))
        })
    }

    pub(super) fn url(self) -> Result<String, RuleError> {
        let wrong = self.error(RuleProblem::Value("must be an https:// address".to_owned()));
        let url = self.text()?;
        if url.starts_with("https://") { Ok(url) } else { Err(wrong) }
    }

    /// A date, in quotes or as TOML's own.
    pub(super) fn date(self) -> Result<String, RuleError> {
        let wrong = self.error(RuleProblem::Value("must be a date, YYYY-MM-DD".to_owned()));
        let date = match self.data {
            DeValue::Datetime(date) => date.to_string(),
            _ => self.text()?,
        };
        let well_formed = date.len() == 10
            && date.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if well_formed { Ok(date) } else { Err(wrong) }
    }
}

//! Fields of a file that is read for what can be used of it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use toml::de::{DeTable, DeValue};

/// A table whose fields are taken out one by one.
pub(super) struct Fields<'t> {
    table: DeTable<'t>,
    /// What could not be used.
    pub(super) notes: Vec<String>,
}

impl<'t> Fields<'t> {
    pub(super) fn new(table: DeTable<'t>) -> Self {
        Self { table, notes: Vec::new() }
    }

    fn take<T>(
        &mut self,
        field: &str,
        expected: &str,
        read: impl FnOnce(DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.table.remove(field)?.into_inner();
        let value = read(value);
        if value.is_none() {
            self.notes.push(format!("`{field}` is not {expected}: not read"));
        }
        value
    }

    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        self.take(field, "a string", string)
    }

    pub(super) fn texts(&mut self, field: &str) -> Vec<String> {
        let read = |value| match value {
            DeValue::Array(items) => {
                items.into_iter().map(|item| string(item.into_inner())).collect()
            }
            _ => None,
        };
        self.take(field, "a list of strings", read).unwrap_or_default()
    }

    pub(super) fn number(&mut self, field: &str) -> Option<f64> {
        self.take(field, "a number", |value| match value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64)
            }
            _ => None,
        })
    }

    pub(super) fn flag(&mut self, field: &str) -> Option<bool> {
        self.take(field, "true or false", |value| match value {
            DeValue::Boolean(flag) => Some(flag),
            _ => None,
        })
    }

    pub(super) fn table(&mut self, field: &str) -> Option<Fields<'t>> {
        self.take(field, "a table", table).map(Fields::new)
    }

    pub(super) fn tables(&mut self, field: &str) -> Vec<Fields<'t>> {
        let read = |value| match value {
            DeValue::Array(items) => items
                .into_iter()
                .map(|item| table(item.into_inner()).map(Fields::new))
                .collect::<Option<Vec<_>>>(),
            _ => None,
        };
        self.take(field, "a list of tables", read).unwrap_or_default()
    }

    /// What was not taken out has no meaning here.
    pub(super) fn finish(mut self) -> Vec<String> {
        let unknown = self.table.keys().map(|key| key.get_ref().to_string());
        let unknown: Vec<String> = unknown.collect();
        self.notes.extend(unknown.iter().map(|key| format!("`{key}` is not known here: not read")));
        self.notes
    }
}

fn string(value: DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.as_ref().to_owned()),
        _ => None,
    }
}

fn table(value: DeValue<'_>) -> Option<DeTable<'_>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

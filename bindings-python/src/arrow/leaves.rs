//! The text and bytes of nested columns, and where they stand.

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;
use pyo3::prelude::*;

use super::nested::{self, Items};
use super::{input, types};

/// Where a leaf stands: what leads to it, the last step first.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    outer: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Items(&'a Items),
}

impl Place<'_> {
    /// The column's row in which that row of the leaf is, and where it stands there:
    /// `env[0].value`.
    pub(super) fn locate(&self, row: usize) -> (usize, String) {
        let (row, step) = match self.step {
            Step::Field(name) => (row, name.to_owned()),
            Step::Items(items) => {
                let (row, number) = items.row(row);
                (row, format!("[{number}]"))
            }
        };
        let Some(outer) = self.outer else { return (row, step) };
        let (row, within) = outer.locate(row);
        let dot = if matches!(self.step, Step::Field(_)) { "." } else { "" };
        (row, format!("{within}{dot}{step}"))
    }

    /// The column's row in which that row of the leaf is.
    pub(super) fn row(&self, row: usize) -> usize {
        let row = match self.step {
            Step::Field(_) => row,
            Step::Items(items) => items.row(row).0,
        };
        self.outer.map_or(row, |outer| outer.row(row))
    }
}

/// Shows all arrays of text or bytes in an array, and where each stands if that is not the array
/// itself.
///
/// # Errors
///
/// Those of the visitor, and `ColumnError` for an array that is not as its type says.
pub(super) fn each(
    array: &ArrayRef,
    place: Option<&Place<'_>>,
    visit: &mut dyn FnMut(&ArrayRef, Option<&Place<'_>>) -> PyResult<()>,
) -> PyResult<()> {
    if !types::holds_text(array.data_type()) {
        return Ok(());
    }
    if let DataType::Struct(fields) = array.data_type() {
        let columns = nested::fields(array.as_struct()).map_err(input::error)?;
        return fields.iter().zip(&columns).try_for_each(|(field, column)| {
            each(column, Some(&Place { outer: place, step: Step::Field(field.name()) }), visit)
        });
    }
    match Items::of(array).map_err(input::error)? {
        Some(items) => {
            let place = Place { outer: place, step: Step::Items(&items) };
            each(&items.values, Some(&place), visit)
        }
        None => visit(array, place),
    }
}

//! Rows of tables and of nested columns, each written out as a record: the names of its fields and
//! what stands beside a value are its context.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Fields};
use keysieve::{Coverage, Redaction, Span};
use pyo3::prelude::*;

use super::nested::{self, Items};
use super::redact::Changes;
use super::{input, types};
use crate::engine::{Found, Lease};
use crate::offsets::Unit;
use crate::record::Record;
use crate::scanner::MOST_PASSES;
use crate::signals::Signals;
use crate::written::{Frame, patched, piece_of, spread, within};

/// Rows that are written before they are scanned together.
const ROWS: usize = 512;

/// Bytes after which that is done in any case.
const BYTES: usize = 1 << 16;

/// The rows of an array.
pub(super) struct Sheet {
    root: Node,
    leaves: Vec<Leaf>,
    rows: usize,
}

/// What stands in a row, apart from what holds no text.
enum Node {
    /// The value of the leaf of that number.
    Leaf(usize),
    /// Each with its name.
    Fields(Vec<(String, Self)>),
    List(Arc<Items>, Box<Self>),
    /// Entries, whose fields are a key and a value.
    Map(Arc<Items>, Box<Self>),
}

/// An array of text or bytes within the rows' array, and what leads there.
struct Leaf {
    array: ArrayRef,
    /// Of a dictionary, which value each row is.
    keys: Option<Vec<usize>>,
    unit: Unit,
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Field(String),
    Items(Arc<Items>),
}

/// Some rows as text.
#[derive(Default)]
struct Batch {
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// Where each row ends, in the text and among the pieces.
    ends: Vec<(usize, usize)>,
}

/// A value that is written.
#[derive(Clone, Copy)]
struct Piece {
    /// Where it stands in its row's text.
    span: Span,
    leaf: usize,
    /// Which row of the leaf it is.
    row: usize,
}

impl Sheet {
    /// That of a nested array; `None` if it is none.
    ///
    /// # Errors
    ///
    /// `ColumnError` for an array that is not as its type says.
    pub(super) fn of(array: &ArrayRef) -> PyResult<Option<Self>> {
        let data_type = array.data_type();
        if !matches!(data_type, DataType::Struct(_)) && types::items(data_type).is_none() {
            return Ok(None);
        }
        let mut leaves = Vec::new();
        let root = node(array, &mut Vec::new(), &mut leaves)?;
        Ok(root.map(|root| Self { root, leaves, rows: array.len() }))
    }

    /// The findings: the row, where in it the value is (`env[0].value`), and the finding there.
    pub(super) fn scan(
        &self,
        mut lease: Lease<'_>,
        signals: &mut Signals,
        mut found: impl FnMut(usize, &str, &Record),
        mut reached: impl FnMut(usize, Coverage),
    ) -> PyResult<()> {
        let engine = lease.engine();
        self.batches(signals, |first, batch| {
            let visit = |number, text: &[u8], one: Found<'_, '_>| {
                let pieces = batch.pieces(number);
                if let Some(at) = piece_of(pieces, &one) {
                    let Piece { span, leaf, row } = pieces[at];
                    let leaf = &self.leaves[leaf];
                    let record = within(span, text, leaf.unit, engine, &one);
                    found(first + number, &leaf.locate(row), &record);
                }
            };
            lease.scan_records(&mut batch.texts(), visit, |number, coverage| {
                reached(first + number, coverage);
            });
        })
    }

    /// What has to change in the leaves, in the order in which they stand.
    pub(super) fn changes(
        &self,
        mut lease: Lease<'_>,
        how: &Redaction,
        signals: &mut Signals,
        mut reached: impl FnMut(usize, Coverage),
    ) -> PyResult<Vec<Changes>> {
        let mut changes = vec![Changes::new(); self.leaves.len()];
        self.batches(signals, |first, batch| {
            lease.sift(&mut batch.texts(), |lease, number, text| {
                let pieces = batch.pieces(number);
                let (values, coverage) = self.redacted(text, pieces, lease, how);
                if coverage != Coverage::Complete {
                    reached(first + number, coverage);
                }
                for (piece, value) in pieces.iter().zip(values) {
                    if let Some(value) = value {
                        changes[piece.leaf].push((piece.row, value));
                    }
                }
            });
        })?;
        Ok(changes)
    }

    /// Whether the leaf of that number has values that several rows may share.
    pub(super) fn is_dictionary(&self, leaf: usize) -> bool {
        self.leaves[leaf].keys.is_some()
    }

    /// What stands in a row of a leaf.
    pub(super) fn value(&self, leaf: usize, row: usize) -> Option<&[u8]> {
        self.leaves[leaf].value(row)
    }

    /// The pieces of a row's text without credentials; `None` where one stays.
    fn redacted(
        &self,
        text: &[u8],
        pieces: &[Piece],
        lease: &mut Lease<'_>,
        how: &Redaction,
    ) -> (Vec<Option<Vec<u8>>>, Coverage) {
        let mut values = vec![None; pieces.len()];
        let (mut text, mut pieces, mut coverage) = (text.to_vec(), pieces.to_vec(), None);
        // What one redaction uncovers is redacted by the next.
        for _ in 0..MOST_PASSES {
            let mut parts: Vec<(usize, Span, Vec<u8>)> = Vec::new();
            let covered = lease.replacements(&text, how, |span, replacement| {
                spread(&pieces, span, replacement, |number, part, replacement| {
                    parts.push((number, part, replacement.to_vec()));
                });
            });
            coverage.get_or_insert(covered);
            if parts.is_empty() {
                break;
            }
            for of_one in parts.chunk_by(|one, next| one.0 == next.0) {
                let number = of_one[0].0;
                let is_text = self.leaves[pieces[number].leaf].unit == Unit::CodePoints;
                values[number] = Some(patched(&text, pieces[number].span, of_one, is_text));
            }
            let (mut new, mut done) = (Vec::with_capacity(text.len()), 0);
            for (piece, value) in pieces.iter_mut().zip(&values) {
                new.extend_from_slice(&text[done..piece.span.start]);
                done = piece.span.end;
                let start = new.len();
                new.extend_from_slice(value.as_deref().unwrap_or(&text[piece.span.range()]));
                piece.span = Span { start, end: new.len() };
            }
            new.extend_from_slice(&text[done..]);
            text = new;
        }
        (values, coverage.unwrap_or(Coverage::Complete))
    }

    /// Hands over all rows, many at a time, with the number of the first, and looks now and then
    /// whether somebody wants to stop.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime")]
    fn batches(&self, signals: &mut Signals, mut work: impl FnMut(usize, &Batch)) -> PyResult<()> {
        let (mut batch, mut first, mut is_due) = (Batch::default(), 0, false);
        for row in 0..self.rows {
            let start = batch.text.len();
            self.write(&self.root, row, start, &mut batch);
            batch.ends.push((batch.text.len(), batch.pieces.len()));
            is_due |= signals.is_due(batch.text.len() - start);
            let is_full = batch.ends.len() == ROWS || batch.text.len() >= BYTES;
            if is_full || row + 1 == self.rows {
                work(first, &batch);
                first = row + 1;
                batch.text.clear();
                batch.pieces.clear();
                batch.ends.clear();
                if std::mem::take(&mut is_due) {
                    Python::attach(|py| py.check_signals())?;
                }
            }
        }
        Ok(())
    }

    /// Writes what stands there as a record of Python is written, whose text starts at `start`.
    fn write(&self, node: &Node, row: usize, start: usize, batch: &mut Batch) {
        match node {
            &Node::Leaf(leaf) => match self.leaves[leaf].value(row) {
                None => batch.write(b"null"),
                Some(value) => {
                    batch.write(b"\"");
                    let from = batch.text.len() - start;
                    batch.write(value);
                    let span = Span { start: from, end: from + value.len() };
                    batch.pieces.push(Piece { span, leaf, row });
                    batch.write(b"\"");
                }
            },
            Node::Fields(fields) => {
                batch.write(b"{\n");
                for (name, field) in fields {
                    batch.write(b"\"");
                    batch.write(name.as_bytes());
                    batch.write(b"\": ");
                    self.write(field, row, start, batch);
                    batch.write(b",\n");
                }
                batch.write(b"}");
            }
            Node::List(items, item) => {
                batch.write(b"[\n");
                for row in items.of_row(row) {
                    self.write(item, row, start, batch);
                    batch.write(b",\n");
                }
                batch.write(b"]");
            }
            Node::Map(items, entry) => {
                batch.write(b"{\n");
                for row in items.of_row(row) {
                    self.write_entry(entry, row, start, batch);
                    batch.write(b",\n");
                }
                batch.write(b"}");
            }
        }
    }

    /// Writes a key and what stands there.
    fn write_entry(&self, entry: &Node, row: usize, start: usize, batch: &mut Batch) {
        let Node::Fields(fields) = entry else { return };
        for (at, (_, field)) in fields.iter().enumerate() {
            batch.write(if at == 0 { b"" } else { b": " });
            self.write(field, row, start, batch);
        }
    }
}

/// What stands in the rows of an array; `None` if there is no text.
fn node(array: &ArrayRef, steps: &mut Vec<Step>, leaves: &mut Vec<Leaf>) -> PyResult<Option<Node>> {
    let data_type = array.data_type();
    if !types::holds_text(data_type) {
        return Ok(None);
    }
    if let DataType::Struct(fields) = data_type {
        return of_fields(array, fields, steps, leaves).map(Some);
    }
    let Some(items) = Items::of(array).map_err(input::error)? else {
        leaves.push(Leaf::new(array.clone(), steps.clone()));
        return Ok(Some(Node::Leaf(leaves.len() - 1)));
    };
    let items = Arc::new(items);
    steps.push(Step::Items(items.clone()));
    let item = node(&items.values, steps, leaves)?.map(Box::new);
    steps.pop();
    let make = if matches!(data_type, DataType::Map(..)) { Node::Map } else { Node::List };
    Ok(item.map(|item| make(items, item)))
}

fn of_fields(
    array: &ArrayRef,
    fields: &Fields,
    steps: &mut Vec<Step>,
    leaves: &mut Vec<Leaf>,
) -> PyResult<Node> {
    let columns = nested::fields(array.as_struct()).map_err(input::error)?;
    let mut nodes = Vec::with_capacity(fields.len());
    for (field, column) in fields.iter().zip(&columns) {
        steps.push(Step::Field(field.name().clone()));
        let node = node(column, steps, leaves)?;
        steps.pop();
        nodes.extend(node.map(|node| (field.name().clone(), node)));
    }
    Ok(Node::Fields(nodes))
}

impl Leaf {
    fn new(array: ArrayRef, steps: Vec<Step>) -> Self {
        let keys = array.as_any_dictionary_opt().map(|dictionary| {
            if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() }
        });
        let unit = types::unit(array.data_type());
        Self { array, keys, unit, steps }
    }

    /// What stands in a row; `None` for null.
    fn value(&self, row: usize) -> Option<&[u8]> {
        let (values, at) = match &self.keys {
            Some(keys) => (self.array.as_any_dictionary().values(), *keys.get(row)?),
            None => (&self.array, row),
        };
        if self.array.is_null(row) || values.is_null(at) {
            return None;
        }
        Some(match values.data_type() {
            DataType::Utf8 => values.as_string::<i32>().value(at).as_bytes(),
            DataType::LargeUtf8 => values.as_string::<i64>().value(at).as_bytes(),
            DataType::Utf8View => values.as_string_view().value(at).as_bytes(),
            DataType::Binary => values.as_binary::<i32>().value(at),
            DataType::LargeBinary => values.as_binary::<i64>().value(at),
            DataType::BinaryView => values.as_binary_view().value(at),
            // Nothing else comes in but arrays of nulls.
            _ => return None,
        })
    }

    /// Where in the sheet's row that row of the leaf stands: `env[0].value`.
    fn locate(&self, mut row: usize) -> String {
        let mut within = String::new();
        for step in self.steps.iter().rev() {
            let dot = if within.is_empty() || within.starts_with('[') { "" } else { "." };
            within = match step {
                Step::Field(name) => format!("{name}{dot}{within}"),
                Step::Items(items) => {
                    let number;
                    (row, number) = items.row(row);
                    format!("[{number}]{dot}{within}")
                }
            };
        }
        within
    }
}

impl Batch {
    fn write(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// The texts of its rows.
    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|row| &self.text[self.start(row).0..self.ends[row].0])
    }

    /// The pieces of a row.
    fn pieces(&self, row: usize) -> &[Piece] {
        &self.pieces[self.start(row).1..self.ends[row].1]
    }

    fn start(&self, row: usize) -> (usize, usize) {
        row.checked_sub(1).map_or((0, 0), |before| self.ends[before])
    }
}

impl Frame for Piece {
    fn span(&self) -> Span {
        self.span
    }
}

//! Findings as columns.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, MapBuilder, MapFieldNames, StringBuilder};
use arrow_array::{Array, ArrayRef, Int32Array, Int64Array, ListArray, RecordBatch, StructArray};
use arrow_buffer::{BooleanBufferBuilder, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field, Schema};

use crate::engine::Engine;
use crate::record::Record;

/// Findings of many records, a column a property.
pub(crate) struct Findings {
    records: Vec<i64>,
    /// Where in a nested row the value is.
    within: StringBuilder,
    rule: StringBuilder,
    /// `start`, `end`, `redact_start`, `redact_end`.
    spans: [Vec<i64>; 4],
    confidence: Vec<i32>,
    severity: StringBuilder,
    secrecy: StringBuilder,
    validity: StringBuilder,
    facts: MapBuilder<StringBuilder, StringBuilder>,
    decoded: ListBuilder<StringBuilder>,
    fingerprint: StringBuilder,
}

impl Default for Findings {
    fn default() -> Self {
        let [key, value] = ["key", "value"].map(str::to_owned);
        let names = MapFieldNames { entry: "entries".to_owned(), key, value };
        let text = StringBuilder::new;
        Self {
            records: Vec::new(),
            within: text(),
            rule: text(),
            spans: Default::default(),
            confidence: Vec::new(),
            severity: text(),
            secrecy: text(),
            validity: text(),
            facts: MapBuilder::new(Some(names), text(), text()),
            decoded: ListBuilder::new(text()),
            fingerprint: text(),
        }
    }
}

impl Findings {
    pub(super) fn push(&mut self, number: usize, within: &str, engine: &Engine, record: &Record) {
        let rule = &engine.rules.get().rules()[record.rule];
        self.records.push(number as i64);
        self.within.append_value(within);
        self.rule.append_value(rule.id());
        let spans = [record.start, record.end, record.redact_start, record.redact_end];
        for (column, span) in self.spans.iter_mut().zip(spans) {
            column.push(span as i64);
        }
        self.confidence.push(record.confidence.into());
        self.severity.append_value(rule.severity());
        self.secrecy.append_value(&record.secrecy);
        self.validity.append_value(&record.validity);
        for (name, value) in &record.facts {
            self.facts.keys().append_value(name);
            self.facts.values().append_value(value);
        }
        // Keys and values are as many, so that cannot fail.
        let _ = self.facts.append(true);
        self.decoded.append_value(record.layers.iter().map(Some));
        self.fingerprint.append_value(&record.fingerprint);
    }

    /// A table with a row a finding.
    pub(super) fn into_batch(self) -> Result<RecordBatch, ArrowError> {
        let (records, mut columns) = self.finish();
        columns.insert(0, ("record", Arc::new(Int64Array::from(records))));
        let fields: Vec<Field> = columns.iter().map(|(name, array)| field(name, array)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }

    /// A list of findings for each row of the chunks, null where the row is.
    pub(super) fn into_lists(self, chunks: &[ArrayRef]) -> Result<ArrayRef, ArrowError> {
        let rows = chunks.iter().map(Array::len).sum();
        let mut valid = BooleanBufferBuilder::new(rows);
        for chunk in chunks {
            match chunk.logical_nulls() {
                Some(nulls) => valid.append_buffer(nulls.inner()),
                None => valid.append_n(chunk.len(), true),
            }
        }
        let (records, columns) = self.finish();
        let mut offsets = Vec::with_capacity(rows + 1);
        let mut next = 0;
        for row in 0..=rows {
            while records.get(next).is_some_and(|&record| record < row as i64) {
                next += 1;
            }
            let offset = i32::try_from(next);
            offsets.push(offset.map_err(|_| ArrowError::OffsetOverflowError(next))?);
        }
        let fields: Vec<Field> = columns.iter().map(|(name, array)| field(name, array)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let items = StructArray::try_new(fields.into(), arrays, None)?;
        let item = Arc::new(Field::new("item", items.data_type().clone(), true));
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let nulls = Some(NullBuffer::new(valid.finish())).filter(|nulls| nulls.null_count() > 0);
        Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(items), nulls)?))
    }

    /// Record numbers, and all other columns.
    fn finish(mut self) -> (Vec<i64>, Vec<(&'static str, ArrayRef)>) {
        let [start, end, redact_start, redact_end] =
            self.spans.map(|span| Arc::new(Int64Array::from(span)) as ArrayRef);
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("within", Arc::new(self.within.finish())),
            ("rule", Arc::new(self.rule.finish())),
            ("start", start),
            ("end", end),
            ("redact_start", redact_start),
            ("redact_end", redact_end),
            ("confidence", Arc::new(Int32Array::from(self.confidence))),
            ("severity", Arc::new(self.severity.finish())),
            ("secrecy", Arc::new(self.secrecy.finish())),
            ("validity", Arc::new(self.validity.finish())),
            ("facts", Arc::new(self.facts.finish())),
            ("decoded", Arc::new(self.decoded.finish())),
            ("fingerprint", Arc::new(self.fingerprint.finish())),
        ];
        (self.records, columns)
    }
}

fn field(name: &str, array: &ArrayRef) -> Field {
    Field::new(name, array.data_type().clone(), false)
}

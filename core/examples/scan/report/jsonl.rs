//! One JSON object a finding.

use std::io::{self, Write};

use keysieve::{Cwe, Span};
use serde_json::{Map, Value, json};

use super::Report;
use crate::found::Found;

pub(super) struct Jsonl<W> {
    out: W,
}

impl<W: Write> Jsonl<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Report for Jsonl<W> {
    fn findings(&mut self, found: &[Found<'_>]) -> io::Result<()> {
        for found in found {
            serde_json::to_writer(&mut self.out, &object(found))?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn finish(&mut self, _errors: &[String]) -> io::Result<()> {
        self.out.flush()
    }
}

fn object(found: &Found<'_>) -> Map<String, Value> {
    let finding = found.finding;
    let rule = finding.rule();
    let range = |span: Span| [found.base + span.start as u64, found.base + span.end as u64];
    let ([start, end], [redact_start, redact_end]) = (range(found.span), range(found.redact));
    let companions: Vec<Value> = found
        .companions
        .iter()
        .map(|companion| {
            let [start, end] = range(companion.secret());
            json!({ "rule": companion.rule().id(), "start": start, "end": end })
        })
        .collect();
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("path", found.path.as_str().into());
    if let Some(record) = found.record {
        put("record", record.into());
    }
    put("rule", rule.id().into());
    put("start", start.into());
    put("end", end.into());
    put("redact_start", redact_start.into());
    put("redact_end", redact_end.into());
    put("line", found.start.line.into());
    put("column", found.start.column.into());
    put("confidence", finding.confidence().into());
    put("severity", rule.severity().as_str().into());
    put("category", rule.category().as_str().into());
    put("class", finding.class().as_str().into());
    put("cwe", rule.cwe().map(Cwe::as_str).collect());
    put("validity", finding.validity().as_str().into());
    put("reasons", finding.evidence().reasons().collect());
    put("facts", found.facts.clone().into());
    put("companions", companions.into());
    put("decoded", found.layers.iter().map(|layer| layer.as_str()).collect());
    put("fingerprint", found.fingerprint.to_string().into());
    if let Some(secret) = &found.secret {
        put("secret", secret.as_str().into());
    }
    object
}

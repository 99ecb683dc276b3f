//! Scanning one source, however large it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use keysieve::Ruleset;
use serde_json::Value;

use crate::args::Args;
use crate::found::{self, Found, Origin};
use crate::sources::Source;

/// What is held of a file at a time; longer records are refused.
const WINDOW: usize = 64 << 20;

/// What two windows have in common: on either side of the border more than any rule looks at.
const OVERLAP: usize = 1 << 20;

/// What came of one source.
#[derive(Default)]
pub(crate) struct Outcome<'r> {
    pub(crate) bytes: u64,
    pub(crate) found: Vec<Found<'r>>,
    /// What could not be read, and why.
    pub(crate) errors: Vec<String>,
}

/// Scans one source.
pub(crate) fn scan<'r>(source: &Source, args: &Args, ruleset: &'r Ruleset) -> Outcome<'r> {
    let mut scan = Scan { name: name(source), args, ruleset, outcome: Outcome::default() };
    let result = match source {
        Source::File(path) => File::open(path).and_then(|file| scan.reader(file)),
        Source::Stdin => scan.reader(io::stdin().lock()),
    };
    if let Err(error) = result {
        scan.outcome.errors.push(format!("{}: {error}", scan.name));
    }
    scan.outcome
}

fn name(source: &Source) -> String {
    match source {
        Source::File(path) => path.to_string_lossy().into_owned(),
        Source::Stdin => "-".to_owned(),
    }
}

struct Scan<'a, 'r> {
    name: String,
    args: &'a Args,
    ruleset: &'r Ruleset,
    outcome: Outcome<'r>,
}

impl Scan<'_, '_> {
    fn reader(&mut self, reader: impl Read) -> io::Result<()> {
        match &self.args.jsonl_records {
            Some(field) => self.records(BufReader::new(reader), field),
            None => self.windows(reader),
        }
    }

    /// Scans window by window. Findings that start in the half of an overlap belong to the window
    /// that sees what stands on both sides of them.
    fn windows(&mut self, mut reader: impl Read) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut origin = Origin::default();
        let mut settled = 0;
        loop {
            let wanted = WINDOW - buffer.len();
            let read = reader.by_ref().take(wanted as u64).read_to_end(&mut buffer)?;
            self.outcome.bytes += read as u64;
            let is_last = read < wanted;
            let end = if is_last { usize::MAX } else { buffer.len() - OVERLAP / 2 };
            let found = found::findings(&self.name, None, &buffer, origin, self.args, self.ruleset);
            let is_ours =
                |found: &Found<'_>| (settled..end).contains(&found.finding.secret().start);
            self.outcome.found.extend(found.into_iter().filter(is_ours));
            if is_last {
                return Ok(());
            }
            let dropped = buffer.len() - OVERLAP;
            origin = origin.after(&buffer[..dropped]);
            buffer.drain(..dropped);
            settled = end - dropped;
        }
    }

    /// Scans one field of each line.
    fn records(&mut self, mut reader: impl BufRead, field: &str) -> io::Result<()> {
        let mut line = Vec::new();
        for number in 0.. {
            line.clear();
            let read = reader.by_ref().take(WINDOW as u64).read_until(b'\n', &mut line)?;
            self.outcome.bytes += read as u64;
            if read == 0 {
                break;
            }
            if read == WINDOW && line.last() != Some(&b'\n') {
                self.outcome.bytes += reader.skip_until(b'\n')? as u64;
                self.complain(number, &format!("longer than {} MiB", WINDOW >> 20));
            } else if !line.trim_ascii().is_empty() {
                self.record(number, &line, field);
            }
        }
        Ok(())
    }

    fn record(&mut self, number: usize, line: &[u8], field: &str) {
        match serde_json::from_slice::<Value>(line) {
            Ok(object) => match object.get(field) {
                Some(Value::String(text)) => {
                    let (text, origin) = (text.as_bytes(), Origin::default());
                    let found = found::findings(
                        &self.name,
                        Some(number),
                        text,
                        origin,
                        self.args,
                        self.ruleset,
                    );
                    self.outcome.found.extend(found);
                }
                _ => self.complain(number, &format!("no string `{field}`")),
            },
            // The message names the place, not the content.
            Err(error) => self.complain(number, &error.to_string()),
        }
    }

    fn complain(&mut self, number: usize, problem: &str) {
        self.outcome.errors.push(format!("{}:{}: {problem}", self.name, number + 1));
    }
}

impl Origin {
    /// Where the buffer stands that begins after these bytes.
    fn after(self, bytes: &[u8]) -> Self {
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        let columns = match memchr::memrchr(b'\n', bytes) {
            Some(end) => bytes.len() - end - 1,
            None => self.columns + bytes.len(),
        };
        Self { offset: self.offset + bytes.len() as u64, lines: self.lines + lines, columns }
    }
}

//! Scanning one source, however large it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use keysieve::Ruleset;
use serde_json::Value;

use crate::archive::{self, Budget, Sink};
use crate::args::Args;
use crate::cache::Cache;
use crate::found::{self, Found, Origin};
use crate::packing::{self, Packing};
use crate::sources::Source;

/// What is held of a file at a time; longer records are refused.
const WINDOW: usize = 64 << 20;

/// What two windows have in common: on either side of the border more than any rule looks at.
const OVERLAP: usize = 1 << 20;

/// What is looked at of a large file to tell whether it ends as a zip does: its list of contents.
const ZIP_END: u64 = 16 << 20;

/// What came of one source.
#[derive(Default)]
pub(crate) struct Outcome<'r> {
    pub(crate) bytes: u64,
    pub(crate) found: Vec<Found<'r>>,
    /// How many findings are allowed.
    pub(crate) suppressed: usize,
    /// Whether it is known to hold nothing, and was not scanned.
    pub(crate) skipped: bool,
    /// What could not be read, and why.
    pub(crate) errors: Vec<String>,
}

/// Scans one source.
pub(crate) fn scan<'r>(
    source: &Source,
    args: &Args,
    ruleset: &'r Ruleset,
    cache: Option<&Cache>,
) -> Outcome<'r> {
    let mut scan = Scan { name: source.name(), args, ruleset, outcome: Outcome::default() };
    let result = match source {
        Source::File(path) => scan.file(path, cache),
        Source::Stdin => scan.reader(&mut io::stdin().lock()),
    };
    if let Err(error) = result {
        scan.outcome.errors.push(format!("{}: {error}", scan.name));
    }
    scan.outcome
}

struct Scan<'a, 'r> {
    name: String,
    args: &'a Args,
    ruleset: &'r Ruleset,
    outcome: Outcome<'r>,
}

impl Scan<'_, '_> {
    /// Scans a file, unless it is known to hold nothing.
    fn file(&mut self, path: &Path, cache: Option<&Cache>) -> io::Result<()> {
        let mut file = File::open(path)?;
        // Pipes and devices can be read only once.
        let cache = cache.filter(|_| file.metadata().is_ok_and(|metadata| metadata.is_file()));
        let hash = cache.map(|cache| cache.hash(&self.name, &file)).transpose()?;
        let Some((cache, hash)) = cache.zip(hash) else { return self.opened(file) };
        if cache.is_clean(&hash) {
            self.outcome.skipped = true;
            return Ok(());
        }
        file.rewind()?;
        self.opened(file)?;
        let Outcome { found, errors, suppressed, .. } = &self.outcome;
        if found.is_empty() && errors.is_empty() && *suppressed == 0 {
            cache.insert(hash);
        }
        Ok(())
    }

    fn opened(&mut self, mut file: File) -> io::Result<()> {
        let unpacks = !self.args.no_archives && self.args.jsonl_records.is_none();
        // What stands in a file need not be copied to find the list at its end.
        if unpacks && file.metadata()?.is_file() {
            let length = file.metadata()?.len();
            if is_zip(&mut file, length)? {
                self.outcome.bytes += length;
                let (name, mut budget) = (self.name.clone(), self.budget());
                let start = archive::zip(&name, &file, 1, &mut budget, self)?.min(length);
                file.rewind()?;
                return if start > 0 { self.windows(file.take(start)) } else { Ok(()) };
            }
        }
        self.reader(&mut file)
    }

    fn reader(&mut self, reader: &mut dyn Read) -> io::Result<()> {
        match &self.args.jsonl_records {
            Some(field) => self.records(BufReader::new(reader), field),
            None if self.args.no_archives => self.windows(reader),
            None => {
                let (name, mut budget) = (self.name.clone(), self.budget());
                archive::unpack(&name, reader, 0, &mut budget, self)
            }
        }
    }

    fn budget(&self) -> Budget {
        Budget::new(self.args.max_unpacked.saturating_mul(1 << 20))
    }

    /// Scans all of it as it is.
    fn windows(&mut self, reader: impl Read) -> io::Result<()> {
        self.windows_unless(reader, |_| false).map(|_| ())
    }

    /// Scans window by window, unless by its end the whole is packed: then it is given back. Findings
    /// that start in the half of an overlap belong to the window that sees what stands on both sides
    /// of them.
    fn windows_unless(
        &mut self,
        mut reader: impl Read,
        is_packed: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Option<Vec<u8>>> {
        let mut buffer = Vec::new();
        let mut origin = Origin::default();
        let mut settled = 0;
        loop {
            let wanted = WINDOW - buffer.len();
            let result = reader.by_ref().take(wanted as u64).read_to_end(&mut buffer);
            // What came before the error is scanned nevertheless.
            let read = wanted - (WINDOW - buffer.len());
            self.outcome.bytes += read as u64;
            let is_last = read < wanted || result.is_err();
            let is_packed = is_last && result.is_ok() && is_packed(&buffer);
            if is_packed && origin.offset == 0 {
                return Ok(Some(buffer));
            }
            let end = if is_last { usize::MAX } else { buffer.len() - OVERLAP / 2 };
            let is_ours = |found: &Found<'_>| (settled..end).contains(&found.span.start);
            self.findings(None, &buffer, origin, is_ours);
            if is_packed {
                return Err(io::Error::other(format!(
                    "a zip behind other bytes is not unpacked from more than {} MiB",
                    WINDOW >> 20
                )));
            }
            if is_last {
                return result.map(|_| None);
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
                    self.findings(Some(number), text, origin, |_| true);
                }
                _ => self.complain(number, &format!("no string `{field}`")),
            },
            // The message names the place, not the content.
            Err(error) => self.complain(number, &error.to_string()),
        }
    }

    /// Adds the findings of a buffer that are wanted.
    fn findings(
        &mut self,
        record: Option<usize>,
        buffer: &[u8],
        origin: Origin,
        is_wanted: impl Fn(&Found<'_>) -> bool,
    ) {
        let scanned = found::findings(&self.name, record, buffer, origin, self.args, self.ruleset);
        self.outcome.found.extend(scanned.found.into_iter().filter(is_wanted));
        self.outcome.suppressed += scanned.suppressed;
        if let Some(incomplete) = scanned.incomplete {
            let place = record.map(|record| format!(":{}", record + 1)).unwrap_or_default();
            self.outcome.errors.push(format!("{}{place}: {incomplete}", self.name));
        }
    }

    fn complain(&mut self, number: usize, problem: &str) {
        self.outcome.errors.push(format!("{}:{}: {problem}", self.name, number + 1));
    }
}

impl Sink for Scan<'_, '_> {
    fn file(&mut self, name: &str, content: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
        let outer = std::mem::replace(&mut self.name, name.to_owned());
        let result = self.windows_unless(content, packing::ends_as_zip);
        self.name = outer;
        result
    }

    fn bytes(&mut self, name: &str, content: &[u8]) {
        let outer = std::mem::replace(&mut self.name, name.to_owned());
        self.findings(None, content, Origin::default(), |_| true);
        self.name = outer;
    }

    fn error(&mut self, name: &str, error: &io::Error) {
        self.outcome.errors.push(format!("{name}: {error}"));
    }
}

/// Whether a file of that many bytes is a zip that is best read where it is; what is small and has
/// something before it is told once it has been read.
fn is_zip(file: &mut File, length: u64) -> io::Result<bool> {
    let mut bytes = Vec::new();
    file.by_ref().take(Packing::HEAD as u64).read_to_end(&mut bytes)?;
    let packing = Packing::of(&bytes);
    if packing.is_some() || length < WINDOW as u64 {
        file.rewind()?;
        return Ok(packing == Some(Packing::Zip));
    }
    bytes.clear();
    file.seek(SeekFrom::Start(length - ZIP_END))?;
    file.by_ref().take(ZIP_END).read_to_end(&mut bytes)?;
    file.rewind()?;
    Ok(packing::ends_as_zip(&bytes))
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

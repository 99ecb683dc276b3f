//! The originals in a source map: where they stand in it, and what stands in them.

use std::fmt;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use keysieve::Scratch;
use napi_derive::napi;
use serde::Deserializer as _;
use serde::de::Visitor;
use sonic_rs::{Deserializer, LazyValue, to_array_iter, to_array_iter_unchecked, to_object_iter};

use crate::finding::{self, Scanned};
use crate::known::{KnownPlace, KnownValues};
use crate::scanner::Scanner;
use crate::text::Unit;

/// Maps of parts may stand in a map, and in theory in one another.
const DEPTH: usize = 8;
/// Bytes of originals for one thread: to begin one takes as long as to scan some tens of kilobytes, and
/// longer where all processors are busy.
const SHARE: usize = 1 << 20;
/// Threads, at most.
const THREADS: usize = 8;

/// An original whose text a map holds.
pub(crate) struct Original {
    pub(crate) name: String,
    /// Where its text stands in the map, as a string of JSON.
    literal: Range<usize>,
}

impl Original {
    /// Calls with the text; nothing if it does not stand in this map.
    pub(crate) fn read<T>(&self, map: &[u8], call: impl FnOnce(&str) -> T) -> Option<T> {
        let literal = map.get(self.literal.clone())?;
        let mut call = Some(call);
        // Half of a surrogate pair becomes U+FFFD, which is one code unit, too.
        let text = Deserializer::from_slice(literal).utf8_lossy().deserialize_str(Text(&mut call));
        // What is no string after all is shipped as it stands.
        text.ok().or_else(|| Some(call?(&String::from_utf8_lossy(literal))))
    }
}

/// Hands on a string without keeping it.
struct Text<'a, F>(&'a mut Option<F>);

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Text<'_, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        let call = self.0.take().ok_or_else(|| E::custom("it has been read"))?;
        Ok(call(text))
    }
}

/// The originals in a map; nothing if it is none.
pub(crate) fn all(text: &str) -> Option<Vec<Original>> {
    // What keeps browsers from running it as a program.
    let map = match text.strip_prefix(")]}'") {
        Some(rest) => &rest[rest.find('\n')?..],
        None => text,
    };
    let mut originals = Vec::new();
    add(map, text, DEPTH, &mut originals)?;
    Some(originals)
}

/// Adds the originals of a map that stands in a text; nothing if it is no map.
fn add(map: &str, text: &str, depth: usize, all: &mut Vec<Original>) -> Option<()> {
    let [mut sources, mut contents, mut root, mut mappings, mut sections] = [const { None }; 5];
    for entry in to_object_iter(map) {
        let (key, value) = entry.ok()?;
        let field = match &*key {
            "sources" => &mut sources,
            "sourcesContent" => &mut contents,
            "sourceRoot" => &mut root,
            "mappings" => &mut mappings,
            "sections" => &mut sections,
            _ => continue,
        };
        *field = Some(value);
    }
    if let Some(sections) = sections {
        for section in to_array_iter(sections.as_raw_str()) {
            for entry in to_object_iter(section.ok()?.as_raw_str()) {
                let (key, map) = entry.ok()?;
                if key == "map" && !is_null(&map) {
                    add(map.as_raw_str(), text, depth.checked_sub(1)?, all)?;
                }
            }
        }
        return Some(());
    }
    mappings?;
    let sources: Vec<Option<String>> = parsed(&sources?)?;
    let root: Option<String> = root.map_or(Some(None), |root| parsed(&root))?;
    let root = root.unwrap_or_default();
    let Some(contents) = contents.filter(|contents| !is_null(contents)) else { return Some(()) };
    // SAFETY: it is a value of a map that has been read to its end, and so is valid JSON.
    let contents = unsafe { to_array_iter_unchecked(contents.as_raw_str()) };
    for (name, content) in sources.into_iter().zip(contents) {
        let content = content.ok()?;
        let literal = content.as_raw_str();
        if matches!(literal, "null" | "\"\"") {
            continue;
        }
        let start = literal.as_ptr().addr() - text.as_ptr().addr();
        let name = root.clone() + &name.unwrap_or_default();
        all.push(Original { name, literal: start..start + literal.len() });
    }
    Some(())
}

fn is_null(value: &LazyValue<'_>) -> bool {
    value.as_raw_str() == "null"
}

fn parsed<T: serde::de::DeserializeOwned>(value: &LazyValue<'_>) -> Option<T> {
    sonic_rs::from_str(value.as_raw_str()).ok()
}

/// What stands in an original.
#[napi(object, object_from_js = false)]
pub struct OriginalFindings {
    /// The number of the original.
    pub at: u32,
    /// What was found by rules.
    pub found: Scanned,
    /// What was found since it is known.
    pub places: Vec<KnownPlace>,
}

impl OriginalFindings {
    fn is_something(&self) -> bool {
        !self.found.findings.is_empty() || self.found.limit.is_some() || !self.places.is_empty()
    }
}

/// A search through all originals of a map, by several threads where there is much.
pub(crate) struct Search<'a> {
    map: &'a [u8],
    originals: &'a [Original],
    known: Option<&'a KnownValues>,
    /// The first that no thread has taken yet.
    next: AtomicUsize,
}

impl<'a> Search<'a> {
    pub(crate) const fn new(
        map: &'a [u8],
        originals: &'a [Original],
        known: Option<&'a KnownValues>,
    ) -> Self {
        Self { map, originals, known, next: AtomicUsize::new(0) }
    }

    /// What stands in those in which there is something, or which could not be scanned to the end.
    pub(crate) fn run(&self, scanner: &Scanner) -> Vec<OriginalFindings> {
        let size: usize = self.originals.iter().map(|original| original.literal.len()).sum();
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let helpers = (size / SHARE).min(processors).min(THREADS).saturating_sub(1);
        let (inner, decode) = (&*scanner.inner, scanner.decode);
        thread::scope(|scope| {
            let help = || {
                let mut scratch = Scratch::new(decode);
                self.take(|bytes, unit| finding::scan(inner, &mut scratch, "", bytes, unit))
            };
            // A thread that cannot be had is none that is needed.
            let start = |_| thread::Builder::new().spawn_scoped(scope, help).ok();
            let helpers: Vec<_> = (0..helpers).filter_map(start).collect();
            let mut all = self.take(|bytes, unit| scanner.scan_bytes(bytes, unit, ""));
            for helper in helpers {
                match helper.join() {
                    Ok(found) => all.extend(found),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    }

    /// Scans one after another, as long as there are any.
    fn take(&self, mut scan: impl FnMut(&[u8], Unit) -> Scanned) -> Vec<OriginalFindings> {
        let mut all = Vec::new();
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(original) = self.originals.get(at) else { return all };
            let found = original.read(self.map, |text| {
                let (bytes, unit) = (text.as_bytes(), unit_of(text));
                let found = scan(bytes, unit);
                let places = self.known.map_or_else(Vec::new, |known| known.places(bytes, unit));
                OriginalFindings { at: at as u32, found, places }
            });
            all.extend(found.filter(OriginalFindings::is_something));
        }
    }
}

/// How offsets in the bytes of a text become offsets in it.
pub(crate) fn unit_of(text: &str) -> Unit {
    Unit::of(!text.is_ascii())
}

//! The originals in a source map: where they stand in it, and what stands in them.

use std::fmt;
use std::iter;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use napi_derive::napi;
use serde::Deserializer as _;
use serde::de::Visitor;
use sonic_rs::{
    Deserializer, JsonValueTrait, LazyValue, to_array_iter, to_array_iter_unchecked, to_object_iter,
};

use crate::finding::{self, Scanned};
use crate::known::{KnownPlace, KnownValues};
use crate::scanner::Scanner;
use crate::scratch;
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

/// What a map is made of.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) originals: Vec<Original>,
    /// Where what leads from place to place stands, as strings of JSON.
    mappings: Vec<Range<usize>>,
}

impl Parts {
    /// Where everything else stands, in order: names, and whatever tools add.
    pub(crate) fn others(&self, size: usize) -> Vec<Range<usize>> {
        let originals = self.originals.iter().map(|original| &original.literal);
        let mut strings: Vec<_> = originals.chain(&self.mappings).cloned().collect();
        strings.sort_unstable_by_key(|string| string.start);
        let mut from = 0;
        let mut others = Vec::with_capacity(strings.len() + 1);
        for string in strings {
            // The quotes stay, so that what is not together does not seem to be.
            others.push(from..string.start + 1);
            from = string.end - 1;
        }
        others.push(from..size);
        others
    }
}

/// The parts of a map; nothing if it is none.
pub(crate) fn all(text: &str) -> Option<Parts> {
    // What keeps browsers from running it as a program.
    let map = match text.strip_prefix(")]}'") {
        Some(rest) => &rest[rest.find('\n')?..],
        None => text,
    };
    let mut all = Parts::default();
    add(map, text, DEPTH, &mut all)?;
    Some(all)
}

/// Adds the parts of a map that stands in a text; nothing if it is no map.
fn add(map: &str, text: &str, depth: usize, all: &mut Parts) -> Option<()> {
    let [mut sources, mut root, mut mappings, mut sections] = [const { None }; 4];
    // Of a key that is there twice readers take the last, but both are shipped.
    let mut contents = Vec::new();
    for entry in to_object_iter(map) {
        let (key, value) = entry.ok()?;
        let field = match &*key {
            "sources" => &mut sources,
            "sourcesContent" => {
                contents.push(value);
                continue;
            }
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
    let range = |value: &LazyValue<'_>| {
        let literal = value.as_raw_str();
        let start = literal.as_ptr().addr() - text.as_ptr().addr();
        start..start + literal.len()
    };
    let mappings = mappings?;
    if mappings.is_str() {
        all.mappings.push(range(&mappings));
    }
    let sources: Vec<Option<String>> = parsed(&sources?)?;
    let root: Option<String> = root.map_or(Some(None), |root| parsed(&root))?;
    let root = root.unwrap_or_default();
    contents.retain(JsonValueTrait::is_array);
    for contents in &contents {
        // More texts than names are shipped all the same.
        let names = sources.iter().map(Some).chain(iter::repeat(None));
        // SAFETY: it is a value of a map that has been read to its end, and so is valid JSON.
        let contents = unsafe { to_array_iter_unchecked(contents.as_raw_str()) };
        for (name, content) in names.zip(contents) {
            let content = content.ok()?;
            if matches!(content.as_raw_str(), "null" | "\"\"") {
                continue;
            }
            let name = name.map(|name| root.clone() + name.as_deref().unwrap_or_default());
            let name = name.unwrap_or_default();
            all.originals.push(Original { name, literal: range(&content) });
        }
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
                scratch::with(decode, |scratch| {
                    self.take(|bytes, unit| finding::scan(inner, scratch, "", bytes, unit))
                })
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

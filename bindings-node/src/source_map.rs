//! Source maps: the originals in them are shipped, too.
//!
//! A map is read here, since JavaScript would make a string of each original only for it to become
//! bytes again. What leads from place to place in it is left alone until something was found.

use data_encoding::BASE64;
use memchr::memmem;
use napi::bindgen_prelude::{ClassInstance, Uint8ArraySlice};
use napi_derive::napi;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::finding::{Scanned, number};
use crate::known::{KnownPlace, KnownValues};
use crate::offsets::Offsets;
use crate::scanner::Scanner;
use crate::text::Unit;

/// What the comment with a map in it holds before its data, after `/` and `/` or `*`.
const COMMENT: &[u8] = b"# sourceMappingURL=data:application/json";

/// The originals in a source map.
#[napi]
pub struct SourceMap {
    originals: Vec<Original>,
    /// Where the comment begins and ends that it stands in, in UTF-16 code units.
    comment: (f64, f64),
}

struct Original {
    name: String,
    text: String,
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

#[napi]
impl SourceMap {
    /// The map that a file is; nothing if it is none.
    #[napi]
    pub fn parse(bytes: Uint8ArraySlice<'_>) -> Option<SourceMap> {
        Self::of(&bytes, (0.0, 0.0))
    }

    /// The map in the last comment of a text; nothing if there is none.
    #[napi]
    pub fn inline(bytes: Uint8ArraySlice<'_>) -> Option<SourceMap> {
        // There are few of them: this is faster than looking for the whole.
        let mut signs = memchr::memrchr_iter(b'#', &bytes);
        let at = signs.find(|&at| bytes[at..].starts_with(COMMENT))?;
        let start = at.checked_sub(2)?;
        let data = memmem::find(&bytes[at..], b";base64,")? + at + b";base64,".len();
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let length = bytes[data..].iter().position(|byte| !is_base64(byte));
        let end = length.map_or(bytes.len(), |length| data + length);
        let text = BASE64.decode(&bytes[data..end]).ok()?;
        let mut offsets = Offsets::new(&bytes, Unit::Utf16);
        Self::of(&text, (number(offsets.at(start)), number(offsets.at(end))))
    }

    fn of(bytes: &[u8], comment: (f64, f64)) -> Option<Self> {
        // What keeps browsers from running it as a program.
        let bytes = match bytes.strip_prefix(b")]}'") {
            Some(rest) => &rest[memchr::memchr(b'\n', rest)?..],
            None => bytes,
        };
        // Half of a surrogate pair becomes U+FFFD, which is one code unit, too.
        let mut deserializer = sonic_rs::Deserializer::from_slice(bytes).utf8_lossy();
        let mut originals = Vec::new();
        deserializer.deserialize::<Map>().ok()?.into_originals(&mut originals)?;
        Some(Self { originals, comment })
    }

    /// Where the comment begins that the map stands in.
    #[napi(getter)]
    pub fn start(&self) -> f64 {
        self.comment.0
    }

    /// Where it ends.
    #[napi(getter)]
    pub fn end(&self) -> f64 {
        self.comment.1
    }

    /// The names of the originals whose text it holds.
    #[napi(getter)]
    pub fn names(&self) -> Vec<&str> {
        self.originals.iter().map(|original| original.name.as_str()).collect()
    }

    /// The text of an original.
    #[napi]
    pub fn text(&self, at: u32) -> Option<&str> {
        Some(&self.originals.get(at as usize)?.text)
    }

    /// Scans all originals, which are files of these paths; gives back those in which there is
    /// something, or which could not be scanned to the end.
    #[napi]
    pub fn scan(
        &self,
        scanner: &Scanner,
        known: Option<ClassInstance<'_, KnownValues>>,
        paths: Vec<String>,
    ) -> Vec<OriginalFindings> {
        let all = (0..).zip(self.originals.iter().zip(&paths));
        let look = |(at, (original, path)): (u32, (&Original, &String))| {
            let (bytes, unit) = (original.text.as_bytes(), Unit::of(!original.text.is_ascii()));
            let found = scanner.scan_bytes(bytes, unit, path);
            let places = known.as_ref().map_or_else(Vec::new, |known| known.places(bytes, unit));
            OriginalFindings { at, found, places }
        };
        all.map(look).filter(OriginalFindings::is_something).collect()
    }
}

impl OriginalFindings {
    fn is_something(&self) -> bool {
        !self.found.findings.is_empty() || self.found.limit.is_some() || !self.places.is_empty()
    }
}

/// A map as it is written. Maps of parts may stand in one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Map {
    sources: Option<Vec<Option<String>>>,
    sources_content: Option<Vec<Option<String>>>,
    source_root: Option<String>,
    mappings: Option<IgnoredAny>,
    sections: Option<Vec<Section>>,
}

#[derive(Deserialize)]
struct Section {
    map: Option<Map>,
}

impl Map {
    /// Adds its originals to others; nothing if it is no map.
    fn into_originals(self, all: &mut Vec<Original>) -> Option<()> {
        if let Some(sections) = self.sections {
            for map in sections.into_iter().filter_map(|section| section.map) {
                map.into_originals(all)?;
            }
            return Some(());
        }
        self.mappings?;
        let root = self.source_root.unwrap_or_default();
        for (name, text) in self.sources?.into_iter().zip(self.sources_content.unwrap_or_default())
        {
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            all.push(Original { name: root.clone() + &name.unwrap_or_default(), text });
        }
        Some(())
    }
}

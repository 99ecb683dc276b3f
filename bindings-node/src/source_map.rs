//! Source maps: the originals in them are shipped, too.
//!
//! A map is read here, since JavaScript would make a string of each original only for it to become
//! bytes again. Of an original no more is kept than where it stands: its text is written out for its
//! scan, and read while it is still near. What leads from place to place in a map is left alone until
//! something was found.

use data_encoding::BASE64;
use memchr::memmem;
use napi::bindgen_prelude::{ClassInstance, Uint8ArraySlice};
use napi_derive::napi;

use crate::finding::{Scanned, number};
use crate::known::KnownValues;
use crate::offsets::Offsets;
use crate::originals::{self, Original, OriginalFindings, Search, unit_of};
use crate::scanner::Scanner;
use crate::text::Unit;

/// What the comment with a map in it holds before its data, after `/` and `/` or `*`.
const COMMENT: &[u8] = b"# sourceMappingURL=data:application/json";

/// The originals in a source map.
#[napi]
pub struct SourceMap {
    /// The map, where it is not what was given but stood in it.
    own: Option<Vec<u8>>,
    originals: Vec<Original>,
    /// Where the comment begins and ends that it stands in, in UTF-16 code units.
    comment: (f64, f64),
}

#[napi]
impl SourceMap {
    /// The map that a file is; nothing if it is none.
    #[napi]
    pub fn parse(bytes: Uint8ArraySlice<'_>) -> Option<SourceMap> {
        match str::from_utf8(&bytes) {
            Ok(json) => Self::of(json),
            Err(_) => Self::owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
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
        let json = BASE64.decode(&bytes[data..end]).ok()?;
        let mut offsets = Offsets::new(&bytes, Unit::Utf16);
        let comment = (number(offsets.at(start)), number(offsets.at(end)));
        let json = String::from_utf8(json);
        let json = json.unwrap_or_else(|no| String::from_utf8_lossy(no.as_bytes()).into_owned());
        Some(Self { comment, ..Self::owned(json)? })
    }

    fn owned(json: String) -> Option<Self> {
        let map = Self::of(&json)?;
        Some(Self { own: Some(json.into_bytes()), ..map })
    }

    fn of(json: &str) -> Option<Self> {
        Some(Self { own: None, originals: originals::all(json)?, comment: (0.0, 0.0) })
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

    /// The name of an original whose text it holds; nothing if there are not so many.
    #[napi]
    pub fn name(&self, at: u32) -> Option<&str> {
        Some(&self.originals.get(at as usize)?.name)
    }

    /// The text of an original; the bytes are those that the map was found in.
    #[napi]
    pub fn text(&self, bytes: Uint8ArraySlice<'_>, at: u32) -> Option<String> {
        self.originals.get(at as usize)?.read(self.json(&bytes), str::to_owned)
    }

    fn json<'a>(&'a self, bytes: &'a [u8]) -> &'a [u8] {
        self.own.as_deref().unwrap_or(bytes)
    }

    /// Scans all originals, in no file; gives back those in which there is something, or which could
    /// not be scanned to the end. The bytes are those that the map was found in.
    #[napi]
    pub fn scan(
        &self,
        bytes: Uint8ArraySlice<'_>,
        scanner: &Scanner,
        known: Option<ClassInstance<'_, KnownValues>>,
    ) -> Vec<OriginalFindings> {
        let search = Search::new(self.json(&bytes), &self.originals, known.as_deref());
        let mut all = search.run(scanner);
        all.sort_unstable_by_key(|found| found.at);
        all
    }

    /// Scans an original as the file of a path, which decides what is allowed in it.
    #[napi]
    pub fn scan_in_file(
        &self,
        bytes: Uint8ArraySlice<'_>,
        scanner: &Scanner,
        at: u32,
        path: String,
    ) -> Option<Scanned> {
        let original = self.originals.get(at as usize)?;
        original.read(self.json(&bytes), |text| {
            scanner.scan_bytes(text.as_bytes(), unit_of(text), &path)
        })
    }
}

//! Source maps: the originals in them are shipped, too.
//!
//! A map is read here, since JavaScript would make a string of each original only for it to become
//! bytes again. Of an original no more is kept than where it stands: its text is written out for its
//! scan, and read while it is still near. What leads from place to place in a map is left alone until
//! something was found.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use keysieve::Span;
use memchr::{memchr, memchr2, memmem};
use napi::bindgen_prelude::{ClassInstance, Uint8ArraySlice};
use napi_derive::napi;

use crate::finding::{Scanned, number};
use crate::known::KnownValues;
use crate::offsets::Offsets;
use crate::originals::{self, OriginalFindings, Parts, Search, unit_of};
use crate::scanner::Scanner;
use crate::text::Unit;

/// What a comment with a map in it holds before its data, after `//` or `/*` and `#` or `@`.
const COMMENT: &[u8] = b" sourceMappingURL=data:application/json";

/// The originals in a source map.
#[napi]
pub struct SourceMap {
    /// The map, where it is not what was given but stood in it.
    own: Option<Vec<u8>>,
    parts: Parts,
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

    /// The maps in the comments of a text.
    #[napi]
    pub fn inline(bytes: Uint8ArraySlice<'_>) -> Vec<SourceMap> {
        let mut offsets = Offsets::new(&bytes, Unit::Utf16);
        let mut comments = memmem::find_iter(&bytes, COMMENT).peekable();
        iter::from_fn(|| Some((comments.next()?, comments.peek().copied())))
            .filter_map(|(at, next)| {
                let (comment, json) = comment(&bytes, at, next.unwrap_or(bytes.len()))?;
                let json = match String::from_utf8(json) {
                    Ok(json) => json,
                    Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
                };
                let map = Self::owned(json)?;
                let (start, end) = (offsets.at(comment.start), offsets.at(comment.end));
                Some(Self { comment: (number(start), number(end)), ..map })
            })
            .collect()
    }

    fn owned(json: String) -> Option<Self> {
        let map = Self::of(&json)?;
        Some(Self { own: Some(json.into_bytes()), ..map })
    }

    fn of(json: &str) -> Option<Self> {
        Some(Self { own: None, parts: originals::all(json)?, comment: (0.0, 0.0) })
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
        Some(&self.parts.originals.get(at as usize)?.name)
    }

    /// The text of an original; the bytes are those that the map was found in.
    #[napi]
    pub fn text(&self, bytes: Uint8ArraySlice<'_>, at: u32) -> Option<String> {
        self.parts.originals.get(at as usize)?.read(self.json(&bytes), str::to_owned)
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
        let search = Search::new(self.json(&bytes), &self.parts.originals, known.as_deref());
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
        let original = self.parts.originals.get(at as usize)?;
        original.read(self.json(&bytes), |text| {
            scanner.scan_bytes(text.as_bytes(), unit_of(text), &path)
        })
    }

    /// Scans what a map holds beside its originals for what has a form of its own; places are those in
    /// the map's text. Names and paths stand in a row there, and none says what the next one is.
    #[napi]
    pub fn scan_others(
        &self,
        bytes: Uint8ArraySlice<'_>,
        scanner: &Scanner,
        path: String,
        known: Option<ClassInstance<'_, KnownValues>>,
    ) -> OriginalFindings {
        let json = self.json(&bytes);
        let others = self.parts.others(json.len());
        let text: Vec<u8> = others.iter().flat_map(|part| &json[part.clone()]).copied().collect();
        let mut found = scanner.scan_bytes(&text, Unit::Byte, &path);
        found.findings.retain(|finding| scanner.tells_by_form(&finding.rule));
        let mut places = known.map_or_else(Vec::new, |known| known.places(&text, Unit::Byte));
        let mut offsets = Offsets::new(json, Unit::Utf16);
        let mut place = |start: f64, end: f64| {
            let [start, end] = [start, end].map(|offset| original_offset(&others, offset as usize));
            offsets.place(Span { start, end })
        };
        for finding in &mut found.findings {
            let redact = place(finding.redact_start, finding.redact_end);
            (finding.redact_start, finding.redact_end) = (number(redact.start), number(redact.end));
            let secret = place(finding.start, finding.end);
            (finding.start, finding.end) = (number(secret.start), number(secret.end));
            (finding.line, finding.column) = (number(secret.line), number(secret.column));
            for companion in &mut finding.companions {
                let secret = place(companion.start, companion.end);
                (companion.start, companion.end) = (number(secret.start), number(secret.end));
            }
        }
        for known in &mut places {
            let secret = place(known.start, known.end);
            (known.start, known.end) = (number(secret.start), number(secret.end));
            (known.line, known.column) = (number(secret.line), number(secret.column));
        }
        OriginalFindings { at: 0, found, places }
    }

    /// The map's text; the bytes are those that it was found in.
    #[napi]
    pub fn whole(&self, bytes: Uint8ArraySlice<'_>) -> String {
        String::from_utf8_lossy(self.json(&bytes)).into_owned()
    }
}

/// Where in the whole an offset in parts of it lies that were joined.
fn original_offset(parts: &[Range<usize>], mut offset: usize) -> usize {
    for part in parts {
        if offset <= part.len() {
            return part.start + offset;
        }
        offset -= part.len();
    }
    parts.last().map_or(0, |part| part.end)
}

/// Where a comment stands, and the map in it as it is written. It is given by where its fixed part
/// begins, and ends before the next one.
fn comment(bytes: &[u8], at: usize, next: usize) -> Option<(Range<usize>, Vec<u8>)> {
    let start = at.checked_sub(3)?;
    let data = at + COMMENT.len();
    let rest = bytes.get(data..next)?;
    let rest = match &bytes[start..at] {
        b"//#" | b"//@" => &rest[..memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())],
        b"/*#" | b"/*@" => &rest[..memmem::find(rest, b"*/").unwrap_or(rest.len())],
        _ => return None,
    };
    let comma = memchr(b',', rest)?;
    let (parameters, rest) = (&rest[..comma], &rest[comma + 1..]);
    if !parameters.ends_with(b";base64") {
        // Where it ends is not sure, so nothing of the text is taken for it.
        return Some((start..start, without_percent(rest.trim_ascii_end()).into_owned()));
    }
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=%".contains(byte);
    let length = rest.iter().position(|byte| !is_base64(byte)).unwrap_or(rest.len());
    let plain = without_percent(&rest[..length]);
    let padding = plain.iter().rev().take_while(|&&byte| byte == b'=').count();
    let json = BASE64_NOPAD.decode(&plain[..plain.len() - padding]).ok()?;
    Some((start..data + comma + 1 + length, json))
}

/// What percent encoding stands for.
fn without_percent(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'%', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *byte == b'%');
        if let Some(decoded) = hex.and_then(|hex| HEXLOWER_PERMISSIVE.decode(hex).ok()) {
            plain.extend(decoded);
            rest = &after[2..];
        } else {
            plain.push(*byte);
            rest = after;
        }
    }
    Cow::Owned(plain)
}

//! What a ruleset is made of.

use keysieve::{Allow, Markers, Ruleset};

use crate::error::Error;
use crate::memory::{Text, Texts, slice_of};
use crate::versioned::{Versioned, read};

/// `KEYSIEVE_INDICATORS`.
pub const INDICATORS: u32 = 1;
/// `KEYSIEVE_ALLOW_DOCUMENTED`.
pub const ALLOW_DOCUMENTED: u32 = 2;
/// `KEYSIEVE_ALLOW_CANARIES`.
pub const ALLOW_CANARIES: u32 = 4;
/// `KEYSIEVE_ALLOW_MARKED`.
pub const ALLOW_MARKED: u32 = 8;
/// `KEYSIEVE_ALLOW_MARKED_FOR_OTHERS`.
pub const ALLOW_MARKED_FOR_OTHERS: u32 = 16;

/// Bits that no flag has.
const UNKNOWN_FLAGS: u32 =
    !(INDICATORS | ALLOW_DOCUMENTED | ALLOW_CANARIES | ALLOW_MARKED | ALLOW_MARKED_FOR_OTHERS);

/// `KEYSIEVE_ANY_CONFIDENCE`.
pub const ANY_CONFIDENCE: i32 = -1;

/// `keysieve_rules_file`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RulesFile {
    /// What errors call it.
    pub name: Text,
    /// What is in it.
    pub toml: Text,
}

/// `keysieve_allow`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct AllowEntry {
    /// Why.
    pub reason: Text,
    /// Ids of rules.
    pub rules: Texts,
    /// How paths start.
    pub path_prefixes: Texts,
    /// How paths end.
    pub path_suffixes: Texts,
    /// Parts of secrets.
    pub words: Texts,
    /// Whether one list is enough.
    pub any: usize,
}

/// `keysieve_options`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Options {
    /// Its size.
    pub size: usize,
    /// [`INDICATORS`] and so on.
    pub flags: u32,
    /// 1 to 100, 0 for the default, [`ANY_CONFIDENCE`].
    pub min_confidence: i32,
    /// Files of rules to add.
    pub files: *const RulesFile,
    /// How many.
    pub file_count: usize,
    /// Ids of rules to keep.
    pub only: Texts,
    /// Ids of rules to leave out.
    pub disable: Texts,
    /// What to accept.
    pub allow: *const AllowEntry,
    /// How much.
    pub allow_count: usize,
}

// SAFETY: `repr(C)`; integers and pointers; no padding.
unsafe impl Versioned for Options {
    const FIRST: usize = size_of::<Self>();
}

/// Makes a ruleset; of NULL the built-in one.
///
/// # Safety
///
/// The pointer is NULL or that of options all of whose pointers can be read.
pub(crate) unsafe fn build(options: *const Options) -> Result<Ruleset, Error> {
    let mut builder = Ruleset::builder();
    if options.is_null() {
        return Ok(builder.build()?);
    }
    let wrong = |what: &'static str| move |_| Error::argument(what);
    // SAFETY: the caller says that the options can be read.
    let options = unsafe { read(options) }
        .map_err(wrong("the options' `size` is that of no version, or newer fields are in use"))?;

    if options.flags & UNKNOWN_FLAGS != 0 {
        return Err(Error::argument("the options hold a flag that this version does not know"));
    }
    let flag = |flag| options.flags & flag != 0;
    let markers = match (flag(ALLOW_MARKED), flag(ALLOW_MARKED_FOR_OTHERS)) {
        (_, true) => Markers::ALL,
        (true, false) => Markers::OWN,
        (false, false) => Markers::NONE,
    };
    builder = builder
        .indicators(flag(INDICATORS))
        .allow_documented(flag(ALLOW_DOCUMENTED))
        .allow_canaries(flag(ALLOW_CANARIES))
        .markers(markers);

    builder = match options.min_confidence {
        0 => builder,
        ANY_CONFIDENCE => builder.min_confidence(0),
        given @ 1..=100 => builder.min_confidence(given as u8),
        given => {
            let message = format!("a confidence is from 1 to 100, not {given}");
            return Err(Error::argument(message));
        }
    };

    // SAFETY: the caller says that the list can be read.
    let files = unsafe { slice_of(options.files, options.file_count) }
        .map_err(wrong("there are fewer files than `file_count` says"))?;
    for file in files {
        // SAFETY: and each text in it.
        let (name, toml) = unsafe { (file.name.read(), file.toml.read()) };
        let name =
            name.map_err(wrong("the name of a file is NULL without being empty, or not UTF-8"))?;
        let toml = toml.map_err(|_| {
            Error::argument(format!("the file {name} is NULL without being empty, or not UTF-8"))
        })?;
        builder = builder.rules_toml(name, toml)?;
    }

    // SAFETY: the caller says that the lists can be read.
    let (only, disable) = unsafe { (options.only.read(), options.disable.read()) };
    let only =
        only.map_err(wrong("`only` or an id in it is NULL without being empty, or not UTF-8"))?;
    if !only.is_empty() {
        builder = builder.only(&only);
    }
    builder = builder
        .disable(&disable.map_err(wrong(
            "`disable` or an id in it is NULL without being empty, or not UTF-8",
        ))?);

    // SAFETY: the caller says that the list can be read.
    let allow = unsafe { slice_of(options.allow, options.allow_count) }
        .map_err(wrong("there are fewer entries than `allow_count` says"))?;
    for entry in allow {
        // SAFETY: and each entry in it.
        let entry = unsafe { entry.read() };
        builder = builder.allow(
            entry.map_err(wrong("`allow` holds what is NULL without being empty, or not UTF-8"))?,
        );
    }
    Ok(builder.build()?)
}

impl AllowEntry {
    /// # Safety
    ///
    /// All of its pointers can be read.
    unsafe fn read(&self) -> Result<Allow, crate::Status> {
        // SAFETY: the caller keeps to the contract of this function.
        let (reason, lists) = unsafe {
            let lists = [self.rules, self.path_prefixes, self.path_suffixes, self.words];
            (self.reason.read()?, lists.map(|list| list.read()))
        };
        let [rules, prefixes, suffixes, words] = lists;
        let mut allow = Allow::new(reason);
        if self.any != 0 {
            allow = allow.any();
        }
        allow = rules?.into_iter().fold(allow, Allow::rule);
        allow = prefixes?.into_iter().fold(allow, Allow::path_prefix);
        allow = suffixes?.into_iter().fold(allow, Allow::path_suffix);
        Ok(words?.into_iter().fold(allow, Allow::word))
    }
}

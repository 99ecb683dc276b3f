//! What was scanned before and held nothing: hashes of contents.
//!
//! A cache is for one program with one choice of rules; with another it counts as empty. It knows
//! only contents without any finding, so what is reported is always looked at anew, and no secret
//! gets into it.

use std::collections::BTreeSet;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::sync::Mutex;

use crate::args::Args;

/// Hexadecimal digits of a hash.
const DIGITS: usize = 32;

pub(crate) struct Cache {
    /// What the hashes depend on besides the content.
    setup: blake3::Hasher,
    known: BTreeSet<String>,
    /// Those of this run.
    seen: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// Reads the file, if there is one.
    pub(crate) fn open(path: &Path, args: &Args) -> io::Result<Self> {
        let setup = setup(args)?;
        let header = header(&setup);
        let known = match std::fs::read_to_string(path) {
            Ok(text) if text.lines().next() == Some(header.as_str()) => {
                text.lines().skip(1).map(str::to_owned).collect()
            }
            Ok(_) => BTreeSet::new(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            Err(error) => return Err(io::Error::other(format!("{}: {error}", path.display()))),
        };
        Ok(Self { setup, known, seen: Mutex::default() })
    }

    /// The hash of a file's name and content.
    pub(crate) fn hash(&self, name: &str, mut content: impl Read) -> io::Result<String> {
        let mut hasher = self.setup.clone();
        hasher.update(name.as_bytes()).update(&[0]);
        io::copy(&mut content, &mut hasher)?;
        Ok(hasher.finalize().to_hex()[..DIGITS].to_owned())
    }

    /// Whether a content of that hash held nothing; then it stays known.
    pub(crate) fn is_clean(&self, hash: &str) -> bool {
        let known = self.known.contains(hash);
        if known {
            self.insert(hash.to_owned());
        }
        known
    }

    /// Takes note of a content that holds nothing.
    pub(crate) fn insert(&self, hash: String) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(hash);
        }
    }

    /// Writes the file anew, as a whole or not at all. What was not met this time is forgotten.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        writeln!(file, "{}", header(&self.setup))?;
        for hash in self.seen.lock().map_err(|_| io::Error::other("a thread has failed"))?.iter() {
            writeln!(file, "{hash}")?;
        }
        file.persist(path)?;
        Ok(())
    }
}

fn header(setup: &blake3::Hasher) -> String {
    format!("keysieve cache 1 {}", setup.finalize().to_hex())
}

/// The program, which holds the built-in rules, and all that is chosen on its command line. Where it
/// is a library, the version stands for it.
fn setup(args: &Args) -> io::Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new_derive_key("keysieve 2026-11-25 scan cache");
    io::copy(&mut std::fs::File::open(std::env::current_exe()?)?, &mut hasher)?;
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(args.choice().as_bytes());
    for path in args.rule_files() {
        hasher.update(&[0]);
        io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    }
    Ok(hasher)
}

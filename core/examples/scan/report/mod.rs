//! Writing findings, one file a format.

mod jsonl;
mod sarif;
mod taxonomies;
mod text;

use std::io::{self, Write};

use keysieve::Ruleset;

use crate::args::{Args, Format};
use crate::found::Found;

/// Takes findings as they come, in the order of the files.
pub(crate) trait Report {
    /// Writes the findings of one file.
    fn findings(&mut self, found: &[Found<'_>]) -> io::Result<()>;

    /// Writes what comes last.
    fn finish(&mut self, errors: &[String]) -> io::Result<()>;
}

/// The report that was asked for.
pub(crate) fn new<'r>(
    args: &Args,
    ruleset: &'r Ruleset,
    out: impl Write + 'r,
) -> io::Result<Box<dyn Report + 'r>> {
    Ok(match args.format {
        Format::Text => Box::new(text::Text::new(out)),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(out)),
        Format::Sarif => Box::new(sarif::Sarif::new(ruleset, out)?),
    })
}

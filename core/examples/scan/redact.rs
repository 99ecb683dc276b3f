//! Copying what is read to standard output without its credentials.

use std::fs;
use std::io::{self, Read as _, Write as _};

use keysieve::{Coverage, Ruleset};

use crate::args::{Args, Redact};
use crate::found;
use crate::sources::Source;

/// Redacts all sources, one after the other; gives back how many places that were, and adds to the
/// errors what was not done.
pub(crate) fn run(
    how: Redact,
    args: &Args,
    ruleset: &Ruleset,
    sources: &[Source],
    errors: &mut Vec<String>,
) -> io::Result<usize> {
    let mut scratch = found::scratch(args.decode);
    let mut out = io::stdout().lock();
    let mut places = 0;
    let redaction = how.redaction(args.fingerprint_key());
    for source in sources {
        let read = match source {
            Source::File(path) => fs::read(path),
            Source::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        match read {
            Ok(bytes) => {
                let redacted = ruleset.redact(&bytes, &redaction, &mut scratch);
                places += redacted.places;
                if let Coverage::Incomplete(incomplete) = redacted.coverage {
                    errors.push(format!("{}: {incomplete}", source.name()));
                }
                out.write_all(&redacted.bytes)?;
            }
            Err(error) => errors.push(format!("{}: {error}", source.name())),
        }
    }
    out.flush()?;
    Ok(places)
}

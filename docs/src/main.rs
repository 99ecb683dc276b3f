//! `cargo run -p keysieve-docs`: the site, into `target/book`; `-- readme`: the README's table;
//! `-- ids`: the ids of all rules, which from then on have to stay.

#![allow(clippy::print_stderr, reason = "a program's output")]

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use keysieve_docs::{PUBLISHED_IDS, in_readme, site, with_all_ids};

fn main() -> ExitCode {
    let argument = env::args().nth(1);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match argument.as_deref() {
        None => site::build(repository, &repository.join("target/book")),
        Some("readme") => readme(repository),
        Some("ids") => ids(repository),
        Some(other) => Err(format!("`{other}` is not known; there is `readme`, `ids`, or nothing")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keysieve-docs: {error}");
            ExitCode::FAILURE
        }
    }
}

fn readme(repository: &Path) -> Result<(), String> {
    let path = repository.join("README.md");
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    fs::write(&path, in_readme(&text, repository)?).map_err(|error| error.to_string())
}

fn ids(repository: &Path) -> Result<(), String> {
    let path = repository.join(PUBLISHED_IDS);
    let published = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    fs::write(&path, with_all_ids(&published)?).map_err(|error| error.to_string())
}

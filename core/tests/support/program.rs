//! The examples as programs, which cargo builds beside the tests' own folder.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The example `scan`, to be run in that folder.
pub(crate) fn scan(folder: &Path) -> Command {
    example("scan", folder)
}

/// The example of that name, to be run in that folder.
pub(crate) fn example(name: &str, folder: &Path) -> Command {
    let tests = std::env::current_exe().expect("a test knows where it is");
    let profile = tests.ancestors().nth(2).expect("tests stand in `deps`");
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let mut command =
        Command::new(PathBuf::from_iter([profile, "examples".as_ref(), name.as_ref()]));
    command.current_dir(folder);
    command
}

//! The rules of the file, and all others.

use std::fs;
use std::path::Path;

use keysieve::Ruleset;

use crate::support::examples::{self, Examples};

/// A rule file that compiles.
pub(crate) struct Checked {
    /// The built-in rules and those of the file.
    pub(crate) ruleset: Ruleset,
    /// The same without those of the file.
    pub(crate) others: Ruleset,
    /// The examples in the file, a rule each.
    pub(crate) examples: Vec<Examples>,
}

impl Checked {
    /// Whether the rule of that id stands in the file.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.examples.iter().any(|examples| examples.rule == id)
    }
}

pub(crate) fn load(file: &Path) -> Result<Checked, String> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let builder = Ruleset::builder().indicators(true);
    // What stands among the built-in rules was compiled into this program, unless it is new here.
    let builder = if is_built_in(file) {
        builder
    } else {
        builder.rules_toml(&name, &text).map_err(|error| error.to_string())?
    };
    let examples = examples::file(file)?;
    let ids: Vec<&str> = examples.iter().map(|examples| examples.rule.as_str()).collect();
    let ruleset = builder.clone().build().map_err(|error| error.to_string())?;
    if let Some(id) = ids.iter().find(|id| ruleset.rule(id).is_none()) {
        return Err(format!("{name}: `{id}` is not in this build; build it again"));
    }
    let others = builder.disable(&ids).build().map_err(|error| error.to_string())?;
    Ok(Checked { ruleset, others, examples })
}

fn is_built_in(file: &Path) -> bool {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").canonicalize();
    matches!((file.canonicalize(), rules), (Ok(file), Ok(rules)) if file.starts_with(&rules))
}

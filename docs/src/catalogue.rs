//! The built-in rules, each with its examples and the file that it stands in.

use std::collections::HashMap;
use std::path::Path;

use keysieve::{Category, Rule, Ruleset};

use crate::support::examples::{self, Examples};

/// A rule and what its file says beside.
pub(crate) struct Detector<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) examples: Examples,
    /// Path of the rule file in the repository, with `/` between its parts.
    pub(crate) file: String,
}

impl Detector<'_> {
    /// Whether the rule tells values by the name of their service alone.
    pub(crate) fn is_service(&self) -> bool {
        self.examples.service.is_some()
    }
}

/// All detectors, by name.
pub(crate) fn load<'r>(
    ruleset: &'r Ruleset,
    repository: &Path,
) -> Result<Vec<Detector<'r>>, String> {
    let rules: HashMap<&str, &Rule> =
        ruleset.rules().iter().map(|rule| (rule.id(), rule)).collect();
    let repository = repository.canonicalize().map_err(|error| error.to_string())?;
    let mut detectors = Vec::with_capacity(rules.len());
    for path in examples::built_in_files() {
        let file = relative(&path, &repository)?;
        for examples in examples::file(&path)? {
            let rule = rules.get(examples.rule.as_str()).copied();
            let rule =
                rule.ok_or_else(|| format!("{file}: `{}` is not built in", examples.rule))?;
            detectors.push(Detector { rule, examples, file: file.clone() });
        }
    }
    detectors.sort_by_key(|detector| (detector.rule.name().to_lowercase(), detector.rule.id()));
    Ok(detectors)
}

/// Where the file stands in the repository.
fn relative(path: &Path, repository: &Path) -> Result<String, String> {
    let complain = |error| format!("{}: {error}", path.display());
    let path = path.canonicalize().map_err(complain)?;
    let path = path.strip_prefix(repository).unwrap_or(&path);
    Ok(path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/"))
}

/// A category as a heading.
pub(crate) fn title(category: Category) -> &'static str {
    match category {
        Category::Ai => "Artificial intelligence",
        Category::Cloud => "Clouds and hosting",
        Category::Communication => "Chat, mail, telephony",
        Category::Database => "Databases and brokers",
        Category::Generic => "Of no vendor in particular",
        Category::Identity => "Identity and secret stores",
        Category::Observability => "Metrics, logs, errors",
        Category::Package => "Packages and builds",
        Category::Payment => "Payment and accounting",
        Category::PrivateKey => "Private keys",
        Category::SourceControl => "Source code",
        _ => "Shops, marketing, other services",
    }
}

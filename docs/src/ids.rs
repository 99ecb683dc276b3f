//! The ids of rules that were published: they stay for ever.

use std::collections::BTreeSet;

/// Where they stand in the repository, an id a line; after `#`, why one is not in use any more.
pub const PUBLISHED_IDS: &str = "core/rules/published.txt";

/// The list with the ids of all built-in rules.
///
/// # Errors
///
/// If the built-in rules make no ruleset.
pub fn with_all_ids(published: &str) -> Result<String, String> {
    let ruleset = crate::ruleset()?;
    let mut lines: BTreeSet<&str> = published.lines().collect();
    let listed: BTreeSet<&str> = published.lines().map(id).collect();
    lines.extend(ruleset.rules().iter().map(keysieve::Rule::id).filter(|id| !listed.contains(id)));
    Ok(lines.iter().flat_map(|line| [line, "\n"]).collect())
}

/// Those that no rule has any more, though the list does not say why.
///
/// # Errors
///
/// If the built-in rules make no ruleset.
pub fn missing_ids(published: &str) -> Result<Vec<&str>, String> {
    let ruleset = crate::ruleset()?;
    let listed = published.lines().filter(|line| !line.contains('#'));
    Ok(listed.filter(|id| ruleset.rule(id).is_none()).collect())
}

fn id(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::{missing_ids, with_all_ids};

    #[test]
    fn ids_are_added_and_none_is_lost() {
        let list = with_all_ids("acme-key # its vendor is gone\njwt\n").expect("built-in rules");
        assert!(list.lines().any(|line| line == "acme-key # its vendor is gone"));
        assert!(!list.lines().any(|line| line == "acme-key"));
        assert_eq!(list.lines().filter(|line| *line == "jwt").count(), 1);
        assert_eq!(with_all_ids(&list), Ok(list));
    }

    #[test]
    fn an_id_that_is_gone_without_a_reason_is_named() {
        assert_eq!(missing_ids("jwt\nacme-key\nacme-token # gone\n"), Ok(vec!["acme-key"]));
    }
}

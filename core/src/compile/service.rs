//! Services whose credentials have no form of their own: a name, and an opaque value near it.
//!
//! `keywords = ["new_relic"]` and `values = ["{hex 40}"]` say what hundreds of patterns would say
//! again and again. The pattern that is made of them is an ordinary one.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::RuleProblem;

/// What an underscore in a keyword stands for, and nothing at all.
const SEPARATORS: [&str; 5] = ["", "_", "-", ".", " "];

/// A keyword of fewer bytes must not stand within a word.
const STANDS_ALONE: usize = 5;

/// A value of so many characters is longer than any word of an assignment.
const LONG: usize = 16;

/// The alphabets that a value may name.
const ALPHABETS: [(&str, &str); 8] = [
    ("digits", "0-9"),
    ("hex", "0-9A-Fa-f"),
    ("lower", "0-9a-z"),
    ("upper", "0-9A-Z"),
    ("alnum", "0-9A-Za-z"),
    ("base64", "0-9A-Za-z+/"),
    ("base64url", "0-9A-Za-z_-"),
    ("any", "0-9A-Za-z_+/=.~-"),
];

/// The pattern, and the literals that it is found by.
pub(super) struct Service {
    pub(super) pattern: String,
    pub(super) literals: Vec<String>,
}

/// Makes the pattern of a service.
pub(super) fn pattern(keywords: &[String], values: &[String]) -> Result<Service, RuleProblem> {
    let mut literals = Vec::new();
    let mut names = Vec::new();
    for keyword in keywords {
        let escaped = regex_syntax::escape(keyword).replace('_', "[_. -]?");
        let alone = if keyword.len() < STANDS_ALONE { r"(?:\b|_)" } else { "" };
        names.push(format!("{alone}{escaped}"));
        spell(keyword, &mut literals);
    }
    let forms = values.iter().map(|value| form(value)).collect::<Result<Vec<_>, _>>()?;
    let long = forms.iter().all(|form| form.least >= LONG);
    let pattern = format!(
        r"(?i:{})(?&{})(?<secret>{})(?:[^0-9A-Za-z_+/=~-]|\z)",
        names.join("|"),
        if long { "long_label" } else { "label" },
        forms.iter().map(|form| form.pattern.as_str()).collect::<Vec<_>>().join("|"),
    );
    Ok(Service { pattern, literals })
}

/// All spellings of a keyword.
fn spell(keyword: &str, into: &mut Vec<String>) {
    match keyword.split_once('_') {
        None => into.push(keyword.to_owned()),
        Some((head, tail)) => {
            let mut tails = Vec::new();
            spell(tail, &mut tails);
            for separator in SEPARATORS {
                into.extend(tails.iter().map(|tail| format!("{head}{separator}{tail}")));
            }
        }
    }
}

/// What a value looks like.
struct Form {
    pattern: String,
    /// The fewest characters of one.
    least: usize,
}

/// Reads a form: text, and characters of an alphabet in braces, as in `key-{alnum 20-24}`.
fn form(value: &str) -> Result<Form, RuleProblem> {
    let mut parts = value.split('{');
    let start = parts.next().unwrap_or_default();
    let mut form = Form { pattern: regex_syntax::escape(start), least: start.len() };
    for part in parts {
        let refuse = || RuleProblem::ValueForm { given: value.to_owned() };
        let (inside, text) = part.split_once('}').ok_or_else(refuse)?;
        let characters = characters(inside).ok_or_else(refuse)?;
        form.pattern.push_str(&characters.pattern);
        form.pattern.push_str(&regex_syntax::escape(text));
        form.least += characters.least + text.len();
    }
    Ok(form)
}

/// `uuid`, `hex 32`, `alnum 20-24`.
fn characters(inside: &str) -> Option<Form> {
    if inside == "uuid" {
        let pattern = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}".to_owned();
        return Some(Form { pattern, least: 36 });
    }
    let (alphabet, length) = inside.split_once(' ')?;
    let (_, class) = ALPHABETS.iter().find(|(name, _)| *name == alphabet)?;
    let (least, most) = length.split_once('-').unwrap_or((length, length));
    let (least, most): (u16, u16) = (least.parse().ok()?, most.parse().ok()?);
    let pattern = format!("[{class}]{{{least},{most}}}");
    (least <= most).then_some(Form { pattern, least: least.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    #[test]
    fn values_are_written_out() {
        assert_eq!(form("su{alnum 12}").unwrap().pattern, "su[0-9A-Za-z]{12,12}");
        assert_eq!(form("{hex 4-8}.{digits 3}").unwrap().pattern, r"[0-9A-Fa-f]{4,8}\.[0-9]{3,3}");
        for wrong in ["{hex}", "{hex 8", "{hexes 8}", "{hex 8-4}", "{hex -4}", "{}"] {
            let error = form(wrong).err().unwrap().to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_keyword_has_all_its_spellings() {
        let service = pattern(&["new_relic".into()], &["{hex 40}".into()]).unwrap();
        assert_eq!(
            service.literals,
            vec!["newrelic", "new_relic", "new-relic", "new.relic", "new relic"]
        );
    }
}

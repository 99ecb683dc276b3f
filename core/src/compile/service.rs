//! Services whose credentials have no form of their own: a name, and an opaque value near it.
//!
//! `keywords = ["new_relic"]` and `values = ["{hex 40}"]` say what hundreds of patterns would say
//! again and again; what else there is to say of such a rule is the same for all and stands here.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::RuleProblem;
use crate::rule::Entropy;

/// What a vendor's own name before a value of its form is worth.
pub(super) const CONFIDENCE: u8 = 80;

/// Values of fewer bits per character are no generator's.
pub(super) const MIN_ENTROPY: Entropy = Entropy(2500);

/// The most bytes between two values of a service that belong to one credential.
pub(super) const WINDOW: u32 = 256;

/// The rule that finds the ID beside a secret by its own name.
pub(super) const CLIENT_ID: &str = "generic-client-id";

/// The most bytes from the end of a name to the end of the value.
pub(super) const LONGEST_MATCH: u32 = 1024;

pub(super) const DESCRIPTION: &str = "A value of a form that the vendor's keys are seen in, with the vendor's name before it. The form \
     itself says nothing of the vendor, and has not been checked against the vendor's documentation.";

pub(super) const REMEDIATION: &str = "Make a new key in the vendor's settings, put it where the old one is used, delete the old \
     one, and look through what it was used for since the leak.";

/// What an underscore in a keyword stands for.
const SEPARATORS: [&str; 5] = ["", "_", "-", " ", "."];

/// The fewest characters of a value: the scanner finds it by a run of them.
const SHORTEST: usize = 12;

/// A value of so many characters is longer than any word of an assignment.
const LONG: usize = 16;

/// So many characters tell by their number alone what letters tell of fewer.
const TELLING: u16 = 20;

/// The alphabets that a value may name.
const ALPHABETS: [(&str, &str); 10] = [
    ("digits", "0-9"),
    ("hex", "0-9a-f"),
    ("lower", "0-9a-z"),
    ("upper", "0-9A-Z"),
    ("alnum", "0-9A-Za-z"),
    ("base64", "0-9A-Za-z+/"),
    ("base64url", "0-9A-Za-z_-"),
    ("unreserved", "0-9A-Za-z_.~-"),
    ("token", "0-9A-Za-z_+/.~-"),
    ("any", "0-9A-Za-z_+/=.~-"),
];

/// Alphabets of which a value may begin with [`SHORTEST`] characters; the others hold `=`.
fn is_run(alphabet: &str) -> bool {
    alphabet != "any"
}

/// All spellings of the keywords.
pub(super) fn names(keywords: &[String]) -> Result<Vec<String>, RuleProblem> {
    let mut names = Vec::new();
    for keyword in keywords {
        let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !keyword.bytes().all(is_name) || keyword.starts_with('_') || keyword.ends_with('_') {
            let problem = "must be lower-case words and digits, joined by `_`";
            return Err(RuleProblem::Value(problem.to_owned()));
        }
        spell(keyword, &mut names);
    }
    Ok(names)
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

/// The pattern of what follows a name. Where the name is a common word, a word for secrets has to
/// follow it.
pub(super) fn after_name(values: &[String], common: bool) -> Result<String, RuleProblem> {
    let forms = values.iter().map(|value| form(value)).collect::<Result<Vec<_>, _>>()?;
    let long = forms.iter().all(|form| form.least >= LONG);
    let label = match (common, long) {
        (true, _) => "secret_label",
        (false, true) => "long_label",
        (false, false) => "label",
    };
    // A full stop ends a sentence, or stands within a file's or a host's name; or it is one of the
    // value's own characters, and then nothing can be said of it.
    let full_stop = if forms.iter().any(|form| form.stops) { "" } else { r"\.(?:\W|\z)|" };
    Ok(format!(
        r"(?&{label})(?<secret>{})(?:[^0-9A-Za-z_+/=~.:(\[{{$@-]|{full_stop}\z)",
        forms.iter().map(|form| form.pattern.as_str()).collect::<Vec<_>>().join("|"),
    ))
}

/// What a value looks like.
#[derive(Default)]
struct Form {
    pattern: String,
    /// The fewest characters of one.
    least: usize,
    /// How many of them a run is sure to hold from the start.
    run: usize,
    /// Whether full stops are among its characters.
    stops: bool,
}

/// Reads a form: text, and characters of an alphabet in braces, as in `key-{alnum 20-24}`.
fn form(value: &str) -> Result<Form, RuleProblem> {
    let refuse = || RuleProblem::ValueForm { given: value.to_owned() };
    let mut form = Form::default();
    let mut is_within_run = true;
    let mut rest = value;
    while !rest.is_empty() {
        let (text, inside) = match rest.split_once('{') {
            Some((text, part)) => {
                let (inside, after) = part.split_once('}').ok_or_else(refuse)?;
                rest = after;
                (text, Some(characters(inside).ok_or_else(refuse)?))
            }
            None => (core::mem::take(&mut rest), None),
        };
        form.pattern.push_str(&regex_syntax::escape(text));
        form.least += text.len();
        is_within_run &= text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.+/~-".contains(&b));
        form.run += if is_within_run { text.len() } else { 0 };
        if let Some(inside) = inside {
            form.pattern.push_str(&inside.pattern);
            form.least += inside.least;
            form.stops |= inside.stops;
            is_within_run &= inside.run == inside.least;
            form.run += if is_within_run { inside.run } else { 0 };
        }
    }
    if form.run < SHORTEST { Err(refuse()) } else { Ok(form) }
}

/// `uuid`, `hex 32`, `alnum 20-24`.
fn characters(inside: &str) -> Option<Form> {
    if inside == "uuid" {
        let pattern = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}".to_owned();
        return Some(Form { pattern, least: 36, run: 36, stops: false });
    }
    let (alphabet, length) = inside.split_once(' ')?;
    let (least, most) = length.split_once('-').unwrap_or((length, length));
    let (least, most): (u16, u16) = (least.parse().ok()?, most.parse().ok()?);
    // Vendors write digits in either case, and change alphabets sooner than lengths.
    let is_subset = matches!(alphabet, "hex" | "lower" | "upper") && least >= TELLING;
    let alphabet = if is_subset { "alnum" } else { alphabet };
    let (_, class) = ALPHABETS.iter().find(|(name, _)| *name == alphabet)?;
    let pattern = format!("[{class}]{{{least},{most}}}");
    let run = if is_run(alphabet) { least.into() } else { 0 };
    (least <= most).then_some(Form {
        pattern,
        least: least.into(),
        run,
        stops: class.contains('.'),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    #[test]
    fn values_are_written_out() {
        assert_eq!(form("su{alnum 12}").unwrap().pattern, "su[0-9A-Za-z]{12,12}");
        let pattern = r"[0-9a-f]{8,9}\.[0-9]{3,3}=";
        assert_eq!(form("{hex 8-9}.{digits 3}=").unwrap().pattern, pattern);
        assert_eq!(form("{hex 32}").unwrap().pattern, "[0-9A-Za-z]{32,32}");
        for wrong in [
            "{hex}",
            "{hex 18",
            "{hexes 18}",
            "{hex 18-14}",
            "{hex -14}",
            "{}",
            "{hex 11}",
            "x:{hex 32}",
        ] {
            let error = form(wrong).err().unwrap().to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_keyword_has_all_its_spellings() {
        let names = names(&["new_relic".into()]).unwrap();
        assert_eq!(names, vec!["newrelic", "new_relic", "new-relic", "new relic", "new.relic"]);
    }
}

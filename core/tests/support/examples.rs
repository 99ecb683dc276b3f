//! The examples in the rule files, expanded.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::random::Random;
use super::template;

/// A rule, as far as its examples go.
pub(crate) struct Examples {
    /// The service's entry that they follow from, if they do.
    pub(crate) service: Option<Service>,
    /// The rule's id.
    pub(crate) rule: String,
    /// Ids of the rules that belong to the same credential.
    pub(crate) companions: Vec<String>,
    /// Whether it needs the names of services.
    pub(crate) is_within_service: bool,
    /// What the rule must find.
    pub(crate) positives: Vec<Example>,
    /// What it must not.
    pub(crate) negatives: Vec<Example>,
}

/// An example of one rule.
#[derive(Clone)]
pub(crate) struct Example {
    /// Id of the rule.
    pub(crate) rule: String,
    /// What to call it: `positive 2`, the number counting from 1.
    pub(crate) case: String,
    /// Why a negative is none; of positives, nothing.
    pub(crate) reason: String,
    /// The template it is made from.
    pub(crate) template: String,
    /// What the template made.
    pub(crate) bytes: Vec<u8>,
    /// Where in it the secret is.
    pub(crate) secret: Range<usize>,
}

impl Example {
    /// Makes the example, or says what is wrong with its template.
    fn new(rule: &str, case: String, template: &str, reason: &str) -> Result<Self, String> {
        let mut random = Random::seeded(&[rule, &case]);
        let template::Expansion { bytes, secret } = template::expand(template, &mut random)
            .map_err(|error| {
                format!("rule `{rule}`, {case}: {error}, in the template\n{template}")
            })?;
        Ok(Self {
            rule: rule.into(),
            case,
            reason: reason.into(),
            template: template.into(),
            bytes,
            secret,
        })
    }

    /// Another credential of the same making.
    pub(crate) fn sibling(&self) -> Self {
        let case = format!("{}, made again", self.case);
        Self::new(&self.rule, case, &self.template, &self.reason)
            .expect("the template made this example")
    }

    /// The secret itself.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.bytes[self.secret.clone()]
    }

    /// Whether there is nothing but the secret.
    pub(crate) fn is_bare(&self) -> bool {
        self.secret == (0..self.bytes.len())
    }
}

/// The examples of all rules or, where the variable `KEYSIEVE_RULES` gives the name of a rule file
/// (`aws` for `aws.toml`), of that file's.
///
/// # Panics
///
/// If a file cannot be read, or an example not expanded.
pub(crate) fn load() -> Vec<Examples> {
    let only = std::env::var("KEYSIEVE_RULES").ok();
    let mut files = built_in_files();
    files.retain(|path| only.as_deref().is_none_or(|only| path.file_stem() == Some(only.as_ref())));
    assert!(!files.is_empty(), "no rule file is chosen");
    files.iter().flat_map(|path| file(path).unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// The built-in rule files, by name.
///
/// # Panics
///
/// If a folder cannot be read.
pub(crate) fn built_in_files() -> Vec<PathBuf> {
    // The crates that share this stand side by side.
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/rules");
    let mut files: Vec<PathBuf> = [rules.clone(), rules.join("services")]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the folder of rules can be read"))
        .map(|entry| entry.expect("the folder of rules can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

#[derive(Deserialize)]
struct Negative {
    text: String,
    #[serde(default)]
    reason: String,
}

/// A service; its examples follow from its keywords and values.
#[derive(Deserialize)]
pub(crate) struct Service {
    id: String,
    /// Names that stand before the value.
    pub(crate) keywords: Vec<String>,
    /// What the value looks like.
    pub(crate) values: Vec<String>,
}

impl Service {
    /// Each value in a notation of its own, with each keyword in turn.
    fn positives(&self) -> Vec<String> {
        let count = self.values.len().max(self.keywords.len()).max(2);
        let cycled = self.values.iter().cycle().zip(self.keywords.iter().cycle());
        let each = |(number, (value, keyword)): (usize, (&String, &String))| {
            let value = generator(value);
            let shouted = keyword.to_uppercase();
            let joined = keyword.replace('_', "");
            match number % 4 {
                0 => format!("export {shouted}_API_KEY=«{value}»"),
                1 => format!("{{\"{joined}Token\": \"«{value}»\"}}"),
                2 => format!("{joined}.key: '«{value}»'"),
                _ => format!("<{keyword}_secret>«{value}»</{keyword}_secret>"),
            }
        };
        cycled.take(count).enumerate().map(each).collect()
    }

    fn negatives(&self) -> Vec<Negative> {
        let keyword = &self.keywords[0];
        let value = generator(&self.values[0]);
        vec![
            Negative {
                text: format!("{keyword}_api_key = \"your-{keyword}-api-key-goes-here\""),
                reason: "a placeholder".into(),
            },
            Negative {
                text: format!("{keyword}_api_key = \"{}\"", value.repeat(8)),
                reason: "longer than any value".into(),
            },
            Negative { text: format!("x_api_key = \"{value}\""), reason: "no name".into() },
        ]
    }
}

/// The form of a value as a template: `{hex 32}` is `[[hex 7]][[digits 1]]` and so on, since a
/// value without a digit in a long stretch may be told for a name.
fn generator(form: &str) -> String {
    /// Characters from one digit to the next.
    const STRETCH: usize = 8;

    let mut parts = form.split('{');
    let mut template = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, text) = part.split_once('}').expect("the rule compiler took the form");
        if let Some((alphabet, length)) = inside.split_once(' ') {
            let alphabet = match alphabet {
                "lower" => "loweralnum",
                "upper" => "upperalnum",
                "any" | "token" | "unreserved" => "alnum",
                other => other,
            };
            let least = length.split('-').next().and_then(|least| least.parse().ok());
            let mut left: usize = least.expect("the rule compiler took the length");
            while left > 0 {
                let stretch = left.min(STRETCH);
                if stretch > 1 {
                    write!(template, "[[{alphabet} {}]]", stretch - 1).expect("text takes text");
                }
                template.push_str("[[digits 1]]");
                left -= stretch;
            }
        } else {
            write!(template, "[[{inside}]]").expect("text takes text");
        }
        template.push_str(text);
    }
    template
}

/// The examples of one rule file, or what is wrong with one of them.
pub(crate) fn file(path: &Path) -> Result<Vec<Examples>, String> {
    /// The part of a rule file that tests read; the rest is the compiler's.
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        rule: Vec<Rule>,
        #[serde(default)]
        service: Vec<Service>,
    }

    #[derive(Deserialize)]
    struct Rule {
        id: String,
        #[serde(default)]
        companions: Vec<String>,
        within: Option<String>,
        #[serde(default)]
        positives: Vec<String>,
        #[serde(default)]
        negatives: Vec<Negative>,
    }

    let place = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{place}: {error}"))?;
    let file: File = toml::from_str(&text).map_err(|error| format!("{place}: {error}"))?;
    let expand = |service, Rule { id, companions, within, positives, negatives }: Rule| {
        let positives = numbered(&positives)
            .map(|(number, text)| Example::new(&id, format!("positive {number}"), text, ""))
            .collect::<Result<_, _>>();
        let negatives = numbered(&negatives)
            .map(|(number, Negative { text, reason })| {
                Example::new(&id, format!("negative {number}"), text, reason)
            })
            .collect::<Result<_, _>>();
        let (positives, negatives) = (positives?, negatives?);
        let is_within_service = within.as_deref() == Some("service");
        Ok(Examples { service, rule: id, companions, is_within_service, positives, negatives })
    };
    let services = file.service.into_iter().map(|service| {
        let rule = Rule {
            positives: service.positives(),
            negatives: service.negatives(),
            companions: Vec::new(),
            within: None,
            id: service.id.clone(),
        };
        (Some(service), rule)
    });
    let rules = file.rule.into_iter().map(|rule| (None, rule));
    rules
        .chain(services)
        .map(|(service, rule)| expand(service, rule))
        .collect::<Result<_, String>>()
        .map_err(|error| format!("{place}: {error}"))
}

/// The items, counted from 1.
fn numbered<T>(items: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(items)
}

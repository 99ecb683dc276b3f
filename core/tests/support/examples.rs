//! The examples in the rule files, expanded.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use super::random::Random;
use super::template;

/// A rule, as far as its examples go.
pub(crate) struct Examples {
    /// Whether they follow from a service's entry.
    pub(crate) is_service: bool,
    /// The rule's id.
    pub(crate) rule: String,
    /// Ids of the rules that belong to the same credential.
    pub(crate) companions: Vec<String>,
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
    /// # Panics
    ///
    /// If the template is wrong, and then it says how.
    fn new(rule: &str, case: String, template: &str, reason: &str) -> Self {
        let mut random = Random::seeded(&[rule, &case]);
        match template::expand(template, &mut random) {
            Ok(template::Expansion { bytes, secret }) => Self {
                rule: rule.into(),
                case,
                reason: reason.into(),
                template: template.into(),
                bytes,
                secret,
            },
            Err(error) => panic!("rule `{rule}`, {case}: {error}, in the template\n{template}"),
        }
    }

    /// Another credential of the same making.
    pub(crate) fn sibling(&self) -> Self {
        let case = format!("{}, made again", self.case);
        Self::new(&self.rule, case, &self.template, &self.reason)
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let entries = [folder.clone(), folder.join("services")]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the folder of rules can be read"));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("the folder of rules can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| only.as_deref().is_none_or(|only| path.file_stem() == Some(only.as_ref())))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no rule file in {} is chosen", folder.display());
    files.iter().flat_map(|path| file(path)).collect()
}

#[derive(Deserialize)]
struct Negative {
    text: String,
    #[serde(default)]
    reason: String,
}

/// A service; its examples follow from its keywords and values.
#[derive(Deserialize)]
struct Service {
    id: String,
    keywords: Vec<String>,
    values: Vec<String>,
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

/// The examples of one rule file.
fn file(path: &Path) -> Vec<Examples> {
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
        #[serde(default)]
        positives: Vec<String>,
        #[serde(default)]
        negatives: Vec<Negative>,
    }

    let text = fs::read_to_string(path).expect("a rule file can be read");
    let file: File =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let expand = |is_service: bool, Rule { id, companions, positives, negatives }| Examples {
        is_service,
        positives: numbered(&positives)
            .map(|(number, text)| Example::new(&id, format!("positive {number}"), text, ""))
            .collect(),
        negatives: numbered(&negatives)
            .map(|(number, Negative { text, reason })| {
                Example::new(&id, format!("negative {number}"), text, reason)
            })
            .collect(),
        rule: id,
        companions,
    };
    let services = file.service.into_iter().map(|service| Rule {
        positives: service.positives(),
        negatives: service.negatives(),
        companions: Vec::new(),
        id: service.id,
    });
    let rules = file.rule.into_iter().map(|rule| expand(false, rule));
    rules.chain(services.map(|rule| expand(true, rule))).collect()
}

/// The items, counted from 1.
fn numbered<T>(items: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(items)
}

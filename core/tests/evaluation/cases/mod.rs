//! The evaluation set: texts with a credential in them, and texts without any, made from notations,
//! kinds of values and the examples of the rules. The same in every run.
//!
//! Each notation, each kind of values and each rule belongs to one half: what is fitted to, or what
//! is held out. A case is of the half that both its notation and its kind are of; those of two
//! halves are left out.

mod draw;
mod harmless;
mod names;
mod secrets;
mod syntax;
mod words;

use std::ops::Range;

use crate::support::examples;
use crate::support::random::Random;
use draw::Draw;
use harmless::Kind;
use syntax::Syntax;

/// What a case is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Fit,
    HeldOut,
}

impl Half {
    /// The half of the thing with that number in its list; which half comes first differs.
    const fn of(number: usize) -> Self {
        if (number ^ number >> 2) & 1 == 0 { Self::Fit } else { Self::HeldOut }
    }
}

/// A text with a value in it that is a credential or none.
pub(crate) struct Case {
    pub(crate) half: Half,
    /// What the value is.
    pub(crate) kind: String,
    /// The notation that it stands in.
    pub(crate) syntax: &'static str,
    pub(crate) text: String,
    /// Where the value is.
    pub(crate) value: Range<usize>,
    pub(crate) is_secret: bool,
    /// Whether other credentials stand in the text, or may do.
    pub(crate) has_others: bool,
}

/// How many cases of each kind of values in each notation there are. Harmless values are far more
/// frequent in files than credentials; here, of all that is worth a look, two in three are harmless.
mod count {
    pub(super) const GENERATED: usize = 3;
    pub(super) const PASSWORDS: usize = 3;
    pub(super) const WRITTEN: usize = 2;
    pub(super) const DRAWN: usize = 2;
    pub(super) const ABOUT: usize = 1;
    /// Of each example of a vendor's rule.
    pub(super) const TYPED: usize = 1;
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let mut set = Set::default();
    set.add(secrets::GENERATED, names::SECRET, count::GENERATED, true);
    set.add(secrets::PASSWORDS, names::PASSWORD, count::PASSWORDS, true);
    set.add(harmless::WRITTEN, names::SECRET, count::WRITTEN, false);
    set.add(harmless::WRITTEN, names::PASSWORD, 1, false);
    set.add(harmless::NO_PASSWORD, names::PASSWORD, count::WRITTEN, false);
    set.add(harmless::DRAWN, names::OTHER, count::DRAWN, false);
    set.add(secrets::GENERATED, names::OTHER, count::DRAWN, false);
    for (at, (_, names)) in names::ABOUT.iter().enumerate() {
        set.half = Some(Half::of(at));
        set.add(harmless::DRAWN, names, count::ABOUT, false);
    }
    set.half = None;
    set.vendors();
    set.cases
}

#[derive(Default)]
struct Set {
    cases: Vec<Case>,
    /// The half to which the names belong, if they belong to one.
    half: Option<Half>,
}

impl Set {
    /// Values of those kinds under those names, in all notations for names of the same half.
    fn add(&mut self, kinds: &[Kind], names: &[&str], count: usize, is_secret: bool) {
        for (number, (kind, value)) in kinds.iter().enumerate() {
            let half = Half::of(number);
            if self.half.is_some_and(|other| other != half) {
                continue;
            }
            for syntax in of(half, syntax::NAMED) {
                for copy in 0..count {
                    let seed = [kind, syntax.name, names[0], &copy.to_string()];
                    let mut draw = Draw { random: Random::seeded(&seed), words: words::of(half) };
                    let value = value(&mut draw);
                    let name = (*draw.random.pick(names)).to_owned();
                    let name = if draw.random.below(2) == 0 {
                        name
                    } else {
                        format!("{}_{name}", draw.word())
                    };
                    self.push(half, kind, syntax, &name, &value, is_secret);
                }
            }
        }
    }

    /// What the rules give as examples, made anew; and what somebody typed in their place.
    fn vendors(&mut self) {
        for (number, rule) in examples::load().iter().enumerate() {
            let half = Half::of(number);
            for example in &rule.positives {
                let example = example.sibling();
                let again = example.sibling();
                let (Ok(text), Ok(secret)) =
                    (std::str::from_utf8(&example.bytes), std::str::from_utf8(example.secret()))
                else {
                    continue;
                };
                self.cases.push(Case {
                    half,
                    kind: example.rule.clone(),
                    syntax: "example of the rule",
                    text: text.into(),
                    value: example.secret.clone(),
                    is_secret: true,
                    has_others: true,
                });
                let syntaxes: Vec<_> = if example.is_bare() {
                    of(half, syntax::NAMED).chain(of(half, syntax::BARE)).collect()
                } else {
                    Vec::new()
                };
                let mut random = Random::seeded(&[&example.rule, &example.case, "syntax"]);
                for _ in 0..syntaxes.len().min(2) {
                    let syntax = random.pick(&syntaxes);
                    self.push(half, &example.rule, syntax, "value", secret, true);
                }
                if is_service(&example.rule) {
                    self.of_vendor(half, &example.rule, text, example.secret.clone());
                }
                let Ok(other) = std::str::from_utf8(again.secret()) else { continue };
                if !is_vendors(&example.rule) {
                    continue;
                }
                let (start, end) = (&text[..example.secret.start], &text[example.secret.end..]);
                let ways = typed(secret, other);
                for _ in 0..ways.len().min(count::TYPED) {
                    let (how, typed) = random.pick(&ways).clone();
                    self.cases.push(Case {
                        half,
                        kind: format!("{}, {how}", example.rule),
                        syntax: "example of the rule",
                        text: [start, &typed, end].concat(),
                        value: start.len()..start.len() + typed.len(),
                        is_secret: false,
                        has_others: true,
                    });
                }
            }
        }
    }

    /// A value of the form of a vendor's secrets, which is called otherwise.
    fn of_vendor(&mut self, half: Half, rule: &str, text: &str, value: Range<usize>) {
        let (start, rest) = text.split_at(value.start);
        let name =
            ["_API_KEY", "Token", ".key", "_secret"].iter().find(|name| start.contains(*name));
        let Some(name) = name else { return };
        let mut random = Random::seeded(&[rule, start]);
        let others: Vec<_> =
            names::OF_VENDOR.iter().enumerate().filter(|(at, _)| Half::of(*at) == half).collect();
        let other = random.pick(&others).1;
        let other = match *name {
            "_API_KEY" => format!("_{}", other.to_uppercase()),
            "Token" => other.split('_').map(syntax::capital).collect(),
            ".key" => format!(".{}", other.replace('_', ".")),
            _ => format!("_{other}"),
        };
        let start = start.replace(name, &other);
        self.cases.push(Case {
            half,
            kind: format!("{rule}, {}", other.trim_start_matches(['_', '.']).to_lowercase()),
            syntax: "example of the rule",
            value: start.len()..start.len() + value.len(),
            text: start + rest,
            is_secret: false,
            has_others: true,
        });
    }

    fn push(
        &mut self,
        half: Half,
        kind: &str,
        syntax: &Syntax,
        name: &str,
        value: &str,
        is_secret: bool,
    ) {
        let (text, start) = syntax.write(name, value);
        self.cases.push(Case {
            half,
            kind: kind.into(),
            syntax: syntax.name,
            text,
            value: start..start + value.len(),
            is_secret,
            has_others: false,
        });
    }
}

/// Whether the rule is about a vendor's own format or name, rather than about passwords, which
/// anybody may type as they like.
fn is_vendors(rule: &str) -> bool {
    let rule = keysieve::Ruleset::builtin().rule(rule);
    rule.is_some_and(|rule| rule.specificity() >= keysieve::Specificity::Keyword)
}

/// Whether the rule goes by a service's name alone.
fn is_service(rule: &str) -> bool {
    let rule = keysieve::Ruleset::builtin().rule(rule);
    rule.is_some_and(|rule| rule.specificity() == keysieve::Specificity::Keyword)
}

/// The notations of that half.
fn of(half: Half, list: &'static [Syntax]) -> impl Iterator<Item = &'static Syntax> {
    let in_half = move |&(number, _): &(usize, _)| Half::of(number) == half;
    list.iter().enumerate().filter(in_half).map(|(_, syntax)| syntax)
}

/// What somebody types who needs a value that looks like the secret: the part that all such secrets
/// share stays, and the rest is filled.
fn typed(secret: &str, other: &str) -> Vec<(&'static str, String)> {
    let shared = secret.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let Some((start, rest)) = secret.split_at_checked(shared) else { return Vec::new() };
    // Too little of it is drawn, or all has a meaning: keys in armour, claims of a token.
    if !(12..200).contains(&rest.len())
        || rest.contains(char::is_whitespace)
        || rest.contains("eyJ")
    {
        return Vec::new();
    }
    let filled = |row: &str| {
        let mut row = row.chars().cycle();
        let fill = |c: char| if c.is_ascii_alphanumeric() { row.next().unwrap_or(c) } else { c };
        rest.chars().map(fill).collect::<String>()
    };
    [
        ("filled with x", "x"),
        ("filled with an alphabet", "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("filled with digits in order", "1234567890abcdef"),
        ("filled with letters and digits in turns", "a1B2c3D4e5F6g7H8"),
        ("filled with words", "thisisafakekeyforexampleonly"),
        ("filled with zeros", "0"),
    ]
    .map(|(how, row)| (how, [start, &filled(row)].concat()))
    .into()
}

//! Named parts of patterns: what many rules have in common, said once.
//!
//! `(?&name)` in a pattern stands for the part of that name, most of them in a group of that name.
//! Where such a group stands before the secret and not within another, it has an automaton of its
//! own, which all rules share.
//!
//! An assignment leads from the end of a name to the start of the value that it is given. It begins
//! with nothing that a name may go on with, and ends with nothing that a value may consist of. Any
//! word in it is shorter than a value, so that what could be a value is one.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::RuleProblem;

/// What ends a name in code and markup: `"KEY"`, `['KEY']`, `${env:KEY}`, `**KEY**`.
macro_rules! close {
    () => {
        r#"(?:["'`\\\])}*]|\[\]|&quot;)+"#
    };
}

/// Operators that may follow a name at once, and after which a line may end.
macro_rules! gives {
    () => {
        r"(?:[:+?|&][:.+?|&]{0,2})?={1,3}>?|[:(]"
    };
}

/// Other operators that may follow a name at once.
macro_rules! operator {
    () => {
        r"!={1,2}|~>|<-[\t ]|\|{1,2}|\?[?:]|,"
    };
}

/// Operators that a name could go on with if nothing stood between.
macro_rules! detached_operator {
    () => {
        r"[.*/-]{1,2}=|->|-[\t ]"
    };
}

/// A type between name and operator: `KEY: &'static str =`, `KEY string =`, `KEY As String =`.
macro_rules! type_name {
    () => {
        concat!(
            r"(?:[\t ]*:[\t ]*|[\t ]+(?:[Aa]s[\t ]+)?)(?:(?:Option|Optional|Final)[<\[])?",
            r"[&*]?(?:'static[\t ]+)?(?:\[\]byte|[sS]tr(?:ing)?|SecretStr|STRING|Final|Any)[>\]?!]?[\t ]*=",
        )
    };
}

/// What a value is called beside other members on one line.
macro_rules! value {
    () => {
        r#"["'`\\]*(?i:(?:(?:string|secret|output)?value|default)["'`\\]*[\t ]*[=:]|parametervalue=)"#
    };
}

/// What a value is called on a line of its own.
macro_rules! value_line {
    ($quote:expr) => {
        concat!(
            $quote,
            r"(?i:(?:parameter_?|output_?|string_?|secret_?)?value|default(?:_?value)?)",
            $quote,
            r"[\t ]*[=:]"
        )
    };
}

/// Another member on the same line, or attribute: `type="string"`, `"masked": true,`.
macro_rules! member {
    () => {
        concat!(
            r#"["']?(?i:(?:xsi:)?type|description|hidden|masked|protected|sensitive|secret|slotsetting"#,
            r#"|serializeas|translatable|noecho)["']?"#,
            r#"[\t ]*[:=][\t ]*(?:["'][^"'\n<>]*["']|(?i:true|false|null|str(?:ing)?|text))[\t ]*[,;]?[\t ]*"#,
        )
    };
}

/// Another member on a line of its own: a name that does not begin like those of [`value_line`].
macro_rules! member_line {
    ($quote:literal) => {
        concat!(
            $quote,
            r"(?i:[a-ce-nqrt-uw-z_]|d[^e\W]|de[^f\W]|o[^u\W]|p[^a\W]|s[^te\W]|se[^c\W]|st[^r\W]|v[^a\W]|va[^l\W])",
            r"[\w-]*", $quote, r"[\t ]*[:=][^\n]*[^\s{\[:][\t \r]*\n\s*",
        )
    };
}

/// The end of a tag, or a tag between: `<KEY>`, `<key>KEY</key><string>`.
macro_rules! tag_end {
    () => {
        r"(?:(?:</\w+)?>\s*<(?i:string|value|td|dd)\b[^<>\n]*)?>\s*(?:<!\[CDATA\[\s*)?"
    };
}

/// To the value of a member of what is named, or of a sibling of the name: a bracket or a comma,
/// other members, and what the value is called, or the end of the tag.
///
/// Kubernetes and ECS variables, CloudFormation and Azure parameters, Terraform variables, XML.
macro_rules! member_value {
    () => {
        concat!(
            r#"["'`\\\])]*(?:[\t ]*"#,
            tag_end!(),
            r"|(?:[\t ]*(?:[:=]?[\t ]*\{|[,;])[\t ]*|[\t ]+)(?:",
            member!(),
            ")*(?:",
            tag_end!(),
            "|",
            value!(),
            ")",
            r"|[\t ]*(?:[:=]?[\t ]*\{|,)[\t ]*\r?\n\s*(?:",
            member_line!(r#"["']?"#),
            ")*",
            value_line!(r#"["'`\\]*"#),
            r"|[\t ]*:?[\t ]*\r?\n\s*(?:",
            member_line!(""),
            ")*",
            value_line!(""),
            ")",
        )
    };
}

/// A quote and the like before the value: `"`, `b'`, `@"`, `\"`, `&quot;`, `<<"`, `["`, `[[`, `" `.
macro_rules! open {
    () => {
        r#"(?:(?:[\[({]{1,2}[\t ]*|<<)?(?:[rbufLRUFB@$#]{0,2}(?:["'`\\]|&quot;)+[\t ]?)?)"#
    };
}

/// The scheme of an HTTP header, which code may put before its value: `"Bearer " + "…"`.
macro_rules! scheme {
    () => {
        concat!(
            r"(?i:bearer|basic|token|oauth|bot|ssws|(?:api|access|genie)?key)[\t ]+",
            r#"(?:["'][\t ]{0,4}[+.][\t ]{0,4}["'])?"#,
        )
    };
}

/// A function around the value, or a line end before it: `aws.String("`, `new Key("`, `() => "`, `|`;
/// the quote of a shell's default, `${KEY:-"`.
macro_rules! wrapper {
    () => {
        concat!(
            r#"(?:new[\t ]+|\[\])?[A-Za-z][\w.:]{0,11}\(\s*@?["'`]"#,
            r#"|\(?[\t ]*\\?\r?\n[\t ]*[rbuf@]?["'`]|[|>][+-]?[\t ]*\r?\n[\t ]+"#,
            r#"|\(\)[\t ]*=>[\t ]*["'`]|-["'`]"#,
        )
    };
}

/// From an operator to the value.
macro_rules! start {
    () => {
        concat!(open!(), "(?:", scheme!(), open!(), ")?")
    };
}

/// From a function's name to what it returns: `() string { return "`, `() -> str:\n return '`,
/// `() => '`. Parameters could as well be values that it is given.
macro_rules! returned {
    () => {
        concat!(
            r"\(\)[\t ]*(?:(?:->|:)[\t ]*)?",
            r"(?:[&*]?(?:'static[\t ]+)?(?:const[\t ]+)?[A-Za-z][\w.:<>]*\??[\t ]*)?",
            r#"(?:=>?|\s*[{:]?\s*return\b|\s*\{)\s*\(?[rbuf@]?["'`]"#,
        )
    };
}

/// From a name to its value.
macro_rules! assignment {
    () => {
        assignment!(
            concat!("|", type_name!()),
            concat!("|", wrapper!()),
            concat!(member_value!(), r"|[\t ]+(?:is|was):?[\t ]")
        )
    };
    // The same with less that may stand between.
    (brief) => {
        assignment!(
            concat!("|", type_name!()),
            "",
            concat!(
                r#"["'`\\\])]*[\t ]*"#,
                tag_end!(),
                r#"|(?:["'`\\\])}]+[\t ]*[:=,;]?|[\t ]*[:=,;]|\s)\s*\{?\s*"#,
                value!(),
                r"|[\t ]*:[\t ]*\r?\n\s*(?:",
                member_line!(""),
                ")*",
                value_line!(""),
            )
        )
    };
    ($type_name:expr, $wrapper:expr, $member:expr) => {
        concat!(
            "(?:(?:",
            close!(),
            r"[\t ]*|[\t ]+)?(?:",
            gives!(),
            ")",
            $type_name,
            ")",
            r"[\t ]*(?:",
            start!(),
            $wrapper,
            ")",
            "|(?:",
            operator!(),
            "|(?:",
            close!(),
            r"[\t ]*|[\t ]+)(?:",
            operator!(),
            "|",
            detached_operator!(),
            ")",
            "|",
            $member,
            r")[\t ]*",
            start!(),
            "|",
            returned!(),
            r#"|[\t ]+["'`]|[\t ]*\{[\t ]*["']"#,
        )
    };
}

/// What a service's name may go on with: the rest of its own word, and three more that are shorter
/// than a long value.
macro_rules! rest_of_name {
    () => {
        r"[\w.-]{0,32}(?:[\t ]\w[\w.-]{0,13}){0,3}"
    };
}

/// A fragment with an automaton of its own: its name, and its text in a group of that name.
macro_rules! shared {
    ($name:literal, $text:expr) => {
        ($name, concat!("(?<", $name, ">", $text, ")"))
    };
}

/// What is found by its letters, and so stands in no group.
const FOUND_BY: &str = "password";

/// Name of each, and what is written for it.
pub(crate) const FRAGMENTS: [(&str, &str); 9] = [
    shared!("assignment", assignment!()),
    // From a name to the value of its member or sibling that is called so.
    shared!("member", concat!("(?:", member_value!(), r")[\t ]*", open!())),
    // From a function's name to what it returns.
    shared!("returned", returned!()),
    // As an assignment, or space alone, as on command lines and in Dockerfiles.
    shared!("argument", concat!("(?:", assignment!(), r"|[\t ]+)")),
    // From a name at the end of a line to a value that begins the next one.
    shared!("next_line", r"[\t ]{0,4}:?[\t ]{0,4}\r?\n[\t >*]{0,8}"),
    // From a service's name to a value: the rest of the name, and an assignment. No word of it is
    // as long as a value.
    shared!("label", concat!(rest_of_name!(), "(?:", assignment!(brief), ")")),
    // The same, or space alone, for values that are longer than any word of an assignment.
    shared!("long_label", concat!(rest_of_name!(), "(?:", assignment!(brief), r"|[\t ]+)")),
    // The same with a word for secrets in the name.
    shared!(
        "secret_label",
        concat!(
            r"[\w.-]*[\t ]?(?i:key|token|secret|api|access|auth|client|pass|pat|cred|jwt)",
            r"[\w.-]*[\t ]?(?:",
            assignment!(brief),
            ")"
        )
    ),
    // How names for passwords end: `DB_PASSWORD`, `dbPass2`, `root_pw`. `pass` and `pw` end other
    // words, too (`bypass`), so that they have to be words, or to follow what has passwords. Of
    // `admin`, `login`, `mongo` and `store` the ends serve: five bytes are looked for, and those words
    // are everywhere.
    (
        FOUND_BY,
        concat!(
            "(?i:password|passwd|passphrase|passwort|pwd|(?:[_.-]|app|auth|bind|cert|db|ftp|gin|key|ldap|mail",
            "|min|my|ongo|pg|root|smtp|sql|ssh|sudo|tore|user|vpn|wifi)p(?:ass|w))[0-9]{0,2}",
        ),
    ),
];

/// Whether a group of that name is a fragment.
pub(super) fn is_fragment(name: &str) -> bool {
    name != FOUND_BY && FRAGMENTS.iter().any(|(known, _)| *known == name)
}

/// The pattern with all its fragments written out.
pub(super) fn expand(pattern: &str) -> Result<String, RuleProblem> {
    let mut parts = pattern.split("(?&");
    let mut expanded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(')').unwrap_or((part, ""));
        let Some((_, fragment)) = FRAGMENTS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = FRAGMENTS.iter().map(|(name, _)| *name).collect();
            return Err(RuleProblem::Name { given: name.to_owned(), known: known.join(", ") });
        };
        expanded.push_str(fragment);
        expanded.push_str(rest);
    }
    Ok(expanded)
}

#[cfg(test)]
mod tests;

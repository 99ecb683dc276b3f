//! Named parts of patterns: what many rules have in common, said once.
//!
//! `(?&name)` in a pattern stands for the part of that name, in a group of that name. Where such a
//! group stands before the secret and not within another, it has an automaton of its own, which all
//! rules share.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::RuleProblem;

/// From the end of a name to the start of the value that it is given.
///
/// In this order: `=` and its like in code, configuration, headers, arguments, lists and XML; a
/// sibling called `value` or `default` (Kubernetes, container definitions, XML attributes); the
/// default of a CloudFormation parameter; the default in a block (Terraform, JSON). It begins with
/// nothing that a name may go on with.
macro_rules! assignment {
    () => {
        assignment!(r"(?:parameter_?)?value|default(?:_?value)?")
    };
    // The same with other names for the sibling.
    ($sibling:expr) => {
        concat!(
    r#"(?:(?:["'`\\\])]+[\t ]*|[\t ]+)(?:"#,
    r"(?:&?(?:'static )?(?:str|[sS]tring)[\t ]*)?",
    r"(?:[:.+?|]{0,3}={1,3}>?|!={1,2}|->|<-|~>|\|\||\?\?|[:,(]|>\s*)",
    r")|(?::[\t ]*&?(?:'static )?(?:str|[sS]tring)[\t ]*)?",
    r"(?:(?:[:+?|][:.+?|]{0,2})?={1,3}>?|!={1,2}|<-|~>|\|\||\?\?|[:,(]|>\s*)",
    r#"|(?:["'`\\\])]+\s*,?\s*|\s+,?\s*|,\s*)["'`\\]*"#,
    "(?i:", $sibling, r#")["'`\\]*[\t ]*[=:]"#,
    r"|:\s*(?:(?:Type|NoEcho|Description|AllowedPattern|MinLength|MaxLength):[^\n]*\n\s*)+Default:",
    r#"|["'`]?\s*:?\s*\{\s*(?:["']?(?i:type|noecho|description|sensitive|nullable|m(?:in|ax)length)["']?"#,
    r#"[\t ]*[=:](?:[^\n,"]|"[^"\n]*")*[\n,]\s*)*["']?(?i:default)["']?[\t ]*[=:]"#,
    r#")[\t ]*(?:(?i:bearer|basic|token)[\t ]+)?(?:[rbuf]?["'`\\]+)?"#,
        )
    };
}

macro_rules! rest_of_name {
    () => {
        r"[\w.-]{0,32}(?:[\t ][\w.-]{1,10}){0,2}"
    };
}

const FRAGMENTS: [(&str, &str); 4] = [
    ("assignment", assignment!()),
    // The same, or space alone, as on command lines and in Dockerfiles.
    ("argument", concat!("(?:", assignment!(), r"|[\t ]+)")),
    // From a service's name to a value: the rest of the name, which may be of several words, and
    // an assignment. No word of it is as long as a value.
    ("label", concat!(rest_of_name!(), assignment!("value|default"))),
    // The same, or space alone, for values that are longer than any word of an assignment.
    ("long_label", concat!(rest_of_name!(), "(?:", assignment!(), r"|[\t ]+)")),
];

/// Whether a group of that name is a fragment.
pub(super) fn is_fragment(name: &str) -> bool {
    FRAGMENTS.iter().any(|(known, _)| *known == name)
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
        for piece in ["(?<", name, ">", fragment, ")", rest] {
            expanded.push_str(piece);
        }
    }
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn names_are_written_out_and_unknown_ones_refused() {
        assert_eq!(expand(r"\bkey_\d+").as_deref(), Ok(r"\bkey_\d+"));
        let expanded = format!("a(?<assignment>{})b", assignment!());
        assert_eq!(expand("a(?&assignment)b").unwrap(), expanded);
        let error = expand("a(?&assign)b").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`assign` is none of: assignment, argument, label, long_label"
        );
        assert!(expand("a(?&").is_err());
    }

    #[test]
    fn an_assignment_leads_to_the_value_in_many_notations() {
        let pattern = expand("KEY(?&assignment)v4lue").unwrap();
        let regex = regex_automata::meta::Regex::new(&pattern).unwrap();
        for text in [
            "KEY=v4lue",
            "KEY: 'v4lue'",
            r#""KEY": "v4lue""#,
            r#"{\"KEY\":\"v4lue\"}"#,
            "KEY => 'v4lue'",
            "KEY := `v4lue`",
            "const KEY: &'static str = \"v4lue\"",
            "let KEY: string = 'v4lue'",
            "os.environ['KEY'] = 'v4lue'",
            "setenv(\"KEY\", \"v4lue\", 1)",
            "process.env.KEY || 'v4lue'",
            "-H 'KEY: Bearer v4lue'",
            "<KEY>v4lue</KEY>",
            "<KEY>\n    v4lue\n</KEY>",
            "var KEY string = \"v4lue\"",
            "if KEY != 'v4lue'",
            "$KEY .= 'v4lue'",
            "KEY ::= v4lue",
            "KEY <- 'v4lue'",
            "<add key=\"KEY\" value=\"v4lue\"/>",
            "- name: KEY\n  value: \"v4lue\"",
            r#"{"name": "KEY", "value": "v4lue"}"#,
            "ParameterKey: KEY\nParameterValue: v4lue",
            "KEY:\n  Type: String\n  Description: used by x\n  Default: v4lue",
            r#""KEY": {"Type": "String", "Default": "v4lue"}"#,
            "variable \"KEY\" {\n  type = string\n  default = \"v4lue\"\n}",
            "KEY = b'v4lue'",
        ] {
            assert!(regex.is_match(text), "{text}");
        }
        for text in ["KEY v4lue", "KEY:\n\nv4lue", "KEY other = v4lue", "KEY {} default = v4lue"] {
            assert!(!regex.is_match(text), "{text}");
        }
    }
}

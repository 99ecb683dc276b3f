//! Named parts of patterns: what many rules have in common, said once.
//!
//! `(?&name)` in a pattern stands for the part of that name, in a group of that name. Where such a
//! group stands before the secret and not within another, it has an automaton of its own, which all
//! rules share.
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
        r#"["'`\\]*(?i:(?:(?:string|secret)?value|default)["'`\\]*[\t ]*[=:]|parametervalue=)"#
    };
}

/// What a value is called on a line of its own.
macro_rules! value_line {
    ($quote:expr) => {
        concat!(
            $quote,
            r"(?i:(?:parameter_?|string_?|secret_?)?value|default(?:_?value)?)",
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
            r#"[\t ]*[:=][\t ]*(?:["'][^"'\n<>]*["']|(?i:true|false|null|string|text))[\t ]*[,;]?[\t ]*"#,
        )
    };
}

/// Another member on a line of its own: a name that does not begin like those of [`value_line`].
macro_rules! member_line {
    ($quote:literal) => {
        concat!(
            $quote,
            r"(?i:[a-ce-oqrt-uw-z_]|d[^e\W]|de[^f\W]|p[^a\W]|s[^te\W]|se[^c\W]|st[^r\W]|v[^a\W]|va[^l\W])",
            r"[\w-]*", $quote, r"[\t ]*[:=][^\n]*[^\s{\[:][\t \r]*\n\s*",
        )
    };
}

/// The end of a tag, or a tag between: `<KEY>`, `<key>KEY</key><string>`.
macro_rules! tag_end {
    () => {
        r"(?:(?:</\w+)?>\s*<(?:string|value)\b[^<>\n]*)?>\s*(?:<!\[CDATA\[\s*)?"
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

/// A quote and the like before the value: `"`, `b'`, `@"`, `\"`, `&quot;`, `<<"`, `["`, `[[`.
macro_rules! open {
    () => {
        r#"(?:(?:[\[({]{1,2}[\t ]*|<<)?(?:[rbufLRUFB@$#]{0,2}(?:["'`\\]|&quot;)+)?)"#
    };
}

/// The scheme of an HTTP header.
macro_rules! scheme {
    () => {
        r"(?i:bearer|basic|token|oauth|bot|ssws|(?:api|access|genie)?key)[\t ]+"
    };
}

/// A function around the value, or a line end before it: `aws.String("`, `new Key("`, `|`.
macro_rules! wrapper {
    () => {
        concat!(
            r#"(?:new[\t ]+|\[\])?[A-Za-z][\w.:]{0,11}\(\s*@?["'`]"#,
            r#"|\(?[\t ]*\\?\r?\n[\t ]*[rbuf@]?["'`]|[|>][+-]?[\t ]*\r?\n[\t ]+"#,
        )
    };
}

/// From an operator to the value.
macro_rules! start {
    () => {
        concat!(open!(), "(?:", scheme!(), open!(), ")?")
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

/// Name and text of each.
pub(crate) const FRAGMENTS: [(&str, &str); 5] = [
    ("assignment", assignment!()),
    // The same, or space alone, as on command lines and in Dockerfiles.
    ("argument", concat!("(?:", assignment!(), r"|[\t ]+)")),
    // From a service's name to a value: the rest of the name, and an assignment. No word of it is
    // as long as a value.
    ("label", concat!(rest_of_name!(), "(?:", assignment!(brief), ")")),
    // The same, or space alone, for values that are longer than any word of an assignment.
    ("long_label", concat!(rest_of_name!(), "(?:", assignment!(brief), r"|[\t ]+)")),
    // The same with a word for secrets in the name.
    (
        "secret_label",
        concat!(
            r"[\w.-]*[\t ]?(?i:key|token|secret|api|access|auth|client|pass|pat|cred|jwt)",
            r"[\w.-]*[\t ]?(?:",
            assignment!(brief),
            ")"
        ),
    ),
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
    use super::super::known::Known;
    use super::*;
    use alloc::format;

    use super::super::determinize::{Prefer, forward};
    use super::super::split::{parse, split};
    use crate::dfa::Dfa;

    #[test]
    fn names_are_written_out_and_unknown_ones_refused() {
        assert_eq!(expand(r"\bkey_\d+").as_deref(), Ok(r"\bkey_\d+"));
        let expanded = format!("a(?<assignment>{})b", assignment!());
        assert_eq!(expand("a(?&assignment)b").unwrap(), expanded);
        let error = expand("a(?&assign)b").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`assign` is none of: assignment, argument, label, long_label, secret_label"
        );
        assert!(expand("a(?&").is_err());
    }

    fn automaton(fragment: &str) -> Dfa {
        let pattern = expand(&format!("(?&{fragment})")).unwrap();
        forward(&split(parse(&pattern).unwrap()).unwrap().secret, Prefer::Longest).unwrap()
    }

    /// Whether that leads from `KEY` to `v4lue`.
    fn leads(fragment: &Dfa, text: &str) -> bool {
        let (key, value) = (text.find("KEY").unwrap() + 3, text.find("v4lue").unwrap());
        let end = fragment.tables().match_end(text.as_bytes(), key, text.len());
        end == Some(value)
    }

    #[test]
    fn an_assignment_leads_to_the_value_in_many_notations() {
        let assignment = automaton("assignment");
        let missed: Vec<&str> =
            NOTATIONS.iter().copied().filter(|text| !leads(&assignment, text)).collect();
        assert!(
            missed.is_empty(),
            "{} of {}:\n{}",
            missed.len(),
            NOTATIONS.len(),
            missed.join("\n---\n")
        );
    }

    /// What people write, in configuration, markup, shells and languages.
    const NOTATIONS: &[&str] = &[
        // Configuration.
        "KEY=v4lue",
        "KEY: v4lue",
        "KEY: 'v4lue'",
        "KEY   =   \"v4lue\"",
        "KEY=\tv4lue",
        "KEY ::= v4lue",
        "KEY ?= v4lue",
        "KEY := v4lue",
        "KEY: |\n    v4lue",
        "KEY: >-\n  v4lue",
        "KEY: [v4lue]",
        "KEY: ['v4lue']",
        "{ KEY: v4lue }",
        "KEY \"v4lue\"",
        "**KEY**: `v4lue`",
        "| KEY | v4lue |",
        "the KEY is v4lue",
        "KEY,v4lue",
        "\"KEY\",\"v4lue\"",
        // JSON, and JSON in JSON, HTML and shells.
        r#""KEY": "v4lue""#,
        r#"{\"KEY\":\"v4lue\"}"#,
        r#"{\\\"KEY\\\": \\\"v4lue\\\"}"#,
        "{&quot;KEY&quot;:&quot;v4lue&quot;}",
        r#""KEY": ["v4lue"]"#,
        r#""KEY": {"Type": "String", "Default": "v4lue"}"#,
        r#""KEY": {"value": "v4lue"}"#,
        "\"KEY\": {\n  \"value\": \"v4lue\"\n}",
        // Headers, arguments, URLs.
        "-H 'KEY: v4lue'",
        "-H 'KEY: Bearer v4lue'",
        r#""KEY": "Bearer v4lue""#,
        "KEY: token v4lue",
        "--KEY=v4lue",
        "--KEY 'v4lue'",
        "?KEY=v4lue&x=1",
        "-DKEY=v4lue",
        "-DKEY:STRING=v4lue",
        // Shells.
        "export KEY=\"v4lue\"",
        "set \"KEY=v4lue\"",
        "$env:KEY = \"v4lue\"",
        "${env:KEY}='v4lue'",
        "ENV KEY=v4lue",
        "ARG KEY=\"v4lue\"",
        "KEY=$'v4lue'",
        // Markup.
        "<KEY>v4lue</KEY>",
        "<KEY>\n    v4lue\n</KEY>",
        "<KEY type=\"string\">v4lue</KEY>",
        "<KEY><![CDATA[v4lue]]></KEY>",
        "<string name=\"KEY\">v4lue</string>",
        "<string name=\"KEY\" translatable=\"false\">v4lue</string>",
        "<key>KEY</key>\n\t<string>v4lue</string>",
        "<name>KEY</name><value>v4lue</value>",
        "<add key=\"KEY\" value=\"v4lue\"/>",
        "<param name=\"KEY\" type=\"xsd:string\" value=\"v4lue\"/>",
        "<property name='KEY' value='v4lue'/>",
        "<setting name=\"KEY\" serializeAs=\"String\">\n  <value>v4lue</value>",
        "<input name=\"KEY\" value=\"v4lue\">",
        // Siblings and members.
        "- name: KEY\n  value: \"v4lue\"",
        "- Name: KEY\n  Value: v4lue",
        "- Name: KEY\r\n  Value: v4lue",
        r#"{"name": "KEY", "value": "v4lue"}"#,
        r#"{"name": "KEY", "slotSetting": false, "value": "v4lue"}"#,
        r#"{"key": "KEY", "type": "text", "value": "v4lue"}"#,
        "{\n  \"Name\": \"KEY\",\n  \"Type\": \"SecureString\",\n  \"Value\": \"v4lue\"\n}",
        r#"{\"name\":\"KEY\",\"value\":\"v4lue\"}"#,
        "ParameterKey: KEY\nParameterValue: v4lue",
        "ParameterKey=KEY,ParameterValue=v4lue",
        "KEY:\n  Type: String\n  Description: used by x, and 'y'\n  Default: v4lue",
        "KEY:\n  Type: String\n  NoEcho: true\n  AllowedPattern: '[a-z]{3}+'\n  Default: v4lue",
        "KEY:\n  value: v4lue",
        "KEY:\n  default: 'v4lue'",
        "variable \"KEY\" {\n  type = string\n  default = \"v4lue\"\n}",
        "variable \"KEY\" {\n  description = \"Key of the shop, \\\"x\\\"\"\n  default     = \"v4lue\"\n}",
        "{ name = \"KEY\", value = \"v4lue\" }",
        "set {\n  name  = \"KEY\"\n  value = \"v4lue\"\n}",
        // Languages.
        "KEY => 'v4lue'",
        "'KEY' => 'v4lue'",
        "KEY := `v4lue`",
        "const KEY: &'static str = \"v4lue\"",
        "const KEY: &str = \"v4lue\"",
        "let KEY: string = 'v4lue'",
        "let KEY: String? = \"v4lue\"",
        "KEY: SecretStr = 'v4lue'",
        "KEY: Optional[str] = 'v4lue'",
        "KEY: Option<String> = Some(\"v4lue\".into())",
        "KEY: String::from(\"v4lue\")",
        "KEY: Some(\"v4lue\")",
        "KEY: aws.String(\"v4lue\")",
        "KEY = new SecretKey(\"v4lue\")",
        "KEY = []byte(\"v4lue\")",
        "var KEY string = \"v4lue\"",
        "var KEY []byte = \"v4lue\"",
        "Dim KEY As String = \"v4lue\"",
        "char KEY[] = \"v4lue\"",
        "std::string KEY{\"v4lue\"}",
        "std::string KEY(\"v4lue\")",
        "#define KEY \"v4lue\"",
        "NSString *KEY = @\"v4lue\"",
        "@\"KEY\": @\"v4lue\"",
        "KEY = b'v4lue'",
        "KEY = rb\"v4lue\"",
        "KEY = f'v4lue'",
        "KEY = @\"v4lue\"",
        "KEY = [[v4lue]]",
        "KEY =\n    'v4lue'",
        "KEY = (\n    \"v4lue\"",
        "KEY = \\\n    \"v4lue\"",
        "os.environ['KEY'] = 'v4lue'",
        "process.env.KEY || 'v4lue'",
        "process.env.KEY ?? 'v4lue'",
        "ENV['KEY'] ||= 'v4lue'",
        "$ENV{KEY} = 'v4lue'",
        "$ENV{'KEY'} //= 'v4lue'",
        "setenv(\"KEY\", \"v4lue\", 1)",
        "define('KEY', 'v4lue')",
        "client(KEY=\"v4lue\")",
        "client.KEY(\"v4lue\")",
        "client.with_KEY( 'v4lue' )",
        "map.put(\"KEY\", \"v4lue\")",
        "{\"KEY\", \"v4lue\"}",
        "{KEY, <<\"v4lue\">>}",
        "{:KEY, \"v4lue\"}",
        ":KEY \"v4lue\"",
        "if KEY != 'v4lue'",
        "if KEY === 'v4lue'",
        "$KEY .= 'v4lue'",
        "KEY <- 'v4lue'",
        "\"KEY\" -> \"v4lue\"",
        "KEY - 'v4lue'",
        "KEY ~> 'v4lue'",
        "@Value(\"${KEY:v4lue}\")",
    ];

    #[test]
    fn an_assignment_leads_no_further() {
        let assignment = automaton("assignment");
        for text in [
            "KEY v4lue",
            "KEYv4lue",
            "KEY-v4lue",
            "KEY.v4lue",
            "KEY\nv4lue",
            "KEY:\n\nv4lue",
            "KEY other = v4lue",
            "KEY = other v4lue",
            "KEY = \"other\" + v4lue",
            "KEY {} default = v4lue",
            "KEY: {other: {value: v4lue}}",
            "- name: KEY\n  valueFrom:\n    secretKeyRef: x\n- name: OTHER\n  value: v4lue",
            r#"{"name": "KEY"}, {"name": "OTHER", "value": "v4lue"}"#,
        ] {
            assert!(!leads(&assignment, text), "{text}");
        }
        let label = automaton("label");
        for text in ["KEY=v4lue", "KEY api token: v4lue", "<KEY>\n  v4lue", "KEY\n  value: v4lue"] {
            assert!(leads(&label, text), "{text}");
        }
        let argument = automaton("argument");
        assert!(leads(&argument, "--KEY v4lue"));
        assert!(!leads(&argument, "KEY\nv4lue"));
    }

    #[test]
    fn the_shared_automaton_stays_small() {
        for (name, most) in [("assignment", 32 << 10), ("argument", 32 << 10)] {
            let pattern = expand(&format!("KEY(?&{name})(?<secret>[a-z]{{32}})")).unwrap();
            let program = super::super::program::compile(
                &pattern,
                Some(&["key".into()]),
                Some(512),
                &mut Known::default(),
            )
            .map_err(|e| alloc::format!("{}", e.1))
            .unwrap();
            let tables = program.part(crate::program::Part::Link).unwrap();
            let size = tables.runs.len() + tables.shapes.len() + tables.targets.len();
            assert!(size <= most, "{name} takes {size} bytes");
        }
    }
}

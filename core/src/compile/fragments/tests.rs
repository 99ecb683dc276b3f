use alloc::format;

use super::super::determinize::{Prefer, Size, forward};
use super::super::known::Known;
use super::super::program;
use super::super::split::{parse, split};
use super::*;
use crate::dfa::{Dfa, Looked};

#[test]
fn names_are_written_out_and_unknown_ones_refused() {
    assert_eq!(expand(r"\bkey_\d+").as_deref(), Ok(r"\bkey_\d+"));
    let expanded = format!("a(?<assignment>{})b", assignment!());
    assert_eq!(expand("a(?&assignment)b").unwrap(), expanded);
    let error = expand("a(?&assign)b").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`assign` is none of: assignment, member, returned, argument, next_line, label, \
         long_label, secret_label, password"
    );
    assert!(expand("a(?&").is_err());
}

fn automaton(fragment: &str) -> Dfa {
    let pattern = expand(&format!("(?&{fragment})")).unwrap();
    forward(&split(parse(&pattern).unwrap()).unwrap().secret, Prefer::Longest, Size::Least).unwrap()
}

/// Whether that leads from `KEY` to `v4lue`.
fn leads(fragment: &Dfa, text: &str) -> bool {
    let (key, value) = (text.find("KEY").unwrap() + 3, text.find("v4lue").unwrap());
    let end =
        fragment.tables().match_end(text.as_bytes(), key, text.len(), &mut { Looked::NOTHING });
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
    r#"{"OutputKey": "KEY", "OutputValue": "v4lue"}"#,
    "{\n  \"OutputKey\": \"KEY\",\n  \"OutputValue\": \"v4lue\"\n}",
    "- OutputKey: KEY\n  OutputValue: v4lue",
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
    // Functions.
    "func KEY() string { return \"v4lue\" }",
    "func (c *Client) KEY() string {\n\treturn \"v4lue\"\n}",
    "def KEY():\n    return \"v4lue\"",
    "def KEY() -> str:\n        return 'v4lue'",
    "def KEY() = \"v4lue\"",
    "function KEY() {\n  return 'v4lue';\n}",
    "KEY() { return 'v4lue' }",
    "KEY(): string {\n    return `v4lue`;",
    "const KEY = () => 'v4lue';",
    "public String KEY() {\n        return \"v4lue\";",
    "string KEY() => \"v4lue\";",
    "fun KEY(): String = \"v4lue\"",
    "func KEY() -> String {\n    \"v4lue\"",
    "fn KEY() -> &'static str {\n    \"v4lue\"\n}",
    "const char *KEY()\n{\n    return \"v4lue\";",
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
        "KEY()\nv4lue",
        "KEY() { log(\"v4lue\")",
        "KEY() == \"v4lue\"",
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
        let program =
            program::compile(&pattern, Some(&["key".into()]), Some(512), &mut Known::default())
                .map_err(|e| alloc::format!("{}", e.1))
                .unwrap();
        let graph = program.part(crate::program::Part::Link).unwrap().graph;
        let size = size_of_val(graph.runs)
            + size_of_val(graph.forms)
            + size_of_val(graph.blocks)
            + size_of_val(graph.targets);
        assert!(size <= most, "{name} takes {size} bytes");
    }
}

//! Each way to give a value to a name, tried with services of every kind.
//!
//! The names are those of services whose keys have no form of their own, so that nothing but name,
//! notation and value can lead to the finding.

mod support;

use keysieve::Ruleset;
use support::random::Random;

/// A service's name in parts, and a form of its values: so many of these characters.
struct Service {
    name: &'static [&'static str],
    alphabet: &'static str,
    length: usize,
}

const HEX: &str = "0123456789abcdef";
const LOWER: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const SERVICES: [Service; 8] = [
    Service { name: &["hetzner"], alphabet: ALNUM, length: 64 },
    Service {
        name: &["alpha", "vantage"],
        alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        length: 16,
    },
    Service { name: &["abuseipdb"], alphabet: HEX, length: 80 },
    Service { name: &["weatherstack"], alphabet: LOWER, length: 32 },
    Service { name: &["fastly"], alphabet: ALNUM, length: 32 },
    Service { name: &["spotify"], alphabet: HEX, length: 32 },
    Service { name: &["deepgram"], alphabet: HEX, length: 40 },
    Service { name: &["bitfinex"], alphabet: ALNUM, length: 43 },
];

/// Notations: `{snake}`, `{UPPER}`, `{kebab}`, `{camel}` and `{Pascal}` stand for the name with a
/// word for secrets, `{name}` for the name alone, `{v}` for the value.
const NOTATIONS: [&str; 80] = [
    // Configuration.
    "{UPPER}={v}",
    "{UPPER}=\"{v}\"",
    "{snake} = {v}",
    "{snake}: {v}",
    "{snake}: '{v}'",
    "{kebab}: \"{v}\"",
    "{name}.api.key={v}",
    "{name}.token: {v}",
    "[{name}]\n{snake} = {v}",
    "{snake}: >-\n  {v}",
    // JSON.
    "{\"{snake}\": \"{v}\"}",
    "{\"{camel}\":\"{v}\"}",
    "{\\\"{camel}\\\": \\\"{v}\\\"}",
    "{\"{UPPER}\": {\"value\": \"{v}\"}}",
    "{\"name\": \"{UPPER}\", \"value\": \"{v}\"}",
    // The value before its name.
    "{\"value\": \"{v}\", \"name\": \"{UPPER}\"}",
    "{\\\"value\\\": \\\"{v}\\\", \\\"name\\\": \\\"{UPPER}\\\"}",
    "[\n  {\n    \"value\": \"{v}\",\n    \"name\": \"{UPPER}\"\n  }\n]",
    "{\"value\":\"{v}\",\"note\":\"\",\"enabled\":true,\"key\":\"{snake}\"}",
    "{\"value\":\"{v}\",\"target\":[\"production\",\"preview\"],\"id\":null,\"key\":\"{UPPER}\"}",
    "- value: {v}\n  key: {UPPER}",
    "env:\n  - value: \"{v}\"\n    type: text\n    name: {UPPER}",
    "{ value = \"{v}\", name = \"{UPPER}\" }",
    "environment_variable {\n  value = \"{v}\"\n  name  = \"{UPPER}\"\n}",
    "ParameterValue={v},ParameterKey={Pascal}",
    "<add value=\"{v}\" key=\"{Pascal}\" />",
    "{ value: '{v}', name: '{UPPER}' }",
    // Headers, options, addresses.
    "X-{kebab}: {v}",
    "curl -H 'X-{kebab}: {v}' https://acme.dev",
    "curl -H \"X-{kebab}: Bearer {v}\" https://acme.dev",
    "acme --{kebab}={v}",
    "acme --{kebab} {v} --yes",
    "acme --{kebab} \"{v}\"",
    "https://acme.dev/v1?{snake}={v}&page=2",
    "-D{camel}={v}",
    // Shells and containers.
    "export {UPPER}={v}",
    "export {UPPER}='{v}'",
    "export {UPPER}=${{UPPER}:-\"{v}\"}",
    "set \"{UPPER}={v}\"",
    "$env:{UPPER} = \"{v}\"",
    "ENV {UPPER}={v}",
    "ENV {UPPER} {v}",
    "ARG {UPPER}=\"{v}\"",
    "setx {UPPER} \"{v}\"",
    // Kubernetes, CloudFormation, Terraform, Compose.
    "- name: {UPPER}\n  value: \"{v}\"",
    "- name: {UPPER}\n  value: {v}",
    "{Pascal}:\n  Type: String\n  Default: {v}",
    "{Pascal}:\n  Type: String\n  NoEcho: true\n  Default: \"{v}\"",
    "ParameterKey={Pascal},ParameterValue={v}",
    "variable \"{snake}\" {\n  type    = string\n  default = \"{v}\"\n}",
    "environment:\n  - {UPPER}={v}",
    // Markup.
    "<{snake}>{v}</{snake}>",
    "<{snake}>\n  {v}\n</{snake}>",
    "<add key=\"{Pascal}\" value=\"{v}\" />",
    "<string name=\"{snake}\">{v}</string>",
    "<key>{camel}</key>\n<string>{v}</string>",
    "<property name='{snake}' value='{v}'/>",
    // Tables.
    "{snake},{v}",
    "\"{snake}\",\"{v}\"",
    "| {snake} | {v} |",
    "**{name} API key**: `{v}`",
    // Languages.
    "const {camel} = \"{v}\";",
    "const {camel}: string = '{v}';",
    "const {UPPER}: &str = \"{v}\";",
    "{camel} := `{v}`",
    "var {camel} string = \"{v}\"",
    "'{snake}' => '{v}',",
    "define('{UPPER}', '{v}');",
    "os.environ['{UPPER}'] = '{v}'",
    "process.env.{UPPER} || '{v}'",
    "os.getenv(\"{UPPER}\", \"{v}\")",
    "Client({snake}=\"{v}\")",
    "client.{snake}(\"{v}\")",
    "{UPPER} = \\\n    \"{v}\"",
    "if token != {camel} - '{v}'",
    "func {camel}() string {\n\treturn \"{v}\"\n}",
    "def {snake}() -> str:\n    return \"{v}\"",
    "function {camel}() { return '{v}' }",
    "fun {camel}(): String = \"{v}\"",
    "const {camel} = () => '{v}';",
];

/// What a name goes on with, so that it says what it is.
const WORDS: [&[&str]; 4] = [&["api", "key"], &["token"], &["secret"], &["access", "token"]];

fn written(notation: &str, service: &Service, word: &[&str], value: &str) -> String {
    let parts: Vec<&str> = service.name.iter().chain(word).copied().collect();
    let title = |part: &&str| part[..1].to_uppercase() + &part[1..];
    let pascal: String = parts.iter().map(title).collect();
    let camel = pascal[..1].to_lowercase() + &pascal[1..];
    notation
        .replace("{snake}", &parts.join("_"))
        .replace("{kebab}", &parts.join("-"))
        .replace("{UPPER}", &parts.join("_").to_uppercase())
        .replace("{camel}", &camel)
        .replace("{Pascal}", &pascal)
        .replace("{name}", &service.name.join("_"))
        .replace("{v}", value)
}

#[test]
fn every_notation_leads_to_the_value_of_every_service() {
    let mut missed = Vec::new();
    for notation in NOTATIONS {
        for (at, service) in SERVICES.iter().enumerate() {
            let word = WORDS[at % WORDS.len()];
            let mut random = Random::seeded(&[notation, service.name[0]]);
            let alphabet: Vec<char> = service.alphabet.chars().collect();
            // Without a digit, a short value is taken for a word.
            let drawn = (1..service.length).map(|_| *random.pick(&alphabet));
            let value: String = drawn.chain(['7']).collect();
            let text = written(notation, service, word, &value);
            let start = text.find(&value).expect("the value stands in the text");
            let found = Ruleset::builtin()
                .find_iter(text.as_bytes())
                .any(|found| found.secret().range() == (start..start + value.len()));
            if !found {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} are missed:\n{}", missed.len(), missed.join("\n---\n"));
}

#[test]
fn a_name_far_off_or_of_another_value_leads_nowhere() {
    let mut random = Random::seeded(&["far"]);
    let alphabet: Vec<char> = ALNUM.chars().collect();
    let value: String = (0..32).map(|_| *random.pick(&alphabet)).collect();
    for text in [
        format!("fastly is what we use here, and the build is {value}"),
        format!("fastly_api_key = none\nbuild = {value}"),
        format!("{{\"fastly\": {{\"region\": \"eu\"}}, \"build\": \"{value}\"}}"),
        format!("- name: FASTLY_API_KEY\n  valueFrom: x\n- name: BUILD\n  value: {value}"),
        format!("- value: {value}\n- name: FASTLY_API_KEY"),
        format!("- value: {value}\nname: FASTLY_API_KEY"),
        format!("name: BUILD\nvalue: {value}\nname: FASTLY_API_KEY\nvalue: x"),
        format!("name: BUILD\nvalue: {value}\n\nname: FASTLY_API_KEY"),
        format!("[{{\"value\": \"{value}\"}}, {{\"name\": \"FASTLY_API_KEY\"}}]"),
        format!("{{\"value\": \"{value}\", \"name\": \"FASTLY_KEY_FINGERPRINT\"}}"),
        format!("the value {value} has the name FASTLY_API_KEY"),
    ] {
        assert_eq!(Ruleset::builtin().find_iter(text.as_bytes()).count(), 0, "{text}");
    }
}

/// The two parts of a credential whose service has but one entry.
#[test]
fn an_id_and_its_secret_name_each_other() {
    let mut random = Random::seeded(&["pairs"]);
    let mut draw = |length| (0..length).map(|_| *random.pick(HEX.as_bytes()) as char).collect();
    let notations: [fn(&str, &str) -> String; 5] = [
        |id, secret| format!("PLAID_CLIENT_ID={id}\nPLAID_SECRET={secret}\n\n"),
        |id, secret| format!("{{\"plaidClientId\": \"{id}\", \"plaidSecret\": \"{secret}\"}}\n"),
        |id, secret| format!("- plaid_client_id: {id}\n  plaid_secret: {secret}\n"),
        |id, secret| format!("<plaid-id>{id}</plaid-id><plaid-secret>{secret}</plaid-secret>\n\n"),
        |id, secret| format!("new Plaid(plaidSecret=\"{secret}\", plaidClientId=\"{id}\")\n\n"),
    ];
    for write in notations {
        let pairs: [(String, String); 3] = core::array::from_fn(|_| (draw(24), draw(30)));
        let text: String = pairs.iter().map(|(id, secret)| write(id, secret)).collect();
        let at = |span: keysieve::Span| text[span.range()].to_owned();
        let mut found: Vec<(String, String)> = Ruleset::builtin()
            .find_iter(text.as_bytes())
            .flat_map(|f| f.companions().map(move |c| (f.secret(), c.secret())))
            .map(|(part, other)| (at(part), at(other)))
            .collect();
        found.sort();
        let both = pairs
            .iter()
            .flat_map(|(id, secret)| [(id.clone(), secret.clone()), (secret.clone(), id.clone())]);
        let mut expected: Vec<(String, String)> = both.collect();
        expected.sort();
        assert_eq!(found, expected, "{text}");
    }
}

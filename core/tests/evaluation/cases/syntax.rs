//! The notations in which names and values stand.

/// How a name is written.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    /// `client_secret`
    Snake,
    /// `clientSecret`
    Camel,
    /// `CLIENT_SECRET`
    Shouted,
    /// `client-secret`
    Kebab,
    /// `client.secret`
    Dotted,
}

/// A notation, with `{name}` and `{value}` where these go.
pub(crate) struct Syntax {
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    pub(crate) text: &'static str,
}

const fn syntax(name: &'static str, style: Style, text: &'static str) -> Syntax {
    Syntax { name, style, text }
}

use Style::{Camel, Dotted, Kebab, Shouted, Snake};

/// Code, configuration, logs, tables, documents: a value after its name.
pub(crate) const NAMED: &[Syntax] = &[
    syntax("rust", Snake, "    let {name} = \"{value}\";\n"),
    syntax("rust constant", Shouted, "pub const {name}: &str = \"{value}\";\n"),
    syntax("go", Camel, "\t{name} := \"{value}\"\n"),
    syntax("go field", Camel, "\treturn &Config{{name}: \"{value}\", Retries: 3}\n"),
    syntax("python", Snake, "    {name} = '{value}'\n"),
    syntax("python call", Snake, "client = connect(region='eu', {name}='{value}')\n"),
    syntax("python dictionary", Snake, "settings = {'debug': False, '{name}': '{value}'}\n"),
    syntax("javascript", Camel, "const {name} = '{value}';\n"),
    syntax("javascript object", Camel, "export default { timeout: 30, {name}: \"{value}\" };\n"),
    syntax("minified", Camel, "function(){return e.post(\"/v1\",{{name}:\"{value}\",n:1})}"),
    syntax("typescript", Camel, "  private readonly {name}: string = '{value}';\n"),
    syntax("java", Camel, "    private static final String {name} = \"{value}\";\n"),
    syntax("java property", Dotted, "System.setProperty(\"{name}\", \"{value}\");\n"),
    syntax("c#", Camel, "        var {name} = \"{value}\";\n"),
    syntax("c define", Shouted, "#define {name} \"{value}\"\n"),
    syntax("php", Camel, "    ${name} = '{value}';\n"),
    syntax("php array", Snake, "    '{name}' => '{value}',\n"),
    syntax("ruby", Snake, "config.{name} = \"{value}\"\n"),
    syntax("ruby symbol", Snake, "  {name}: '{value}',\n"),
    syntax("kotlin", Camel, "    val {name} = \"{value}\"\n"),
    syntax("swift", Camel, "    let {name}: String = \"{value}\"\n"),
    syntax("shell", Shouted, "export {name}={value}\n"),
    syntax("shell flag", Kebab, "deploy --{name} {value} --verbose\n"),
    syntax("shell flag, equals", Kebab, "deploy --region eu --{name}={value}\n"),
    syntax("powershell", Camel, "$env:{name} = \"{value}\"\n"),
    syntax("makefile", Shouted, "{name} ?= {value}\n"),
    syntax("env file", Shouted, "PORT=8080\n{name}={value}\nDEBUG=0\n"),
    syntax("env file, quoted", Shouted, "{name}=\"{value}\"\n"),
    syntax("yaml", Snake, "service:\n  port: 80\n  {name}: {value}\n"),
    syntax("yaml, quoted", Camel, "  {name}: \"{value}\"\n"),
    syntax("compose", Shouted, "    environment:\n      - {name}={value}\n"),
    syntax("kubernetes", Shouted, "        - name: {name}\n          value: \"{value}\"\n"),
    syntax("json", Camel, "{\n  \"name\": \"shop\",\n  \"{name}\": \"{value}\"\n}\n"),
    syntax("json line", Snake, "{\"level\":\"info\",\"{name}\":\"{value}\",\"ms\":12}\n"),
    syntax("json in a string", Snake, "\"{\\\"{name}\\\": \\\"{value}\\\"}\"\n"),
    syntax("toml", Snake, "[server]\n{name} = \"{value}\"\n"),
    syntax("ini", Snake, "[default]\n{name} = {value}\n"),
    syntax("properties", Dotted, "app.{name}={value}\n"),
    syntax("terraform", Snake, "  {name} = \"{value}\"\n"),
    syntax("dockerfile", Shouted, "FROM alpine\nENV {name}={value}\n"),
    syntax("dockerfile argument", Shouted, "ARG {name} {value}\n"),
    syntax("cloudformation", Camel, "  {name}:\n    Type: String\n    Default: {value}\n"),
    syntax("systemd", Shouted, "Environment=\"{name}={value}\"\n"),
    syntax("xml element", Camel, "    <{name}>{value}</{name}>\n"),
    syntax("xml attribute", Camel, "<add key=\"{name}\" value=\"{value}\" />\n"),
    syntax("plist", Camel, "<key>{name}</key>\n<string>{value}</string>\n"),
    syntax("url query", Snake, "GET https://api.acme.dev/v1/items?page=2&{name}={value} 200\n"),
    syntax("header", Kebab, "curl -H 'X-{name}: {value}' https://api.acme.dev/v1\n"),
    syntax("log", Snake, "2026-03-01T10:11:12Z INFO request done {name}={value} status=200\n"),
    syntax("log, spoken", Snake, "[worker-3] using {name}: {value}\n"),
    syntax("csv", Snake, "id,{name},active\n17,{value},true\n"),
    syntax("markdown", Snake, "Set `{name}` to `{value}` and start again.\n"),
    syntax("markdown table", Snake, "| {name} | {value} |\n"),
    syntax("sql", Snake, "UPDATE settings SET {name} = '{value}' WHERE id = 4;\n"),
    syntax("html", Kebab, "<meta name=\"{name}\" content=\"{value}\">\n"),
    syntax("comparison", Camel, "if ({name} === \"{value}\") { open(); }\n"),
    syntax("table with tabs", Snake, "user\t{name}\nbob\t{value}\nann\t\n"),
    syntax("terraform variable", Snake, "variable \"{name}\" {\n  default = \"{value}\"\n}\n"),
];

/// A value by itself: in prose, in lists, in messages.
pub(crate) const BARE: &[Syntax] = &[
    syntax("sentence", Snake, "Please use {value} from now on.\n"),
    syntax("chat", Snake, "here you go: {value}\n"),
    syntax("list", Snake, "items:\n  - {value}\n  - other\n"),
    syntax("argument", Snake, "    connect(\"{value}\")\n"),
    syntax("column", Snake, "17\t{value}\t2026-03-01\n"),
    syntax("alone", Snake, "{value}"),
    syntax("json list", Snake, "[\"a\", \"{value}\"]\n"),
    syntax("after an arrow", Snake, "old -> {value}\n"),
];

impl Syntax {
    /// The text, and where in it the value starts.
    pub(crate) fn write(&self, name: &str, value: &str) -> (String, usize) {
        let text = self.text.replace("{name}", &styled(name, self.style));
        let start = text.find("{value}").expect("every notation has a place for the value");
        (text.replacen("{value}", value, 1), start)
    }
}

/// A name of words between underscores, in that style.
fn styled(name: &str, style: Style) -> String {
    match style {
        Snake => name.into(),
        Shouted => name.to_uppercase(),
        Kebab => name.replace('_', "-"),
        Dotted => name.replace('_', "."),
        Camel => name
            .split('_')
            .enumerate()
            .map(|(at, word)| if at == 0 { word.into() } else { capital(word) })
            .collect(),
    }
}

/// The word with a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

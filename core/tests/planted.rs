//! Credentials where people leave them: each kind in each sort of file, found by the scan example.

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use support::random::Random;
use support::template;

/// Rule, the name that the value is given, and the value with the secret marked.
const CREDENTIALS: &[(&str, &str, &str)] = &[
    ("aws-access-key-id", "AWS_ACCESS_KEY_ID", "«AKIA[[base32 16]]»"),
    ("aws-secret-access-key", "AWS_SECRET_ACCESS_KEY", "«[[base64 40]]»"),
    ("aws-session-token", "AWS_SESSION_TOKEN", "«IQoJb3JpZ2luX2VjE[[base64 400]]»"),
    (
        "aws-bedrock-api-key-short-term",
        "AWS_BEARER_TOKEN_BEDROCK",
        "«bedrock-api-key-[[base64-of]]bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA[[base32 16]]%2F20260110%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20260110T101112Z&X-Amz-Expires=43200&X-Amz-Security-Token=[[alnum 300]]&X-Amz-SignedHeaders=host&X-Amz-Signature=[[hex 64]]&Version=1[[end]]»",
    ),
    (
        "aws-bedrock-api-key-long-term",
        "AWS_BEARER_TOKEN_BEDROCK",
        "«ABSK[[base64-of]]BedrockAPIKey-[[loweralnum 4]]-at-[[digits 12]]:[[base64 40]][[end]]»",
    ),
    (
        "aws-service-api-key",
        "BEDROCK_KEY",
        "«ABSK[[base64-of]]chat-at-[[digits 12]]:[[base64 44]][[end]]»",
    ),
    (
        "aws-codecommit-url-password",
        "REMOTE",
        "https://ci-at-[[digits 12]]:«[[alnum 42]]%3D»@git-codecommit.eu-west-1.amazonaws.com/v1/repos/a",
    ),
    ("aws-service-specific-password-labelled", "KEYSPACES_PASSWORD", "«[[base64 43]]=»"),
    ("aws-ses-smtp-password", "SMTP_PASSWORD", "«BM[[base64 42]]»"),
    ("aws-mws-auth-token", "MWS", "«amzn.mws.[[uuid]]»"),
    ("aws-appsync-api-key", "APPSYNC", "«da2-[[loweralnum 26]]»"),
    ("aws-lwa-client-secret", "LWA", "«amzn1.oa2-cs.v1.[[hex 64]]»"),
    ("github-personal-access-token", "item", "«ghp_[[alnum 30]][[crc32-base62 30]]»"),
    ("github-fine-grained-personal-access-token", "item", "«github_pat_[[alnum 22]]_[[alnum 59]]»"),
    ("gitlab-personal-access-token", "item", "«glpat-[[base64url 19]]x»"),
    ("npm-access-token", "item", "«npm_[[alnum 30]][[crc32-base62 30]]»"),
    ("slack-bot-token", "item", "«xoxb-[[digits 12]]-[[digits 13]]-[[alnum 24]]»"),
    (
        "slack-webhook-url",
        "item",
        "https://hooks.slack.com/«services/T[[upperalnum 10]]/B[[upperalnum 10]]/[[alnum 24]]»",
    ),
    ("stripe-secret-key", "item", "«sk_live_[[alnum 24]]»"),
    ("openai-api-key", "item", "«sk-proj-[[base64url 73]]xT3BlbkFJ[[base64url 73]]x»"),
    ("anthropic-api-key", "item", "«sk-ant-api03-[[base64url 93]]AA»"),
    ("google-api-key", "item", "«AIza[[base64url 34]]x»"),
    ("google-oauth-client-secret", "item", "«GOCSPX-[[base64url 27]]x»"),
    ("azure-storage-account-key", "AccountKey", "«[[base64 86]]==»"),
    ("azure-entra-client-secret", "item", "«[[alnum 3]]8Q~[[alnum 34]]»"),
    ("cloudflare-user-api-token", "item", "«cfut_[[alnum 40]][[crc32-hex 40]]»"),
    ("cloudflare-api-token-legacy", "CLOUDFLARE_API_TOKEN", "«[[alnum 40]]»"),
    ("digitalocean-personal-access-token", "item", "«dop_v1_[[hex 64]]»"),
    ("docker-hub-personal-access-token", "item", "«dckr_pat_[[base64url 26]]x»"),
    ("huggingface-user-access-token", "item", "«hf_[[letters 34]]»"),
    ("sendgrid-api-key", "item", "«SG.[[base64url 22]].[[base64url 42]]x»"),
    ("twilio-auth-token", "TWILIO_AUTH_TOKEN", "«[[hex 32]]»"),
    ("mailgun-private-api-key", "item", "«key-[[hex 32]]»"),
    ("shopify-admin-api-access-token", "item", "«shpat_[[hex 32]]»"),
    ("square-access-token", "item", "«sq0atp-[[base64url 21]]x»"),
    ("atlassian-api-token", "item", "«ATATT3xFfGF0[[base64url 160]]=[[crc32-HEX secret]]»"),
    ("databricks-personal-access-token", "item", "«dapi[[hex 32]]»"),
    ("datadog-api-key", "DD_API_KEY", "«[[hex 32]]»"),
    ("newrelic-user-api-key", "item", "«NRAK-[[upperalnum 27]]»"),
    ("grafana-service-account-token", "item", "«glsa_[[alnum 32]]_[[crc32-hex-le 38]]»"),
    ("hashicorp-vault-service-token", "item", "«hvs.[[base64url 94]]x»"),
    ("hashicorp-terraform-api-token", "item", "«[[alnum 14]].atlasv1.[[alnum 67]]»"),
    ("heroku-api-key", "item", "«HRKU-AA[[base64url 57]]x»"),
    ("heroku-api-key-uuid", "HEROKU_API_KEY", "«[[uuid]]»"),
    (
        "discord-bot-token",
        "DISCORD_TOKEN",
        "«[[base64url-of]]1[[digits 17]][[end]].G[[alnum 5]].[[base64url 37]]x»",
    ),
    ("telegram-bot-token", "item", "«7[[digits 9]]:AA[[base64url 32]]x»"),
    (
        "jwt",
        "item",
        r#"«[[base64url-of]]{"alg":"HS256"}[[end]].[[base64url-of]]{"sub":"[[uuid]]","exp":1768043600}[[end]].[[base64url 42]]x»"#,
    ),
    (
        "private-key",
        "item",
        r"«-----BEGIN PRIVATE KEY-----\n[[base64-of]][[der 1216]][[end]]\n-----END PRIVATE KEY-----»\n",
    ),
    ("age-secret-key", "item", "«[[bech32 AGE-SECRET-KEY- 32]]»"),
    (
        "postgres-url-password",
        "DATABASE_URL",
        "postgres://app:«[[alnum 16]]»@db.internal:5432/shop",
    ),
    ("mongodb-url-password", "item", "mongodb+srv://app:«[[alnum 16]]»@c0.mongodb.net/shop"),
    ("amqp-url-password", "item", "amqps://app:«[[alnum 16]]»@mq.internal/shop"),
    ("basic-auth-url-password", "item", "https://ci:«[[alnum 20]]»@git.internal/shop.git"),
    (
        "connection-string-password",
        "item",
        "Server=db.internal;User ID=app;Password=«[[alnum 16]]»;Encrypt=true",
    ),
    ("generic-secret", "ACME_CLIENT_SECRET", "«[[alnum 40]]»"),
];

/// A sort of file: its name, what stands around all, and how a name is given a value.
struct Notation {
    file: &'static str,
    head: &'static str,
    entry: fn(&str, &str) -> String,
}

const NOTATIONS: &[Notation] = &[
    Notation { file: ".env", head: "", entry: |name, value| format!("{name}={value}\n") },
    Notation {
        file: "config.yaml",
        head: "app:\n",
        entry: |name, value| format!("  {name}: \"{value}\"\n"),
    },
    Notation {
        file: "config.json",
        head: "[\n",
        entry: |name, value| format!("  {{\"{name}\": \"{value}\", \"n\": 1}},\n"),
    },
    Notation {
        file: "export.csv",
        head: "id,name,value,day\n",
        entry: |name, value| format!("7,{name},{value},monday\n"),
    },
    Notation {
        file: "stack.yaml",
        head: "Parameters:\n",
        entry: |name, value| {
            let name: String = name.split('_').map(capitalized).collect();
            format!("  {name}:\n    Type: String\n    NoEcho: true\n    Default: {value}\n")
        },
    },
    Notation {
        file: "task.json",
        head: "",
        entry: |name, value| format!("{{\"name\": \"{name}\", \"value\": \"{value}\"}},\n"),
    },
    Notation {
        file: "Dockerfile",
        head: "FROM scratch\n",
        entry: |name, value| format!("ENV {name}=\"{value}\"\nRUN make\n"),
    },
    Notation {
        file: "deployment.yaml",
        head: "env:\n",
        entry: |name, value| format!("  - name: {name}\n    value: \"{value}\"\n"),
    },
    Notation {
        file: "main.tf",
        head: "",
        entry: |name, value| {
            let name = name.to_lowercase();
            format!("variable \"{name}\" {{\n  type    = string\n  default = \"{value}\"\n}}\n")
        },
    },
    Notation {
        file: "settings.py",
        head: "import os\n",
        entry: |name, value| format!("os.environ['{name}'] = '{value}'\n"),
    },
    Notation {
        file: "Main.java",
        head: "class Main {\n",
        entry: |name, value| format!("  private static final String {name} = \"{value}\";\n"),
    },
    Notation {
        file: "app.log",
        head: "",
        entry: |name, value| format!("2026-01-10T10:11:12Z INFO starting {name}={value} pid=7\n"),
    },
    Notation {
        file: "bundle.min.js",
        head: "!function(){var e={",
        entry: |name, value| format!("{name}:\"{value}\",t:function(e){{return e+1}},"),
    },
];

fn capitalized(part: &str) -> String {
    let (first, rest) = part.split_at(1);
    first.to_uppercase() + &rest.to_lowercase()
}

#[test]
fn every_kind_is_found_in_every_sort_of_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut expected = Vec::new();
    for notation in NOTATIONS {
        let mut text = notation.head.as_bytes().to_vec();
        for (rule, name, credential) in CREDENTIALS {
            let made = template::expand(credential, &mut Random::seeded(&[notation.file, rule]))
                .expect("the templates are well formed");
            let value = String::from_utf8(made.bytes).expect("credentials are text");
            let entry = (notation.entry)(name, &value);
            let at = text.len() + entry.find(&value).expect("the entry holds the value");
            expected.push((*rule, notation.file, at + made.secret.start, at + made.secret.end));
            text.extend(entry.as_bytes());
        }
        fs::write(folder.path().join(notation.file), text).expect("a file can be written");
    }
    let found = scan(folder.path());
    let missed: Vec<String> = expected
        .iter()
        .filter(|&&(rule, file, start, end)| {
            found
                .get(&(file.to_owned(), start))
                .is_none_or(|other| *other != (rule.to_owned(), end))
        })
        .map(|&(rule, file, start, end)| {
            let other = found.get(&(file.to_owned(), start));
            format!(
                "{rule} in {file} at {start}..{end}; found {other:?} {}",
                &fs::read_to_string(folder.path().join(file)).unwrap()[start - 60..end]
            )
        })
        .collect();
    assert!(
        missed.is_empty(),
        "{} of {} missed:\n{}",
        missed.len(),
        expected.len(),
        missed.join("\n")
    );
}

/// Rule and end of each finding, by file and start.
fn scan(folder: &Path) -> HashMap<(String, usize), (String, usize)> {
    let output = support::program::scan(folder)
        .args(["--format", "jsonl", "."])
        .output()
        .expect("the example runs");
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout).expect("reports are UTF-8");
    let findings = lines.lines().map(|line| {
        let finding: serde_json::Value = serde_json::from_str(line).expect("reports are JSON");
        let text = |field: &str| finding[field].as_str().expect("a string").to_owned();
        let number = |field: &str| finding[field].as_u64().expect("a number") as usize;
        let path = text("path");
        let file = path.strip_prefix("./").unwrap_or(&path).to_owned();
        ((file, number("start")), (text("rule"), number("end")))
    });
    findings.collect()
}

//! Values that open nothing, whatever they are called.

use data_encoding::{BASE64 as ENCODING, HEXLOWER};

use super::draw::{ALNUM, BASE32, BASE64, BASE64URL, Draw, LOWER};
use super::syntax::capital;

/// A kind of values.
pub(crate) type Kind = (&'static str, fn(&mut Draw) -> String);

/// What people and programs write: it is no secret, even where one is expected.
pub(crate) const WRITTEN: &[Kind] = &[
    ("identifier, camel case", |d| {
        let count = d.between(2, 5);
        let words = d.words(count, " ");
        let mut words = words.split(' ');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &capital(word))
    }),
    ("identifier, snake case", |d| {
        let count = d.between(3, 6);
        d.words(count, "_")
    }),
    ("identifier with a number", |d| format!("{}_v{}", d.words(3, "_"), d.between(1, 99))),
    ("kebab case", |d| {
        let count = d.between(3, 5);
        d.words(count, "-")
    }),
    ("numbered name", |d| {
        format!("{}-{}-{}", d.words(2, "-"), d.between(1, 9), d.between(100, 99_999))
    }),
    ("constant of an enumeration", |d| d.words(3, "_").to_uppercase()),
    ("translation key", |d| d.words(4, ".")),
    ("class names", |d| format!("{}__{}--{}", d.word(), d.words(2, "-"), d.word())),
    ("package path", |d| format!("com.{}.{}", d.words(3, "."), capital(d.word()))),
    ("type", |d| format!("Option<{}{}>", capital(d.word()), d.words(1, "").to_uppercase())),
    ("function call", |d| format!("get{}(\"{}\")", capital(d.word()), d.words(2, "-"))),
    ("environment look-up", |d| {
        let name = d.words(2, "_").to_uppercase();
        let form =
            d.choose(&["process.env.{}", "os.environ['{}']", "env::var(\"{}\")", "getenv(\"{}\")"]);
        form.replace("{}", &name)
    }),
    ("variable", |d| {
        let name = d.words(2, "_").to_uppercase();
        let form =
            d.choose(&["${@}", "$@", "$(@)", "%@%", "{{ @ }}", "{{.Values.@}}", "#{@}", "<@>"]);
        form.replace('@', &name)
    }),
    ("reference to a secret manager", |d| {
        let name = d.words(2, "-");
        let form = d.choose(&[
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:@-a1B2c3",
            "projects/shop/secrets/@/versions/latest",
            "op://infra/@/credential",
            "vault:secret/data/@",
            "ssm:/prod/@",
            "@Microsoft.KeyVault(SecretUri=https://@.vault.azure.net)",
            "ref+awssecrets://@/key",
            "sm://@/latest",
        ]);
        form.replacen('@', &name, 1 + usize::from(form.starts_with('@')))
    }),
    ("stand-in", |d| {
        let word = d.word();
        let form = d.choose(&[
            "your-@-key-here",
            "<your-@-token>",
            "REPLACE_WITH_YOUR_@",
            "changeme-@-secret",
            "insert-@-token-here",
            "example-@-api-key",
            "xxxx-@-xxxx-xxxx",
            "dummy_@_token_value",
            "placeholder-for-@",
            "TODO-set-@-key",
            "my-@-token-goes-here",
            "@_fake_key_for_tests",
        ]);
        form.replace('@', word)
    }),
    ("mask", |d| {
        let start = d.of(ALNUM, 4);
        let form = d.choose(&[
            "****************",
            "@************",
            "xxxxxxxxxxxxxxxxxxxx",
            "@...redacted",
            "@••••••••••••",
        ]);
        form.replace('@', &start)
    }),
    ("cut off", |d| format!("{}...", d.of(ALNUM, 20))),
    ("row of characters", |d| {
        let rows = [
            "abcdefghijklmnopqrstuvwxyz",
            "0123456789012345678901234567890123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
            "abcdef0123456789abcdef0123456789",
            "qwertyuiopasdfghjklzxcvbnm",
        ];
        let row = d.choose(&rows);
        let length = d.between(16, row.len());
        row[..length].to_owned()
    }),
    ("one character", |d| {
        let character = d.of(ALNUM, 1);
        character.repeat(32)
    }),
    ("repetition", |d| {
        let piece = d.of(LOWER, 4);
        piece.repeat(8)
    }),
    ("characters in turns", |d| {
        // `a1B2c3`: letters and digits take turns, and both count up.
        let start = d.between(0, 9);
        (start..start + 12).fold(String::new(), |text, at| {
            let letter = char::from(b'a' + (at % 26) as u8);
            let letter = if at % 2 == 0 { letter } else { letter.to_ascii_uppercase() };
            format!("{text}{letter}{}", at % 10)
        })
    }),
    ("path", |d| format!("/etc/{}/{}.pem", d.words(2, "/"), d.word())),
    ("path on Windows", |d| format!("C:\\{}\\{}.key", d.words(2, "\\"), d.word())),
    ("file name", |d| {
        format!("{}.{}", d.words(2, "-"), d.choose(&["json", "yaml", "pem", "ts", "tsx", "sql"]))
    }),
    ("web address", |d| format!("https://{}.acme.dev/{}", d.word(), d.words(2, "/"))),
    ("query string", |d| format!("?{}={}&page={}", d.word(), d.word(), d.between(1, 99))),
    ("mail address", |d| format!("{}@{}.example", d.words(2, "."), d.word())),
    ("host", |d| format!("{}.prod.internal:{}", d.words(2, "-"), d.between(1024, 9999))),
    ("semantic version", |d| {
        format!(
            "{}.{}.{}-rc.{}+build.{}",
            d.between(0, 9),
            d.between(0, 40),
            d.between(0, 90),
            d.between(1, 9),
            d.between(100, 999)
        )
    }),
    ("package with version", |d| {
        format!("{}-{}.{}.{}", d.words(2, "-"), d.between(0, 9), d.between(0, 40), d.between(0, 90))
    }),
    ("date", |d| {
        format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:00Z",
            d.between(10, 29),
            d.between(1, 12),
            d.between(1, 28),
            d.between(0, 23),
            d.between(0, 59)
        )
    }),
    ("number", |d| d.of("0123456789", 18)),
    ("regular expression", |d| format!("^[a-z]{{2,8}}-(?:{}|{})[0-9]+$", d.word(), d.word())),
    ("media type", |d| format!("application/vnd.{}.{}+json", d.word(), d.word())),
    ("sentence", |d| {
        let sentence = d.words(6, " ");
        capital(&sentence) + "."
    }),
    ("lorem", |d| {
        d.choose(&[
            "Lorem ipsum dolor sit amet consectetur",
            "loremipsumdolorsitamet",
            "lorem-ipsum-dolor-sit",
        ])
    }),
    ("text in base 64", |d| ENCODING.encode(d.words(4, " ").as_bytes())),
    ("UUID", |d| d.uuid()),
    ("image in base 64", |d| format!("iVBORw0KGgoAAAANSUhEUgAA{}", d.of(BASE64, 60))),
    ("public key", |d| format!("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE{}", d.of(BASE64, 86))),
    ("public key of SSH", |d| format!("AAAAC3NzaC1lZDI1NTE5AAAAI{}", d.of(BASE64, 43))),
    ("integrity hash", |d| format!("sha512-{}==", d.of(BASE64, 86))),
    ("image digest", |d| format!("sha256:{}", d.hex(64))),
    ("value encrypted with a key elsewhere", |d| format!("AQICAHh{}", d.of(BASE64, 100))),
];

/// What a machine draws or hashes: a name for secrets would make a secret of it, another does not.
pub(crate) const DRAWN: &[Kind] = &[
    ("commit", |d| d.hex(40)),
    ("short commit", |d| d.hex(12)),
    ("hash, 32 digits", |d| d.hex(32)),
    ("hash, 64 digits", |d| d.hex(64)),
    ("hash in capitals", |d| d.hex(40).to_uppercase()),
    ("hash in base 64", |d| d.of(BASE64, 43) + "="),
    ("identifier, alphanumeric", |d| d.of(ALNUM, 22)),
    ("identifier for URLs", |d| d.of(BASE64URL, 22)),
    ("sortable identifier", |d| format!("01{}", d.of("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24))),
    ("identifier in base 32", |d| d.of(BASE32, 26)),
    ("object identifier", |d| d.hex(24)),
    ("file with a hash", |d| format!("{}.{}.js", d.word(), d.hex(20))),
    ("pod", |d| format!("{}-{}-{}", d.word(), d.of(LOWER, 10), d.of(LOWER, 5))),
    ("hexadecimal of text", |d| HEXLOWER.encode(d.words(3, " ").as_bytes())),
];

/// What stands in documents and interfaces near the word password.
pub(crate) const NO_PASSWORD: &[Kind] = &[
    ("label", |d| format!("Enter your {} password", d.word())),
    ("message", |d| format!("Passwords for {} must be 8-64 characters long", d.word())),
    ("field", |d| format!("user.{}.password_confirm", d.word())),
    ("input type", |d| {
        d.choose(&["password", "text", "hidden", "new-password", "current-password"])
    }),
    ("stand-in for a password", |d| {
        d.choose(&[
            "changeme",
            "password123",
            "secret",
            "hunter2",
            "pass",
            "your_password",
            "test1234",
            "admin",
            "P@ssw0rd",
        ])
    }),
    ("variable for a password", |d| format!("${{{}_PASSWORD}}", d.word().to_uppercase())),
    ("call for a password", |d| format!("getpass({})", d.word())),
    ("mask of a password", |d| "*".repeat(d.between(6, 12))),
];

//! Each way to hand over a password, tried with passwords of several kinds.
//!
//! Names, users and hosts say nothing by themselves, so that name, notation and value alone lead to
//! the finding.

mod support;

use std::fmt::Write as _;

use keysieve::Ruleset;
use support::random::Random;

/// Notations, with `{p}` where the password goes.
const NOTATIONS: [&str; 62] = [
    // Code.
    "db_password = '{p}'",
    "const adminPassword = \"{p}\";",
    "{\"smtp_password\": \"{p}\"}",
    "connect(host='x', password='{p}')",
    "'ldap_passwd' => '{p}',",
    "define('DB_PASSWORD', '{p}');",
    ":root_password => '{p}'",
    "password := \"{p}\"",
    "Config{Host: \"x\", Password: \"{p}\"}",
    "setPassword(\"{p}\")",
    "os.getenv('DB_PASSWORD', '{p}')",
    "process.env.DB_PASSWORD || \"{p}\"",
    "${DB_PASSWORD:-'{p}'}",
    // Configuration.
    "DB_PASSWORD={p}\n",
    "DB_PASSWORD=\"{p}\"\n",
    "spring.datasource.password={p}\n",
    "password: {p}\n",
    "password: \"{p}\"\n",
    "[client]\nuser = app\npassword = {p}\nhost = db\n",
    "      - POSTGRES_PASSWORD={p}\n",
    "ENV MYSQL_ROOT_PASSWORD={p}\n",
    "<add key=\"dbPassword\" value=\"{p}\"/>",
    "<server><id>x</id><password>{p}</password></server>",
    // Members and defaults.
    "- name: DB_PASSWORD\n  value: \"{p}\"\n",
    "{\"name\": \"DB_PASSWORD\", \"value\": \"{p}\"}",
    "Parameters:\n  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: '{p}'\n",
    "{\n  \"AdminPassword\": {\n    \"Type\": \"String\",\n    \"Default\": \"{p}\"\n  }\n}",
    "variable \"db_password\" {\n  type    = string\n  default = \"{p}\"\n}\n",
    // Commands.
    "acme --db-password {p} --yes",
    "acme --db-password '{p}'",
    "acme --password={p} --yes",
    "Connect-VIServer -User admin -Password {p}",
    "keytool -genkey -storepass {p} -keystore acme.jks",
    "mysql -u root -p{p} shop",
    "mysqldump -h db -uroot -p'{p}' shop",
    "sshpass -p '{p}' ssh root@10.0.0.1",
    "curl -u bob:{p} https://api.acme.dev/",
    "curl -u 'bob:{p}' https://api.acme.dev/",
    "sqlplus -s app/{p}@db:1521/ORCL",
    "docker login -u ci -p {p} registry.acme.dev",
    "redis-cli -h cache -a {p} ping",
    // Servers and their files.
    "machine git.acme.dev login ci password {p}\n",
    "machine git.acme.dev\n  login ci\n  password {p}\n",
    "default login ci password {p}\n",
    "db.acme.dev:5432:shop:app:{p}\n",
    "*:*:*:postgres:{p}\n",
    "jdbc:oracle:thin:app/{p}@//db.acme.dev:1521/XEPDB1",
    "jdbc:oracle:oci:app/{p}@db:1521:ORCL",
    "binddn cn=admin,dc=acme,dc=dev\nbindpw {p}\n",
    "ldap_default_authtok = {p}\n",
    "olcRootPW: {p}\n",
    "requirepass {p}\n",
    "CREATE USER 'app'@'%' IDENTIFIED BY '{p}';",
    "ALTER USER app WITH PASSWORD '{p}';",
    // Tables.
    "user,password\nbob,{p}\n",
    "password,user,active\r\n{p},bob,true\r\n",
    "id;user;passwd\n1;bob;{p}",
    "user\tpassword\nbob\t{p}\n",
    "\"user\",\"password\"\n\"bob\",\"{p}\"\n",
    "host|user|pass\ndb|bob|{p}\n",
    "| User | Password |\n|------|----------|\n| bob | {p} |\n",
    "user,password\nann,\nbob,{p}\n",
];

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ALNUM: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn of(random: &mut Random, alphabet: &[u8], length: usize) -> String {
    (0..length).map(|_| *random.pick(alphabet) as char).collect()
}

/// What people choose and generators draw; none has a sign that means something in a notation.
fn passwords(random: &mut Random) -> [String; 3] {
    let sign = *random.pick(b"!#~^") as char;
    [
        format!("{}{sign}7{}", of(random, LETTERS, 6), of(random, ALNUM, 5)),
        format!("Kiosk{}{sign}", 100 + random.below(900)),
        format!("{}7{}x9Q", of(random, LETTERS, 5), of(random, ALNUM, 8)),
    ]
}

#[test]
fn every_notation_leads_to_the_password() {
    let mut missed = Vec::new();
    for notation in NOTATIONS {
        for password in passwords(&mut Random::seeded(&[notation])) {
            let text = notation.replace("{p}", &password);
            let start = text.find(&password).expect("the password stands in the text");
            let end = start + password.len();
            let found = Ruleset::builtin().find_iter(text.as_bytes()).any(|found| {
                let secret = found.secret();
                secret.start <= start && end <= secret.end
            });
            if !found {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} are missed:\n{}", missed.len(), missed.join("\n---\n"));
}

/// What stands where a password would, and is none.
#[test]
fn no_notation_leads_to_what_stands_for_a_password() {
    let mut found = Vec::new();
    for notation in NOTATIONS {
        for stand_in in ["password", "changeme", "${DB_PASSWORD}", "********", "required"] {
            let text = notation.replace("{p}", stand_in);
            if Ruleset::builtin().find_iter(text.as_bytes()).next().is_some() {
                found.push(text);
            }
        }
    }
    assert!(found.is_empty(), "{} are found:\n{}", found.len(), found.join("\n---\n"));
}

/// Every row of a table has its finding, and what stands in other columns has none.
#[test]
fn a_table_is_read_to_its_end() {
    let mut random = Random::seeded(&["rows"]);
    let rows: Vec<[String; 3]> = (0..200).map(|_| passwords(&mut random)).collect();
    let mut text = String::from("id,password,note,token\n");
    for (at, [password, note, token]) in rows.iter().enumerate() {
        writeln!(text, "{at},{password},{note},{token}").expect("text takes text");
    }
    text += "\nAll of these have been changed, the last one,twice,on,Monday!7\n";
    let found: Vec<&str> = Ruleset::builtin()
        .find_iter(text.as_bytes())
        .map(|found| &text[found.secret().range()])
        .collect();
    let expected: Vec<&str> = rows.iter().flat_map(|[p, _, t]| [p.as_str(), t.as_str()]).collect();
    assert_eq!(found, expected);
}

//! The example `scan --decode` finds one token in fourteen encodings, each at its place in the file.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use data_encoding::{BASE64, HEXLOWER};
use serde_json::Value;
use support::random::Random;
use support::template;

/// A file and where in it the encoded token stands.
struct File {
    name: &'static str,
    layers: &'static [&'static str],
    bytes: Vec<u8>,
    span: Range<usize>,
}

fn file(
    name: &'static str,
    layers: &'static [&'static str],
    [before, encoded, after]: [&[u8]; 3],
) -> File {
    let span = before.len()..before.len() + encoded.len();
    File { name, layers, bytes: [before, encoded, after].concat(), span }
}

fn each(token: &str, write: impl Fn(u8) -> String) -> Vec<u8> {
    token.bytes().map(write).collect::<String>().into_bytes()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn files(token: &str) -> Vec<File> {
    let base64 = BASE64.encode(token.as_bytes());
    let twice = BASE64.encode(base64.as_bytes());
    let lines: Vec<&[u8]> = base64.as_bytes().chunks(24).collect();
    let [a, b, c] = [&token[..9], &token[9..20], &token[20..]];
    let quoted = |byte: u8| {
        if byte == b'_' || byte.is_ascii_digit() {
            format!("={byte:02X}")
        } else {
            char::from(byte).to_string()
        }
    };
    let printable = each(token, quoted);
    // No line ends within an escape.
    let middle = printable.iter().rposition(|&byte| byte == b'=').expect("it has an underscore");
    let printable = [&printable[..middle], b"=\r\n", &printable[middle..]].concat();
    let (le, be) = (u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes as fn(u16) -> _);
    let around = |unit| [utf16("\u{feff}token: ", unit), utf16(token, unit), utf16("\r\n", unit)];
    let [le, be] = [around(le), around(be)];
    vec![
        file("base64", &["base64"], [b"token = \"", base64.as_bytes(), b"\"\n"]),
        file("double", &["base64", "base64"], [b"token = \"", twice.as_bytes(), b"\"\n"]),
        file(
            "secret.yaml",
            &["base64"],
            [
                b"apiVersion: v1\nkind: Secret\ntype: Opaque\ndata:\n  token: ",
                base64.as_bytes(),
                b"\nmetadata:\n  name: ci\n",
            ],
        ),
        file("atob.js", &["base64"], [b"const t = atob(\"", base64.as_bytes(), b"\");\n"]),
        file("hex", &["hex"], [b"t=", HEXLOWER.encode(token.as_bytes()).as_bytes(), b"\n"]),
        file("percent", &["percent"], [b"/?t=", &each(token, |b| format!("%{b:02x}")), b"&u=1\n"]),
        file("u", &["backslash"], [b"\"t\": \"", &each(token, |b| format!("\\u{b:04x}")), b"\"\n"]),
        file("x", &["backslash"], [b"t = '", &each(token, |b| format!("\\x{b:02x}")), b"'\n"]),
        file("html", &["html"], [b"<td>", &each(token, |b| format!("&#{b};")), b"</td>\n"]),
        file("utf16le", &["utf-16le"], le.each_ref().map(Vec::as_slice)),
        file("utf16be", &["utf-16be"], be.each_ref().map(Vec::as_slice)),
        file("wrapped", &["base64"], [b"body:\n\n", &lines.join(&b'\n'), b"\n\nend\n"]),
        file(
            "concatenation.js",
            &["concatenation"],
            [b"let t = \"", format!("{a}\" + \"{b}\" +\n  \"{c}").as_bytes(), b"\";\n"],
        ),
        file("quoted", &["quoted-printable"], [b"Token:=20", &printable, b"=20\r\n"]),
    ]
}

#[test]
fn one_token_is_found_in_fourteen_encodings() {
    let template = "ghp_[[alnum 30]][[crc32-base62 30]]";
    let token = template::expand(template, &mut Random::seeded(&["fourteen"])).unwrap().bytes;
    let token = String::from_utf8(token).unwrap();
    let files = files(&token);
    assert_eq!(files.len(), 14);

    let folder = tempfile::tempdir().unwrap();
    for file in &files {
        fs::write(folder.path().join(file.name), &file.bytes).unwrap();
    }
    let arguments = ["--decode", "--show-secrets", "--format", "jsonl", "."];
    let output = support::program::scan(folder.path()).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));

    let text = String::from_utf8(output.stdout).unwrap();
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let finding: Value = serde_json::from_str(line).unwrap();
        let path = finding["path"].as_str().unwrap().trim_start_matches("./").to_owned();
        assert!(found.insert(path, finding).is_none(), "two findings: {line}");
    }
    for file in &files {
        let finding = found.get(file.name).unwrap_or_else(|| panic!("nothing in {}", file.name));
        assert_eq!(finding["rule"], "github-personal-access-token", "{}", file.name);
        assert_eq!(finding["secret"], token.as_str(), "{}", file.name);
        assert_eq!(finding["validity"], "valid", "{}", file.name);
        let layers: Vec<_> =
            finding["decoded"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
        assert_eq!(layers, file.layers, "{}", file.name);
        let span = [&finding["start"], &finding["end"]].map(|at| at.as_u64().unwrap() as usize);
        assert_eq!(span, [file.span.start, file.span.end], "{}", file.name);
    }
}

//! Credentials in encoded form are found, each at its place in the original.

mod support;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::{ControlFlow, Range};

use data_encoding::{BASE64, BASE64_MIME, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use keysieve::{Coverage, DecodeLimits, Encoding, Limit, Ruleset, Scratch};
use proptest::prelude::*;
use support::random::Random;
use support::template;

/// What a scan reports of one finding.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    rule: String,
    span: Range<usize>,
    secret: Vec<u8>,
    layers: Vec<Encoding>,
}

fn scan_with(scratch: &mut Scratch, haystack: &[u8]) -> (Vec<Found>, Coverage) {
    let mut found = Vec::new();
    let flow = Ruleset::builtin().scan_decoded(haystack, scratch, |finding| {
        found.push(Found {
            rule: finding.rule().id().to_owned(),
            span: finding.secret().range(),
            secret: finding.secret_bytes().to_vec(),
            layers: finding.layers().to_vec(),
        });
        ControlFlow::<()>::Continue(())
    });
    let ControlFlow::Continue(coverage) = flow else { panic!("the visitor never breaks") };
    (found, coverage)
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// The findings in a haystack that can be decoded in full.
fn scan(haystack: &[u8]) -> Vec<Found> {
    let (found, coverage) = SCRATCH.with_borrow_mut(|scratch| scan_with(scratch, haystack));
    assert_eq!(coverage, Coverage::Complete);
    found
}

/// A GitHub token whose checksum holds.
fn token(seed: &str) -> Vec<u8> {
    let template = "ghp_[[alnum 30]][[crc32-base62 30]]";
    template::expand(template, &mut Random::seeded(&[seed])).expect("it is well formed").bytes
}

fn each(bytes: &[u8], mut write: impl FnMut(&mut String, u8)) -> Vec<u8> {
    let mut text = String::new();
    for &byte in bytes {
        write(&mut text, byte);
    }
    text.into_bytes()
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    each(bytes, |text, byte| write!(text, "%{byte:02X}").unwrap())
}

fn unicode(bytes: &[u8]) -> Vec<u8> {
    each(bytes, |text, byte| write!(text, "\\u{byte:04x}").unwrap())
}

fn hex_escapes(bytes: &[u8]) -> Vec<u8> {
    each(bytes, |text, byte| write!(text, "\\x{byte:02x}").unwrap())
}

fn octal(bytes: &[u8]) -> Vec<u8> {
    each(bytes, |text, byte| write!(text, "\\{byte:03o}").unwrap())
}

fn entities(bytes: &[u8]) -> Vec<u8> {
    each(bytes, |text, byte| match byte % 2 {
        0 => write!(text, "&#{byte};").unwrap(),
        _ => write!(text, "&#x{byte:X};").unwrap(),
    })
}

fn utf16(bytes: &[u8], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    bytes.iter().flat_map(|&byte| unit(byte.into())).collect()
}

fn wrapped(text: &[u8], width: usize) -> Vec<u8> {
    text.chunks(width).collect::<Vec<_>>().join(&b'\n')
}

/// Lines of at most 24 characters, all that is no letter or digit in digits.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let units = bytes.iter().map(|&byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("={byte:02X}"),
    });
    let (mut text, mut column) = (String::new(), 0);
    for unit in units {
        if column + unit.len() > 23 {
            text.push_str("=\r\n");
            column = 0;
        }
        column += unit.len();
        text.push_str(&unit);
    }
    text.into_bytes()
}

fn concatenated(bytes: &[u8], joint: &str) -> Vec<u8> {
    bytes.chunks(9).collect::<Vec<_>>().join(joint.as_bytes())
}

/// A text, and where in it the encoded token stands.
type Placed = (Vec<u8>, Range<usize>);

/// Surroundings, with the encoded token between them.
fn around(before: &[u8], encoded: impl AsRef<[u8]>, after: &[u8]) -> Placed {
    let encoded = encoded.as_ref();
    let span = before.len()..before.len() + encoded.len();
    ([before, encoded, after].concat(), span)
}

#[test]
fn a_token_is_found_in_every_encoding() {
    use Encoding::{
        Backslash, Base64, Concatenation, Hex, Html, Percent, QuotedPrintable, Utf16Be, Utf16Le,
    };
    let token = token("every encoding");
    let base64 = |bytes: &[u8]| BASE64.encode(bytes).into_bytes();
    let little = |bytes: &[u8]| utf16(bytes, u16::to_le_bytes);
    let big = |bytes: &[u8]| utf16(bytes, u16::to_be_bytes);
    let kubernetes = b"apiVersion: v1\nkind: Secret\nmetadata:\n  name: ci\ndata:\n  token: ";
    let cases: Vec<(&str, Placed, Vec<Encoding>)> = vec![
        ("base64", around(b"t: ", base64(&token), b"\n"), vec![Base64]),
        ("double base64", around(b"t: ", base64(&base64(&token)), b"\n"), vec![Base64, Base64]),
        ("Kubernetes", around(kubernetes, base64(&token), b"\ntype: Opaque\n"), vec![Base64]),
        ("atob", around(b"const t = atob(\"", base64(&token), b"\");"), vec![Base64]),
        (
            "base64url",
            around(b"t=", BASE64URL_NOPAD.encode(&token).into_bytes(), b"&u=1"),
            vec![Base64],
        ),
        ("base64 in a path", around(b"/a/", base64(&token), b""), vec![Base64]),
        ("hex", around(b"t: ", HEXLOWER.encode(&token).into_bytes(), b"\n"), vec![Hex]),
        ("upper hex", around(b"0x", HEXUPPER.encode(&token).into_bytes(), b"\n"), vec![Hex]),
        ("percent", around(b"?t=", percent(&token), b"&u=1"), vec![Percent]),
        ("unicode", around(b"{\"t\": \"", unicode(&token), b"\"}"), vec![Backslash]),
        ("hex escapes", around(b"t = '", hex_escapes(&token), b"'"), vec![Backslash]),
        ("octal", around(b"t = '", octal(&token), b"'"), vec![Backslash]),
        ("entities", around(b"<p>", entities(&token), b"</p>"), vec![Html]),
        ("UTF-16 LE", around(b"", little(&token), b""), vec![Utf16Le]),
        ("UTF-16 BE", around(b"", big(&token), b""), vec![Utf16Be]),
        ("with BOM", around(b"\xff\xfet\0=\0", little(&token), b"\r\0\n\0"), vec![Utf16Le]),
        ("with BOM", around(b"\xfe\xff\0t\0=", big(&token), b"\0\r\0\n"), vec![Utf16Be]),
        ("wrapped", around(b"t: |\n", wrapped(&base64(&token), 20), b"\n"), vec![Base64]),
        ("oddly wrapped", around(b"t: |\n", wrapped(&base64(&token), 18), b"\n"), vec![Base64]),
        ("added", around(b"t = \"", concatenated(&token, "\" + \""), b"\";"), vec![Concatenation]),
        ("dotted", around(b"t = '", concatenated(&token, "' . '"), b"';"), vec![Concatenation]),
        (
            "adjacent",
            around(b"t = (\"", concatenated(&token, "\"\n     \""), b"\")"),
            vec![Concatenation],
        ),
        (
            "quoted-printable",
            around(b"Your token:=20", quoted_printable(&token), b"=2E\r\n"),
            vec![QuotedPrintable],
        ),
        (
            "PowerShell",
            around(b"powershell -enc ", base64(&little(&token)), b"\n"),
            vec![Base64, Utf16Le],
        ),
        (
            "all escaped twice",
            around(b"{\"t\": \"", unicode(&percent(&token)), b"\"}"),
            vec![Backslash, Percent],
        ),
    ];
    for (name, (text, span), layers) in cases {
        let expected = Found {
            rule: "github-personal-access-token".into(),
            span,
            secret: token.clone(),
            layers,
        };
        assert_eq!(scan(&text), [expected], "{name}");
    }
}

#[test]
fn what_stands_in_plain_sight_is_reported_once() {
    let token = token("plain sight");
    let text =
        [b"{\"a\": \"x\\n\", \"t\": \"".as_slice(), &token, b"\", \"b\": \"\\u00e9\"}"].concat();
    let found = scan(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].layers, []);
}

#[test]
fn an_escape_right_before_a_token_does_not_hide_it() {
    let token = token("escape before");
    for before in ["{\"log\": \"ready\\n", "q?to=x%3Ft%3D", "a=20"] {
        let text = [before.as_bytes(), &token, b"\"}"].concat();
        let found = scan(&text);
        assert_eq!(found.len(), 1, "{before}");
        assert_eq!(found[0].span, before.len()..before.len() + token.len(), "{before}");
    }
}

#[test]
fn a_part_of_what_is_encoded_is_reported_alone() {
    let token = token("part");
    // Two bytes before, so that the token starts and ends within a quantum.
    let text = BASE64.encode(&[b"t=".as_slice(), &token, b"; expires=never"].concat());
    let found = scan(text.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span, 2 * 8 / 6..((2 + token.len()) * 8).div_ceil(6));
}

#[test]
fn long_wrapped_text_is_decoded_as_a_whole() {
    let tokens: Vec<Vec<u8>> = (0..40).map(|number| token(&number.to_string())).collect();
    let config: Vec<u8> =
        tokens.iter().flat_map(|t| [b"a: 1\nt: ", &t[..], b"\n"].concat()).collect();
    let text = BASE64_MIME.encode(&config);
    let found = scan(text.as_bytes());
    let secrets: Vec<_> = found.iter().map(|found| found.secret.clone()).collect();
    assert_eq!(secrets, tokens);
    for found in &found {
        let symbols: String = text[found.span.clone()].split_whitespace().collect();
        assert!((52..=56).contains(&symbols.len()), "{}", symbols.len());
    }
}

#[test]
fn what_logs_hold_hides_nothing_that_is_encoded() {
    let pairs = "ts=2026-05-02T04:03:26Z level=info pod=web-6f duration=37.12ms msg=\"";
    let request = "10.0.0.1 - - [02/May/2026] \"GET / HTTP/1.1\" 200 512 \"https://example.org/?t=";
    let log = |line: &str| [line.as_bytes(), b"ready\" \"done\"\n"].concat().repeat(4);
    for line in [pairs, request] {
        let (before, after) = (log(line), log(line));
        let (layers, token) = (LAYERS.iter().map(|layer| layer.encode), token("log"));
        let joined = |token: &[u8]| concatenated(token, "\" + \"");
        for encode in layers.chain([quoted_printable as fn(&[u8]) -> Vec<u8>, joined]) {
            let encoded = encode(&token);
            let text = [&before, b"\"x\": \"".as_slice(), &encoded, b"\"\n", &after].concat();
            let found = scan(&text);
            assert!(
                found.iter().any(|found| found.secret == token),
                "{}",
                String::from_utf8_lossy(&text)
            );
        }
    }
}

#[test]
fn limits_that_are_reached_are_reported() {
    let token = token("limits");
    let mut encoded = token.clone();
    for _ in 0..3 {
        encoded = BASE64.encode(&encoded).into_bytes();
    }
    let limited = |change: fn(&mut DecodeLimits)| {
        let mut limits = DecodeLimits::default();
        change(&mut limits);
        let (mut found, coverage) = scan_with(&mut Scratch::new(limits), &encoded);
        // What is encoded once is seen for what it is; the token itself is what counts here.
        found.retain(|found| found.secret.starts_with(b"ghp_"));
        match coverage {
            Coverage::Complete => (found.len(), None),
            Coverage::Incomplete(incomplete) => (found.len(), Some(incomplete.limit())),
        }
    };
    assert_eq!(limited(|limits| limits.depth = 3), (1, None));
    assert_eq!(limited(|limits| limits.depth = 2), (0, Some(Limit::Depth)));
    assert_eq!(limited(|limits| limits.total = 100), (0, Some(Limit::Total)));
}

#[test]
fn what_is_long_is_decoded_in_pieces() {
    let mut limits = DecodeLimits::default();
    limits.piece = 1 << 14;
    let mut scratch = Scratch::new(limits);
    let token = token("pieces");
    for layer in LAYERS {
        let line = [b"the quick brown fox\nt: ".as_slice(), &token, b"\n"].concat();
        let text = (layer.encode)(&line.repeat(2000));
        let (found, coverage) = scan_with(&mut scratch, &text);
        assert_eq!((found.len(), coverage), (2000, Coverage::Complete), "{}", layer.name);
    }
}

#[test]
fn many_findings_come_in_order_and_none_is_lost() {
    let mut limits = DecodeLimits::default();
    limits.findings = 1200;
    limits.piece = 1 << 14;
    let mut scratch = Scratch::new(limits);
    let (mut text, mut expected) = (Vec::new(), Vec::new());
    for number in 0..10_000 {
        let token = token(&number.to_string());
        let encoded = match number % 4 {
            0 => token,
            1 => BASE64.encode(&token).into_bytes(),
            2 => percent(&token),
            _ => hex_escapes(&token),
        };
        expected.push(text.len()..text.len() + encoded.len());
        text.extend(encoded);
        text.extend(b"\n");
    }
    let (found, coverage) = scan_with(&mut scratch, &text);
    assert_eq!(coverage, Coverage::Complete);
    assert_eq!(found.into_iter().map(|found| found.span).collect::<Vec<_>>(), expected);
}

/// One layer around something.
#[derive(Clone, Copy, Debug)]
struct Layer {
    name: &'static str,
    encode: fn(&[u8]) -> Vec<u8>,
}

const LAYERS: &[Layer] = &[
    Layer { name: "base64", encode: |bytes| BASE64.encode(bytes).into_bytes() },
    Layer { name: "base64url", encode: |bytes| BASE64URL_NOPAD.encode(bytes).into_bytes() },
    Layer { name: "mime", encode: |bytes| wrapped(BASE64.encode(bytes).as_bytes(), 76) },
    Layer { name: "hex", encode: |bytes| HEXLOWER.encode(bytes).into_bytes() },
    Layer { name: "percent", encode: percent },
    Layer { name: "unicode", encode: unicode },
    Layer { name: "hex escapes", encode: hex_escapes },
    Layer { name: "octal", encode: octal },
    Layer { name: "entities", encode: entities },
    Layer { name: "UTF-16 LE", encode: |bytes| utf16(bytes, u16::to_le_bytes) },
    Layer { name: "UTF-16 BE", encode: |bytes| utf16(bytes, u16::to_be_bytes) },
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_chain_of_encodings_is_undone(
        seed in any::<u64>(),
        chain in prop::collection::vec(prop::sample::select(LAYERS), 0..=4),
        before in "([a-z]{1,8}[ ,:=]{1,2}|\n){0,12}",
        after in "([ ,;\n][a-z]{0,8}){0,12}",
    ) {
        // UTF-16 is text: nobody writes its bytes as characters of UTF-16.
        let is_wide = |layer: &Layer| layer.name.starts_with("UTF-16");
        prop_assume!(!chain.windows(2).any(|pair| pair.iter().all(is_wide)));
        let token = token(&seed.to_string());
        let mut encoded = token.clone();
        for layer in &chain {
            encoded = (layer.encode)(&encoded);
        }
        let separators: (&[u8], &[u8]) = (b"\n\"", b"\"\n");
        let before = [before.as_bytes(), separators.0].concat();
        let after = [separators.1, after.as_bytes()].concat();
        let names: Vec<_> = chain.iter().map(|layer| layer.name).collect();
        let (text, span) = around(&before, encoded, &after);
        // What stands around may be read as one more layer, so the depth may be reached.
        let (found, _) = SCRATCH.with_borrow_mut(|scratch| scan_with(scratch, &text));
        let found = found.iter().find(|found| found.secret == token);
        let Some(found) = found else { panic!("not found in {names:?}") };
        prop_assert_eq!(&found.span, &span, "{:?}", names);
        prop_assert_eq!(found.layers.len(), chain.len(), "{:?}", names);
    }

    #[test]
    fn no_bytes_make_it_panic_and_spans_are_in_order(
        pieces in prop::collection::vec(prop_oneof![
            any::<Vec<u8>>(),
            "[%&=\\\\\"'+#x0-9a-fA-Fu; \n\r]{0,40}".prop_map(String::into_bytes),
            "[A-Za-z0-9+/_-]{0,60}={0,2}\n?".prop_map(String::into_bytes),
            any::<u64>().prop_map(|seed| percent(&token(&seed.to_string()))),
            any::<u64>().prop_map(|seed| BASE64.encode(&token(&seed.to_string())).into_bytes()),
            any::<u64>().prop_map(|seed| utf16(&token(&seed.to_string()), u16::to_le_bytes)),
        ], 0..12),
    ) {
        let text = pieces.concat();
        let mut end = 0;
        let mut scratch = Scratch::default();
        let (found, _) = scan_with(&mut scratch, &text);
        for found in &found {
            prop_assert!(end <= found.span.start && found.span.start < found.span.end);
            end = found.span.end;
        }
        prop_assert!(end <= text.len());
        prop_assert_eq!(scan_with(&mut scratch, &text).0, found);
    }
}

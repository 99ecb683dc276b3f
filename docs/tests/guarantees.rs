//! The page of guarantees names tests that there are.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_is_named_exists() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(docs.join("guarantees.md")).expect("the page can be read");
    let (mut file, mut source, mut named) = (String::new(), String::new(), 0);
    // Between backticks stand, in turn, a file and the names of tests in it.
    for code in page.lines().filter(|line| line.starts_with("  Tested in ")).flat_map(in_backticks)
    {
        if Path::new(code).extension().is_some() {
            source = fs::read_to_string(docs.join("..").join(code))
                .unwrap_or_else(|error| panic!("{code}: {error}"));
            code.clone_into(&mut file);
        } else if code.contains('_')
            && code.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        {
            let has = |keyword: &str| source.contains(&format!("{keyword} {code}("));
            assert!(has("fn") || has("def"), "{file} has no test `{code}`");
            named += 1;
        }
    }
    assert!(named >= 20, "only {named} tests are named");
}

fn in_backticks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

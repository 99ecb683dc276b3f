//! What the path of a file says of credentials in it.

/// Folders of tests, examples and documents, in lower case.
const FOLDERS: &[&[u8]] = &[
    b"__fixtures__",
    b"__mocks__",
    b"__tests__",
    b"demo",
    b"demos",
    b"example",
    b"examples",
    b"fixture",
    b"fixtures",
    b"mock",
    b"mocks",
    b"sample",
    b"samples",
    b"spec",
    b"specs",
    b"test",
    b"testdata",
    b"testing",
    b"tests",
];

/// How the names of such files start.
const STARTS: &[&[u8]] = &[b"test_", b"example.", b"sample.", b"example-", b"example_"];

/// What stands at the end of such names: before the ending of the kind of file, or as one.
const ENDS: &[&[u8]] =
    &[b"_test", b"-test", b".test", b"_spec", b".spec", b".example", b".sample", b".mock"];

/// Whether the path is that of a test, of an example or of what they use.
pub(crate) fn is_of_test(path: &str) -> bool {
    let mut parts = path.as_bytes().rsplit(|&byte| byte == b'/' || byte == b'\\');
    let name = parts.next().unwrap_or_default();
    let stem = memchr::memrchr(b'.', name).map_or(name, |dot| &name[..dot]);
    let starts = |start: &&[u8]| {
        name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    let ends = |end: &&[u8]| {
        [name, stem].iter().any(|text| {
            let at = text.len().checked_sub(end.len()).filter(|&at| at > 0);
            at.is_some_and(|at| text[at..].eq_ignore_ascii_case(end))
        })
    };
    let is_folder = |part: &[u8]| FOLDERS.iter().any(|folder| folder.eq_ignore_ascii_case(part));
    STARTS.iter().any(starts) || ENDS.iter().any(ends) || parts.any(is_folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_tests_are_told() {
        for path in [
            "core/tests/data/a.txt",
            "src\\Test\\a.cs",
            "test_login.py",
            "pkg/login_test.go",
            "web/login.spec.ts",
            ".env.example",
            "a/__mocks__/b.js",
        ] {
            assert!(is_of_test(path), "{path}");
        }
        for path in
            ["", "src/latest/a.rs", "contest.py", "tests", "src/login.go", ".env", "a/protest/b"]
        {
            assert!(!is_of_test(path), "{path}");
        }
    }
}

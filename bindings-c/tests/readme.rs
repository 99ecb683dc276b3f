//! Each program of the README compiles without a warning and does what it says.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Language, compile, folder, run};

/// The blocks of a language, in order.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let blocks = readme.split(&opening).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_program_runs() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("there is a README");
    let mut printed = Vec::new();
    for (language, extension) in [(Language::C, "c"), (Language::Cpp, "cpp")] {
        for (number, program) in blocks(&readme, extension).iter().enumerate() {
            let name = format!("readme-{number}");
            let source =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name).with_extension(extension);
            fs::write(&source, program).expect("the program can be written");
            printed.push(run(&mut Command::new(compile(language, &source, &name))));
        }
    }
    let [scan, redact, stream, rules, cpp] = &printed[..] else { panic!("{printed:?}") };
    assert!(scan.starts_with("redis-url-password at byte 26, confidence "), "{scan}");
    assert_eq!(redact, "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0\n");
    assert_eq!(stream, "line 2, column 13\n");
    assert_eq!(rules, "Acme API key\n");
    assert!(cpp.ends_with(redact.as_str()) && cpp.contains(" at byte 12\n"), "{cpp}");
}

#[test]
fn everything_it_names_is_there() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("there is a README");
    // Programs have brackets of their own.
    let text = readme.split("```").step_by(2);
    let links: Vec<&str> = text
        .flat_map(|text| text.split("](").skip(1))
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(links.len() > 5);
    for link in links {
        assert!(folder().join(link).exists(), "{link}");
    }
}

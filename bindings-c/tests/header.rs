//! The header, the exports and the Rust side say the same, and what was once promised still holds.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::mem::offset_of;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use keysieve_c as c;
use support::{Language, compile, folder, library, run};

fn read(path: &str) -> String {
    fs::read_to_string(folder().join(path)).expect("the file can be read")
}

/// The header without comments and preprocessor, a declaration an item.
fn declarations() -> Vec<String> {
    let mut header = read("include/keysieve.h");
    while let Some(start) = header.find("/*") {
        let length = header[start..].find("*/").expect("comments end") + 2;
        header.replace_range(start..start + length, " ");
    }
    let mut code = String::new();
    let mut is_directive = false;
    for line in header.lines() {
        if (is_directive || line.starts_with('#')) && !line.contains("define KEYSIEVE_") {
            is_directive = line.ends_with('\\');
        } else if line.starts_with("#define") {
            writeln!(code, "{line};").expect("text can be written to a string");
        } else if line != "extern \"C\" {" && line != "}" {
            code.push_str(line);
            code.push('\n');
        }
    }
    let mut items = vec![String::new()];
    let mut depth = 0;
    for word in code.split_inclusive([';', '{', '}']) {
        let item = items.last_mut().expect("it is never empty");
        item.push_str(word);
        depth += i32::from(word.ends_with('{')) - i32::from(word.ends_with('}'));
        if depth == 0 && word.ends_with(';') {
            items.push(String::new());
        }
    }
    let tidy = |item: String| item.split_whitespace().collect::<Vec<_>>().join(" ");
    items.into_iter().map(tidy).filter(|item| !item.is_empty() && item != ";").collect()
}

/// What the header declares.
fn functions() -> BTreeSet<String> {
    let name = |item: &String| {
        let is_function = !item.starts_with("typedef") && !item.starts_with('#');
        let start = item.find("keysieve_").filter(|_| is_function && item.contains('('))?;
        // The name is what stands before the first parenthesis; the type before it.
        let end = item.find('(')?;
        let name = item[..end].trim().rsplit([' ', '*']).next()?;
        (start < end).then(|| name.to_owned())
    };
    declarations().iter().filter_map(name).collect()
}

#[test]
fn the_library_exports_what_the_header_declares() {
    let declared = functions();
    assert!(declared.len() > 30 && declared.contains("keysieve_scan"), "{declared:?}");

    let versioned: BTreeSet<String> = read("keysieve.map")
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';'))
        .filter(|name| name.starts_with("keysieve_"))
        .map(str::to_owned)
        .collect();
    assert_eq!(versioned, declared, "the version script");

    let symbols = run(Command::new("nm").args(["-g", "--defined-only", "-P"]).arg(library()));
    let exported: BTreeSet<String> = symbols
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| name.starts_with("keysieve_"))
        .map(str::to_owned)
        .collect();
    assert_eq!(exported, declared, "the library");
}

/// Sizes and offsets, of both sides.
macro_rules! layouts {
    ($($name:literal = $type:ty { $($field:ident),+ $(,)? })+) => {
        /// As Rust sees them.
        fn rust_layouts() -> String {
            let mut layouts = String::new();
            $(
                let sizes = (size_of::<$type>(), align_of::<$type>());
                writeln!(layouts, "{} {} {}", $name, sizes.0, sizes.1).unwrap();
                $(writeln!(layouts, "{}.{} {}", $name, stringify!($field), offset_of!($type, $field)).unwrap();)+
            )+
            layouts
        }

        /// A program that prints them as C sees them.
        fn c_program() -> String {
            let mut lines = String::from("#include <stdio.h>\n#include \"keysieve.h\"\nint main(void) {\n");
            $(
                writeln!(lines, "struct align_{0} {{ char c; {0} x; }};", $name).unwrap();
                writeln!(lines, "printf(\"{0} %zu %zu\\n\", sizeof({0}), offsetof(struct align_{0}, x));", $name).unwrap();
                $(writeln!(lines, "printf(\"{0}.{1} %zu\\n\", offsetof({0}, {1}));", $name, stringify!($field)).unwrap();)+
            )+
            lines + "return 0;\n}\n"
        }
    };
}

layouts! {
    "keysieve_string" = c::Text { data, length }
    "keysieve_strings" = c::Texts { items, count }
    "keysieve_rules_file" = c::RulesFile { name, toml }
    "keysieve_allow" = c::AllowEntry { reason, rules, path_prefixes, path_suffixes, words, any }
    "keysieve_options" = c::Options {
        size, flags, min_confidence, files, file_count, only, disable, allow, allow_count,
    }
    "keysieve_rule_info" = c::RuleInfo {
        size, id, name, vendor, description, category, specificity, validator, remediation,
        remediation_url, severity, rule_class, confidence, min_entropy, max_length,
    }
    "keysieve_span" = c::Span { start, end }
    "keysieve_companion" = c::Part { rule, secret }
    "keysieve_finding" = c::Finding {
        rule, secret, redact, text, text_length, text_secret, text_match, confidence, validity,
        layer_count, companion_count, evidence, entropy, finding_class, reserved, layers, companions, line, column,
    }
    "keysieve_bytes" = c::Bytes { data, length }
    "keysieve_fact" = c::FactValue { name, text, number }
    "keysieve_position" = c::Position { offset, line, column }
    "keysieve_limits" = c::Limits { size, depth, reserved, piece, total, findings }
    "keysieve_redaction" = c::Redaction { size, replacement, keep, key, key_length }
    "keysieve_summary" = c::Summary { size, findings, allowed, limit, reserved, limit_offset }
}

#[test]
fn structs_are_laid_out_alike() {
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layouts.c");
    fs::write(&source, c_program()).expect("the program can be written");
    let layouts = run(&mut Command::new(compile(Language::C, &source, "layouts")));
    assert_eq!(layouts, rust_layouts());
    // Each struct with fields is among them.
    let structs = declarations();
    let structs = structs.iter().filter_map(|item| item.strip_prefix("typedef struct "));
    for name in structs.filter(|item| item.contains('{')).filter_map(|item| item.split(' ').next())
    {
        assert!(layouts.contains(&format!("{name} ")), "{name} is not looked at");
    }
    if cfg!(target_pointer_width = "64") {
        compare("abi/layouts-64.txt", &layouts);
    }
}

#[test]
fn what_is_declared_stays() {
    let declared = declarations().join("\n") + "\n";
    compare("abi/declarations.txt", &declared);
}

/// Holds what there is against what was recorded. To record an addition, run with `RECORD_ABI=1`;
/// a line that changes or goes asks for another `KEYSIEVE_ABI_VERSION`.
fn compare(recorded: &str, now: &str) {
    if env::var_os("RECORD_ABI").is_some() {
        fs::write(folder().join(recorded), now).expect("the record can be written");
    }
    assert_eq!(read(recorded), now, "{recorded} was recorded otherwise; see `compare`");
}

#[test]
fn numbers_are_alike() {
    let numbers = [
        ("KEYSIEVE_ABI_VERSION", c::ABI_VERSION.to_string()),
        ("KEYSIEVE_OK", c::Status::OK.0.to_string()),
        ("KEYSIEVE_STOPPED", c::Status::STOPPED.0.to_string()),
        ("KEYSIEVE_INCOMPLETE", c::Status::INCOMPLETE.0.to_string()),
        ("KEYSIEVE_ERROR_ARGUMENT", c::Status::ARGUMENT.0.to_string()),
        ("KEYSIEVE_ERROR_ROOM", c::Status::ROOM.0.to_string()),
        ("KEYSIEVE_ERROR_RULE", c::Status::RULE.0.to_string()),
        ("KEYSIEVE_ERROR_SELECTION", c::Status::SELECTION.0.to_string()),
        ("KEYSIEVE_ERROR_BUSY", c::Status::BUSY.0.to_string()),
        ("KEYSIEVE_ERROR_GONE", c::Status::GONE.0.to_string()),
        ("KEYSIEVE_ERROR_INTERNAL", c::Status::INTERNAL.0.to_string()),
        ("KEYSIEVE_INDICATORS", c::INDICATORS.to_string()),
        ("KEYSIEVE_ALLOW_DOCUMENTED", c::ALLOW_DOCUMENTED.to_string()),
        ("KEYSIEVE_ALLOW_CANARIES", c::ALLOW_CANARIES.to_string()),
        ("KEYSIEVE_ALLOW_MARKED", c::ALLOW_MARKED.to_string()),
        ("KEYSIEVE_ALLOW_MARKED_FOR_OTHERS", c::ALLOW_MARKED_FOR_OTHERS.to_string()),
        ("KEYSIEVE_ANY_CONFIDENCE", c::ANY_CONFIDENCE.to_string()),
        ("KEYSIEVE_NO_DECODING", c::NO_DECODING.to_string()),
        ("KEYSIEVE_COMPANIONS", c::COMPANIONS.to_string()),
        ("KEYSIEVE_LAYERS", c::LAYERS.to_string()),
        ("KEYSIEVE_FINGERPRINT_LENGTH", c::FINGERPRINT_LENGTH.to_string()),
        ("KEYSIEVE_FINGERPRINT_KEY_LENGTH", c::FINGERPRINT_KEY_LENGTH.to_string()),
        ("KEYSIEVE_MASK", c::MASK.to_string()),
        ("KEYSIEVE_LABEL", c::LABEL.to_string()),
        ("KEYSIEVE_KEEP_LAST", c::KEEP_LAST.to_string()),
        ("KEYSIEVE_FINGERPRINT", c::FINGERPRINT.to_string()),
        ("KEYSIEVE_TWIN", c::TWIN.to_string()),
    ];
    let mut program =
        String::from("#include <stdio.h>\n#include \"keysieve.h\"\nint main(void) {\n");
    let mut expected = String::new();
    for (name, number) in numbers {
        writeln!(program, "printf(\"{name} %ld\\n\", (long)({name}));").unwrap();
        writeln!(expected, "{name} {number}").unwrap();
    }
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("numbers.c");
    fs::write(&source, program + "return 0;\n}\n").expect("the program can be written");
    let printed = run(&mut Command::new(compile(Language::C, &source, "numbers")));
    assert_eq!(printed, expected);
}

//! Archives and compressed files, as the example `scan` reads them, run as a program.

mod support;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use zip::write::SimpleFileOptions;

fn scan(folder: &Path, arguments: &[&str]) -> Output {
    support::program::scan(folder).args(arguments).output().expect("the example runs")
}

/// A GitLab token of the right form, made here so that none stands in the source.
fn token() -> String {
    ["glp", "at-", "Zk3vQ9x-L0mT7wR2bN5s"].concat()
}

/// A file that holds it, long enough to be compressed.
fn text() -> Vec<u8> {
    format!("{}\ntoken: {}\n", "nothing here\n".repeat(200), token()).into_bytes()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(content).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

fn xz(content: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).expect("the preset is known");
    encoder.write_all(content).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

fn lzma(content: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::LzmaOptions::with_preset(1);
    let writer = lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None);
    let mut encoder = writer.expect("the preset is known");
    encoder.write_all(content).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

fn zstd(content: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).expect("memory can be written to");
    }
    builder.into_inner().expect("memory can be written to")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("it can be begun");
        writer.write_all(content).expect("memory can be written to");
    }
    writer.finish().expect("memory can be written to").into_inner()
}

/// Exit code, the paths and lines of the findings, and what was complained about.
fn run(
    name: &str,
    content: &[u8],
    arguments: &[&str],
) -> (Option<i32>, Vec<(String, u64)>, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join(name), content).expect("a file can be written");
    let output = scan(folder.path(), &[&["--format", "jsonl"], arguments, &[name]].concat());
    let report = String::from_utf8(output.stdout).expect("reports are UTF-8");
    let place = |line: &str| {
        let finding: Value = serde_json::from_str(line).expect("reports are JSON");
        let path = finding["path"].as_str().expect("a path").to_owned();
        (path, finding["line"].as_u64().expect("a line"))
    };
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), report.lines().map(place).collect(), complaints)
}

#[track_caller]
fn expect(name: &str, content: &[u8], path: &str) {
    let (code, findings, complaints) = run(name, content, &[]);
    assert_eq!(findings, [(path.to_owned(), 202)], "{complaints}");
    assert_eq!((code, complaints.as_str()), (Some(1), ""));
}

#[test]
fn each_format_is_unpacked() {
    let text = text();
    expect("a.gz", &gzip(&text), "a.gz");
    expect("a.bz2", &bzip2(&text), "a.bz2");
    expect("a.xz", &xz(&text), "a.xz");
    expect("a.zst", &zstd(&text), "a.zst");
    expect("a.tar", &tar(&[("x", b"x"), ("in/b.txt", &text)]), "a.tar!/in/b.txt");
    expect("a.zip", &zip(&[("x", b"x"), ("in/b.txt", &text)]), "a.zip!/in/b.txt");
    expect("a.tar.gz", &gzip(&tar(&[("in/b.txt", &text)])), "a.tar.gz!/in/b.txt");
}

#[test]
fn a_compressed_file_may_have_several_parts() {
    let text = text();
    let (first, second) = text.split_at(900);
    for compress in [gzip, bzip2, xz, zstd] {
        expect("log", &[compress(first), compress(second)].concat(), "log");
    }
    for compress in [gzip, bzip2] {
        expect("padded", &[compress(&text), vec![0; 5000]].concat(), "padded");
    }
    let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3][..], &zstd(&text)].concat();
    expect("log", &[zstd(b""), skippable].concat(), "log");
}

#[test]
fn what_has_no_mark_at_its_start_is_unpacked_too() {
    let text = text();
    expect("a.lzma", &lzma(&text), "a.lzma");
    let mut header = tar::Header::new_old();
    header.set_size(text.len() as u64);
    let mut old = tar::Builder::new(Vec::new());
    old.append_data(&mut header, "in/b.txt", &*text).expect("memory can be written to");
    expect("a.tar", &old.into_inner().expect("it ends"), "a.tar!/in/b.txt");
    let program = zip(&[("x", b"x"), ("b.py", &text)]);
    let program = [b"#!/usr/bin/env python3\n", program.as_slice()].concat();
    expect("a.pyz", &program, "a.pyz!/b.py");
    expect("a.gz", &gzip(&program), "a.gz!/b.py");
    // What stands before it is looked at as well.
    let before = [text.as_slice(), b"\n", &zip(&[("b.txt", &text)])].concat();
    let (code, findings, _) = run("setup", &before, &[]);
    assert_eq!((code, findings.len()), (Some(1), 2), "{findings:?}");
    let plain = [text.as_slice(), b"PK\x05\x06", &[0; 18]].concat();
    expect("plain", &plain, "plain");
}

#[test]
fn files_in_a_tar_have_several_types() {
    let text = text();
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Continuous);
    header.set_size(text.len() as u64);
    let mut builder = tar::Builder::new(Vec::new());
    builder.append_data(&mut header, "b.txt", &*text).expect("memory can be written to");
    expect("a.tar", &builder.into_inner().expect("it ends"), "a.tar!/b.txt");

    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(text.len() as u64);
    let gnu = header.as_gnu_mut().expect("it is GNU's");
    // A hole, and what comes after it.
    let octal = |field: &mut [u8], number: usize| {
        let digits = format!("{number:011o}");
        field[..11].copy_from_slice(digits.as_bytes());
    };
    octal(&mut gnu.sparse[0].offset, 4096);
    octal(&mut gnu.sparse[0].numbytes, text.len());
    octal(&mut gnu.realsize, 4096 + text.len());
    let mut builder = tar::Builder::new(Vec::new());
    builder.append_data(&mut header, "b.img", &*text).expect("memory can be written to");
    expect("a.tar", &builder.into_inner().expect("it ends"), "a.tar!/b.img");
}

#[test]
fn formats_that_are_not_read_are_named() {
    for (start, format) in [
        (b"7z\xbc\xaf\x27\x1c".as_slice(), "7z"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"\x04\x22\x4d\x18", "LZ4"),
        (b"\x1f\x9d\x90", "compress"),
    ] {
        let content = [start, b"\n", &text()].concat();
        let (code, findings, complaints) = run("a", &content, &[]);
        assert_eq!((code, findings.len()), (Some(2), 1), "what is stored in it is found");
        assert!(complaints.contains(&format!("a: {format} is not unpacked")), "{complaints}");
        let both = tar(&[("in/a", &content), ("b.txt", &text())]);
        let (code, findings, complaints) = run("a.tar", &both, &[]);
        assert_eq!((code, findings.len()), (Some(2), 2));
        assert!(complaints.contains("a.tar!/in/a: "), "{complaints}");
        assert_eq!(run("a", &content, &["--no-archives"]).0, Some(1));
    }
}

#[test]
fn archives_stand_within_archives() {
    let inner = zip(&[("b.txt", &text())]);
    let middle = gzip(&tar(&[("c/b.zip", &inner)]));
    let outer = zip(&[("d.tgz", &middle)]);
    expect("a.zip", &xz(&outer), "a.zip!/d.tgz!/c/b.zip!/b.txt");
    let mut deep = text();
    for _ in 0..20 {
        deep = gzip(&deep);
    }
    let (code, findings, complaints) = run("deep", &deep, &[]);
    assert_eq!((code, findings.len()), (Some(2), 0));
    assert!(complaints.contains("packed more than 8 times"), "{complaints}");
}

#[test]
fn what_is_no_archive_is_scanned_as_it_is() {
    let (code, findings, _) = run("a.zip", &text(), &[]);
    assert_eq!((code, findings.len()), (Some(1), 1), "names tell nothing");
    let stored = [b"PK".as_slice(), &text()].concat();
    assert_eq!(run("a", &stored, &[]).1.len(), 1);
    let (code, findings, _) = run("a.gz", &gzip(&text()), &["--no-archives"]);
    assert_eq!((code, findings.len()), (Some(0), 0));
}

#[test]
fn what_could_not_be_read_is_said_and_the_rest_is_scanned() {
    let noise: Vec<u8> =
        (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let packed = gzip(&[text(), noise].concat());
    let (code, findings, complaints) = run("a.gz", &packed[..packed.len() / 2], &[]);
    assert_eq!((code, findings.len()), (Some(2), 1), "{complaints}");
    assert!(complaints.contains("a.gz: "));

    // However little there is before.
    let short = token().into_bytes();
    let (code, findings, complaints) = run("b.gz", &[&gzip(&short)[..], b"not gzip"].concat(), &[]);
    assert_eq!((code, findings.len()), (Some(2), 1), "{complaints}");

    let broken = &gzip(&text())[..40];
    let both = tar(&[("bad.gz", broken), ("good.txt", &text())]);
    let (code, findings, complaints) = run("a.tar", &both, &[]);
    assert_eq!(code, Some(2));
    assert_eq!(findings, [("a.tar!/good.txt".to_owned(), 202)]);
    assert!(complaints.contains("a.tar!/bad.gz: "), "{complaints}");

    let whole = zip(&[("b.txt", &text())]);
    let (code, _, complaints) = run("a.zip", &whole[..whole.len() - 30], &[]);
    assert_eq!(code, Some(2));
    assert!(complaints.contains("a.zip: "), "{complaints}");
}

#[test]
fn bombs_are_given_up() {
    let mut bomb = vec![0; 8 << 20];
    for _ in 0..2 {
        bomb = gzip(&bomb);
    }
    let files = [("bomb", bomb.as_slice()), ("after.txt", &text())];
    for (name, archive) in [("a.tar", tar(&files)), ("a.zip", zip(&files))] {
        let (code, findings, complaints) = run(name, &archive, &["--max-unpacked", "4"]);
        assert_eq!((code, findings.len()), (Some(2), 0), "{complaints}");
        assert!(complaints.contains("unpacks to more than is allowed"), "{complaints}");
        assert_eq!(run(name, &archive, &["--max-unpacked", "64"]).0, Some(1));
    }
}

#[test]
fn standard_input_is_unpacked_too() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for content in [zip(&[("b", &text())]), gzip(&text())] {
        let mut child = support::program::scan(folder.path())
            .args(["--format", "jsonl", "-"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("the example runs");
        child.stdin.take().expect("it is piped").write_all(&content).expect("it can be written to");
        let output = child.wait_with_output().expect("the example ends");
        assert_eq!(output.status.code(), Some(1));
    }
}

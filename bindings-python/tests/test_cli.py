"""The command line, as a program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import credentials
import keysieve
import pytest

URL = credentials.redis_url()
PASSWORD = credentials.password()


def run(*args: object, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "keysieve", *map(str, args)],
        input=stdin,
        capture_output=True,
        env=os.environ | env,
    )


def objects(out: bytes) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.log").write_text(f"é\nlog: {URL}\n")
    (tmp_path / "clean").write_text("nothing")
    (tmp_path / ".gitignore").write_text("ignored\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / "ignored").write_text(URL)
    return tmp_path


def test_threads_are_no_fewer_than_none(tmp_path) -> None:
    result = run("--threads", "-1", str(tmp_path))
    assert result.returncode == 2
    assert b"--threads: must not be negative, but is -1" in result.stderr


def test_rules_that_are_left_out_are_named(tree: Path) -> None:
    rules = tree / "rules.toml"
    rules.write_text("[[rules]]\nid = 'lost'\nregex = '('\n")
    done = run("--rules", rules, tree / "clean")
    assert done.returncode == 0
    assert done.stderr.decode().startswith(f"keysieve: {rules}: rule `lost` is left out: ")
    assert b"Warning" not in done.stderr


def test_jsonl(tree: Path) -> None:
    done = run("--format", "jsonl", tree)
    assert (done.returncode, done.stderr) == (1, b"")
    [found] = objects(done.stdout)
    data = (tree / "sub" / "a.log").read_bytes()
    assert data[found["start"] : found["end"]] == PASSWORD.encode()
    assert (found["line"], found["column"]) == (2, 18)
    assert found["path"] == str(tree / "sub" / "a.log")
    for name in [
        "rule",
        "redact_start",
        "redact_end",
        "confidence",
        "severity",
        "validity",
        "facts",
        "decoded",
        "fingerprint",
        "category",
        "class",
        "cwe",
        "reasons",
        "companions",
    ]:
        assert name in found
    assert PASSWORD.encode() not in done.stdout
    [shown] = objects(run("--format", "jsonl", "--show-secrets", tree).stdout)
    assert shown["secret"] == PASSWORD


def test_ignore_files_and_threads(tree: Path) -> None:
    assert len(objects(run("--format=jsonl", "--no-ignore", "--threads=3", tree).stdout)) == 2


def test_records() -> None:
    lines = [{"m": f"é {URL}"}, {"m": "x", "other": URL}, {"m": URL}]
    stdin = "\n".join(map(json.dumps, lines)).encode() + b"\n"
    done = run("--format=jsonl", "--jsonl-records=m", "-", stdin=stdin)
    assert done.returncode == 1
    found = objects(done.stdout)
    assert [(one["record"], one["start"]) for one in found] == [(0, 15), (2, 12)]
    broken = run(
        "--format=jsonl", "--jsonl-records=m", "-", stdin=stdin + URL.encode() + b'\n{"a":1}'
    )
    assert broken.returncode == 2 and len(objects(broken.stdout)) == 2
    assert b"line 4 is not JSON" in broken.stderr and b"line 5 has no string field" in broken.stderr
    assert PASSWORD.encode() not in broken.stderr


def test_selection(tree: Path) -> None:
    for options in (
        ["--disable=redis-url-password,jwt"],
        ["--only=jwt", "--only=aws-access-key-id"],
        ["--min-confidence=100"],
    ):
        assert run(*options, tree).returncode == 0
    assert run("--only=no-such", tree).stderr == b"keysieve: there is no rule `no-such`\n"
    assert run("--min-confidence=200", tree).returncode == 2
    assert run("--nonsense", tree).returncode == 2


def test_rules(tree: Path) -> None:
    rules = tree / "rules.toml"
    rules.write_text(
        "vendor='Acme'\n[[rule]]\nid='acme-key'\nname='Acme key'\nseverity='low'\nconfidence=90\n"
        "category='saas'\npattern='\\bacme_[0-9a-z]{20}\\b'\n"
    )
    done = run("--rules", rules, "--format=jsonl", "-", stdin=b"acme" + b"_k3v9x0q27mz5t1rw84bd")
    assert [one["rule"] for one in objects(done.stdout)] == ["acme-key"]
    rules.write_text("vendor='Acme'\n[[rule]]\nid='x y'\n")
    done = run("--rules", rules, tree)
    assert done.returncode == 2 and f"{rules}:3: rule `x y`".encode() in done.stderr


def test_what_cannot_be_read_is_named(tree: Path) -> None:
    done = run("--format=jsonl", tree / "absent", tree)
    assert done.returncode == 2
    assert len(objects(done.stdout)) == 1
    assert b"absent" in done.stderr


def test_text(tree: Path) -> None:
    done = run(tree)
    text = done.stdout.decode()
    assert f"{tree}/sub/a.log:2:18  " in text
    assert "redis-url-password" in text and "1 finding in 1 file. What to do:" in text
    assert PASSWORD not in text
    assert PASSWORD in run("--show-secrets", tree).stdout.decode()


def test_sarif(tree: Path) -> None:
    done = run("--format=sarif", tree / "sub", tree / "absent")
    log = json.loads(done.stdout)
    [run_] = log["runs"]
    [result] = run_["results"]
    rule = run_["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "redis-url-password"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (2, 18)
    assert region["endColumn"] - region["startColumn"] == len(PASSWORD)
    assert run_["invocations"][0]["executionSuccessful"] is False
    assert PASSWORD not in done.stdout.decode()


def test_decoding_and_stats() -> None:
    import base64

    stdin = base64.b64encode(URL.encode())
    assert run("-", stdin=stdin).returncode == 0
    done = run("--decode", "--stats", "--format=jsonl", "-", stdin=stdin)
    assert objects(done.stdout)[0]["decoded"] == ["base64"]
    stats = json.loads(done.stderr)
    assert (stats["bytes"], stats["findings"]) == (len(stdin), 1)
    assert stats["seconds"] > 0 and stats["mb_per_second"] > 0


def test_markers_and_fingerprints() -> None:
    assert run("-", stdin=f"{URL} # keysieve:allow".encode()).returncode == 0
    assert run("--markers=none", "-", stdin=f"{URL} # keysieve:allow".encode()).returncode == 1
    prints = {
        objects(run("--format=jsonl", "-", stdin=URL.encode(), **env).stdout)[0]["fingerprint"]
        for env in ({}, {"KEYSIEVE_FINGERPRINT_KEY": "a"}, {"KEYSIEVE_FINGERPRINT_KEY": "b"})
    }
    assert len(prints) == 3


def started(*args: object) -> subprocess.Popen[bytes]:
    """The command line, at work."""
    return subprocess.Popen(
        [sys.executable, "-m", "keysieve", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where these tests run in the background, it would inherit that Ctrl-C is ignored.
        preexec_fn=hears_ctrl_c if os.name == "posix" else None,
    )


def hears_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_ctrl_c_ends_it_at_once(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    # Opening it waits for the program to read from it, which will not come to an end.
    with started(tree / "pipe") as program, open(tree / "pipe", "wb"):
        program.send_signal(signal.SIGINT)
        _, shown = program.communicate(timeout=600)
    assert (program.returncode, shown) == (-signal.SIGINT, b"")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="there is no such signal")
def test_a_reader_that_has_gone_ends_it_silently(tree: Path) -> None:
    with started(tree) as program:
        program.stdout.close()  # type: ignore[union-attr]
        assert program.stderr.read() == b""  # type: ignore[union-attr]
    assert program.returncode == -signal.SIGPIPE


def test_a_name_that_is_no_text_is_scanned(tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/\xff.log")
    with open(path, "w") as file:
        file.write(URL)
    for format_ in ("text", "jsonl", "sarif"):
        done = run(f"--format={format_}", path)
        assert (done.returncode, done.stderr) == (1, b"")


def test_version() -> None:
    assert run("--version").stdout.decode().strip() == f"keysieve {keysieve.__version__}"


@pytest.mark.parametrize("format_", ["text", "jsonl", "sarif"])
def test_names_of_files_come_out_wherever_the_output_goes(format_: str, tmp_path: Path) -> None:
    """Names are bytes, and the terminal's encoding is not asked."""
    for name in [b"caf\xc3\xa9.log", b"caf\xe9.log"]:
        (tmp_path / os.fsdecode(name)).write_text(URL)
    done = run("--format", format_, tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, b"")
    names = {
        "text": ["café.log", "caf\\udce9.log"],
        "jsonl": ["café.log", "caf\ufffd.log"],
        "sarif": ["caf%C3%A9.log", "caf%E9.log"],
    }
    assert all(name in done.stdout.decode() for name in names[format_])

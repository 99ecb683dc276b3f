"""Files."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import credentials
import keysieve
import pytest

URL = credentials.redis_url()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"


def test_paths_give_byte_offsets(tmp_path) -> None:
    path = tmp_path / "log"
    path.write_text(f"é {URL}", encoding="utf-8")
    for source in (path, str(path)):
        [finding] = keysieve.scan_file(source)
        assert finding.secret(path.read_bytes()) == credentials.password().encode()


def test_file_objects_give_offsets_of_what_they_read(tmp_path) -> None:
    path = tmp_path / "log"
    path.write_text(f"é {URL}", encoding="utf-8")
    with open(path, encoding="utf-8") as file:
        [finding] = keysieve.scan_file(file)
        assert finding.start == 14
    with open(path, "rb") as file:
        file.seek(3)
        assert keysieve.scan_file(file)[0].start == 12
    assert keysieve.scan_file(io.StringIO(URL)) == keysieve.scan(URL)


def test_a_long_file_of_text_gives_code_points() -> None:
    line = "an ordinary line of the log\n"
    text = f"é{line * 1500}{'é' * 100}\n{URL}\n{line * 80_000}{URL}"
    assert keysieve.scan_file(io.StringIO(text)) == keysieve.scan(text)


def test_the_path_counts_for_allowlists(tmp_path) -> None:
    (tmp_path / "a.log").write_text(URL)
    scanner = keysieve.Scanner(allow=[keysieve.Allow("", path_suffixes=["a.log"])])
    assert scanner.scan_file(tmp_path / "a.log") == []


def test_a_file_is_redacted_into_another(tmp_path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text(URL)
    assert keysieve.redact_file(source, target) == len(CLEAN)
    assert target.read_text() == CLEAN
    assert source.read_text() == URL
    out = io.BytesIO()
    keysieve.redact_file(source, out)
    assert out.getvalue() == CLEAN.encode()
    text = io.StringIO()
    keysieve.redact_file(io.StringIO(f"é {URL}"), text, style="mask")
    assert text.getvalue().startswith("é redis://app:****")


def test_a_file_is_redacted_in_place(tmp_path) -> None:
    path, link = tmp_path / "log", tmp_path / "link"
    path.write_text(URL)
    path.chmod(0o640)
    link.symlink_to(path)
    keysieve.redact_file(link, link)
    assert path.read_text() == CLEAN
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link", "log"]


def test_errors_leave_the_file_as_it_was(tmp_path) -> None:
    path = tmp_path / "log"
    path.write_text(URL)
    with pytest.raises(keysieve.ConfigError):
        keysieve.redact_file(path, path, style="none")  # type: ignore[arg-type]
    assert path.read_text() == URL
    with pytest.raises(FileNotFoundError):
        keysieve.scan_file(tmp_path / "absent")
    with pytest.raises(FileNotFoundError):
        keysieve.redact_file(path, tmp_path / "absent" / "target")
    with pytest.raises(TypeError, match="expected a path or a file object, not int"):
        keysieve.scan_file(3)  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == ["log"]
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        keysieve.redact_file(path, tmp_path / "folder")
    assert raised.value.filename == str(tmp_path / "folder")


def test_a_name_that_is_no_text_is_taken(tmp_path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/\xff.log")
    with open(path, "w") as file:
        file.write(URL)
    scanner = keysieve.Scanner(allow=[keysieve.Allow("", path_suffixes=[".log"])])
    for decode in (False, True):
        assert len(keysieve.Scanner(decode=decode).scan_file(path)) == 1
    assert scanner.scan_file(path) == scanner.scan(URL, path=Path(path)) == []
    assert keysieve.redact_file(path, path) == len(CLEAN)


@pytest.mark.parametrize("text", [True, False])
def test_a_long_file_is_redacted_in_pieces(tmp_path, monkeypatch, text: bool) -> None:
    monkeypatch.setattr("keysieve._files._WHOLE", 1 << 20)
    filler = "é log line that holds nothing\n" * 60_000
    (tmp_path / "log").write_text(f"{URL}\n{filler}{URL}\n", encoding="utf-8")
    expected = f"{CLEAN}\n{filler}{CLEAN}\n"
    if text:
        with open(tmp_path / "log", encoding="utf-8") as file:
            assert keysieve.redact_file(file, tmp_path / "clean") == len(expected)
    else:
        assert keysieve.redact_file(tmp_path / "log", tmp_path / "clean") == len(expected.encode())
    assert (tmp_path / "clean").read_text(encoding="utf-8") == expected


def test_text_keeps_what_was_no_text(tmp_path) -> None:
    (tmp_path / "log").write_bytes(b"\xff\xfe " + URL.encode())
    with open(tmp_path / "log", encoding="utf-8", errors="surrogateescape") as file:
        keysieve.redact_file(file, tmp_path / "clean")
    assert (tmp_path / "clean").read_bytes() == b"\xff\xfe " + CLEAN.encode()


def test_nothing_yet_is_not_nothing() -> None:
    class Waiting(io.RawIOBase):
        def read(self, size: int = -1) -> bytes | None:
            return None

    for call in (keysieve.scan_file, lambda file: keysieve.redact_file(file, io.BytesIO())):
        with pytest.raises(BlockingIOError):
            call(Waiting())

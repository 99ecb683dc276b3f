"""Files."""

from __future__ import annotations

import io
import os
import stat

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

"""Scanners of one's own."""

from __future__ import annotations

import base64
import copy
import pickle
import re
import warnings

import credentials
import keysieve
import pytest

URL = credentials.redis_url()
TOKEN = credentials.github_token()

RULES = r"""
vendor = "Acme"
[[rule]]
id = "acme-api-key"
name = "Acme API key"
pattern = '\bacme_[0-9a-z]{20}\b'
severity = "high"
confidence = 90
category = "saas"
remediation = "Ask Acme."
"""
ACME = "acme" + "_k3v9x0q27mz5t1rw84bd"

GITLEAKS = r"""
[[rules]]
id = "acme-from-gitleaks"
description = "Acme API key"
regex = '''\bacme_[0-9a-z]{20}\b'''
keywords = ["acme_"]
"""


def found(scanner: keysieve.Scanner, data: str = f"{URL} {TOKEN} {ACME}") -> list[str]:
    return [finding.rule for finding in scanner.scan(data)]


def test_rules_of_ones_own(tmp_path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(RULES)
    for rules in (RULES, path, str(path), [path]):
        scanner = keysieve.Scanner(rules=rules)
        assert found(scanner, f"key: {ACME}") == ["acme-api-key"]
        assert scanner.rule("acme-api-key").remediation == ("Ask Acme.",)
    assert found(keysieve.Scanner(), f"k {ACME}") == []
    assert found(keysieve.Scanner(rules=GITLEAKS), f"k {ACME}") == ["acme-from-gitleaks"]
    both = keysieve.Scanner(rules=[RULES, GITLEAKS], only=["acme-api-key", "acme-from-gitleaks"])
    assert len(both.rules) == 2


def test_a_broken_rule_is_named(tmp_path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(RULES.replace("saas", "moon"))
    with pytest.raises(keysieve.RuleError) as raised:
        keysieve.Scanner(rules=path)
    error = raised.value
    assert (error.file, error.rule, error.field) == (str(path), "acme-api-key", "category")
    assert error.line > 1 and "moon" in error.problem
    assert str(error).startswith(f"{path}:{error.line}: rule `acme-api-key`, field `category`: ")
    assert isinstance(error, keysieve.KeysieveError) and isinstance(error, ValueError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    with pytest.raises(FileNotFoundError):
        keysieve.Scanner(rules=tmp_path / "absent.toml")


def test_selection() -> None:
    assert found(keysieve.Scanner(only=["redis-url-password"])) == ["redis-url-password"]
    assert "redis-url-password" not in found(keysieve.Scanner(disable=["redis-url-password"]))
    for arguments in ({"only": ["no-such"]}, {"disable": ["no-such"]}):
        with pytest.raises(keysieve.ConfigError, match="there is no rule `no-such`"):
            keysieve.Scanner(**arguments)
    with pytest.raises(TypeError, match="disable must be an iterable of str, not a single str"):
        keysieve.Scanner(disable="jwt")
    with pytest.raises(TypeError):
        keysieve.Scanner(nonsense=True)  # type: ignore[call-arg]
    with pytest.raises(KeyError):
        keysieve.rule("no-such")


def test_confidence() -> None:
    assert keysieve.Scanner().min_confidence == keysieve.DEFAULT_MIN_CONFIDENCE
    [finding] = keysieve.scan(URL)
    assert found(keysieve.Scanner(min_confidence=finding.confidence), URL)
    assert not found(keysieve.Scanner(min_confidence=finding.confidence + 1), URL)
    for wrong in (-1, 101, 300):
        with pytest.raises(keysieve.ConfigError, match=f"0 to 100, not {wrong}"):
            keysieve.Scanner(min_confidence=wrong)


@pytest.mark.parametrize(
    ("entry", "path", "left"),
    [
        (keysieve.Allow("", rules=["redis-url-password"]), None, False),
        (keysieve.Allow("", words=[credentials.password()[:6].lower()]), None, False),
        (keysieve.Allow("", secrets=["^" + credentials.password()[:6]]), None, False),
        (keysieve.Allow("", lines=["cache\\.internal"]), None, False),
        (keysieve.Allow("", matches=["^redis://"]), None, False),
        (keysieve.Allow("", path_prefixes=["tests/"]), "tests/a.py", False),
        (keysieve.Allow("", path_prefixes=["tests/"]), "src/a.py", True),
        (keysieve.Allow("", path_suffixes=[".py"]), "src/a.py", False),
        (keysieve.Allow("", paths=["(^|/)a\\.py$"]), "src/a.py", False),
        (keysieve.Allow("", words=["absent"], lines=["internal"]), None, True),
        (keysieve.Allow("", words=["absent"], lines=["internal"], any=True), None, False),
        (keysieve.Allow("", fingerprints=[keysieve.scan(URL)[0].fingerprint]), None, False),
        (keysieve.Allow("no criterion"), None, True),
    ],
)
def test_allowlists(entry: keysieve.Allow, path: str | None, left: bool) -> None:
    scanner = keysieve.Scanner(allow=[entry])
    assert bool(scanner.scan(URL, path=path)) is left


def test_a_broken_allowlist_is_named() -> None:
    with pytest.raises(keysieve.ConfigError, match=r"allow\[1\]\.lines: "):
        keysieve.Scanner(allow=[keysieve.Allow("a"), keysieve.Allow("b", lines=["("])])
    with pytest.raises(keysieve.ConfigError, match=r"allow\[0\]\.fingerprints: "):
        keysieve.Scanner(allow=[keysieve.Allow("a", fingerprints=["xyz"])])


def test_markers() -> None:
    text = f"{URL} # keysieve:allow"
    assert found(keysieve.Scanner(), text)
    assert not found(keysieve.Scanner(markers="own"), text)
    assert not found(keysieve.Scanner(markers="all"), f"{URL} # gitleaks:allow")
    with pytest.raises(keysieve.ConfigError, match="markers must be"):
        keysieve.Scanner(markers="some")  # type: ignore[arg-type]


def test_decoding_and_its_limits() -> None:
    encoded = URL.encode()
    for _ in range(2):
        encoded = base64.b64encode(encoded)
    text = f"é {encoded.decode()}"
    assert keysieve.scan(text) == []
    [finding] = keysieve.Scanner(decode=True).scan(text)
    assert finding.decoded == ("base64", "base64")
    assert finding.secret(text) in encoded.decode()
    shallow = keysieve.Scanner(decode=True, limits=keysieve.Limits(depth=1))
    with pytest.warns(keysieve.IncompleteWarning, match="encoded more deeply than is decoded"):
        assert shallow.scan(text) == []
    with pytest.warns(keysieve.IncompleteWarning, match="record 1: "):
        shallow.scan_many(["", text])
    with warnings.catch_warnings():
        warnings.simplefilter("error", keysieve.IncompleteWarning)
        with pytest.raises(keysieve.IncompleteWarning):
            shallow.redact(text)


def test_pickles_are_small_and_built_once(tmp_path) -> None:
    (tmp_path / "acme.toml").write_text(RULES)
    scanner = keysieve.Scanner(
        rules=tmp_path / "acme.toml",
        disable=["jwt"],
        allow=[keysieve.Allow("ours", words=["zzz"])],
        limits=keysieve.Limits(depth=2),
        decode=True,
        fingerprint_key="pass",
    )
    (tmp_path / "acme.toml").unlink()
    pickled = pickle.dumps(scanner)
    assert len(pickled) < 1000
    assert len(pickle.dumps(keysieve.Scanner())) < 100
    again = pickle.loads(pickled)
    assert again is pickle.loads(pickled)
    assert again.scan(ACME) == scanner.scan(ACME) != []
    assert pickle.dumps(again) == pickled
    assert copy.deepcopy(scanner).scan(ACME) == scanner.scan(ACME)


@pytest.mark.parametrize(
    "arguments",
    [
        {"only": ["jwt"]},
        {"min_confidence": 0},
        {"min_confidence": 1, "indicators": True},
        {"markers": "all", "allow_known": True},
        {"limits": keysieve.Limits(), "fingerprint_key": b"\0"},
    ],
)
def test_a_pickle_holds_what_was_asked_for(arguments) -> None:
    scanner = keysieve.Scanner(**arguments)
    again = pickle.loads(pickle.dumps(scanner))
    assert again.rules == scanner.rules
    assert again.min_confidence == scanner.min_confidence
    assert repr(again) == repr(scanner) != "Scanner()"


def test_repr_shows_no_key() -> None:
    assert repr(keysieve.Scanner()) == "Scanner()"
    assert repr(keysieve.Scanner(rules=RULES, fingerprint_key="pass", min_confidence=70)) == (
        "Scanner(rules=…, min_confidence=70, fingerprint_key=…)"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rules": 3}, "rules must be the path or the text of a rule file, or several, not int"),
        ({"rules": b"a\nb"}, "rules must be .* not bytes"),
        ({"rules": [3]}, "each of rules must be str or os.PathLike, not int"),
        ({"only": 3}, "only must be an iterable of str, not int"),
        ({"disable": [None]}, "each of disable must be str, not NoneType"),
        ({"min_confidence": "70"}, "min_confidence must be int, not str"),
        ({"min_confidence": True}, "min_confidence must be int, not bool"),
        ({"decode": "yes"}, "decode must be bool, not str"),
        ({"markers": None}, "markers must be str, not NoneType"),
        ({"allow": ["jwt"]}, r"allow\[0\] must be keysieve.Allow, not str"),
        ({"allow": keysieve.Allow("a")}, "allow must be an iterable .* not a single Allow"),
        ({"allow": [keysieve.Allow(3)]}, r"allow\[0\].reason must be str, not int"),  # type: ignore[arg-type]
        ({"allow": [keysieve.Allow("a", words="b")]}, r"allow\[0\].words .* not a single str"),
        ({"limits": 3}, "limits must be keysieve.Limits, not int"),
        ({"limits": keysieve.Limits(total="a")}, "limits.total must be int, not str"),  # type: ignore[arg-type]
        ({"fingerprint_key": 3}, "fingerprint_key must be str or bytes, not int"),
    ],
)
def test_arguments_of_other_types_are_named(arguments, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        keysieve.Scanner(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"only": []}, "no rule is left"),
        ({"only": ["jwt"], "disable": ["jwt"]}, "no rule is left"),
        ({"fingerprint_key": ""}, "fingerprint_key must not be empty"),
        ({"fingerprint_key": b""}, "fingerprint_key must not be empty"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, message: str) -> None:
    with pytest.raises(keysieve.ConfigError, match=message):
        keysieve.Scanner(**arguments)


def test_limits_out_of_range_are_named() -> None:
    for limits, message in [
        (keysieve.Limits(depth=9), "limits.depth must be 0 to 8, not 9"),
        (keysieve.Limits(input=-1), "limits.input must be 0 to [0-9]+, not -1"),
        (keysieve.Limits(input=2**70), "limits.input must be 0 to [0-9]+, not 1180"),
    ]:
        with pytest.raises(keysieve.ConfigError, match=message):
            keysieve.Scanner(limits=limits)


LEFT_OUT = [
    ("regex = '(?<=tok:)acme_[0-9a-z]{20}'", "rule `lost` is left out: .*look"),
    ("regex = '(unclosed'", "rule `lost` is left out: .*unclosed"),
    ("path = '[.]pem$'", "rule `lost` is left out: it goes by the names of files alone"),
    ("regex = 'xyz_[0-9a-z]{20}'\n[extend]\nuseDefault = true", "`extend.useDefault`"),
]


@pytest.mark.parametrize(("lines", "message"), LEFT_OUT)
def test_what_is_not_carried_over_is_named(tmp_path, lines: str, message: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f"{GITLEAKS}\n[[rules]]\nid = 'lost'\n{lines}\n")
    with pytest.warns(keysieve.RuleWarning) as warned:
        scanner = keysieve.Scanner(rules=path)
    [warning] = warned
    assert re.match(f"{re.escape(str(path))}: {message}", str(warning.message), re.DOTALL)
    assert warning.filename == __file__
    assert found(scanner, f"k {ACME}") == ["acme-from-gitleaks"]
    with warnings.catch_warnings():
        warnings.simplefilter("error", keysieve.RuleWarning)
        # What is not asked for is not missed.
        if "extend" not in lines:
            keysieve.Scanner(rules=path.read_text(), only=["acme-from-gitleaks"])


def test_a_rule_that_is_asked_for_and_left_out_is_told_of() -> None:
    rules = "[[rules]]\nid = 'lost'\nregex = '('\n"
    message = "there is no rule `lost`: that of <rules> is left out: not a valid pattern"
    with pytest.raises(keysieve.ConfigError, match=message):
        keysieve.Scanner(rules=rules, only=["lost"])


def test_rules_tell_what_they_know() -> None:
    assert len({rule.id for rule in keysieve.rules()}) == len(keysieve.rules()) > 300
    rule = keysieve.rule("github-personal-access-token")
    assert (rule.vendor, rule.secrecy, rule.validator) == ("GitHub", "secret", "crc32-base62")
    assert "ghp_" in rule.pattern and rule.name and rule.description and rule.category
    assert rule.remediation and rule.references and "CWE-798" in rule.cwe and rule.controls
    assert 0 < rule.confidence <= 100 and rule.max_length >= 40
    assert rule == keysieve.Scanner().rule(rule.id) and hash(rule) == hash(keysieve.rule(rule.id))
    assert rule != keysieve.rule("jwt")
    assert repr(rule) == "Rule('github-personal-access-token')"

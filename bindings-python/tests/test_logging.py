"""Log records of logging, structlog and loguru."""

from __future__ import annotations

import io
import json
import logging

import credentials
import keysieve
import pytest
from keysieve.logging import RedactingFilter

URL = credentials.redis_url()
PASSWORD = credentials.password()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"


class Shown(Exception):
    """With a message that shows a credential."""


@pytest.fixture
def log():
    """A logger and what its handler writes."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        logging.Formatter("%(levelname)s %(message)s %(extra)s", defaults={"extra": ""})
    )
    handler.addFilter(RedactingFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, out


@pytest.mark.parametrize(
    "args",
    [
        (f"connecting to {URL}",),
        ("connecting to %s", URL),
        ("connecting to %(url)s", {"url": URL}),
        ("connecting to redis://app:%s@cache.internal:6379/0", PASSWORD),
    ],
)
def test_messages(log, args) -> None:
    logger, out = log
    logger.info(*args)
    assert out.getvalue() == f"INFO connecting to {CLEAN} \n"


def test_objects_as_arguments(log) -> None:
    class Url:
        def __str__(self) -> str:
            return URL

    logger, out = log
    logger.info("%s %r %d", Url(), [URL, {"url": URL}], 3)
    assert PASSWORD not in out.getvalue()
    assert out.getvalue().startswith(f"INFO {CLEAN} [{CLEAN!r}, {{'url': {CLEAN!r}}}] 3")


def test_a_message_that_is_no_text(log) -> None:
    logger, out = log
    logger.error(Shown(URL))
    assert out.getvalue() == f"ERROR {CLEAN} \n"


def test_arguments_that_do_not_fit(log, capsys) -> None:
    logger, _ = log
    logger.info("%d and %d", URL)
    shown = capsys.readouterr().err
    assert "Logging error" in shown and PASSWORD not in shown.replace(__file__, "")


def test_exceptions_stacks_and_extra(log) -> None:
    logger, out = log
    password = PASSWORD
    try:
        raise Shown(f"cannot connect to redis://app:{password}@cache.internal:6379/0")
    except Shown:
        logger.exception("failed", stack_info=True, extra={"extra": {"password": password}})
    text = out.getvalue()
    assert f"Shown: cannot connect to {CLEAN}" in text
    assert "Stack (most recent call last)" in text
    assert PASSWORD not in text


class Showing:
    """An object that shows a credential."""

    def __str__(self) -> str:
        return URL


@pytest.mark.parametrize("value", [Showing(), Shown(URL), {"a": (URL, [URL])}, {URL}])
def test_extra_of_any_kind(log, value: object) -> None:
    logger, out = log
    logger.info("message", extra={"extra": value})
    assert CLEAN in out.getvalue() and PASSWORD not in out.getvalue()


def unwalkable() -> tuple[list[object], list[object]]:
    """A list that holds itself, and one that is nested too deeply."""
    cyclic: list[object] = [URL]
    cyclic.append(cyclic)
    deep: list[object] = [URL]
    for _ in range(300):
        deep = [deep]
    return cyclic, deep


@pytest.mark.parametrize("number", [0, 1])
def test_what_cannot_be_walked_stops_nobody(log, number: int) -> None:
    value = unwalkable()[number]
    logger, out = log
    logger.info("to %s", value, extra={"extra": value, "password": "wq8Zk2LmX0vTy7Rb"})
    assert out.getvalue().count(CLEAN) == 2 and PASSWORD not in out.getvalue()
    record = logging.makeLogRecord({"value": value, "password": "wq8Zk2LmX0vTy7Rb"})
    RedactingFilter().filter(record)
    assert record.password == "[REDACTED:generic-secret]"  # type: ignore[attr-defined]


def test_an_iterator_is_not_read(log) -> None:
    logger, out = log
    iterator = iter([URL])
    logger.info("to %s", iterator, extra={"extra": iterator})
    assert "list_iterator object" in out.getvalue()
    assert next(iterator) == URL


def test_structlog_and_loguru_take_what_cannot_be_walked() -> None:
    pytest.importorskip("structlog")
    pytest.importorskip("loguru")
    import keysieve.loguru
    from keysieve.structlog import RedactProcessor

    for value in unwalkable():
        event = RedactProcessor()(None, "info", {"event": URL, "value": value})
        assert event["event"] == CLEAN and PASSWORD not in str(event)
        record = {"message": URL, "extra": {"value": value}, "exception": None}
        keysieve.loguru.patcher()(record)
        assert record["message"] == CLEAN and PASSWORD not in str(record)


def test_wrong_arguments_are_named_at_once() -> None:
    pytest.importorskip("structlog")
    pytest.importorskip("loguru")
    import keysieve.loguru
    from keysieve.structlog import RedactProcessor

    for make in (RedactingFilter, RedactProcessor, keysieve.loguru.patcher):
        with pytest.raises(keysieve.ConfigError, match="style must be"):
            make(style="nonsense")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="scanner must be a keysieve.Scanner, not str"):
            make("redis-url-password")  # type: ignore[arg-type]


def test_what_is_clean_stays_as_it_is() -> None:
    args = ("x", {"a": 1}, object())
    record = logging.makeLogRecord({"msg": "%s %s %s", "args": args, "other": args})
    before = dict(vars(record))
    assert RedactingFilter().filter(record) is True
    assert vars(record) == before
    assert record.args is args


def test_a_template_keeps_its_arguments() -> None:
    record = logging.makeLogRecord({"msg": "to %s: %d", "args": (URL, 7)})
    RedactingFilter(style="mask").filter(record)
    assert record.msg == "to %s: %d"
    assert record.args == (URL.replace(PASSWORD, "*" * len(PASSWORD)), 7)


def test_a_filter_by_name_and_with_a_scanner() -> None:
    scanner = keysieve.Scanner(only=["jwt"])
    for chosen in (RedactingFilter(scanner), RedactingFilter(name="other")):
        record = logging.makeLogRecord({"msg": URL, "name": "mine"})
        assert chosen.filter(record) is True
        assert record.getMessage() == URL


def test_structlog() -> None:
    structlog = pytest.importorskip("structlog")
    from keysieve.structlog import RedactProcessor

    out = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[RedactProcessor(), structlog.processors.JSONRenderer(ensure_ascii=False)],
    )
    try:
        raise Shown(URL)
    except Shown:
        logger.error(f"failed: {URL}", nested={"list": [URL]}, number=3, exc_info=True)
    event = json.loads(out.getvalue())
    assert event["event"] == f"failed: {CLEAN}"
    assert event["nested"] == {"list": [CLEAN]}
    assert event["number"] == 3
    assert event["exception"].endswith(f"Shown: {CLEAN}")
    assert PASSWORD not in out.getvalue()


def test_structlog_keeps_clean_events() -> None:
    pytest.importorskip("structlog")
    from keysieve.structlog import RedactProcessor

    event = {"event": "clean", "n": 1}
    assert RedactProcessor()(None, "info", event) is event


@pytest.mark.thread_unsafe(reason="loguru has one logger")
def test_loguru() -> None:
    loguru = pytest.importorskip("loguru")
    import keysieve.loguru

    logger = loguru.logger
    patched, written = io.StringIO(), io.StringIO()
    logger.remove()
    numbers = [
        logger.add(patched, format="{message} {extra}", diagnose=False),
        logger.add(keysieve.loguru.sink(written.write), format="{message} {extra}", diagnose=True),
    ]
    try:
        local = logger.patch(keysieve.loguru.patcher())
        try:
            raise Shown(URL)
        except Shown:
            local.bind(url=[URL]).exception(f"failed: {URL}")
            local.info("clean")
        for out in (patched, written):
            assert f"failed: {CLEAN}" in out.getvalue()
            assert f"Shown: {CLEAN}" in out.getvalue()
            assert PASSWORD not in out.getvalue()
        unpatched = io.StringIO()
        numbers.append(logger.add(keysieve.loguru.sink(unpatched.write), diagnose=True))
        try:
            raise Shown(URL)
        except Shown:
            logger.exception("failed")
        assert "Shown" in unpatched.getvalue() and PASSWORD not in unpatched.getvalue()
    finally:
        for number in numbers:
            logger.remove(number)

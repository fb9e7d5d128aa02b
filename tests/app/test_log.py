"""contactdesk.app.log: no key, no search term and no forged line in file or standard error."""

from __future__ import annotations

import asyncio
import logging
import os
import stat

import httpx
import pytest

from contactdesk.app import log
from contactdesk.security.redact import remember

KEY = "sk-LOGCANARY-0123456789"
LOUD = ("httpx", "httpcore", "hpack", "h2", "h11", "qasync", "asyncio", "keyring", "jeepney")
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture
def log_file(tmp_path):
    remember(KEY)
    path = tmp_path / "log" / "contactdesk.log"
    log.set_up(path)
    yield path
    log.tear_down()


def test_line_has_level_and_logger(log_file):
    logging.getLogger("contactdesk.sync.engine").info("loaded %d", 7)
    assert "INFO contactdesk.sync.engine: loaded 7" in log_file.read_text()


def test_debug_is_not_written(log_file):
    logging.getLogger("contactdesk.sync.engine").debug("very much")
    assert log_file.read_text() == ""


def test_standard_error_gets_warnings_only_and_without_keys(log_file, capsys):
    log.set_up(log_file)  # on the stderr of this test
    logging.getLogger("x").info("quiet")
    logging.getLogger("x").warning("loud %s", KEY)
    assert "loud [key]" in (shown := capsys.readouterr().err)
    assert "quiet" not in shown
    assert KEY not in shown


def test_keys_in_arguments_and_tracebacks_are_redacted(log_file):
    try:
        try:
            raise UnicodeEncodeError("ascii", KEY + "\xe9", 0, 1, "x")
        except UnicodeEncodeError as error:
            raise RuntimeError(f"failed: {error!r}") from error
    except RuntimeError as error:
        logging.getLogger("x").exception("failed %r", error, stack_info=True)
    logging.getLogger("x").error("sent %s", {"authorization": KEY})
    text = log_file.read_text()
    assert "Traceback" in text
    assert "RuntimeError" in text
    assert "CANARY" not in text


def test_child_of_a_quiet_logger_is_quiet(log_file):
    for name in LOUD:
        logging.getLogger(f"{name}.deep").info("hear me")
        logging.getLogger(f"{name}.deep").warning("heed %s", name)
    text = log_file.read_text()
    assert "hear me" not in text
    assert all(f"heed {name}" in text for name in LOUD)


def test_httpx_does_not_log_the_address(log_file):
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    with httpx.Client(transport=transport) as client:
        client.get("https://vendor.test/?search=jane@example.com")
    assert log_file.read_text() == ""


def test_debug_header_table_shows_no_key(log_file):
    logging.getLogger().setLevel(logging.DEBUG)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.DEBUG)
    quiet = logging.getLogger("hpack.hpack")
    quiet.setLevel(logging.DEBUG)
    try:
        quiet.debug("Adding %s=%s to the header table", b"authorization", KEY.encode())
    finally:
        quiet.setLevel(logging.NOTSET)
    assert "[key]" in (text := log_file.read_text())
    assert "CANARY" not in text


def test_slow_callback_is_named_without_its_key(log_file):
    loop = asyncio.new_event_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 0.0
    loop.call_soon(lambda _key: loop.call_soon(loop.stop), KEY)
    loop.run_forever()
    loop.close()
    assert "[key]" in (text := log_file.read_text())
    assert "CANARY" not in text


def test_vendor_text_cannot_forge_a_line_or_control_a_terminal(log_file):
    logging.getLogger("x").warning("said: \n2026-01-01 ERROR forged\r\x1b[31mred\x9b0m\u202eback")
    text = log_file.read_text(encoding="utf-8")
    assert "\n    2026-01-01 ERROR forged" in text
    assert "\n2026-01-01 ERROR" not in text
    assert not set(text) & set("\x1b\x9b\r\u202e")
    assert "\\x1b" in text


def test_lone_surrogate_is_written(log_file):
    logging.getLogger("x").warning("name \ud800 end")
    assert "\\ud800 end" in log_file.read_text(encoding="utf-8")


@posix
def test_log_files_are_private(log_file, monkeypatch):
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file.parent.stat().st_mode) == 0o700
    for handler in logging.getLogger().handlers:
        if isinstance(handler, log.PrivateFileHandler):
            monkeypatch.setattr(handler, "maxBytes", 300)
    for n in range(40):
        logging.getLogger("x").info("line %d %s", n, "-" * 40)
    files = sorted(path.name for path in log_file.parent.iterdir())
    assert files == ["contactdesk.log", "contactdesk.log.1", "contactdesk.log.2"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in log_file.parent.iterdir()}
    assert modes == {0o600}


@posix
def test_log_file_open_to_others_is_made_private(tmp_path):
    path = tmp_path / "contactdesk.log"
    path.write_text("older\n")
    path.chmod(0o644)
    log.set_up(path)
    logging.getLogger("x").info("newer")
    log.tear_down()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("older\n")


def test_unusable_file_is_reported_and_ignored(tmp_path, capsys):
    (tmp_path / "log").write_text("a file where a folder should be")
    log.set_up(tmp_path / "log" / "contactdesk.log")
    logging.getLogger("x").warning("still here")
    log.tear_down()
    shown = capsys.readouterr().err
    assert "No log file" in shown
    assert "still here" in shown


def test_record_that_cannot_be_formatted_is_not_printed(log_file, capsys):
    log.set_up(log_file)
    logging.getLogger("x").warning("%d", KEY)
    assert KEY not in capsys.readouterr().err


def test_tear_down_restores_everything(tmp_path):
    root = logging.getLogger()
    before = (root.level, list(root.handlers), logging.raiseExceptions)
    quiet = [logging.getLogger(name).level for name in log.QUIET_LOGGERS]
    log.set_up(tmp_path / "a.log")
    log.set_up(tmp_path / "b.log")
    assert (root.level, list(root.handlers), logging.raiseExceptions) != before
    log.tear_down()
    log.tear_down()
    assert (root.level, list(root.handlers), logging.raiseExceptions) == before
    assert [logging.getLogger(name).level for name in log.QUIET_LOGGERS] == quiet

"""contactdesk.app.session_bus: next steps of a command line without a keyring."""

import sys

import pytest

from contactdesk.app.session_bus import BUS_VARIABLE, explain
from contactdesk.app.wording import error_line
from contactdesk.errors import KeyringLockedError, KeyTextError, NoKeyringError

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")


@linux_only
@pytest.mark.parametrize("kind", ["keyring-none", "keyring-broken"])
def test_without_a_bus_the_desktop_session_is_named(tmp_path, kind):
    error = explain(NoKeyringError(kind), {}, tmp_path / "none")
    assert error_line(error) == (
        "Your keyring can't be reached: this session has no D-Bus. Run the command in your desktop"
        " session, or set DBUS_SESSION_BUS_ADDRESS to that session's bus."
    )


@linux_only
def test_bus_of_the_desktop_session_is_given_where_it_runs(tmp_path):
    error = explain(NoKeyringError("keyring-none"), {}, tmp_path)
    assert f"Set {BUS_VARIABLE}=unix:path={tmp_path}, then try again" in error_line(error)


def test_with_a_bus_only_what_a_command_can_do_is_said():
    there = {BUS_VARIABLE: "unix:path=/x"}
    error = explain(NoKeyringError("keyring-none"), there)
    assert (error.kind, error.advice) == ("keyring-none", "keyring-start")
    assert "session only" not in error_line(error)
    stopped = NoKeyringError(
        "keyring-none", advice="keyring-stopped", details={"keyring": "KWallet"}
    )
    assert "stored in KWallet" in error_line(explain(stopped, there))


@pytest.mark.parametrize(
    "error",
    [
        KeyringLockedError("keyring-locked"),
        NoKeyringError("keyring-unsafe"),
        KeyTextError("key-text"),
    ],
)
def test_other_errors_stay(error):
    assert explain(error, {}) is error

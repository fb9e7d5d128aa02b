"""contactdesk.profile.keyring on keyring's back end for KWallet, with a made-up wallet behind it.

The back end is the real one, and so are dbus-python and the bus; only the daemon is ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contactdesk.profile.keyring import describe_backend

ROOT = Path(__file__).parents[2]
# dbus-python is the system's: it is built for one version of Python, and no part of ours.
SYSTEM = Path("/usr/lib/python3/dist-packages")
PARTS = ("dbus", "_dbus_bindings", "_dbus_glib_bindings")
TAG = f"cpython-{sys.version_info.major}{sys.version_info.minor}-"
BUILT = sorted(SYSTEM.glob(f"_dbus_*bindings.{TAG}*.so"))

pytestmark = pytest.mark.skipif(
    len(BUILT) != 2 or not shutil.which("dbus-run-session"),
    reason="no dbus-python of the system for this Python",
)

KWALLET = "keyring.backends.kwallet.DBusKeyring"
CALLS = """
import asyncio, os
from contactdesk.profile.keyring import KeyStore
async def main():
    limit = 1 if os.environ["HOW"] == "hangs" else 20
    keys = KeyStore(get_timeout=limit, save_timeout=limit)
    for name, call in (
        ("save", lambda: keys.save("a1", "sk-CANARY0123")),
        ("get", lambda: keys.get("a1")),
        ("pinned", lambda: keys.get("a1", "keyring.backends.kwallet.DBusKeyring")),
        ("index", lambda: keys.index_key("p1")),
        ("again", lambda: keys.index_key("p1")),
        ("probe", keys.probe),
        ("forget", lambda: keys.forget("a1")),
        ("gone", lambda: keys.get("a1")),
    ):
        try:
            found = await call()
            print(name, found.hex() if isinstance(found, bytes) else found)
        except Exception as error:
            print(name, error.kind, "|", error)
asyncio.run(main())
"""
START = (
    '"$PYTHON" -m tests.profile.kwallet "$HOW" > ready & until grep -q ready ready; do :; done; '
)


def said(tmp_path: Path, how: str, script: str = START + '"$PYTHON" -c "$CALLS"') -> dict[str, str]:
    """What each call came to, on a bus of its own where KWallet is the desktop's."""
    system, services = tmp_path / "system", tmp_path / "run" / "dbus-1" / "services"
    for folder in (system, services):
        folder.mkdir(parents=True)
    (tmp_path / "run").chmod(0o700)
    for file in (SYSTEM / "dbus", *BUILT):
        (system / file.name).symlink_to(file)
    # keyring wants it activatable as well as running.
    text = "[D-BUS Service]\nName=org.kde.kwalletd5\nExec=/bin/false\n"
    (services / "org.kde.kwalletd5.service").write_text(text)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", script + "; kill %1 2>/dev/null || true"],
        capture_output=True,
        text=True,
        timeout=50,
        cwd=tmp_path,
        env={
            **kept,
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path / "run"),
            "XDG_CURRENT_DESKTOP": "KDE",
            "PYTHONPATH": f"{ROOT}:{system}",
            "PYTHON": sys.executable,
            "CALLS": CALLS,
            "HOW": how,
        },
        check=False,
    )
    assert "sk-CANARY0123" not in done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def test_working_wallet(tmp_path):
    calls = said(tmp_path, "works")
    assert calls["save"] == KWALLET
    assert calls["get"] == calls["pinned"] == "sk-CANARY0123"
    assert calls["index"] == calls["again"]
    assert len(bytes.fromhex(calls["index"])) == 32
    assert calls["probe"] == describe_backend(KWALLET) == "KWallet"
    assert calls["forget"] == "None"
    assert calls["gone"].startswith("key-missing")


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("cancelled", "keyring-locked"),
        ("broken", "keyring-broken"),
        ("hangs", "keyring-waiting"),
    ],
)
def test_failing_wallet(tmp_path, how, kind):
    calls = said(tmp_path, how)
    assert {name: line.split(" ")[0] for name, line in calls.items()} == dict.fromkeys(calls, kind)
    assert len(calls) == 8


def test_wallet_that_drops_writes_is_unsafe(tmp_path):
    calls = said(tmp_path, "quiet")
    assert calls["save"].startswith("keyring-unsafe")
    assert calls["get"].startswith("key-missing")
    assert calls["index"].startswith("keyring-unsafe")


def test_key_pinned_to_a_missing_wallet(tmp_path):
    calls = said(tmp_path, "", '"$PYTHON" -c "$CALLS"')
    assert calls["pinned"].startswith("keyring-none")
    assert "KWallet" in calls["pinned"]

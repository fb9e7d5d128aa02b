"""contactdesk.profile.keyring on a real Secret Service, in sessions and homes of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contactdesk.errors import KeyMissingError
from contactdesk.profile.keyring import KeyStore
from tests.profile import keyrings
from tests.profile.keyrings import KEY, ROOT

# pytest finds a fixture by its name in the module of the test.
keys = keyrings.keys

SECRET_SERVICE = "keyring.backends.SecretService.Keyring"


@pytest.mark.secretservice
async def test_real_secret_service(keys):
    assert "Secret Service" in await keys.probe()
    try:
        assert await keys.save("real-1", KEY) == SECRET_SERVICE
        assert await keys.get("real-1") == KEY
        assert await keys.get("real-1", pinned=SECRET_SERVICE) == KEY
        await keys.save("real-1", KEY * 100, pinned=SECRET_SERVICE)
        assert await keys.get("real-1") == KEY * 100
    finally:
        await keys.forget("real-1", pinned=SECRET_SERVICE)
    with pytest.raises(KeyMissingError):
        await keys.get("real-1")
    await keys.forget("real-1")


@pytest.mark.secretservice
async def test_real_index_key_lasts(keys):
    try:
        first = await keys.index_key("real-profile")
        later = KeyStore()
        assert await later.index_key("real-profile") == first
        later.close()
    finally:
        await keys.forget_index_key("real-profile")


@pytest.mark.secretservice
async def test_searches_key_is_forgotten_and_no_other(keys):
    try:
        index, searches = (
            await keys.index_key("real-profile"),
            await keys.userdata_key("real-profile"),
        )
        await keys.forget_userdata_key("real-profile")
        assert await keys.index_key("real-profile") == index
        assert await keys.userdata_key("real-profile") != searches
    finally:
        await keys.forget_userdata_key("real-profile")
        await keys.forget_index_key("real-profile")


@pytest.mark.secretservice
async def test_second_entry_from_a_shell_is_forgotten_too(keys):
    import secretstorage

    await keys.save("real-2", KEY)
    bus = secretstorage.dbus_init()
    try:
        collection = secretstorage.get_default_collection(bus)
        named = {"service": "contactdesk/real-2", "username": "key"}
        collection.create_item("by hand", named, b"by-hand-key")
        assert len(list(collection.search_items(named))) == 2
        await keys.forget("real-2")
        assert list(collection.search_items(named)) == []
    finally:
        bus.close()


@pytest.mark.secretservice
def test_key_saved_by_the_keyring_command_is_read(tmp_path):
    command = "printf '%s\\n' sk-CANARY0123 | $PYTHON -m keyring set contactdesk/a1 key"
    said = in_session(tmp_path, f"{command} && $PYTHON -c '{READ}'")
    assert said == "sk-CANARY0123"


@pytest.mark.secretservice
def test_keyring_locked_at_run_time(tmp_path):
    said = in_session(tmp_path, f"$PYTHON -c '{LOCK}'")
    assert said.split() == ["sk-CANARY0123", *["keyring-locked"] * 4, "session-key-1"]


@pytest.mark.secretservice
def test_locked_keyring_shows_nothing_personal(tmp_path):
    """Names and labels of what it holds can be read by any program, without its password."""
    shown = json.loads(in_session(tmp_path, f"$PYTHON -c '{SHOWN}'"))
    names = {"application", "service", "username", "xdg:schema"}
    assert [set(attributes) - names for _label, attributes in shown] == [set(), set()]
    assert sorted((each["service"], each["username"]) for _label, each in shown) == [
        ("contactdesk/a1", "key"),
        ("contactdesk/p1", "index"),
    ]
    assert "CANARY" not in repr(shown)
    for label, _attributes in shown:
        assert re.fullmatch("Password for '(key|index)' on 'contactdesk/(a1|p1)'", label)


@pytest.mark.secretservice
def test_keyring_that_cannot_be_unlocked(tmp_path):
    said = in_session(tmp_path, f"$PYTHON -c '{READ}'", unlock=False)
    assert said == "keyring-locked"


@pytest.mark.secretservice
def test_damaged_keyring_file_is_key_missing(tmp_path):
    save = f"$PYTHON -m keyring set contactdesk/a1 key <<< sk-CANARY0123; $PYTHON -c '{READ}'"
    assert in_session(tmp_path, save) == "sk-CANARY0123"
    (file,) = tmp_path.rglob("login.keyring")
    file.write_bytes(file.read_bytes()[:40])
    assert in_session(tmp_path, f"$PYTHON -c '{READ}'") == "key-missing"


READ = """
import asyncio
from contactdesk.profile.keyring import KeyStore
try:
    print(asyncio.run(KeyStore(get_timeout=15).get("a1")))
except Exception as error:
    print(error.kind)
"""
LOCK = """
import asyncio, secretstorage
from contactdesk.profile.keyring import KeyStore
async def main():
    keys = KeyStore(get_timeout=15, save_timeout=15)
    await keys.save("a1", "sk-CANARY0123")
    print(await keys.get("a1"))
    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    calls = keys.get("a1"), keys.save("a1", "another-key"), keys.index_key("p1"), keys.probe()
    for call in calls:
        try:
            print("worked", await call)
        except Exception as error:
            print(error.kind)
    keys.hold("a1", "session-key-1")
    print(await keys.get("a1"))
asyncio.run(main())
"""
SHOWN = """
import asyncio, json, secretstorage
from contactdesk.profile.keyring import KeyStore
async def main():
    keys = KeyStore(get_timeout=15, save_timeout=15)
    await keys.save("a1", "sk-CANARY0123")
    await keys.index_key("p1")
    bus = secretstorage.dbus_init()
    held = secretstorage.get_default_collection(bus)
    held.lock()
    assert held.is_locked()
    items = [*held.get_all_items()]
    print(json.dumps([(item.get_label(), item.get_attributes()) for item in items]))
asyncio.run(main())
"""
UNLOCK = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'


def in_session(home: Path, script: str, *, unlock: bool = True) -> str:
    """What a script prints in a D-Bus session and a home of its own, with its own keyring."""
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    clean = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    folders = {"HOME": home, "XDG_DATA_HOME": home / "data", "XDG_RUNTIME_DIR": home / "run"}
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", f"{UNLOCK if unlock else 'true'}; {script}"],
        capture_output=True,
        text=True,
        timeout=50,
        cwd=ROOT,
        env={
            **clean,
            **{name: str(path) for name, path in folders.items()},
            "PYTHON": sys.executable,
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()

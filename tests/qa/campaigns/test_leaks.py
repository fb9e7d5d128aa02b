"""Sweeps all that a whole run with a real keyring left: no key, no contact unencrypted."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

import psutil
import pytest

from contactdesk.errors import KeyMissingError
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sandbox import FAULTS, Sandbox
from contactdesk.storage.database import connect
from contactdesk.userdata.schema import USERDATA
from tests.qa.campaigns.conftest import BANNERS, ROWS
from tests.qa.campaigns.sweep import encodings, sweep, sweep_bytes, sweep_process

pytestmark = [
    pytest.mark.secretservice,
    pytest.mark.skipif(sys.platform != "linux", reason="needs a Secret Service"),
]
SESSION = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "QT_QPA_PLATFORM")
CLIPBOARD = "__import__('PySide6.QtGui').QtGui.QGuiApplication.clipboard().text()"
DOWN = "__import__('PySide6.QtCore').QtCore.Qt.SortOrder.DescendingOrder"
IDS = "[a.id for a in program.accounts]"


@pytest.fixture
def real(place):
    """`place` with the keyring of this session instead of the file keyring."""
    del place.environment["PYTHON_KEYRING_BACKEND"]
    place.environment |= {name: os.environ[name] for name in SESSION if name in os.environ}
    keys = KeyStore()
    place.saved = []
    yield place
    with asyncio.Runner() as runner:
        for account_id in place.saved:
            runner.run(keys.forget(account_id))
        profile = Accounts.load(place.profile / "accounts.toml").profile_id
        runner.run(keys.forget_index_key(profile))
        runner.run(keys.forget_userdata_key(profile))
    keys.close()


def fill(place, sandbox) -> Accounts:
    accounts = place.fill(sandbox)
    place.keyring.unlink()
    made = {each["provider"]: each["key"] for each in sandbox.accounts}
    with asyncio.Runner() as runner:
        for account in accounts:
            keys = KeyStore()
            name = runner.run(keys.save(account.id, made[account.provider]))
            keys.close()
            place.saved.append(account.id)
            accounts.change(account.id, keyring=name)
    return accounts


FAULT_KINDS = {
    "quotes-the-key": "key-refused",
    "status-500": "server",
    "redirect": "moved",
    "gzip-bomb": "too-big",
}


def meet_faults(puppet, sandbox) -> None:
    """All vendors produce one fault after another; the error messages are copied."""
    for fault, kind in FAULT_KINDS.items():
        sandbox.set_faults([{"provider": "*", "kind": fault}])
        refresh(puppet)
        puppet.until(f"any(w.error and w.error.kind == '{kind}' for w in browser().walks())")
        puppet.until(f"len({BANNERS}) > 0")
        puppet.ask(f"browser().details_copied.emit('\\n'.join({BANNERS}))")
    sandbox.set_faults([])
    refresh(puppet)
    puppet.until(f"not program.loading.busy({IDS})")


def refresh(puppet) -> None:
    puppet.ask(f"program.loading.cancel({IDS})")
    puppet.until(f"not program.loading.busy({IDS})")
    puppet.ask("program.loading.refresh(browser().walks())")


def use(puppet, name: str) -> None:
    """Everyday use: searches, shows a contact, sorts, opens the dialogs."""
    puppet.until(f"{ROWS} >= 300")
    puppet.ask(f"window.search_field.setText({name!r})")
    puppet.until(f"0 < {ROWS} < 50")
    puppet.ask("browser().table.selectRow(0)")
    puppet.until("browser().shown_contact.row_id")
    puppet.ask("window.search_field.setText('')")
    puppet.until(f"{ROWS} >= 300")
    puppet.ask(f"browser().table.horizontalHeader().setSortIndicator(0, {DOWN})")
    for sheet in ("requests", "shortcuts", "about"):
        puppet.ask(f"program.dialogs.show_sheet('{sheet}')")


def remove(puppet, account_id: str) -> None:
    puppet.ask(f"tasks.spawn(program.commands.remove('{account_id}')) and None")
    button = "window.findChild(object, 'okButton')"
    puppet.until(f"{button} is not None")
    puppet.ask(f"{button}.click()")
    puppet.until(f"'{account_id}' not in {IDS}")
    puppet.until(f"{button} is None")


def visible(puppet, canaries) -> list:
    """Hits in what other programs can see of the running program."""
    wanted = {each: encodings(each) for each in canaries}
    clipboard = puppet.ask(CLIPBOARD).encode()
    hits = sweep_bytes(clipboard, "clipboard", wanted)
    with contextlib.suppress(psutil.AccessDenied):  # the program is hardened against it
        hits += sweep_process(puppet.process.pid, canaries)
    return hits


def keyring_files() -> list[Path]:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return [each for each in (data / "keyrings",) if each.is_dir()]


def quote_key(exchange):
    """A reply that quotes the refused key."""
    sent = exchange.request.authorization
    return exchange.error(401, f"{sent} ({sent.split()[-1]}) is not a valid key")


def test_whole_run_leaves_no_key_and_no_name(real, monkeypatch):
    monkeypatch.setitem(FAULTS, "quotes-the-key", quote_key)
    with Sandbox() as sandbox:
        accounts = fill(real, sandbox)
        keys = [made["key"] for made in sandbox.accounts]
        out = real.folder / "everything.json"
        puppet = real.start()
        use(puppet, "okafor")
        meet_faults(puppet, sandbox)
        assert {r["status"] for r in sandbox.requests} >= {200, 401, 500}
        assert visible(puppet, keys) == []
        written = real.command(
            *("export", "--profile", str(real.profile), "--all", "--format", "json"),
            *("--out", str(out)),
        )
        assert written.returncode == 0, written.stderr
        names = _names(json.loads(out.read_text()))
        assert visible(puppet, names) == []
        (first, *rest) = [account.id for account in accounts]
        remove(puppet, first)
        assert puppet.close()[0] == 0, puppet.errors.read_text()

        roots = [real.folder, *keyring_files()]
        assert sweep(roots, keys) == []
        assert sweep(roots, names, skip=[out]) == []
        # Control: the keys were sent and the names exported, and the sweep finds them there.
        sent = json.dumps(sandbox.requests, default=str).encode()
        assert sweep_bytes(sent, "sent", {keys[0]: encodings(keys[0])})
        assert sweep([out], names)

        puppet = real.start()
        puppet.until(f"{ROWS} >= 200")
        for account_id in rest:
            remove(puppet, account_id)
        assert puppet.close()[0] == 0
    out.unlink()
    assert sweep([real.folder], [*keys, *names, *rest, first], skip=[real.profile / "log"]) == []
    assert sweep([real.folder], [*keys, *names]) == []
    with asyncio.Runner() as runner:
        for account_id in (first, *rest):
            ring = KeyStore()
            with pytest.raises(KeyMissingError):
                runner.run(ring.get(account_id))
            ring.close()


def _names(exported) -> list[str]:
    """Names and addresses that occur nowhere else in a home folder."""
    people = exported if isinstance(exported, list) else exported["contacts"]
    found: list[str] = []
    for person in people[::60]:
        contact = person.get("contact", person)
        found += [str(contact.get("name") or ""), *map(str, contact.get("emails") or ())]
    found = sorted({each for each in found if len(each) >= 9})
    assert len(found) >= 5, people[0]
    return found


def test_run_that_saves_no_contacts_leaves_nothing(real):
    with Sandbox() as sandbox:
        accounts = fill(real, sandbox)
        accounts.keep_nothing(True)
        puppet = real.start()
        use(puppet, "okafor")
        assert puppet.close()[0] == 0
        assert not list(real.profile.glob("index*"))
        assert not list((real.folder / "tmp").iterdir())
        assert sweep([real.folder], [made["key"] for made in sandbox.accounts]) == []
        assert sweep([real.folder], ["Marcus Okafor"]) == []


SEARCHED = "Wilhelmina Canary-Okonkwo"


def search(puppet, text: str) -> None:
    puppet.ask(f"window.search_field.setText({text!r})")
    puppet.ask(f"window.search_field.committed.emit({text!r})")
    puppet.until(f"program.userdata.searches.recent()[:1] == [{text!r}]")


def searches_in_the_clear(place) -> bytes:
    """The file of searches, decrypted with the key now in the keyring."""
    keys = KeyStore()
    with asyncio.Runner() as runner:
        profile = Accounts.load(place.profile / "accounts.toml").profile_id
        key = runner.run(keys.userdata_key(profile))
    keys.close()
    connection = connect(place.profile / "marks.db", key, USERDATA, 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


def profile_key_names(place) -> set[str]:
    """The names of the profile's own keys in the keyring, without the accounts' keys."""
    import secretstorage

    profile = Accounts.load(place.profile / "accounts.toml").profile_id
    bus = secretstorage.dbus_init()
    try:
        found = secretstorage.search_items(bus, {"service": f"contactdesk/{profile}"})
        return {item.get_attributes()["username"] for item in found}
    finally:
        bus.close()


def test_searched_name_is_removed_with_an_account(real):
    wanted = {SEARCHED: encodings(SEARCHED)}
    with Sandbox() as sandbox:
        first, second, *_ = [account.id for account in fill(real, sandbox)]
        puppet = real.start()
        puppet.until(f"{ROWS} >= 300")
        search(puppet, SEARCHED)
        assert puppet.close()[0] == 0
        # Control: before, the sweep finds it beneath the encryption.
        assert sweep_bytes(searches_in_the_clear(real), "marks", wanted)
        puppet = real.start()
        puppet.until(f"window.search_field.text() == {SEARCHED!r}")
        puppet.ask("window.search_field.setText('')")
        puppet.until(f"{ROWS} >= 300")
        search(puppet, SEARCHED)
        remove(puppet, first)
        assert puppet.ask("window.search_field.text()") == ""
        # A kill before would leave a tombstone, for the next start.
        tombstones = f"list(__import__('pathlib').Path({str(real.profile)!r}).glob('.forg*'))"
        puppet.until(f"not {tombstones}")
        puppet.kill()
        assert sweep_bytes(searches_in_the_clear(real), "marks", wanted) == []
        puppet = real.start()
        puppet.until(f"{ROWS} >= 200")
        assert puppet.ask("program.userdata.searches.recent()") == []
        remove(puppet, second)
        assert puppet.close()[0] == 0
    assert sweep_bytes(searches_in_the_clear(real), "marks", wanted) == []
    assert sweep([real.folder, *keyring_files()], [SEARCHED]) == []


def test_searches_leave_the_disk_when_contacts_are_not_saved(real):
    with Sandbox() as sandbox:
        fill(real, sandbox)
        puppet = real.start()
        puppet.until(f"{ROWS} >= 300")
        search(puppet, SEARCHED)
        assert profile_key_names(real) == {"index", "marks"}
        puppet.ask("window.actions_by_name['actionKeepNothing'].trigger()")
        button = "window.findChild(object, 'okButton')"
        puppet.until(f"{button} is not None")
        puppet.ask(f"{button}.click()")
        puppet.until("not program.index.file.is_kept")
        puppet.until(f"not list(__import__('pathlib').Path({str(real.profile)!r}).glob('marks*'))")
        search(puppet, f"{SEARCHED} again")
        assert puppet.close()[0] == 0
    assert not [*real.profile.glob("marks*"), *real.profile.glob("index*")]
    assert profile_key_names(real) == set()
    assert sweep([real.folder, *keyring_files()], [SEARCHED]) == []

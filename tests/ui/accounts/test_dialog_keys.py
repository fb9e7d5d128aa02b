"""The account dialog where a key cannot be kept, where there is one already, and another in its place."""

import threading

import keyring
import pytest
from keyring.errors import KeyringLocked

from contactdesk.errors import KeyMissingError
from contactdesk.ui.kit import tasks
from tests.ui.accounts import dialog_harness
from tests.ui.accounts.dialog_harness import KEY, child, result, texts

# pytest finds a fixture by its name in the module of the test.
harness = dialog_harness.harness
server = dialog_harness.server


@pytest.fixture
def broken_keyring(memory_keyring, monkeypatch):
    def use(error=None, drops=False):
        def set_password(_service, _user, _key):
            if error is not None:
                raise error

        monkeypatch.setattr(memory_keyring, "set_password", set_password)
        return memory_keyring

    return use


async def offered(dialog, until):
    hold = child(dialog, "holdButton")
    await until(hold.isVisible)
    return hold


@pytest.mark.parametrize("error", [KeyringLocked(KEY), keyring.errors.NoKeyringError(KEY), None])
async def test_a_failed_save_leaves_nothing_and_offers_this_run(
    harness, until, broken_keyring, memory_keyring, error
):
    broken_keyring(error)
    dialog = harness.open()
    child(dialog, "saveButton").click()
    hold = await offered(dialog, until)
    assert "gone when contactdesk closes" in child(dialog, "resultDetail").text()
    assert len(harness.accounts) == 0
    assert "[[account]]" not in harness.accounts.path.read_text()
    assert memory_keyring.held == {}
    assert harness.saved == []
    assert dialog.isVisible()
    hold.click()
    await until(lambda: harness.saved)
    account = harness.accounts.get(harness.saved[0])
    assert harness.keys.is_held(account.id)
    assert account.keyring == ""
    assert await harness.keys.get(account.id) == KEY
    assert KEY not in texts(dialog)


async def test_a_keyring_that_waits_can_be_left(harness, until, memory_keyring, monkeypatch):
    gate = threading.Event()
    put = memory_keyring.set_password

    def wait_and_put(service, user, key):
        gate.wait(30)
        put(service, user, key)

    monkeypatch.setattr(memory_keyring, "set_password", wait_and_put)
    dialog = harness.open()
    child(dialog, "saveButton").click()
    cancel = child(dialog, "cancelWorkButton")
    await until(cancel.isVisible)
    assert child(dialog, "busyLine").text() == "Waiting for your keyring…"
    cancel.click()
    await offered(dialog, until)
    await until(lambda: tasks.running() == 0)
    assert len(harness.accounts) == 0
    gate.set()
    # The call that was under way ends behind this one's back, and takes back what it wrote.
    with pytest.raises(KeyMissingError):
        await harness.keys.get("another")
    assert memory_keyring.held == {}


async def stored(harness, url=""):
    account = harness.accounts.add("bland", "Support", url, "US")
    name = await harness.keys.save(account.id, KEY)
    return harness.accounts.change(account.id, keyring=name)


async def test_an_empty_key_field_keeps_the_key(harness, server, until, memory_keyring):
    account = await stored(harness)
    dialog = harness.open(account, url=server.url, key="")
    assert "leave empty" in child(dialog, "keyField").placeholderText()
    assert KEY not in texts(dialog)
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog) == "Key accepted: 230 contacts"
    assert server.requests[0][1] == KEY
    child(dialog, "labelField").setText("Renamed")
    child(dialog, "regionBox").setEditText("Don't guess")
    child(dialog, "saveButton").click()
    await until(lambda: harness.saved)
    changed = harness.accounts.get(account.id)
    assert (account.region, changed.region) == ("US", "")
    assert (changed.label, changed.base_url) == ("Renamed", server.url)
    assert changed.keyring == account.keyring
    assert list(memory_keyring.held.values()) == [KEY]


async def test_a_key_is_replaced(harness, until, memory_keyring):
    account = await stored(harness)
    dialog = harness.open(account, key="another-key-1234567")
    child(dialog, "saveButton").click()
    await until(lambda: harness.saved)
    assert harness.saved == [account.id]
    assert list(memory_keyring.held.values()) == ["another-key-1234567"]
    assert harness.accounts.get(account.id) == account


async def test_a_failed_replacement_changes_nothing(harness, until, broken_keyring):
    account = await stored(harness)
    broken_keyring(KeyringLocked())
    dialog = harness.open(account, url="https://eu.example.com", key="another-key-1234567")
    child(dialog, "labelField").setText("Renamed")
    child(dialog, "regionBox").setEditText("Germany")
    child(dialog, "saveButton").click()
    await offered(dialog, until)
    assert harness.accounts.get(account.id) == account
    assert await harness.keys.get(account.id, account.keyring) == KEY


async def test_replacing_a_key_begins_in_its_field(harness):
    account = harness.accounts.add("bland", "Support")
    dialog = harness.open(account, key="")
    assert dialog.focusWidget().objectName() != "keyField"
    dialog.ask_for_key()
    assert dialog.focusWidget().objectName() == "keyField"
    dialog.close()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (keyring.errors.NoKeyringError("none"), "No keyring was found"),
        (KeyringLocked("locked"), "Your keyring is locked"),
        (ConnectionResetError("no KeyringError"), "Your keyring isn't working"),
    ],
)
async def test_where_a_key_could_not_be_kept_is_said_before_one_is_pasted(
    harness, until, memory_keyring, monkeypatch, error, words
):
    def fail(*_):
        raise error

    monkeypatch.setattr(type(memory_keyring), "get_password", fail)
    dialog = harness.open(key="")
    dialog.probe_keyring()
    await until(lambda: words in result(dialog))
    assert "gone when contactdesk closes" in child(dialog, "resultDetail").text()


async def test_a_keyring_that_works_needs_no_words(harness, until):
    dialog = harness.open(key="")
    dialog.probe_keyring()
    await until(lambda: not dialog._keyring_probe.busy)
    assert not result(dialog)

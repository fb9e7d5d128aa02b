"""contactdesk.profile.keyring: back ends that fail, and one that does not answer."""

from __future__ import annotations

import asyncio
import threading
import traceback

import keyring
import keyring.errors
import pytest

from contactdesk.errors import KeyMissingError, KeyringLockedError
from contactdesk.profile.keyring import ERROR_BY_KIND, KeyStore
from contactdesk.ui.kit import error_words
from tests.profile import keyrings
from tests.profile.keyrings import KEY, raising, run, use

# pytest finds a fixture by its name in the module of the test.
keys = keyrings.keys


# What goes wrong


class DBusError(Exception):
    def __init__(self, name):
        super().__init__(name)
        self.name = name


NotAvailable = type("SecretServiceNotAvailableException", (Exception,), {})
Locked = type("LockedException", (Exception,), {})


def caused(error, cause):
    error.__cause__ = cause
    return error


def no_reply():
    gone = NotAvailable("Message recipient disconnected")
    return caused(gone, DBusError("org.freedesktop.DBus.Error.NoReply"))


class PanicError(BaseException):
    pass


PROMPT = "Failed to create the collection: Prompt dismissed.."
FAULTS = [
    (keyring.errors.KeyringLocked(f"locked {KEY}"), "keyring-locked"),
    (keyring.errors.InitError(PROMPT), "keyring-locked"),
    (Locked(KEY), "keyring-locked"),
    (keyring.errors.NoKeyringError(KEY), "keyring-none"),
    (NotAvailable(KEY), "keyring-none"),
    (
        caused(keyring.errors.InitError(KEY), NotAvailable()),
        "keyring-none",
    ),
    (caused(keyring.errors.InitError(KEY), no_reply()), "keyring-broken"),
    (DBusError("org.freedesktop.DBus.Error.Failed"), "keyring-broken"),
    (ConnectionResetError(104, KEY), "keyring-broken"),
    (OSError(1783, KEY), "keyring-broken"),
    (UnicodeEncodeError("utf-8", f"{KEY}\ud800", len(KEY), len(KEY) + 1, "x"), "keyring-broken"),
    (keyring.errors.PasswordSetError(KEY), "keyring-broken"),
    (TimeoutError(KEY), "keyring-broken"),
    (asyncio.CancelledError(KEY), "keyring-broken"),
    (PanicError(KEY), "keyring-broken"),
    (SystemExit(KEY), "keyring-broken"),
]


@pytest.mark.parametrize(("error", "kind"), FAULTS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("method", ["get_password", "set_password"])
async def test_every_keyring_error_is_mapped_and_holds_no_key(
    keys, memory_keyring, error, kind, method
):
    use(memory_keyring, **{method: raising(error)})
    call = keys.get("a1") if method == "get_password" else keys.save("a1", KEY)
    with pytest.raises(ERROR_BY_KIND[kind]) as caught:
        await call
    found = caught.value
    assert found.kind == kind
    assert found.__cause__ is None
    assert found.__context__ is None
    assert "CANARY" not in repr(found) + str(found) + repr(vars(found))
    assert "CANARY" not in "".join(traceback.format_exception(found))


def test_every_keyring_kind_has_words():
    assert set(ERROR_BY_KIND) <= set(error_words.KINDS)


async def test_keyring_works_after_it_was_locked(keys, memory_keyring):
    await keys.save("a1", KEY)
    locked = use(memory_keyring, get_password=raising(keyring.errors.KeyringLocked()))
    with pytest.raises(KeyringLockedError):
        await keys.get("a1")
    assert locked.held == {}
    keyring.set_keyring(memory_keyring)
    assert await keys.get("a1") == KEY


# A keyring that does not answer


class Gate:
    """Methods that wait until they are let go; `entered` says that one does."""

    def __init__(self):
        self.entered = threading.Event()
        self.open = threading.Event()

    def wait(self):
        self.entered.set()
        assert self.open.wait(20)


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open.set()


async def test_hanging_keyring_times_out_and_works_later(memory_keyring, gate, until):
    def get(self, service, user):
        gate.wait()
        return self.held.get((service, user))

    slow = use(memory_keyring, get_password=get)
    slow.held["contactdesk/a1", "key"] = KEY
    keys = KeyStore(get_timeout=0.05)
    with pytest.raises(KeyringLockedError) as caught:
        await keys.get("a1")
    assert caught.value.kind == "keyring-waiting"
    assert caught.value.__context__ is None
    gate.open.set()
    await until(lambda: gate.entered.is_set())
    patient = KeyStore()
    assert await patient.get("a1") == KEY
    keys.close()
    patient.close()


@pytest.mark.parametrize("before", [None, "the-older-key"])
@pytest.mark.parametrize("cancelled", [True, False])
async def test_abandoned_save_is_undone(memory_keyring, gate, until, before, cancelled):
    def set_password(self, service, user, key):
        gate.wait()
        self.held[service, user] = key

    slow = use(memory_keyring, set_password=set_password)
    entry = ("contactdesk/a1", "key")
    if before:
        slow.held[entry] = before
    keys = KeyStore(save_timeout=20 if cancelled else 0.05)
    if cancelled:
        waiting = asyncio.get_running_loop().create_task(keys.save("a1", KEY))
        await until(gate.entered.is_set)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    else:
        with pytest.raises(KeyringLockedError):
            await keys.save("a1", KEY)
    gate.open.set()
    with pytest.raises(KeyMissingError):  # comes after the save: there is one thread
        await keys.get("a2")
    assert slow.held.get(entry) == before
    keys.close()


async def test_waiting_for_the_keyring_does_not_block_the_caller(memory_keyring, gate):
    threads = []

    def get(self, service, user):
        threads.append(threading.current_thread())
        gate.wait()
        return KEY

    use(memory_keyring, get_password=get)
    keys = KeyStore()
    waiting = asyncio.get_running_loop().create_task(keys.get("a1"))
    while not gate.entered.is_set():
        await asyncio.sleep(0)
    assert not waiting.done()
    gate.open.set()
    assert await waiting == KEY
    assert threads[0] is not threading.main_thread()
    assert threads[0].daemon
    keys.close()


HANGING = """
import asyncio, threading, keyring
from keyring.backend import KeyringBackend
class Hanging(KeyringBackend):
    priority = -1
    contactdesk_allowed = True
    def get_password(self, service, user): threading.Event().wait()
    set_password = get_password
keyring.set_keyring(Hanging())
from contactdesk.profile.keyring import KeyStore
async def main():
    try:
        await KeyStore(get_timeout=0.05).get("a1")
    except Exception as error:
        print(error.kind)
asyncio.run(main())
"""


def test_hanging_keyring_does_not_keep_the_process_alive():
    assert run(HANGING) == "keyring-waiting"

"""The keyring in each of its states, a real Secret Service, and what a paste brings along."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import keyring
import keyring.errors
import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from contactdesk import keys as keys_module
from contactdesk.errors import (
    WORDS,
    KeyMissingError,
    KeyringLockedError,
    KeyTextError,
    NoKeyringError,
)
from contactdesk.keys import ERRORS, Keys, describe
from contactdesk.pasted import clean_key
from contactdesk.redact import redact

KEY = "sk-CANARY0123456789"
ROOT = Path(__file__).parent.parent


@pytest.fixture
def keys():
    keys = Keys()
    yield keys
    keys.close()


def use(memory_keyring, **methods):
    """The test's own keyring with some of its methods replaced."""
    changed = type("Changed", (type(memory_keyring),), methods)()
    keyring.set_keyring(changed)
    return changed


def raising(error):
    def method(*_arguments):
        raise error

    return method


# Saving, reading, forgetting


async def test_a_key_is_saved_read_and_forgotten(keys, memory_keyring):
    name = await keys.save("a1", KEY)
    assert name.endswith(".MemoryKeyring")
    assert memory_keyring.held == {("contactdesk/a1", "key"): KEY}
    assert await keys.get("a1") == KEY
    assert await keys.get("a1", pinned=name) == KEY
    await keys.forget("a1", pinned=name)
    assert memory_keyring.held == {}
    with pytest.raises(KeyMissingError) as caught:
        await keys.get("a1")
    assert caught.value.kind == "key-missing"


async def test_forgetting_what_is_not_there_is_no_error(keys):
    await keys.forget("never")


async def test_every_entry_of_a_name_is_deleted(keys, memory_keyring):
    layers = ["older-key-1", "older-key-2", KEY]

    def get(_self, _service, _user):
        return layers[-1] if layers else None

    def delete(_self, _service, user):
        if not layers:
            raise keyring.errors.PasswordDeleteError(user)
        layers.pop()

    use(memory_keyring, get_password=get, delete_password=delete)
    await keys.forget("a1")
    assert layers == []


async def test_a_key_that_stays_after_deleting_is_an_error(keys, memory_keyring):
    stuck = use(memory_keyring, delete_password=lambda *_: None)
    stuck.held["contactdesk/a1", "key"] = KEY
    with pytest.raises(NoKeyringError) as caught:
        await keys.forget("a1")
    assert caught.value.kind == "keyring-broken"


async def test_a_key_given_from_a_shell_may_have_a_line_break(keys, memory_keyring):
    memory_keyring.held["contactdesk/a1", "key"] = f"{KEY}\n"
    assert await keys.get("a1") == KEY


@pytest.mark.parametrize("junk", ["", "two words", "sk-\x00-null", "clé-secrète", "\ud800"])
async def test_a_saved_text_that_cannot_be_a_key_is_not_returned(keys, memory_keyring, junk):
    memory_keyring.held["contactdesk/a1", "key"] = junk
    with pytest.raises(KeyTextError):
        await keys.get("a1")


@pytest.mark.parametrize("before", [None, "the-older-key"])
@pytest.mark.parametrize("keeps", [lambda key: None, lambda key: key[:1280]], ids=["none", "part"])
async def test_a_key_that_does_not_read_back_is_not_saved(keys, memory_keyring, keeps, before):
    def set_password(self, service, user, key):
        kept = key if key == before else keeps(key)
        if kept is not None:
            self.held[service, user] = kept

    poor = use(memory_keyring, set_password=set_password)
    if before:
        poor.held["contactdesk/a1", "key"] = before
    with pytest.raises(NoKeyringError) as caught:
        await keys.save("a1", "k" * 2000)
    assert caught.value.kind == "keyring-unsafe"
    assert poor.held.get(("contactdesk/a1", "key")) == before


# Keys for this run only


async def test_a_held_key_goes_first_and_is_not_saved(keys, memory_keyring):
    await keys.save("a1", "saved-key-1")
    keys.hold("a1", KEY)
    assert keys.is_held("a1")
    assert await keys.get("a1") == KEY
    assert KEY not in memory_keyring.held.values()


async def test_saving_ends_holding(keys):
    keys.hold("a1", "held-key-1")
    await keys.save("a1", KEY)
    assert not keys.is_held("a1")
    assert await keys.get("a1") == KEY


async def test_forgetting_ends_holding_even_without_a_keyring(keys):
    keyring.set_keyring(null.Keyring())
    keys.hold("a1", KEY)
    await keys.forget("a1")
    assert not keys.is_held("a1")


async def test_forgetting_in_a_pinned_keyring_that_is_gone_is_an_error(keys):
    with pytest.raises(NoKeyringError) as caught:
        await keys.forget("a1", pinned="keyring.backends.macOS.Keyring")
    assert caught.value.kind == "keyring-none"
    assert "macOS Keychain" in caught.value.hint


async def test_session_only_reaches_no_keyring(memory_keyring):
    keys = Keys(session_only=True)
    keys.hold("a1", KEY)
    assert await keys.get("a1") == KEY
    with pytest.raises(KeyMissingError):
        await keys.get("a2")
    for call in (keys.save("a1", KEY), keys.index_key("p1"), keys.probe()):
        with pytest.raises(NoKeyringError):
            await call
    await keys.forget("a1")
    assert not keys.is_held("a1")
    assert memory_keyring.held == {}


def test_session_only_does_not_even_import_keyring():
    code = (
        "import asyncio, sys\n"
        "from contactdesk.keys import Keys\n"
        "keys = Keys(session_only=True)\n"
        "keys.hold('a', 'some-key-1')\n"
        "asyncio.run(keys.get('a')); asyncio.run(keys.forget('a'))\n"
        "print([name for name in sys.modules if name.startswith(('keyring', 'secretstorage'))])"
    )
    assert run(code) == "[]"


# Which keyring


@pytest.mark.parametrize("chosen", [null.Keyring, type("Plain", (null.Keyring,), {})])
async def test_an_unsafe_keyring_is_refused(keys, chosen):
    keyring.set_keyring(chosen())
    for call in (keys.save("a1", KEY), keys.get("a1"), keys.probe(), keys.index_key("p1")):
        with pytest.raises(NoKeyringError) as caught:
            await call
        assert caught.value.kind == "keyring-unsafe"


@pytest.mark.parametrize("pinned", ["keyring.backends.null.Keyring", "no.such.Backend"])
async def test_an_unsafe_keyring_is_refused_when_pinned_too(keys, pinned):
    keyring.set_keyring(null.Keyring())
    with pytest.raises(NoKeyringError) as caught:
        await keys.get("a1", pinned=pinned)
    assert caught.value.kind == "keyring-unsafe"


@pytest.mark.parametrize("stand_in", [ChainerBackend, fail.Keyring])
async def test_a_safe_one_is_taken_itself_where_keyring_has_several(keys, monkeypatch, stand_in):
    weaker, stronger = _safe("Weaker", 4), _safe("Stronger", 5)
    _let_run(monkeypatch, weaker, stronger)
    keyring.set_keyring(stand_in())
    assert (await keys.save("a1", KEY)).endswith(".Stronger")
    assert stronger.held == {("contactdesk/a1", "key"): KEY}
    assert await keys.get("a1", pinned=_name(stronger)) == KEY
    with pytest.raises(KeyMissingError):
        await keys.get("a1", pinned=_name(weaker))


@pytest.mark.parametrize("stand_in", [ChainerBackend, fail.Keyring])
async def test_no_keyring_at_all(keys, monkeypatch, stand_in):
    _let_run(monkeypatch)
    keyring.set_keyring(stand_in())
    with pytest.raises(NoKeyringError) as caught:
        await keys.save("a1", KEY)
    assert caught.value.kind == "keyring-none"


async def test_a_pinned_keyring_does_not_need_keyrings_own_choice(keys, monkeypatch):
    pinned = _safe("Pinned", 5)
    pinned.held["contactdesk/a1", "key"] = KEY
    _let_run(monkeypatch, pinned)
    monkeypatch.setattr(keyring, "get_keyring", raising(ModuleNotFoundError("no.such.Backend")))
    assert await keys.get("a1", pinned=_name(pinned)) == KEY
    with pytest.raises(NoKeyringError) as caught:
        await keys.get("a1")
    assert caught.value.kind == "keyring-broken"


def _safe(name, priority):
    """An instance of a back end class of its own, with a place to keep keys."""
    held: dict[tuple[str, str], str] = {}
    return type(
        name,
        (null.Keyring,),
        {
            "priority": priority,
            "viable": False,  # so that no other test sees it
            "held": held,
            "get_password": lambda self, *entry: held.get(entry),
            "set_password": lambda self, service, user, key: held.update({(service, user): key}),
        },
    )()


def _name(backend):
    return f"{type(backend).__module__}.{type(backend).__name__}"


def _let_run(monkeypatch, *backends):
    monkeypatch.setattr(keys_module, "SAFE", {_name(each): "a test's" for each in backends})
    monkeypatch.setattr(keys_module, "_running", lambda: iter(backends))


async def test_a_long_key_on_windows_says_why(keys, monkeypatch, memory_keyring):
    told = keys_module.TOLD[keys_module.WINDOWS]
    monkeypatch.setitem(keys_module.TOLD, _name(memory_keyring), told)
    monkeypatch.setattr(keys_module, "WINDOWS", _name(memory_keyring))
    await keys.save("a1", "k" * 1280)
    assert memory_keyring.persist == "local machine"
    with pytest.raises(NoKeyringError, match="too long"):
        await keys.save("a1", "k" * 1281)


def test_keyrings_are_described_in_plain_words():
    assert describe("keyring.backends.SecretService.Keyring").startswith("Secret Service")
    assert describe("keyring.backends.macOS.Keyring") == "macOS Keychain"
    assert describe("keyring.backends.Windows.WinVaultKeyring") == "Windows Credential Manager"
    assert describe("tests.MemoryKeyring") == "MemoryKeyring"
    assert describe("") == "keyring"


async def test_probe_names_the_keyring_and_leaves_nothing(keys, memory_keyring):
    assert await keys.probe() == "MemoryKeyring"
    assert memory_keyring.held == {}


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
async def test_an_error_of_any_kind_is_mapped_and_holds_no_key(
    keys, memory_keyring, error, kind, method
):
    use(memory_keyring, **{method: raising(error)})
    call = keys.get("a1") if method == "get_password" else keys.save("a1", KEY)
    with pytest.raises(ERRORS[kind]) as caught:
        await call
    found = caught.value
    assert found.kind == kind
    assert found.__cause__ is None
    assert found.__context__ is None
    assert "CANARY" not in repr(found) + str(found) + repr(vars(found))
    assert "CANARY" not in "".join(traceback.format_exception(found))


def test_every_fault_has_words():
    assert set(ERRORS) <= set(WORDS)


async def test_a_locked_keyring_keeps_nothing_from_working_later(keys, memory_keyring):
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


async def test_a_keyring_that_hangs_is_given_up_and_heard_later(memory_keyring, gate, until):
    def get(self, service, user):
        gate.wait()
        return self.held.get((service, user))

    slow = use(memory_keyring, get_password=get)
    slow.held["contactdesk/a1", "key"] = KEY
    keys = Keys(get_limit=0.05)
    with pytest.raises(KeyringLockedError) as caught:
        await keys.get("a1")
    assert caught.value.kind == "keyring-waiting"
    assert caught.value.__context__ is None
    gate.open.set()
    await until(lambda: gate.entered.is_set())
    patient = Keys()
    assert await patient.get("a1") == KEY
    keys.close()
    patient.close()


@pytest.mark.parametrize("before", [None, "the-older-key"])
@pytest.mark.parametrize("cancelled", [True, False])
async def test_a_save_nobody_waits_for_is_taken_back(
    memory_keyring, gate, until, before, cancelled
):
    def set_password(self, service, user, key):
        gate.wait()
        self.held[service, user] = key

    slow = use(memory_keyring, set_password=set_password)
    entry = ("contactdesk/a1", "key")
    if before:
        slow.held[entry] = before
    keys = Keys(save_limit=20 if cancelled else 0.05)
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


async def test_the_callers_thread_goes_on_meanwhile(memory_keyring, gate):
    threads = []

    def get(self, service, user):
        threads.append(threading.current_thread())
        gate.wait()
        return KEY

    use(memory_keyring, get_password=get)
    keys = Keys()
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
from contactdesk.keys import Keys
async def main():
    try:
        await Keys(get_limit=0.05).get("a1")
    except Exception as error:
        print(error.kind)
asyncio.run(main())
"""


def test_a_keyring_that_hangs_does_not_keep_the_program_alive():
    assert run(HANGING) == "keyring-waiting"


def run(code: str, **environment: str) -> str:
    """What a process of its own prints; it has 20 seconds to end."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=20,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


STATE = """
import asyncio
from contactdesk.keys import Keys
async def main():
    keys = Keys(get_limit=15, save_limit=15)
    for call in (keys.save("a1", "sk-CANARY0123"), keys.get("a1"), keys.probe()):
        try:
            print("worked", await call)
        except Exception as error:
            print(error.kind)
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="states of a D-Bus session")
@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}, "keyring-none"),
        ({"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}, "keyring-unsafe"),
        ({"PYTHON_KEYRING_BACKEND": "no.such.Backend"}, "keyring-broken"),
        (
            {
                "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
                "PYTHON_KEYRING_BACKEND": "keyring.backends.chainer.ChainerBackend",
            },
            "keyring-none",
        ),
    ],
)
def test_states_of_a_real_session(environment, kind, tmp_path):
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    assert run(STATE, **home, **environment).split() == [kind] * 3


# The index's key


async def test_the_index_key_is_made_once(keys, memory_keyring):
    first = await keys.index_key("p1")
    assert len(first) == 32
    assert memory_keyring.held == {("contactdesk/p1", "index"): first.hex()}
    assert await keys.index_key("p1") == first
    assert await keys.index_key("p2") != first


@pytest.mark.parametrize("junk", ["", "not hex", "00" * 31, "zz" * 32])
async def test_a_damaged_index_key_is_replaced(keys, memory_keyring, junk):
    memory_keyring.held["contactdesk/p1", "index"] = junk
    made = await keys.index_key("p1")
    assert memory_keyring.held["contactdesk/p1", "index"] == made.hex()


async def test_the_index_key_is_forgotten(keys, memory_keyring):
    first = await keys.index_key("p1")
    await keys.forget_index_key("p1")
    assert memory_keyring.held == {}
    assert await keys.index_key("p1") != first


async def test_a_locked_keyring_gives_no_new_index_key(keys, memory_keyring):
    locked = use(memory_keyring, get_password=raising(keyring.errors.KeyringLocked()))
    with pytest.raises(KeyringLockedError):
        await keys.index_key("p1")
    assert locked.held == {}


# Redaction


async def test_every_key_is_known_to_the_redaction(keys, memory_keyring):
    memory_keyring.held["contactdesk/read", "key"] = "canary-that-was-read"
    await keys.get("read")
    await keys.save("saved", "canary-that-was-saved")
    keys.hold("held", "canary-that-was-held")
    clean_key(" canary-that-was-pasted ")
    index = (await keys.index_key("p1")).hex()
    for secret in ("read", "saved", "held", "pasted"):
        assert "canary" not in redact(f"<canary-that-was-{secret}>")
    assert index not in redact(index)

"""contactdesk.profile.keyring: saving, holding and forgetting keys, and the index's own key."""

from __future__ import annotations

import math

import keyring
import keyring.errors
import pytest
from keyring.backends import null

from contactdesk.errors import KeyMissingError, KeyringLockedError, KeyTextError, NoKeyringError
from contactdesk.profile.key_text import clean_key
from contactdesk.profile.keyring import KeyStore
from contactdesk.security.redact import redact
from tests.profile import keyrings
from tests.profile.keyrings import KEY, raising, run, use

# pytest finds a fixture by its name in the module of the test.
keys = keyrings.keys


# Saving, reading, forgetting


async def test_key_is_saved_read_and_forgotten(keys, memory_keyring):
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


async def test_age_of_a_key_is_known_only_if_given_in_this_run(keys, memory_keyring):
    memory_keyring.held["contactdesk/a0", "key"] = KEY
    await keys.get("a0")
    assert keys.seconds_since_change("a0") == math.inf
    await keys.save("a1", KEY)
    keys.hold("a2", KEY)
    assert keys.seconds_since_change("a1") < 60
    assert keys.seconds_since_change("a2") < 60


async def test_forgetting_a_missing_key_is_no_error(keys):
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


async def test_key_left_after_deleting_is_an_error(keys, memory_keyring):
    stuck = use(memory_keyring, delete_password=lambda *_: None)
    stuck.held["contactdesk/a1", "key"] = KEY
    with pytest.raises(NoKeyringError) as caught:
        await keys.forget("a1")
    assert caught.value.kind == "keyring-broken"


async def test_line_break_after_a_key_is_removed(keys, memory_keyring):
    memory_keyring.held["contactdesk/a1", "key"] = f"{KEY}\n"
    assert await keys.get("a1") == KEY


@pytest.mark.parametrize("junk", ["", "two words", "sk-\x00-null", "clé-secrète", "\ud800"])
async def test_invalid_saved_key_is_not_returned(keys, memory_keyring, junk):
    memory_keyring.held["contactdesk/a1", "key"] = junk
    with pytest.raises(KeyTextError):
        await keys.get("a1")


@pytest.mark.parametrize("before", [None, "the-older-key"])
@pytest.mark.parametrize("keeps", [lambda key: None, lambda key: key[:1280]], ids=["none", "part"])
async def test_save_that_does_not_read_back_is_undone(keys, memory_keyring, keeps, before):
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


async def test_held_key_takes_precedence_and_is_not_saved(keys, memory_keyring):
    await keys.save("a1", "saved-key-1")
    keys.hold("a1", KEY)
    assert keys.is_held("a1")
    assert await keys.get("a1") == KEY
    assert KEY not in memory_keyring.held.values()


async def test_save_replaces_a_held_key(keys):
    keys.hold("a1", "held-key-1")
    await keys.save("a1", KEY)
    assert not keys.is_held("a1")
    assert await keys.get("a1") == KEY


async def test_forget_drops_a_held_key_without_a_keyring(keys):
    keyring.set_keyring(null.Keyring())
    keys.hold("a1", KEY)
    await keys.forget("a1")
    assert not keys.is_held("a1")


async def test_forget_in_a_missing_pinned_keyring_is_an_error(keys):
    with pytest.raises(NoKeyringError) as caught:
        await keys.forget("a1", pinned="keyring.backends.macOS.Keyring")
    assert caught.value.kind == "keyring-none"
    assert caught.value.advice == "keyring-stopped"
    assert caught.value.details == {"keyring": "macOS Keychain"}


async def test_session_only_never_uses_the_keyring(memory_keyring):
    keys = KeyStore(session_only=True)
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


def test_session_only_does_not_import_keyring():
    code = (
        "import asyncio, sys\n"
        "from contactdesk.profile.keyring import KeyStore\n"
        "keys = KeyStore(session_only=True)\n"
        "keys.hold('a', 'some-key-1')\n"
        "asyncio.run(keys.get('a')); asyncio.run(keys.forget('a'))\n"
        "print([name for name in sys.modules if name.startswith(('keyring', 'secretstorage'))])"
    )
    assert run(code) == "[]"


async def test_probe_names_the_keyring_and_leaves_nothing(keys, memory_keyring):
    assert await keys.probe() == "MemoryKeyring"
    assert memory_keyring.held == {}


# The index's key


async def test_index_key_is_created_once(keys, memory_keyring):
    first = await keys.index_key("p1")
    assert len(first) == 32
    assert memory_keyring.held == {("contactdesk/p1", "index"): first.hex()}
    assert await keys.index_key("p1") == first
    assert await keys.index_key("p2") != first


@pytest.mark.parametrize("junk", ["", "not hex", "00" * 31, "zz" * 32])
async def test_damaged_index_key_is_replaced(keys, memory_keyring, junk):
    memory_keyring.held["contactdesk/p1", "index"] = junk
    made = await keys.index_key("p1")
    assert memory_keyring.held["contactdesk/p1", "index"] == made.hex()


async def test_index_key_is_forgotten(keys, memory_keyring):
    first = await keys.index_key("p1")
    await keys.forget_index_key("p1")
    assert memory_keyring.held == {}
    assert await keys.index_key("p1") != first


async def test_locked_keyring_creates_no_index_key(keys, memory_keyring):
    locked = use(memory_keyring, get_password=raising(keyring.errors.KeyringLocked()))
    with pytest.raises(KeyringLockedError):
        await keys.index_key("p1")
    assert locked.held == {}


# Redaction


async def test_every_key_is_redacted(keys, memory_keyring):
    memory_keyring.held["contactdesk/read", "key"] = "canary-that-was-read"
    await keys.get("read")
    await keys.save("saved", "canary-that-was-saved")
    keys.hold("held", "canary-that-was-held")
    clean_key(" canary-that-was-pasted ")
    index = (await keys.index_key("p1")).hex()
    for secret in ("read", "saved", "held", "pasted"):
        assert "canary" not in redact(f"<canary-that-was-{secret}>")
    assert index not in redact(index)


# Another account with the same key


async def test_account_that_has_a_key_is_found(keys, memory_keyring):
    await keys.save("a1", "another-key-0123456789")
    pinned = await keys.save("a2", KEY)
    assert await keys.owner_of(KEY, {"a1": pinned, "a2": pinned}) == "a2"
    assert await keys.owner_of(KEY, {"a1": pinned}) == ""
    memory_keyring.held["contactdesk/a1", "key"] = f'"{KEY}"\n'
    assert await keys.owner_of(KEY, {"a1": pinned}) == "a1"
    keys.hold("a3", KEY)
    assert await keys.owner_of(KEY, {"a3": ""}) == "a3"
    assert await keys.owner_of(KEY, {}) == ""


async def test_key_that_cannot_be_read_is_no_match_but_a_locked_keyring_is_said(
    keys, memory_keyring
):
    await keys.save("a1", KEY)
    assert await keys.owner_of(KEY, {"a0": "no.such.Backend", "a1": ""}) == "a1"
    use(memory_keyring, get_password=raising(keyring.errors.KeyringLocked(KEY)))
    with pytest.raises(KeyringLockedError):
        await keys.owner_of(KEY, {"a1": ""})
    use(memory_keyring, get_password=raising(OSError(KEY)))
    assert await keys.owner_of(KEY, {"a1": ""}) == ""

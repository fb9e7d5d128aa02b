"""contactdesk.profile.keyring: which back end is chosen, and which is refused."""

from __future__ import annotations

import sys

import keyring
import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from contactdesk.errors import KeyMissingError, NoKeyringError
from contactdesk.profile import keyring as keys_module
from contactdesk.profile.keyring import describe_backend
from tests.profile import keyrings
from tests.profile.keyrings import KEY, raising, run

# pytest finds a fixture by its name in the module of the test.
keys = keyrings.keys


# Which keyring


@pytest.mark.parametrize("chosen", [null.Keyring, type("Plain", (null.Keyring,), {})])
async def test_unsafe_keyring_is_refused(keys, chosen):
    keyring.set_keyring(chosen())
    for call in (keys.save("a1", KEY), keys.get("a1"), keys.probe(), keys.index_key("p1")):
        with pytest.raises(NoKeyringError) as caught:
            await call
        assert caught.value.kind == "keyring-unsafe"


@pytest.mark.parametrize("pinned", ["keyring.backends.null.Keyring", "no.such.Backend"])
async def test_unsafe_pinned_keyring_is_refused(keys, pinned):
    keyring.set_keyring(null.Keyring())
    with pytest.raises(NoKeyringError) as caught:
        await keys.get("a1", pinned=pinned)
    assert caught.value.kind == "keyring-unsafe"


@pytest.mark.parametrize("stand_in", [ChainerBackend, fail.Keyring])
async def test_best_safe_back_end_is_chosen_among_several(keys, monkeypatch, stand_in):
    weaker, stronger = _safe("Weaker", 4), _safe("Stronger", 5)
    _let_run(monkeypatch, weaker, stronger)
    keyring.set_keyring(stand_in())
    assert (await keys.save("a1", KEY)).endswith(".Stronger")
    assert stronger.held == {("contactdesk/a1", "key"): KEY}
    assert await keys.get("a1", pinned=_name(stronger)) == KEY
    with pytest.raises(KeyMissingError):
        await keys.get("a1", pinned=_name(weaker))


@pytest.mark.parametrize("stand_in", [ChainerBackend, fail.Keyring])
async def test_no_back_end_is_keyring_none(keys, monkeypatch, stand_in):
    _let_run(monkeypatch)
    keyring.set_keyring(stand_in())
    with pytest.raises(NoKeyringError) as caught:
        await keys.save("a1", KEY)
    assert caught.value.kind == "keyring-none"


async def test_pinned_back_end_works_with_a_broken_default(keys, monkeypatch):
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
    monkeypatch.setattr(
        keys_module, "SAFE_BACKENDS", {_name(each): "a test's" for each in backends}
    )
    monkeypatch.setattr(keys_module, "_available_backends", lambda: iter(backends))


async def test_key_too_long_for_windows_is_refused(keys, monkeypatch, memory_keyring):
    told = keys_module.BACKEND_OPTIONS[keys_module.WINDOWS_BACKEND]
    monkeypatch.setitem(keys_module.BACKEND_OPTIONS, _name(memory_keyring), told)
    monkeypatch.setattr(keys_module, "WINDOWS_BACKEND", _name(memory_keyring))
    await keys.save("a1", "k" * 1280)
    assert memory_keyring.persist == "local machine"
    with pytest.raises(NoKeyringError, match="key-too-long"):
        await keys.save("a1", "k" * 1281)


def test_back_ends_have_plain_names():
    assert describe_backend("keyring.backends.SecretService.Keyring").startswith("Secret Service")
    assert describe_backend("keyring.backends.macOS.Keyring") == "macOS Keychain"
    assert (
        describe_backend("keyring.backends.Windows.WinVaultKeyring") == "Windows Credential Manager"
    )
    assert describe_backend("tests.MemoryKeyring") == "MemoryKeyring"
    assert describe_backend("") == "keyring"


STATE = """
import asyncio
from contactdesk.profile.keyring import KeyStore
async def main():
    keys = KeyStore(get_timeout=15, save_timeout=15)
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
def test_keyring_states_of_a_real_session(environment, kind, tmp_path):
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    assert run(STATE, **home, **environment).split() == [kind] * 3

"""The keyring of the operating system, off the caller's thread and with a time limit."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from contactdesk.errors import (
    KeyMissingError,
    KeyProblemError,
    KeyringLockedError,
    KeyTextError,
    NoKeyringError,
)
from contactdesk.profile.key_text import VISIBLE, peeled
from contactdesk.security.redact import remember
from contactdesk.worker import Worker

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

GET_LIMIT = 60.0
SAVE_LIMIT = 120.0
INDEX_KEY_BYTES = 32
WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
WINDOWS_LONGEST = 1280  # characters one entry holds
KWALLET = "keyring.backends.kwallet.DBusKeyring"
# Else keys roam to a company's other computers, and KWallet asks its owner about a script's path.
TOLD = {WINDOWS: ("persist", "local machine"), KWALLET: ("appid", "contactdesk")}

# By name and never by priority: `null` drops a key silently, others write plain text, and the
# chainer reads from any of several.
SAFE = {
    "keyring.backends.SecretService.Keyring": "Secret Service (GNOME Keyring or KWallet)",
    "keyring.backends.libsecret.Keyring": "Secret Service (GNOME Keyring or KWallet)",
    KWALLET: "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    WINDOWS: "Windows Credential Manager",
}
STAND_INS = ("keyring.backends.chainer.ChainerBackend", "keyring.backends.fail.Keyring")
"""What keyring itself chooses where there are several back ends, or none."""

ERRORS: dict[str, type[KeyProblemError]] = {
    "key-missing": KeyMissingError,
    "key-text": KeyTextError,
    "keyring-locked": KeyringLockedError,
    "keyring-waiting": KeyringLockedError,
    "keyring-none": NoKeyringError,
    "keyring-broken": NoKeyringError,
    "keyring-unsafe": NoKeyringError,
}
LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}
ABSENT = {"NoKeyringError", "SecretServiceNotAvailableException"}
NO_REPLY = "org.freedesktop.DBus.Error.NoReply"


def describe(name: str) -> str:
    """A keyring back end's name in plain words."""
    return SAFE.get(name, name.rpartition(".")[2] or "keyring")


class Keys:
    """The accounts' keys. Every method that awaits raises KeyMissingError, KeyringLockedError or
    NoKeyringError; no error ever holds a key, nor the exception behind it, which may.

    Keys are not kept here but those given to `hold`: one that was read belongs to the caller.
    With `session_only`, the keyring is never touched. Limits are in seconds.
    """

    def __init__(
        self,
        *,
        session_only: bool = False,
        get_limit: float = GET_LIMIT,
        save_limit: float = SAVE_LIMIT,
    ) -> None:
        self.session_only = session_only
        self._get_limit = get_limit
        self._save_limit = save_limit
        self._held: dict[str, str] = {}
        self._worker = Worker("keyring")

    async def get(self, account_id: str, pinned: str = "") -> str:
        """The key held for this run, else the one in the keyring."""
        if account_id in self._held:
            return self._held[account_id]
        if self.session_only:
            raise KeyMissingError("key-missing")
        entry = _Entry(account_id, "key")
        found = await self._ask(lambda _left: _read(entry, pinned), self._get_limit)
        if found is None:
            raise KeyMissingError("key-missing")
        # Somebody may have put it there from a shell, with a line break behind it.
        key = peeled(found)
        remember(found)
        remember(key)
        if not VISIBLE.fullmatch(key):
            raise KeyTextError("key-text")
        return key

    async def save(self, account_id: str, key: str, pinned: str = "") -> str:
        """Saves the key, reads it back, and returns the name of the back end, to be pinned.

        Where it fails, or the caller stops waiting, what was there before is put back.
        """
        remember(key)
        entry = _Entry(account_id, "key")
        name = await self._ask(lambda left: _write(entry, key, pinned, left), self._save_limit)
        self._held.pop(account_id, None)
        return name

    async def forget(self, account_id: str, pinned: str = "") -> None:
        """Deletes the key here and in the keyring, and looks that it is gone."""
        self._held.pop(account_id, None)
        await self._erase(_Entry(account_id, "key"), pinned)

    def hold(self, account_id: str, key: str) -> None:
        """Keeps the key until the program ends; it goes before the one in the keyring."""
        remember(key)
        self._held[account_id] = key

    def is_held(self, account_id: str) -> bool:
        return account_id in self._held

    async def index_key(self, profile_id: str) -> bytes:
        """The 32 bytes that encrypt the profile's index, made and saved on first use."""
        return await self._made(_Entry(profile_id, "index"))

    async def searches_key(self, profile_id: str) -> bytes:
        """The same for recent and saved searches."""
        return await self._made(_Entry(profile_id, "marks"))

    async def _made(self, entry: _Entry) -> bytes:
        found = await self._ask(lambda left: _read_or_make(entry, left), self._save_limit)
        remember(found)
        return bytes.fromhex(found)

    async def forget_index_key(self, profile_id: str) -> None:
        """Makes every copy of the profile's index unreadable."""
        await self._erase(_Entry(profile_id, "index"), "")

    async def forget_searches_key(self, profile_id: str) -> None:
        """Makes every copy of the recent and saved searches unreadable."""
        await self._erase(_Entry(profile_id, "marks"), "")

    async def probe(self) -> str:
        """The usable back end in plain words. May open the keyring's own prompt."""
        entry = _Entry("probe", "key")

        def look(_left: threading.Event) -> str:
            backend = _backend("")
            backend.get_password(entry.service, entry.user)
            return describe(_name(backend))

        return await self._ask(look, self._get_limit)

    def close(self) -> None:
        """Ends the thread once its calls have ended; nobody waits for it."""
        self._worker.stop()

    async def _erase(self, entry: _Entry, pinned: str) -> None:
        if self.session_only:
            return
        try:
            await self._ask(lambda _left: _delete(entry, pinned), self._get_limit)
        except NoKeyringError as error:
            # Without a keyring nothing was ever saved, unless another one is pinned.
            if pinned or error.kind == "keyring-broken":
                raise

    async def _ask(self, work: Callable[[threading.Event], T], seconds: float) -> T:
        """The result of `work`, run on the thread with an event that says the caller has left."""
        if self.session_only:
            raise NoKeyringError("keyring-none")
        left = threading.Event()
        answer: _Answer[T] = _Answer(fault="keyring-waiting")
        try:
            async with asyncio.timeout(seconds):
                answer = await self._worker.call(lambda: _answered(work, left))
        except TimeoutError:
            pass
        finally:
            left.set()
        # Raised here, outside `except`, so that it carries no other exception with it.
        if answer.fault:
            raise ERRORS[answer.fault](answer.fault, hint=answer.hint)
        return answer.value[0]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Nothing personal: names of entries can be read while a keyring is locked."""

    id: str
    user: str

    @property
    def service(self) -> str:
        return f"contactdesk/{self.id}"


@dataclass(frozen=True, slots=True)
class _Answer(Generic[T]):
    value: tuple[T, ...] = field(default=(), repr=False)
    fault: str = ""
    hint: str = ""


class _FaultError(Exception):
    """Ends a call on the keyring's thread; never leaves it."""

    def __init__(self, kind: str, hint: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.hint = hint


def _answered(work: Callable[[threading.Event], T], left: threading.Event) -> _Answer[T]:
    """What came of a call. The exception itself stays here: some hold the key in their repr."""
    try:
        return _Answer((work(left),))
    except _FaultError as fault:
        return _Answer(fault=fault.kind, hint=fault.hint)
    except BaseException as error:  # a back end may raise anything, a panic of its library too
        return _Answer(fault=_fault(error))


def _fault(error: BaseException) -> str:
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) and behind not in chain:
        chain.append(behind)
    names = {each.__name__ for one in chain for each in type(one).__mro__}
    # keyring wraps a dismissed prompt in an InitError, with nothing but its text to tell.
    if names & LOCKED or ("InitError" in names and "dismissed" in str(error)):
        return "keyring-locked"
    if names & ABSENT and not any(getattr(one, "name", "") == NO_REPLY for one in chain):
        return "keyring-none"
    return "keyring-broken"


def _read(entry: _Entry, pinned: str) -> str | None:
    return _backend(pinned).get_password(entry.service, entry.user)


def _write(entry: _Entry, secret: str, pinned: str, left: threading.Event) -> str:
    backend = _backend(pinned)
    if _name(backend) == WINDOWS and len(secret) > WINDOWS_LONGEST:
        raise _FaultError(
            "keyring-broken",
            "This key is too long for the Windows Credential Manager; use it for this run only.",
        )
    before = backend.get_password(entry.service, entry.user)
    backend.set_password(entry.service, entry.user, secret)
    kept = backend.get_password(entry.service, entry.user) == secret
    if kept and not left.is_set():
        return _name(backend)
    if before is None:
        _clear(backend, entry)
    else:
        backend.set_password(entry.service, entry.user, before)
    raise _FaultError("keyring-unsafe")


def _read_or_make(entry: _Entry, left: threading.Event) -> str:
    found = _read(entry, "")
    if found is not None and re.fullmatch(rf"[0-9a-f]{{{2 * INDEX_KEY_BYTES}}}", found):
        return found
    made = secrets.token_hex(INDEX_KEY_BYTES)
    _write(entry, made, "", left)
    return made


def _delete(entry: _Entry, pinned: str) -> None:
    backend = _backend(pinned)
    _clear(backend, entry)
    if backend.get_password(entry.service, entry.user) is not None:
        raise _FaultError("keyring-broken")


def _clear(backend: KeyringBackend, entry: _Entry) -> None:
    """Deletes every entry of this name: a Secret Service may hold several, from other programs."""
    from keyring.errors import PasswordDeleteError

    for _ in range(8):
        try:
            backend.delete_password(entry.service, entry.user)
        except PasswordDeleteError:
            return


def _backend(pinned: str) -> KeyringBackend:
    """The pinned back end, else the best safe one. keyring is imported here, on first use: it
    takes longer than a window should wait for."""
    import keyring

    if pinned:
        return _ready(_pinned(pinned))
    chosen = keyring.get_keyring()
    if _is_safe(chosen):
        return _ready(chosen)
    if _name(chosen) not in STAND_INS:  # somebody chose it, or it is the only one
        raise _FaultError("keyring-unsafe")
    found = max(_running(), key=lambda backend: float(backend.priority), default=None)
    if found is None:
        raise _FaultError("keyring-none")
    return _ready(found)


def _pinned(name: str) -> KeyringBackend:
    import keyring

    try:
        chosen = [keyring.get_keyring()]
    except Exception:  # keyring's own choice is broken, which does not matter to a pinned one
        chosen = []
    for backend in (*chosen, *_running()):
        if _name(backend) == name and _is_safe(backend):
            return backend
    if name not in SAFE:
        raise _FaultError("keyring-unsafe")
    raise _FaultError(
        "keyring-none", f"The key is kept in: {describe(name)}. Start it, then try again."
    )


def _running() -> Iterator[KeyringBackend]:
    """Every safe back end that answers now; keyring's own list is as old as the process."""
    from keyring import backend

    backend.get_all_keyring()  # loads them
    for each in backend.KeyringBackend.get_viable_backends():
        if f"{each.__module__}.{each.__name__}" in SAFE:
            yield each()


def _ready(backend: KeyringBackend) -> KeyringBackend:
    if told := TOLD.get(_name(backend)):
        setattr(backend, *told)
    return backend


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__name__}"


def _is_safe(backend: KeyringBackend) -> bool:
    """Tests bring a keyring of their own, whose class says so."""
    return _name(backend) in SAFE or getattr(type(backend), "contactdesk_allowed", False) is True

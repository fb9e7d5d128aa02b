"""The keyring of the operating system, off the caller's thread and with a time limit."""

from __future__ import annotations

import asyncio
import hmac
import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from contactdesk.errors import (
    KeyMissingError,
    KeyProblemError,
    KeyringLockedError,
    KeyTextError,
    NoKeyringError,
)
from contactdesk.profile.key_text import HEADER_SAFE, strip_key
from contactdesk.security.redact import remember
from contactdesk.worker import Worker

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

GET_TIMEOUT_S = 60.0
SAVE_TIMEOUT_S = 120.0
INDEX_KEY_BYTES = 32
# An old name for searches: another one would lose the key of existing profiles.
USERDATA_KEY_USER = "marks"
MAX_CLEAR_TRIES = 8
WINDOWS_BACKEND = "keyring.backends.Windows.WinVaultKeyring"
MAX_WINDOWS_KEY_CHARS = 1280
KWALLET_BACKEND = "keyring.backends.kwallet.DBusKeyring"
BACKEND_OPTIONS = {
    WINDOWS_BACKEND: ("persist", "local machine"),
    KWALLET_BACKEND: ("appid", "contactdesk"),
}
"""Attributes to set: else Windows roams keys to a company's other computers, and KWallet asks about
a script's path."""

# By name, never by priority: `null` drops a key silently, others write plain text, and the chainer
# reads from any of several.
SAFE_BACKENDS = {
    "keyring.backends.SecretService.Keyring": "Secret Service (GNOME Keyring or KWallet)",
    "keyring.backends.libsecret.Keyring": "Secret Service (GNOME Keyring or KWallet)",
    KWALLET_BACKEND: "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    WINDOWS_BACKEND: "Windows Credential Manager",
}
PLACEHOLDER_BACKENDS = ("keyring.backends.chainer.ChainerBackend", "keyring.backends.fail.Keyring")
"""What the keyring package chooses if there are several back ends, or none."""

ERROR_BY_KIND: dict[str, type[KeyProblemError]] = {
    "key-missing": KeyMissingError,
    "key-text": KeyTextError,
    "keyring-locked": KeyringLockedError,
    "keyring-waiting": KeyringLockedError,
    "keyring-none": NoKeyringError,
    "keyring-broken": NoKeyringError,
    "keyring-unsafe": NoKeyringError,
}
LOCKED_ERRORS = {"KeyringLocked", "LockedException", "PromptDismissedException"}
NO_SERVICE_ERRORS = {"NoKeyringError", "SecretServiceNotAvailableException"}
DBUS_NO_REPLY = "org.freedesktop.DBus.Error.NoReply"


def describe_backend(name: str) -> str:
    """A keyring back end's name in plain words."""
    return SAFE_BACKENDS.get(name, name.rpartition(".")[2] or "keyring")


class KeyStore:
    """Gets, saves and forgets keys, in the keyring or for one run.

    Awaiting methods raise KeyMissingError, KeyringLockedError or NoKeyringError. Those never hold
    a key, nor the keyring's own exception, which may. Only keys given to `hold` are kept here.
    With `session_only` the keyring is never touched. Timeouts are in seconds.
    """

    def __init__(
        self,
        *,
        session_only: bool = False,
        get_timeout: float = GET_TIMEOUT_S,
        save_timeout: float = SAVE_TIMEOUT_S,
    ) -> None:
        self.session_only = session_only
        self._get_timeout = get_timeout
        self._save_timeout = save_timeout
        self._held: dict[str, str] = {}
        self._saved_at: dict[str, float] = {}
        self._worker = Worker("keyring")

    async def get(self, account_id: str, pinned: str = "") -> str:
        """The key held for this run, else the one in the keyring."""
        if account_id in self._held:
            return self._held[account_id]
        if self.session_only:
            raise KeyMissingError("key-missing")
        entry = _Entry(account_id, "key")
        found = await self._run(lambda _abandoned: _read(entry, pinned), self._get_timeout)
        if found is None:
            raise KeyMissingError("key-missing")
        # One saved from a shell may end in a line break.
        key = strip_key(found)
        remember(found)
        remember(key)
        if not HEADER_SAFE.fullmatch(key):
            raise KeyTextError("key-text")
        return key

    async def save(self, account_id: str, key: str, pinned: str = "") -> str:
        """Saves the key, reads it back, and returns the name of the back end, to be pinned.

        If that fails, or the caller stops waiting, the previous entry is restored.
        """
        remember(key)
        entry = _Entry(account_id, "key")
        name = await self._run(
            lambda abandoned: _write(entry, key, pinned, abandoned), self._save_timeout
        )
        self._held.pop(account_id, None)
        self._saved_at[account_id] = time.monotonic()
        return name

    async def owner_of(self, key: str, others: Mapping[str, str]) -> str:
        """Which of other accounts has this key, "" for none; `others` are account ids with the back
        ends pinned to them. A key that cannot be read is no match, but a locked keyring raises."""
        for account_id in others:
            if hmac.compare_digest(self._held.get(account_id, "").encode(), key.encode()):
                return account_id
        entries = {_Entry(each, "key"): pinned for each, pinned in others.items()}
        if self.session_only or not entries:
            return ""
        owner = await self._run(lambda _abandoned: _find_owner(key, entries), self._get_timeout)
        return owner.id if owner is not None else ""

    async def forget(self, account_id: str, pinned: str = "") -> None:
        """Deletes the key here and in the keyring, and checks that it is gone."""
        self._held.pop(account_id, None)
        await self._forget(_Entry(account_id, "key"), pinned)

    def hold(self, account_id: str, key: str) -> None:
        """Keeps the key until the program ends; it takes precedence over the keyring."""
        remember(key)
        self._held[account_id] = key
        self._saved_at[account_id] = time.monotonic()

    def seconds_since_change(self, account_id: str) -> float:
        """How long ago the key was given in this run; infinite if it was not."""
        at = self._saved_at.get(account_id)
        return math.inf if at is None else time.monotonic() - at

    def is_held(self, account_id: str) -> bool:
        return account_id in self._held

    async def index_key(self, profile_id: str) -> bytes:
        """The 32 bytes that encrypt the profile's index, created on first use."""
        return await self._get_or_create(_Entry(profile_id, "index"))

    async def userdata_key(self, profile_id: str) -> bytes:
        """The 32 bytes that encrypt what the user made, created on first use."""
        return await self._get_or_create(_Entry(profile_id, USERDATA_KEY_USER))

    async def _get_or_create(self, entry: _Entry) -> bytes:
        found = await self._run(
            lambda abandoned: _read_or_create(entry, abandoned), self._save_timeout
        )
        remember(found)
        return bytes.fromhex(found)

    async def forget_index_key(self, profile_id: str) -> None:
        """Makes every copy of the profile's index unreadable."""
        await self._forget(_Entry(profile_id, "index"), "")

    async def forget_userdata_key(self, profile_id: str) -> None:
        """Makes every copy of what the user made unreadable."""
        await self._forget(_Entry(profile_id, USERDATA_KEY_USER), "")

    async def probe(self) -> str:
        """The back end in use, in plain words. May open the keyring's own prompt."""
        entry = _Entry("probe", "key")

        def look(_abandoned: threading.Event) -> str:
            backend = _choose_backend("")
            backend.get_password(entry.service, entry.user)
            return describe_backend(_class_name(backend))

        return await self._run(look, self._get_timeout)

    def close(self) -> None:
        """Ends the thread after its calls; does not wait for them."""
        self._worker.stop()

    async def _forget(self, entry: _Entry, pinned: str) -> None:
        if self.session_only:
            return
        try:
            await self._run(lambda _abandoned: _delete(entry, pinned), self._get_timeout)
        except NoKeyringError as error:
            # Without a keyring nothing was ever saved, unless another one is pinned.
            if pinned or error.kind == "keyring-broken":
                raise

    async def _run(self, work: Callable[[threading.Event], T], seconds: float) -> T:
        """The result of `work`, run on the thread; its event is set when nobody waits any more."""
        if self.session_only:
            raise NoKeyringError("keyring-none")
        abandoned = threading.Event()
        outcome: _Outcome[T] = _Outcome(error=_error("keyring-waiting"))
        try:
            async with asyncio.timeout(seconds):
                outcome = await self._worker.call(lambda: _outcome_of(work, abandoned))
        except TimeoutError:
            pass
        finally:
            abandoned.set()
        # Raised here, outside `except`, so that it carries no other exception with it.
        if outcome.error is not None:
            raise outcome.error
        return outcome.value[0]


@dataclass(frozen=True, slots=True)
class _Entry:
    """The names of a keyring entry. Nothing personal: a locked keyring shows them."""

    id: str
    user: str

    @property
    def service(self) -> str:
        return f"contactdesk/{self.id}"


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What a call on the keyring's thread gave: one value, or an error with nothing behind it."""

    value: tuple[T, ...] = field(default=(), repr=False)
    error: KeyProblemError | None = None


class _KeyringError(Exception):
    """Ends a call on the keyring's thread; never leaves it."""

    def __init__(self, kind: str, advice: str = "", **details: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.advice = advice
        self.details = details


def _outcome_of(work: Callable[[threading.Event], T], abandoned: threading.Event) -> _Outcome[T]:
    """The result of a call. The exception itself is dropped: some hold the key in their repr."""
    try:
        return _Outcome((work(abandoned),))
    except _KeyringError as fault:
        return _Outcome(error=_error(fault.kind, fault.advice, fault.details))
    except BaseException as error:  # a back end may raise anything, even its library's panic
        return _Outcome(error=_error(_kind_of(error)))


def _error(
    kind: str, advice: str = "", details: Mapping[str, str] | None = None
) -> KeyProblemError:
    return ERROR_BY_KIND[kind](kind, advice=advice, details=details)


def _kind_of(error: BaseException) -> str:
    """The kind of a back end's exception, by the class names in its chain."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) and behind not in chain:
        chain.append(behind)
    names = {each.__name__ for one in chain for each in type(one).__mro__}
    # The package wraps a dismissed prompt in an InitError; only its text tells.
    if names & LOCKED_ERRORS or ("InitError" in names and "dismissed" in str(error)):
        return "keyring-locked"
    if names & NO_SERVICE_ERRORS and not any(
        getattr(one, "name", "") == DBUS_NO_REPLY for one in chain
    ):
        return "keyring-none"
    return "keyring-broken"


def _read(entry: _Entry, pinned: str) -> str | None:
    return _choose_backend(pinned).get_password(entry.service, entry.user)


def _find_owner(key: str, entries: Mapping[_Entry, str]) -> _Entry | None:
    """The entry that holds this key."""
    for entry, pinned in entries.items():
        try:
            found = _read(entry, pinned) or ""
        except BaseException as error:
            if not isinstance(error, _KeyringError) and _kind_of(error) == "keyring-locked":
                raise
            continue
        if hmac.compare_digest(strip_key(found).encode(), key.encode()):
            return entry
    return None


def _write(entry: _Entry, secret: str, pinned: str, abandoned: threading.Event) -> str:
    backend = _choose_backend(pinned)
    if _class_name(backend) == WINDOWS_BACKEND and len(secret) > MAX_WINDOWS_KEY_CHARS:
        raise _KeyringError("keyring-broken", "key-too-long")
    before = backend.get_password(entry.service, entry.user)
    backend.set_password(entry.service, entry.user, secret)
    kept = backend.get_password(entry.service, entry.user) == secret
    if kept and not abandoned.is_set():
        return _class_name(backend)
    if before is None:
        _delete_entries(backend, entry)
    else:
        backend.set_password(entry.service, entry.user, before)
    raise _KeyringError("keyring-unsafe")


def _read_or_create(entry: _Entry, abandoned: threading.Event) -> str:
    found = _read(entry, "")
    if found is not None and re.fullmatch(rf"[0-9a-f]{{{2 * INDEX_KEY_BYTES}}}", found):
        return found
    made = secrets.token_hex(INDEX_KEY_BYTES)
    _write(entry, made, "", abandoned)
    return made


def _delete(entry: _Entry, pinned: str) -> None:
    backend = _choose_backend(pinned)
    _delete_entries(backend, entry)
    if backend.get_password(entry.service, entry.user) is not None:
        raise _KeyringError("keyring-broken")


def _delete_entries(backend: KeyringBackend, entry: _Entry) -> None:
    """Deletes every entry of this name: a Secret Service may hold several, from other programs."""
    from keyring.errors import PasswordDeleteError

    for _ in range(MAX_CLEAR_TRIES):
        try:
            backend.delete_password(entry.service, entry.user)
        except PasswordDeleteError:
            return


def _choose_backend(pinned: str) -> KeyringBackend:
    """The pinned back end, else the best safe one. Imports keyring on first use: it is slow."""
    import keyring

    if pinned:
        return _configured(_pinned_backend(pinned))
    chosen = keyring.get_keyring()
    if _is_safe(chosen):
        return _configured(chosen)
    if _class_name(chosen) not in PLACEHOLDER_BACKENDS:  # chosen by the user, or the only one
        raise _KeyringError("keyring-unsafe")
    best = max(_available_backends(), key=lambda backend: float(backend.priority), default=None)
    if best is None:
        raise _KeyringError("keyring-none")
    return _configured(best)


def _pinned_backend(name: str) -> KeyringBackend:
    import keyring

    try:
        chosen = [keyring.get_keyring()]
    except Exception:  # a broken default does not matter to a pinned one
        chosen = []
    for backend in (*chosen, *_available_backends()):
        if _class_name(backend) == name and _is_safe(backend):
            return backend
    if name not in SAFE_BACKENDS:
        raise _KeyringError("keyring-unsafe")
    raise _KeyringError("keyring-none", "keyring-stopped", keyring=describe_backend(name))


def _available_backends() -> Iterator[KeyringBackend]:
    """Every safe back end that answers now; the package's own list is from its import."""
    from keyring import backend

    backend.get_all_keyring()  # loads them
    for each in backend.KeyringBackend.get_viable_backends():
        if f"{each.__module__}.{each.__name__}" in SAFE_BACKENDS:
            yield each()


def _configured(backend: KeyringBackend) -> KeyringBackend:
    if option := BACKEND_OPTIONS.get(_class_name(backend)):
        setattr(backend, *option)
    return backend


def _class_name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__name__}"


def _is_safe(backend: KeyringBackend) -> bool:
    """Whether keys may be saved in it; a test's keyring says so in its class."""
    return (
        _class_name(backend) in SAFE_BACKENDS
        or getattr(type(backend), "contactdesk_allowed", False) is True
    )

"""accounts.toml: which accounts there are. It holds no keys."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
import tomllib
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.errors import AccountsFileError
from contactdesk.model import Provider
from contactdesk.providers import all_providers

if TYPE_CHECKING:  # it writes; to read the file at the start, 20 ms sooner, Python's own is enough
    import tomlkit

ID = re.compile(r"[!-~]{1,100}")
TEXTS = ("id", "provider", "label", "base_url", "keyring")
NEEDED = ("id", "provider", "label")
HEADING = re.compile(r"^[ \t]*\[\[\s*(?:account|\"account\"|'account')\s*\]\]", re.MULTILINE)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


class Account(Struct, frozen=True):
    """One key at one vendor. `keyring` names the back end the key was saved in."""

    id: str
    provider: str
    label: str
    base_url: str = ""
    keyring: str = ""


class Accounts:
    """The accounts of a profile, in the order of the file. Every change is saved at once.

    Changes made to the file meanwhile are kept, as are comments and keys unknown here. A file
    that cannot be read raises AccountsFileError, with the line in `said`, and is never written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.profile_id = secrets.token_hex(16)
        self.unknown: tuple[Account, ...] = ()
        """Accounts of vendors this version does not know; they stay in the file."""
        self.keeps_nothing = False
        """Whether contacts are to stay off the disk: the index then lasts as long as a run."""
        self._accounts: tuple[Account, ...] = ()
        self._text = ""
        self._is_kept = False

    @classmethod
    def load(cls, path: Path) -> Accounts:
        """The accounts in the file; none, and a new profile id, where there is no file."""
        accounts = cls(path)
        accounts.read()
        return accounts

    def read(self) -> None:
        """Read the file, if there is one. Raises AccountsFileError."""
        text = _text_of(self.path)
        if text is not None:
            self._take(text)

    def called(self) -> dict[str, tuple[str, ...]]:
        """Account id -> what a person may call it: its label, its vendor's id and title."""
        providers = all_providers()
        return {
            each.id: (each.label, each.provider, providers[each.provider].title)
            for each in self._accounts
        }

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)

    def get(self, account_id: str) -> Account:
        """Raises KeyError for an id that is not in the file."""
        for account in (*self._accounts, *self.unknown):
            if account.id == account_id:
                return account
        raise KeyError(account_id)

    def by_label(self, label: str) -> Account | None:
        return next((account for account in self._accounts if account.label == label), None)

    def save(self) -> None:
        """Gives the profile id a place to last, where it has none yet."""
        if not self._is_kept or _text_of(self.path) != self._text:
            self._change(lambda _document: None)

    def add(self, provider_id: str, label: str, base_url: str = "", keyring: str = "") -> Account:
        """Raises AccountsFileError for a label that is taken or an address that is not safe."""
        if provider_id not in all_providers():
            raise AccountsFileError("accounts-file", said=f"There is no vendor “{provider_id}”")
        account = Account(secrets.token_hex(16), provider_id, "", check_base_url(base_url), keyring)

        def write(document: tomlkit.TOMLDocument) -> None:
            named = replace(account, label=self._free_label(label))
            _append(document, named)

        self._change(write)
        return self.get(account.id)

    def change(
        self,
        account_id: str,
        *,
        label: str | None = None,
        base_url: str | None = None,
        keyring: str | None = None,
    ) -> Account:
        """The account as changed; None leaves a value as it is, "" takes it away."""
        checked = None if base_url is None else check_base_url(base_url)

        def write(document: tomlkit.TOMLDocument) -> None:
            account = self.get(account_id)
            if label is not None:
                account = replace(account, label=self._free_label(label, but=account_id))
            if checked is not None:
                account = replace(account, base_url=checked)
            if keyring is not None:
                account = replace(account, keyring=keyring)
            _fill(document["account"][_place(document, account_id)], account)

        self._change(write)
        return self.get(account_id)

    def remove(self, account_id: str) -> None:
        """Raises KeyError for an id that is not in the file."""

        def write(document: tomlkit.TOMLDocument) -> None:
            del document["account"][_place(document, account_id)]

        self._change(write)

    def keep_nothing(self, wanted: bool) -> None:
        """Notes whether contacts are to stay off the disk."""

        def write(document: tomlkit.TOMLDocument) -> None:
            if wanted:
                document["keep_nothing"] = True
            elif "keep_nothing" in document:
                del document["keep_nothing"]

        self._change(write)

    def _free_label(self, label: str, but: str = "") -> str:
        label = " ".join(label.split())
        if not label:
            raise AccountsFileError("accounts-file", said="An account needs a label")
        for other in (*self._accounts, *self.unknown):
            if other.id != but and other.label.casefold() == label.casefold():
                raise AccountsFileError("label-taken", account=other.label)
        return label

    def _change(self, edit: Callable[[tomlkit.TOMLDocument], None]) -> None:
        text = _text_of(self.path)
        if text is not None and text != self._text:
            self._take(text)
        document = _document(self._text)
        if "profile" not in document:
            # First in the file, where it cannot be read as part of an account.
            document = _document(f'profile = "{self.profile_id}"\n\n{self._text}')
        edit(document)
        changed = document.as_string()
        # Read before it is written, so that what is written can be read.
        profile_id, accounts = _read(changed)
        _write(self.path, changed)
        self._set(changed, profile_id, accounts)

    def _take(self, text: str) -> None:
        self._set(text, *_read(text))

    def _set(self, text: str, profile_id: str, accounts: list[Account]) -> None:
        known = all_providers()
        self._text = text
        self.keeps_nothing = tomllib.loads(text).get("keep_nothing") is True
        self._is_kept = bool(profile_id)
        self.profile_id = profile_id or self.profile_id
        self._accounts = tuple(account for account in accounts if account.provider in known)
        self.unknown = tuple(account for account in accounts if account.provider not in known)


def located(account: Account) -> Provider:
    """The account's provider, at the account's own server if it has one.

    Raises AccountsFileError where that address is not safe, KeyError for an unknown vendor.
    """
    provider = all_providers()[account.provider]
    if not account.base_url:
        return provider
    return replace(provider, base_url=check_base_url(account.base_url))


def check_base_url(url: str) -> str:
    """The address without a slash at its end; "" stays. Raises AccountsFileError.

    Only https, and http to this computer itself; no user name, query or fragment. The error
    does not hold the address: somebody may have put a key into it.
    """
    url = url.strip()
    if not url:
        return ""
    if not re.fullmatch(r"[!-~]+", url) or re.search(r"[@?#\\]", url):
        raise AccountsFileError(
            "insecure-url", hint="Give the address alone, without a user name, a key or a query."
        )
    parts = _parts(url)
    if parts is None:
        raise AccountsFileError("insecure-url", hint="Give an address such as https://example.com.")
    secure = parts.scheme == "https"
    if not secure and not (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        raise AccountsFileError("insecure-url")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _parts(url: str) -> urllib.parse.SplitResult | None:
    """The parts of an address with a sound host and port, else None."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.netloc.startswith("["):
            ipaddress.IPv6Address(host)
        elif not HOST.fullmatch(host) or ".." in host:
            return None
    except ValueError:
        return None
    return None if port == 0 or parts.netloc.endswith(":") else parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in LOOPBACK if address.version == 4 else address == ipaddress.IPv6Address("::1")


def _text_of(path: Path) -> str | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(error.strerror) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise _unusable(f"line {line}: this is not UTF-8")


def _read(text: str) -> tuple[str, list[Account]]:
    """(profile id or "", accounts) of a file's text. Raises AccountsFileError with the line."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error)
    else:
        return _checked(text, values)
    raise _misread(said)


def _document(text: str) -> tomlkit.TOMLDocument:
    """A file's text with its comments, to be changed. Raises AccountsFileError with the line."""
    import tomlkit

    try:
        return tomlkit.parse(text)
    except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:
        said = str(error)
    raise _misread(said)


def _misread(said: str) -> AccountsFileError:
    return _unusable(re.sub(r"(.*) \(at (.*)\)", r"\2: \1", said)[:200])


def _checked(text: str, values: dict[str, Any]) -> tuple[str, list[Account]]:
    profile_id = values.get("profile", "")
    if "profile" in values and not (isinstance(profile_id, str) and ID.fullmatch(profile_id)):
        raise _unusable("“profile” is not an id")
    tables = values.get("account", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise _unusable("“account” is not a list of tables")
    headings = [text.count("\n", 0, found.start()) + 1 for found in HEADING.finditer(text)]
    accounts: list[Account] = []
    for place, table in enumerate(tables):
        if wrong := _wrong(table, accounts):
            at_line = len(headings) == len(tables)
            where = f"line {headings[place]}" if at_line else f"account {place + 1}"
            raise _unusable(f"{where}: {wrong}")
        accounts.append(Account(**{name: table.get(name, "") for name in TEXTS}))
    return profile_id, accounts


def _wrong(table: dict[str, Any], before: list[Account]) -> str:
    """What is wrong with one account's table, in words; "" for nothing."""
    for name in TEXTS:
        value = table.get(name, "")
        if not isinstance(value, str):
            return f"“{name}” is not text"
        if name in NEEDED and not value.strip():
            return f"“{name}” is missing"
    if not ID.fullmatch(table["id"]):
        return "“id” has characters an id cannot have"
    for name in ("id", "label"):
        if any(getattr(account, name) == table[name] for account in before):
            return f"this “{name}” stands twice"
    return ""


def _unusable(said: str | None) -> AccountsFileError:
    return AccountsFileError("accounts-file", said=said or "it cannot be read")


def _place(document: tomlkit.TOMLDocument, account_id: str) -> int:
    for place, table in enumerate(document.unwrap().get("account", [])):
        if table["id"] == account_id:
            return place
    raise KeyError(account_id)


def _fill(table: Any, account: Account) -> None:
    """Writes what differs, so that the comment behind a value that stays is kept."""
    for name in TEXTS:
        value = getattr(account, name)
        if value and table.get(name) != value:
            table[name] = value
        elif not value and name in table:
            del table[name]


def _append(document: tomlkit.TOMLDocument, account: Account) -> None:
    import tomlkit

    table = tomlkit.table()
    _fill(table, account)
    there = document.get("account")
    if there is None:
        there = tomlkit.aot()
        there.append(table)
        document.append("account", there)
    elif isinstance(there, tomlkit.items.AoT):
        table.trivia.indent = "\n"  # an empty line before it
        there.append(table)
    else:
        inline = tomlkit.inline_table()
        inline.update(table)
        there.append(inline)


def _write(path: Path, text: str) -> None:
    """Beside the file and renamed when whole: a crash leaves the old file or the new one."""
    target = path.resolve()  # a link stays a link
    beside = ""
    said = ""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file, beside = tempfile.mkstemp(prefix=".accounts.", suffix=".tmp", dir=target.parent)
        with os.fdopen(file, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(target)
        _settle(target.parent)
    except OSError as error:
        said = error.strerror or type(error).__name__
    if said:
        if beside:
            Path(beside).unlink(missing_ok=True)
        hint = "Look at the disk and at who may write there, then try again."
        raise AccountsFileError("accounts-file", said=said, hint=hint)


def _settle(folder: Path) -> None:
    """Makes a rename last through a power cut; Windows needs and allows no such thing."""
    if os.name != "posix":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse; the file itself is on the disk all the same.
        with contextlib.suppress(OSError):
            os.fsync(file)
    finally:
        os.close(file)

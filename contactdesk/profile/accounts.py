"""The accounts of a profile, kept in accounts.toml. It holds no keys."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from contactdesk.errors import AccountsFileError
from contactdesk.model import Provider
from contactdesk.profile import accounts_file
from contactdesk.profile.base_url import check_base_url
from contactdesk.providers import all_providers

if TYPE_CHECKING:
    import tomlkit


class Account(Struct, frozen=True):
    """One key at one vendor. `keyring` names the back end the key was saved in. `region` is where
    phone numbers without a country code are from, as ISO 3166 ("US"); "" if that is unknown."""

    id: str
    provider: str
    label: str
    base_url: str = ""
    keyring: str = ""
    region: str = ""


class Accounts:
    """The accounts of a profile, in the order of the file. Every change is saved at once.

    Changes made to the file meanwhile are kept, as are comments and unknown keys. A file that
    cannot be read raises AccountsFileError, with the line in `said`, and is never written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.profile_id = secrets.token_hex(16)
        self.unknown: tuple[Account, ...] = ()
        """Accounts of vendors this version does not know; they stay in the file."""
        self.keeps_nothing = False
        """Whether contacts are not saved on this computer: the index lasts as long as a run."""
        self._accounts: tuple[Account, ...] = ()
        self._text = ""
        self._is_profile_id_saved = False

    @classmethod
    def load(cls, path: Path) -> Accounts:
        """The accounts in the file; none, and a new profile id, if there is no file."""
        accounts = cls(path)
        accounts.read()
        return accounts

    def read(self) -> None:
        """Reads the file, if there is one. Raises AccountsFileError."""
        text = accounts_file.read_text(self.path)
        if text is not None:
            self._take(text)

    def names_by_id(self) -> dict[str, tuple[str, ...]]:
        """Account id -> the names a search finds it by: label, its vendor's id and title."""
        providers = all_providers()
        return {
            each.id: (each.label, each.provider, providers[each.provider].title)
            for each in self._accounts
        }

    def regions(self) -> dict[str, str]:
        """Account id -> where its phone numbers without a country code are from, "" if unknown."""
        return {each.id: each.region for each in self._accounts}

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
        """Saves a new profile id; does nothing if the file has it already."""
        if not self._is_profile_id_saved or accounts_file.read_text(self.path) != self._text:
            self._change(lambda _document: None)

    def add(self, provider_id: str, label: str, base_url: str = "", region: str = "") -> Account:
        """Raises AccountsFileError for a label that is taken or an address that is not safe."""
        if provider_id not in all_providers():
            details = {"vendor_id": provider_id}
            raise AccountsFileError("accounts-file", advice="vendor-unknown", details=details)
        id, url = secrets.token_hex(16), check_base_url(base_url)
        account = Account(id, provider_id, "", url, region=region)

        def edit(document: tomlkit.TOMLDocument) -> None:
            accounts_file.append(document, asdict(replace(account, label=self._free_label(label))))

        self._change(edit)
        return self.get(account.id)

    def change(
        self,
        account_id: str,
        *,
        label: str | None = None,
        base_url: str | None = None,
        keyring: str | None = None,
        region: str | None = None,
    ) -> Account:
        """The account as changed; None leaves a value as it is, "" removes it."""
        checked = None if base_url is None else check_base_url(base_url)

        def edit(document: tomlkit.TOMLDocument) -> None:
            account = self.get(account_id)
            if label is not None:
                account = replace(account, label=self._free_label(label, but=account_id))
            if checked is not None:
                account = replace(account, base_url=checked)
            if keyring is not None:
                account = replace(account, keyring=keyring)
            if region is not None:
                account = replace(account, region=region)
            table: Any = document["account"]
            accounts_file.update(
                table[accounts_file.position(document, account_id)], asdict(account)
            )

        self._change(edit)
        return self.get(account_id)

    def remove(self, account_id: str) -> None:
        """Raises KeyError for an id that is not in the file."""

        def edit(document: tomlkit.TOMLDocument) -> None:
            table: Any = document["account"]
            del table[accounts_file.position(document, account_id)]

        self._change(edit)

    def keep_nothing(self, wanted: bool) -> None:
        """Sets whether contacts stay off the disk."""

        def edit(document: tomlkit.TOMLDocument) -> None:
            if wanted:
                document["keep_nothing"] = True
            elif "keep_nothing" in document:
                del document["keep_nothing"]

        self._change(edit)

    def _free_label(self, label: str, but: str = "") -> str:
        label = " ".join(label.split())
        if not label:
            raise AccountsFileError("label-missing")
        for other in (*self._accounts, *self.unknown):
            if other.id != but and other.label.casefold() == label.casefold():
                raise AccountsFileError("label-taken", account=other.label)
        return label

    def _change(self, edit: Callable[[tomlkit.TOMLDocument], None]) -> None:
        text = accounts_file.read_text(self.path)
        if text is not None and text != self._text:
            self._take(text)
        document = accounts_file.parse_document(self._text)
        if "profile" not in document:
            # At the top, where it cannot be read as part of an account.
            with_id = f'profile = "{self.profile_id}"\n\n{self._text}'
            document = accounts_file.parse_document(with_id)
        edit(document)
        changed = document.as_string()
        parsed = accounts_file.parse(changed)  # before writing: only a readable file is written
        accounts_file.write(self.path, changed)
        self._set(changed, *parsed)

    def _take(self, text: str) -> None:
        self._set(text, *accounts_file.parse(text))

    def _set(self, text: str, values: dict[str, Any], tables: list[dict[str, str]]) -> None:
        known = all_providers()
        accounts = [Account(**fields) for fields in tables]
        profile_id = values.get("profile", "")
        self._text = text
        self.keeps_nothing = values.get("keep_nothing") is True
        self._is_profile_id_saved = bool(profile_id)
        self.profile_id = profile_id or self.profile_id
        self._accounts = tuple(account for account in accounts if account.provider in known)
        self.unknown = tuple(account for account in accounts if account.provider not in known)


def provider_of(account: Account) -> Provider:
    """The account's provider, with the account's own server address if it has one.

    Raises AccountsFileError if that address is not safe, KeyError for an unknown vendor.
    """
    provider = all_providers()[account.provider]
    if not account.base_url:
        return provider
    return replace(provider, base_url=check_base_url(account.base_url))

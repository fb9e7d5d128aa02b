"""accounts.toml as text: parsed and validated, edited with its comments kept, written atomically."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contactdesk.errors import AccountsFileError

if TYPE_CHECKING:  # only edits need it: reading with tomllib starts 20 ms faster
    import tomlkit

FIELDS = ("id", "provider", "label", "base_url", "keyring", "region")
REQUIRED_FIELDS = ("id", "provider", "label")
UNIQUE_FIELDS = ("id", "label")
ID = re.compile(r"[!-~]{1,100}")
MAX_PARSER_MESSAGE_CHARS = 200
ACCOUNT_HEADING = re.compile(
    r"^[ \t]*\[\[\s*(?:account|\"account\"|'account')\s*\]\]", re.MULTILINE
)


def read_text(path: Path) -> str | None:
    """The file's text; None if there is no file. Raises AccountsFileError."""
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
    raise _unusable(f"line {line}", advice="not-utf8")


def parse(text: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """(all values, the accounts' fields) of a file's text. Raises AccountsFileError with the line.

    Fields an account lacks are "".
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error)
    else:
        return values, _checked_accounts(text, values)
    raise _syntax_error(said)


def parse_document(text: str) -> tomlkit.TOMLDocument:
    """A file's text with its comments, to be edited. Raises AccountsFileError with the line."""
    import tomlkit

    try:
        return tomlkit.parse(text)
    except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:
        said = str(error)
    raise _syntax_error(said)


def position(document: tomlkit.TOMLDocument, account_id: str) -> int:
    """Where the account is in the list. Raises KeyError for an unknown id."""
    for place, table in enumerate(document.unwrap().get("account", [])):
        if table["id"] == account_id:
            return place
    raise KeyError(account_id)


def update(table: Any, fields: Mapping[str, str]) -> None:
    """Writes only the fields that differ, to keep the comments of the others."""
    for name, value in fields.items():
        if value and table.get(name) != value:
            table[name] = value
        elif not value and name in table:
            del table[name]


def append(document: tomlkit.TOMLDocument, fields: Mapping[str, str]) -> None:
    """Adds an account in the file's own style: tables, or an inline list."""
    import tomlkit

    table = tomlkit.table()
    update(table, fields)
    accounts = document.get("account")
    if accounts is None:
        accounts = tomlkit.aot()
        accounts.append(table)
        document.append("account", accounts)
    elif isinstance(accounts, tomlkit.items.AoT):
        table.trivia.indent = "\n"  # an empty line before it
        accounts.append(table)
    else:
        inline = tomlkit.inline_table()
        inline.update(table)
        accounts.append(inline)


def write(path: Path, text: str) -> None:
    """Writes a temporary file and renames it: a crash leaves the old file or the new one."""
    target = path.resolve()  # a link stays a link
    temporary = ""
    said = ""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file, temporary = tempfile.mkstemp(prefix=".accounts.", suffix=".tmp", dir=target.parent)
        with os.fdopen(file, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        said = error.strerror or type(error).__name__
    if said:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise AccountsFileError("accounts-file", said=said, advice="file-unwritable")


def _checked_accounts(text: str, values: dict[str, Any]) -> list[dict[str, str]]:
    profile_id = values.get("profile", "")
    if "profile" in values and not (isinstance(profile_id, str) and ID.fullmatch(profile_id)):
        raise _unusable(advice="id-characters", field="profile")
    tables = values.get("account", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise _unusable(advice="not-tables")
    lines = [text.count("\n", 0, found.start()) + 1 for found in ACCOUNT_HEADING.finditer(text)]
    accounts: list[dict[str, str]] = []
    for place, table in enumerate(tables):
        if (fault := _fault(table, accounts)) is not None:
            has_lines = len(lines) == len(tables)
            where = f"line {lines[place]}" if has_lines else f"account {place + 1}"
            raise _unusable(where, advice=fault[0], field=fault[1])
        accounts.append({name: table.get(name, "") for name in FIELDS})
    return accounts


def _fault(table: dict[str, Any], before: list[dict[str, str]]) -> tuple[str, str] | None:
    """(advice, field) for what is wrong with one account's table; None if it is valid."""
    for name in FIELDS:
        value = table.get(name, "")
        if not isinstance(value, str):
            return "field-not-text", name
        if name in REQUIRED_FIELDS and not value.strip():
            return "field-missing", name
    if not ID.fullmatch(table["id"]):
        return "id-characters", "id"
    for name in UNIQUE_FIELDS:
        if any(account[name] == table[name] for account in before):
            return "field-repeated", name
    return None


def _syntax_error(said: str) -> AccountsFileError:
    """The parsers' "what (at where)" as "where: what"."""
    return _unusable(re.sub(r"(.*) \(at (.*)\)", r"\2: \1", said)[:MAX_PARSER_MESSAGE_CHARS])


def _unusable(said: str | None = "", *, advice: str = "", **details: str) -> AccountsFileError:
    """`said` is the place in the file, or what the system or the parser said."""
    return AccountsFileError("accounts-file", said=said or "", advice=advice, details=details)


def _sync_folder(folder: Path) -> None:
    """Makes a rename survive a power cut. Not needed, and not possible, on Windows."""
    if os.name != "posix":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse; the file itself is on the disk all the same.
        with contextlib.suppress(OSError):
            os.fsync(file)
    finally:
        os.close(file)

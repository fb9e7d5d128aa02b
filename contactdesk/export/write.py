"""Writes contacts to a file, one after another: CSV, JSON, vCard or Markdown."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from contactdesk.errors import ContactDeskError
from contactdesk.export.markdown import sheet
from contactdesk.export.vcard import vcard
from contactdesk.model import Contact
from contactdesk.profile.paths import locked_now
from contactdesk.providers import all_providers
from contactdesk.records.parse import is_deep

FIELDS = (
    *("account", "provider", "id", "name", "emails", "phones"),
    *("company", "created_at", "updated_at"),
)
JOINED = "; "
PHONE = re.compile(r"\+[0-9][0-9 ().-]{3,24}")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
"""What makes a spreadsheet take a cell for a formula."""

PREFIX = ".contactdesk-"
LEFT = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}")
"""Names of files that are being written, or were when their process was killed."""

BLANK = " \u00a0\ufeff"


class ExportFileError(ContactDeskError):
    """The file cannot be written; `said` is the system's reason. Nothing is left of it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__("export-file", said=reason, hint=hint)

    @property
    def title(self) -> str:
        return "The file could not be written"


class _Echo:
    """A file for the csv module that hands back what is written, line by line."""

    def write(self, text: str) -> str:
        return text


class Exported(Struct, frozen=True):
    """A contact with the label of its account, its provider's id, and the vendor's own bytes."""

    account: str
    provider: str
    contact: Contact
    raw: bytes = b""


def write(fmt: str, out: Path, contacts: Iterable[Exported]) -> int:
    """Writes the contacts to a file of format csv, json, vcf or md, and gives how many.

    They are taken one by one and never held. The file appears when it is whole; until then one
    that was there stays. Raises ExportFileError.
    """
    count = 0

    def counted() -> Iterator[Exported]:
        nonlocal count
        for contact in contacts:
            yield contact
            count += 1

    with _beside(out) as file:
        for part in FORMATS[fmt](counted()):
            with _told():
                file.write(part)
    return count


@contextlib.contextmanager
def _beside(out: Path) -> Iterator[BinaryIO]:
    """A file next to the target that takes its place in the end, or goes without a trace. Where
    the process is killed, it stays until the next export into that folder."""
    remove_left(out.parent)
    with _told():
        number, name = _made(out.parent)
    file = os.fdopen(number, "wb")
    try:
        yield file
        with _told():
            file.flush()
            os.fsync(number)
            file.close()
            Path(name).replace(out)
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _made(folder: Path) -> tuple[int, str]:
    """A new file that is locked for as long as it is open, however this process ends."""
    while True:
        number, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
        try:
            held = locked_now(number)
        except OSError:  # the file system knows no locks: nobody removes what is left there
            held = True
        # Another process may have taken it for left behind before it was locked.
        if held and Path(name).exists():
            os.lseek(number, 0, os.SEEK_SET)
            return number, name
        os.close(number)
        with contextlib.suppress(OSError):
            Path(name).unlink()


def remove_left(folder: Path) -> None:
    """Removes what exports that were killed have left in a folder, and nothing else: a file of
    the names we make, of this user's, that no process has locked."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if LEFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_where_free(Path(entry.path))


def _remove_where_free(path: Path) -> None:
    """Raises OSError where the file is not to be opened, or the file system knows no locks."""
    number = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        uid = getattr(os, "geteuid", lambda: 0)()
        free = os.fstat(number).st_uid == uid and locked_now(number)
        if free and os.name == "posix":
            path.unlink()
    finally:
        os.close(number)
    if free and os.name != "posix":  # where an open file cannot be removed
        path.unlink()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Translates what the system says of a file; only around what touches it."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = "Make room, then try again." if full else "Choose another place or name."
        raise ExportFileError(error.strerror or "unknown reason", hint) from None


def _csv(contacts: Iterable[Exported]) -> Iterator[bytes]:
    row = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield str(row(FIELDS)).encode()
    for each in contacts:
        line = str(row([csv_cell(value) for value in _values(each).values()]))
        yield line.encode("utf-8", "replace")


def csv_cell(value: str | list[str]) -> str:
    """A cell that no spreadsheet takes for a formula; phone numbers and numbers stay as they are.

    A list is joined by semicolons.
    """
    parts = [value] if isinstance(value, str) else value
    text = JOINED.join(parts).replace("\0", "")
    if not text.lstrip(BLANK).startswith(FORMULA) or not text.strip():
        return text
    if all(PHONE.fullmatch(part) or NUMBER.fullmatch(part) for part in parts):
        return text
    return "'" + text


def _json(contacts: Iterable[Exported]) -> Iterator[bytes]:
    """One array, an object a line; `raw` is what the vendor sent, byte for byte."""
    before = b"[\n"
    for each in contacts:
        head = json.dumps(_values(each), ensure_ascii=False).encode("utf-8", "replace")
        yield before + head[:-1] + b', "raw": ' + _raw(each) + b"}"
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _raw(each: Exported) -> bytes:
    """The stored bytes; as a text where they are no JSON, so that the file stays readable."""
    if not each.raw:
        return json.dumps(each.contact.raw, ensure_ascii=False).encode("utf-8", "replace")
    if each.contact.raw:  # it was read from these bytes
        return each.raw
    try:
        is_readable = not is_deep(msgspec.json.decode(each.raw))
    except (msgspec.DecodeError, RecursionError, ValueError):
        is_readable = False
    return each.raw if is_readable else json.dumps(each.raw.decode("utf-8", "replace")).encode()


def _values(each: Exported) -> dict[str, str | list[str]]:
    contact = each.contact
    return {
        "account": each.account,
        "provider": each.provider,
        "id": contact.id,
        "name": contact.name,
        "emails": list(contact.emails),
        "phones": list(contact.phones),
        "company": contact.company,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
    }


def _vcf(contacts: Iterable[Exported]) -> Iterator[bytes]:
    for each in contacts:
        yield vcard(each.contact, f"{each.provider}:{each.contact.id}")


def _md(contacts: Iterable[Exported]) -> Iterator[bytes]:
    providers = all_providers()
    between = ""
    for each in contacts:
        text = between + sheet(providers[each.provider], each.account, each.contact)
        yield text.encode("utf-8", "replace")
        between = "\n---\n\n"


Format = Callable[[Iterable[Exported]], Iterator[bytes]]
FORMATS: dict[str, Format] = {"csv": _csv, "json": _json, "vcf": _vcf, "md": _md}

"""Searches for canaries (a key, a name) in every byte a run of the program left behind.

`test_sweep.py` is the control: it shows that each encoding would be found.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import string
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import psutil

MIN_ENCODING_BYTES = 6
"""Shorter ones would match by chance."""

MAX_INFLATED_BYTES = 50_000_000
MAX_ARCHIVE_DEPTH = 3

GZIP = b"\x1f\x8b\x08"
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
ZIP = b"PK\x03\x04"


class Hit(NamedTuple):
    """A place where a canary was found. `canary` is truncated, so that a report does not leak it."""

    where: str
    canary: str
    encoding: str


def encodings(canary: str) -> dict[str, bytes]:
    """The encodings in which a canary may be in a file."""
    data = canary.encode()
    found = {
        "UTF-8": data,
        "UTF-16 LE": canary.encode("utf-16-le"),
        "UTF-16 BE": canary.encode("utf-16-be"),
        "UTF-32 LE": canary.encode("utf-32-le"),
        "hex": data.hex().encode(),
        "HEX": data.hex().upper().encode(),
        "URL": urllib.parse.quote(canary, safe="").encode(),
        "URL form": urllib.parse.quote_plus(canary).encode(),
        "JSON": json.dumps(canary)[1:-1].encode(),
        "INI text": _ini(map(ord, canary)),
        "INI bytes": _ini(data),
        "INI variant": _ini(canary.encode("utf-16-be")),
        "reversed": data[::-1],
    }
    for before in range(3):
        # The characters at both ends also depend on the canary's neighbors.
        coded = base64.b64encode(b"\0" * before + data)[(0, 2, 3)[before] :].rstrip(b"=")[:-1]
        found[f"base64 +{before}"] = coded
        found[f"base64 for a URL +{before}"] = coded.translate(bytes.maketrans(b"+/", b"-_"))
    return {name: coded for name, coded in found.items() if len(coded) >= MIN_ENCODING_BYTES}


def _ini(values: Iterable[int]) -> bytes:
    """QSettings' escaping of characters, or bytes, in an INI file."""
    out = ""
    after_escape = False
    for value in values:
        character = chr(value)
        if value == 0:
            out += "\\0"
        elif not 0x20 <= value < 0x7F or (after_escape and character in string.hexdigits):
            out += f"\\x{value:x}"
        else:
            out += f"\\{character}" if character in '"\\' else character
            after_escape = False
            continue
        after_escape = True
    return out.encode()


def sweep(
    roots: Iterable[Path], canaries: Iterable[str], *, skip: Iterable[Path] = ()
) -> list[Hit]:
    """Hits in the names, link targets and contents of all files and folders below the roots.

    Raises for a file that cannot be read: an incomplete sweep proves nothing.
    """
    wanted = {canary: encodings(canary) for canary in canaries}
    assert wanted, "a sweep for nothing finds nothing"
    hits: list[Hit] = []
    for root in roots:
        for path in _paths(Path(root), [Path(each) for each in skip]):
            hits += _hits(os.fsencode(path.name), f"name of {path}", wanted)
            if path.is_symlink():
                hits += _hits(os.fsencode(os.readlink(path)), f"target of {path}", wanted)
            elif path.is_file():
                hits += sweep_bytes(_content(path), str(path), wanted)
    return hits


def sweep_process(pid: int, canaries: Iterable[str]) -> list[Hit]:
    """Hits in what other processes can see of a process: arguments, environment, name."""
    process = psutil.Process(pid)
    wanted = {canary: encodings(canary) for canary in canaries}
    seen = {
        "arguments": "\0".join(process.cmdline()),
        "environment": "\0".join(f"{name}={value}" for name, value in process.environ().items()),
        "name": process.name(),
    }
    return [
        hit
        for what, text in seen.items()
        for hit in sweep_bytes(os.fsencode(text), f"{what} of {pid}", wanted)
    ]


def sweep_bytes(
    data: bytes, where: str, wanted: Mapping[str, Mapping[str, bytes]], depth: int = 0
) -> list[Hit]:
    """Hits in the bytes and in anything compressed within them."""
    hits = _hits(data, where, wanted)
    if b"\n" in data:  # base64 in lines, or wrapped text
        joined = data.replace(b"\r\n", b"").replace(b"\n", b"")
        hits += [hit for hit in _hits(joined, where, wanted) if hit not in hits]
    if depth < MAX_ARCHIVE_DEPTH:
        for inner, how in _decompressed(data):
            hits += sweep_bytes(inner, f"{where} ({how})", wanted, depth + 1)
    return hits


def _hits(data: bytes, where: str, wanted: Mapping[str, Mapping[str, bytes]]) -> list[Hit]:
    return [
        Hit(where, f"{canary[:6]}…", name)
        for canary, known in wanted.items()
        for name, coded in known.items()
        if coded in data
    ]


def _decompressed(data: bytes) -> Iterator[tuple[bytes, str]]:
    for at in _positions(data, GZIP):
        yield from _inflated(data[at:], 31, "gzip")
    for found in ZLIB.finditer(data):
        yield from _inflated(data[found.start() :], 15, "zlib")
    if ZIP in data:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data[data.index(ZIP) :]))
        except zipfile.BadZipFile:
            return
        for name in archive.namelist():
            yield name.encode(), "name in a zip"
            yield archive.read(name), "zip"


def _positions(data: bytes, magic: bytes) -> Iterator[int]:
    at = data.find(magic)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1)


def _inflated(data: bytes, window: int, how: str) -> Iterator[tuple[bytes, str]]:
    """All that can be inflated, even of a damaged or truncated stream."""
    stream = zlib.decompressobj(window)
    out = bytearray()
    try:
        for start in range(0, len(data), 4096):
            out += stream.decompress(data[start : start + 4096], MAX_INFLATED_BYTES)
            if stream.eof or len(out) > MAX_INFLATED_BYTES:
                break
    except zlib.error:
        pass
    if out:
        yield bytes(out), how


def _paths(root: Path, skip: list[Path]) -> Iterator[Path]:
    assert root.exists(), f"nothing to sweep at {root}"
    if not root.is_dir():
        yield root
        return

    def on_error(error: OSError) -> None:
        # A folder removed meanwhile was not left behind.
        if not isinstance(error, FileNotFoundError):
            raise error

    for folder, folders, files in os.walk(root, onerror=on_error):
        here = Path(folder)
        folders[:] = [name for name in folders if here / name not in skip]
        yield from (here / name for name in (*folders, *files) if here / name not in skip)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""

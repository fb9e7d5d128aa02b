"""Looks for canaries (a key, a name) in every byte a run of the program left behind.

A clean sweep means something only because `test_sweep.py` shows that each shape would be found.
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

SHORTEST = 6
"""Shorter shapes would be found by chance."""

MOST_INFLATED = 50_000_000
DEEPEST = 3
"""Archives within archives."""

GZIP = b"\x1f\x8b\x08"
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
ZIP = b"PK\x03\x04"


class Hit(NamedTuple):
    """One place where a canary stands. `canary` is cut, so that a report does not leak it."""

    where: str
    canary: str
    shape: str


def shapes(canary: str) -> dict[str, bytes]:
    """Every way the canary is known to turn up in a file."""
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
        # The characters at both ends also depend on what stands beside the canary.
        coded = base64.b64encode(b"\0" * before + data)[(0, 2, 3)[before] :].rstrip(b"=")[:-1]
        found[f"base64 +{before}"] = coded
        found[f"base64 for a URL +{before}"] = coded.translate(bytes.maketrans(b"+/", b"-_"))
    return {name: shape for name, shape in found.items() if len(shape) >= SHORTEST}


def _ini(values: Iterable[int]) -> bytes:
    """As QSettings escapes characters, or bytes, in an INI file."""
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

    A file that cannot be read raises: a sweep that left something out proves nothing.
    """
    looked_for = {canary: shapes(canary) for canary in canaries}
    assert looked_for, "a sweep for nothing finds nothing"
    hits: list[Hit] = []
    for root in roots:
        for path in _paths(Path(root), [Path(each) for each in skip]):
            hits += _hits(os.fsencode(path.name), f"name of {path}", looked_for)
            if path.is_symlink():
                hits += _hits(os.fsencode(os.readlink(path)), f"target of {path}", looked_for)
            elif path.is_file():
                hits += sweep_bytes(_content(path), str(path), looked_for)
    return hits


def sweep_process(pid: int, canaries: Iterable[str]) -> list[Hit]:
    """Hits in what other programs of the user can see of a process: arguments, environment."""
    process = psutil.Process(pid)
    looked_for = {canary: shapes(canary) for canary in canaries}
    seen = {
        "arguments": "\0".join(process.cmdline()),
        "environment": "\0".join(f"{name}={value}" for name, value in process.environ().items()),
        "name": process.name(),
    }
    return [
        hit
        for what, text in seen.items()
        for hit in sweep_bytes(os.fsencode(text), f"{what} of {pid}", looked_for)
    ]


def sweep_bytes(
    data: bytes, where: str, looked_for: Mapping[str, Mapping[str, bytes]], depth: int = 0
) -> list[Hit]:
    """Hits in the bytes themselves and in whatever is packed in them."""
    hits = _hits(data, where, looked_for)
    if b"\n" in data:  # base64 in lines, a text that was wrapped
        joined = data.replace(b"\r\n", b"").replace(b"\n", b"")
        hits += [hit for hit in _hits(joined, where, looked_for) if hit not in hits]
    if depth < DEEPEST:
        for inner, how in _unpacked(data):
            hits += sweep_bytes(inner, f"{where} ({how})", looked_for, depth + 1)
    return hits


def _hits(data: bytes, where: str, looked_for: Mapping[str, Mapping[str, bytes]]) -> list[Hit]:
    return [
        Hit(where, f"{canary[:6]}…", name)
        for canary, known in looked_for.items()
        for name, shape in known.items()
        if shape in data
    ]


def _unpacked(data: bytes) -> Iterator[tuple[bytes, str]]:
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


def _positions(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _inflated(data: bytes, window: int, how: str) -> Iterator[tuple[bytes, str]]:
    """What could be inflated, of a damaged or cut stream too."""
    stream = zlib.decompressobj(window)
    out = bytearray()
    try:
        for start in range(0, len(data), 4096):
            out += stream.decompress(data[start : start + 4096], MOST_INFLATED)
            if stream.eof or len(out) > MOST_INFLATED:
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

    def refuse(error: OSError) -> None:
        # What was removed meanwhile was not left behind.
        if not isinstance(error, FileNotFoundError):
            raise error

    for folder, folders, files in os.walk(root, onerror=refuse):
        here = Path(folder)
        folders[:] = [name for name in folders if here / name not in skip]
        yield from (here / name for name in (*folders, *files) if here / name not in skip)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""

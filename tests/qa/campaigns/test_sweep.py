"""Positive controls of the sweep: one for each way a key may leak."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import tarfile
import urllib.parse
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from tests.qa.campaigns.sweep import encodings, sweep, sweep_process

KEY = "sk-CANARY0123456789/+é"
NAME = "Zoë Canary-Müller"
CODED = KEY.encode()


def settings(path: Path, value: object) -> None:
    written = QSettings(str(path), QSettings.Format.IniFormat)
    written.setValue("k", value)
    written.sync()


def deleted_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.executescript("pragma secure_delete=0; create table t(a);")
        file.execute("insert into t values (?)", (KEY,))
        file.commit()
        file.execute("delete from t")
        file.commit()


def zipped(path: Path, name: str = "inner.txt", content: str = KEY) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def tarred(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("inner")
        info.size = len(CODED)
        archive.addfile(info, io.BytesIO(CODED))


LEAKS = {
    "plain": lambda p: p.write_text(f"x{KEY}y"),
    "wrapped": lambda p: p.write_text(f"x{KEY[:9]}\n{KEY[9:]}y"),
    "JSON": lambda p: p.write_text(json.dumps({"k": KEY})),
    "JSON, unescaped": lambda p: p.write_text(json.dumps({"k": KEY}, ensure_ascii=False)),
    "UTF-16": lambda p: p.write_bytes(KEY.encode("utf-16")),
    "UTF-16 BE": lambda p: p.write_bytes(KEY.encode("utf-16-be")),
    "UTF-32": lambda p: p.write_bytes(KEY.encode("utf-32-le")),
    "hex": lambda p: p.write_text(CODED.hex()),
    "HEX": lambda p: p.write_text(CODED.hex().upper()),
    "URL": lambda p: p.write_text("https://x.test/?k=" + urllib.parse.quote(KEY, safe="")),
    "reversed": lambda p: p.write_text(KEY[::-1], encoding="utf-8") and p.write_bytes(CODED[::-1]),
    "basic, key as user": lambda p: p.write_bytes(base64.b64encode(CODED + b":")),
    "basic, key as password": lambda p: p.write_bytes(base64.b64encode(b"me:" + CODED)),
    "base64 +1": lambda p: p.write_bytes(base64.b64encode(b"x" + CODED)),
    "base64 +2": lambda p: p.write_bytes(base64.b64encode(b"xy" + CODED)),
    "base64 for a URL": lambda p: p.write_bytes(base64.urlsafe_b64encode(CODED + b"?")),
    "base64 in lines": lambda p: p.write_bytes(base64.encodebytes(b"x" * 47 + CODED)),
    "pickle": lambda p: p.write_bytes(pickle.dumps(KEY)),
    "gzip": lambda p: p.write_bytes(gzip.compress(CODED)),
    "gzip inside": lambda p: p.write_bytes(b"before" + gzip.compress(CODED) + b"after"),
    "gzip, cut": lambda p: p.write_bytes(gzip.compress(CODED + os.urandom(9000))[:8000]),
    "gzip in gzip": lambda p: p.write_bytes(gzip.compress(gzip.compress(CODED))),
    "zlib": lambda p: p.write_bytes(b"\0\0\0\x16" + zlib.compress(CODED)),
    "zip": zipped,
    "zip, name": lambda p: zipped(p, f"{KEY}.txt".replace("/", "_") + KEY, ""),
    "tar": tarred,
    "settings, text": lambda p: settings(p, KEY),
    "settings, bytes": lambda p: settings(p, QByteArray(CODED)),
    "settings, object": lambda p: settings(p, {"a": KEY}),
    "settings, list": lambda p: settings(p, [KEY, "b"]),
    "row deleted": deleted_row,
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_encoded_key_is_found(tmp_path, leak):
    leak(tmp_path / "f")
    hits = sweep([tmp_path], [KEY])
    assert hits, (tmp_path / "f").read_bytes()[:300]
    assert all(KEY not in hit.canary for hit in hits)


@pytest.mark.parametrize(
    "leak",
    [
        lambda p: p.write_text(NAME, encoding="utf-8"),
        lambda p: p.write_text(json.dumps(NAME)),
        lambda p: p.write_text(urllib.parse.quote_plus(NAME)),
        lambda p: settings(p, NAME),
        lambda p: settings(p, {"a": NAME}),
    ],
    ids=["plain", "JSON", "form", "settings, text", "settings, object"],
)
def test_encoded_name_is_found(tmp_path, leak):
    leak(tmp_path / "f")
    assert sweep([tmp_path], ["something else", NAME])


def test_names_of_files_folders_and_link_targets_are_searched(tmp_path):
    (tmp_path / "a" / "sk-CANARY-folder").mkdir(parents=True)
    (tmp_path / "a" / "sk-CANARY-file").touch()
    (tmp_path / "a" / "link").symlink_to("sk-CANARY-target")
    for canary in ("sk-CANARY-folder", "sk-CANARY-file", "sk-CANARY-target"):
        assert len({hit.where for hit in sweep([tmp_path], [canary])}) == 1


def test_hidden_files_are_searched(tmp_path):
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / ".f").write_text(KEY)
    assert sweep([tmp_path], [KEY])


def test_a_root_may_be_a_file(tmp_path):
    (tmp_path / "stdout").write_text(KEY)
    assert sweep([tmp_path / "stdout"], [KEY])


def test_clean_files_give_no_hits(tmp_path):
    (tmp_path / "f").write_text("nothing")
    (tmp_path / "g").write_bytes(gzip.compress(b"nothing") + b"\x78\x9cPK\x03\x04")
    settings(tmp_path / "h", {"a": "nothing"})
    assert sweep([tmp_path], [KEY, NAME]) == []


def test_skipped_folder_is_not_searched(tmp_path):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "f").write_text(KEY)
    (tmp_path / "g").write_text(KEY)
    hits = sweep([tmp_path], [KEY], skip=[tmp_path / "vendor"])
    assert {hit.where for hit in hits} == {str(tmp_path / "g")}


def test_missing_root_or_no_canary_fails(tmp_path):
    with pytest.raises(AssertionError):
        sweep([tmp_path / "absent"], [KEY])
    with pytest.raises(AssertionError):
        sweep([tmp_path], [])


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are POSIX's")
def test_unreadable_file_raises(tmp_path, monkeypatch):
    (tmp_path / "f").write_text(KEY)

    def refuse(_path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root can read every file
    with pytest.raises(PermissionError):
        sweep([tmp_path], [KEY])


def test_encodings_too_short_are_omitted():
    assert encodings("abc").keys() == {"UTF-16 LE", "UTF-16 BE", "UTF-32 LE", "hex", "HEX"} | {
        "INI variant"
    }


@pytest.fixture
def process():
    """Starts a process that waits, and returns once its arguments and environment are visible:
    for a moment after exec both files in /proc are empty."""
    started = []

    def start(*arguments: str, **environment: str) -> int:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
        )
        started.append(child)
        child.stdout.readline()
        return child.pid

    yield start
    for child in started:
        child.communicate()


def test_process_arguments_are_searched(process):
    hits = sweep_process(process(f"--key={KEY}"), [KEY])
    assert {hit.where.split()[0] for hit in hits} == {"arguments"}


def test_process_environment_is_searched(process):
    hits = sweep_process(process(SOME_KEY=base64.b64encode(CODED + b":").decode()), [KEY])
    assert {hit.where.split()[0] for hit in hits} == {"environment"}


def test_clean_process_gives_no_hits(process):
    assert sweep_process(process("--quiet"), [KEY]) == []

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.export import write as write_module
from contactdesk.export.write import FIELDS, FORMATS, Exported, ExportFileError, csv_cell, write
from contactdesk.model import Contact
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record

JANE = Contact(
    id="c1",
    name="Jane “J” Döe",
    emails=("jane@x.example", "j@y.example"),
    phones=("+1 (415) 555-0192", "+14155550193"),
    company="Smith, Sons; & Co",
    title="CEO",
    created_at="2026-03-01T00:00:00Z",
    updated_at="",
    raw={"id": "c1"},
)
RAW = b'{ "id":"c1", "big":123456789012345678901234567890, "twice":1, "twice":2,\n "e":"\\u00e9" }'


def exported(contact=JANE, raw=RAW, account="Support EU", provider="bland"):
    return Exported(account, provider, contact, raw)


def written(tmp_path, fmt, *contacts):
    out = tmp_path / f"out.{fmt}"
    assert write(fmt, out, iter(contacts)) == len(contacts)
    return out.read_bytes()


# CSV


def test_csv(tmp_path):
    data = written(tmp_path, "csv", exported(), exported(Contact("c2", "Bo"), account="b"))
    rows = list(csv.reader(data.decode("utf-8").split("\r\n")))
    assert rows == [
        [
            "account",
            "provider",
            "id",
            "name",
            "emails",
            "phones",
            "company",
            "created_at",
            "updated_at",
        ],
        [
            "Support EU",
            "bland",
            "c1",
            "Jane “J” Döe",
            "jane@x.example; j@y.example",
            "+1 (415) 555-0192; +14155550193",
            "Smith, Sons; & Co",
            "2026-03-01T00:00:00Z",
            "",
        ],
        ["b", "bland", "c2", "Bo", "", "", "", "", ""],
        [],
    ]


def test_csv_of_nothing_has_its_header(tmp_path):
    assert written(tmp_path, "csv") == (",".join(FIELDS) + "\r\n").encode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|x",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "＝1",
        '=HYPERLINK("http://x")',
        "\ufeff=1",
        "+14155550192\t=1",
        "%0A=1",
        "|calc",
        "\0=1",
        "+14155550192; =1",
    ],
)
def test_a_formula_is_quoted(text):
    assert csv_cell(text).startswith("'")
    assert csv_cell(["+14155550192", text]) == "'+14155550192; " + text.replace("\0", "")


@pytest.mark.parametrize(
    "text",
    ["+14155550192", "+1 (415) 555-0192", "-5", "-5.25", "Jane", "a=b", "", "12", "  ", "\t"],
)
def test_other_text_stays(text):
    assert csv_cell(text) == text


def test_phone_numbers_of_a_list_stay():
    assert csv_cell(["+14155550192", "+1 (415) 555-0192"]) == "+14155550192; +1 (415) 555-0192"
    assert csv_cell([]) == ""


TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["=1+1", '"', "a\r\nb", ";", ",", "\0", "\ud800", "\u2028", "-", "+", "@"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(Contact, TEXT, TEXT, st.tuples(TEXT), st.tuples(TEXT, TEXT), TEXT)))
def test_csv_of_any_text_is_read_back(contacts):
    data = b"".join(FORMATS["csv"](exported(each) for each in contacts))
    # csv itself reads a bare carriage return inside quotes back as it was written
    rows = list(csv.reader(_lines(data.decode("utf-8"))))
    assert [len(row) for row in rows] == [len(FIELDS)] * (len(contacts) + 1)
    for row, contact in zip(rows[1:], contacts, strict=True):
        name = contact.name.replace("\0", "").encode("utf-8", "replace").decode()
        assert row[3].removeprefix("'") == name.removeprefix("'")
        assert not any(cell.lstrip(" \u00a0\ufeff")[:1] in ("=", "@", "＝", "＠") for cell in row)


def _lines(text):
    """As a file opened with newline="" gives them."""
    return io.StringIO(text, newline="")


# JSON


def test_json(tmp_path):
    data = written(tmp_path, "json", exported(), exported(Contact("c2", "Bo"), b'{"id":"c2"}'))
    assert data.count(b"\n") == 4 + RAW.count(b"\n")
    first, second = json.loads(data)
    assert list(first) == [*FIELDS, "raw"]
    assert first == {
        "account": "Support EU",
        "provider": "bland",
        "id": "c1",
        "name": "Jane “J” Döe",
        "emails": ["jane@x.example", "j@y.example"],
        "phones": ["+1 (415) 555-0192", "+14155550193"],
        "company": "Smith, Sons; & Co",
        "created_at": "2026-03-01T00:00:00Z",
        "updated_at": "",
        "raw": json.loads(RAW),
    }
    assert second["raw"] == {"id": "c2"}


def test_json_raw_is_what_the_vendor_sent_byte_for_byte(tmp_path):
    assert b'"raw": ' + RAW + b"}" in written(tmp_path, "json", exported())


def test_json_of_nothing_is_an_empty_array(tmp_path):
    assert json.loads(written(tmp_path, "json")) == []


@pytest.mark.parametrize(
    "raw", [b'{"id": "\xff"}', b"[" * 9999, b"nonsense", b'"text"', b"17", b""]
)
def test_json_stays_readable_whatever_the_record(tmp_path, raw):
    record = read_record(all_providers()["bland"].contact, raw)
    data = written(tmp_path, "json", exported(record.contact, raw), exported())
    assert [each["id"] for each in json.loads(data)] == [record.contact.id, "c1"]


# Every format


@pytest.mark.parametrize("fmt", FORMATS)
def test_file_is_private_and_whole(tmp_path, fmt):
    out = tmp_path / "out"
    out.write_text("old")
    during = []

    def contacts():
        during.append((out.read_text(), [f.name for f in tmp_path.iterdir() if f != out]))
        yield exported()

    assert write(fmt, out, contacts()) == 1
    (seen,) = during
    assert seen[0] == "old"
    assert len(seen[1]) == 1
    assert out.read_bytes() != b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("fmt", FORMATS)
def test_when_the_contacts_end_in_an_error_the_old_file_stays(tmp_path, fmt):
    out = tmp_path / "out"
    out.write_text("old")

    def contacts():
        yield exported()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(fmt, out, contacts())
    assert out.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_contacts_are_not_held(tmp_path, fmt):
    def contacts(count):
        for number in range(count):
            contact = Contact(f"c{number}", "x" * 1000, raw={"id": "y" * 1000})
            yield exported(contact, b'{"id":"' + b"y" * 1000 + b'"}')

    write(fmt, tmp_path / "out", contacts(5))
    tracemalloc.start()
    try:
        assert write(fmt, tmp_path / "out", contacts(2000)) == 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 500_000


def test_no_folder(tmp_path):
    with pytest.raises(ExportFileError) as caught:
        write("csv", tmp_path / "none" / "out.csv", [])
    error = caught.value
    assert (error.kind, error.said) == ("export-file", "No such file or directory")
    assert error.advice == ""
    assert error.__cause__ is None


def test_target_is_a_folder(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportFileError):
        write("csv", tmp_path / "out", [])
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk(tmp_path, monkeypatch):
    def on_full_disk(**_where):
        (tmp_path / "part").write_text("")
        return os.open("/dev/full", os.O_WRONLY), str(tmp_path / "part")

    monkeypatch.setattr("contactdesk.export.write.tempfile.mkstemp", on_full_disk)
    with pytest.raises(ExportFileError) as caught:
        write("json", tmp_path / "out", [exported()] * 1000)
    assert caught.value.advice == "disk-full"
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from contactdesk.export.write import Exported, write
from contactdesk.model import Contact

def contacts():
    for number in range(2000):
        yield Exported("Support EU", "bland", Contact(str(number), "Wilhelmina Canary-Okonkwo"))
    print("half", flush=True)
    if sys.stdin.readline() == "die\\n":
        os.kill(os.getpid(), signal.SIGKILL)

print(write("csv", Path(sys.argv[1]), contacts()), flush=True)
"""


def exporting(out):
    """An export in a process of its own that has written half of its contacts."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.readline() == "half\n"
    return process


def parts(folder):
    return list(folder.glob(".contactdesk-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that cannot be caught")
def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path):
    process = exporting(tmp_path / "all.csv")
    process.communicate("die\n")
    (left,) = parts(tmp_path)
    assert b"Canary-Okonkwo" in left.read_bytes()
    write("csv", tmp_path / "other.csv", [exported()])
    assert [each.name for each in tmp_path.iterdir()] == ["other.csv"]


def test_what_another_process_is_writing_stays(tmp_path):
    process = exporting(tmp_path / "all.csv")
    (theirs,) = parts(tmp_path)
    assert write("csv", tmp_path / "other.csv", [exported()]) == 1
    assert parts(tmp_path) == [theirs]
    assert process.communicate("go on\n")[0] == "2000\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.csv", "other.csv"]


def test_two_exports_of_one_process_do_not_remove_each_other(tmp_path):
    def contacts():
        assert write("csv", tmp_path / "inner.csv", [exported()]) == 1
        assert len(parts(tmp_path)) == 1
        yield exported()

    assert write("csv", tmp_path / "outer.csv", contacts()) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["inner.csv", "outer.csv"]


def test_nothing_but_what_an_export_left_is_removed(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (".contactdesk-notes", ".contactdesk-abcdefg", ".contactdesk-ABCDEFGH"):
        (folder / name).write_text("somebody's")
    (folder / ".contactdesk-abcdefg1.txt").write_text("somebody's")
    (folder / ".contactdesk-folder_1").mkdir()
    if sys.platform != "win32":
        (tmp_path / "elsewhere").write_text("somebody's")
        (folder / ".contactdesk-linked_1").symlink_to(tmp_path / "elsewhere")
        os.mkfifo(folder / ".contactdesk-a_pipe_1")
    before = sorted(folder.iterdir())
    (folder / ".contactdesk-abc_0123").write_text("left")
    write("csv", folder / "out.csv", [exported()])
    assert sorted(folder.iterdir()) == sorted([*before, folder / "out.csv"])
    assert (tmp_path / "elsewhere").exists() or sys.platform == "win32"


@pytest.mark.skipif(sys.platform == "win32", reason="a file has no user there")
def test_a_file_of_another_user_stays(tmp_path, monkeypatch):
    left = tmp_path / ".contactdesk-abc_0123"
    left.write_text("left")
    another = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: another)
    write("csv", tmp_path / "out.csv", [exported()])
    assert left.exists()


def test_where_no_file_can_be_locked_it_is_written_and_nothing_is_removed(tmp_path, monkeypatch):
    def no_locks(_file):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("contactdesk.export.write.try_lock", no_locks)
    left = tmp_path / ".contactdesk-abc_0123"
    left.write_text("left")
    assert write("csv", tmp_path / "out.csv", [exported()]) == 1
    assert sorted(tmp_path.iterdir()) == [left, tmp_path / "out.csv"]


def test_a_file_that_is_taken_for_left_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    locked, seen = write_module.try_lock, []

    def too_late(file):
        if not seen:
            (part,) = parts(tmp_path)
            part.unlink()
        seen.append(file)
        return locked(file)

    monkeypatch.setattr(write_module, "try_lock", too_late)
    assert write("csv", tmp_path / "out.csv", [exported()]) == 1
    assert len(seen) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]

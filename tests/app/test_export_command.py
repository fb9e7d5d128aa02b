"""contactdesk.app.export_command: exporting and loading without a window, and its errors."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import sys
import threading

import keyring.errors
import pytest
from openpyxl import load_workbook

from contactdesk.app import export_command
from contactdesk.app.wording import query_problems
from contactdesk.export.formats import FORMATS
from contactdesk.profile.lock import Lock
from contactdesk.search.query import Query, QueryProblem
from contactdesk.search.stored_terms import PROBLEMS
from tests.app import terminal as fixtures
from tests.app.terminal import SIZES

# pytest finds a fixture by its name in the module of the test.
vendors = fixtures.vendors
terminal = fixtures.terminal
ctrl_c = fixtures.ctrl_c


def test_load_all_writes_every_contact_of_every_account(terminal):
    assert terminal.export("--all", "--load-all") == (0, "")
    assert terminal.counts() == dict(sorted(SIZES.items()))
    assert stat.S_IMODE(terminal.out.stat().st_mode) == 0o600
    ids = {(each["account"], each["id"]) for each in terminal.found()}
    assert len(ids) == sum(SIZES.values())
    assert all(each["raw"]["id"] == each["id"] for each in terminal.found())


def test_second_export_asks_no_vendor(terminal):
    terminal.export("--all", "--load-all")
    before = terminal.out.read_bytes()
    terminal.sandbox.requests.clear()
    assert terminal.export("--all") == (0, "")
    assert terminal.out.read_bytes() == before
    assert terminal.export("--all", "--load-all") == (0, "")
    assert terminal.sandbox.requests == []


def test_one_account(terminal):
    assert terminal.export("--account", "Close", "--load-all") == (0, "")
    assert terminal.counts() == {"close": 110}
    assert {each["provider"] for each in terminal.sandbox.requests} == {"close"}


def test_a_search(terminal):
    terminal.export("--all", "--load-all")
    someone = next(each for each in terminal.found() if each["name"])
    assert terminal.export("--all", "--query", someone["name"]) == (0, "")
    names = [each["name"] for each in terminal.found()]
    assert someone["name"] in names
    assert len(names) < sum(SIZES.values())
    assert terminal.export("--account", "Quo", "--query", "no such words at all") == (0, "")
    assert terminal.found() == []


def test_a_search_that_begins_with_a_dash(terminal):
    terminal.export("--account", "Close", "--load-all")
    everyone = terminal.found()
    assert terminal.export("--account", "Close", "--query", "-has:phone") == (0, "")
    without = [each for each in everyone if not each["phones"]]
    assert 0 < len(without) < len(everyone)
    assert [each["id"] for each in terminal.found()] == [each["id"] for each in without]


@pytest.mark.parametrize("kind", sorted(set(PROBLEMS.values())))
def test_every_value_that_a_field_refuses_has_a_reason(kind):
    assert "oops" in query_problems(Query("", (), (QueryProblem(kind, "oops"),)))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "The search is empty"),
        ("  ", "The search is empty"),
        ('""', "nothing between the quotes"),
        ("email:", "Type a value after “email:”"),
        ("name:*", "“*” has no letters or digits"),
        ("???", "“???” has no letters or digits"),
        ("@", "“@” has no letters or digits"),
        ("-", "“-” has no letters or digits"),
        ("-&", "“-&” has no letters or digits"),
        ("emial:x", "Unknown search field “emial”. Fields: name, email,"),
        ("has:fax", "“fax” can't follow has:. Values: name, email,"),
        ("memories:few", "“few” isn't a whole number. Examples: 0,"),
        ("is:late", "“late” can't follow is:. Values: favorite."),
        ("linked:few", "“few” can't follow linked:. Examples: yes, no,"),
        ("maybe:2", "“2” can't follow maybe:. Values: yes, no."),
        ("differs:x", "“x” can't follow differs:. Values: name, email,"),
        ("behind:30", "“30” isn't a valid age. Examples: >30d,"),
        ("priority:>big", "“>big” can't be compared. Priorities: urgent, high,"),
        ("changed:<soon", "“<soon” isn't a date, an age or a field. Examples: <7d,"),
        ("fact.age:>old", "“>old” has neither a number nor a date. Examples: >5,"),
        ("created:2025-13-99", "“2025-13-99” isn't a valid date or age"),
        ('custom."":x', '“custom.""” isn\'t a valid field name'),
        ('anna "berlin', "The closing quote is missing"),
        ("anna email: has:fax", "after “email:”. “fax” can't"),
    ],
)
def test_search_that_is_not_understood_ends_with_2_and_the_reason(terminal, query, reason):
    code, said = terminal.export("--all", "--load-all", "--query", query)
    assert code == 2
    assert reason in said
    assert said.count("\n") == 1
    assert not terminal.out.exists()
    assert terminal.sandbox.requests == []


@pytest.mark.parametrize("fmt", FORMATS)
def test_formats(terminal, fmt):
    assert terminal.export("--account", "Bland AI", "--load-all", fmt=fmt) == (0, "")
    text = terminal.out.read_bytes().decode("utf-8", "replace")
    counted = {
        "xlsx": lambda: (
            load_workbook(io.BytesIO(terminal.out.read_bytes()))["Contacts"].max_row - 1
        ),
        "csv": lambda: len(list(csv.reader(io.StringIO(text, newline="")))) - 1,
        "json": lambda: len(json.loads(text)),
        "vcf": lambda: text.count("BEGIN:VCARD"),
        "md": lambda: text.count("\n- **Account:** Bland AI (Bland AI)\n"),
    }
    assert counted[fmt]() == SIZES["bland"]


def test_nothing_loaded_is_reported_and_leaves_no_trace(terminal):
    code, said = terminal.export("--all")
    assert (code, said) == (
        0,
        "No contacts are loaded yet. Load them in the window, or add --load-all.\n",
    )
    assert terminal.found() == []
    assert not terminal.profile.index_file.exists()
    assert not any(user == "index" for _service, user in terminal.held.held)


def test_contacts_before_a_failure_are_exported_and_the_rest_later(terminal):
    terminal.sandbox.set_faults([{"provider": "close", "kind": "forbidden", "page": 2}])
    code, said = terminal.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Close: This key isn't allowed to list contacts")
    assert said.count("\n") == 1
    assert terminal.counts() == {**dict(sorted(SIZES.items())), "close": 100}
    code, said = terminal.export("--all")
    assert (code, said) == (
        0,
        "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n",
    )
    terminal.sandbox.set_faults([])
    assert terminal.export("--all", "--load-all") == (0, "")
    assert terminal.counts() == dict(sorted(SIZES.items()))


def test_refused_key_fails_only_its_account(terminal):
    terminal.held.set_password(*terminal.key_entry("quo"), "not-a-key-0123456789")
    code, said = terminal.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Quo: Quo refused this key")
    assert said.endswith(" The key may be revoked or mistyped. Enter a new one.\n")
    assert said.count("\n") == 1
    assert "not-a-key" not in said
    assert terminal.counts() == {
        name: size for name, size in sorted(SIZES.items()) if name != "quo"
    }


def test_profiles_network_settings_are_used(terminal, tmp_path):
    missing = tmp_path / "company.pem"
    terminal.profile.settings_file.write_text(f"[network]\nca_file={missing}\n")
    code, said = terminal.export("--account", "Close", "--load-all")
    assert code == 4
    assert "The file of additional certificates can't be read." in said
    assert terminal.sandbox.requests == []


def test_day_long_pause_is_not_waited_for(terminal):
    terminal.sandbox.set_faults(
        [{"provider": "close", "kind": "status-429-retry", "value": 86_400}]
    )
    code, said = terminal.export("--account", "Close", "--load-all")
    assert code == 4
    assert said.startswith("Close: Close's rate limit was reached")
    assert len(terminal.sandbox.requests) == 1


def test_missing_key_is_reported(terminal):
    terminal.held.delete_password(*terminal.key_entry("close"))
    code, said = terminal.export("--account", "Close", "--load-all")
    assert (code, said.partition(".")[0]) == (4, "Close: The keyring has no key for this account")
    assert terminal.found() == []


def test_locked_keyring_is_reported_for_every_account(terminal, monkeypatch):
    terminal.export("--all", "--load-all")
    terminal.out.unlink()

    def locked(*_entry):
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(terminal.held, "get_password", locked)
    code, said = terminal.export("--all")
    assert code == 4
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        each.label for each in terminal.accounts
    ]
    assert said.count("Your keyring is locked. Unlock it, then try again.") == len(
        terminal.accounts
    )
    assert not terminal.out.exists()


@pytest.mark.parametrize("words", [["--all"], ["--all", "--load-all"]])
def test_unreachable_keyring_is_explained_for_every_account(terminal, monkeypatch, words):
    terminal.export("--all", "--load-all")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)

    def missing(*_entry):
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(terminal.held, "get_password", missing)
    code, said = terminal.export(*words)
    assert code == 4
    lines = said.splitlines()
    assert len(lines) == len(terminal.accounts)
    assert all("this session has no D-Bus" in line for line in lines)
    assert all("in your desktop session" in line for line in lines)
    assert "for this session only" not in said


def test_load_all_is_refused_while_a_window_is_open(terminal):
    lock = Lock.take(terminal.profile.lock_file)
    try:
        code, said = terminal.export("--all", "--load-all")
    finally:
        lock.release()
    assert code == 2
    assert said.startswith("contactdesk is open on this profile. Close it")
    assert not terminal.out.exists()
    assert terminal.sandbox.requests == []


def test_export_without_loading_works_while_a_window_is_open(terminal):
    terminal.export("--all", "--load-all")
    lock = Lock.take(terminal.profile.lock_file)
    try:
        assert terminal.export("--all") == (0, "")
    finally:
        lock.release()


def test_lock_is_released_afterwards(terminal):
    terminal.export("--account", "Bland AI", "--load-all")
    terminal.export("--account", "None", "--load-all")
    lock = Lock.take(terminal.profile.lock_file)
    assert lock is not None
    lock.release()


def test_wrong_use_ends_with_2(terminal, tmp_path):
    code, said = terminal.export("--account", "No\x1bne")
    assert (code, said) == (
        2,
        "There is no account “No ne”. Accounts: "
        + ", ".join(f"“{each.label}”" for each in terminal.accounts)
        + ".\n",
    )
    terminal.out = tmp_path / "none" / "out"
    code, said = terminal.export("--all", "--load-all")
    assert (code, said) == (2, f"The folder {tmp_path / 'none'} doesn't exist.\n")
    assert terminal.sandbox.requests == []
    terminal.out = tmp_path / "folder"
    terminal.out.mkdir()
    code, said = terminal.export("--all")
    assert code == 2
    assert said.splitlines()[-1].startswith("The file couldn't be written: ")


def test_profile_without_accounts_ends_with_2(terminal):
    for account in list(terminal.accounts):
        terminal.accounts.remove(account.id)
    code, said = terminal.export("--all")
    assert (code, said) == (2, "This profile has no accounts. Add one in the window first.\n")


def test_unreadable_accounts_file_ends_with_2(terminal):
    terminal.profile.accounts_file.write_text("profile = 1")
    code, said = terminal.export("--all")
    assert (code, said.partition(".")[0]) == (2, "accounts")


def test_new_profile_id_is_saved(terminal):
    lines = terminal.profile.accounts_file.read_text().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("profile"))
    terminal.profile.accounts_file.write_text(without)
    assert terminal.export("--account", "Bland AI", "--load-all") == (0, "")
    assert terminal.export("--account", "Bland AI") == (0, "")
    assert terminal.counts() == {"bland": 12}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_loading_keeps_loaded_contacts(terminal, monkeypatch):
    class Impatient(export_command.Sync):
        """Presses Ctrl-C when the first page is written."""

        def __init__(self, *values, **named):
            super().__init__(*values, written=self.stop, **named)

        def stop(self, _walk, _written):
            if threading.current_thread() is threading.main_thread():
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(export_command, "Sync", Impatient)
    code, said = terminal.export("--account", "Close", "--load-all")
    assert code == 130
    assert said == "Stopped. Loaded contacts stay in the index; no file was written.\n"
    assert not terminal.out.exists()
    code, said = terminal.export("--account", "Close")
    assert said == "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n"
    assert terminal.counts() == {"close": 100}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_writing_stops_at_once(terminal, monkeypatch):
    terminal.export("--account", "Close", "--load-all")
    before = terminal.out.read_bytes()
    real = export_command.read_record
    seen = []

    def read(contact, raw):
        seen.append(raw)
        if len(seen) == 5:
            os.kill(os.getpid(), signal.SIGINT)
        return real(contact, raw)

    monkeypatch.setattr(export_command, "read_record", read)
    assert terminal.export("--account", "Close")[0] == 130
    assert len(seen) <= 6
    assert terminal.out.read_bytes() == before


def test_progress_is_shown_on_terminals_only(terminal, monkeypatch):
    monkeypatch.setattr(export_command, "PROGRESS_INTERVAL_S", 0.0)
    assert terminal.export("--account", "Bland AI", "--load-all") == (0, "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, said = terminal.export("--account", "Quo", "--load-all")
    assert code == 0
    lines = (said + terminal.summary).split("\r\x1b[K")
    assert "60 contacts loaded" in lines
    assert "59 of 60 written" in lines
    assert lines[-1] == f"Wrote 60 contacts to {terminal.out}\n"


def test_what_was_written_of_what_is_always_said(terminal):
    terminal.export("--account", "Quo", "--load-all")
    assert terminal.summary == f"Wrote 60 contacts to {terminal.out}\n"
    someone = terminal.found()[0]
    assert terminal.export("--account", "Quo", "--query", someone["name"]) == (0, "")
    matching = len(terminal.found())
    assert terminal.summary == f"Wrote {matching} of 60 contacts to {terminal.out}\n"
    assert terminal.export("--all")[0] == 0
    assert terminal.summary == f"Wrote 60 contacts (loaded contacts only) to {terminal.out}\n"
    terminal.export("--all", "--query", someone["name"])
    assert terminal.summary.startswith(f"Wrote {matching} of 60 contacts (loaded contacts only) to")


def test_all_fields_have_a_column_each(terminal):
    assert terminal.export("--all", "--load-all", "--fields", "all", fmt="csv") == (0, "")
    with terminal.out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(SIZES.values())
    bland = [row for row in rows if row["provider"] == "bland"]
    assert any(int(row["Memories"] or 0) > 0 for row in bland)
    assert terminal.export("--all", "--fields", "all", fmt="xlsx") == (0, "")
    book = load_workbook(io.BytesIO(terminal.out.read_bytes()))
    titles = [cell.value for cell in next(book["Contacts"].iter_rows())]
    assert {"Display name", "Title", "Memories"} <= set(titles)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Contacts"] == terminal.summary.strip()


def test_notes_are_written_on_wish(terminal):
    terminal.export("--account", "Bland AI", "--load-all", fmt="vcf")
    assert b"\r\nNOTE:" not in terminal.out.read_bytes()
    assert terminal.export("--account", "Bland AI", "--notes", fmt="vcf") == (0, "")
    assert b"\r\nNOTE:" in terminal.out.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="links as on Unix")
def test_link_is_followed_and_a_broken_one_is_said(terminal, tmp_path):
    terminal.out.symlink_to(tmp_path / "real")
    assert terminal.export("--account", "Bland AI", "--load-all") == (0, "")
    assert terminal.out.is_symlink()
    assert terminal.counts() == {"bland": 12}
    terminal.out = tmp_path / "broken"
    terminal.out.symlink_to(tmp_path / "none" / "real")
    code, said = terminal.export("--all")
    assert (code, said) == (2, f"The folder {tmp_path / 'none'} doesn't exist.\n")


def test_dash_is_standard_output(terminal, tmp_path, monkeypatch):
    terminal.export("--account", "Bland AI", "--load-all")
    before = terminal.out.read_bytes()
    terminal.out = "-"
    with (tmp_path / "stdout").open("wb") as file:
        monkeypatch.setattr("contactdesk.export.target.STDOUT", file.fileno())
        assert terminal.export("--account", "Bland AI") == (0, "")
    assert terminal.summary == "Wrote 12 contacts to standard output\n"
    assert (tmp_path / "stdout").read_bytes() == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_device_ends_with_2(terminal):
    terminal.export("--account", "Bland AI", "--load-all")
    terminal.out = "/dev/full"
    code, said = terminal.export("--account", "Bland AI", fmt="xlsx")
    assert code == 2
    assert said.startswith("The file couldn't be written: No space left on device.")
    assert said.count("\n") == 1
    assert terminal.summary == ""


def test_contacts_of_one_person_have_the_same_person_in_every_file(terminal):
    terminal.export("--all", "--load-all")
    people = {}
    for each in terminal.found():
        assert len(each["person"]) == 16
        people.setdefault(each["person"], []).append(each)
    several = [group for group in people.values() if len(group) > 1]
    assert len(people) > len(several) > 0
    assert any(len({each["provider"] for each in group}) > 2 for group in several)
    shared = [set.intersection(*(set(each["emails"]) for each in group)) for group in several]
    assert sum(map(bool, shared)) > len(several) / 2
    before = terminal.found()
    # What an account is called says nothing of whose contacts they are.
    file = terminal.profile.accounts_file
    file.write_text(file.read_text().replace('label = "Close"', 'label = "Sales"'))
    terminal.export("--all")
    assert [each["person"] for each in terminal.found()] == [each["person"] for each in before]

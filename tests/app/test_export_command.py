"""contactdesk.app.export_command: what is exported and loaded without a window, and what is said when that fails."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import threading

import keyring.errors
import pytest

from contactdesk.app import export_command
from contactdesk.profile.lock import Lock
from tests.app import terminal
from tests.app.terminal import SIZES

# pytest finds a fixture by its name in the module of the test.
vendors = terminal.vendors
desk = terminal.desk
ctrl_c = terminal.ctrl_c


def test_load_all_writes_every_contact_of_every_account(desk):
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.counts() == dict(sorted(SIZES.items()))
    assert stat.S_IMODE(desk.out.stat().st_mode) == 0o600
    ids = {(each["account"], each["id"]) for each in desk.found()}
    assert len(ids) == sum(SIZES.values())
    assert all(each["raw"]["id"] == each["id"] for each in desk.found())


def test_what_is_loaded_is_written_again_without_asking_the_vendors(desk):
    desk.export("--all", "--load-all")
    before = desk.out.read_bytes()
    desk.sandbox.requests.clear()
    assert desk.export("--all") == (0, "")
    assert desk.out.read_bytes() == before
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.sandbox.requests == []


def test_one_account(desk):
    assert desk.export("--account", "Close", "--load-all") == (0, "")
    assert desk.counts() == {"close": 110}
    assert {each["provider"] for each in desk.sandbox.requests} == {"close"}


def test_a_search(desk):
    desk.export("--all", "--load-all")
    someone = desk.found()[0]
    assert desk.export("--all", "--query", someone["name"]) == (0, "")
    names = [each["name"] for each in desk.found()]
    assert someone["name"] in names
    assert len(names) < sum(SIZES.values())
    assert desk.export("--account", "Quo", "--query", "no such words at all") == (0, "")
    assert desk.found() == []


@pytest.mark.parametrize("fmt", ["csv", "json", "vcf", "md"])
def test_formats(desk, fmt):
    assert desk.export("--account", "Bland AI", "--load-all", fmt=fmt) == (0, "")
    text = desk.out.read_text(encoding="utf-8")
    counted = {
        "csv": lambda: len(list(csv.reader(io.StringIO(text, newline="")))) - 1,
        "json": lambda: len(json.loads(text)),
        "vcf": lambda: text.count("BEGIN:VCARD"),
        "md": lambda: text.count("\n- **Account:** Bland AI (Bland AI)\n"),
    }
    assert counted[fmt]() == SIZES["bland"]


def test_nothing_loaded_is_said_and_leaves_no_trace(desk):
    code, said = desk.export("--all")
    assert (code, said) == (
        0,
        "No contacts are loaded yet. Load them in the window, or add --load-all.\n",
    )
    assert desk.found() == []
    assert not desk.profile.index_file.exists()
    assert not any(user == "index" for _service, user in desk.held.held)


def test_what_came_before_a_failure_is_written_and_the_rest_can_follow(desk):
    desk.sandbox.set_faults([{"provider": "close", "kind": "forbidden", "page": 2}])
    code, said = desk.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Close: This key isn't allowed to list contacts")
    assert said.count("\n") == 1
    assert desk.counts() == {**dict(sorted(SIZES.items())), "close": 100}
    code, said = desk.export("--all")
    assert (code, said) == (
        0,
        "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n",
    )
    desk.sandbox.set_faults([])
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.counts() == dict(sorted(SIZES.items()))


def test_a_refused_key_costs_only_its_account(desk):
    desk.held.set_password(*desk.key_entry("quo"), "not-a-key-0123456789")
    code, said = desk.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Quo: Quo refused this key")
    assert said.endswith(" The key may be revoked or mistyped. Enter a new one.\n")
    assert said.count("\n") == 1
    assert "not-a-key" not in said
    assert desk.counts() == {name: size for name, size in sorted(SIZES.items()) if name != "quo"}


def test_the_profiles_network_settings_count(desk, tmp_path):
    missing = tmp_path / "company.pem"
    desk.profile.settings_file.write_text(f"[network]\nca_file={missing}\n")
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 4
    assert "The file of additional certificates can't be read." in said
    assert desk.sandbox.requests == []


def test_nobody_waits_a_day_at_a_terminal(desk):
    desk.sandbox.set_faults([{"provider": "close", "kind": "status-429-retry", "value": 86_400}])
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 4
    assert said.startswith("Close: Close's rate limit was reached")
    assert len(desk.sandbox.requests) == 1


def test_a_missing_key_is_said(desk):
    desk.held.delete_password(*desk.key_entry("close"))
    code, said = desk.export("--account", "Close", "--load-all")
    assert (code, said.partition(".")[0]) == (4, "Close: The keyring has no key for this account")
    assert desk.found() == []


def test_a_locked_keyring_is_said_for_every_account(desk, monkeypatch):
    desk.export("--all", "--load-all")
    desk.out.unlink()

    def locked(*_entry):
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(desk.held, "get_password", locked)
    code, said = desk.export("--all")
    assert code == 4
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        each.label for each in desk.accounts
    ]
    assert said.count("Your keyring is locked. Unlock it, then try again.") == len(desk.accounts)
    assert not desk.out.exists()


def test_a_window_on_the_profile_is_said_and_nothing_loaded(desk):
    lock = Lock.take(desk.profile.lock_file)
    try:
        code, said = desk.export("--all", "--load-all")
    finally:
        lock.release()
    assert code == 2
    assert said.startswith("contactdesk is open on this profile. Close it")
    assert not desk.out.exists()
    assert desk.sandbox.requests == []


def test_without_loading_an_open_window_is_no_hindrance(desk):
    desk.export("--all", "--load-all")
    lock = Lock.take(desk.profile.lock_file)
    try:
        assert desk.export("--all") == (0, "")
    finally:
        lock.release()


def test_the_lock_is_free_afterwards(desk):
    desk.export("--account", "Bland AI", "--load-all")
    desk.export("--account", "None", "--load-all")
    lock = Lock.take(desk.profile.lock_file)
    assert lock is not None
    lock.release()


def test_wrong_use(desk, tmp_path):
    code, said = desk.export("--account", "No\x1bne")
    assert (code, said) == (
        2,
        "There is no account “No ne”. Accounts: "
        + ", ".join(f"“{each.label}”" for each in desk.accounts)
        + ".\n",
    )
    desk.out = tmp_path / "none" / "out"
    code, said = desk.export("--all", "--load-all")
    assert (code, said) == (2, f"The folder {tmp_path / 'none'} doesn't exist.\n")
    assert desk.sandbox.requests == []
    desk.out = tmp_path / "folder"
    desk.out.mkdir()
    code, said = desk.export("--all")
    assert code == 2
    assert said.splitlines()[-1].startswith("The file couldn't be written: ")


def test_a_profile_without_accounts(desk):
    for account in list(desk.accounts):
        desk.accounts.remove(account.id)
    code, said = desk.export("--all")
    assert (code, said) == (2, "This profile has no accounts. Add one in the window first.\n")


def test_accounts_that_cannot_be_read(desk):
    desk.profile.accounts_file.write_text("profile = 1")
    code, said = desk.export("--all")
    assert (code, said.partition(".")[0]) == (2, "accounts")


def test_a_profile_id_that_was_missing_lasts(desk):
    lines = desk.profile.accounts_file.read_text().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("profile"))
    desk.profile.accounts_file.write_text(without)
    assert desk.export("--account", "Bland AI", "--load-all") == (0, "")
    assert desk.export("--account", "Bland AI") == (0, "")
    assert desk.counts() == {"bland": 12}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_loading_keeps_what_came(desk, monkeypatch):
    class Impatient(export_command.Sync):
        """Presses Ctrl-C when the first page is written."""

        def __init__(self, *values, **named):
            super().__init__(*values, written=self.stop, **named)

        def stop(self, _walk, _written):
            if threading.current_thread() is threading.main_thread():
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(export_command, "Sync", Impatient)
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 130
    assert said == "Stopped. Loaded contacts stay in the index; no file was written.\n"
    assert not desk.out.exists()
    code, said = desk.export("--account", "Close")
    assert said == "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n"
    assert desk.counts() == {"close": 100}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_writing_acts_at_once(desk, monkeypatch):
    desk.export("--account", "Close", "--load-all")
    before = desk.out.read_bytes()
    real = export_command.read_record
    seen = []

    def read(contact, raw):
        seen.append(raw)
        if len(seen) == 5:
            os.kill(os.getpid(), signal.SIGINT)
        return real(contact, raw)

    monkeypatch.setattr(export_command, "read_record", read)
    assert desk.export("--account", "Close")[0] == 130
    assert len(seen) <= 6
    assert desk.out.read_bytes() == before


def test_progress_is_for_terminals_only(desk, monkeypatch):
    monkeypatch.setattr(export_command, "PROGRESS_INTERVAL_S", 0.0)
    assert desk.export("--account", "Bland AI", "--load-all") == (0, "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, said = desk.export("--account", "Quo", "--load-all")
    assert code == 0
    lines = said.split("\r\x1b[K")
    assert "60 contacts loaded" in lines
    assert "59 of 60 written" in lines
    assert lines[-1] == f"Wrote 60 contacts to {desk.out}\n"

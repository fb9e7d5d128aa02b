"""contactdesk.profile.accounts: edits to accounts.toml keep the rest of the file."""

from __future__ import annotations

import tomllib

import pytest

from contactdesk.errors import AccountsFileError
from contactdesk.profile.accounts import Account, Accounts
from tests.profile import written_by_hand
from tests.profile.written_by_hand import BY_HAND

# pytest finds a fixture by its name in the module of the test.
path = written_by_hand.path
by_hand = written_by_hand.by_hand


def lines_gone(before: str, after: str) -> set[str]:
    return set(before.splitlines()) - set(after.splitlines())


def test_first_account_creates_the_file(path):
    accounts = Accounts.load(path)
    account = accounts.add("bland", "Support EU", "https://api.bland.ai/")
    assert tomllib.loads(path.read_text()) == {
        "profile": accounts.profile_id,
        "account": [
            {
                "id": account.id,
                "provider": "bland",
                "label": "Support EU",
                "base_url": "https://api.bland.ai",
            }
        ],
    }
    again = Accounts.load(path)
    assert list(again) == [account]
    assert again.profile_id == accounts.profile_id


def test_file_is_readable_by_people(path):
    accounts = Accounts.load(path)
    accounts.change(accounts.add("bland", "A").id, keyring="k")
    accounts.add("quo", "B")
    text = path.read_text()
    assert text.count("\n\n[[account]]\n") == 2
    assert "\n\n\n" not in text


def test_save_writes_the_profile_id(path):
    accounts = Accounts.load(path)
    accounts.save()
    assert Accounts.load(path).profile_id == accounts.profile_id


@pytest.mark.parametrize(
    "text", [BY_HAND.replace('profile = "9be0"\n', ""), "[other]\nx = 1\n", "# only a comment\n"]
)
def test_missing_profile_id_is_added_at_the_top(path, text):
    path.write_text(text)
    accounts = Accounts.load(path)
    accounts.add("quo", "New")
    values = tomllib.loads(path.read_text())
    assert values["profile"] == accounts.profile_id
    assert values["account"][-1]["label"] == "New"
    assert not lines_gone(text, path.read_text())


def test_ids_are_random(path):
    accounts = Accounts.load(path)
    ids = {accounts.add("bland", f"Account {n}").id for n in range(5)}
    assert len(ids) == 5
    assert all(len(each) == 32 for each in ids)


def test_add_keeps_the_rest_of_the_file(by_hand, path):
    by_hand.change(by_hand.add("quo", "Phones").id, keyring="keyring.backends.macOS.Keyring")
    assert not lines_gone(BY_HAND, path.read_text())
    assert [account.label for account in Accounts.load(path)] == ["Support EU", "Sales", "Phones"]


def test_change_keeps_the_rest_of_the_file(by_hand, path):
    changed = by_hand.change("3f1c", label="Support", base_url="https://eu.bland.ai/", keyring="k")
    assert changed == Account("3f1c", "bland", "Support", "https://eu.bland.ai", "k")
    assert lines_gone(BY_HAND, path.read_text()) == {'label = "Support EU" # the old one'}
    assert "# the old one" in path.read_text()
    assert Accounts.load(path).get("3f1c") == changed


def test_empty_value_removes_the_field(by_hand, path):
    changed = by_hand.change("77aa", base_url="", keyring="")
    assert changed == Account("77aa", "close", "Sales")
    assert "proxy.example.com" not in path.read_text()


def test_none_keeps_the_field(by_hand, path):
    before = by_hand.get("77aa")
    assert by_hand.change("77aa") == before
    assert by_hand.change("77aa", label="Sales") == before
    assert path.read_text() == BY_HAND


def test_remove_keeps_the_other_accounts(by_hand, path):
    by_hand.remove("3f1c")
    text = path.read_text()
    assert "3f1c" not in text
    assert [account.id for account in Accounts.load(path)] == ["77aa"]
    assert [account.id for account in Accounts.load(path).unknown] == ["0001"]
    assert "[other]" in text
    assert 'theme = "ours"' in text
    with pytest.raises(KeyError):
        by_hand.remove("3f1c")


def test_add_works_after_the_last_account_was_removed(by_hand, path):
    for account_id in ("77aa", "0001", "3f1c"):
        by_hand.remove(account_id)
    assert list(Accounts.load(path)) == []
    by_hand.add("opencx", "Fresh")
    assert [account.label for account in Accounts.load(path)] == ["Fresh"]
    assert Accounts.load(path).profile_id == "9be0"


def test_account_of_unknown_vendor_can_be_renamed_and_removed(by_hand, path):
    assert by_hand.change("0001", label="Later").label == "Later"
    by_hand.remove("0001")
    assert by_hand.unknown == ()
    assert Accounts.load(path).unknown == ()


def test_inline_accounts_can_be_changed(path):
    path.write_text('account = [{id="a",provider="quo",label="A"}]\nprofile = "p"\n')
    accounts = Accounts.load(path)
    accounts.add("bland", "B")
    accounts.change("a", keyring="k")
    assert [(a.label, a.keyring) for a in Accounts.load(path)] == [("A", "k"), ("B", "")]
    accounts.remove("a")
    assert [account.label for account in Accounts.load(path)] == ["B"]


def test_edits_by_others_meanwhile_are_kept(by_hand, path):
    other = Accounts.load(path)
    other.add("quo", "By another")
    path.write_text(path.read_text() + "# and a note\n")
    by_hand.change("3f1c", label="Ours")
    assert {account.label for account in by_hand} == {"Ours", "Sales", "By another"}
    assert "# and a note" in path.read_text()
    with pytest.raises(AccountsFileError):
        other.add("bland", "Ours")


def test_file_deleted_meanwhile_is_written_again(by_hand, path):
    path.unlink()
    by_hand.change("3f1c", label="Again")
    assert "# The second one is for sales." in path.read_text()


@pytest.mark.parametrize("label", ["Sales", " sales ", "SUPPORT  EU", "from the future"])
def test_taken_label_is_refused(by_hand, path, label):
    with pytest.raises(AccountsFileError) as caught:
        by_hand.add("bland", label)
    assert caught.value.kind == "label-taken"
    with pytest.raises(AccountsFileError):
        by_hand.change(by_hand.add("bland", "Free").id, label=label)
    assert [account.label for account in by_hand] == ["Support EU", "Sales", "Free"]


@pytest.mark.parametrize("label", ["", "  ", "\n"])
def test_empty_label_is_refused(by_hand, path, label):
    for change in (
        lambda: by_hand.add("bland", label),
        lambda: by_hand.change("3f1c", label=label),
    ):
        with pytest.raises(AccountsFileError):
            change()
    assert path.read_text() == BY_HAND


@pytest.mark.parametrize("label", ['"quoted" \\ #', "日本 🦊", "a\nb", "= [x]", "\u202eodd", "'''"])
def test_any_label_is_read_back(path, label):
    account = Accounts.load(path).add("bland", label)
    assert Accounts.load(path).get(account.id).label == " ".join(label.split())


def test_unknown_vendor_cannot_be_added(by_hand, path):
    with pytest.raises(AccountsFileError, match="sixth-vendor"):
        by_hand.add("sixth-vendor", "New")
    assert path.read_text() == BY_HAND


def test_unsafe_address_cannot_be_added(by_hand, path):
    for change in (
        lambda: by_hand.add("bland", "New", "http://api.bland.ai"),
        lambda: by_hand.change("3f1c", base_url="http://api.bland.ai"),
    ):
        with pytest.raises(AccountsFileError) as caught:
            change()
        assert caught.value.kind == "insecure-url"
    assert path.read_text() == BY_HAND


def test_names_are_label_vendor_id_and_vendor_title(by_hand):
    assert by_hand.names_by_id() == {
        "3f1c": ("Support EU", "bland", "Bland AI"),
        "77aa": ("Sales", "close", "Close"),
    }


def test_keep_nothing_is_written_at_the_top(by_hand, path):
    before = path.read_text(encoding="utf-8")
    assert not by_hand.keeps_nothing
    by_hand.keep_nothing(True)
    assert Accounts.load(path).keeps_nothing
    assert len(Accounts.load(path)) == len(by_hand)
    by_hand.keep_nothing(True)
    by_hand.keep_nothing(False)
    by_hand.keep_nothing(False)
    assert not Accounts.load(path).keeps_nothing
    assert path.read_text(encoding="utf-8").split() == before.split()


def test_keep_nothing_other_than_true_is_ignored(path):
    path.write_text('keep_nothing = "yes"\n')
    assert not Accounts.load(path).keeps_nothing

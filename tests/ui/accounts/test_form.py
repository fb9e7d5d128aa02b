"""The fields of an account: defaults per vendor, and what is wrong said beside the field."""

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from contactdesk.ui.accounts.form import AccountForm

KEY = "org_canary_0123456789abcdef"


@pytest.fixture
def accounts(tmp_path):
    return Accounts.load(tmp_path / "accounts.toml")


@pytest.fixture
def form(qtbot, accounts):
    made = AccountForm(accounts, all_providers())
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_vendor_brings_its_own_words(form):
    for provider in all_providers().values():
        form.choose_vendor(provider.id)
        assert form.provider is provider
        assert form.label == provider.title
        assert form.url_field.text() == provider.base_url
        assert form.base_url() == ""
        assert provider.key_page in form.key_help.text()
        assert provider.scope in form.key_help.text()
        assert provider.key_note in form.key_help.text()
        assert form.key_field.placeholderText() == provider.key_hint
        assert form.server_button.isVisible() == bool(provider.servers)
    form.choose_vendor("no-such-vendor")
    assert form.provider is provider


def test_a_default_label_is_not_taken(form, accounts):
    accounts.add("close", "Close")
    accounts.add("close", "close 2")
    form.choose_vendor("bland")
    form.choose_vendor("close")
    assert form.label == "Close 3"
    assert form.label_is_free()


def test_what_was_typed_outlives_another_vendor(form):
    form.label_field.setText("Mine")
    form.url_field.setText("https://eu.example.com")
    form.choose_vendor("quo")
    assert form.label == "Mine"
    assert form.url_field.text() == "https://eu.example.com"
    assert form.base_url() == "https://eu.example.com"


def test_a_further_server_is_a_choice(form):
    form.choose_vendor("askelephant")
    texts = [action.text() for action in form.server_menu.actions()]
    assert any("staging" in text.lower() for text in texts)
    form.server_menu.actions()[-1].trigger()
    assert form.base_url() == all_providers()["askelephant"].servers[-1][0]
    form.server_menu.actions()[0].trigger()
    assert form.base_url() == ""


@pytest.mark.parametrize("url", ["http://api.example.com", "https://key@x.com", "nonsense"])
def test_an_unsafe_address_is_said_beside_its_field(form, url):
    form.url_field.setText(url)
    assert form.base_url() is None
    assert form.url_problem.isVisible()
    form.focus_problem()
    assert form.window().focusWidget() is form.url_field


@pytest.mark.parametrize("label", ["", "   ", "support eu", " Support  EU "])
def test_a_label_is_needed_and_unique(form, accounts, label):
    accounts.add("bland", "Support EU")
    form.label_field.setText(label)
    assert not form.label_is_free()
    assert form.label_problem.isVisible()


def test_its_own_label_is_free(qtbot, accounts):
    account = accounts.add("bland", "Support")
    accounts.add("bland", "Other")
    form = AccountForm(accounts, all_providers(), account)
    qtbot.addWidget(form)
    assert form.label_is_free()
    form.label_field.setText("Other")
    assert not form.label_is_free()
    assert not form.vendor_box.isEnabled()
    assert "leave empty" in form.key_field.placeholderText()


@pytest.mark.parametrize(
    "around", ["  {}\n", '"{}"', "Bearer {}", "\u200b{}\u200b", "Authorization: {}"]
)
def test_a_pasted_key_is_cleaned_and_it_is_said(form, around):
    QApplication.clipboard().setText(around.format(KEY))
    form.key_field.paste()
    assert form.key_field.text() == KEY
    assert form.key_note.isVisible()
    assert form.key() == KEY


def test_a_clean_key_brings_no_remark(form):
    QApplication.clipboard().setText(KEY)
    form.key_field.paste()
    assert form.key_note.isHidden()
    assert form.key_field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize("text", ["", "  ", "short", "has a space inside it", "ключ-из-кириллицы"])
def test_what_cannot_be_a_key_is_said_without_it(form, text):
    form.key_field.setText(text)
    assert form.key() == ""
    assert form.key_problem.isVisible()
    if text.strip():
        assert text not in form.key_problem.text()


def test_forgetting_leaves_nothing_in_the_field(form):
    form.key_field.setText(KEY)
    form.forget_key("Saved")
    form.key_field.undo()
    assert form.key_field.text() == ""
    assert form.key_field.placeholderText() == "Saved"


def test_country_of_an_account_is_shown_and_changed(qtbot, accounts):
    account = accounts.add("close", "Close", region="DE")
    form = AccountForm(accounts, all_providers(), account)
    qtbot.addWidget(form)
    assert form.region_box.region == "DE"
    form.region_box.setEditText("Brazil")
    assert form.region_box.region == "BR"

"""The account dialog against a real server and a keyring: both are written, or neither."""

import asyncio

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from contactdesk.providers import all_providers
from contactdesk.sandbox import Sandbox
from contactdesk.ui.accounts import dialog as dialog_module
from contactdesk.ui.kit import tasks
from tests.ui.accounts import dialog_harness
from tests.ui.accounts.dialog_harness import KEY, child, result, texts

# pytest finds a fixture by its name in the module of the test.
harness = dialog_harness.harness
server = dialog_harness.server


@pytest.mark.parametrize(
    ("name", "accessible"),
    [
        ("providerBox", "Vendor"),
        ("labelField", "Label"),
        ("keyField", "API key"),
        ("baseUrlField", "Server URL"),
        ("regionBox", "Country of national numbers"),
        ("testButton", "Test key"),
        ("saveButton", "Save"),
    ],
)
async def test_the_parts_have_their_public_names(harness, name, accessible):
    dialog = harness.open()
    assert dialog.objectName() == "accountDialog"
    assert dialog.accessibleName() == "Account"
    assert child(dialog, name).accessibleName() == accessible


async def test_everything_that_takes_focus_is_named_and_reached_by_tab(harness, qtbot, until):
    dialog = harness.open(vendor="askelephant")
    dialog.activateWindow()
    child(dialog, "providerBox").setFocus()
    await until(child(dialog, "providerBox").hasFocus)
    order = []
    for _ in range(12):
        order.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [
        *("providerBox", "labelField", "keyField", "baseUrlField", "regionBox"),
        *("testButton", "saveButton"),
    ]
    assert [name for name in order if name in wanted][: len(wanted)] == wanted
    for widget in dialog.findChildren(QWidget):
        takes_focus = widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes_focus and not isinstance(widget, QLabel):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


async def test_a_key_is_tried_and_saved(harness, server, until, memory_keyring):
    dialog = harness.open(url=server.url)
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog) == "Key accepted: 230 contacts"
    path, authorization = server.requests[0]
    assert path.startswith("/v1/contacts?")
    assert KEY not in path
    assert authorization == KEY
    assert len(harness.accounts) == 0
    child(dialog, "labelField").setText("Support EU")
    child(dialog, "regionBox").setEditText("Germany")
    child(dialog, "saveButton").click()
    await until(lambda: harness.saved)
    account = harness.accounts.get(harness.saved[0])
    assert (account.provider, account.label, account.base_url) == (
        "bland",
        "Support EU",
        server.url,
    )
    assert account.region == "DE"
    assert account.keyring.endswith("MemoryKeyring")
    assert memory_keyring.held == {(f"contactdesk/{account.id}", "key"): KEY}
    assert not dialog.isVisible()
    assert child(dialog, "keyField").text() == ""
    assert child(dialog, "keyField").placeholderText() == "Saved"
    assert KEY not in texts(dialog)
    assert KEY not in (harness.accounts.path).read_text()


async def test_enter_saves(harness, qtbot, until):
    dialog = harness.open()
    qtbot.keyClick(child(dialog, "keyField"), Qt.Key.Key_Return)
    await until(lambda: harness.saved)
    assert harness.accounts.get(harness.saved[0]).base_url == ""


async def test_a_refusal_is_said_in_the_vendors_words_without_the_key(harness, server, until):
    server.answer = (
        401,
        {"data": None, "errors": [{"message": f"<b>Bad</b> key {KEY}"}], "request_id": "rid_42"},
    )
    dialog = harness.open(url=server.url)
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog).startswith("Bland AI refused this key: <b>Bad</b> key")
    assert "rid_42" in child(dialog, "resultDetail").text()
    child(dialog, "keyField").clear()
    assert KEY not in texts(dialog)
    label = child(dialog, "resultLine")
    assert label.textFormat() == Qt.TextFormat.PlainText


async def test_a_missing_permission_is_named(harness, server, until):
    server.answer = (403, {"statusCode": 403, "message": "Forbidden"})
    dialog = harness.open(vendor="opencx", url=server.url)
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog).startswith("The key lacks the contacts:read permission")


async def test_no_answer_names_the_vendor_and_the_next_step(harness, server, until):
    url = server.url
    dialog = harness.open(
        url=url.replace("http://127.0.0.1", "http://localhost").rsplit(":", 1)[0] + ":1"
    )
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert "Bland AI" in result(dialog)
    assert child(dialog, "resultDetail").text()
    assert server.requests == []


async def test_work_is_shown_and_can_be_cancelled(harness, server, until):
    server.gate.clear()
    dialog = harness.open(url=server.url)
    child(dialog, "testButton").click()
    cancel = child(dialog, "cancelWorkButton")
    assert not cancel.isVisible()
    await until(cancel.isVisible)
    assert "Bland AI" in child(dialog, "busyLine").text()
    cancel.click()
    assert not cancel.isVisible()
    assert result(dialog) == ""
    await until(lambda: tasks.running() == 0)
    assert dialog.isVisible()


async def test_escape_ends_the_work_then_the_dialog(harness, server, qtbot, until):
    server.gate.clear()
    dialog = harness.open(url=server.url)
    child(dialog, "testButton").click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    await until(lambda: tasks.running() == 0)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert child(dialog, "keyField").text() == ""
    assert harness.saved == []


async def test_closing_by_the_frame_ends_everything(harness, server, until):
    server.gate.clear()
    dialog = harness.open(url=server.url)
    child(dialog, "testButton").click()
    dialog.close()
    assert not dialog.isVisible()
    await until(lambda: tasks.running() == 0)


async def test_a_closed_dialog_is_gone_with_what_it_held(harness, server, until):
    server.gate.clear()
    for ending in ("close", "save"):
        dialog = harness.open(url=server.url, stays=False)
        child(dialog, "testButton").click()
        if ending == "save":
            child(dialog, "saveButton").click()
        else:
            dialog.close()
        await until(lambda dialog=dialog: not shiboken6.isValid(dialog))
        await until(lambda: tasks.running() == 0)
    assert len(harness.accounts) == 1


async def test_mistakes_are_said_beside_their_fields_and_nothing_is_asked(harness, server):
    harness.accounts.add("bland", "Taken")
    dialog = harness.open(url="http://api.example.com", key="short")
    child(dialog, "labelField").setText("taken")
    child(dialog, "saveButton").click()
    for name in ("labelProblem", "keyProblem", "urlProblem"):
        assert child(dialog, name).isVisible()
    assert tasks.running() == 0
    assert len(harness.accounts) == 1
    child(dialog, "testButton").click()
    assert tasks.running() == 0


async def test_a_file_that_cannot_be_written_is_said(harness, until, memory_keyring):
    dialog = harness.open()
    harness.accounts.path.mkdir()
    child(dialog, "saveButton").click()
    await until(lambda: result(dialog))
    assert "accounts.toml" in result(dialog)
    assert memory_keyring.held == {}
    assert dialog.isVisible()


async def test_the_field_stays_a_password(harness):
    dialog = harness.open()
    field = child(dialog, "keyField")
    field.selectAll()
    QApplication.clipboard().setText("before")
    field.copy()
    field.cut()
    assert QApplication.clipboard().text() == "before"
    assert field.echoMode() == QLineEdit.EchoMode.Password
    await asyncio.sleep(0)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(sizes={provider_id: 12 for provider_id in all_providers()}) as made:
        yield made


@pytest.mark.parametrize("provider", all_providers().values(), ids=lambda provider: provider.id)
async def test_each_vendor_of_the_sandbox_takes_its_key_and_no_other(
    harness, sandbox, until, provider
):
    place = next(each for each in sandbox.accounts if each["provider"] == provider.id)
    dialog = harness.open(vendor=provider.id, url=place["base_url"], key=place["key"])
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog) == ("Key accepted: 12 contacts" if provider.total else "Key accepted")
    child(dialog, "keyField").setText("wrong" + place["key"][5:])
    child(dialog, "testButton").click()
    await until(lambda: result(dialog))
    assert result(dialog).startswith(f"{provider.title} refused this key")
    assert place["key"] not in result(dialog)


@pytest.mark.parametrize("wanted", [False, True])
async def test_key_of_another_account_is_saved_only_after_a_question(
    harness, server, until, monkeypatch, wanted
):
    asked = []

    async def answer(_parent, *said, **_more):
        asked.append(said)
        return wanted

    monkeypatch.setattr(dialog_module, "ask", answer)
    child(harness.open(url=server.url), "saveButton").click()
    await until(lambda: len(harness.saved) == 1)
    assert not asked
    second = harness.open(url=server.url)
    child(second, "saveButton").click()
    await until(lambda: asked and not second._saving.busy)
    assert asked[0][0] == "“Bland AI” already has this key"
    await until(lambda: len(harness.saved) == 1 + wanted)
    assert len(harness.accounts) == 1 + wanted
    assert KEY not in str(asked)
    if not wanted:
        assert second.isVisible()
        second.reject()


async def test_key_of_an_account_at_another_server_is_no_duplicate(harness, server, until):
    child(harness.open(url=server.url), "saveButton").click()
    await until(lambda: len(harness.saved) == 1)
    child(harness.open(url=f"{server.url}/eu"), "saveButton").click()
    await until(lambda: len(harness.saved) == 2)

"""contactdesk.ui.window.data_transfer: export and import of the user's own data."""

import asyncio
import json
import stat

from PySide6.QtWidgets import QFileDialog, QLabel

from contactdesk.ui.window import data_transfer
from contactdesk.ui.window.data_transfer import DataTransfer
from contactdesk.userdata import transfer
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.keys import pair_of


async def filled(pane, until):
    await pane.open(until, "bland")
    key = (pane.workspace.account("bland"), pane.browser.context.index.keys([1])[0][1])
    await pane.userdata.annotations.set(key, Annotation(True, ("VIP",), "<b>tea</b>"))
    return key


async def asked(pane, until):
    """The text of the question, whose OK is pressed."""
    ok = await until(lambda: pane.window.findChild(object, "okButton"))
    words = " ".join(each.text() for each in ok.window().findChildren(QLabel))
    ok.click()
    await until(lambda: not pane.window.findChild(object, "okButton"))
    return words


async def chosen_file(pane, until, file):
    dialog = await until(lambda: pane.window.findChild(QFileDialog))
    dialog.fileSelected.emit(str(file))
    dialog.close()


async def test_data_goes_to_a_file_and_comes_back(pane, until, tmp_path):
    key = await filled(pane, until)
    out = tmp_path / "mine.json"
    pane.window.actions_by_name["actionExportData"].trigger()
    words = await asked(pane, until)
    assert "Contacts with a star, tags or a note: 1" in words
    assert "The file is not encrypted" in words
    assert "Nicknames" not in words
    await chosen_file(pane, until, out)
    await until(out.exists)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text())["contacts"][0]["note"] == "<b>tea</b>"
    pane.browser.context.undo.annotate({key: Annotation()}, "delete")
    assert not pane.userdata.annotations.all()
    pane.window.actions_by_name["actionImportData"].trigger()
    await chosen_file(pane, until, out)
    assert "Will be added: 1" in await asked(pane, until)
    await until(lambda: pane.userdata.annotations.all())
    assert pane.userdata.annotations.of(key) == Annotation(True, ("VIP",), "<b>tea</b>")
    message = "Imported: 1 added, 0 changed, 0 skipped"
    await until(lambda: pane.window.statusBar().currentMessage() == message)


async def test_nothing_to_export_is_said(pane, until, monkeypatch):
    said = told(monkeypatch)
    await pane.open(until, "bland")
    pane.window.actions_by_name["actionExportData"].trigger()
    await until(lambda: said)
    assert said[0][0] == "There's nothing to export yet"


async def test_file_that_holds_no_data_is_told(pane, until, tmp_path, monkeypatch):
    said = told(monkeypatch)
    await pane.open(until, "bland")
    (tmp_path / "other.json").write_text("{}")
    for name in "other.json", "not there.json":
        await DataTransfer(pane.browser.context, pane.window).read(tmp_path / name)
    assert [each[0] for each in said] == [
        "This file has no data of contactdesk that can be read"
    ] * 2


async def test_file_with_nothing_new_is_told(pane, until, tmp_path, monkeypatch):
    said = told(monkeypatch)
    await filled(pane, until)
    transfers = DataTransfer(pane.browser.context, pane.window)
    data = transfer.collect(pane.userdata, transfers._accounts())
    await transfers.write(data, tmp_path / "mine.json")
    await transfers.read(tmp_path / "mine.json")
    assert said == [("There's nothing to import", "Everything in the file is here already.")]


def told(monkeypatch):
    """What message boxes would say: (title, text)."""
    said = []

    async def tell(_parent, title, words, _warning=False):
        said.append((title, words))

    monkeypatch.setattr(data_transfer, "tell", tell)
    return said


async def test_data_outlives_a_dropped_index(pane, until):
    key = await filled(pane, until)
    index, account = pane.browser.context.index, pane.workspace.account("bland")
    await index.file.reopen(None)
    assert index.counts() == {}
    await pane.loading.start_over(account)
    await pane.open(until, "bland")
    await until(lambda: index.row_id(*key))
    pane.table.go_to(index.row_id(*key))
    bar = lambda: pane.browser.detail.view.header.notes  # noqa: E731
    await until(lambda: pane.browser.shown_contact.key == key)
    assert bar().note.toPlainText() == "<b>tea</b>"
    assert bar().star.isChecked()


async def test_link_from_a_file_holds_for_a_contact_that_is_not_loaded(pane, until, tmp_path):
    await pane.open(until, "bland")
    index, (key,) = pane.browser.context.index, pane.browser.context.index.keys([1])
    close = pane.workspace.account("close")
    await pane.open(until, "close")
    other = close, index.some(close, 1)[0].vendor_id
    await index.forget(close)
    await pane.userdata.judgements.set_many({pair_of(key, other): True})
    await pane.userdata.dismissals.set_many({("email", 5): Dismissal((close,))})
    transfers = DataTransfer(pane.browser.context, pane.window)
    data = transfer.collect(pane.userdata, transfers._accounts())
    words = data_transfer.content_words(data)
    assert words == (
        "Pairs of contacts you linked or kept apart: 1\nDisagreements you dismissed: 1"
    )
    await transfers.write(data, tmp_path / "mine.json")
    pane.context.undo.judge({pair_of(key, other): None}, "undo")
    await pane.userdata.dismissals.set_many({("email", 5): None})
    reading = asyncio.get_running_loop().create_task(transfers.read(tmp_path / "mine.json"))
    assert "Will be added: 2" in await asked(pane, until)
    await reading
    assert dict(pane.userdata.judgements.all()) == {pair_of(key, other): True}
    await until(lambda: not pane.context.linking.busy)
    await pane.loading.start_over(close)
    await pane.open(until, "close")
    await until(lambda: index.row_id(*other))
    assert index.row_id(*key) in await index.people.members(index.row_id(*other))

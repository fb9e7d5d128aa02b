"""Exporting the user's own data to a file, and importing it from one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow

from contactdesk.errors import ContactDeskError
from contactdesk.export.target import write_bytes
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.file_dialog import ask_for_file
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import ask, line, tell
from contactdesk.userdata import transfer
from contactdesk.userdata.transfer import AccountName, DataFile, DataFileError, Merge
from contactdesk.worker import Worker

translate = QCoreApplication.translate

FILE_NAME = "contactdesk-data.json"
MESSAGE_MS = 6_000


class DataTransfer(QObject):
    """Made for one export or import."""

    def __init__(self, context: WindowContext, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def _accounts(self) -> list[AccountName]:
        return [AccountName(each.id, each.provider, each.label) for each in self._context.accounts]

    # Export

    async def export(self) -> None:
        """Say what the file will hold and that anybody can read it; then ask for the file."""
        data = transfer.collect(self._context.userdata, self._accounts())
        if not data.size:
            words = self.tr(
                "You haven't added any favorites, tags, notes, nicknames or saved searches, marked open"
                " items as done or snoozed, linked contacts, or dismissed a disagreement."
            )
            await tell(self._window, self.tr("There's nothing to export yet"), words)
            return
        words = self.tr(
            "{content}\n\nContacts and keys aren't included. The file is not encrypted: anyone who"
            " can open it can read it."
        ).format(content=content_words(data))
        if await ask(self._window, self.tr("Export your data?"), words, self.tr("Choose file…")):
            self._choose_target(data)

    def _choose_target(self, data: DataFile) -> None:
        ask_for_file(
            self._window,
            self.tr("Export my data"),
            FILE_NAME,
            lambda out: spawn(self.write(data, out)),
            suffix="json",
        )

    async def write(self, data: DataFile, out: Path) -> None:
        """Write the file on a thread."""
        worker = Worker("data export")
        try:
            await worker.call(lambda: write_bytes(out, transfer.encode(data)))
        except ContactDeskError as error:
            await self._tell(error)
        else:
            self._say(self.tr("Your data was written to {file}").format(file=line(str(out))))
        finally:
            worker.stop()

    # Import

    def choose_source(self) -> None:
        """Ask for the file to import."""
        dialog = QFileDialog(self._window, self.tr("Import my data"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        filters = (self.tr("contactdesk data (*.json)"), self.tr("All files (*)"))
        dialog.setNameFilters(filters)
        dialog.fileSelected.connect(lambda name: spawn(self.read(Path(name))))
        dialog.open()

    async def read(self, source: Path) -> None:
        """Read a file, say what importing it would do, and do it if the user wants to."""
        worker = Worker("data import")
        try:
            data = await worker.call(lambda: transfer.decode(read_bytes(source)))
        except ContactDeskError as error:
            await self._tell(error)
            return
        finally:
            worker.stop()
        await self._merge(transfer.merge(data, self._context.userdata, self._accounts()))

    async def _merge(self, merge: Merge) -> None:
        summary = merge_words(merge)
        if not merge.writes:
            await tell(self._window, self.tr("There's nothing to import"), summary)
            return
        if not await ask(self._window, self.tr("Import this data?"), summary, self.tr("Import")):
            return
        try:
            await merge.write(self._context.userdata)
        except ContactDeskError as error:
            await self._tell(error)
        else:
            self._say(imported_words(merge))
        finally:
            self._context.undo.reread()

    async def _tell(self, error: ContactDeskError) -> None:
        await tell(self._window, wording.error_title(error), wording.error_hint(error), True)

    def _say(self, words: str) -> None:
        self._window.statusBar().showMessage(words, MESSAGE_MS)


def read_bytes(source: Path) -> bytes:
    """A file's bytes. Raises DataFileError."""
    try:
        with source.open("rb") as file:
            data = file.read(transfer.MAX_FILE_BYTES + 1)
    except OSError as error:
        raise DataFileError("data-file", said=error.strerror or "") from error
    if len(data) > transfer.MAX_FILE_BYTES:
        raise DataFileError("data-file")
    return data


def content_words(data: DataFile) -> str:
    """What a file holds, a line a kind."""
    counts = (
        (
            translate("data_transfer", "Contacts with a star, tags or a note: {count}"),
            len(data.contacts),
        ),
        (
            translate("data_transfer", "Open items marked as done or snoozed: {count}"),
            len(data.open_items),
        ),
        (translate("data_transfer", "Nicknames: {count}"), len(data.nicknames)),
        (translate("data_transfer", "Saved searches: {count}"), len(data.saved_searches)),
        (
            translate("data_transfer", "Pairs of contacts you linked or kept apart: {count}"),
            len(data.judgements),
        ),
        (
            translate("data_transfer", "Disagreements you dismissed: {count}"),
            len(data.dismissed_disagreements),
        ),
    )
    return "\n".join(words.format(count=wording.number(count)) for words, count in counts if count)


def merge_words(merge: Merge) -> str:
    """What an import adds and changes, and what it leaves out and why, a line each."""
    counts = (
        (translate("data_transfer", "Will be added: {count}"), merge.added),
        (translate("data_transfer", "Will replace older entries here: {count}"), merge.changed),
        (translate("data_transfer", "Skipped, because yours are newer: {count}"), merge.newer_here),
    )
    lines = [words.format(count=wording.number(count)) for words, count in counts if count]
    skipped = translate(
        "data_transfer", "Skipped, because the account “{account}” isn't here: {count}"
    )
    lines += [
        skipped.format(account=line(label), count=wording.number(count))
        for label, count in sorted(merge.elsewhere.items())
    ]
    return "\n".join(lines) or translate("data_transfer", "Everything in the file is here already.")


def imported_words(merge: Merge) -> str:
    """What an import did."""
    words = translate(
        "data_transfer", "Imported: {added} added, {changed} changed, {skipped} skipped"
    )
    skipped = merge.newer_here + merge.elsewhere.total()
    return words.format(
        added=wording.number(merge.added),
        changed=wording.number(merge.changed),
        skipped=wording.number(skipped),
    )

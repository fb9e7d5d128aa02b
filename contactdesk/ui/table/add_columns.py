"""The dialog that chooses facts and custom fields as columns, from what the index holds."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.screen import resize_within_screen
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.table.field_columns import field_words

TYPING_PAUSE_MS = 150
PATH = int(Qt.ItemDataRole.UserRole)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class AddColumns(QDialog):
    """A list of the fields, with how many contacts have each; checked ones are columns.

    Every change applies at once.
    """

    changed = Signal(str, bool)  # the path of a field, and whether it shall be a column

    def __init__(
        self, index: Index, chosen: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("addColumns")
        self.setWindowTitle(text.title(self.tr("Add columns")))
        self.setAccessibleName(self.tr("Add columns"))
        self._index = index
        self._chosen = set(chosen)
        self.field = QLineEdit()
        self.field.setObjectName("fieldSearch")
        self.field.setAccessibleName(self.tr("Search facts and custom fields"))
        self.field.setPlaceholderText(self.tr("Search facts and custom fields"))
        add_clear_button(self.field)
        self.list = QListWidget()
        self.list.setObjectName("fieldList")
        self.list.setAccessibleName(self.tr("Facts and custom fields"))
        self.list.setUniformItemSizes(True)
        self.list.itemChanged.connect(self._on_changed)
        self.note = HintLabel(name="fieldNote", parent=self)
        self._task = LatestTask(self)
        self._task.failed.connect(self._on_failed)
        self._soon = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._soon.timeout.connect(self._look_up)
        self.field.textChanged.connect(lambda _text: self._soon.start())
        self.field.installEventFilter(self)
        self._arrange()
        self._look_up()

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # The style's own icon does not follow our colors.
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.field.setFocus()
        resize_within_screen(self, 460, 520)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the field into the list; Enter there is no reason to close."""
        if watched is self.field and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.setFocus()
                self.list.setCurrentRow(max(0, self.list.currentRow()))
                return True
        return super().eventFilter(watched, event)

    def done(self, result: int) -> None:
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()
        super().done(result)

    def _look_up(self) -> None:
        self._soon.stop()
        if not self.list.count():
            self.note.say(self.tr("Counting contacts…"))
        typed = self.field.text()
        self._task.start(self._index.fields.known(typed), self._show)

    def _show(self, known: list[tuple[str, int]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for path, count in known:
            item = QListWidgetItem(_item_words(path, count))
            item.setData(PATH, path)
            item.setCheckState(CHECKED if path in self._chosen else UNCHECKED)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 3 * theme.unit()))
            self.list.addItem(item)
        self.list.blockSignals(False)
        words = self.tr("Of the contacts loaded so far. A column shows the newest memory's value.")
        if not known and self.field.text().strip():
            words = self.tr("No fact or custom field of the loaded contacts has this in its name.")
        elif not known:
            words = self.tr("The loaded contacts have no facts or custom fields.")
        self.note.say(words)

    def _on_changed(self, item: QListWidgetItem) -> None:
        path, is_chosen = str(item.data(PATH)), item.checkState() == CHECKED
        if is_chosen != (path in self._chosen):
            self._chosen ^= {path}
            self.changed.emit(path, is_chosen)

    def _on_failed(self, error: ContactDeskError) -> None:
        self.note.say(wording.error_text(error), "danger")


def _item_words(path: str, count: int) -> str:
    return text.line(f"{field_words(path)} · {wording.contacts(count)}")

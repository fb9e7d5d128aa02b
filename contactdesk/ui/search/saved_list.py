"""The searches that were saved, under the accounts, and the dialog that names one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.userdata.searches import SavedSearch

LONGEST_NAME = 80
MOST_ROWS = 8
"""Searches that are in sight at once; the rest is scrolled to."""

SAVED = int(Qt.ItemDataRole.UserRole)


class SavedList(QWidget):
    """Takes no room while nothing is saved. Enter or a click shows a search."""

    chosen = Signal(str)  # the search
    rename_wanted = Signal(str)  # its name
    removal_wanted = Signal(str)  # its name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = HintLabel(self.tr("Saved searches"), parent=self, name="savedHeading")
        unit = theme.unit()
        heading.setContentsMargins(2 * unit, 2 * unit, 0, unit)
        self.rows = QListWidget(self)
        self.rows.setObjectName("savedSearches")
        self.rows.setAccessibleName(self.tr("Saved searches"))
        self.rows.setFrameShape(QListWidget.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setIconSize(QSize(16, 16))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._on_menu)
        self.rows.itemClicked.connect(self._on_chosen)
        self.rows.itemActivated.connect(self._on_chosen)
        self._rename = self._action(self.tr("Rename…"), "F2", "edit", self.rename_wanted)
        self._remove = self._action(self.tr("Remove"), "Del", "trash", self.removal_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.rows)
        self.hide()

    def _action(self, words: str, keys: str, icon: str, signal: object) -> QAction:
        action = QAction(theme.icon(icon), words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._emit(signal))
        self.rows.addAction(action)
        return action

    def _emit(self, signal: object) -> None:
        if name := self.name():
            signal.emit(name)  # type: ignore[attr-defined]

    def name(self) -> str:
        """The name of the search that is chosen here, "" for none."""
        item = self.rows.currentItem()
        found = item.data(SAVED) if item is not None else None
        return found.name if isinstance(found, SavedSearch) else ""

    def show_saved(self, saved: Sequence[SavedSearch], shown: str) -> None:
        """The saved searches; the one whose text is `shown` is marked as the current one."""
        self.rows.clear()
        for each in saved:
            item = QListWidgetItem(theme.icon("star", "muted"), text.line(each.name))
            item.setData(SAVED, each)
            item.setToolTip(text.tooltip(each.text))
            item.setSizeHint(QSize(0, self._row_height()))
            self.rows.addItem(item)
        self.mark(shown)
        self.rows.setFixedHeight(min(len(saved), MOST_ROWS) * self._row_height() + 2 * theme.unit())
        self.setVisible(bool(saved))

    def mark(self, shown: str) -> None:
        """Makes the search with this text the current one, or none."""
        items = (self.rows.item(row) for row in range(self.rows.count()))
        found = next((each for each in items if each.data(SAVED).text == shown), None)
        if found is not self.rows.currentItem():
            self.rows.setCurrentItem(found)  # type: ignore[arg-type]

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 2 * theme.unit()

    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(SAVED)
        if isinstance(found, SavedSearch):
            self.chosen.emit(found.text)

    def _on_menu(self, at: QPoint) -> None:
        if self.rows.itemAt(at) is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.rows.actions())
            menu.popup(self.rows.mapToGlobal(at))


class NameDialog(QDialog):
    """Asks for the name of a search. A name that is taken may be taken again, and says so."""

    named = Signal(str)

    def __init__(
        self, search: str, name: str, taken: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("nameDialog")
        words = self.tr("Rename saved search") if name else self.tr("Save this search")
        self.setWindowTitle(text.title(words))
        self.setAccessibleName(words)
        self._taken = [each for each in taken if each != name]
        self.field = QLineEdit(name or text.line(search, LONGEST_NAME))
        self.field.setObjectName("nameField")
        self.field.setAccessibleName(self.tr("Name"))
        self.field.setMaxLength(LONGEST_NAME)
        self.field.selectAll()
        self.field.textChanged.connect(lambda _text: self._check())
        self.note = HintLabel(name="nameNote", parent=self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # The style's own picture does not follow our colours.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.save_button = buttons.addButton(
            self.tr("Rename") if name else self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.save_button.setDefault(True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        column.addWidget(text.Label(text.line(search, 120), wrap=True, name="searchText"))
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.setMinimumWidth(80 * theme.unit())
        self._check()

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _check(self) -> None:
        self.save_button.setEnabled(bool(self._name()))
        taken = self._name() in self._taken
        self.note.say(self.tr("This replaces the search of that name.") if taken else "")

    def _on_accepted(self) -> None:
        if name := self._name():
            self.named.emit(name)
            self.accept()

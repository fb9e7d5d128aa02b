"""About this account: its facts, how much is loaded, and its malformed records."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.index import MalformedRecords
from contactdesk.model import Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.facts_grid import facts_grid
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.record_words import malformed_words
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.text import Label, line, title
from contactdesk.ui.kit.wording import error_summary, number

ROW = int(Qt.ItemDataRole.UserRole)
MAX_LISTED_RECORDS = 100
"""Records that are listed; all are counted."""


class AboutAccount(QDialog):
    """`facts` are (name, value) pairs; `loaded` is the account's number of contacts in the index.

    Malformed records are counted once the dialog is open.
    """

    contact_wanted = Signal(int)  # row id

    def __init__(
        self,
        label: str,
        provider: Provider,
        facts: Sequence[tuple[str, str]],
        loaded: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._provider, self._facts = label, provider, facts
        self._loaded = loaded
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("aboutAccount")
        self.setAccessibleName(self.tr("About this account"))
        self.setWindowTitle(title(self.tr("About {label}").format(label=label)))
        heading = Label(self.tr("Records that don't match the API documentation"))
        heading.setFont(theme.font(weight=QFont.Weight.DemiBold))
        self.said = HintLabel(self.tr("Counting…"), parent=self, name="oddCount", selectable=True)
        self.tree = self._make_tree()
        self._counting = LatestTask(self)
        self._counting.failed.connect(self._on_failed)
        self.finished.connect(lambda _result: self._counting.cancel())
        column = QVBoxLayout(self)
        margin = 4 * theme.unit()
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(3 * theme.unit())
        column.addLayout(self._head())
        column.addLayout(facts_grid(self._facts))
        column.addWidget(heading)
        column.addWidget(self.said)
        column.addWidget(self.tree, 1)
        column.addStretch(0)
        column.addWidget(self._buttons())
        self.resize(560, 320)

    def count(self, records: Coroutine[Any, Any, MalformedRecords]) -> None:
        """Shows the malformed records once they are known."""
        self._counting.start(records, self._show)

    def details(self) -> str:
        """Text for a report to the vendor: facts, counts, and the ids of the records listed."""
        lines = [self._label, self._provider.title]
        lines += [f"{what}: {value}" for what, value in self._facts]
        lines.append(self.said.text())
        items = (self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount()))
        lines += [f"{item.text(1)}\t{item.text(2)}" for item in items if item is not None]
        return "\n".join(lines)

    def _head(self) -> QHBoxLayout:
        picture = Label()
        icon = theme.vendor_icon(self._provider.id, self._provider.title)
        picture.setPixmap(icon.pixmap(QSize(32, 32), self.devicePixelRatioF()))
        name = Label(line(self._label), wrap=True, name="accountLabel")
        name.setFont(theme.font(1.25, QFont.Weight.DemiBold))
        row = QHBoxLayout()
        row.addWidget(picture)
        row.addWidget(name, 1)
        return row

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("oddRecords")
        tree.setAccessibleName(self.tr("Malformed records"))
        tree.setHeaderLabels([self.tr("Name"), self.tr("ID"), self.tr("Problem")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setColumnWidth(0, 160)
        tree.setColumnWidth(1, 160)
        tree.itemActivated.connect(self._on_activated)
        tree.hide()
        return tree

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.setObjectName("copyButton")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.details())
        )
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        # The style's own icon does not follow our colors.
        close.setIcon(QIcon())
        close.setAutoDefault(False)
        close.setFocus()
        return buttons

    def _show(self, records: MalformedRecords) -> None:
        self.said.say(self._words(records), "warning" if records.count else "muted")
        for each in records.first:
            item = QTreeWidgetItem(
                [
                    line(each.display_name),
                    line(each.vendor_id),
                    line(malformed_words(each.malformed)),
                ]
            )
            item.setData(0, ROW, each.row_id)
            self.tree.addTopLevelItem(item)
        if (top := self.tree.topLevelItem(0)) is not None:
            self.tree.show()
            self.tree.setCurrentItem(top)
            self.tree.setFocus()
            self.resize(self.width(), max(self.height(), 480))

    def _words(self, records: MalformedRecords) -> str:
        loaded = number(self._loaded)
        if not records.count:
            words = self.tr(
                "None. All {loaded} loaded contacts match {vendor}'s API documentation."
            )
            return words.format(loaded=loaded, vendor=self._provider.title)
        words = self.tr(
            "{count} of {loaded}. Each is stored exactly as {vendor} sent it; readable parts are"
            " shown. Press Enter to open one."
        )
        said = words.format(count=number(records.count), loaded=loaded, vendor=self._provider.title)
        kinds = [
            f"{number(count)} × {malformed_words(kind)}" for kind, count in records.counts.items()
        ]
        left_out = records.count - len(records.first)
        if left_out > 0:
            kinds.append(self.tr("The first {n} are listed.").format(n=number(len(records.first))))
        return "\n".join([said, *kinds])

    def _on_failed(self, error: ContactDeskError) -> None:
        self.said.say(error_summary(error), "danger")

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        self.contact_wanted.emit(item.data(0, ROW))
        self.accept()

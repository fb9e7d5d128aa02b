"""The search help: examples of the query language."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.query_words import help_rows
from contactdesk.ui.kit.screen import resize_within_screen
from contactdesk.ui.kit.text import line, title


class SearchHelp(QDialog):
    """Examples and what they find. Enter or a double click tries an example."""

    tried = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("searchHelp")
        self.setAccessibleName(self.tr("Search help"))
        self.setWindowTitle(title(self.tr("Search help")))
        self.tree = QTreeWidget()
        self.tree.setObjectName("searchLanguage")
        self.tree.setAccessibleName(self.tr("Search examples"))
        self.tree.setHeaderLabels([self.tr("Type"), self.tr("To find")])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setWordWrap(True)
        self.tree.itemActivated.connect(lambda item, _column: self._try(item))
        self._rows: list[QTreeWidgetItem] = []
        for example, words in help_rows():
            item = QTreeWidgetItem([line(example), line(words)])
            item.setData(0, Qt.ItemDataRole.UserRole, example)
            self._rows.append(item)
            self.tree.addTopLevelItem(item)
        self.tree.resizeColumnToContents(0)
        self.tree.setColumnWidth(0, self.tree.columnWidth(0) + 4 * theme.unit())
        self.tree.header().sectionResized.connect(lambda *_: self._fit())
        self.try_button = QPushButton(self.tr("Try"))
        self.try_button.setEnabled(False)
        self.try_button.clicked.connect(lambda: self._try(self.tree.currentItem()))
        self.tree.currentItemChanged.connect(lambda now, _old: self._on_current(now))
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.try_button)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._about())
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        resize_within_screen(self, 720, 700)

    def _about(self) -> HintLabel:
        return HintLabel(
            self.tr(
                "All loaded contacts are searched as you type, including memories and custom"
                " fields. Case and accents are ignored. A note below the field says what isn't"
                " valid search syntax; it is searched as plain text where possible."
            )
        )

    def _fit(self) -> None:
        """Sets the rows' heights, which depend on the width their texts wrap in."""
        width, gap = self.tree.columnWidth(1) - 4 * theme.unit(), theme.unit()
        area, wrapped = QRect(0, 0, width, 1_000), Qt.TextFlag.TextWordWrap
        for item in self._rows:
            needed = self.fontMetrics().boundingRect(area, wrapped, item.text(1))
            item.setSizeHint(1, QSize(width, needed.height() + 2 * gap))

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        self.try_button.setEnabled(item is not None)

    def _try(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.tried.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))
            self.accept()

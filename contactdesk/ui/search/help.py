"""The sheet that says what can be typed into the search field."""

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
from contactdesk.ui.kit.text import line, title


class SearchHelp(QDialog):
    """What to type beside what it finds. Enter or a double click tries a line."""

    tried = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("searchHelp")
        self.setAccessibleName(self.tr("How to search"))
        self.setWindowTitle(title(self.tr("How to search")))
        self.tree = QTreeWidget()
        self.tree.setObjectName("searchLanguage")
        self.tree.setAccessibleName(self.tr("What can be typed"))
        self.tree.setHeaderLabels([self.tr("Type"), self.tr("to find contacts with")])
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
        self.resize(720, 700)

    def _about(self) -> HintLabel:
        return HintLabel(
            self.tr(
                "Everything that is loaded is searched while you type, memories and custom fields"
                " too. Letter case and accents do not matter. What cannot be understood is said"
                " below the field and searched as plain text."
            )
        )

    def _fit(self) -> None:
        """How many lines a row needs is known once its column has its width."""
        width, gap = self.tree.columnWidth(1) - 4 * theme.unit(), theme.unit()
        room, wrapped = QRect(0, 0, width, 1_000), Qt.TextFlag.TextWordWrap
        for item in self._rows:
            needed = self.fontMetrics().boundingRect(room, wrapped, item.text(1))
            item.setSizeHint(1, QSize(width, needed.height() + 2 * gap))

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        self.try_button.setEnabled(item is not None)

    def _try(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.tried.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))
            self.accept()

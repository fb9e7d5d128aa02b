"""The vendor's record as it came: a tree of JSON to search, open and copy from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from contactdesk.text.normalize import normalize
from contactdesk.ui.detail.raw_tree import Node, RawTree, children, parse, shown, written
from contactdesk.ui.detail.save_value import offer_to_save
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.sliced_work import SlicedWork
from contactdesk.ui.kit.text import Label, TextView

MOST_HITS = 5_000
MOST_OPENED = 2_000
"""Branches that "Expand all" opens at once."""

Way = tuple[int, ...]
"""Where a value lies: a row for each level of the tree."""


class RawView(QWidget):
    """Shows the bytes of one record; those that are no JSON are shown as text."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rawView")
        self.setAccessibleName(self.tr("Raw record"))
        self._raw = b""
        self._value: Any = None
        self._hits: list[Way] = []
        self._at = -1
        self._is_stale = False
        self._scan = SlicedWork(self)
        self._scan.finished.connect(self._on_scanned)
        self._build()
        self._build_actions()

    def _build(self) -> None:
        self._build_search()
        self._pages = QStackedWidget(self)
        self._build_tree()
        self.plain = TextView(self._pages, name="rawText")
        self.plain.setAccessibleName(self.tr("Raw record as text"))
        self.plain.setFrameShape(QFrame.Shape.NoFrame)
        self._pages.addWidget(self.tree)
        self._pages.addWidget(self.plain)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)

    def _build_search(self) -> None:
        self._bar = QWidget(self)
        self.search = QLineEdit(self._bar)
        self.search.setObjectName("rawSearch")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the raw record"))
        self.search.setPlaceholderText(self.tr("Search keys and values"))
        find = theme.icon("search", "muted")
        glass = self.search.addAction(find, QLineEdit.ActionPosition.LeadingPosition)
        # A screen reader meets it as a button.
        glass.setText(self.tr("Search"))
        glass.triggered.connect(self.search.setFocus)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.next_hit)
        self._count = Label(parent=self._bar, name="rawCount")
        unit = theme.unit()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(3 * unit, 2 * unit, 3 * unit, 2 * unit)
        bar.setSpacing(unit)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._count)
        bar.addWidget(self._button("chevron-up", self.tr("Previous hit"), self.previous_hit))
        bar.addWidget(self._button("chevron-down", self.tr("Next hit"), self.next_hit))

    def _build_tree(self) -> None:
        self.tree = QTreeView(self._pages)
        self.tree.setObjectName("rawTree")
        self.tree.setAccessibleName(self.tr("JSON"))
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)

    def _button(self, icon: str, name: str, slot: Any) -> QToolButton:
        button = QToolButton(self._bar)
        button.setIcon(theme.icon(icon))
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    def _build_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self._actions = [
            self._action("actionCopyValue", self.tr("Copy value"), self.copy_value, keys.Copy),
            self._action("actionCopyPath", self.tr("Copy path"), self.copy_path, "Ctrl+Shift+C"),
            self._action("actionCopyJson", self.tr("Copy as JSON"), self.copy_json, "Ctrl+Alt+C"),
            self._action("actionExpandAll", self.tr("Expand all"), self.expand_all, "Ctrl+Shift+E"),
            self._action("actionCopyAll", self.tr("Copy all"), self.copy_all, ""),
            self._action("actionSaveAll", self.tr("Save record…"), self.save_all, ""),
        ]
        # Of what is no JSON, only the beginning may be shown.
        self.plain.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.plain.addActions(self._actions[-2:])

    def _action(
        self, name: str, words: str, slot: Any, keys: QKeySequence.StandardKey | str
    ) -> QAction:
        action = QAction(words, self.tree)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.tree.addAction(action)
        return action

    # What is shown

    def show_raw(self, raw: bytes) -> None:
        """Takes a record's bytes; they are read when the view is seen."""
        if raw == self._raw and not self._is_stale:
            return
        self._raw = raw
        self._is_stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        self._forget_hits()
        try:
            self._value = parse(self._raw)
        except ValueError:
            self._value = None
            self.plain.setPlainText(self._raw.decode("utf-8", "replace"))
            self._pages.setCurrentWidget(self.plain)
            self._bar.setVisible(False)
            return
        before = self.tree.model()
        self.tree.setModel(RawTree(self._value, self.tree))
        if before is not None:
            before.deleteLater()
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 45 * theme.unit())
        header.setStretchLastSection(True)
        self._pages.setCurrentWidget(self.tree)
        self._bar.setVisible(True)
        self.expand_all(most=60)
        if self.search.text():
            self._on_typed(self.search.text())

    @property
    def model(self) -> RawTree:
        model = self.tree.model()
        assert isinstance(model, RawTree)
        return model

    def expand_all(self, _checked: bool = False, most: int = MOST_OPENED) -> None:
        """Opens branches level by level, up to `most` of them."""
        if self._pages.currentWidget() is not self.tree:
            return
        waiting = [QModelIndex()]
        for opened, index in enumerate(waiting):
            if opened >= most:
                return
            if self.model.canFetchMore(index) and not self.model.rowCount(index):
                self.model.fetchMore(index)
            self.tree.expand(index)
            rows = range(self.model.rowCount(index))
            below = (self.model.index(row, 0, index) for row in rows)
            waiting += [each for each in below if self.model.hasChildren(each)]

    # Search

    def _on_typed(self, typed: str) -> None:
        self._forget_hits()
        if typed.strip() and self._value is not None:
            self._scan.start(self._find(normalize(typed.strip())))

    def _forget_hits(self) -> None:
        self._scan.cancel()
        self._hits, self._at = [], -1
        self._count.setText("")

    def _find(self, sought: str) -> Iterator[None]:
        """Collects where a key or a value holds the text, in the order of the tree."""
        waiting: list[tuple[Way, str | int, Any]] = [((), "", self._value)]
        while waiting and len(self._hits) < MOST_HITS:
            way, key, value = waiting.pop()
            text = "" if isinstance(value, list) else shown(value)
            in_key = isinstance(key, str) and sought in normalize(key)
            if way and (in_key or sought in normalize(text)):
                self._hits.append(way)
            below = enumerate(children(value))
            waiting += reversed([((*way, row), inner, each) for row, (inner, each) in below])
            yield

    def _on_scanned(self) -> None:
        self._go(0) if self._hits else self._count.setText(self.tr("No hit"))

    def next_hit(self) -> None:
        self._go(self._at + 1)

    def previous_hit(self) -> None:
        self._go(self._at - 1)

    def _go(self, at: int) -> None:
        """Round and round: after the last hit comes the first."""
        if not self._hits:
            return
        self._at = at % len(self._hits)
        index = self.model.reveal(self._hits[self._at])
        flags = QItemSelectionModel.SelectionFlag
        chosen = flags.ClearAndSelect | flags.Rows
        self.tree.selectionModel().setCurrentIndex(index, chosen)
        self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        words = self.tr("{at} of {count}")
        self._count.setText(words.format(at=self._at + 1, count=len(self._hits)))

    # Copying

    def copy_value(self) -> None:
        value = self._chosen().value
        self.copied.emit(written(value) if isinstance(value, list) else shown(value))

    def copy_path(self) -> None:
        self.copied.emit(self.model.path(self.tree.currentIndex()))

    def copy_json(self) -> None:
        self.copied.emit(written(self._chosen().value))

    def copy_all(self) -> None:
        self.copied.emit(self._raw.decode("utf-8", "replace"))

    def save_all(self) -> None:
        """To a file, byte for byte as the vendor sent it."""
        offer_to_save(self, "record.json", self._raw)

    def _chosen(self) -> Node:
        return self.model.node(self.tree.currentIndex())

    def _on_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        return menu

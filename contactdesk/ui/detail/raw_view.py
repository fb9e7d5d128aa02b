"""The vendor's record as received: a tree of JSON to search, expand and copy from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from contactdesk.records.formatting import guess_kind, humanize
from contactdesk.ui.detail.raw_json import dump, parse, plain, summary
from contactdesk.ui.detail.raw_search import RawSearch
from contactdesk.ui.detail.raw_tree import Node, RawTree, TreePath
from contactdesk.ui.document.save_as import save_as
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import TextView
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions

MAX_EXPANDED = 2_000
"""Branches that "Expand all" expands at once."""

EXPANDED_AT_FIRST = 60
KEY_COLUMN_UNITS = 45


class RawView(QWidget):
    """Shows the bytes of one record; bytes that are not JSON are shown as text."""

    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rawView")
        self.setAccessibleName(self.tr("Raw record"))
        self._raw = b""
        self._is_stale = False
        self._field_of: Callable[[str], str] | None = None
        self._value_actions = ValueActions(self)
        self._value_actions.search_wanted.connect(self.search_wanted)
        self.search = RawSearch(self)
        self.search.hit_chosen.connect(self._select)
        self._stack = QStackedWidget(self)
        self.tree = self._new_tree()
        self.plain = TextView(self._stack, name="rawText")
        self.plain.setAccessibleName(self.tr("Raw record as text"))
        self.plain.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.plain)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search)
        layout.addWidget(self._stack, 1)
        self._actions = self._new_actions()
        # The text may be shortened: these two have all of it.
        self.plain.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.plain.addActions(self._actions[-2:])

    def _new_tree(self) -> QTreeView:
        tree = QTreeView(self._stack)
        tree.setObjectName("rawTree")
        tree.setAccessibleName(self.tr("JSON"))
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._on_menu)
        return tree

    def _new_actions(self) -> list[QAction]:
        copy = QKeySequence(QKeySequence.StandardKey.Copy)
        return [
            self._action("actionCopyValue", self.tr("Copy value"), self.copy_value, copy),
            self._action(
                "actionCopyPath", self.tr("Copy JSON path"), self.copy_path, "Ctrl+Shift+C"
            ),
            self._action("actionCopyJson", self.tr("Copy as JSON"), self.copy_json, "Ctrl+Alt+C"),
            self._action("actionExpandAll", self.tr("Expand all"), self.expand_all, "Ctrl+Shift+E"),
            self._action("actionCopyAll", self.tr("Copy all"), self.copy_all, ""),
            self._action("actionSaveAll", self.tr("Save record…"), self.save_all, ""),
        ]

    def _action(
        self, name: str, words: str, slot: Callable[[], None], keys: QKeySequence | str
    ) -> QAction:
        action = QAction(words, self.tree)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked: slot())
        self.tree.addAction(action)
        return action

    # Content

    def show_raw(self, raw: bytes, field_of: Callable[[str], str] | None = None) -> None:
        """Takes a record's bytes; they are parsed once the view is visible.

        `field_of` gives the place of a path for `MenuValue`.
        """
        self._field_of = field_of
        if raw == self._raw and not self._is_stale:
            return
        self._raw = raw
        self._is_stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        try:
            value = parse(self._raw)
        except ValueError:
            self.search.set_value(None)
            self.plain.setPlainText(self._raw.decode("utf-8", "replace"))
            self._stack.setCurrentWidget(self.plain)
            self.search.setVisible(False)
            return
        before = self.tree.model()
        self.tree.setModel(RawTree(value, self.tree))
        if before is not None:
            before.deleteLater()
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, KEY_COLUMN_UNITS * theme.unit())
        header.setStretchLastSection(True)
        self._stack.setCurrentWidget(self.tree)
        self.search.setVisible(True)
        self.expand_all(EXPANDED_AT_FIRST)
        self.search.set_value(value)

    @property
    def model(self) -> RawTree:
        model = self.tree.model()
        assert isinstance(model, RawTree)
        return model

    def expand_all(self, limit: int = MAX_EXPANDED) -> None:
        """Expands branches level by level, up to `limit` of them."""
        if self._stack.currentWidget() is not self.tree:
            return
        queue = [QModelIndex()]
        for expanded, index in enumerate(queue):
            if expanded >= limit:
                return
            if self.model.canFetchMore(index) and not self.model.rowCount(index):
                self.model.fetchMore(index)
            self.tree.expand(index)
            rows = range(self.model.rowCount(index))
            below = (self.model.index(row, 0, index) for row in rows)
            queue += [each for each in below if self.model.hasChildren(each)]

    def _select(self, path: TreePath) -> None:
        """Selects the value at a path and scrolls to it."""
        index = self.model.reveal(path)
        flags = QItemSelectionModel.SelectionFlag
        self.tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # Copying

    def copy_value(self) -> None:
        value = self._current().value
        self.copied.emit(dump(value) if isinstance(value, list) else summary(value))

    def copy_path(self) -> None:
        self.copied.emit(self.model.path(self.tree.currentIndex()))

    def copy_json(self) -> None:
        self.copied.emit(dump(self._current().value))

    def copy_all(self) -> None:
        self.copied.emit(self._raw.decode("utf-8", "replace"))

    def save_all(self) -> None:
        """Saves the record byte for byte as the vendor sent it."""
        save_as(self, "record.json", self._raw)

    def _current(self) -> Node:
        return self.model.node(self.tree.currentIndex())

    def _on_menu(self, place: QPoint) -> None:
        self.menu().popup(self.tree.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions[:1])
        if not (node := self._current()).is_branch:
            self._value_actions.add_searches(menu, self._menu_value(node))
        menu.addSeparator()
        menu.addActions(self._actions[1:])
        return menu

    def _menu_value(self, node: Node) -> MenuValue:
        path = self.model.path(self.tree.currentIndex())
        place = self._field_of(path) if self._field_of is not None else ""
        value = plain(node.value)
        return MenuValue(value, guess_kind(value, str(node.key)), humanize(str(node.key)), place)

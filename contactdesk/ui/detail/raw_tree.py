"""A tree model over a record's JSON, built branch by branch as the user expands it."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct, field
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from contactdesk.records.unmapped import join
from contactdesk.ui.detail.raw_json import RawNumber, RawObject, summary
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line

ModelIndex: TypeAlias = QModelIndex | QPersistentModelIndex

TreePath = tuple[int, ...]
"""The rows that lead to a value, one for each level of the tree."""

CHILDREN_PER_FETCH = 500
"""Children that one `fetchMore` adds to an object or list."""


class Node(Struct):
    """A value in the tree; `children` are those made so far, `number` its index in the model."""

    parent: Node | None
    row: int
    key: str | int
    value: Any
    number: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def is_branch(self) -> bool:
        return isinstance(self.value, list) and bool(self.value)


class RawTree(QAbstractItemModel):
    """Columns: key and value."""

    def __init__(self, value: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node(None, 0, "$", value)
        self._nodes = [self._root]
        self._headers = (self.tr("Key"), self.tr("Value"))

    def node(self, index: ModelIndex) -> Node:
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def index_of(self, node: Node) -> QModelIndex:
        if node is self._root:
            return QModelIndex()
        return self.createIndex(node.row, 0, node.number)

    def reveal(self, path: TreePath) -> QModelIndex:
        """The index of the value at a path, fetching its branches as needed."""
        node = self._root
        for row in path:
            while len(node.children) <= row:
                self._fetch(node)
            node = node.children[row]
        return self.index_of(node)

    def path(self, index: ModelIndex) -> str:
        """The JSON path of a value: $.memories[0].summary"""
        node: Node | None = self.node(index)
        steps: list[str | int] = []
        while node is not None and node.parent is not None:
            steps.append(node.key)
            node = node.parent
        path = "$"
        for step in reversed(steps):
            path = join(path, step) if isinstance(step, str) else f"{path}[{step}]"
        return path

    # Qt's model interface

    def columnCount(self, _parent: ModelIndex = QModelIndex()) -> int:
        return 2

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def hasChildren(self, parent: ModelIndex = QModelIndex()) -> bool:
        return parent.column() <= 0 and self.node(parent).is_branch

    def canFetchMore(self, parent: ModelIndex) -> bool:
        node = self.node(parent)
        return node.is_branch and len(node.children) < len(node.value)

    def fetchMore(self, parent: ModelIndex) -> None:
        if self.canFetchMore(parent):
            self._fetch(self.node(parent))

    def _fetch(self, node: Node) -> None:
        first = len(node.children)
        last = min(first + CHILDREN_PER_FETCH, len(node.value))
        self.beginInsertRows(self.index_of(node), first, last - 1)
        is_object = isinstance(node.value, RawObject)
        for row in range(first, last):
            key, value = node.value[row] if is_object else (row, node.value[row])
            child = Node(node, row, key, value, len(self._nodes))
            self._nodes.append(child)
            node.children.append(child)
        self.endInsertRows()

    def index(self, row: int, column: int, parent: ModelIndex = QModelIndex()) -> QModelIndex:
        children = self.node(parent).children
        if not (0 <= row < len(children) and 0 <= column < 2):
            return QModelIndex()
        return self.createIndex(row, column, children[row].number)

    def parent(self, index: ModelIndex) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return _value_color(node.value)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return line(str(node.key) if index.column() == 0 else summary(node.value))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return None


def _value_color(value: Any) -> QColor | None:
    """Text has the default color; other values differ from it, since text has no quotes here."""
    if isinstance(value, list):
        return theme.color("muted")
    is_text = isinstance(value, str) and not isinstance(value, RawNumber)
    return None if is_text else theme.color("accent")

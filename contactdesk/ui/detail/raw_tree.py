"""The vendor's JSON as a tree model that is built as it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import Struct, field
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from contactdesk.records.parse import is_deep
from contactdesk.records.unmapped import join
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line

ModelIndex: TypeAlias = QModelIndex | QPersistentModelIndex

BATCH = 500
"""Children of one object or list that are shown before more are asked for."""


class Number(str):
    """A number as the vendor wrote it: no digit is lost or rounded."""

    __slots__ = ()


class Pairs(list[tuple[str, Any]]):
    """An object as the vendor wrote it: order and repeated keys are kept."""

    __slots__ = ()


def parse(raw: bytes) -> Any:
    """The value of JSON text, with Number and Pairs in it; ValueError where it is none."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            object_pairs_hook=Pairs,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if is_deep(value, lambda each: [inner for _key, inner in children(each)]):
        raise ValueError("nested too deeply")
    return value


def children(value: Any) -> list[tuple[str | int, Any]]:
    """The keys, or positions, of an object or list with their values."""
    if isinstance(value, Pairs):
        return list(value)
    return list(enumerate(value)) if isinstance(value, list) else []


def shown(value: Any) -> str:
    """What stands in the value column: a scalar as JSON writes it, but text without quotes."""
    if isinstance(value, Pairs):
        return f"{{{len(value)}}}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, str):
        return str(value)
    return {True: "true", False: "false", None: "null"}[value]


def written(value: Any) -> str:
    """A value as JSON text, indented; numbers as they came."""
    return "".join(_written(value, ""))


def _written(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Pairs | list) and value:
        opening, closing = "{}" if isinstance(value, Pairs) else "[]"
        inner = indent + "  "
        yield opening
        for at, (key, each) in enumerate(children(value)):
            yield (",\n" if at else "\n") + inner
            if isinstance(key, str):
                yield json.dumps(key, ensure_ascii=False) + ": "
            yield from _written(each, inner)
        yield f"\n{indent}{closing}"
    elif isinstance(value, Number):
        yield str(value)
    elif isinstance(value, Pairs):
        yield "{}"
    else:
        yield json.dumps(value, ensure_ascii=False)


def _ink(value: Any) -> QColor | None:
    """Text is plain; what is no text stands apart from it, since it has no quotes."""
    if isinstance(value, list):
        return theme.color("muted")
    return (
        None if isinstance(value, str) and not isinstance(value, Number) else theme.color("accent")
    )


class Node(Struct):
    parent: Node | None
    row: int
    key: str | int
    value: Any
    number: int = 0
    shown: list[Node] = field(default_factory=list)

    @property
    def is_branch(self) -> bool:
        return isinstance(self.value, list) and bool(self.value)


class RawTree(QAbstractItemModel):
    """Key and value; a branch's children are made when it is opened, BATCH at a time."""

    def __init__(self, value: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node(None, 0, "$", value)
        self._nodes = [self._root]
        self._headers = (self.tr("Key"), self.tr("Value"))

    def node(self, index: ModelIndex) -> Node:
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        if node is self._root:
            return QModelIndex()
        return self.createIndex(node.row, column, node.number)

    def reveal(self, way: tuple[int, ...]) -> QModelIndex:
        """The index of what lies at these rows, one for each level; it is made if need be."""
        node = self._root
        for row in way:
            while len(node.shown) <= row:
                self._extend(node)
            node = node.shown[row]
        return self.index_of(node)

    def path(self, index: ModelIndex) -> str:
        """$.memories[0].summary"""
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
        return 0 if parent.column() > 0 else len(self.node(parent).shown)

    def hasChildren(self, parent: ModelIndex = QModelIndex()) -> bool:
        return parent.column() <= 0 and self.node(parent).is_branch

    def canFetchMore(self, parent: ModelIndex) -> bool:
        node = self.node(parent)
        return node.is_branch and len(node.shown) < len(node.value)

    def fetchMore(self, parent: ModelIndex) -> None:
        if self.canFetchMore(parent):
            self._extend(self.node(parent))

    def _extend(self, node: Node) -> None:
        first = len(node.shown)
        last = min(first + BATCH, len(node.value))
        self.beginInsertRows(self.index_of(node), first, last - 1)
        is_object = isinstance(node.value, Pairs)
        for row in range(first, last):
            key, value = node.value[row] if is_object else (row, node.value[row])
            child = Node(node, row, key, value, len(self._nodes))
            self._nodes.append(child)
            node.shown.append(child)
        self.endInsertRows()

    def index(self, row: int, column: int, parent: ModelIndex = QModelIndex()) -> QModelIndex:
        shown = self.node(parent).shown
        if not (0 <= row < len(shown) and 0 <= column < 2):
            return QModelIndex()
        return self.createIndex(row, column, shown[row].number)

    def parent(self, index: ModelIndex) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return _ink(node.value)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return line(str(node.key) if index.column() == 0 else shown(node.value))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return None

"""Model of the page of personas: a row for each persona or agent number of each account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from contactdesk.index import AgentStats
from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import translate
from contactdesk.ui.personas import columns
from contactdesk.ui.personas.columns import COLUMNS

ModelIndex = QModelIndex | QPersistentModelIndex
DISPLAY = Qt.ItemDataRole.DisplayRole
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

AgentKey = tuple[str, str]
"""Account id and agent."""


class PersonasModel(QAbstractTableModel):
    """All rows are in memory: agents are few. `agent_name` and `account_name` are asked whenever a
    cell is shown."""

    def __init__(
        self,
        agent_name: Callable[[str, str], str],
        account_name: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._agent_name = agent_name
        self._account_name = account_name
        self._rows: list[AgentStats] = []
        self._column, self._order = columns.PEOPLE, Qt.SortOrder.DescendingOrder

    @property
    def rows(self) -> Sequence[AgentStats]:
        return self._rows

    def show_stats(self, stats: Sequence[AgentStats]) -> None:
        """Replaces the rows; selection and current row follow their agents."""
        self._arrange(list(stats))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = max(0, column), order
        self._arrange(self._rows)

    def row_of(self, key: AgentKey) -> int:
        """The row of an agent, -1 if there is none."""
        found = (row for row, each in enumerate(self._rows) if key_of(each) == key)
        return next(found, -1)

    def name_of(self, stats: AgentStats) -> str:
        return text.line(self._agent_name(stats.account_id, stats.agent))

    def rename(self) -> None:
        """Agents or accounts are called otherwise now."""
        self._arrange(self._rows)

    def _arrange(self, rows: list[AgentStats]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(key_of(self._rows[index.row()]), index.column()) for index in before]
        # Ties by name, in any direction.
        rows = sorted(rows, key=lambda each: (self.name_of(each).casefold(), each.account_id))
        is_down = self._order == Qt.SortOrder.DescendingOrder
        rows.sort(key=self._value, reverse=is_down)
        # What has no date is last either way.
        self._rows = [each for each in rows if self._value(each) != ""]
        self._rows += [each for each in rows if self._value(each) == ""]
        place = {key_of(each): row for row, each in enumerate(self._rows)}
        after = [
            self.createIndex(place[key], column) if key in place else QModelIndex()
            for key, column in keys
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _value(self, stats: AgentStats) -> Any:
        match self._column:
            case columns.NAME:
                return self.name_of(stats).casefold()
            case columns.ACCOUNT:
                return self._account_name(stats.account_id).casefold()
        return COLUMNS[self._column].value(stats)

    def text_at(self, row: int, column: int) -> str:
        stats = self._rows[row]
        if column == columns.NAME:
            return self.name_of(stats)
        if column == columns.ACCOUNT:
            return text.line(self._account_name(stats.account_id))
        return text.line(COLUMNS[column].words(stats))

    def sentence(self, stats: AgentStats) -> str:
        """A row for a screen reader."""
        words = translate("personas", "{name}, {people} people, {items} open items, {account}")
        return words.format(
            name=self.name_of(stats),
            people=COLUMNS[columns.PEOPLE].words(stats),
            items=COLUMNS[columns.OPEN].words(stats),
            account=text.line(self._account_name(stats.account_id)),
        )

    # Qt's model interface

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        row, column = index.row(), index.column()
        if not 0 <= row < len(self._rows):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text_at(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if COLUMNS[column].is_number:
                return RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return text.tooltip(columns.tip(self._rows[row], column))
            case Qt.ItemDataRole.AccessibleTextRole if column == columns.NAME:
                return self.sentence(self._rows[row])
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return text.line(COLUMNS[column].tip())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title()
            case Qt.ItemDataRole.ToolTipRole:
                return text.tooltip(column.tip())
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return RIGHT
            case Qt.ItemDataRole.InitialSortOrderRole if column.is_number:
                return Qt.SortOrder.DescendingOrder
        return None


def key_of(stats: AgentStats) -> AgentKey:
    return stats.account_id, stats.agent

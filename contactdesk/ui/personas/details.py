"""What one agent knows: the keys of its facts with their spellings, and its longest summaries."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from contactdesk.index import AgentStats, Index
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.kit.wording import number
from contactdesk.ui.personas.people import PeopleModel, PeopleTable
from contactdesk.ui.table.padded_cell import PaddedCell
from contactdesk.ui.table.row_table import RowTable

ModelIndex = QModelIndex | QPersistentModelIndex
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
MIN_HEIGHT_UNITS = 40


class Line(Struct, frozen=True):
    """A row of a list: its texts, the last of them a number, and what it leads to: the key of a fact,
    or the row id of a contact."""

    texts: tuple[str, ...]
    key: str = ""
    contact: int = 0
    tip: str = ""


class LinesModel(QAbstractTableModel):
    """A few rows under titles."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.texts[column]
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return ", ".join(filter(None, line.texts))
            case Qt.ItemDataRole.TextAlignmentRole if column == len(self._titles) - 1:
                return RIGHT
            case Qt.ItemDataRole.ForegroundRole if column == len(self._titles) - 1:
                return theme.color("accent")
            case Qt.ItemDataRole.ToolTipRole:
                return text.tooltip(line.tip)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == len(self._titles) - 1:
            return RIGHT
        return None


class LinesTable(RowTable):
    """A click or Enter follows the row's link."""

    followed = Signal(object)  # Line

    def __init__(self, name: str, title: str, model: LinesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = model
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(PaddedCell(self))
        self.list_rows()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        last = model.columnCount() - 1
        header.setSectionResizeMode(last, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(last, 24 * theme.unit())
        self.clicked.connect(lambda index: self._follow(index.row()))

    def _follow(self, row: int) -> None:
        if 0 <= row < len(self._lines.lines):
            self.followed.emit(self._lines.lines[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self._follow(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _typed: str) -> None:
        """Typed letters do nothing."""


class AgentDetails(QWidget):
    """The details of the agent that is chosen in the table.

    `show_people` puts the people behind a number in the place of the summaries.
    """

    key_wanted = Signal(str)  # the key of a fact: the people the agent knows it of
    contact_wanted = Signal(int)  # row id of a contact

    def __init__(self, index: Index, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personaDetails")
        self.setAccessibleName(self.tr("What the persona knows"))
        self.title = text.Label(name="personaTitle", parent=self, elide=True)
        self.title.setFont(theme.font(weight=QFont.Weight.DemiBold))
        self._keys = LinesModel(
            (self.tr("Fact key"), self.tr("Spellings"), self.tr("People")), self
        )
        self._summaries = LinesModel((self.tr("Person"), self.tr("Characters")), self)
        self.keys = LinesTable("personaFacts", self.tr("Fact keys"), self._keys, self)
        self.summaries = LinesTable(
            "personaSummaries", self.tr("Longest summaries"), self._summaries, self
        )
        self.people_model = PeopleModel(index, self)
        self.people = PeopleTable(self.people_model, self)
        self.heading = text.Label(self.tr("Longest summaries"), parent=self, elide=True)
        self.people.hide()
        self.keys.followed.connect(lambda line: self.key_wanted.emit(line.key))
        self.summaries.followed.connect(lambda line: self.contact_wanted.emit(line.contact))
        self.people.contact_wanted.connect(self.contact_wanted)
        self.setMinimumHeight(MIN_HEIGHT_UNITS * theme.unit())
        self._arrange()

    def _arrange(self) -> None:
        margin = 2 * theme.unit()
        row = QHBoxLayout()
        row.setSpacing(margin)
        for heading, share, tables in (
            (text.Label(self.tr("Fact keys"), parent=self), 3, (self.keys,)),
            (self.heading, 2, (self.summaries, self.people)),
        ):
            part = QVBoxLayout()
            part.setSpacing(theme.unit())
            heading.setContentsMargins(margin, 0, margin, 0)
            part.addWidget(heading)
            for table in tables:
                part.addWidget(table, 1)
            row.addLayout(part, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, margin, 0, 0)
        self.title.setContentsMargins(margin, 0, margin, 0)
        column.addWidget(self.title)
        column.addLayout(row, 1)

    def show_agent(self, stats: AgentStats | None, name: str) -> None:
        """Shows an agent; None for none."""
        self.title.setText(text.line(name))
        self._keys.show_lines(_key_lines(stats) if stats else [])
        self._summaries.show_lines(_summary_lines(stats) if stats else [])

    def show_summaries(self) -> None:
        """Takes the people behind a number away."""
        self.people.hide()
        self.summaries.show()
        self.heading.setText(self.tr("Longest summaries"))

    def show_people(self, words: str, ids: array[int]) -> None:
        """Lists people by row id, under a heading that says which."""
        self.people_model.show_ids(ids)
        self.summaries.hide()
        self.people.show()
        self.heading.setText(words)


def _key_lines(stats: AgentStats) -> list[Line]:
    return [
        Line(
            (
                text.line(each.spellings[0] if each.spellings else each.key),
                text.line(", ".join(each.spellings)) if len(each.spellings) > 1 else "",
                number(each.people),
            ),
            key=each.key,
            tip="\n".join(each.spellings),
        )
        for each in stats.fact_keys
    ]


def _summary_lines(stats: AgentStats) -> list[Line]:
    return [
        Line((text.line(each.person), number(each.characters)), contact=each.contact)
        for each in stats.longest_summaries
    ]

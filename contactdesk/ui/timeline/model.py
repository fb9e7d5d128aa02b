"""The rows of a timeline: days, their events, and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, tzinfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from contactdesk.people.timeline import Event, Gap, Timeline, days
from contactdesk.ui.kit.text import tooltip
from contactdesk.ui.timeline.words import (
    EventWords,
    TimelineNames,
    day_words,
    event_words,
    gap_words,
    not_loaded_words,
)

ModelIndex = QModelIndex | QPersistentModelIndex
Row = date | Event | Gap

ROW, WORDS = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
"""A row itself, and its EventWords, None for a day."""


class TimelineModel(QAbstractTableModel):
    """Words are made for the rows in sight only. Gaps without an end are one row, the first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._open: list[Gap] = []
        self._names = TimelineNames()
        self._zone: tzinfo | None = None

    def set_timeline(self, found: Timeline, names: TimelineNames, zone: tzinfo | None) -> None:
        """Shows a timeline by days of a zone, None for this computer's."""
        self.beginResetModel()
        self._names, self._zone = names, zone
        self._open = [gap for gap in found.gaps if gap.until is None]
        self._rows = [*self._open[:1], *_rows(found, zone)]
        self.endResetModel()

    def row_at(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, event: Event) -> int:
        """Where an event is, -1 where it is not shown."""
        return next((at for at, each in enumerate(self._rows) if each == event), -1)

    def words_at(self, number: int) -> EventWords | None:
        row = self.row_at(number)
        if isinstance(row, Event):
            return event_words(row, self._names, self._zone)
        if isinstance(row, Gap):
            is_first = row.until is None
            return (
                not_loaded_words(self._open, self._names)
                if is_first
                else gap_words(row, self._names)
            )
        return None

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Days and gaps are read, too, by whoever goes through the list by keyboard."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role == WORDS:
            return self.words_at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row())
        return None

    def spoken(self, number: int) -> str:
        """A row on one line, as it is read out and copied."""
        row, words = self.row_at(number), self.words_at(number)
        if isinstance(row, date):
            return day_words(row)
        return words.spoken() if words is not None else ""

    def _tip(self, number: int) -> str:
        """The whole text of a row, which may be cut."""
        row, words = self.row_at(number), self.words_at(number)
        if isinstance(row, Event) and row.text:
            return tooltip(row.text)
        return tooltip(words.text) if words is not None else ""


def _rows(found: Timeline, zone: tzinfo | None) -> Iterator[Row]:
    """A gap stands below the oldest event, which it ends at."""
    for day in days(found, zone):
        yield day.date
        waiting = sorted(day.gaps, key=lambda gap: gap.until or 0, reverse=True)
        for event in day.events:
            while waiting and event.at is not None and event.at < (waiting[0].until or 0):
                yield waiting.pop(0)
            yield event
        yield from waiting

"""The differences of two versions as text: old and new line by line, marked by sign and color."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QWidget

from contactdesk.history.diff import Difference
from contactdesk.records.formatting import copied_text, format_value
from contactdesk.ui.history import words
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.text import TextView
from contactdesk.ui.kit.wording import number

MAX_DIFFERENCES = 500
"""Differences that are listed; of more, it is said how many."""

REMOVED, ADDED = "−", "+"
TONES = {REMOVED: "danger", ADDED: "ok"}


class DiffView(TextView):
    """Lists differences in the order of the record, under the part of it they are in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="diffView")
        self.setAccessibleName(self.tr("Differences"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._shown: tuple[Sequence[Difference], str] = ((), "")

    def show_differences(self, differences: Sequence[Difference], empty: str) -> None:
        """`empty` says why there are none."""
        self._shown = differences, empty
        self.document().clear()
        self.document().setDocumentMargin(4 * theme.unit())
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        if not differences:
            self._line(cursor, empty, self._form("muted"))
        groups = groupby(differences[:MAX_DIFFERENCES], words.heading_words)
        for heading, some in groups:
            if heading:
                self._line(cursor, heading, self._form("muted", is_strong=True), above=3)
            for difference in some:
                self._difference(cursor, difference)
        if len(differences) > MAX_DIFFERENCES:
            left = len(differences) - MAX_DIFFERENCES
            said = self.tr("and {count} more: save both records to compare them in full")
            self._line(cursor, said.format(count=number(left)), self._form("muted"), above=3)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def as_text(self) -> str:
        """All differences as plain text, to be copied."""
        lines: list[str] = []
        for difference in self._shown[0]:
            place = " · ".join(
                filter(None, (words.heading_words(difference), words.label_words(difference)))
            )
            lines.append(place)
            for sign, value in _signed(difference):
                copied = copied_text(value, difference.value_kind)
                lines += [f"{sign} {line}" for line in copied.split("\n")]
        return "\n".join(lines)

    def _difference(self, cursor: QTextCursor, difference: Difference) -> None:
        self._line(cursor, words.label_words(difference), self._form("text", is_strong=True), 2)
        for sign, value in _signed(difference):
            shown = format_value(
                value, difference.value_kind, datetime.now(UTC), local_formats()
            ) or self.tr("(empty)")
            # A text of several lines stays in one paragraph, with one sign.
            self._line(cursor, f"{sign} {text.block(shown)}", self._form(TONES[sign], ground=True))

    def _form(self, tone: str, *, is_strong: bool = False, ground: bool = False) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(theme.color(tone))
        if is_strong:
            form.setFontWeight(theme.font().Weight.DemiBold)
        if ground:
            form.setBackground(theme.color(f"{tone}_ground"))
        return form

    def _line(
        self, cursor: QTextCursor, words: str, form: QTextCharFormat, above: float = 0.5
    ) -> None:
        """A paragraph, `above` units below the one before it."""
        if not self.document().isEmpty():
            cursor.insertBlock()
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(above * theme.unit())
        cursor.setBlockFormat(paragraph)
        self.insert(words, form, at=cursor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_differences(*self._shown)


def _signed(difference: Difference) -> list[tuple[str, object]]:
    """(sign, value) of what is gone and what came."""
    found = ((REMOVED, difference.old), (ADDED, difference.new))
    return [(sign, value) for sign, value in found if value is not None]

"""The fields of a vendor's own filters, one widget for each kind of filter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Filter, Kind
from contactdesk.ui.filters.chips import Chip, FlowLayout, clear
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import line, mnemonic

Value = str | Sequence[str]

MOST_VALUES = 200
"""Of a list whose vendor names no bound: they all stand in the address of the request."""
SHOWN_VALUES = 30
SPLIT = re.compile(r"[\n\r,;\t\u2028\u2029]+")


class FilterField(QWidget):
    """What every field can: `value` is "" or [] where the filter is not set."""

    has_caption = False
    """Whether the field shows the filter's label by itself."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.problem = HintLabel(tone="danger", name="problem")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)

    def value(self) -> Value:
        return ""

    def set_value(self, value: Value) -> None:
        """Shows a value; "" and [] unset the filter."""

    def check(self) -> bool:
        """Whether the value may be sent; where not, the field says why."""
        return True

    def _finish(self) -> None:
        """Adds what stands under every field."""
        if self.declared.note:
            self.column.addWidget(HintLabel(self.declared.note, name="note"))
        self.column.addWidget(self.problem)

    def _check_length(self, texts: Sequence[str]) -> bool:
        longest = self.declared.longest
        over = next((text for text in texts if longest and len(text) > longest), "")
        words = self.tr("Longer than {n} characters: {text}")
        self.problem.say(words.format(n=longest, text=line(over, 24)) if over else "")
        return not over


class TextField(FilterField):
    """One text."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.edit = QLineEdit(self)
        self.edit.setClearButtonEnabled(True)
        self.edit.setAccessibleName(line(declared.label))
        self.edit.setAccessibleDescription(line(declared.note))
        self.edit.textEdited.connect(lambda _text: self.check())
        self.column.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self._finish()

    def value(self) -> Value:
        return self.edit.text().strip()

    def set_value(self, value: Value) -> None:
        self.edit.setText(value if isinstance(value, str) else ", ".join(value))
        self.problem.say("")

    def check(self) -> bool:
        return self._check_length([str(self.value())])


class ChoiceField(FilterField):
    """One of the vendor's own words, or none."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = QComboBox(self)
        self.box.setAccessibleName(line(declared.label))
        self.box.addItem(self.tr("Not set"), "")
        for value, words in declared.choices:
            self.box.addItem(line(words), value)
        self.column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._finish()

    def value(self) -> Value:
        return str(self.box.currentData() or "")

    def set_value(self, value: Value) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class DateField(FilterField):
    """A date and time of this computer's zone; sent in UTC. Not set until it is ticked."""

    has_caption = True

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._given = ""
        self.tick = QCheckBox(mnemonic(declared.label), self)
        self.tick.setAccessibleName(line(declared.label))
        self.edit = QDateTimeEdit(self)
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat(_date_pattern(QLocale()))
        # The drop-down is a frame of its own otherwise.
        self.edit.setStyleSheet("QDateTimeEdit::drop-down { border: none; width: 24px; }")
        self.edit.setAccessibleName(
            self.tr("{label}: date and time").format(label=line(declared.label))
        )
        policy = self.edit.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.edit.setSizePolicy(policy)
        self.edit.hide()
        row = QHBoxLayout()
        row.addWidget(self.tick, 1)
        row.addWidget(self.edit, 1)
        self.column.addLayout(row)
        self.setFocusProxy(self.tick)
        self.tick.toggled.connect(self.edit.setVisible)
        self.edit.dateTimeChanged.connect(self._on_changed)
        self.set_value("")
        self._finish()

    def _on_changed(self) -> None:
        self._given = ""

    def value(self) -> Value:
        if not self.tick.isChecked():
            return ""
        return self._given or to_utc(self.edit.dateTime())

    def set_value(self, value: Value) -> None:
        moment = from_utc(value if isinstance(value, str) else "")
        self.tick.setChecked(moment is not None)
        today = QDateTime.currentDateTime()
        today.setTime(QTime(0, 0))
        self.edit.setDateTime(moment or today)
        # The field has no seconds: what was set from outside is sent as it was given.
        self._given = str(value) if moment is not None else ""


class ListField(FilterField):
    """Several texts as chips; what is pasted is taken apart at line breaks and commas."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._values: list[str] = []
        self.edit = _AddingEdit(self)
        self.edit.setPlaceholderText(self.tr("Type or paste, one or many"))
        self.edit.setAccessibleName(line(declared.label))
        self.edit.setAccessibleDescription(line(declared.note))
        self.edit.add_wanted.connect(self._on_add_wanted)
        self.edit.textChanged.connect(self._on_text_changed)
        self.chips = FlowLayout()
        self.more = HintLabel(name="more")
        self.column.addWidget(self.edit)
        self.column.addLayout(self.chips)
        self.column.addWidget(self.more)
        self.setFocusProxy(self.edit)
        self._finish()

    def value(self) -> Value:
        """The chips; a text not yet made one counts too."""
        pending = [text for text in self._split(self.edit.text()) if text not in self._values]
        return [*self._values, *pending]

    def set_value(self, value: Value) -> None:
        self._values = [value] if isinstance(value, str) and value else list(value)
        self.edit.clear()
        self.problem.say("")
        self._show()

    def check(self) -> bool:
        values = list(self.value())
        if not self._check_length(values):
            return False
        most = self.declared.most or MOST_VALUES
        if len(values) > most:
            words = self.tr("At most {most} at a time; these are {n}.")
            self.problem.say(words.format(most=most, n=len(values)))
            return False
        return True

    def _split(self, text: str) -> list[str]:
        return list(dict.fromkeys(part.strip() for part in SPLIT.split(text) if part.strip()))

    def _on_text_changed(self, text: str) -> None:
        if SPLIT.search(text):
            self._on_add_wanted()
        elif text:
            self.problem.say("")

    def _on_add_wanted(self) -> None:
        self._values = list(self.value())
        self.edit.clear()
        self._show()
        self.check()

    def _remove(self, value: str) -> None:
        self._values.remove(value)
        self._show()
        self.check()
        self.edit.setFocus()

    def _show(self) -> None:
        clear(self.chips)
        for value in self._values[:SHOWN_VALUES]:
            chip = Chip(value, self.tr("Remove {value}").format(value=value), self)
            chip.removed.connect(lambda value=value: self._remove(value))
            self.chips.addWidget(chip)
            chip.show()
        rest = len(self._values) - SHOWN_VALUES
        self.more.say(self.tr("and %Ln more", "", rest) if rest > 0 else "")
        self.chips.invalidate()
        self.updateGeometry()


class _AddingEdit(QLineEdit):
    """Enter adds what was typed; with nothing typed it is for the panel, which applies."""

    add_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.add_wanted.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def field_of(declared: Filter) -> FilterField:
    """The field that fits a filter."""
    if declared.many:
        return ListField(declared)
    if declared.choices:
        return ChoiceField(declared)
    if declared.kind in (Kind.DATE, Kind.AGE):
        return DateField(declared)
    return TextField(declared)


def to_utc(moment: QDateTime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return moment.toUTC().toString("yyyy-MM-ddTHH:mm:ss.zzz") + "Z"


def from_utc(text: str) -> QDateTime | None:
    """A moment in this computer's time zone; None where the text is none."""
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs)
    return moment.toLocalTime() if moment.isValid() else None


def said(declared: Filter, value: Value) -> str:
    """A filter and its value in words, for a chip."""
    label = declared.label
    if not isinstance(value, str):
        shown = ", ".join(line(each, 40) for each in value[:2])
        rest = len(value) - 2
        return f"{label}: {shown}" + (f" +{rest}" if rest > 0 else "")
    if declared.choices:
        words = next((words for each, words in declared.choices if each == value), value)
        return f"{label}: {words}"
    moment = from_utc(value) if declared.kind in (Kind.DATE, Kind.AGE) else None
    if moment is None:
        return f"{label}: {line(value, 60)}"
    locale = QLocale()
    day = locale.toString(moment.date(), "d MMM yyyy")
    if moment.time().hour() == moment.time().minute() == 0:
        return f"{label} {day}"
    return f"{label} {day}, {locale.toString(moment.time(), QLocale.FormatType.ShortFormat)}"


def _date_pattern(locale: QLocale) -> str:
    """The locale's short form with all four digits of the year; ISO where there is no locale."""
    if locale.language() == QLocale.Language.C:
        return "yyyy-MM-dd HH:mm"
    pattern = locale.dateTimeFormat(QLocale.FormatType.ShortFormat)
    return pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")

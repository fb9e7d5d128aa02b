"""Input fields for a vendor's filters, one class for each kind of filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Filter, Kind
from contactdesk.ui.filters.date_edit import DateEdit
from contactdesk.ui.filters.date_text import from_utc, moment_text, to_utc
from contactdesk.ui.filters.value_list import has_finished_value, split_values
from contactdesk.ui.kit.chips import Chip
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.text import line, mnemonic
from contactdesk.ui.kit.wording import number, translate

Value = str | Sequence[str]

MAX_VALUES = 200
"""Values of one filter where the vendor documents no limit: all go into the request's URL."""

MAX_CHIPS = 30


class FilterField(QWidget):
    """Base class; `value` is "" or [] while the filter is not set."""

    has_caption = False
    """Whether the field itself shows the filter's label."""

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
        """Shows a value; "" and [] mean the filter is not set."""

    def check(self) -> bool:
        """Whether the value is valid; if not, the field says why."""
        return True

    def _finish(self) -> None:
        """Adds the note and the problem below the field."""
        if self.declared.note:
            self.column.addWidget(HintLabel(self.declared.note, name="note"))
        self.column.addWidget(self.problem)

    def _check_length(self, texts: Sequence[str]) -> bool:
        longest = self.declared.longest
        too_long = next((text for text in texts if longest and len(text) > longest), "")
        # Not `self.tr`: it finds no plural of a base class.
        words = translate("filters", "Longer than %Ln character(s): {text}", "", longest)
        self.problem.say(words.format(text=line(too_long, 24)) if too_long else "")
        return not too_long


class TextField(FilterField):
    """A single text."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.edit = QLineEdit(self)
        add_clear_button(self.edit)
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
    """One of the vendor's values; the first choice sets no filter and names what is sent then."""

    def __init__(self, declared: Filter, default: str = "", parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = ChoiceBox(self)
        self.box.setAccessibleName(line(declared.label))
        known = dict(declared.choices).get(default, "")
        words = self.tr("{choice} (default)").format(choice=line(known))
        self.box.addItem(words if known else self.tr("Default"), "")
        for value, label in declared.choices:
            if value != default:
                self.box.addItem(line(label), value)
        self.column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._finish()

    def value(self) -> Value:
        return str(self.box.currentData() or "")

    def set_value(self, value: Value) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class DateField(FilterField):
    """A date and time in this computer's time zone, sent in UTC. Not set until it is checked."""

    has_caption = True

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._exact = ""
        self.tick = QCheckBox(mnemonic(declared.label), self)
        self.tick.setAccessibleName(line(declared.label))
        self.edit = DateEdit(self)
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
        self.tick.clicked.connect(self._on_ticked)
        self.edit.textChanged.connect(self._on_changed)
        self.set_value("")
        self._finish()

    def _on_ticked(self, checked: bool) -> None:
        if checked:
            self.edit.setFocus()
            self.edit.selectAll()
        self.check()

    def _on_changed(self) -> None:
        self._exact = ""
        self.problem.say("")

    def value(self) -> Value:
        if not self.tick.isChecked():
            return ""
        moment = self.edit.moment()
        return self._exact or (to_utc(moment) if moment is not None else "")

    def set_value(self, value: Value) -> None:
        moment = from_utc(value) if isinstance(value, str) else None
        self.tick.setChecked(moment is not None)
        self.edit.set_moment(moment or QDate.currentDate().startOfDay())
        # The editor has no seconds: until it is changed, a given value is sent unchanged.
        self._exact = str(value) if moment is not None else ""
        self.problem.say("")

    def check(self) -> bool:
        is_valid = not self.tick.isChecked() or self.edit.moment() is not None
        words = self.tr("Not a date. Type it as {one}, or as {other}.")
        today = QDate.currentDate().startOfDay()
        forms = {"one": moment_text(today, QLocale()), "other": today.toString("yyyy-MM-dd")}
        self.problem.say("" if is_valid else words.format(**forms))
        return is_valid


class ListField(FilterField):
    """Several texts as chips, typed, pasted or chosen from the filter's examples."""

    def __init__(self, declared: Filter, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._values: list[str] = []
        self.edit = _AddingEdit(self)
        self.edit.setPlaceholderText(self.tr("One or more values, separated by Enter"))
        self.edit.setAccessibleName(line(declared.label))
        self.edit.setAccessibleDescription(line(declared.note))
        self.edit.add_wanted.connect(self._on_add_wanted)
        self.edit.textChanged.connect(self._on_text_changed)
        self.chips = FlowLayout()
        self.more = HintLabel(name="more")
        self.column.addWidget(self.edit)
        self.examples = self._make_examples()
        self.column.addLayout(self.chips)
        self.column.addWidget(self.more)
        self.setFocusProxy(self.edit)
        self._finish()

    def value(self) -> Value:
        """The chips, and the text that is still in the editor."""
        pending = [text for text in split_values(self.edit.text()) if text not in self._values]
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
        most = self.declared.most or MAX_VALUES
        if len(values) > most:
            words = self.tr(
                "At most %Ln value(s) can be requested at a time; you entered {count}. Remove some.",
                "",
                most,
            )
            self.problem.say(words.format(count=number(len(values))))
            return False
        return True

    def _make_examples(self) -> list[QToolButton]:
        """A button for each of the filter's examples, in a row below the editor."""
        if not self.declared.examples:
            return []
        row = FlowLayout()
        buttons = []
        for example in self.declared.examples:
            button = QToolButton(self)
            button.setText(mnemonic(f"+ {example}"))
            button.setObjectName("example")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(self.tr("Add {value}").format(value=line(example)))
            button.clicked.connect(lambda _checked=False, value=example: self._add(value))
            row.addWidget(button)
            buttons.append(button)
        self.column.addLayout(row)
        return buttons

    def _add(self, value: str) -> None:
        if value not in self._values:
            self._values.append(value)
            self._show()
            self.check()

    def _on_text_changed(self, text: str) -> None:
        if has_finished_value(text):
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
        self.chips.clear()
        for value in self._values[:MAX_CHIPS]:
            chip = Chip(value, self.tr("Remove {value}").format(value=value), self)
            chip.removed.connect(lambda value=value: self._remove(value))
            self.chips.addWidget(chip)
            chip.show()
        rest = len(self._values) - MAX_CHIPS
        self.more.say(self.tr("and %Ln more", "", rest) if rest > 0 else "")
        self.chips.invalidate()
        self.updateGeometry()


class _AddingEdit(QLineEdit):
    """Enter adds the typed text; with no text, the panel gets the key and applies."""

    add_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.add_wanted.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def field_for(declared: Filter, default: str = "") -> FilterField:
    """The field for a filter; `default` is what is sent while it is not set, "" for nothing."""
    if declared.many:
        return ListField(declared)
    if declared.choices:
        return ChoiceField(declared, default)
    if declared.kind in (Kind.DATE, Kind.AGE):
        return DateField(declared)
    return TextField(declared)


def describe(declared: Filter, value: Value) -> str:
    """A filter and its value, as a chip shows them."""
    label = declared.label
    if not isinstance(value, str):
        shown = ", ".join(line(each, 40) for each in value[:2])
        if (rest := len(value) - 2) > 0:
            words = translate("filters", "{label}: {values} and %Ln more", "", rest)
            return words.format(label=label, values=shown)
        return _labeled(label, shown)
    if declared.choices:
        return _labeled(label, dict(declared.choices).get(value, value))
    moment = from_utc(value) if declared.kind in (Kind.DATE, Kind.AGE) else None
    if moment is None:
        return _labeled(label, line(value, 60))
    day, time = moment.date(), moment.time()
    at = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())
    date = local_formats().moment(at) if at.hour or at.minute else local_formats().day(at.date())
    return translate("filters", "{label} {date}").format(label=label, date=date)


def _labeled(label: str, value: str) -> str:
    return translate("filters", "{label}: {value}").format(label=label, value=value)

"""The box that says which country an account's national phone numbers are from."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from contactdesk.text.numbering import regions
from contactdesk.ui.kit.choice_box import ChoiceBox


class RegionBox(ChoiceBox):
    """The names of all countries, found by any part of them; the first entry is none.

    `region` is the chosen country as ISO 3166 ("US"), "" for none. What is typed and names no country
    is dropped when the box is left.
    """

    region_changed = Signal()

    def __init__(self, region: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("regionBox")
        self.setAccessibleName(self.tr("Country of national numbers"))
        self.addItem(self.tr("Don't guess"), "")
        for name, code in _countries(region):
            self.addItem(name, code)
        self._field = QLineEdit(self)
        self._field.setAccessibleName(self.accessibleName())
        self.setLineEdit(self._field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.setCurrentIndex(max(0, self.findData(region)))
        self._field.editingFinished.connect(self._take_typed)
        self.currentIndexChanged.connect(lambda _row: self.region_changed.emit())

    @property
    def region(self) -> str:
        self._take_typed()
        return str(self.currentData() or "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # What is typed now is another country.
        self._field.selectAll()

    def _take_typed(self) -> None:
        typed = self.currentText().strip()
        row = self.findText(typed, Qt.MatchFlag.MatchFixedString) if typed else 0
        if row < 0:
            self.setEditText(self.itemText(self.currentIndex()))
        elif row != self.currentIndex() or self.currentText() != self.itemText(row):
            self.setCurrentIndex(row)
            self.setEditText(self.itemText(row))


def _countries(region: str) -> list[tuple[str, str]]:
    """(name, code) of every country, by name; of `region` too where nobody knows it."""
    found = {code: _name(code) for code in regions()}
    if region:
        found.setdefault(region, _name(region))
    return sorted((name, code) for code, name in found.items())


def _name(code: str) -> str:
    territory = QLocale.codeToTerritory(code)
    is_known = territory != QLocale.Country.AnyTerritory
    return QLocale.territoryToString(territory) if is_known else code

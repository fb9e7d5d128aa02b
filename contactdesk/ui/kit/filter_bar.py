"""Base of the bars that narrow and group a list: a field for words, boxes and a check box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.choice_box import ChoiceBox, refill
from contactdesk.ui.kit.filter_field import FilterField
from contactdesk.ui.kit.flow_layout import FlowLayout

MAX_BOX_CHARS = 40
FIELD_UNITS = 44


class FilterBar(QWidget):
    """Wraps in a narrow window.

    Signals: `changed` (at once, after every change), `left_downwards` (the focus is to go to the
    list). The subclass makes `words` and the other widgets, then calls `_arrange`.
    """

    changed = Signal()
    left_downwards = Signal()

    words: FilterField

    def clear(self) -> None:
        """Shows everything that is shown by default, in the same groups."""
        raise NotImplementedError

    def _box(self, name: str, title: str) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _arrange(self, boxes: Sequence[ChoiceBox], check: QCheckBox) -> None:
        """Puts the field, the boxes and the check box in a row, and connects them."""
        self.words.setMinimumWidth(FIELD_UNITS * theme.unit())
        # As high as what it stands beside.
        check.setMinimumHeight(boxes[-1].sizeHint().height())
        inner = QWidget(self)
        row = FlowLayout(inner, spacing=2 * theme.unit())
        around = QVBoxLayout(self)
        around.setContentsMargins(*(2 * theme.unit(),) * 4)
        around.addWidget(inner)
        for widget in (self.words, *boxes, check):
            row.addWidget(widget)
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        self.words.left_downwards.connect(self.left_downwards)
        for box in boxes:
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        check.toggled.connect(lambda _on: self.changed.emit())


def offer_accounts(box: ChoiceBox, accounts: Sequence[tuple[str, str]], every: str) -> None:
    """Offers accounts, as (id, label), and all of them under the words `every`; in place of one that
    is gone, all are chosen. With a single account, the box is hidden."""
    entries = [(each, text.line(label, MAX_BOX_CHARS)) for each, label in accounts]
    refill(box, [("", every), *entries])
    box.setVisible(len(accounts) > 1)

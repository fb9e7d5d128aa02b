"""Who might be the same person as the shown contact, to be linked or told apart: "Maybe the same person:
Marcus Okafor (Close)". Of somebody with several contacts, the person's page says it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from contactdesk.model import Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import line, mnemonic, set_tip
from contactdesk.ui.person.wishes import PersonWishes

MAX_PEOPLE = 3
"""People named in the header; the dialog of "Link as one person" has all."""

MAX_CHARS = 40


class MaybePerson(Struct, frozen=True):
    """Somebody else: a contact by its row id, what it is called, its account's label and vendor."""

    row_id: int
    name: str
    account: str
    provider: Provider


class MaybeSame(QWidget):
    """Hidden where there is nobody like that."""

    def __init__(self, wishes: PersonWishes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("maybeSame")
        self._wishes = wishes
        self._shown: tuple[int, Sequence[MaybePerson]] = (0, ())
        self._is_compact = False
        self._rows: list[QWidget] = []
        self._words = HintLabel(self.tr("Maybe the same person:"), parent=self)
        self._more = HintLabel(parent=self, name="maybeSameMore")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._words)
        self._column.addWidget(self._more)
        self._show_or_hide()

    def show_people(self, row_id: int, others: Sequence[MaybePerson]) -> None:
        """Shows who might be the same person as a contact."""
        shown, self._shown = self._shown, (row_id, others)
        if self._shown == shown or not (others or self._rows):
            return
        for each in self._rows:
            each.hide()
            each.deleteLater()
        self._rows = [self._row(row_id, each) for each in others[:MAX_PEOPLE]]
        for place, each in enumerate(self._rows):
            self._column.insertWidget(place + 1, each)
        for before, after in pairwise(self.buttons()):
            self.setTabOrder(before, after)
        left = len(others) - len(self._rows)
        words = self.tr("and %Ln more; “Link as one person” lists them", "", left)
        self._more.say(words if left > 0 else "")
        self._show_or_hide()

    def set_compact(self, is_compact: bool) -> None:
        """Hides everything, or shows what there is."""
        self._is_compact = is_compact
        self._show_or_hide()

    def buttons(self) -> list[QToolButton]:
        """Of each person the link to the contact, Link and Not the same."""
        return [button for row in self._rows for button in row.findChildren(QToolButton)]

    def _show_or_hide(self) -> None:
        self.setVisible(bool(self._rows) and not self._is_compact)

    def _row(self, row_id: int, other: MaybePerson) -> QWidget:
        row, wishes = QWidget(self), self._wishes
        name, account = line(other.name, MAX_CHARS), line(other.account, MAX_CHARS)
        words = self.tr("{name} ({account})").format(name=name, account=account)
        # A space apart from the badge.
        link = _button(row, "maybeSameLink", f"\u2009{words}")
        link.setIcon(theme.small_vendor_icon(other.provider.id, other.provider.title))
        _name(link, self.tr("Open {contact}").format(contact=words))
        link.clicked.connect(lambda: wishes.contact_wanted.emit(other.row_id))
        same = _button(row, "maybeSameYes", self.tr("Link"))
        _name(same, self.tr("Link with {contact}").format(contact=words))
        same.clicked.connect(lambda: wishes.link_wanted.emit(row_id, other.row_id))
        apart = _button(row, "maybeSameNo", self.tr("Not the same"))
        _name(apart, self.tr("Not the same person as {contact}").format(contact=words))
        apart.clicked.connect(lambda: wishes.apart_wanted.emit(row_id, other.row_id))
        flow = FlowLayout(row, theme.unit())
        for each in (link, same, apart):
            flow.addWidget(each)
        return row


def _button(parent: QWidget, name: str, words: str) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(mnemonic(words))
    button.setIconSize(QSize(4, 4) * theme.unit())
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _name(button: QToolButton, words: str) -> None:
    button.setAccessibleName(words)
    set_tip(button, words)

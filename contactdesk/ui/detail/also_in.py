"""The other contacts of a person as links, above the contact that is shown: "Also in Close, Quo"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from contactdesk.model import Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import line, mnemonic, set_tip
from contactdesk.ui.kit.wording import numbered
from contactdesk.ui.person.wishes import PersonWishes

MAX_LINKS = 6
"""Contacts named in the header; the page of the person has all."""

MAX_LABEL_CHARS = 30
MAX_LINES = 1.8
"""Lines that the links may take; what is not quite two fits into two."""

BACK_KEYS = "Alt+Backspace"


class OtherContactLink(Struct, frozen=True):
    """A contact of the same person: its row id, its account's label and vendor. Where the person has
    several contacts in the account, `number` tells them apart, as on the person's page."""

    row_id: int
    account: str
    provider: Provider
    number: int = 0


class AlsoIn(QWidget):
    """Hidden for a contact that is a person of its own, unless there is one to go back to."""

    def __init__(self, wishes: PersonWishes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alsoIn")
        self._wishes = wishes
        self._shown: tuple[Sequence[OtherContactLink], str] = ((), "")
        self._is_compact = False
        self._links: list[QToolButton] = []
        self._widths: list[int] = []
        self.back = self._button("backToContact", self.tr("Back"), "chevron-left")
        self.back.setShortcut(QKeySequence(BACK_KEYS))
        self.back.clicked.connect(lambda: wishes.back_wanted.emit())
        self._words = HintLabel(self.tr("Also in"), parent=self, name="alsoInWords")
        self._words.setWordWrap(False)
        self.person = self._button("openPerson", self.tr("Person"), "person")
        self.person.setAccessibleName(self.tr("Open the person"))
        self.person.clicked.connect(lambda: wishes.person_wanted.emit())
        # As high as the links, so that they stand on one line.
        self._words.setFixedHeight(self.person.sizeHint().height())
        self._words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._row = FlowLayout(self, theme.unit())
        self.show_links((), "")

    def show_links(self, others: Sequence[OtherContactLink], back_to: str) -> None:
        """Shows the other contacts of the person; `back_to` is the account of the contact that one
        came from, "" for none."""
        if (others, back_to) == self._shown and self._row.count():
            return
        self._shown = (others, back_to)
        has_focus = any(each.hasFocus() for each in self._links)
        self._fill(others)
        self.back.setVisible(bool(back_to))
        words = self.tr("Back to {account}").format(account=line(back_to, MAX_LABEL_CHARS))
        self.back.setAccessibleName(words)
        set_tip(self.back, f"{words} ({BACK_KEYS})")
        self._words.setVisible(bool(others))
        self.person.setVisible(bool(others))
        self._show_or_hide()
        self._fit()
        if has_focus and not self.isHidden():
            (self._links[0] if self._links else self.back).setFocus()

    def set_compact(self, is_compact: bool) -> None:
        """Hides everything, or shows what there is."""
        self._is_compact = is_compact
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        others, back_to = self._shown
        self.setVisible(not self._is_compact and bool(others or back_to))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """With little room, only the vendors' badges are shown; their names stay in the tool tips."""
        parts = [each for each in (self.back, self._words, self.person) if not each.isHidden()]
        wanted = sum(each.sizeHint().width() + self._row.spacing() for each in parts)
        wanted += sum(width + self._row.spacing() for width in self._widths)
        is_narrow = wanted > MAX_LINES * self.width()
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonIconOnly if is_narrow else styles.ToolButtonTextBesideIcon
        for each in self._links:
            if not each.icon().isNull() and each.toolButtonStyle() != style:
                each.setToolButtonStyle(style)

    def links(self) -> list[QToolButton]:
        """The links to other contacts."""
        return self._links

    def _fill(self, others: Sequence[OtherContactLink]) -> None:
        while self._row.takeAt(0) is not None:
            pass
        for each in self._links:
            each.hide()
            each.deleteLater()
        self._links = [self._link(each) for each in others[:MAX_LINKS]]
        if len(others) > MAX_LINKS:
            self._links.append(self._more(len(others) - MAX_LINKS))
        self._widths = [each.sizeHint().width() for each in self._links]
        for widget in (self.back, self._words, *self._links, self.person):
            self._row.addWidget(widget)
        # Qt ignores an order with a label in it.
        for before, after in pairwise((self.back, *self._links, self.person)):
            self.setTabOrder(before, after)
        self._row.invalidate()
        self.updateGeometry()

    def _link(self, other: OtherContactLink) -> QToolButton:
        label = line(other.account, MAX_LABEL_CHARS)
        words = numbered(label, other.number)
        # A space apart from the badge.
        button = self._button("alsoInLink", f"\u2009{words}", "")
        button.setIcon(theme.small_vendor_icon(other.provider.id, other.provider.title))
        name = self.tr("Open the same person in {account}").format(account=words)
        button.setAccessibleName(name)
        set_tip(button, name)
        button.clicked.connect(lambda: self._wishes.contact_wanted.emit(other.row_id))
        button.show()
        return button

    def _more(self, count: int) -> QToolButton:
        button = self._button("alsoInMore", self.tr("and %Ln more", "", count), "")
        button.clicked.connect(lambda: self._wishes.person_wanted.emit())
        button.show()
        return button

    def _button(self, name: str, words: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(mnemonic(words))
        if icon:
            button.setIcon(theme.icon(icon, "muted"))
        button.setIconSize(QSize(4, 4) * theme.unit())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

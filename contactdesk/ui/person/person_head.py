"""The top of a person's page: a badge for each vendor, how many contacts there are, and the name, where
the contacts have several."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.model import Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.fixed_icon import FixedIcon
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import set_tip, wrappable_address
from contactdesk.ui.kit.wording import contacts as contacts_words
from contactdesk.ui.person.shown_person import ShownPerson

ICON_UNITS = 4.5

translate = QCoreApplication.translate


class PersonHead(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personHead")
        unit = theme.unit()
        self.name = HintLabel(tone="text", parent=self, selectable=True, name="personName")
        self.name.setFont(theme.font(1.1, QFont.Weight.DemiBold))
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.count = HintLabel(parent=self, name="personContacts")
        self._badges: list[FixedIcon] = []
        self._vendors: tuple[Provider, ...] = ()
        self._row = QHBoxLayout()
        self._row.setSpacing(unit)
        self._row.addWidget(self.count, 1)
        self.count.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * unit, 3 * unit, 4 * unit, unit)
        column.setSpacing(unit)
        column.addWidget(self.name)
        column.addLayout(self._row)

    def show_person(self, person: ShownPerson) -> None:
        """Shows who it is, and at which vendors."""
        self.name.say(wrappable_address(person.name) if person.has_several_names else "")
        vendors = {each.provider.id: each.provider for each in person.contacts}
        self._show_badges(tuple(vendors.values()))
        self.count.say(person_words(person))

    def _show_badges(self, vendors: tuple[Provider, ...]) -> None:
        if vendors == self._vendors:
            return
        self._vendors = vendors
        for badge in self._badges:
            self._row.removeWidget(badge)
            badge.hide()
            badge.deleteLater()
        self._badges = []
        for at, vendor in enumerate(vendors):
            badge = FixedIcon(round(ICON_UNITS * theme.unit()), self)
            badge.show_icon(theme.vendor_icon(vendor.id, vendor.title))
            badge.setAccessibleName(vendor.title)
            set_tip(badge, vendor.title)
            self._row.insertWidget(at, badge, 0, Qt.AlignmentFlag.AlignTop)
            self._badges.append(badge)


def person_words(person: ShownPerson) -> str:
    """ "5 contacts at 4 vendors"."""
    vendors = {each.provider.id for each in person.contacts}
    contacts = contacts_words(len(person.contacts) + person.left_out)
    words = translate("person", "{contacts} at %Ln vendor(s)", "", len(vendors))
    words = words.format(contacts=contacts)
    if person.is_partial:
        words = translate("person", "{words}, loaded so far").format(words=words)
    if person.left_out:
        more = translate("person", "the first %Ln are shown", "", len(person.contacts))
        words = f"{words} · {more}"
    return words

"""The header of the detail pane: the contact's name, e-mail, phone and account, and what the user
noted on it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QContextMenuEvent, QFont
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Contact, Kind, Provider
from contactdesk.records.blocks import warnings_of
from contactdesk.ui.detail.also_in import AlsoIn
from contactdesk.ui.detail.annotation_bar import AnnotationBar, StarButton
from contactdesk.ui.detail.maybe_same import MaybeSame
from contactdesk.ui.kit import theme, wording
from contactdesk.ui.kit.fixed_icon import FixedIcon
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import (
    LABEL,
    Label,
    line,
    mnemonic,
    open_link,
    set_tip,
    show_tip,
    web_link,
    wrappable_address,
)
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions
from contactdesk.ui.person.wishes import PersonWishes

COPIED_MS = 2_000
"""How long a copy button says that it copied."""


class ContactPoint(QWidget):
    """The first e-mail address or phone number, with a copy button; hidden when there is none."""

    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(
        self, kind: Kind, name: str, copy_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._kind = kind
        self._actions = ValueActions(self)
        self._actions.copied.connect(self.copied)
        self._actions.search_wanted.connect(self.search_wanted)
        icon = "mail" if kind is Kind.EMAIL else "phone"
        self._value = ""
        symbol = FixedIcon(4 * theme.unit(), self)
        symbol.show_icon(theme.icon(icon, "muted"))
        self._label = Label(parent=self, selectable=True, elide=True, name=f"{name}Text")
        self._label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label.menu_made.connect(self._add_to_label_menu)
        self._warning = HintLabel(parent=self, tone="warning", name=f"{name}Warning")
        self._more = HintLabel(parent=self, tone="muted")
        for hint in (self._warning, self._more):
            hint.setWordWrap(False)
            hint.setMinimumWidth(0)  # what does not wrap must not be cut
            hint.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._copy_name = copy_name
        self.button = self._copy_button()
        self._copied_soon_over = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_soon_over.timeout.connect(self._show_copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.unit())
        row.addWidget(symbol)
        row.addWidget(self._label)
        row.addWidget(self._warning)
        row.addWidget(self._more)
        row.addWidget(self.button)
        row.addStretch(1)

    def _copy_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}Copy")
        button.setIcon(theme.icon("copy", "muted"))
        button.setIconSize(QSize(4 * theme.unit(), 4 * theme.unit()))
        button.setAccessibleName(self._copy_name)
        set_tip(button, self._copy_name)
        button.clicked.connect(self._on_copy)
        return button

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.add_copy(menu, self._menu_value())
        self._add_searches(menu)
        menu.popup(event.globalPos())

    def _add_to_label_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        self._add_searches(menu)

    def _add_searches(self, menu: QMenu) -> None:
        self._actions.add_searches(menu, self._menu_value())

    def _menu_value(self) -> MenuValue:
        return MenuValue(self._value, self._kind, place=self._kind.value)

    def _on_copy(self) -> None:
        self.copied.emit(self._value)
        words = self.tr("Copied")
        self.button.setIcon(theme.icon("check", "ok"))
        set_tip(self.button, words)
        area = self.button.rect()
        show_tip(self.button.mapToGlobal(area.center()), words, self.button, area)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.button, words))
        self._copied_soon_over.start()

    def _show_copy(self) -> None:
        """The button as it offers to copy."""
        self._copied_soon_over.stop()
        self.button.setIcon(theme.icon("copy", "muted"))
        set_tip(self.button, self._copy_name)

    def show_values(self, values: tuple[str, ...], warnings: Mapping[str, str]) -> None:
        """Shows the first value, with what is to be known before it is used."""
        self._show_copy()
        self._value = values[0] if values else ""
        self._label.setText(self._value)
        self._warning.say(warnings.get(self._value, ""))
        self._more.say(self.tr("and %Ln more", "", len(values) - 1) if len(values) > 1 else "")

    @property
    def has_value(self) -> bool:
        return bool(self._value)


class DetailHeader(QWidget):
    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, wishes: PersonWishes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = ""
        self._contact = Contact("", "")
        self._actions = ValueActions(self)
        self._actions.search_wanted.connect(self.search_wanted)
        self._avatar = FixedIcon(12 * theme.unit(), self)
        self._name = HintLabel(tone="text", parent=self, selectable=True, name="contactName")
        self._name.setFont(theme.font(1.35, QFont.Weight.DemiBold))
        # Next to the avatar, also for a name written from right to left.
        self._name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._work = HintLabel(parent=self, name="contactWork", selectable=True)
        self._vendor = FixedIcon(4 * theme.unit(), self)
        self._account = HintLabel(parent=self, name="contactAccount")
        self._account.setWordWrap(False)
        self.open = QToolButton(self)
        self.open.setObjectName("openAtVendor")
        self.open.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.open.setIcon(theme.icon("link", "accent"))
        self.open.clicked.connect(self._on_open)
        self._name.menu_made.connect(self._add_to_name_menu)
        self._work.menu_made.connect(self._add_to_work_menu)
        copy_mail, copy_phone = self.tr("Copy e-mail address"), self.tr("Copy phone number")
        self.mail = ContactPoint(Kind.EMAIL, "primaryEmail", copy_mail, self)
        self.phone = ContactPoint(Kind.PHONE, "primaryPhone", copy_phone, self)
        for point in (self.mail, self.phone):
            point.copied.connect(self.copied)
            point.search_wanted.connect(self.search_wanted)
        self._is_compact = False
        self.also_in = AlsoIn(wishes, self)
        self.maybe_same = MaybeSame(wishes, self)
        self._crowd = HintLabel(parent=self, name="crowdNote")
        self._is_crowded = False
        self.notes = AnnotationBar(StarButton(self), self)
        self._arrange()

    def _arrange(self) -> None:
        unit = theme.unit()
        names = QVBoxLayout()
        names.setSpacing(unit // 2)
        names.addWidget(self._name)
        names.addWidget(self._work)
        source = QHBoxLayout()
        source.setSpacing(2 * unit)
        source.addWidget(self._vendor)
        source.addWidget(self._account)
        source.addStretch(1)
        source.addWidget(self.open)
        self._grid = grid = QGridLayout(self)
        grid.setHorizontalSpacing(3 * unit)
        grid.addWidget(self._avatar, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(names, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.notes.star, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.mail, 1, 0, 1, 3)
        grid.addWidget(self.phone, 2, 0, 1, 3)
        grid.addLayout(source, 3, 0, 1, 3)
        grid.addWidget(self.also_in, 4, 0, 1, 3)
        grid.addWidget(self.maybe_same, 5, 0, 1, 3)
        grid.addWidget(self._crowd, 6, 0, 1, 3)
        grid.addWidget(self.notes, 7, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def show_contact(self, account_label: str, provider: Provider, contact: Contact) -> None:
        self._contact = contact
        self._avatar.show_icon(theme.avatar(contact.display_name, contact.display_name))
        # Gray for a fallback, so that it is not mistaken for a name.
        tone = "text" if contact.name else "muted"
        self._name.say(wrappable_address(contact.display_name), tone)
        work = (line(each, LABEL) for each in (contact.title, contact.company))
        self._work.say(" · ".join(filter(None, work)))
        self._vendor.show_icon(theme.vendor_icon(provider.id, provider.title))
        same = account_label.casefold() == provider.title.casefold()
        label = line(account_label)
        self._account.say(label if same else f"{label} · {provider.title}")
        warnings = warnings_of(provider, contact.raw)
        self.mail.show_values(contact.emails, warnings)
        self.phone.show_values(contact.phones, warnings)
        link = provider.link(contact.raw) if provider.link is not None else ""
        self._link = link if web_link(link) else ""
        words = self.tr("Open in {vendor}").format(vendor=provider.title)
        self.open.setText(mnemonic(words))
        self._show_parts()

    def show_crowd(self, is_crowded: bool) -> None:
        """Says, or no longer says, that only the user links this contact."""
        if is_crowded != self._is_crowded:
            self._is_crowded = is_crowded
            self._show_parts()

    def set_compact(self, is_compact: bool) -> None:
        """Shows the name alone, or everything."""
        self._is_compact = is_compact
        self._show_parts()

    def _show_parts(self) -> None:
        whole = not self._is_compact
        self._avatar.setFixedSize(*[(12 if whole else 6) * theme.unit()] * 2)
        for part in (self._vendor, self._account, self.notes):
            part.setVisible(whole)
        for people in (self.also_in, self.maybe_same):
            people.set_compact(not whole)
        self._crowd.say(wording.crowd() if whole and self._is_crowded else "")
        for point in (self.mail, self.phone):
            point.setVisible(whole and point.has_value)
        self.open.setVisible(whole and bool(self._link))
        self._work.setVisible(whole and bool(self._work.text()))
        self._fit_margins()

    def _fit_margins(self) -> None:
        """Around the name alone there is less room, and everything is on one line."""
        unit, whole = theme.unit(), not self._is_compact
        above, below = (4 * unit, 3 * unit) if whole else (2 * unit, 0)
        self._grid.setContentsMargins(4 * unit, above, 4 * unit, below)
        self._grid.setVerticalSpacing(unit if whole else 0)
        middle = Qt.AlignmentFlag.AlignTop if whole else Qt.AlignmentFlag.AlignVCenter
        for widget in (self._avatar, self.notes.star):
            self._grid.setAlignment(widget, middle)

    def _add_to_name_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        place = "name" if self._contact.name else ""
        self._actions.add_searches(menu, MenuValue(self._contact.display_name, place=place))

    def _add_to_work_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        for place, value in (("title", self._contact.title), ("company", self._contact.company)):
            self._actions.add_same(menu, MenuValue(value, place=place))

    def _on_open(self) -> None:
        spawn(open_link(self.window(), self._link))

"""The actions on any value that is shown: copy it, search for it, show contacts with the same."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMenu

from contactdesk.model import Kind
from contactdesk.records.formatting import copied_text
from contactdesk.search.value_search import field_search, part_search, text_search
from contactdesk.ui.kit.text import action_tip, line, mnemonic

translate = QCoreApplication.translate

MAX_LABEL_CHARS = 40


class MenuValue(Struct, frozen=True):
    """A value that a menu is about, as the vendor sent it.

    `place` is where it is in the search language: what `Regions.places` gives for its path, one of
    CONTACT_FIELDS, or "account"; "" where no search field leads to it.
    """

    value: Any
    kind: Kind = Kind.TEXT
    label: str = ""
    place: str = ""

    @property
    def copied(self) -> str:
        """The whole value for the clipboard."""
        return copied_text(self.value, self.kind)


class ValueActions(QObject):
    """Adds actions to menus. `search_wanted` is a text for the search field, in all accounts."""

    copied = Signal(str)
    search_wanted = Signal(str)

    def add_to(self, menu: QMenu, value: MenuValue) -> None:
        """Adds copying and the searches."""
        self.add_copy(menu, value)
        self.add_searches(menu, value)

    def add_copy(self, menu: QMenu, value: MenuValue) -> None:
        copied = value.copied
        action = menu.addAction(self.tr("Copy value"))
        action.setObjectName("actionCopyValue")
        action.setEnabled(bool(copied))
        action.triggered.connect(lambda: self.copied.emit(copied))

    def add_searches(self, menu: QMenu, value: MenuValue, selected: str = "") -> None:
        """Adds the searches that the search language can express; with a `selected` part of the
        value, that part is searched for."""
        found = text_search(value.value, value.kind, value.place)
        if selected:
            part = part_search(value.value, value.kind, selected, value.place)
            self._offer(menu, self.tr("Search for selected text"), "actionSearchSelection", part)
        self._offer(menu, self.tr("Search for this value"), "actionSearchValue", found)
        self.add_same(menu, value)

    def add_same(self, menu: QMenu, value: MenuValue) -> None:
        """Adds the search for contacts with the same value at the same place."""
        same = field_search(value.value, value.kind, value.place)
        self._offer(menu, same_words(value), "actionShowSame", same)

    def _offer(self, menu: QMenu, words: str, name: str, search: str) -> None:
        if not search:
            return
        action = menu.addAction(words)
        action.setObjectName(name)
        action.setStatusTip(action_tip(search))
        action.triggered.connect(lambda: self.search_wanted.emit(search))


def same_words(value: MenuValue) -> str:
    """What shows the contacts with the same value at the same place."""
    place = value.place.partition(".")[0]
    words = {
        "name": translate("ValueActions", "Show contacts with this name"),
        "email": translate("ValueActions", "Show contacts with this e-mail address"),
        "phone": translate("ValueActions", "Show contacts with this phone number"),
        "company": translate("ValueActions", "Show contacts with this company"),
        "title": translate("ValueActions", "Show contacts with this title"),
        "id": translate("ValueActions", "Show contacts with this ID"),
        "account": translate("ValueActions", "Show contacts of this account"),
        "created_at": translate("ValueActions", "Show contacts created on this day"),
        "updated_at": translate("ValueActions", "Show contacts updated on this day"),
        "persona": translate("ValueActions", "Show contacts with this persona or agent number"),
        "said": translate("ValueActions", "Show contacts with this message"),
        "open": translate("ValueActions", "Show contacts with this in an open item"),
        "entity": translate("ValueActions", "Show contacts with this in an entity"),
    }.get(place)
    if words is None or "." in value.place:
        words = translate("ValueActions", "Show contacts with the same “{label}”")
        words = words.format(label=line(value.label, MAX_LABEL_CHARS))
    return mnemonic(words)

"""Tabs that others offer for a contact, each made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QTabWidget, QVBoxLayout, QWidget

from contactdesk.ui.kit.text import mnemonic

PERSON, DETAILS, MEMORIES, TIMELINE, HISTORY, RAW = (
    *("\0person", "", "\0memories", "\0timeline", "\0history", "\0raw"),
)
"""The names of the tabs in their order."""

ORDER = (PERSON, DETAILS, MEMORIES, TIMELINE, HISTORY, RAW)

Make = Callable[[QWidget], QWidget]
"""Makes the content of a tab, given its parent."""


class TabChoice:
    """The tab the user chose: one while people are chosen, at first Person, and one elsewhere."""

    def __init__(self) -> None:
        self._is_of_people = False
        self._names = {False: DETAILS, True: PERSON}

    def set_of_people(self, is_of_people: bool) -> None:
        """Says whether people are chosen, not contacts."""
        self._is_of_people = is_of_people

    @property
    def name(self) -> str:
        return self._names[self._is_of_people]

    @name.setter
    def name(self, name: str) -> None:
        self._names[self._is_of_people] = name


class OfferedTabs(QObject):
    """Whoever offers a tab fills it when `opened` names it: with what belongs to the contact shown
    then, and again when another contact is shown while it is open.

    Which tabs there are may change before the next contact is shown; for the one that is shown,
    `ContactTabs.settle` opens the right one afterwards.
    """

    opened = Signal(str)  # a tab's name: it is, or was all the time, the open one

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._made: dict[str, QWidget] = {}
        self._makers: dict[str, Make] = {}
        self._places: dict[QWidget, str] = {}

    def put(self, name: str, widget: QWidget, title: str) -> None:
        """Shows a widget as the tab with a name, at its place."""
        self._places[widget] = name
        at = self._tabs.indexOf(widget)
        if at < 0:
            names = [self.name_of(self._tabs.widget(n)) for n in range(self._tabs.count())]
            at = sum(ORDER.index(each) < ORDER.index(name) for each in names)
            self._quietly(lambda: self._tabs.insertTab(at, widget, ""))
        self._tabs.setTabText(at, mnemonic(title))

    def take(self, widget: QWidget) -> None:
        """Removes the tab of a widget, if there is one; the widget stays. The keyboard goes from there
        to the bar of tabs."""
        if (at := self._tabs.indexOf(widget)) >= 0:
            focus = QApplication.focusWidget()
            if focus is not None and widget.isAncestorOf(focus):
                self._tabs.tabBar().setFocus()
            self._quietly(lambda: self._tabs.removeTab(at))

    def _quietly(self, change: Callable[[], object]) -> None:
        """Another tab may become the open one, but nothing is shown in it yet."""
        was_blocked = self._tabs.blockSignals(True)
        change()
        self._tabs.blockSignals(was_blocked)

    def offer(self, name: str, title: str, make: Make) -> None:
        """Shows a tab of ORDER, empty until it is opened."""
        self._makers[name] = make
        if name not in self._made:
            page = QWidget(self._tabs)
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            self._made[name] = page
        self.put(name, self._made[name], title)

    def withdraw(self, name: str) -> None:
        """Removes an offered tab, if it is there; what was made for it stays."""
        if name in self._made:
            self.take(self._made[name])

    def has(self, name: str) -> bool:
        """Whether a tab is offered."""
        page = self._made.get(name)
        return page is not None and self._tabs.indexOf(page) >= 0

    def is_open(self, name: str) -> bool:
        """Whether an offered tab is the open one."""
        return self.has(name) and self._tabs.currentWidget() is self._made[name]

    def page(self, name: str) -> QWidget | None:
        """The tab with a name, if it is offered."""
        return self._made[name] if self.has(name) else None

    def name_of(self, widget: QWidget | None) -> str:
        """The name of the tab that shows a widget."""
        return self._places.get(widget, DETAILS) if widget is not None else DETAILS

    def content(self, name: str) -> QWidget | None:
        """What was made for a tab; None if it was never opened."""
        page = self._made.get(name)
        layout = page.layout() if page is not None else None
        item = layout.itemAt(0) if layout is not None else None
        return item.widget() if item is not None else None

    def open(self, name: str) -> None:
        """Makes the content of an offered tab, if it is the first time, and tells that it is open."""
        if not self.has(name):
            return
        page = self._made[name]
        if self.content(name) is None and (layout := page.layout()) is not None:
            made = self._makers[name](page)
            layout.addWidget(made)
            page.setFocusProxy(made)
        self.opened.emit(name)

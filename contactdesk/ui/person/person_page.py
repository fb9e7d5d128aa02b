"""The page of a person: all contacts compared, why they belong together, and what agents know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from contactdesk.index import ItemKey
from contactdesk.search.query import Query
from contactdesk.ui.document.sectioned_view import SectionedView
from contactdesk.ui.document.sections import Section
from contactdesk.ui.kit.text import mnemonic
from contactdesk.ui.memories.contact_memories import MemoryPlace
from contactdesk.ui.memories.part_list import MORE
from contactdesk.ui.memories.section_bar import SectionBar
from contactdesk.ui.person import links
from contactdesk.ui.person.compared_section import COMPARED, SUMMARY, compared_section
from contactdesk.ui.person.items_section import HIDDEN, ITEMS, items_section, memories_section
from contactdesk.ui.person.links_section import maybe_section, why_section
from contactdesk.ui.person.person_head import PersonHead
from contactdesk.ui.person.shown_person import ShownPerson
from contactdesk.ui.person.wishes import PersonWishes
from contactdesk.ui.person.words import field_words
from contactdesk.userdata.item_states import ItemState


class PersonView(SectionedView):
    """The document of the page. On each value, the menu also opens the contact it is from."""

    contact_wanted = Signal(str)  # a path of the value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="personView")
        self.setAccessibleName(self.tr("Person, compared"))

    def menu_at(self, position: int) -> QMenu:
        menu = super().menu_at(position)
        value = self._map.value_at(position, self.document())
        if value is not None and value.path[:1].isdigit():
            path = value.path
            menu.addSeparator()
            action = menu.addAction(mnemonic(self.tr("Open the contact with this value")))
            action.setObjectName("actionOpenContact")
            action.triggered.connect(lambda: self.contact_wanted.emit(path))
        return menu

    def keep_link(self, top: int, *hrefs: str) -> None:
        """Puts the keyboard on the first of these links that there is, scrolled to where it was in the
        view; without one, on what is at the top of the view."""
        self.write_all()
        bar = self.verticalScrollBar()
        place = bar.value()
        found = next(filter(None, map(self._map.link, hrefs)), None)
        if found is None:
            self.setTextCursor(self.cursorForPosition(QPoint(0, 0)))
            bar.setValue(place)
            return
        self._choose(found)
        bar.setValue(place)
        bar.setValue(place + self.cursorRect().top() - top)


class PersonPage(QWidget):
    """Shows what `show_person` is given; what the user asks for is told through `wishes`.

    Signals: `copied` (a text for the clipboard), `search_wanted` (one for the search field).
    """

    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, wishes: PersonWishes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personPage")
        self.setAccessibleName(self.tr("Person"))
        self._wishes = wishes
        self._person = ShownPerson(())
        self._dismissed: Collection[str] = ()
        self._hidden: Mapping[ItemKey, ItemState] = {}
        self._is_jumping = False
        self.head = PersonHead(self)
        self.sections = SectionBar(self)
        self.sections.setObjectName("personSections")
        self.sections.setAccessibleName(self.tr("Sections of the person"))
        self.view = PersonView(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.sections)
        column.addWidget(self.view, 1)
        self._connect()

    def _connect(self) -> None:
        self.view.copied.connect(self.copied)
        self.view.search_wanted.connect(self.search_wanted)
        self.view.requested.connect(self._follow)
        self.view.contact_wanted.connect(self._open_contact_at)
        self.view.section_changed.connect(self._on_section_changed)
        self.view.sections_changed.connect(self._show_sections)
        self.sections.section_chosen.connect(self._go_to_section)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The view is no focus proxy: Tab would skip the sections above it.
        self.view.setFocus(event.reason())

    # Content

    @property
    def person(self) -> ShownPerson:
        return self._person

    def show_person(
        self,
        person: ShownPerson,
        dismissed: Collection[str] = (),
        hidden: Mapping[ItemKey, ItemState] | None = None,
        *,
        keep_place: bool = False,
    ) -> None:
        """Shows a person from the top; with `keep_place`, at the same scroll position and with the
        keyboard on the same link. `dismissed` are the fields whose disagreements are hidden, `hidden`
        the open items that are done or snoozed.
        """
        is_known = keep_place and person.says_the_same(self._person)
        changed = set(self._dismissed) ^ set(dismissed)
        has_other_items = self._hidden != (hidden or {})
        if is_known and not changed and not has_other_items:
            return
        href = self.view.textCursor().charFormat().anchorHref() if keep_place else ""
        top = self.view.cursorRect().top()
        self._person, self._dismissed, self._hidden = person, dismissed, hidden or {}
        if is_known:
            if changed:
                self._show_standings(changed)
            if has_other_items:
                self._show_items()
        else:
            self._show_all(keep_place=keep_place)
        if href and self.view.hasFocus():
            self.view.keep_link(top, href, links.opposite(href))

    def _show_all(self, *, keep_place: bool) -> None:
        self.head.show_person(self._person)
        if not keep_place:
            self.view.expanded.clear()
        made = (make() for make in self._builders().values())
        self.view.show_sections(
            [section for section in made if section.parts],
            self._person.region_of,
            field_of=self._person.field_of,
            keep_place=keep_place,
        )

    def _show_standings(self, fields: Collection[str]) -> None:
        """Writes some compared fields again; nothing that the eyes are on moves."""
        section = compared_section(self._person, self._dismissed)
        kept = {part.key for part in section.parts} - {SUMMARY, *fields}
        self.view.replace_section(section, kept)

    def _show_items(self) -> None:
        section = items_section(self._person, self._hidden, self.view.expanded)
        if section.parts:
            self.view.replace_section(section)

    def clear(self) -> None:
        """Shows nobody, until somebody else was read."""
        self.show_person(ShownPerson(()))

    def set_query(self, query: Query) -> None:
        """Marks the query's hits."""
        self.view.set_query(query)

    def _builders(self) -> Mapping[str, Callable[[], Section]]:
        person, expanded = self._person, self.view.expanded
        return {
            COMPARED: lambda: compared_section(person, self._dismissed),
            ITEMS: lambda: items_section(person, self._hidden, expanded),
            "memories": lambda: memories_section(person),
            "why": lambda: why_section(person),
            "maybe": lambda: maybe_section(person),
        }

    # Sections

    def _show_sections(self) -> None:
        shown = [(each.key, each.title, each.count) for each in self.view.sections]
        self.sections.show_sections(shown, self.view.section())

    def _go_to_section(self, key: str) -> None:
        # A short section at the end never gets to the top: it stays the chosen one nevertheless.
        self._is_jumping = True
        self.view.show_section(key)
        self._is_jumping = False

    def _on_section_changed(self, key: str) -> None:
        if not self._is_jumping:
            self.sections.show_current(key)

    # Links

    def _follow(self, href: str) -> None:
        wishes = self._wishes
        actions: dict[str, Callable[[], None]] = {
            links.CONTACT: lambda: wishes.contact_wanted.emit(self._row_id(href)),
            links.OTHER: lambda: wishes.contact_wanted.emit(links.numbers_in(href)[0]),
            links.MEMORY: lambda: self._open_memory(href),
            links.UNLINK: lambda: wishes.unlink_wanted.emit(links.numbers_in(href)[0]),
            links.LINK: lambda: wishes.link_wanted.emit(*links.numbers_in(href)),
            links.APART: lambda: wishes.apart_wanted.emit(*links.numbers_in(href)),
            links.DISMISS: lambda: wishes.dismiss_wanted.emit(links.text_in(href), True),
            links.RESTORE: lambda: wishes.dismiss_wanted.emit(links.text_in(href), False),
            links.FIELD: lambda: self.view.go_to_section(field_words(links.text_in(href))),
            MORE: lambda: self._show_more(href),
        }
        for prefix, act in actions.items():
            if href.startswith(prefix):
                act()
                return

    def _row_id(self, href: str) -> int:
        return self._person.contacts[links.numbers_in(href)[0]].row_id

    def _open_memory(self, href: str) -> None:
        at, number, *item = links.numbers_in(href)
        place = MemoryPlace(number, item=item[0] if item else None) if number else None
        self._wishes.memory_wanted.emit(self._person.contacts[at].row_id, place)

    def _show_more(self, href: str) -> None:
        view = self.view
        if href == HIDDEN:
            top = view.cursorRect().top()
            view.expanded.symmetric_difference_update({HIDDEN})
            self._show_items()
            view.keep_link(top, HIDDEN)
            return
        view.expanded.add(href)
        if href == f"{MORE}{ITEMS}":
            self._show_items()

    def _open_contact_at(self, path: str) -> None:
        contact = self._person.contact_at(path)
        if contact is not None:
            self._wishes.contact_wanted.emit(contact.row_id)

"""A pane with one document in sections that a section bar jumps to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.export.conversation import as_markdown, as_plain_text
from contactdesk.memories.overview import Overview
from contactdesk.search.query import Query
from contactdesk.ui.document.builder import FOLD
from contactdesk.ui.document.save_as import save_as
from contactdesk.ui.document.sectioned_view import SectionedView
from contactdesk.ui.document.sections import Section
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.memories import conversation
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.conversation import MESSAGES, Conversation
from contactdesk.ui.memories.entities import ENTITIES, ENTITY, fold_key
from contactdesk.ui.memories.fact_table import MESSAGE
from contactdesk.ui.memories.inline import OPEN_MEMORY
from contactdesk.ui.memories.part_list import MORE
from contactdesk.ui.memories.text_links import TextLinks

MANY_MESSAGES = 1_000
"""At least this many messages of several memories are merged only after the rest is shown."""

Builders = Mapping[str, Callable[[], Section]]
"""Key of a section -> makes it as it is to be shown now, in the order of the document."""


class SectionsPane(QWidget):
    """Base of the overview and of a memory.

    Signals: `copied` (a text for the clipboard), `search_wanted` (one for the search field),
    `section_changed` (key of the section at the top of the view, by scrolling or by a jump),
    `sections_changed` (other sections or counts), `memory_wanted` (number of a memory to open,
    from 1).
    """

    copied = Signal(str)
    search_wanted = Signal(str)
    section_changed = Signal(str)
    sections_changed = Signal()
    memory_wanted = Signal(int)

    def __init__(self, view: SectionedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._shown: ContactMemories | None = None
        self._overview = Overview.of(())
        self._builders: Builders = {}
        self._talk: Callable[[], Conversation] | None = None
        self._is_late = False
        self.setFocusProxy(view)
        view.copied.connect(self.copied)
        view.section_changed.connect(self.section_changed)
        view.sections_changed.connect(self.sections_changed)
        view.requested.connect(self.follow)
        view.hidden_wanted.connect(self.reveal)
        view.completed.connect(self._on_completed)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.complete)
        view.search_wanted.connect(self.search_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)

    # Content

    def show_built(
        self,
        shown: ContactMemories,
        overview: Overview,
        builders: Builders,
        talk: Callable[[], Conversation],
        *,
        keep_place: bool,
    ) -> None:
        """Shows the sections that have something; `overview` is of the memories they are about, and
        `talk` makes their conversation.

        Many messages are put together once the rest is shown.
        """
        before = self._talk() if keep_place and self._talk is not None else None
        self._shown, self._overview = shown, overview
        self._builders, self._talk = builders, cache(talk)
        self._is_late = before is None and _has_many_messages(overview)
        if before is not None:
            self._talk().resume(before)
        if not keep_place:
            self.view.expanded.clear()
        sections = [section for make in builders.values() if (section := make()).parts]
        self.view.show_sections(
            sections,
            shown.region_of,
            field_of=shown.field_of,
            links_in=TextLinks(overview.entities),
            keep_place=keep_place,
        )

    def messages_section(self) -> Section:
        """The section of the conversation."""
        if self._is_late or self._talk is None:
            return Conversation.expected()
        return self._talk().section()

    def _on_completed(self) -> None:
        """Puts many messages together, and shows them in a step of its own."""
        if self._is_late and self._talk is not None:
            self._talk()
            self._soon.start()

    def complete(self) -> None:
        """Puts the messages together now, if that is still to be done."""
        if self._is_late:
            self._is_late = False
            self._show_again(MESSAGES)

    def set_query(self, query: Query) -> None:
        """Marks the query's hits."""
        self.view.set_query(query)

    def set_sought(self, typed: str) -> None:
        """Marks a text that is looked for, beside the query's hits; "" for none."""
        self.view.set_sought(typed)

    def sections(self) -> list[tuple[str, str, int]]:
        """(key, title, count) of each section that has something, top to bottom; 0: no count."""
        return [(each.key, each.title, each.count) for each in self.view.sections]

    def section(self) -> str:
        """The key of the section at the top of the view."""
        return self.view.section()

    def go_to(self, section: str) -> None:
        """Scrolls to a section; a conversation opens at its newest message."""
        self.complete()
        self.view.show_section(section, at_end=section == MESSAGES)

    # Hits

    def hit_count(self, path: str) -> int:
        """Number of hits in the value at a path of the viewed record."""
        return self.view.hit_count(path)

    def go_to_path(self, path: str, number: int = 0) -> int:
        """Scrolls to a hit in the value at a path, unfolding what hides it; -1 is its last hit.

        Returns the hit's number.
        """
        self.complete()
        return self.view.go_to(path, number)

    def go_to_found(self, path: str, number: int) -> None:
        """Scrolls to an occurrence of the sought text in the value at a path, unfolding what hides
        it."""
        self.complete()
        self.view.go_to(path, number, found=True)

    def reveal(self, path: str) -> None:
        """Unfolds what hides the value at a path."""
        if self._talk is not None and self._talk().show_path(path):
            self._show_again(MESSAGES, keep=True)
            return
        for each in self._overview.entities:
            if any(path.startswith(f"{kept.entity.path}.") for kept in each.kept):
                self._unfold(fold_key(each), ENTITIES)
                return
        self.reveal_other(path)

    def reveal_other(self, path: str) -> None:
        """Shows the whole of every list, as one of them has the value."""
        for each in list(self.view.sections):
            if any(part.key == MORE for part in each.parts):
                self.view.expanded.add(f"{MORE}{each.key}")
                self._show_again(each.key, keep=True)
        self.view.write_all()

    def _unfold(self, key: str, section: str) -> None:
        """Unfolds a row, and shows the whole list it is in if it is not among the first."""
        self.view.expanded.add(key)
        if self.view.go_to_link(FOLD + key):
            self.view.rewrite_link(FOLD + key)
        else:
            self.view.expanded.add(f"{MORE}{section}")
            self._show_again(section)
            self.view.write_all()

    def _show_again(self, section: str, *, keep: bool = False) -> None:
        """Shows a section as it is now; with `keep`, parts that stay are not written again."""
        before = next((each for each in self.view.sections if each.key == section), None)
        if before is not None:
            kept = [part.key for part in before.parts] if keep else []
            self.view.replace_section(self._builders[section](), kept)

    # Links

    def follow(self, href: str) -> None:
        """Does what a link of the document asks for."""
        prefix, _, rest = href.partition(":")
        if href.startswith(OPEN_MEMORY):
            self.memory_wanted.emit(int(rest))
        elif href.startswith(ENTITY):
            self.go_to_entity(rest)
        elif href.startswith(MORE):
            self.view.expanded.add(href)
            self._show_again(rest, keep=True)
        elif href.startswith(MESSAGE) and self._shown is not None:
            self.go_to_path(rest + self._shown.paths.message[1][1:])
        elif self._talk is not None:
            self._follow_in_conversation(self._talk(), f"{prefix}:", rest)

    def go_to_entity(self, key: str) -> None:
        """Opens the row of an entity and scrolls to it."""
        self._unfold(key, ENTITIES)
        self.view.go_to_link(FOLD + key)

    def _follow_in_conversation(self, shown: Conversation, prefix: str, rest: str) -> None:
        if prefix == conversation.OLDER:
            shown.show_older()
        elif prefix == conversation.NEWER:
            shown.show_newer()
        elif prefix == conversation.CHANNEL:
            shown.show_channel(int(rest))
        elif prefix == conversation.COPY:
            self.copied.emit(as_plain_text(shown.spoken(), formats=local_formats()))
            return
        elif prefix == conversation.EXPORT:
            self._export(shown)
            return
        self._show_again(MESSAGES, keep=True)

    def _export(self, shown: Conversation) -> None:
        name = self._shown.contact_name if self._shown is not None else ""
        text = as_markdown(shown.spoken(), name, local_formats())
        save_as(self, "conversation.md", text.encode("utf-8", "replace"))


def _has_many_messages(overview: Overview) -> bool:
    return sum(len(each.messages) for each in overview.memories) >= MANY_MESSAGES

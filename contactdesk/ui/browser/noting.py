"""What the user notes on contacts: on the one that is shown, and on all that are selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Signal

from contactdesk.search.value_search import quoted
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.shown_contact import ShownContact
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import wording
from contactdesk.ui.table.view import ContactTableView
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation
from contactdesk.userdata.keys import ContactKey

if TYPE_CHECKING:
    from contactdesk.ui.detail.annotation_bar import AnnotationBar

translate = QCoreApplication.translate

MAX_AT_ONCE = 10_000
"""Contacts that one command notes something on."""


class Noting(QObject):
    """Joins the star, tags and note in the header to the user's data, and tells the index of it."""

    search_wanted = Signal(str)
    said = Signal(str)  # a message for the status bar
    shown = Signal()  # what is noted on the shown contact, or on another one

    def __init__(
        self,
        context: WindowContext,
        shown: ShownContact,
        table: ContactTableView,
        pane: DetailPane,
    ) -> None:
        super().__init__(pane)
        self._context, self._shown, self._table, self._pane = context, shown, table, pane
        self._bar: AnnotationBar | None = None
        shown.changed.connect(self._show)
        context.changes.annotations_changed.connect(self._on_changed)
        context.changes.nicknames_changed.connect(self.tell_index)

    def end(self) -> None:
        """Save what is being typed; the user's data is about to be closed."""
        if self._bar is not None:
            self._bar.save()
            self._bar.blockSignals(True)
        self._context.changes.annotations_changed.disconnect(self._on_changed)
        self._context.changes.nicknames_changed.disconnect(self.tell_index)

    def tell_index(self) -> None:
        """Give the index what the search fields for notes and nicknames find."""
        userdata, index = self._context.userdata, self._context.index
        index.user_words.annotate(userdata.annotations.all())
        index.user_words.name_agents(userdata.nicknames.all())

    # The contact that is shown

    def edit_tags(self) -> None:
        """Let the user type a tag for the shown contact."""
        if self._shown.key is not None:
            self._made_bar().start_tag()

    def edit_note(self) -> None:
        """Let the user write the note on the shown contact."""
        if self._shown.key is not None:
            self._made_bar().start_note()

    def _made_bar(self) -> AnnotationBar:
        if self._bar is None:
            self._bar = self._pane.view.header.notes
            self._bar.edited.connect(self._on_edited)
            self._bar.tag_chosen.connect(lambda tag: self.search_wanted.emit(f"tag:{quoted(tag)}"))
        return self._bar

    def _show(self) -> None:
        key, store = self._shown.key, self._context.userdata.annotations
        if key is not None:
            self._made_bar().show_annotation(key, store.of(key), store.tags())
        elif self._bar is not None:
            self._bar.show_annotation(None, NO_ANNOTATION, ())
        self.shown.emit()

    def _on_edited(self, key: ContactKey, annotation: Annotation, words: str) -> None:
        self._context.undo.annotate({key: annotation}, words)

    def _on_changed(self) -> None:
        self.tell_index()
        self._show()

    # All that are selected

    def toggle_favorites(self) -> None:
        """Add the selected contacts to the favorites, or, if all of them are, remove them."""
        ids = [self._shown.row_id]
        if self._table.isVisible():
            ids = self._table.selected_ids() or ids
        if len(ids) > MAX_AT_ONCE:
            self.said.emit(too_many_words(len(ids)))
            return
        annotations = self._annotations(ids)
        is_on = not all(each.favourite for each in annotations.values())
        words = self.tr("add to favorites") if is_on else self.tr("remove from favorites")
        changed = {key: replace(each, favourite=is_on) for key, each in annotations.items()}
        self._context.undo.annotate(changed, words)
        if len(changed) > 1:
            self.said.emit(favorites_words(len(changed), is_on))

    def is_favorite(self) -> bool:
        """Whether the shown contact is a favorite."""
        key = self._shown.key
        return key is not None and self._context.userdata.annotations.of(key).favourite

    def _annotations(self, ids: list[int]) -> Mapping[ContactKey, Annotation]:
        store = self._context.userdata.annotations
        return {key: store.of(key) for key in self._context.index.keys(ids)}


def favorites_words(count: int, is_on: bool) -> str:
    """What was done to several contacts."""
    added = translate("Noting", "Added {contacts} to favorites")
    removed = translate("Noting", "Removed {contacts} from favorites")
    return (added if is_on else removed).format(contacts=wording.contacts(count))


def too_many_words(count: int) -> str:
    """Says that too many contacts are selected for a change."""
    words = translate("Noting", "{contacts} selected; at most {most} can change at once")
    return words.format(contacts=wording.contacts(count), most=wording.number(MAX_AT_ONCE))

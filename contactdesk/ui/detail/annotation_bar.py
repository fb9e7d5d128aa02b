"""What the user noted on the shown contact: a star, tags and a note, quiet until they are used."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from contactdesk.ui.detail.note_field import NoteField
from contactdesk.ui.detail.tag_row import TagRow, quiet_button
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import set_tip
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation
from contactdesk.userdata.keys import ContactKey


class StarButton(QToolButton):
    """Marks a contact as a favorite."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("favoriteButton")
        self.setCheckable(True)
        self.setIconSize(QSize(5 * theme.unit(), 5 * theme.unit()))
        self.setAccessibleName(self.tr("Favorite"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(lambda _on: self._show())
        self._show()

    def _show(self) -> None:
        is_on = self.isChecked()
        self.setIcon(theme.icon("star-filled", "accent") if is_on else theme.icon("star", "muted"))
        words = self.tr("Remove from favorites") if is_on else self.tr("Add to favorites")
        set_tip(self, words)


class AnnotationBar(QWidget):
    """Tags and note of a contact, below its header; `star` stands in the header.

    It writes nothing: `edited` asks for it, and `show_annotation` shows what became of it.
    """

    edited = Signal(tuple, object, str)  # ContactKey, Annotation, what was done
    tag_chosen = Signal(str)

    def __init__(self, star: StarButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("annotationBar")
        self._key: ContactKey | None = None
        self._shown = NO_ANNOTATION
        self.star = star
        self.tags = TagRow(self)
        self.note_button = quiet_button("addNoteButton", self.tr("Note"), "note", self.tags)
        self.note_button.setAccessibleName(self.tr("Add note"))
        set_tip(self.note_button, self.tr("Add note"))
        self.tags.append(self.note_button)
        self.note = NoteField(self)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit(), 0, 0)
        column.setSpacing(theme.unit())
        column.addWidget(self.tags)
        column.addWidget(self.note)
        star.clicked.connect(lambda _on: self._on_star())
        self.tags.changed.connect(self._on_tags)
        self.tags.chosen.connect(self.tag_chosen)
        self.note.saved.connect(self._on_note)
        self.note.left.connect(self._on_note_left)
        self.note_button.clicked.connect(self.start_note)

    def show_annotation(
        self, key: ContactKey | None, annotation: Annotation, known_tags: Sequence[str]
    ) -> None:
        """Show what is noted on a contact. Of the contact shown already, what is being typed stays;
        of another one it is saved first."""
        is_other = key != self._key
        if is_other:
            self.save()
            self._key = key
            self.note.show_note(annotation.note)
        elif annotation.note != self._shown.note or not self.note.is_edited():
            self.note.show_note(annotation.note)
        self._shown = annotation
        self.star.setChecked(annotation.favourite)
        self.tags.show_tags(annotation.tags, known_tags)
        is_writing = not is_other and (self.note.hasFocus() or self.note.is_edited())
        self._show_note(bool(annotation.note) or is_writing)

    def save(self) -> None:
        """Save what is being typed."""
        self.note.save()

    def start_tag(self) -> None:
        """Let the user type a tag."""
        self.tags.start_adding()

    def start_note(self) -> None:
        """Let the user write the note."""
        self._show_note(True)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note.ensureCursorVisible()

    def _show_note(self, is_shown: bool) -> None:
        self.note.setVisible(is_shown)
        self.note_button.setVisible(not is_shown)

    def _on_note_left(self) -> None:
        self._show_note(bool(self._shown.note))
        (self.note_button if self.note.isHidden() else self.star).setFocus()

    def _on_star(self) -> None:
        is_on = self.star.isChecked()
        words = self.tr("add to favorites") if is_on else self.tr("remove from favorites")
        self._edit(replace(self._shown, favourite=is_on), words)

    def _on_tags(self, tags: tuple[str, ...]) -> None:
        is_more = len(tags) > len(self._shown.tags)
        words = self.tr("add a tag") if is_more else self.tr("remove a tag")
        self._edit(replace(self._shown, tags=tags), words)

    def _on_note(self, note: str) -> None:
        words = self.tr("write a note") if note else self.tr("delete a note")
        self._edit(replace(self._shown, note=note), words)
        if not self.note.hasFocus():
            self._show_note(bool(note))

    def _edit(self, annotation: Annotation, words: str) -> None:
        if self._key is not None:
            self.edited.emit(self._key, annotation, words)

"""The search field of the window's tool bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QSizePolicy, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.search.suggestion_list import SUGGESTION, Suggestion, SuggestionList

MIN_WIDTH_PX = 140

_Reason = Qt.FocusReason
BY_THE_USER = (
    _Reason.MouseFocusReason,
    _Reason.TabFocusReason,
    _Reason.BacktabFocusReason,
    _Reason.ShortcutFocusReason,
)
"""Why the field gets the focus when somebody is about to type."""

MAX_UNDO_EDITS = 500
"""More edits than these are forgotten once a search is committed."""


class SearchField(QLineEdit):
    """Emits `textChanged` for typed and for accepted text, like any line edit."""

    suggestions_wanted = Signal(str, int)  # the text and the cursor position
    entered = Signal()  # the user is about to type here
    recent_wanted = Signal()  # Down in an empty field: recent and saved searches
    committed = Signal(str)  # the user has finished typing this search
    saved_chosen = Signal(str)  # the name of a saved search
    forget_wanted = Signal(str)  # a recent search to remove
    left_downwards = Signal()  # Down with text and no list
    help_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        add_clear_button(self)
        self._suggestions: SuggestionList | None = None
        self.setObjectName("searchField")
        self.setAccessibleName(self.tr("Search contacts"))
        self.show_people(False)
        self.setMinimumWidth(MIN_WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        search = self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        # Screen readers announce the icon as a button.
        search.setText(self.tr("Search"))
        search.triggered.connect(self.setFocus)
        self.help_button = self._button("help", self.tr("Search help"))
        self.help_button.triggered.connect(self.help_wanted)
        self.save_button = self._button("star", self.tr("Save this search"))
        self.save_button.triggered.connect(self.save_wanted)
        self.save_button.setVisible(False)
        self._edits = 0
        self._saved_name = ""
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.editingFinished.connect(self._on_finished)

    def show_people(self, is_people: bool) -> None:
        """Says what is searched for: people, or contacts."""
        contacts, people = self.tr("Search loaded contacts"), self.tr("Search people")
        self.setPlaceholderText(people if is_people else contacts)

    def _button(self, icon: str, words: str) -> QAction:
        action = QAction(theme.icon(icon, "muted"), words, self)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        return action

    def show_saved(self, name: str) -> None:
        """Fills the star if the search is saved; `name` is its name, "" if it isn't."""
        # Every change of an action in a line edit costs 144 bytes for good, and this is called for
        # every key.
        if name == self._saved_name:
            return
        self._saved_name = name
        self.save_button.setIcon(theme.icon("star", "accent" if name else "muted"))
        words = self.tr("Saved as {name}").format(name=name) if name else ""
        self.save_button.setText(text.line(words or self.tr("Save this search")))
        self.save_button.setToolTip(text.action_tip(self.save_button.text()))

    # Suggestions

    @property
    def suggestions(self) -> SuggestionList:
        if self._suggestions is None or self._suggestions.parent() is not self.window():
            self._suggestions = SuggestionList(self)
            self._suggestions.itemClicked.connect(self._on_clicked)
        return self._suggestions

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Shows suggestions for the current text; hides the list when there are none."""
        self.suggestions.show_suggestions(suggestions if self.hasFocus() else ())

    def is_suggesting(self) -> bool:
        return self._suggestions is not None and self._suggestions.isVisible()

    def hide_suggestions(self) -> None:
        if self._suggestions is not None:
            self._suggestions.hide()

    def forget(self) -> None:
        """Empties the field without an undo step, which `clear` would leave."""
        self.hide_suggestions()
        self.setText("")

    def accept(self, suggestion: Suggestion) -> None:
        """Puts a suggestion into the field, as if it had been typed."""
        self.hide_suggestions()
        if suggestion.kind == "saved":
            self.saved_chosen.emit(suggestion.words)
            return
        self.setText(suggestion.text)
        if suggestion.cursor >= 0:
            self.setCursorPosition(suggestion.cursor)
        if suggestion.is_whole_search:
            self.committed.emit(suggestion.text)
        else:
            self.suggestions_wanted.emit(self.text(), self.cursorPosition())

    def _on_clicked(self, item: QListWidgetItem) -> None:
        suggestion = item.data(SUGGESTION)
        if isinstance(suggestion, Suggestion):
            self.accept(suggestion)

    # Typing

    def _on_edited(self, typed: str) -> None:
        self._edits += 1
        if typed.strip():
            self.suggestions_wanted.emit(typed, self.cursorPosition())
        else:
            self.hide_suggestions()

    def _on_changed(self, typed: str) -> None:
        self.save_button.setVisible(bool(typed.strip()))

    def _on_finished(self) -> None:
        if self._edits > MAX_UNDO_EDITS:
            self._forget_edits()
        if self.text().strip():
            self.committed.emit(self.text())

    def _forget_edits(self) -> None:
        """Drops the history for undo, which Qt keeps of every key ever pressed here."""
        self._edits = 0
        cursor = self.cursorPosition()
        self.setText(self.text())
        self.setCursorPosition(cursor)

    def event(self, event: QEvent) -> bool:
        # Tab moves the focus before keyPressEvent would see it.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Tab and plain and self._on_tab():
                return True
        # Esc is not a shortcut of the window while there is a list to close or a text to clear.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            has_use = self.is_suggesting() or self.text()
            if event.key() == Qt.Key.Key_Escape and has_use:
                event.accept()
                return True
        return super().event(event)

    def _on_tab(self) -> bool:
        if not self.is_suggesting():
            return False
        current = self.suggestions.suggestion()
        suggestion = current or self.suggestions.suggestion(0)
        # A whole search is never accepted by accident.
        if suggestion is None or (suggestion.is_whole_search and current is None):
            return False
        self.accept(suggestion)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        handled = False
        if event.key() in (keys.Key_Down, keys.Key_Up):
            handled = self._on_vertical(1 if event.key() == keys.Key_Down else -1)
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            handled = self._on_enter()
        elif event.key() == keys.Key_Escape:
            handled = self._on_escape()
        elif event.key() == keys.Key_Delete and self.is_suggesting():
            handled = self._on_delete()
        if not handled:
            super().keyPressEvent(event)

    def _on_vertical(self, direction: int) -> bool:
        if self.is_suggesting():
            self.suggestions.step(direction)
        elif direction < 0:
            return False
        elif not self.text().strip():
            self.recent_wanted.emit()
        else:
            self.left_downwards.emit()
        return True

    def _on_enter(self) -> bool:
        current = self.suggestions.suggestion() if self.is_suggesting() else None
        self.hide_suggestions()
        if current is not None:
            self.accept(current)
        return current is not None

    def _on_escape(self) -> bool:
        """Closes the list, then clears the text."""
        if self.is_suggesting():
            self.hide_suggestions()
        elif self.text():
            self.clear()
        else:
            return False
        return True

    def _on_delete(self) -> bool:
        current = self.suggestions.suggestion()
        if current is None or current.kind != "recent":
            return False
        self.forget_wanted.emit(current.text)
        self.recent_wanted.emit()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in BY_THE_USER:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide_suggestions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hide_suggestions()

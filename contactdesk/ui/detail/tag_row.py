"""The tags of a contact as chips, and the field that adds one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.chips import LinkChip
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.text import line, set_tip
from contactdesk.userdata.annotations import MAX_TAG_CHARS, clean_tags

FIELD_WIDTH_UNITS = 36
MAX_COMPLETIONS = 8


class TagField(QLineEdit):
    """A field for one tag. Enter or a comma adds it, Escape gives it up."""

    entered = Signal(str)
    emptied = Signal()  # Backspace before anything is typed
    left = Signal(bool)  # it is no longer needed; whether by a key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagField")
        self.setAccessibleName(self.tr("New tag"))
        self.setPlaceholderText(self.tr("Tag"))
        self.setMaxLength(MAX_TAG_CHARS)
        self.setFixedWidth(FIELD_WIDTH_UNITS * theme.unit())
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(MAX_COMPLETIONS)
        self.setCompleter(completer)
        # Afterwards, because the field takes over the text of the completion first.
        completer.activated.connect(self._enter, Qt.ConnectionType.QueuedConnection)
        self.textEdited.connect(self._on_edited)

    def offer(self, tags: Sequence[str]) -> None:
        """Sets the tags that complete what is typed."""
        self._known.setStringList(list(tags))

    def _on_edited(self, typed: str) -> None:
        if "," in typed:
            self._enter()

    def _enter(self) -> None:
        tags = self.text()
        self.clear()
        for tag in tags.split(","):
            if tag.strip():
                self.entered.emit(tag)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self._enter()
            else:
                self.left.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit(True)
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._enter()
            self.left.emit(False)


class TagRow(QWidget):
    """Wraps like words. The field shows once "Tag" is pressed."""

    changed = Signal(tuple)  # all tags
    chosen = Signal(str)  # a tag to search for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagRow")
        self.setAccessibleName(self.tr("Tags"))
        self._tags: tuple[str, ...] = ()
        self._known: tuple[str, ...] = ()
        self.add_button = quiet_button("addTagButton", self.tr("Tag"), "tag", self)
        self.add_button.setAccessibleName(self.tr("Add tag"))
        set_tip(self.add_button, self.tr("Add tag"))
        self.add_button.clicked.connect(self.start_adding)
        self.field = TagField(self)
        self.field.hide()
        self.field.entered.connect(lambda tag: self._change((*self._tags, tag)))
        self.field.emptied.connect(lambda: self._change(self._tags[:-1]))
        self.field.left.connect(self._stop_adding)
        self._after: list[QWidget] = [self.field, self.add_button]
        self._row = FlowLayout(self, theme.unit())
        self._fill()

    def append(self, widget: QWidget) -> None:
        """Place a widget behind the tags."""
        self._after.append(widget)
        self._fill()

    def chips(self) -> list[LinkChip]:
        return self.findChildren(LinkChip)

    def show_tags(self, tags: tuple[str, ...], known: Sequence[str]) -> None:
        """`known` are the tags used anywhere, to complete what is typed."""
        self._known = tuple(known)
        if tags != self._tags:
            self._tags = tags
            self._fill()
        self._offer()

    def start_adding(self) -> None:
        """Show the field in place of the button, and offer the known tags."""
        self.add_button.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _stop_adding(self, is_by_key: bool) -> None:
        self.add_button.show()
        if is_by_key:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.hide()

    def _offer(self) -> None:
        own = {each.casefold() for each in self._tags}
        self.field.offer([each for each in self._known if each.casefold() not in own])

    def _change(self, tags: tuple[str, ...]) -> None:
        tags = clean_tags(tags)
        if tags != self._tags:
            self.changed.emit(tags)

    def _remove(self, tag: str) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._change(tuple(each for each in self._tags if each != tag))

    def _fill(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if isinstance(chip := item.widget(), LinkChip):
                chip.hide()
                chip.setParent(None)
                chip.deleteLater()
        before: QWidget | None = None
        for tag in self._tags:
            chip = self._chip(tag)
            self._row.addWidget(chip)
            chip.show()
            if before is not None:
                self.setTabOrder(before, chip.label)
            self.setTabOrder(chip.label, chip.button)
            before = chip.button
        for widget in self._after:
            self._row.addWidget(widget)
            if before is not None:
                self.setTabOrder(before, widget)
            before = widget
        self._row.invalidate()
        self.updateGeometry()

    def _chip(self, tag: str) -> LinkChip:
        shown = line(tag, MAX_TAG_CHARS)
        remove = self.tr("Remove tag {tag}").format(tag=shown)
        search = self.tr("Show contacts with the tag {tag}").format(tag=shown)
        chip = LinkChip(tag, remove, search, self)
        chip.removed.connect(lambda: self._remove(tag))
        chip.activated.connect(lambda: self.chosen.emit(tag))
        return chip


def quiet_button(name: str, words: str, icon: str, parent: QWidget) -> QToolButton:
    """A small button without a frame, for what most contacts do without."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(words)
    button.setIcon(theme.icon(icon, "muted"))
    button.setIconSize(QSize(14, 14))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

"""A short line beside a field or under a heading, in the colour of what it says."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import Label


class HintLabel(Label):
    """Wrapped plain text in one of the theme's text colours; it takes no room while empty."""

    def __init__(
        self,
        text: str = "",
        tone: str = "muted",
        parent: QWidget | None = None,
        *,
        name: str = "",
        selectable: bool = False,
    ) -> None:
        super().__init__("", parent, wrap=True, name=name, selectable=selectable)
        self._tone = tone
        # On a ground of another role the label would be painted in that one's colour.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.say(text)

    @property
    def tone(self) -> str:
        return self._tone

    def say(self, text: str, tone: str = "") -> None:
        self._tone = tone or self._tone
        self.setText(text)
        # Without a parent it would be shown as a window of its own.
        if not text:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        # Setting a palette brings another PaletteChange: only a difference may set one.
        wanted = theme.color(self._tone)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != wanted:
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)

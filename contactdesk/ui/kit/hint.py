"""A short hint or problem below a field or heading, in the color of its tone."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import Label


class HintLabel(Label):
    """Wrapped plain text in a text color of the theme; hidden while empty."""

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
        # On a background of another role, the label would take that role's color.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.say(text)

    def say(self, text: str, tone: str = "") -> None:
        self._tone = tone or self._tone
        self.setText(text)
        # Without a parent it would open as a window.
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
        # Setting a palette triggers another PaletteChange: set it only if it differs.
        wanted = theme.color(self._tone)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != wanted:
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)

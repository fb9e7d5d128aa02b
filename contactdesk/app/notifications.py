"""Desktop notifications: through the desktop's own service on Linux, through the tray elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

# The class of the tray icon is made when it is first asked for.
from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Signal

from contactdesk.ui.kit import theme

if TYPE_CHECKING:
    from contactdesk.app.notification_bus import NotificationBus


class Notifications(QObject):
    """Shows nothing by itself, and nothing before the first one is wanted.

    Texts are plain; they may be kept by the desktop, so they must not be personal beyond what the
    user chose to be told.
    """

    clicked = Signal(str)  # the tag of a notification

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: NotificationBus | None = None
        self._tray: QtWidgets.QSystemTrayIcon | None = None
        self._tray_tag = ""

    async def show(self, tag: str, title: str, body: str) -> bool:
        """Show a notification, in place of the last one with this tag. Whether it could be shown."""
        if sys.platform == "linux" and await self._on_bus().show(tag, title, body, self.tr("Open")):
            return True
        return self._show_in_tray(tag, title, body)

    async def close(self) -> None:
        """End the connection to the desktop, and remove the tray icon."""
        if self._bus is not None:
            await self._bus.close()
        if self._tray is not None:
            self._tray.hide()

    def _on_bus(self) -> NotificationBus:
        from contactdesk.app.notification_bus import NotificationBus

        if self._bus is None:
            self._bus = NotificationBus(self.clicked.emit)
        return self._bus

    def _show_in_tray(self, tag: str, title: str, body: str) -> bool:
        if not (
            QtWidgets.QSystemTrayIcon.isSystemTrayAvailable()
            and QtWidgets.QSystemTrayIcon.supportsMessages()
        ):
            return False
        if self._tray is None:
            self._tray = QtWidgets.QSystemTrayIcon(theme.app_icon(), self)
            self._tray.setToolTip("contactdesk")
            self._tray.messageClicked.connect(lambda: self.clicked.emit(self._tray_tag))
        self._tray_tag = tag
        self._tray.show()
        self._tray.showMessage(title, body, theme.app_icon())
        return True

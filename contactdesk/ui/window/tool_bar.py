"""The tool bar: the search field, and buttons to load, pause, cancel and refresh."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolBar, QWidget

from contactdesk.ui.kit import text
from contactdesk.ui.kit.button import SteadyButton
from contactdesk.ui.search.field import SearchField

ICON_SIZE = 18


class ToolBar(QToolBar):
    """Its buttons do what the actions of the same names do."""

    def __init__(
        self, actions: Mapping[str, QAction], parent: QWidget, *, is_demo: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search and load"))
        self.setObjectName("toolBar")
        self.setMovable(False)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.search_field = SearchField(self)
        self.load_all_button = self._button(
            "loadAllButton", self.tr("Load all"), actions["actionLoadAll"]
        )
        self.pause_button = self._button(
            "pauseButton", self.tr("Pause"), actions["actionPauseLoading"]
        )
        self._pause = actions["actionPauseLoading"]
        self.cancel_button = self._button(
            "cancelButton", self.tr("Cancel"), actions["actionCancelLoading"]
        )
        self.cancel_button.setAccessibleName(self.tr("Cancel"))
        self.addAction(actions["actionShowAccounts"])
        if is_demo:
            self.addWidget(text.Label(self.tr("Demo data"), name="demoBadge"))
        self.addWidget(self.search_field)
        # A widget in a tool bar is shown and hidden by its action, not by itself.
        self._load_all_item = self.addWidget(self.load_all_button)
        self._pause_item = self.addWidget(self.pause_button)
        self._cancel_item = self.addWidget(self.cancel_button)
        self.addAction(actions["actionRefreshContacts"])
        self.addAction(actions["actionShowDetails"])
        # Nobody can load yet: a press would be lost.
        self.show_loading(can_load_all=False, loads_all=False, is_paused=False, can_cancel=False)

    def _button(self, name: str, words: str, action: QAction) -> QPushButton:
        button = SteadyButton(words)
        button.setIcon(action.icon())
        button.setObjectName(name)
        text.set_tip(button, action.toolTip())
        button.clicked.connect(action.trigger)
        return button

    def show_loading(
        self, *, can_load_all: bool, loads_all: bool, is_paused: bool, can_cancel: bool
    ) -> None:
        """Offers "Load all" until it runs, then Pause or Resume; Cancel while there is something."""
        # By its action: showing the action again would enable a disabled button.
        self._load_all_item.setEnabled(can_load_all)
        self.pause_button.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self.pause_button.setIcon(self._pause.icon())
        self.pause_button.setToolTip(text.tooltip(self._pause.toolTip()))
        self._load_all_item.setVisible(not loads_all)
        self._pause_item.setVisible(loads_all)
        self._cancel_item.setVisible(can_cancel)

"""A menu of choices that exclude each other, below a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.ui.kit import text


class Choice(Struct, frozen=True):
    """`name` is the objectName of its action, `value` what is chosen with it; `tip` explains it."""

    name: str
    value: int
    words: str
    tip: str = ""


class ChoiceMenu(QObject):
    """Shows a tick at the current choice, which `current` gives whenever the menu opens."""

    chosen = Signal(int)  # its value, by the user; not if it is the current one

    def __init__(
        self,
        command: QAction,
        choices: Sequence[Choice],
        current: Callable[[], int],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._current = current
        self._actions: dict[int, QAction] = {}
        menu = QMenu(window)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for choice in choices:
            action = QAction(choice.words, group, checkable=True)
            action.setObjectName(choice.name)
            tip = choice.tip or command.statusTip()
            action.setToolTip(text.action_tip(tip))
            action.setStatusTip(text.line(tip))
            action.triggered.connect(lambda _on, value=choice.value: self._on_chosen(value))
            self._actions[choice.value] = action
            menu.addAction(action)
        menu.aboutToShow.connect(self.show_current)
        command.setMenu(menu)
        self.show_current()

    def show_current(self) -> None:
        """Moves the tick to the current choice."""
        if (action := self._actions.get(self._current())) is not None:
            action.setChecked(True)

    def _on_chosen(self, value: int) -> None:
        if value != self._current():
            self.chosen.emit(value)
        # What was chosen may need to be confirmed, and refused.
        self.show_current()

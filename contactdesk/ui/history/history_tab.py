"""The history of a contact: its versions, what differs between two of them, and the old records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from contactdesk.history.diff import Difference, diff
from contactdesk.history.kinds import TIME
from contactdesk.index import Version
from contactdesk.model import Provider
from contactdesk.ui.document.save_as import save_as
from contactdesk.ui.history import words
from contactdesk.ui.history.diff_view import DiffView
from contactdesk.ui.history.versions import OLDEST, VersionsList
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.button import button_of
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.worker import Worker

ReadVersions = Callable[[str, str], Awaitable[Sequence[Version]]]
"""Gives the versions of a contact, the newest first, by account id and the vendor's id."""

Pair = tuple[Version | None, Version]


class HistoryTab(QWidget):
    """Choosing a version compares it with the one before; choosing two compares these.

    Versions are read, and records compared, off the GUI thread: a record may be large.
    """

    copied = Signal(str)

    def __init__(
        self,
        read: ReadVersions,
        agent_name: Callable[[str, str], str] = lambda _account, agent: agent,
        parent: QWidget | None = None,
    ) -> None:
        """`agent_name` gives what a persona or agent number of an account is called."""
        super().__init__(parent)
        self.setObjectName("historyTab")
        self.setAccessibleName(self.tr("History"))
        self._read = read
        self._agent_name = agent_name
        self._provider: Provider | None = None
        self._key = ("", "")
        self._wanted: float | None = None
        self._differences: Sequence[Difference] = ()
        self._reading, self._comparing = LatestTask(self), LatestTask(self)
        self._worker = Worker("history")
        self.state = HintLabel(parent=self, name="historyState")
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.versions = VersionsList(self.splitter)
        self._below = QWidget(self.splitter)
        self.caption = text.Label(parent=self._below, wrap=True, name="historyCaption")
        self.differences = DiffView(self._below)
        self._make_actions()
        self._arrange()
        self.versions.chosen.connect(self._compare)
        self.times.toggled.connect(lambda _on: self._show_differences())
        self.setFocusProxy(self.versions)

    def _make_actions(self) -> None:
        self.copying = self._action(
            "actionCopyDifferences", self.tr("Copy differences"), self.copy_differences
        )
        self.copying.setIcon(theme.icon("copy"))
        self.record_actions = [
            self._action("actionCopyVersion", self.tr("Copy record"), self.copy_record),
            self._action("actionSaveVersion", self.tr("Save record…"), self.save_record),
        ]
        self.times = QAction(self.tr("Show times"), self, checkable=True)
        self.times.setObjectName("actionShowTimes")
        self.times.setToolTip(self.tr("Also list the vendor's own timestamps"))
        menu = QMenu(self)
        menu.addActions([self.copying, *self.record_actions])
        menu.addSeparator()
        menu.addAction(self.times)
        self._more = QToolButton(self._below)
        self._more.setObjectName("historyMenuButton")
        self._more.setIcon(theme.icon("more"))
        self._more.setAccessibleName(self.tr("More on this version"))
        text.set_tip(self._more, self.tr("Copy or save the record, show times"))
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(menu)

    def _action(self, name: str, words: str, slot: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.triggered.connect(lambda _on=False: slot())
        return action

    def _arrange(self) -> None:
        unit = theme.unit()
        copy = button_of(self.copying, self._below)
        copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        row = QHBoxLayout()
        row.setContentsMargins(4 * unit, unit, 2 * unit, 0)
        row.setSpacing(unit)
        row.addWidget(self.caption, 1)
        for button in (copy, self._more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for before, after in ((copy, self._more), (self._more, self.differences)):
            self.setTabOrder(before, after)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(row)
        below.addWidget(self.differences, 1)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.state.setContentsMargins(4 * unit, 2 * unit, 4 * unit, 2 * unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.state)
        column.addWidget(self.splitter, 1)

    # What is shown

    def show_contact(
        self,
        account_id: str,
        vendor_id: str,
        provider: Provider,
        noticed: float | None = None,
    ) -> None:
        """Reads the versions of a contact and goes to the one that was noticed at a time, else to the
        newest; of the contact that is shown, the chosen version stays unless it was the newest."""
        key = (account_id, vendor_id)
        self._wanted = noticed
        if key != self._key or provider is not self._provider:
            self.versions.show_versions(())
            self._show_no_pair()
        elif noticed is None and (pair := self.versions.pair()) is not None:
            is_newest = pair[1] == self.versions.versions()[0]
            self._wanted = None if is_newest else pair[1].since or OLDEST
        self._key, self._provider = key, provider
        self._reading.start(self._read_versions(*key), self._on_read)

    @property
    def is_busy(self) -> bool:
        return self._reading.busy or self._comparing.busy

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        for task in (self._reading, self._comparing):
            task.blockSignals(True)
            task.cancel()
        self._worker.stop()

    async def _read_versions(self, account_id: str, vendor_id: str) -> Sequence[Version]:
        return await self._read(account_id, vendor_id)

    def _on_read(self, versions: Sequence[Version]) -> None:
        self.state.say(words.state_words(versions))
        self.splitter.setVisible(bool(versions))
        self.versions.show_versions(versions, self._wanted)
        self._wanted = None

    # Comparing

    def _compare(self) -> None:
        pair, provider = self.versions.pair(), self._provider
        if pair is None or provider is None:
            self._show_no_pair()
            return
        # Of a single version, what is above the list says so.
        is_only = len(self.versions.versions()) == 1 and pair[1].until is None
        self.caption.setText("" if is_only else words.compared_words(*pair))
        self.copying.setEnabled(pair[0] is not None)
        for action in self.record_actions:
            action.setEnabled(True)
        self._comparing.start(self._differences_of(provider, pair), self._on_compared)

    async def _differences_of(self, provider: Provider, pair: Pair) -> Sequence[Difference]:
        old, new = pair
        if old is None:
            return ()
        return await self._worker.call(lambda: diff(provider, old.raw, new.raw))

    def _on_compared(self, differences: Sequence[Difference]) -> None:
        self._differences = differences
        self._show_differences()

    def _show_differences(self) -> None:
        found, pair = self._differences, self.versions.pair()
        self.times.setEnabled(any(each.kind == TIME for each in found))
        if not self.times.isChecked():
            found = [each for each in found if each.kind != TIME]
        has_both = pair is not None and pair[0] is not None
        empty = words.no_difference_words(self._differences) if has_both else ""
        account_id = self._key[0]
        named = [
            replace(each, agent=self._agent_name(account_id, each.agent)) if each.agent else each
            for each in found
        ]
        self.differences.show_differences(named, empty)

    def _show_no_pair(self) -> None:
        self._comparing.cancel()
        self._differences = ()
        self.caption.setText("")
        self.differences.show_differences((), "")
        for action in (self.copying, *self.record_actions):
            action.setEnabled(False)

    # Old records

    def copy_differences(self) -> None:
        self.copied.emit(self.differences.as_text())

    def copy_record(self) -> None:
        """Copies the record of the chosen version, the newer of two, as the vendor sent it."""
        if (pair := self.versions.pair()) is not None:
            self.copied.emit(pair[1].raw.decode("utf-8", "replace"))

    def save_record(self) -> None:
        """Saves the same to a file, byte by byte."""
        if (pair := self.versions.pair()) is not None:
            save_as(self, "record.json", pair[1].raw)

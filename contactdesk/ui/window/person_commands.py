"""The commands on who is one person: link, unlink, not the same."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.tasks import spawn

if TYPE_CHECKING:
    from contactdesk.ui.window.person_choice import PersonChoice

MESSAGE_MS = 6_000
MAX_AT_ONCE = 50
"""Contacts that one command decides about: every two of them are a judgement."""

LINK, UNLINK, PART = "actionLinkContacts", "actionUnlinkContact", "actionNotSamePerson"


class Possible(NamedTuple):
    """Which commands would do something."""

    link: bool = False
    unlink: bool = False
    part: bool = False


class PersonCommands(QObject):
    """Made once there is a browser; connects its actions.

    They are about the selected rows or, without several, about the contact in the details.
    """

    def __init__(
        self,
        browser: Browser,
        loading: Loading,
        actions: Mapping[str, QAction],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._browser, self._loading, self._window = browser, loading, window
        self._actions = actions
        self._context = context = browser.context
        for name, slot in {LINK: self._link, UNLINK: self._unlink, PART: self._part}.items():
            actions[name].triggered.connect(lambda _on=False, slot=slot: slot())
            browser.table.addAction(actions[name])
        browser.table.selectionModel().selectionChanged.connect(lambda *_: self.show_state())
        browser.shown_contact.changed.connect(self.show_state)
        context.changes.people_changed.connect(self.show_state)
        context.linking.said.connect(self._say)

    # What is possible

    def show_state(self) -> None:
        """Enable what would do something; what asks for another contact ends with an ellipsis."""
        chosen = self._chosen()
        possible = self._possible(chosen)
        several = len(chosen) > 1
        link = self.tr("&Link as one person") if several else self.tr("&Link as one person…")
        part = self.tr("Not the same &person") if several else self.tr("Not the same &person…")
        self._actions[LINK].setText(link)
        self._actions[PART].setText(part)
        for name, is_possible in zip((LINK, UNLINK, PART), possible, strict=True):
            self._actions[name].setEnabled(is_possible)

    def _possible(self, chosen: Sequence[int]) -> Possible:
        if not chosen:
            return Possible()
        if len(chosen) > MAX_AT_ONCE:
            return Possible(True, not self._shows_people(), True)
        people = self._context.index.people
        members = [tuple(people.members_at_once(each)) for each in chosen]
        is_linked = any(len(each) > 1 for each in members)
        if len(chosen) == 1:
            return Possible(
                True, is_linked, is_linked or bool(people.hints_at_once(chosen[0]).maybes)
            )
        return Possible(len(set(members)) > 1, is_linked and not self._shows_people(), True)

    def _chosen(self) -> list[int]:
        """Row ids of contacts."""
        shown, table = self._browser.shown_contact.row_id, self._browser.table
        selected = table.selected_ids() if table.isVisible() else []
        if len(selected) > 1:
            return selected
        return [shown] if shown else []

    def _shows_people(self) -> bool:
        """Whether a row is a person: several of them cannot be unlinked from one."""
        scope, _order, _query = self._browser.request()
        return scope.people

    # Doing it

    def _link(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self._run(self._choice().link(chosen[0]))
        elif self._are_few(chosen):
            self._run(self._context.linking.link(chosen))

    def _unlink(self) -> None:
        chosen = self._chosen()
        if self._are_few(chosen):
            self._run(self._context.linking.unlink(chosen))

    def _part(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self._run(self._choice().part(chosen[0]))
        elif self._are_few(chosen):
            self._run(self._context.linking.keep_apart(chosen))

    def _choice(self) -> PersonChoice:
        from contactdesk.ui.window.person_choice import PersonChoice

        return PersonChoice(self._context, self._loading, self._window)

    def _are_few(self, chosen: Sequence[int]) -> bool:
        if len(chosen) > MAX_AT_ONCE:
            words = self.tr("{contacts} selected; at most {most} can change at once")
            most = wording.number(MAX_AT_ONCE)
            self._say(words.format(contacts=wording.contacts(len(chosen)), most=most))
        return 0 < len(chosen) <= MAX_AT_ONCE

    def _run(self, deciding: Coroutine[Any, Any, None]) -> None:
        spawn(deciding, failed=self._context.linking.failed.emit)

    def _say(self, words: str) -> None:
        self._window.statusBar().showMessage(words, MESSAGE_MS)

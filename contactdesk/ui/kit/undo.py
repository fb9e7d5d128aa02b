"""Changes of the user's data that can be undone: one list of them for the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QUndoCommand, QUndoStack

from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Disagreement, Dismissal
from contactdesk.userdata.file import Writing
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.keys import Agent, ContactKey, ItemKey, Pair
from contactdesk.userdata.looks import Look
from contactdesk.userdata.userdata import UserData

K = TypeVar("K")
V = TypeVar("V")

MAX_STEPS = 100


def undo_keys() -> str:
    """The key that takes the last change back, as the desktop writes it."""
    native = QKeySequence.SequenceFormat.NativeText
    return QKeySequence(QKeySequence.StandardKey.Undo).toString(native)


class Undo(QObject):
    """Writes annotations, judgements, dismissals, nicknames, decisions about open items and looks at
    changes so that they can be taken back.

    `words` say what was done, in lower case, for the menu: "add to favorites".
    """

    changed = Signal()  # what can be undone has changed
    failed = Signal(object)  # ContactDeskError: a change could not be saved

    def __init__(
        self, userdata: UserData, changes: UserDataChanges, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.userdata = userdata
        self._changes = changes
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MAX_STEPS)
        # Signal to signal: at the end the stack is destroyed after the Python half of this.
        self.stack.indexChanged.connect(self.changed)

    def annotate(self, changes: Mapping[ContactKey, Annotation], words: str) -> None:
        """Note something on contacts."""
        store = self.userdata.annotations
        before = {key: store.of(key) for key in changes}
        self._push(before, changes, store.set_many, self._changes.annotations_changed.emit, words)

    def decide(self, changes: Mapping[ItemKey, ItemState | None], words: str) -> None:
        """Mark open items as done or snoozed, or, with None, as neither."""
        store = self.userdata.item_states
        before = {key: store.state(key) for key in changes}
        self._push(before, changes, store.set_many, self._changes.item_states_changed.emit, words)

    def give_nickname(self, account_id: str, agent: Agent, name: str) -> None:
        """Give an agent a nickname; "" removes it."""
        store = self.userdata.nicknames
        before = {(account_id, agent): store.of(account_id).get(agent, "")}
        after = {(account_id, agent): name}
        words = self.tr("give a nickname") if name else self.tr("remove a nickname")
        self._push(before, after, store.set_many, self._changes.nicknames_changed.emit, words)

    def judge(self, changes: Mapping[Pair, bool | None], words: str) -> bool:
        """Decide whether pairs of contacts are one person, or, with None, leave it open again.
        Returns whether that changes anything."""
        store, tell = self.userdata.judgements, self._changes.judgements_changed.emit
        before = {pair: store.of(pair) for pair in changes}
        return self._push(before, changes, store.set_many, tell, words)

    def dismiss(self, changes: Mapping[Disagreement, Dismissal | None], words: str) -> None:
        """Dismiss disagreements, or, with None, show them again."""
        store = self.userdata.dismissals
        before = {key: store.entries().get(key) for key in changes}
        self._push(before, changes, store.set_many, self._changes.dismissals_changed.emit, words)

    def look(self, name: str, look: Look, words: str) -> None:
        """Note that the user looked at a list; its unread marks go."""
        store = self.userdata.looks

        def write(looks: Mapping[str, Look | None]) -> Writing:
            return store.set(name, looks[name])

        before, after = {name: store.seen(name)}, {name: look}
        self._push(before, after, write, self._changes.looks_changed.emit, words)

    def forget(self) -> None:
        """Nothing can be taken back any more: what was removed with an account must stay removed."""
        self.stack.clear()
        self.reread()

    def reread(self) -> None:
        """Tell every widget that any of the user's data may have changed."""
        self._changes.annotations_changed.emit()
        self._changes.item_states_changed.emit()
        self._changes.nicknames_changed.emit()
        self._changes.judgements_changed.emit()
        self._changes.dismissals_changed.emit()
        self._changes.looks_changed.emit()

    def _push(
        self,
        before: Mapping[K, V],
        after: Mapping[K, V],
        write: Callable[[Mapping[K, V]], Writing],
        tell: Callable[[], None],
        words: str,
    ) -> bool:
        after = {key: value for key, value in after.items() if value != before[key]}
        before = {key: before[key] for key in after}

        def put(values: Mapping[K, V]) -> None:
            spawn(write(values), failed=self.failed.emit)
            tell()

        if after:
            self.stack.push(_Change(words, lambda: put(before), lambda: put(after)))
        return bool(after)


class _Change(QUndoCommand):
    def __init__(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(words)
        self._undo, self._redo = undo, redo

    def undo(self) -> None:
        self._undo()

    def redo(self) -> None:
        self._redo()

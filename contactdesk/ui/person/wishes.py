"""What the user asks for about a person, on the person's page and in the header of a contact."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PersonWishes(QObject):
    """Contacts are named by their row ids.

    Signals: `contact_wanted` (open a contact), `memory_wanted` (a contact and the `MemoryPlace` to go
    to in it, None for all its memories), `person_wanted` (open the tab Person), `back_wanted` (to
    the contact before), `unlink_wanted`, `link_wanted` and `apart_wanted` (decide about contacts),
    `dismiss_wanted` (a field whose disagreement is to be hidden, or, with False, shown again).
    """

    contact_wanted = Signal(int)
    memory_wanted = Signal(int, object)
    person_wanted = Signal()
    back_wanted = Signal()
    unlink_wanted = Signal(int)
    link_wanted = Signal(int, int)
    apart_wanted = Signal(int, int)
    dismiss_wanted = Signal(str, bool)

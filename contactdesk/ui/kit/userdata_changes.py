"""Tells the widgets of a window that the user's data changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class UserDataChanges(QObject):
    """Whoever writes user data emits its signal once it is in memory."""

    annotations_changed = Signal()
    item_states_changed = Signal()
    nicknames_changed = Signal()
    judgements_changed = Signal()
    dismissals_changed = Signal()
    looks_changed = Signal()
    people_changed = Signal()  # the index took over judgements, dismissals or an account's country

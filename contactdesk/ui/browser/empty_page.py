"""The page shown in place of rows: not loaded, loading, empty, no match, failed."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit.placeholder import Placeholder


class Emptiness(Enum):
    """Why there are no rows. Each reason has its own text and action."""

    NONE = "none"
    NOT_LOADED = "not loaded"
    LOADING = "loading"
    NO_CONTACTS = "no contacts"
    NO_MATCH = "no match"
    NOTHING_SEARCHED = "nothing to search for"
    NO_MATCH_FILTERED = "no match among the filtered contacts"
    FAILED = "failed"


ICONS = {
    Emptiness.NOT_LOADED: "load-all",
    Emptiness.LOADING: "clock",
    Emptiness.NO_CONTACTS: "people",
    Emptiness.NO_MATCH: "search",
    Emptiness.NOTHING_SEARCHED: "search",
    Emptiness.NO_MATCH_FILTERED: "filter",
    Emptiness.FAILED: "alert",
}


class Empty(Struct, frozen=True):
    """The page's texts; `action` and `second` are the labels of its buttons, "" for none.

    Where loading failed, `does` is a banner's action for `account_id`.
    """

    why: Emptiness
    title: str = ""
    hint: str = ""
    action: str = ""
    second: str = ""
    does: str = ""
    account_id: str = ""


class EmptyPage(Placeholder):
    """Covers the table's viewport while there are no rows."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._why = Emptiness.NONE

    def why(self) -> Emptiness:
        return self._why

    def show_empty(self, empty: Empty) -> None:
        self._why = empty.why
        if empty.why is Emptiness.NONE:
            self.hide()
            return
        icon = ICONS[empty.why]
        self.show_texts(icon, empty.title, empty.hint, empty.action, empty.second)

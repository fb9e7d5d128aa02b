"""Columns of what the user noted on contacts: favorite, tags and note."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contactdesk.model import Column, Kind
from contactdesk.userdata.annotations import FAVOURITE, NOTE, TAGS, Annotation, value_of

USER_COLUMNS = (
    Column("Favorite", FAVOURITE, Kind.BOOL, width=80, shown=False),
    Column("My tags", TAGS, Kind.TAGS, width=140, shown=False),
    Column("My note", NOTE, width=200, shown=False),
)
USER_PATHS = frozenset(column.path for column in USER_COLUMNS)

STAR = "★"


def user_text(annotation: Annotation, path: str) -> str:
    """The text of a cell."""
    if path == FAVOURITE:
        return STAR if annotation.favourite else ""
    if path == TAGS:
        return ", ".join(annotation.tags)
    return str(value_of(annotation, path) or "")


def unsorted_words() -> str:
    """Why a click on the header of such a column does not sort."""
    return QCoreApplication.translate("user_columns", "Contacts can't be sorted by what you noted")

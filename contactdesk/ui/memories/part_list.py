"""Parts of a long list: its first rows, and a link that shows all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from contactdesk.ui.document.sections import Part, PartWriter
from contactdesk.ui.memories.inline import Inline

T = TypeVar("T")

ROWS_OF_PART = 15
"""Rows that are written at once."""

MORE = "more:"
"""Prefix of links that show all of a section's list. With the link's target among what is expanded,
the list is whole."""


def list_parts(
    section: str,
    rows: Sequence[T],
    first: int,
    expanded: Set[str],
    write: Callable[[PartWriter, Sequence[T]], None],
) -> list[Part]:
    """The parts of a list. Only the `first` rows are shown until the user expands it."""
    href = f"{MORE}{section}"
    shown = rows if href in expanded or len(rows) <= first else rows[:first]
    parts = []
    for start in range(0, len(shown), ROWS_OF_PART):
        some = shown[start : start + ROWS_OF_PART]
        parts.append(_part(f"{start} {len(some)}", some, write))
    if len(shown) < len(rows):
        parts.append(Part(MORE, lambda out: _more(out, href, len(rows))))
    return parts


def _part(key: str, rows: Sequence[T], write: Callable[[PartWriter, Sequence[T]], None]) -> Part:
    return Part(key, lambda out: write(out, rows))


def _more(out: PartWriter, href: str, count: int) -> None:
    put = Inline(out)
    put.paragraph(above=1)
    words = QCoreApplication.translate("memories", "Show all %Ln", "", count)
    put.text(words, put.formats.link, href=href)

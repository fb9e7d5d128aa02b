"""How much agents know of a contact, in a line."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.reading import Memory, newest
from contactdesk.records.formatting import relative_time
from contactdesk.records.moments import parse_moment
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.wording import number

translate = QCoreApplication.translate


def memories_words(memories: tuple[Memory, ...]) -> str:
    """How many memories and open items there are, and when the last talk was."""
    open_items = sum(len(each.open_items) for each in memories)
    parts = [number(len(memories))]
    if open_items:
        parts.append(translate("details", "%Ln open item(s)", "", open_items))
    else:
        parts.append(translate("details", "nothing open"))
    at = parse_moment(newest(each.last_talk for each in memories))
    if at is not None:
        ago = relative_time(at, datetime.now(UTC), local_formats())
        parts.append(translate("details", "last talk {ago}").format(ago=ago))
    return " · ".join(parts)

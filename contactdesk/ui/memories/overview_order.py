"""In which order the overview shows the values of a contact's memories."""

from __future__ import annotations

from collections.abc import Iterator

from contactdesk.ui.memories.contact_memories import ContactMemories


class OverviewOrder:
    """Ranks paths of the viewed record by where the overview shows what is there.

    What is merged of several memories is shown once, at the path of the newest of them.
    """

    def __init__(self, shown: ContactMemories) -> None:
        self._ranks = {path: rank for rank, path in enumerate(_shown_paths(shown))}

    def rank(self, path: str) -> int | None:
        """The rank of the item, fact or message a path is in; None if the overview has it nowhere."""
        while path:
            if path in self._ranks:
                return self._ranks[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None


def _shown_paths(shown: ContactMemories) -> Iterator[str]:
    """The paths of what the overview shows, from top to bottom."""
    overview, summary = shown.overview, shown.paths.summary[1:]
    for kept in overview.open_items:
        yield kept.item.path
    for row in overview.facts:
        for value in row.values:
            yield value.kept[0].fact.path
    for memory in overview.summaries:
        yield memory.path + summary
    for entity in overview.entities:
        for each in entity.kept:
            yield each.entity.path
    for turn in overview.messages:
        yield turn.kept[0].message.path

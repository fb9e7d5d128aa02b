"""What the user calls agents and added to contacts, for searches: the index does not keep it."""

from __future__ import annotations

from msgspec.structs import replace

from contactdesk.index.file import IndexFile
from contactdesk.index.types import AgentNames, Annotations


class SearchedWords:
    """Holds from the next search on, also in another file that is opened."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    def name_agents(self, names: AgentNames) -> None:
        """Set the nicknames that `persona:` and `empty:` find."""
        reader = self._file.reader
        reader.words = replace(reader.words, agents=dict(names))

    def annotate(self, annotations: Annotations) -> None:
        """Set what `tag:`, `note:` and `is:favorite` find."""
        reader = self._file.reader
        reader.words = replace(reader.words, annotations=dict(annotations))

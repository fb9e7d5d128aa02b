"""Links inside running text: web addresses, and ids of entities that a memory has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contactdesk.memories.entities import MergedEntity
from contactdesk.ui.document.builder import OPEN
from contactdesk.ui.kit.text import web_link
from contactdesk.ui.memories.entities import entity_href

ADDRESS = r"https?://[^\s<>\"“”\u200b]+"
NOT_OF_ADDRESS = ".,;:!?)]}'’*"
"""Characters that end a sentence rather than an address."""

MIN_ID_CHARS = 4
"""Shorter ids are as likely words or numbers of something else."""

MAX_IDS = 500
IDS_WITH_SIGNS = re.compile(r"[\d_#:/.-]")
"""What an id has that a word does not."""


class TextLinks:
    """Finds links in a text; called with it, gives (start, end, target) in order."""

    def __init__(self, entities: Iterable[MergedEntity]) -> None:
        self._entities: dict[str, MergedEntity] = {}
        for each in entities:
            if _is_telling(each.id.strip()):
                self._entities.setdefault(each.id.strip(), each)
        # The longest first: order-10482-b is not order-10482.
        ids = sorted(self._entities, key=len, reverse=True)[:MAX_IDS]
        words = "|".join(re.escape(each) for each in ids)
        boundary = rf"|(?<![\w-])(?:{words})(?![\w-])" if words else ""
        self._pattern = re.compile(ADDRESS + boundary)

    def __call__(self, text: str) -> Iterator[tuple[int, int, str]]:
        for found in self._pattern.finditer(text):
            entity = self._entities.get(found[0])
            if entity is not None:
                yield found.start(), found.end(), entity_href(entity)
                continue
            address = found[0].rstrip(NOT_OF_ADDRESS)
            if web_link(address) is not None:
                yield found.start(), found.start() + len(address), OPEN + address


def _is_telling(entity_id: str) -> bool:
    return len(entity_id) >= MIN_ID_CHARS and IDS_WITH_SIGNS.search(entity_id) is not None

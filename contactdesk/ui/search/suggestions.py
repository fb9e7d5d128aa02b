"""Suggestions for the word at the cursor: fields of the query language and values in the index."""

from __future__ import annotations

from contactdesk.index import Index
from contactdesk.search.completion import completions, values_needed
from contactdesk.text.normalize import normalize
from contactdesk.ui.kit.query_words import completion_words
from contactdesk.ui.search.suggestion_list import Suggestion


async def suggest(index: Index, typed: str, cursor: int) -> list[Suggestion]:
    """Fields that begin with the word at the cursor, or values that its field has in the index."""
    wish = values_needed(typed, cursor)
    known = await index.known(*wish) if wish is not None else []
    made = []
    for found in completions(typed, cursor, lambda _field: known):
        whole = typed[: found.start] + found.text + typed[found.end :]
        if normalize(whole) == normalize(typed):
            continue
        kind = "field" if found.kind == "field" else "value"
        meaning = completion_words(found.kind, found.name)
        made.append(Suggestion(kind, found.text, whole, found.start + len(found.text), meaning))
    return made

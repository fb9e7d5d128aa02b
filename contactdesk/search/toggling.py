"""Single conditions put into a typed search and taken out of it."""

from __future__ import annotations

from contactdesk.search.query import parse
from contactdesk.search.terms import pieces


def has_condition(text: str, condition: str) -> bool:
    """Whether every match of a search must meet a condition such as "has:memory"."""
    (clause,) = parse(condition).clauses
    return clause in parse(text).clauses


def toggled(text: str, condition: str) -> str:
    """The search with the condition added at its end, or taken out; the rest stays as typed."""
    if not has_condition(text, condition):
        return f"{text.rstrip()} {condition}".lstrip()
    (clause,) = parse(condition).clauses
    typed = [text[piece.start : piece.end] for piece in pieces(text)]
    kept: list[str] = []
    for each in typed:
        if parse(each).clauses != (clause,):
            kept.append(each)
        elif kept[-1:] == ["AND"]:
            kept.pop()
    return " ".join(kept[1:] if kept[:1] == ["AND"] else kept)

"""Translates terms into FTS5 queries."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.index.columns import NAME_COLUMNS, PAIRS, keyed_words
from contactdesk.search.fields import REGIONS_OF_FIELD
from contactdesk.search.terms import NAME_FIELDS, NAMES, Term

COLUMNS_OF_FIELD = {
    **dict(zip((*NAME_COLUMNS[:5], "id"), NAME_COLUMNS, strict=True)),
    NAMES: f"{{{' '.join(NAME_FIELDS)}}}",
}


def fts_query(term: Term) -> tuple[str, str]:
    """(table, query) that finds a term's words."""
    if term.key:
        star = " *" if term.field == "has" else _star(term)
        return "text_fts", f'{PAIRS} : "{" ".join(words_of(term))}"{star}'
    if term.field in COLUMNS_OF_FIELD:
        return "name_fts", f"{COLUMNS_OF_FIELD[term.field]} : ({_phrase(term)})"
    if term.field:
        regions = REGIONS_OF_FIELD.get(term.field, (term.field,))
        return "text_fts", f"{{{' '.join(regions)}}} : ({_phrase(term)})"
    return "text_fts", _phrase(term)


def words_of(term: Term) -> Sequence[str]:
    """A term's words as they are in the full text, with their key if they have one."""
    if term.field == "has":
        return [f"={term.text}.{term.key}="] if term.key else []
    if term.key:
        return keyed_words(term.field, term.key, term.words).split()
    return term.words


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{_star(term)}'


def _star(term: Term) -> str:
    """Makes the last word of the phrase a prefix."""
    return "" if term.ends_a_word else " *"

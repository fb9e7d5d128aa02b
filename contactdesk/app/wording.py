"""What the command line says: the window's own sentences on errors, untranslated, on one line."""

from __future__ import annotations

from pathlib import Path

from contactdesk.errors import ContactDeskError
from contactdesk.memories.priority import PRIORITIES
from contactdesk.search.fields import DIFFERENCES, FIELDS, HAS_VALUES, IS_VALUES
from contactdesk.search.query import Query
from contactdesk.ui.kit import error_words


def error_line(error: ContactDeskError) -> str:
    """Account, what happened, what the vendor said, and the next step."""
    return error_words.sentence(error)


def error_title(error: ContactDeskError) -> str:
    """What happened, without a full stop."""
    return error_words.title(error)


def query_problems(query: Query) -> str:
    """What of a search was not understood, and what to type instead; "" if nothing."""
    sentences = {
        "unknown-field": f"Unknown search field “{{}}”. Fields: {', '.join(FIELDS)}.",
        "no-value": "Type a value after “{}:”.",
        "bad-date": "“{}” isn't a valid date or age. Examples: 2025-03, 2025-01..2025-03, <30d.",
        "bad-has": f"“{{}}” can't follow has:. Values: {', '.join(HAS_VALUES)}.",
        "bad-is": f"“{{}}” can't follow is:. Values: {', '.join(IS_VALUES)}.",
        "bad-count": "“{}” isn't a whole number. Examples: 0, >2, 1..5.",
        "bad-linked": "“{}” can't follow linked:. Examples: yes, no, >2, 2..5.",
        "bad-maybe": "“{}” can't follow maybe:. Values: yes, no.",
        "bad-differs": f"“{{}}” can't follow differs:. Values: {', '.join(DIFFERENCES)}, yes, no.",
        "bad-behind": "“{}” isn't a valid age. Examples: >30d, <1w, 7d..30d.",
        "bad-priority": f"“{{}}” can't be compared. Priorities: {', '.join(PRIORITIES)}.",
        "bad-changed": "“{}” isn't a date, an age or a field. Examples: <7d, 2026-03, new, email.",
        "bad-comparison": "“{}” has neither a number nor a date. Examples: >5, <2026-12-01.",
        "no-words": "“{}” has no letters or digits to search for.",
        "bad-key": "“{}” isn't a valid field name.",
        "empty-quotes": "There is nothing between the quotes.",
        "open-quote": "The closing quote is missing.",
    }
    said = [sentences[each.kind].format(each.value) for each in query.problems]
    return " ".join(said)


def contacts(count: int) -> str:
    """ "1 contact" or "4,310 contacts"."""
    return f"{count:,} {'contact' if count == 1 else 'contacts'}"


def written(count: int, loaded: int, out: Path | None, *, searched: bool, complete: bool) -> str:
    """How many contacts were written, of how many loaded ones, and where to. `complete`: the
    vendors have no others."""
    if not searched:
        said = contacts(count) if complete else f"{contacts(count)} (loaded contacts only)"
    elif complete:
        said = f"{count:,} of {contacts(loaded)}"
    else:
        said = f"{count:,} of {contacts(loaded)} (loaded contacts only)"
    return f"Wrote {said} to {out or 'standard output'}"

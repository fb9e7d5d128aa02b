"""What the command line says: the window's own sentences on errors, untranslated, on one line."""

from __future__ import annotations

from contactdesk.errors import ContactDeskError
from contactdesk.ui.kit import error_words


def error_line(error: ContactDeskError) -> str:
    """Account, what happened, what the vendor said, and the next step."""
    return error_words.sentence(error)


def error_title(error: ContactDeskError) -> str:
    """What happened, without a full stop."""
    return error_words.title(error)


def contacts(count: int) -> str:
    """ "1 contact" or "4,310 contacts"."""
    return f"{count:,} {'contact' if count == 1 else 'contacts'}"

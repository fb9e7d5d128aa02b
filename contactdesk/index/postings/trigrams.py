"""Trigrams: the three-character tokens by which parts of names, e-mails and numbers are found."""

from __future__ import annotations

from contactdesk.index.columns import EMAILS_END

MAX_TRIGRAMS_PER_QUERY = 32

# Folded text only has the digits 0-9. Other digits in the trigrams of numbers keep them apart from
# the digits of names and e-mails.
NUMBER_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def trigrams(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def contact_trigrams(substring_text: str) -> set[str]:
    """All trigrams of a contact's `Entry.substring_text`."""
    head, _, numbers = substring_text.partition(EMAILS_END)
    return trigrams(head) | trigrams(numbers.translate(NUMBER_DIGITS))


def query_trigrams(text: str) -> set[str]:
    """Every third trigram and the last: those in between add little. Fewer of a long text."""
    places = (*range(0, len(text) - 3, 3), len(text) - 3)
    sample = places[:: -(-len(places) // MAX_TRIGRAMS_PER_QUERY)]
    return {text[at : at + 3] for at in sample}

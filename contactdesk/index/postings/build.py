"""Builds the posting lists of one chunk. Needs no index, so it can run in another process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from contactdesk.index.postings.containers import CHUNK_SIZE, encode
from contactdesk.index.postings.prefixes import MAX_PREFIX_CHARS, is_longest_prefix, prefix_token
from contactdesk.index.postings.trigrams import contact_trigrams

MIN_CONTACTS_OF_LONGEST_PREFIX = CHUNK_SIZE // 32
"""Contacts of a chunk from which a prefix of MAX_PREFIX_CHARS has a posting list. Rarer ones, of
which there are as many as words, are left to the full text."""

Delta = Sequence[tuple[int, str, str]]
"""Contacts of a chunk in order: (offset in the chunk, word prefixes, substring text)."""

Postings = list[tuple[str, bytes]]
"""(token, container), ordered by token."""

Offsets = defaultdict[str, list[int]]
"""Token -> offsets of the contacts that have it."""


def build_postings(delta: Delta) -> Postings:
    """The posting lists of a new chunk."""
    found = offsets_by_token(delta)
    return [
        (token, encode(found[token]))
        for token in sorted(found)
        if len(found[token]) >= min_contacts(token)
    ]


def min_contacts(token: str) -> int:
    return MIN_CONTACTS_OF_LONGEST_PREFIX if is_longest_prefix(token) else 1


def offsets_by_token(delta: Delta) -> Offsets:
    found: Offsets = defaultdict(list)
    by_prefix: Offsets = defaultdict(list)
    for offset, prefixes, substring_text in delta:
        for prefix in prefixes.split():
            by_prefix[prefix].append(offset)
        if prefixes:
            for trigram in contact_trigrams(substring_text):
                found[trigram].append(offset)
    shorter: defaultdict[str, set[int]] = defaultdict(set)
    for prefix, offsets in by_prefix.items():
        shorter[prefix[:2]].update(offsets)
        if len(prefix) == MAX_PREFIX_CHARS:
            found[prefix_token(prefix)] = offsets
    for prefix, several in list(shorter.items()):
        shorter[prefix[0]] |= several
    found.update((prefix, list(several)) for prefix, several in shorter.items())
    return found

"""What the user noted on contacts: favourites, tags and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from contactdesk.userdata.file import UserFile, Writing
from contactdesk.userdata.keys import ContactKey
from contactdesk.userdata.moments import NO_MOMENTS, now

MAX_TAG_CHARS = 60
MAX_NOTE_CHARS = 20_000


class Annotation(Struct, frozen=True):
    """What the user noted on one contact. Tags are in the order they were given."""

    favourite: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.favourite or self.tags or self.note)


NO_ANNOTATION = Annotation()

FAVOURITE, TAGS, NOTE = "user.favourite", "user.tags", "user.note"
"""Paths of columns that show a part of it."""


def value_of(annotation: Annotation, path: str) -> bool | list[str] | str | None:
    """The part of an annotation at one of these paths; None for none."""
    if path == FAVOURITE:
        return annotation.favourite or None
    return list(annotation.tags) or None if path == TAGS else annotation.note or None


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: one space between words, none twice in any case, none empty or longer
    than MAX_TAG_CHARS."""
    kept: dict[str, str] = {}
    for each in tags:
        if tag := " ".join(each.replace(",", " ").split())[:MAX_TAG_CHARS].strip():
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())


class AnnotationStore:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._annotations: dict[ContactKey, Annotation] = {}
        self._set_at: dict[ContactKey, str] = {}

    def of(self, key: ContactKey) -> Annotation:
        """What is noted on a contact; an empty annotation where nothing is."""
        return self._annotations.get(key, NO_ANNOTATION)

    def all(self) -> Mapping[ContactKey, Annotation]:
        """Every annotation that is not empty. A view: it changes with the store."""
        return MappingProxyType(self._annotations)

    def set_at(self, key: ContactKey) -> str:
        """When it was set, in UTC; "" where nothing is noted."""
        return self._set_at.get(key, "")

    def tags(self) -> list[str]:
        """Every tag, the most used first, then by name."""
        used = Counter(tag for each in self._annotations.values() for tag in each.tags)
        return sorted(used, key=lambda tag: (-used[tag], tag.casefold(), tag))

    def set(self, key: ContactKey, annotation: Annotation) -> Writing:
        """Note something on a contact, or, with an empty annotation, nothing any more."""
        return self.set_many({key: annotation})

    def set_many(
        self, changes: Mapping[ContactKey, Annotation], at: Mapping[ContactKey, str] = NO_MOMENTS
    ) -> Writing:
        """Note something on several contacts, in one transaction. `at` has the moments in UTC of
        those that were not set now."""
        moment = now()
        for key, annotation in changes.items():
            if annotation.is_empty:
                self._annotations.pop(key, None)
                self._set_at.pop(key, None)
            else:
                self._annotations[key], self._set_at[key] = annotation, at.get(key, moment)
        rows = self._rows(key for key, each in changes.items() if not each.is_empty)

        def write(connection: Any) -> None:
            connection.executemany(
                "DELETE FROM annotation WHERE account = ? AND vendor = ?", list(changes)
            )
            connection.executemany("INSERT INTO annotation VALUES (?, ?, ?, ?, ?, ?)", rows)

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop what is noted on the contacts of all other accounts from memory."""
        for key in [each for each in self._annotations if each[0] not in account_ids]:
            del self._annotations[key], self._set_at[key]

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for account_id, vendor_id, favourite, tags, note, set_at in connection.execute(
            "SELECT account, vendor, favourite, tags, note, set_at FROM annotation"
        ):
            key = account_id, vendor_id
            decoded = msgspec.json.decode(tags, type=tuple[str, ...])
            self._annotations[key] = Annotation(bool(favourite), decoded, note)
            self._set_at[key] = set_at

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        connection.executemany(
            "INSERT INTO annotation VALUES (?, ?, ?, ?, ?, ?)", self._rows(self._annotations)
        )

    def _rows(self, keys: Iterable[ContactKey]) -> list[tuple[Any, ...]]:
        rows = []
        for key in keys:
            each = self._annotations[key]
            tags = msgspec.json.encode(each.tags).decode()
            rows.append((*key, each.favourite, tags, each.note, self._set_at[key]))
        return rows

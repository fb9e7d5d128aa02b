"""What the user chose for an export, besides its format and its contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct, field

from contactdesk.export.formats import STANDARD
from contactdesk.model import Column
from contactdesk.records.formatting import PLAIN_FORMATS, LocaleFormats


def _ignore(_count: int) -> None:
    """The default for an event that nobody waits for."""


class Options(Struct, frozen=True):
    """`fields` is STANDARD, SHOWN or ALL; `columns` are those of SHOWN, in order. `per_person`: a table
    has one row for the contacts in a run that are of one person.

    With `notes`, cards hold what vendors noted or summarized about a person; with `annotations`,
    every format holds whether the user made a contact a favorite, its tags and its note. `about` are pairs of
    label and text about the export itself, for formats with room for them. `on_cut` is told how
    many cells were longer than the format allows. `scratch` is a private folder for parts of the
    file, removed by the caller. `formats` is how dates and numbers are written for people.
    `agent_names` are the names that the user gave: account label -> persona or agent number -> name.
    """

    fields: str = STANDARD
    columns: tuple[Column, ...] = ()
    per_person: bool = False
    notes: bool = False
    annotations: bool = False
    about: tuple[tuple[str, str], ...] = ()
    on_cut: Callable[[int], None] = _ignore
    scratch: Path | None = None
    formats: LocaleFormats = PLAIN_FORMATS
    agent_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


DEFAULT = Options()

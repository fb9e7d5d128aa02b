"""Columns of facts and custom fields, which the user chooses from what the index holds."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from contactdesk.index.read.derived_columns import ABOUT, DIFFERS
from contactdesk.memories.field_values import KEYED, is_field
from contactdesk.model import Column, Kind
from contactdesk.records.formatting import humanize
from contactdesk.text.tokenize import key_token
from contactdesk.ui.kit import text

translate = QCoreApplication.translate

WIDTH = 140


def field_column(path: str) -> Column:
    """The column of a field such as "fact.time_zone"."""
    return Column(humanize(path.partition(".")[2]), path, width=WIDTH)


def is_field_path(path: object) -> bool:
    """Whether a path that was kept is that of a field."""
    if not isinstance(path, str) or not is_field(path):
        return False
    region, _, key = path.partition(".")
    return region in KEYED and key != "" and key_token(key) == key


def about(column: Column) -> Column:
    """What is read beside a field's value; see `kind_of` and `differs`."""
    return Column("", ABOUT + column.path)


def kind_of(told: str | None) -> Kind:
    return Kind((told or Kind.TEXT.value).removesuffix(DIFFERS))


def differs(told: str | None) -> bool:
    """Whether a contact has several values; the newest is shown."""
    return (told or "").endswith(DIFFERS)


def header_title(column: Column, among: Iterable[Column]) -> str:
    """A column's title; that of a field says what it is where another column has the same."""
    same = [each for each in among if each.title == column.title]
    is_unclear = len(same) > 1 and is_field(column.path)
    return field_words(column.path) if is_unclear else text.line(column.title)


def field_words(path: str) -> str:
    """A field in words, for menus and tool tips: Time zone (fact)."""
    title = text.line(field_column(path).title)
    if path.startswith("fact."):
        return translate("field_columns", "{title} (fact)").format(title=title)
    return translate("field_columns", "{title} (custom field)").format(title=title)

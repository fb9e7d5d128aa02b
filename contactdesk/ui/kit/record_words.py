"""What is wrong with a malformed record, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def malformed_words(kind: str) -> str:
    """The sentence for `Record.malformed`; an unknown kind is shown as it is."""
    return {
        "too-deep": _tr("Part of the record is nested too deeply to be read."),
        "unreadable": _tr("The record isn't readable JSON."),
        "not-object": _tr("The record isn't a JSON object."),
        "undocumented": _tr("A field has an unexpected type."),
        "bad-id": _tr("The record's ID contains invalid characters."),
        "no-id": _tr("The record has no ID."),
    }.get(kind, kind)


def _tr(text: str) -> str:
    return QCoreApplication.translate("record_words", text)

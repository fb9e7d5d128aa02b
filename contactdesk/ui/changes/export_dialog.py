"""The export of changes: its formats, and what it says."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from contactdesk.export.changes import CHANGE_FORMATS, ListedChange, write_changes
from contactdesk.export.options import Options
from contactdesk.index import ChangeRow
from contactdesk.records.moments import local_at, utc_text
from contactdesk.ui.changes.texts import Names, what_words
from contactdesk.ui.kit.list_export import ListExport, ListExportDialog
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.wording import translate


class ChangesExportDialog(ListExportDialog):
    """Writes the changes of a list. `shown` and `selected` are ids, which `read` reads; `scope` says
    how many there are, and of which contacts."""

    def __init__(
        self,
        shown: array[int],
        selected: Sequence[int],
        read: Callable[[Sequence[int]], list[ChangeRow]],
        account: Names,
        scope: str,
        parent: QWidget | None = None,
    ) -> None:
        descriptions = {
            "csv": translate("changes_export", "CSV — a table for programs"),
            "md": translate("changes_export", "Markdown — a list by day and account"),
        }
        export = ListExport(
            name="changes",
            file_stem="changes",
            title=translate("changes_export", "Export changes"),
            scope=scope,
            formats=[(name, descriptions[name]) for name in CHANGE_FORMATS],
            read=lambda ids: [listed(each, account) for each in read(ids)],
            write=_write,
            written=_written_words,
        )
        super().__init__(export, shown, selected, parent)


def listed(change: ChangeRow, account: Names) -> ListedChange:
    """A change as it is exported."""
    moment, formats = local_at(change.time), local_formats()
    return ListedChange(
        noticed=utc_text(datetime.fromtimestamp(change.time, UTC)),
        day=formats.day(moment.date()) if moment else "",
        clock=formats.clock(moment) if moment else "",
        account=account(change.account_id),
        id=change.vendor_id,
        name=change.person,
        what=what_words(change),
        kinds=change.kinds,
        fields=change.fields,
    )


def _write(fmt: str, out: Path, changes: Sequence[ListedChange], _options: Options) -> int:
    return write_changes(fmt, out, changes)


def _written_words(count: int, out: str) -> str:
    return translate("changes_export", "%Ln change(s) written to {}", "", count).format(out)

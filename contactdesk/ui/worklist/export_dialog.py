"""The export of open items: its formats, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from contactdesk.export.open_items import ITEM_FORMATS, ListedItem, write_items
from contactdesk.index import ItemRow
from contactdesk.ui.kit.list_export import ListExport, ListExportDialog
from contactdesk.ui.kit.wording import translate
from contactdesk.ui.worklist.model import OpenItemsModel


class ItemsExportDialog(ListExportDialog):
    """Writes the items of a list. `scope` says how many there are, and of which contacts."""

    def __init__(
        self,
        model: OpenItemsModel,
        selected: Sequence[int],
        listed: Callable[[ItemRow], ListedItem],
        scope: str,
        parent: QWidget | None = None,
    ) -> None:
        descriptions = {
            "xlsx": translate("items_export", "Excel (XLSX) — a table for spreadsheets"),
            "csv": translate("items_export", "CSV — a table for programs"),
            "md": translate("items_export", "Markdown — a checklist"),
        }
        export = ListExport(
            name="items",
            file_stem="open-items",
            title=translate("items_export", "Export open items"),
            scope=scope,
            formats=[(name, descriptions[name]) for name in ITEM_FORMATS],
            read=lambda ids: [listed(each) for each in model.items(ids)],
            write=write_items,
            written=_written_words,
        )
        super().__init__(export, model.ids()[:], selected, parent)


def _written_words(count: int, out: str) -> str:
    return translate("items_export", "%Ln open item(s) written to {}", "", count).format(out)

"""What narrows and groups the list of changes: words, account, kind, and whether it is unread."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QCheckBox, QWidget

from contactdesk.history.kinds import GROUPS as KIND_GROUPS
from contactdesk.model import Filters
from contactdesk.ui.changes.columns import GROUPS, group_title
from contactdesk.ui.kit.choice_box import select_data
from contactdesk.ui.kit.filter_bar import FilterBar, offer_accounts
from contactdesk.ui.kit.filter_field import FilterField
from contactdesk.ui.kit.wording import translate


class ChangeFilter(Struct, frozen=True):
    """What the list is narrowed to: `account_id` "" for all accounts, `kind` one of
    `history.kinds.GROUPS`, "" for all. `group` is one of `columns.GROUPS`."""

    words: str = ""
    account_id: str = ""
    kind: str = ""
    group: str = "day"
    is_unread: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it may leave changes out, besides those that are read."""
        return bool(self.words.strip() or self.account_id or self.kind)

    def to_place(self) -> Filters:
        """As a place keeps it; `words` are its search."""
        return {
            "account": self.account_id,
            "kind": self.kind,
            "group": self.group or "none",
            "unread": "only" if self.is_unread else "",
        }

    @classmethod
    def from_place(cls, words: str, kept: Filters) -> ChangeFilter:
        """The inverse of `to_place`; what another version wrote is left out."""
        kind, group = str(kept.get("kind", "")), str(kept.get("group", "day"))
        group = "" if group == "none" else group
        return cls(
            words,
            str(kept.get("account", "")),
            kind if kind in KIND_GROUPS else "",
            group if group in GROUPS else "day",
            kept.get("unread") == "only",
        )


def kind_title(kind: str) -> str:
    """What a group of kinds is called in the list of them."""
    return {
        "new": translate("changes", "New"),
        "gone": translate("changes", "Gone"),
        "field": translate("changes", "Fields"),
        "fact": translate("changes", "Facts"),
        "open": translate("changes", "Open items"),
        "message": translate("changes", "Messages"),
        "memory": translate("changes", "Memories"),
    }.get(kind, translate("changes", "All changes"))


class ChangeFilterBar(FilterBar):
    """Words, account, kind, groups, and whether only unread changes are listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changeFilters")
        self.setAccessibleName(self.tr("Filter changes"))
        self.words = FilterField(self.tr("Filter by name or field"), self)
        self.words.setObjectName("changeWords")
        self.account = self._box("changeAccount", self.tr("Account"))
        self.kind = self._box("changeKind", self.tr("Kind of change"))
        self.group = self._box("changeGroup", self.tr("Group by"))
        self.unread = QCheckBox(self.tr("Unread only"), self)
        self.unread.setObjectName("changeUnread")
        for kind in ("", *KIND_GROUPS):
            self.kind.addItem(kind_title(kind), kind)
        for group in GROUPS:
            self.group.addItem(group_title(group), group)
        self._arrange((self.account, self.kind, self.group), self.unread)

    def show_accounts(self, accounts: Sequence[tuple[str, str]]) -> None:
        """(id, label) of the accounts to choose from; instead of one that is gone, all are shown."""
        offer_accounts(self.account, accounts, self.tr("All accounts"))

    def filter(self) -> ChangeFilter:
        return ChangeFilter(
            self.words.text(),
            str(self.account.currentData() or ""),
            str(self.kind.currentData() or ""),
            str(self.group.currentData() or ""),
            self.unread.isChecked(),
        )

    def set_filter(self, wanted: ChangeFilter) -> None:
        """Chooses all of it, and tells once."""
        before = self.filter()
        self.blockSignals(True)
        self.words.setText(wanted.words)
        select_data(self.account, wanted.account_id)
        select_data(self.kind, wanted.kind)
        select_data(self.group, wanted.group)
        self.unread.setChecked(wanted.is_unread)
        self.blockSignals(False)
        if self.filter() != before:
            self.changed.emit()

    def clear(self) -> None:
        """Shows all changes, in the same groups."""
        self.set_filter(ChangeFilter(group=self.filter().group))

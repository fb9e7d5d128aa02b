"""How the page's width is shared while it is too small for all three panes."""

from __future__ import annotations

NARROW_PAGE_PX = 1_100
"""A page of less width gives the table its half first."""

TABLE_SHARE = 0.5
MIN_ACCOUNTS_PX = 150
"""Icons, short labels and counts of the accounts fit in."""


def shared(sizes: list[int], min_details: int) -> list[int]:
    """The widths of accounts, table and details, with at least half of them for the table.

    The details give way first, then the accounts; a hidden pane has no width.
    """
    accounts, table, details = sizes
    page = accounts + table + details
    missing = round(page * TABLE_SHARE) - table
    if page >= NARROW_PAGE_PX or missing <= 0:
        return sizes
    from_details = min(missing, max(0, details - min_details))
    from_accounts = min(missing - from_details, max(0, accounts - MIN_ACCOUNTS_PX))
    return [accounts - from_accounts, table + from_details + from_accounts, details - from_details]

"""How long changes and old records are kept."""

from __future__ import annotations

from contactdesk.ui.kit.settings import Settings

SETTING = "changes/days"
"""The setting with the days that changes are kept, "0" for no limit."""

DAYS = (30, 90, 365, 0)
DEFAULT_DAYS = 90
SECONDS_A_DAY = 86_400


def kept_days(settings: Settings) -> int:
    """The days that changes are kept, one of DAYS; 0 for no limit."""
    kept = settings.text(SETTING, str(DEFAULT_DAYS))
    return int(kept) if kept in map(str, DAYS) else DEFAULT_DAYS


def keep_days(settings: Settings, days: int) -> None:
    """Keep changes for this number of days from now on; one of DAYS."""
    settings.keep(SETTING, str(days))

"""Which folded sections of a contact are open, kept between runs."""

from __future__ import annotations

from contactdesk.ui.document.folds import Folds
from contactdesk.ui.kit.settings import Settings

SETTING = "openSections"
"""The setting with the keys of the open sections, which are our names for them."""


def kept_folds(settings: Settings) -> Folds:
    found = settings.record(SETTING).get("open", [])
    keys = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    return Folds(keys, lambda opened: settings.keep_record(SETTING, {"open": opened}))

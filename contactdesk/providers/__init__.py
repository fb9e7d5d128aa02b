"""Declarations of the vendors' list APIs: auth styles, paging styles, one value per vendor.

Each module in `vendors` has one value PROVIDER; adding a module adds the vendor.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from contactdesk.model import Provider
from contactdesk.providers import vendors


@cache
def all_providers() -> dict[str, Provider]:
    """Provider id -> provider, ordered by title. Imports the package `vendors` once."""
    names = [f"{vendors.__name__}.{each.name}" for each in pkgutil.iter_modules(vendors.__path__)]
    providers: list[Provider] = [importlib.import_module(name).PROVIDER for name in names]
    return {each.id: each for each in sorted(providers, key=lambda each: each.title.casefold())}

"""One module per vendor, each with one value PROVIDER; adding a file adds the vendor."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from contactdesk.model import Provider


@cache
def all_providers() -> dict[str, Provider]:
    """Provider id -> provider, ordered by title. Found by walking this package, once."""
    names = [f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)]
    providers: list[Provider] = [importlib.import_module(name).PROVIDER for name in names]
    return {each.id: each for each in sorted(providers, key=lambda each: each.title.casefold())}

"""The moment at which the user set something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

NO_MOMENTS: Mapping[Any, str] = MappingProxyType({})


def now() -> str:
    """This moment in UTC, to the millisecond, so that texts compare as times do."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

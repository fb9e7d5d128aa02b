"""Returns freed memory to the operating system where the C library would keep it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable


def _malloc_trim() -> Callable[[int], int] | None:
    """glibc's function; other C libraries lack it and keep less."""
    if sys.platform != "linux":
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


_trim = _malloc_trim()


def trim_heap() -> None:
    """Call after a short peak in memory use. Takes a few milliseconds and releases the GIL."""
    if _trim is not None:
        _trim(0)

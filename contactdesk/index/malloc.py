"""Freed memory is given back to the system, where its C library would keep it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable


def _found() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    # glibc has it, musl has not and keeps less.
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


_trim = _found()


def give_back() -> None:
    """After work that took much memory for a moment: a few milliseconds, without Python's lock."""
    if _trim is not None:
        _trim(0)

"""Every measure taken for a quick start and a smooth window, and what each one buys.

Measured on a profile with contacts, as milliseconds until the first rows are painted, unless a
line says otherwise.

* DEFERRED_MODULES are imported by a function when it first needs them, never at the top of a
  module that the start needs: about 200 ms, most of it httpx, keyring and tomlkit. An import inside
  a function is allowed for this reason only.
* `prefetch` looks for the keyring on a thread while Qt is imported: the wait for D-Bus overlaps.
* `quick_imports` pauses garbage collection while modules are imported, then freezes what they
  made, so that no later collection walks it: 30 ms, and 5 ms for each full collection.
* `ui.kit.qt.let_imports_be` removes PySide6's hook around `import`: 40 ms and 8 MB.
* `return_large_blocks` fixes glibc's mmap threshold. Left alone it grows with the first large block
  that is freed, and each thread then keeps such blocks: after some searches among a million
  contacts, three times the memory. `index.malloc` trims the rest after heavy work.
* `share_interpreter` lets threads switch ten times as often as usual: while pages arrive, the
  window waits for the interpreter's lock for 24 to 30 ms instead of 50 to 180 (99th percentile).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator

DEFERRED_MODULES = (
    "csv",
    "email.utils",
    "http.cookiejar",
    "httpx",
    "keyring",
    "tomlkit",
    "contactdesk.sandbox",
    "contactdesk.ui.accounts.about",
    "contactdesk.ui.accounts.dialog",
    "contactdesk.ui.browser.progress_panel",
    "contactdesk.ui.search.help",
    "contactdesk.ui.window.about",
    "contactdesk.ui.window.bug_report",
    "contactdesk.ui.window.export_dialog",
    "contactdesk.ui.window.network_dialog",
    "contactdesk.ui.window.screenshot",
    "contactdesk.ui.window.welcome",
)
"""What the first rows do without."""

THREAD_SWITCH_INTERVAL_S = 0.0005

M_MMAP_THRESHOLD = -3
"""glibc's number of the parameter, from malloc.h."""

MMAP_THRESHOLD_BYTES = 256 << 10
"""Blocks of at least this size go back to the system as soon as they are freed."""


@contextlib.contextmanager
def quick_imports() -> Iterator[None]:
    """Import modules without garbage collection; what they make lives until the end anyway."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def return_large_blocks() -> None:
    """Call it before there are threads: each takes over the threshold when it starts."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)


def share_interpreter() -> None:
    sys.setswitchinterval(THREAD_SWITCH_INTERVAL_S)

"""Every measure taken for a quick start and a smooth window, and what each one buys.

Times are milliseconds of the start, on two cores of a virtual machine.

* DEFERRED_MODULES are imported by a function when it first needs them, not at the top of a module:
  httpx 180, keyring 60, opencc 30, tomlkit 30, http.cookiejar 30, phonenumbers 20, each dialog 8 to
  15. This is the only reason for an import inside a function.
* `prefetch` imports the keyring and looks for its service on a thread, while Qt is imported.
* `quick_imports` imports without garbage collection, then freezes what the imports made: 40, and
  35 less for each full collection later.
* `ui.kit.qt` imports PySide6 without what it needs for errors and documentation only: 25.
* `ui.kit.qt.remove_import_hook` removes PySide6's hook around `import`: 40, and 8 MB of memory.
* `return_large_blocks` fixes glibc's threshold for returning memory. By default it rises with the
  first large block that is freed, and each thread then keeps such blocks: after some searches among
  a million contacts, three times the memory. `index.malloc` returns what is left after heavy work.
* `share_interpreter` makes threads switch ten times as often. While pages arrive, the window waits
  24 to 30 ms for the interpreter's lock instead of 50 to 180 (99th percentile).
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
    "opencc",
    "phonenumbers",
    "tomlkit",
    "xlsxwriter",
    "contactdesk.app.notification_bus",
    "contactdesk.sandbox",
    "contactdesk.text.numbering",
    "contactdesk.people.timeline",
    "contactdesk.ui.accounts.about",
    "contactdesk.ui.accounts.dialog",
    "contactdesk.ui.changes.export_dialog",
    "contactdesk.ui.changes.page",
    "contactdesk.ui.browser.progress_panel",
    "contactdesk.ui.history.history_tab",
    "contactdesk.ui.kit.list_export",
    "contactdesk.ui.kit.nickname_dialog",
    "contactdesk.ui.memories.contact_memories",
    "contactdesk.ui.memories.memories_tab",
    "contactdesk.ui.people.where_panel",
    "contactdesk.ui.search.help",
    "contactdesk.ui.search.name_dialog",
    "contactdesk.ui.timeline.view",
    "contactdesk.ui.table.add_columns",
    "contactdesk.ui.window.about",
    "contactdesk.ui.window.bug_report",
    "contactdesk.ui.window.data_transfer",
    "contactdesk.ui.window.export_dialog",
    "contactdesk.ui.window.network_dialog",
    "contactdesk.ui.window.person_choice",
    "contactdesk.ui.window.screenshot",
    "contactdesk.ui.window.welcome",
    "contactdesk.ui.person.person_page",
    "contactdesk.ui.person.shown_person",
    "contactdesk.ui.personas.page",
    "contactdesk.ui.worklist.export_dialog",
    "contactdesk.ui.worklist.page",
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

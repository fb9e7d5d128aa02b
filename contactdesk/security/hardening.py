"""Process hardening: keeps other programs and crash files away from the keys in memory.

On Linux only: macOS has its hardened runtime, Windows its access rights.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import sys

DEBUG_VARIABLE = "CONTACTDESK_DEBUG"
"""If set, debuggers and core dumps are allowed."""

PR_SET_DUMPABLE = 4
TLS_KEY_LOG_VARIABLE = "SSLKEYLOGFILE"
SANDBOX_VARIABLES = ("FLATPAK_ID", "SNAP")


def forbid_dumps() -> None:
    """Disables core files and the log of TLS secrets; a crash prints a stack without values.

    Call it first, before there is a secret in memory.
    """
    os.environ.pop(TLS_KEY_LOG_VARIABLE, None)
    if sys.stderr is not None:  # a windowed program on Windows has none
        with contextlib.suppress(ValueError, OSError):  # nor if the stream is no file
            faulthandler.enable(all_threads=False)
    if sys.platform == "linux" and not os.environ.get(DEBUG_VARIABLE):
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_inspection() -> bool:
    """Makes the process non-dumpable: only root can attach or read its memory and environment.

    Returns whether that worked. Call it after the window is made and before the first key is read:
    a desktop portal reads /proc before it answers, and Qt asks it for the color scheme. Skipped in
    Flatpak and Snap, which use portals all the time and are closed to others anyway.
    """
    if sys.platform != "linux" or os.environ.get(DEBUG_VARIABLE):
        return False
    if any(os.environ.get(name) for name in SANDBOX_VARIABLES):
        return False
    with contextlib.suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    return False

"""What keeps other programs and crash files away from the keys in memory, as far as it can be had.

On Linux only: macOS has its hardened runtime, Windows its access rights.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import sys

DEBUG = "CONTACTDESK_DEBUG"
"""With a value, debuggers and core dumps are let in."""

PR_SET_DUMPABLE = 4
KEY_LOG = "SSLKEYLOGFILE"
SANDBOXES = ("FLATPAK_ID", "SNAP")


def forbid_dumps() -> None:
    """No core files, no log of TLS secrets; a crash says where on standard error, and no values.

    For the start of the process, before there is anything to keep.
    """
    os.environ.pop(KEY_LOG, None)
    if sys.stderr is not None:  # a windowed program on Windows has none
        with contextlib.suppress(ValueError, OSError):  # nor has one whose stream is no file
            faulthandler.enable(all_threads=False)
    if sys.platform == "linux" and not os.environ.get(DEBUG):
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_looking() -> bool:
    """No debugger, and nobody but root reads this process's memory and environment. Whether it
    could be done.

    A desktop's portal looks into /proc before it answers, and Qt asks it for the light or dark
    look: so this is for the moment after the window is made and before the first key is read.
    Inside Flatpak and Snap, portals are asked all the time, and others cannot look in anyway.
    """
    if sys.platform != "linux" or os.environ.get(DEBUG):
        return False
    if any(os.environ.get(name) for name in SANDBOXES):
        return False
    with contextlib.suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    return False

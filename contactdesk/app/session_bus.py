"""What the command line can do where the keyring is out of reach, as over SSH or in a scheduled job."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from contactdesk.errors import ContactDeskError, NoKeyringError

BUS_VARIABLE = "DBUS_SESSION_BUS_ADDRESS"
BUS_FILE = "/run/user/{}/bus"
"""Where systemd places the bus of a user's sessions."""

UNREACHABLE_KINDS = {"keyring-none", "keyring-broken"}


def explain(
    error: ContactDeskError,
    environment: Mapping[str, str] = os.environ,
    bus_file: Path | None = None,
) -> ContactDeskError:
    """The error with a next step that can be done from a command line, where it is about a missing
    keyring; any other error as it is."""
    if not isinstance(error, NoKeyringError) or error.kind not in UNREACHABLE_KINDS:
        return error
    if sys.platform != "linux" or environment.get(BUS_VARIABLE):
        advice = error.advice or ("keyring-start" if error.kind == "keyring-none" else "")
        return NoKeyringError(error.kind, advice=advice, details=error.details)
    bus = bus_file or Path(BUS_FILE.format(os.getuid()))
    if bus.exists():
        address = f"{BUS_VARIABLE}=unix:path={bus}"
        return NoKeyringError(
            "keyring-unreachable", advice="session-bus-at", details={"address": address}
        )
    return NoKeyringError("keyring-unreachable")

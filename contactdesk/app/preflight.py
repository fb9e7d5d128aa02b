"""Preflight check: whether this computer has what the window needs, before Qt is imported.

Qt aborts the process if a system library is missing, which Python cannot catch, and its message
names the wrong library. This module uses the standard library only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from contactdesk import __version__

EXIT_CODE = 3

Packages = tuple[str, str, str]
"""A library's package names in Debian, Fedora and Arch."""

CORE: dict[str, Packages] = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libzstd.so.1": ("libzstd1", "libzstd", "zstd"),
    "libz.so.1": ("zlib1g", "zlib", "zlib"),
}
"""Needed by every Qt platform, off-screen too."""

XCB: dict[str, Packages] = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
}

WAYLAND: dict[str, Packages] = {
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
}

DISTRIBUTIONS = (("debian", "ubuntu"), ("fedora", "rhel", "centos"), ("arch",))
INSTALL_COMMANDS = ("apt-get install -y", "dnf install -y", "pacman -S --needed")

MODULES = (
    "PySide6",
    "qasync",
    "httpx",
    "keyring",
    "msgspec",
    "apsw",
    "tomlkit",
    "certifi",
)


def check(window: bool = True) -> str:
    """What keeps the program from running, for the terminal; "" if nothing does.

    Without `window`, only what a run without Qt needs is checked.
    """
    if problem := package_problem():
        return problem
    if not window:
        return ""
    return library_problem() or display_problem()


def report() -> int:
    """Prints what was checked. Exit code: 0, or 3 if something is missing."""
    problem = package_problem() or library_problem()
    platform = qt_platform()
    libraries = ", ".join(needed(platform)) or "none needed on this system"
    lines = [
        f"contactdesk {__version__} on Python {sys.version.split()[0]} ({sys.platform})",
        f"Qt platform: {platform}",
        f"PySide6: {pyside_version() or 'not found'}",
        f"Libraries checked: {libraries}",
        display_problem() if not problem else "",
        problem or "Everything needed is installed.",
    ]
    sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    return EXIT_CODE if problem else 0


def has_display() -> bool:
    """Whether this session has a display; on other systems than Linux it always has."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def qt_platform() -> str:
    """The Qt platform a start would use; "offscreen" if there is no display."""
    if wanted := os.environ.get("QT_QPA_PLATFORM"):
        return re.split("[:;]", wanted)[0]
    if sys.platform != "linux":
        return "native"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else "offscreen"


def needed(platform: str) -> dict[str, Packages]:
    """The libraries this Qt platform loads: soname -> packages."""
    if sys.platform != "linux":
        return {}
    if platform == "xcb":
        return CORE | XCB
    return CORE | WAYLAND if platform.startswith("wayland") else CORE


def missing(platform: str) -> dict[str, Packages]:
    """The needed libraries that cannot be loaded."""
    gone = _unloadable(needed(platform))
    # Without Wayland's libraries Qt falls back to X11.
    can_fall_back = platform.startswith("wayland") and os.environ.get("DISPLAY")
    if gone and can_fall_back and not _unloadable(needed("xcb")):
        return {}
    return gone


def _unloadable(libraries: Mapping[str, Packages]) -> dict[str, Packages]:
    gone = {}
    for soname, packages in libraries.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            gone[soname] = packages
    return gone


def family(os_release: str = "/etc/os-release") -> int | None:
    """Debian, Fedora or Arch, as a position in Packages; None for another distribution."""
    try:
        text = Path(os_release).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    said = " ".join(re.findall(r"^(?:ID|ID_LIKE)=(.*)$", text, re.MULTILINE))
    names = set(said.replace('"', " ").replace("'", " ").split())
    return next((at for at, known in enumerate(DISTRIBUTIONS) if names & set(known)), None)


def library_problem() -> str:
    gone = missing(qt_platform())
    return install_advice(gone, family()) if gone else ""


def install_advice(gone: Mapping[str, Packages], distribution: int | None) -> str:
    """The missing libraries, and the one line that installs them."""
    said = (
        f"contactdesk can't open a window. These system libraries are missing:\n  {', '.join(gone)}"
    )
    if distribution is None:
        return said + "\nInstall them with your system's package manager."
    names = dict.fromkeys(packages[distribution] for packages in gone.values())
    return f"{said}\nInstall them with:\n  sudo {INSTALL_COMMANDS[distribution]} {' '.join(names)}"


def display_problem() -> str:
    if not has_display():
        return (
            "No display was found: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
            "To save a picture of the demo without a display: contactdesk --demo --shot FILE"
        )
    if qt_platform() == "xcb" and not _x_server_answers():
        display = os.environ.get("DISPLAY", "")
        return f"The X server named by DISPLAY ({display!r}) can't be reached, or refused the connection."
    return ""


def _x_server_answers() -> bool:
    """Connects through the library Qt uses, so that access rights count too."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def package_problem() -> str:
    """A Python package that is missing, or one that must not be installed."""
    if absent := [name for name in MODULES if importlib.util.find_spec(name) is None]:
        return (
            f"These Python packages are missing: {', '.join(absent)}.\n"
            "In a copy of the source, run: python3 packaging/dev.py demo"
        )
    if _numbers(pyside_version()) >= (6, 12):
        return (
            f"PySide6 {pyside_version()} crashes. Install an older release:\n"
            f"  {sys.executable} -m pip install 'pyside6-essentials<6.12'"
        )
    if installed("apsw"):
        return (
            "The package apsw is installed next to apsw-sqlite3mc. Both own the same files, and the"
            " index would not be encrypted. Fix it with:\n"
            f"  {sys.executable} -m pip uninstall -y apsw apsw-sqlite3mc &&"
            f" {sys.executable} -m pip install apsw-sqlite3mc"
        )
    return ""


def pyside_version() -> str:
    return installed("pyside6-essentials") or installed("pyside6")


def installed(distribution: str) -> str:
    """The version of an installed distribution, "" if it is not installed.

    Read from folder names: importlib.metadata costs every start 30 ms.
    """
    wanted = re.sub(r"[-_.]+", "_", distribution).lower()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            stem, suffix = os.path.splitext(name)
            own, _, version = stem.partition("-")
            if suffix == ".dist-info" and own.lower() == wanted:
                return version
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])

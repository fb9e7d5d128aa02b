#!/usr/bin/env python3
"""Takes the README's pictures: the demo on a real X server.

    python3 packaging/screenshots.py

Writes into resources/screenshots a window of 1360 × 800 with made-up people: light.png and dark.png
(what all agents remember about a person), overview.png and memory.png (that, and what one agent
does, in the reading mode), open-items.png (the open items of all contacts), details.png (a contact of
another vendor), people.png and person.png (people, and one of them compared, light and dark),
timeline.png and changes.png (what happened with a person, and what changed since the start, likewise).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import environment
import lock
import session
import system

FOLDER = lock.ROOT / "resources" / "screenshots"
VENDOR, PERSON = "Bland AI", "Marcus Okafor"
OTHER_VENDOR, OTHER_PERSON = "Quo", "Amélie Laurent-Dubois"
ROUNDS = 3
"""Refreshes that bring something new in the demo."""

SIZE = (1360, 800)
MAX_PICTURE_BYTES = 300_000


def main() -> int:
    environment.prepare(lock.RUN_LOCK)
    settings = system.qt_libraries(environment.VENV, "xcb")
    with session.thrown_away(settings) as variables:
        here = {"PYTHONPATH": str(lock.ROOT), "LANG": "en_US.UTF-8", "LC_ALL": "", "TZ": "UTC"}
        command = [str(environment.PYTHON), __file__, "inside"]
        return subprocess.run(command, cwd=lock.ROOT, env={**variables, **here}).returncode


def inside() -> int:
    """Inside the session: the program itself, on a temporary profile."""
    import asyncio
    import tempfile

    from PySide6.QtCore import QLocale

    from contactdesk.app.event_loop import EventLoop
    from contactdesk.app.run import make_application
    from contactdesk.app.session import Session
    from contactdesk.profile.lock import Lock
    from contactdesk.profile.paths import Profile
    from contactdesk.ui.kit.settings import Settings

    FOLDER.mkdir(parents=True, exist_ok=True)
    qapp = make_application()
    QLocale.setDefault(QLocale("en_US"))

    class Portrait(Session):
        async def _take_shot(self, file: Path) -> None:
            try:
                await _portraits(self.window, file)
            finally:
                self.window.close()

    with tempfile.TemporaryDirectory() as folder:
        profile = Profile.at(Path(folder))
        profile.make()
        held = Lock.take(profile.lock_file)
        assert held is not None
        settings = Settings(profile.settings_file)
        program = Portrait(profile, settings, held, is_demo=True, shot=FOLDER)
        with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
            code = runner.run(program.main())
        held.release()
    return code or _checked()


async def _portraits(window, folder: Path) -> None:  # type: ignore[no-untyped-def]  # MainWindow
    from PySide6.QtWidgets import QApplication

    from contactdesk.ui.kit import theme
    from contactdesk.ui.window import screenshot

    window.resize(*SIZE)
    browser = await screenshot.opened(window)
    qapp = QApplication.instance()
    assert isinstance(qapp, QApplication)

    async def write(name: str) -> None:
        screenshot.write(await screenshot.picture(window), folder / f"{name}.png")

    await _show_vendor(browser, OTHER_VENDOR)
    theme.apply(qapp, "light")
    await screenshot.show_contact(browser, OTHER_PERSON)
    await write("details")
    await _show_vendor(browser, VENDOR)
    await screenshot.show_contact(browser, PERSON)
    for scheme in ("dark", "light"):
        theme.apply(qapp, scheme)
        screenshot.show_memories(browser)
        await write(scheme)
    screenshot.read_memories(window, is_on=True)
    await write("overview")
    await screenshot.show_memory(browser, 1)
    await write("memory")
    screenshot.read_memories(window, is_on=False)
    await screenshot.show_open_items(browser)
    await write("open-items")
    await screenshot.show_people(browser, PERSON)
    await write("people")
    theme.apply(qapp, "dark")
    await write("person")
    await screenshot.load_all(window)
    for _ in range(ROUNDS):
        await screenshot.refresh(window)
    await screenshot.show_changes(browser, PERSON)
    await write("changes")
    theme.apply(qapp, "light")
    await screenshot.show_people(browser, PERSON)
    await screenshot.show_timeline(browser)
    await write("timeline")


async def _show_vendor(browser, vendor: str) -> None:  # type: ignore[no-untyped-def]  # Browser
    from contactdesk.ui.window import screenshot

    browser.accounts.choose("")
    for account_id in browser.account_ids():
        await screenshot.show_account(browser, account_id)
        if browser.accounts.currentIndex().data() == vendor:
            return


def _checked() -> int:
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.glob("*.png"))}
    print(", ".join(f"{name}: {size:,} bytes" for name, size in sizes.items()))
    return int(any(size > MAX_PICTURE_BYTES for size in sizes.values()))


if __name__ == "__main__":
    # The environment's own Python runs the second half.
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    raise SystemExit(inside() if sys.argv[1:] == ["inside"] else main())

"""The only place where things are put together: profile, log, event loop, window."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from contactdesk import __version__
from contactdesk.app import log
from contactdesk.app.arguments import parse
from contactdesk.app.event_loop import EventLoop
from contactdesk.app.session import Session
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile, user_profile
from contactdesk.ui.kit import theme, translation
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.single_instance import raise_first

USAGE = 2
TURN = 0.0005
"""Seconds a thread of Python works before it lets another one; ten times as often as usual."""

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]
logger = logging.getLogger("contactdesk")


def run(argv: list[str]) -> int:
    """Opens the window and gives the exit code when it was closed."""
    arguments = parse(argv)
    if arguments.demo:
        folder = Path(tempfile.mkdtemp(prefix="contactdesk-demo-"))
        try:
            return _run(Profile.at(folder), is_demo=True, shot=arguments.shot)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    profile = Profile.at(arguments.profile) if arguments.profile else user_profile()
    return _run(profile, is_demo=False, shot=None)


def _run(profile: Profile, is_demo: bool, shot: Path | None) -> int:
    profile.make()
    lock = Lock.take(profile.lock_file)
    if lock is None:
        if raise_first(profile.lock_file):
            return 0
        sys.stderr.write("contactdesk is using this profile already. Close it first.\n")
        return USAGE
    log.set_up(profile.log_file)
    try:
        return _run_window(profile, lock, is_demo, shot)
    finally:
        log.tear_down()
        lock.release()


def _run_window(profile: Profile, lock: Lock, is_demo: bool, shot: Path | None) -> int:
    qapp = make_application()
    settings = Settings(profile.settings_file)
    theme.apply(qapp, settings.text("look", "system"))
    program = Session(profile, settings, lock, is_demo=is_demo, shot=shot)
    sys.excepthook = _hook(program)
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        return runner.run(program.main())


def make_application() -> QApplication:
    """Qt's application object with our names, made once a process."""
    # While pages pour in, the window waits so long at most before it gets its turn.
    sys.setswitchinterval(TURN)
    existing = QApplication.instance()
    qapp = existing if isinstance(existing, QApplication) else QApplication(["contactdesk"])
    qapp.setApplicationName("contactdesk")
    qapp.setApplicationVersion(__version__)
    qapp.setDesktopFileName("contactdesk")
    qapp.setQuitOnLastWindowClosed(False)
    translation.install(qapp)
    return qapp


def _hook(program: Session) -> Hook:
    def on_exception(
        kind: type[BaseException], error: BaseException, story: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            program.window.close()
            return
        logger.error("a bug", exc_info=(kind, error, story))
        program.show_bug(error)

    return on_exception

"""From the command line to a session: profile, lock, log, event loop."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from contactdesk import __version__
from contactdesk.app import log, tuning
from contactdesk.app.arguments import parse
from contactdesk.app.event_loop import EventLoop
from contactdesk.app.session import Session
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile, user_profile
from contactdesk.ui.kit import theme, translation
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.single_instance import raise_first

USAGE_ERROR = 2

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]
logger = logging.getLogger("contactdesk")


def run(argv: list[str]) -> int:
    """Show the window on the profile the arguments name. The exit code."""
    arguments = parse(argv)
    with ExitStack() as stack:
        if arguments.demo:
            folder = tempfile.TemporaryDirectory(
                "", "contactdesk-demo-", ignore_cleanup_errors=True
            )
            profile = Profile.at(Path(stack.enter_context(folder)))
        else:
            profile = Profile.at(arguments.profile) if arguments.profile else user_profile()
        profile.make()
        lock = Lock.take(profile.lock_file)
        if lock is None:
            return _raise_other(profile)
        stack.callback(lock.release)
        log.set_up(profile.log_file)
        stack.callback(log.tear_down)
        return _run_session(profile, lock, is_demo=arguments.demo, shot=arguments.shot)


def _raise_other(profile: Profile) -> int:
    """Another process uses the profile: bring its window to the front."""
    if raise_first(profile.lock_file):
        return 0
    sys.stderr.write("contactdesk is already using this profile. Close it first.\n")
    return USAGE_ERROR


def _run_session(profile: Profile, lock: Lock, *, is_demo: bool, shot: Path | None) -> int:
    qapp = make_application()
    settings = Settings(profile.settings_file)
    theme.apply(qapp, settings.text("look", "system"))
    session = Session(profile, settings, lock, is_demo=is_demo, shot=shot)
    sys.excepthook = _hook(session)
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        return runner.run(session.main())


def make_application() -> QApplication:
    """Qt's application object under our name, made once a process."""
    tuning.share_interpreter()
    existing = QApplication.instance()
    qapp = existing if isinstance(existing, QApplication) else QApplication(["contactdesk"])
    qapp.setApplicationName("contactdesk")
    qapp.setApplicationVersion(__version__)
    qapp.setDesktopFileName("contactdesk")
    qapp.setQuitOnLastWindowClosed(False)
    translation.install(qapp)
    return qapp


def _hook(session: Session) -> Hook:
    def on_exception(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            session.window.close()
            return
        logger.error("a bug", exc_info=(kind, error, trace))
        session.on_bug(error)

    return on_exception

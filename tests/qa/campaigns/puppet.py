"""The program in a process of its own, asked from outside: one expression a line on standard
input, its value as JSON on the pipe named on the command line. Nothing else of it is changed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading

from contactdesk.__main__ import main
from contactdesk.app import session as program_module


def say(what: object) -> None:
    os.write(TOLD, json.dumps(what, default=repr).encode() + b"\n")


def listen(program, loop) -> None:
    """Until standard input ends. The expressions are evaluated on the window's thread."""
    scope = {
        "program": program,
        "window": program.window,
        "browser": program.window.browser,
        "tasks": program_module.tasks,
        "asyncio": asyncio,
    }

    def answer(line: str) -> None:
        try:
            say(eval(line, scope))
        except Exception as error:
            say({"failed": repr(error)})

    for line in sys.stdin:
        loop.call_soon_threadsafe(answer, line)


def watched(run):
    async def with_ears(self) -> int:
        loop = asyncio.get_running_loop()
        threading.Thread(target=listen, args=(self, loop), daemon=True).start()
        return await run(self)

    return with_ears


if __name__ == "__main__":
    TOLD = int(sys.argv[1])
    program_module.Session.main = watched(program_module.Session.main)
    program_module.Session.raised = 0
    raise_window = program_module.Session._raise_window

    def counted(self) -> None:
        self.raised += 1
        raise_window(self)

    program_module.Session._raise_window = counted
    code = main(sys.argv[2:])
    sys.exit(code)

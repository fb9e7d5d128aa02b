"""Runs the program under remote control, otherwise unchanged.

Reads one Python expression per line from standard input and writes its value as JSON to the pipe
whose file descriptor is the first argument.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading

from contactdesk.__main__ import main
from contactdesk.app import session as program_module


def answer(value: object) -> None:
    os.write(ANSWERS, json.dumps(value, default=repr).encode() + b"\n")


def listen(program, loop) -> None:
    """Evaluates expressions on the window's thread until standard input ends."""
    scope = {
        "program": program,
        "window": program.window,
        "browser": program.window.browser,
        "tasks": program_module.tasks,
        "asyncio": asyncio,
    }

    def evaluate(line: str) -> None:
        try:
            answer(eval(line, scope))
        except Exception as error:
            answer({"failed": repr(error)})

    for line in sys.stdin:
        loop.call_soon_threadsafe(evaluate, line)


def with_listener(run):
    async def listening(self) -> int:
        loop = asyncio.get_running_loop()
        threading.Thread(target=listen, args=(self, loop), daemon=True).start()
        return await run(self)

    return listening


if __name__ == "__main__":
    ANSWERS = int(sys.argv[1])
    program_module.Session.main = with_listener(program_module.Session.main)
    program_module.Session.raised = 0
    raise_window = program_module.Session._raise_window

    def counting(self) -> None:
        self.raised += 1
        raise_window(self)

    program_module.Session._raise_window = counting
    code = main(sys.argv[2:])
    sys.exit(code)

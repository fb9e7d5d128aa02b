"""What lies between the program and a vendor: connections pass through it, answers may be held back
or lost, and two network namespaces with a cable between them may be what they come through."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAMESPACES = Path("/run/netns")
NEW_NETWORK = 0x40000000  # CLONE_NEWNET
VENDOR, PROGRAM = "198.18.0.1", ("198.18.0.2", "198.18.0.3")
"""Addresses set aside for measuring networks: nobody has them."""


@dataclass
class Passage:
    """One connection through the relay."""

    peer: tuple[str, int]
    out: asyncio.StreamWriter
    far: asyncio.StreamWriter
    flows: asyncio.Event = field(default_factory=asyncio.Event)


class Relay:
    """Leads every connection to a port of loopback. `passages` holds all there ever were, `held`
    counts the answers that arrived while nothing was to flow back."""

    def __init__(
        self,
        port: int,
        listening: socket.socket | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._to = port
        self._listening = listening or socket.create_server(("127.0.0.1", 0))
        self._context = context
        self.address = "{}:{}".format(*self._listening.getsockname())
        self.passages: list[Passage] = []
        self.held = 0
        self._holds = False
        self._ready, self._ended = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Relay:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_error: object) -> None:
        self._do(self._ended.set)
        self._thread.join(20)

    def peers(self) -> list[str]:
        return [each.peer[0] for each in self.passages]

    def hold(self) -> None:
        """Answers stay here from now on."""
        self._holds = True
        self._do(lambda: [each.flows.clear() for each in self.passages])

    def release(self) -> None:
        """They go on their way."""
        self._holds = False
        self._do(lambda: [each.flows.set() for each in self.passages])

    def lose(self) -> None:
        """They never do, and who has asked is not told; new connections are fine."""
        self._holds = False

    def cut(self) -> None:
        """Resets every connection there is; new ones are fine."""
        self._holds = False
        self._do(lambda: [each.out.transport.abort() for each in self.passages])

    def _do(self, act) -> None:
        self._loop.call_soon_threadsafe(act)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(
            self._pass, sock=self._listening, ssl=self._context, limit=1 << 20
        )
        self._ready.set()
        await self._ended.wait()
        server.close()
        for each in self.passages:
            for writer in (each.out, each.far):
                writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _pass(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        far_source, far = await asyncio.open_connection("127.0.0.1", self._to)
        passage = Passage(out.get_extra_info("peername"), out, far)
        if not self._holds:
            passage.flows.set()
        self.passages.append(passage)
        # Either end may go whenever it likes; the other one goes with it.
        with contextlib.suppress(OSError, ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(self._back(far_source, passage))
                group.create_task(_forth(source, far))
        for writer in (out, far):
            writer.transport.abort()

    async def _back(self, far_source: asyncio.StreamReader, passage: Passage) -> None:
        while data := await far_source.read(1 << 20):
            if not passage.flows.is_set():
                self.held += 1
                await passage.flows.wait()
            passage.out.write(data)
            await passage.out.drain()
        raise ConnectionAbortedError


async def _forth(source: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
    while data := await source.read(1 << 20):
        far.write(data)
        await far.drain()
    raise ConnectionAbortedError


class Cable:
    """A vendor's network and the program's, joined by a cable of their own. Needs root."""

    def __init__(self) -> None:
        self.vendor, self.program = (f"contactdesk-{os.getpid()}-{end}" for end in "vp")
        self.within = ["ip", "netns", "exec", self.program]

    def lay(self) -> str:
        """Lays it. "" or why it cannot be laid."""
        if not shutil.which("ip"):
            return "there is no ip command"
        try:
            for each in (self.vendor, self.program):
                ip("netns", "add", each)
                ip("-n", each, "link", "set", "lo", "up")
            end = ("link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns")
            ip("-n", self.vendor, *end, self.program)
            ip("-n", self.vendor, "addr", "add", f"{VENDOR}/24", "dev", "cable")
            ip("-n", self.vendor, "link", "set", "cable", "up")
            self.plug_in(PROGRAM[0])
        except subprocess.CalledProcessError as error:
            return f"ip {' '.join(error.cmd[1:])}: {error.stderr.strip()}"
        return ""

    def plug_in(self, address: str) -> None:
        """The program's computer has this address from now on, and a way to everywhere."""
        ip("-n", self.program, "addr", "flush", "dev", "cable")
        ip("-n", self.program, "link", "set", "cable", "up")
        ip("-n", self.program, "addr", "add", f"{address}/24", "dev", "cable")
        ip("-n", self.program, "route", "add", "default", "via", VENDOR)

    def pull(self) -> None:
        ip("-n", self.program, "link", "set", "cable", "down")

    def remove(self) -> None:
        for each in (self.vendor, self.program):
            with contextlib.suppress(subprocess.CalledProcessError, OSError):
                ip("netns", "delete", each)

    def listening(self) -> socket.socket:
        """A socket at the vendor's end."""
        made: list[socket.socket] = []
        libc = ctypes.CDLL(None, use_errno=True)

        def make() -> None:  # only the thread that asks moves, and it ends with this
            file = os.open(NAMESPACES / self.vendor, os.O_RDONLY)
            if libc.setns(file, NEW_NETWORK) == 0:
                made.append(socket.create_server((VENDOR, 0)))
            os.close(file)

        mover = threading.Thread(target=make)
        mover.start()
        mover.join()
        assert made, os.strerror(ctypes.get_errno())
        return made[0]


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@contextlib.contextmanager
def cable() -> Iterator[tuple[Cable, str]]:
    """A cable that was laid, or why it could not be."""
    made = Cable()
    try:
        yield made, made.lay()
    finally:
        made.remove()

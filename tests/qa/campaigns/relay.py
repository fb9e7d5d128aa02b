"""A TCP relay between the program and a vendor, which can hold, lose or cut replies.

`Cable` puts program and vendor into two network namespaces joined by a virtual Ethernet pair.
"""

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
"""From the range reserved for benchmarks (RFC 2544): no real host has them."""


@dataclass
class Connection:
    """One connection through the relay."""

    peer: tuple[str, int]
    out: asyncio.StreamWriter
    far: asyncio.StreamWriter
    flows: asyncio.Event = field(default_factory=asyncio.Event)


class Relay:
    """Forwards connections to a port on loopback. `connections` has all there ever were; `held`
    counts the replies that arrived while replies were being held."""

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
        self.connections: list[Connection] = []
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
        return [each.peer[0] for each in self.connections]

    def hold(self) -> None:
        """Holds replies from now on."""
        self._holds = True
        self._do(lambda: [each.flows.clear() for each in self.connections])

    def release(self) -> None:
        """Forwards the held replies, and those to come."""
        self._holds = False
        self._do(lambda: [each.flows.set() for each in self.connections])

    def lose(self) -> None:
        """Loses the held replies without closing their connections; new connections work."""
        self._holds = False

    def cut(self) -> None:
        """Resets every open connection; new ones work."""
        self._holds = False
        self._do(lambda: [each.out.transport.abort() for each in self.connections])

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
        for each in self.connections:
            for writer in (each.out, each.far):
                writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _pass(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        far_source, far = await asyncio.open_connection("127.0.0.1", self._to)
        connection = Connection(out.get_extra_info("peername"), out, far)
        if not self._holds:
            connection.flows.set()
        self.connections.append(connection)
        # When either end closes, so does the other.
        with contextlib.suppress(OSError, ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(self._forward_replies(far_source, connection))
                group.create_task(_forward_requests(source, far))
        for writer in (out, far):
            writer.transport.abort()

    async def _forward_replies(
        self, far_source: asyncio.StreamReader, connection: Connection
    ) -> None:
        while data := await far_source.read(1 << 20):
            if not connection.flows.is_set():
                self.held += 1
                await connection.flows.wait()
            connection.out.write(data)
            await connection.out.drain()
        raise ConnectionAbortedError


async def _forward_requests(source: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
    while data := await source.read(1 << 20):
        far.write(data)
        await far.drain()
    raise ConnectionAbortedError


class Cable:
    """Network namespaces for a vendor and the program, joined by a virtual cable. Needs root."""

    def __init__(self) -> None:
        self.vendor, self.program = (f"contactdesk-{os.getpid()}-{end}" for end in "vp")
        self.within = ["ip", "netns", "exec", self.program]

    def lay(self) -> str:
        """Creates the namespaces and the cable. Gives the reason if that fails, else ""."""
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
        """Gives the program's end this address and a default route."""
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
        """A listening socket at the vendor's end."""
        made: list[socket.socket] = []
        libc = ctypes.CDLL(None, use_errno=True)

        def make() -> None:  # setns moves only the calling thread, which ends here
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
    """(the cable, why it could not be created or "")."""
    made = Cable()
    try:
        yield made, made.lay()
    finally:
        made.remove()

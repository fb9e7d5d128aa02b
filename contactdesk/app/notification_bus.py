"""Notifications through the desktop's own service, org.freedesktop.Notifications on the session bus.

Qt's binding of D-Bus cannot send the unsigned number that the service asks for; jeepney, which comes
with the keyring on Linux, can. https://specifications.freedesktop.org/notification-spec/latest/
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, open_dbus_connection
from jeepney.io.common import RouterClosed

from contactdesk.ui.kit.tasks import spawn

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
SERVICE = DBusAddress(PATH, NAME, NAME)
NOTIFY_TYPES = "susssasa{sv}i"
"""Of Notify: program, id to replace, icon, summary, body, actions, hints, time in milliseconds."""

DEFAULT_ACTION = "default"
"""The key of the action that a click on the notification itself does."""

BY_THE_SERVICE = -1
ANSWER_LIMIT_S = 5.0
MAX_WAITING_CLICKS = 16

FAILURES = (OSError, EOFError, KeyError, ValueError, RuntimeError, TimeoutError, RouterClosed)
"""No bus in the environment, one that cannot be reached, or a connection that ended."""


class NotificationBus:
    """Connects when the first notification is shown, and again where the connection has ended."""

    def __init__(self, on_clicked: Callable[[str], None]) -> None:
        """`on_clicked` is called with the tag of a notification that was clicked."""
        self._on_clicked = on_clicked
        self._connection: Any = None
        self._router: Any = None
        self._listening: asyncio.Task[None] | None = None
        self._tags: dict[int, str] = {}
        self._ids: dict[str, int] = {}

    async def show(self, tag: str, title: str, body: str, open_words: str) -> bool:
        """Show a notification, in place of the last one with this tag. `body` must not have markup,
        `open_words` name what a click does. Whether the desktop took it."""
        values = (
            *("contactdesk", self._ids.get(tag, 0), "contactdesk", title, body),
            [DEFAULT_ACTION, open_words],
            {"desktop-entry": ("s", "contactdesk")},
            BY_THE_SERVICE,
        )
        call = new_method_call(SERVICE, "Notify", NOTIFY_TYPES, values)
        reply = await self._answer(call)
        if reply is None or reply.header.message_type is not MessageType.method_return:
            return False
        number = int(reply.body[0])
        self._ids[tag] = number
        self._tags[number] = tag
        return True

    async def close(self) -> None:
        """End the connection. The notifications stay, but nothing hears their clicks any more."""
        if self._listening is not None:
            self._listening.cancel()
        router, connection = self._router, self._connection
        self._router = self._connection = self._listening = None
        self._tags, self._ids = {}, {}
        if router is not None:
            # Ends what it reads with, and takes what went wrong there.
            with contextlib.suppress(*FAILURES):
                await router.__aexit__(None, None, None)
        if connection is not None:
            connection.writer.close()

    async def _answer(self, call: Any) -> Any:
        """The service's answer, None where it cannot be had. A connection that has ended in the
        meantime is made anew."""
        for _attempt in range(2):
            was_connected = self._router is not None
            try:
                async with asyncio.timeout(ANSWER_LIMIT_S):
                    router = await self._connected()
                    return await router.send_and_get_reply(call)
            except FAILURES:
                await self.close()
                if not was_connected:
                    break
        return None

    async def _connected(self) -> Any:
        if self._router is None:
            self._connection = await open_dbus_connection("SESSION")
            self._router = router = DBusRouter(self._connection)
            clicks = MatchRule(
                type="signal", sender=NAME, interface=NAME, member="ActionInvoked", path=PATH
            )
            await router.send_and_get_reply(message_bus.AddMatch(clicks))
            self._listening = spawn(self._listen(router))
        return self._router

    async def _listen(self, router: Any) -> None:
        """Hears clicks until the connection ends."""
        # The bus tells the sender by its own name, not by the service's.
        clicks = MatchRule(type="signal", interface=NAME, member="ActionInvoked", path=PATH)
        with router.filter(clicks, bufsize=MAX_WAITING_CLICKS) as queue:
            while True:
                number, key = (await queue.get()).body
                if key == DEFAULT_ACTION and number in self._tags:
                    self._on_clicked(self._tags[number])

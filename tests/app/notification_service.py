"""Run as a process: a made-up notification service on the session bus.

It writes a line of JSON for each notification that it takes: [id, replaced id, title, body, actions].
A line on its standard input clicks the notification with that id; "close" closes it. With the word
`refuses` on the command line, it answers with an error.
"""

from __future__ import annotations

import json
import sys
import threading
from itertools import count

from jeepney import (
    DBus,
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.threading import open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
TYPES = "susssasa{sv}i"


def main(how: str) -> None:
    connection = open_dbus_connection()
    connection.send(DBus().RequestName(NAME))
    threading.Thread(target=click, args=(connection,), daemon=True).start()
    tell("ready")
    numbers = count(7)
    while True:
        asked = connection.receive()
        fields = asked.header.fields
        if asked.header.message_type is not MessageType.method_call:
            continue
        if how == "refuses" or fields.get(HeaderFields.signature) != TYPES:
            connection.send(new_error(asked, "org.freedesktop.DBus.Error.InvalidArgs"))
            continue
        _program, replaced, _icon, title, body, actions, _hints, _time = asked.body
        number = replaced or next(numbers)
        connection.send(new_method_return(asked, "u", (number,)))
        tell(json.dumps([number, replaced, title, body, actions]))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def click(connection) -> None:
    address = DBusAddress(PATH, interface=NAME)
    for line in sys.stdin:
        values = (int(line), "default")
        connection.send(new_signal(address, "ActionInvoked", "us", values))


if __name__ == "__main__":
    main(sys.argv[1])

"""Commands of the keyring tests' scripts, run in a D-Bus session: `save`, `lock`, `pid`."""

from __future__ import annotations

import sys


def save() -> None:
    """Saves an entry, so that there is a keyring file."""
    import keyring

    keyring.set_password("contactdesk/probe", "key", "made up")


def lock() -> None:
    """Locks the collection, as a desktop does with its screen."""
    import secretstorage

    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()


def pid() -> None:
    """Prints the id of the process that is the Secret Service, if there is one."""
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = "org.freedesktop.DBus"
    asked = new_method_call(
        DBusAddress("/org/freedesktop/DBus", bus, bus),
        "GetConnectionUnixProcessID",
        "s",
        ("org.freedesktop.secrets",),
    )
    answer = open_dbus_connection().send_and_get_reply(asked)
    if answer.header.message_type is MessageType.method_return:
        sys.stdout.write(f"{answer.body[0]}\n")


if __name__ == "__main__":
    {"save": save, "lock": lock, "pid": pid}[sys.argv[1]]()

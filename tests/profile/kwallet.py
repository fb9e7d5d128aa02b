"""Run as a process: a made-up KWallet on the session bus, with one folder of entries in memory.

The word on the command line says how it is: `works`, `cancelled` (the wallet is never opened),
`quiet` (what is written is dropped without a word), `broken` (an error of its own) or `hangs`.
"""

from __future__ import annotations

import sys

from jeepney import DBus, HeaderFields, Message, MessageType, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

NAME, HANDLE = "org.kde.kwalletd5", 7
NO_CRYPTO = "createDLGroup failed: maybe libqca-ossl is missing"


class Wallet:
    """Answers calls of org.kde.KWallet; (signature, value)."""

    def __init__(self, how: str) -> None:
        self._how = how
        self._entries: dict[tuple[str, str], str] = {}

    def networkWallet(self) -> tuple[str, object]:
        return "s", "kdewallet"

    def open(self, _wallet: str, _window: int, app: str) -> tuple[str, object]:
        # Whoever owns the wallet is asked about the program by this name.
        is_let_in = self._how != "cancelled" and app == "contactdesk"
        return "i", HANDLE if is_let_in else -1

    def isOpen(self, _handle: int) -> tuple[str, object]:
        return "b", True

    def hasFolder(self, _handle: int, folder: str, _app: str) -> tuple[str, object]:
        return "b", any(folder == kept for kept, _ in self._entries)

    def hasEntry(self, _handle: int, folder: str, name: str, _app: str) -> tuple[str, object]:
        return "b", (folder, name) in self._entries

    def readPassword(self, _handle: int, folder: str, name: str, _app: str) -> tuple[str, object]:
        return "s", self._entries.get((folder, name), "")

    def writePassword(
        self, _handle: int, folder: str, name: str, secret: str, _app: str
    ) -> tuple[str, object]:
        if self._how == "quiet":
            return "i", -1
        self._entries[folder, name] = secret
        return "i", 0

    def removeEntry(self, _handle: int, folder: str, name: str, _app: str) -> tuple[str, object]:
        return "i", 0 if self._entries.pop((folder, name), None) is not None else -3


def main(how: str) -> None:
    wallet, connection = Wallet(how), open_dbus_connection()
    connection.send_and_get_reply(DBus().RequestName(NAME))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        asked = connection.receive()
        if asked.header.message_type is MessageType.method_call and (
            answer := _answer(wallet, how, asked)
        ):
            connection.send(answer)


def _answer(wallet: Wallet, how: str, asked: Message) -> Message | None:
    name = asked.header.fields[HeaderFields.member]
    method = getattr(wallet, name, None) if name[0].islower() else None
    if method is None:
        return new_error(asked, "org.freedesktop.DBus.Error.UnknownMethod")
    if name == "open" and how == "hangs":
        return None
    if name == "open" and how == "broken":
        return new_error(asked, "org.kde.KWallet.Error", "s", (NO_CRYPTO,))
    signature, value = method(*asked.body)
    return new_method_return(asked, signature, (value,))


if __name__ == "__main__":
    main(sys.argv[1])

"""When the user last looked at a list, and how much was in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct

from contactdesk.userdata.file import UserFile, Writing


class Look(Struct, frozen=True):
    """`at` is the moment in seconds since 1970, `count` how many there were, None where they are not
    counted. `account` is the account it belongs to, "" for none or all; it is erased with it."""

    at: float
    count: int | None = None
    account: str = ""


class Looks:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited.

    Lists are named by who shows them, such as "changes", or "search/" and the name of a saved search.
    """

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._looks: dict[str, Look] = {}

    def seen(self, name: str) -> Look | None:
        """The last look at a list; None for never."""
        return self._looks.get(name)

    def set(self, name: str, look: Look | None) -> Writing:
        """Remember a look at a list; None forgets the last one."""
        if look is None:
            self._looks.pop(name, None)
        else:
            self._looks[name] = look

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM look WHERE name = ?", (name,))
            if look is not None:
                connection.execute(
                    "INSERT INTO look VALUES (?, ?, ?, ?)",
                    (name, look.account, look.at, look.count),
                )

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop the looks that belong to any other account from memory."""
        kept = {"", *account_ids}
        self._looks = {name: look for name, look in self._looks.items() if look.account in kept}

    def drop_all(self) -> None:
        self._looks = {}

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for name, account_id, at, count in connection.execute(
            "SELECT name, account, at, count FROM look"
        ):
            self._looks[name] = Look(at, count, account_id)

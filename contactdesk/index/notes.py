"""Notes about accounts, such as the time up to which an account's changes are known."""

from __future__ import annotations

from contactdesk.index.file import IndexFile
from contactdesk.index.write.account_notes import read_note, write_note


class AccountNotes:
    """One line of text by account and name, kept until the account is removed."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def write(self, account_id: str, name: str, text: str) -> None:
        """Keep a line; "" deletes it."""
        await self._file.write(
            lambda: write_note(self._file.writer.connection, account_id, name, text)
        )

    async def read(self, account_id: str, name: str) -> str:
        """The line, "" if there is none."""
        return await self._file.write(
            lambda: read_note(self._file.writer.connection, account_id, name)
        )

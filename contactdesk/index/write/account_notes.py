"""Notes about an account, such as the time up to which its changes are known."""

from __future__ import annotations

from typing import Any

from contactdesk.storage.database import transaction


def write_note(connection: Any, account_id: str, name: str, text: str) -> None:
    """Store a note under a name; "" deletes it."""
    with transaction(connection):
        if text:
            connection.execute(
                "INSERT OR REPLACE INTO account_note SELECT number, ?, ? FROM account WHERE id = ?",
                (name, text, account_id),
            )
        else:
            connection.execute(
                "DELETE FROM account_note WHERE name = ?"
                " AND account = (SELECT number FROM account WHERE id = ?)",
                (name, account_id),
            )


def read_note(connection: Any, account_id: str, name: str) -> str:
    row = connection.execute(
        "SELECT n.text FROM account_note n JOIN account a ON a.number = n.account"
        " WHERE a.id = ? AND n.name = ?",
        (account_id, name),
    ).fetchone()
    return row[0] if row else ""

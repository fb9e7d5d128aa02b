"""Takes contacts out of the index with all that was derived from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from contactdesk.index.postings import store
from contactdesk.index.schema import SEARCHED
from contactdesk.index.write.sort_orders import leave_out
from contactdesk.storage.database import transaction

AT_ONCE = 500
"""Contacts that are removed in one transaction."""


def remove_words(connection: Any, ids: Sequence[int]) -> None:
    """Takes contacts out of the full-text tables and the orders, and drops their identity keys."""
    leave_out(connection, ids)
    store.leave_out(connection, ids)
    for table in SEARCHED:
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", ((each,) for each in ids))
    connection.executemany("DELETE FROM identity_key WHERE contact = ?", ((each,) for each in ids))


def remove_contacts(connection: Any, account: int, ids: Sequence[int]) -> None:
    """Takes contacts of one account out of every table; within the caller's transaction."""
    if not ids:
        return
    remove_words(connection, ids)
    listings = [
        row[0] for row in connection.execute("SELECT id FROM listing WHERE account = ?", (account,))
    ]
    connection.executemany(
        "DELETE FROM position WHERE listing = ? AND contact = ?",
        ((listing, each) for listing in listings for each in ids),
    )
    for table in ("seek", "record", "contact"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", ((each,) for each in ids))
    connection.execute(
        "UPDATE account SET contacts = contacts - ? WHERE number = ?", (len(ids), account)
    )


def remove_missed(connection: Any, account: int, sound_pass: int) -> int:
    """Removes the contacts last seen before the given pass; how many."""
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM contact WHERE account = ? AND last_seen_pass < ?", (account, sound_pass)
        )
    ]
    remove_contacts(connection, account, ids)
    return len(ids)


def hide(connection: Any, account_id: str) -> bool:
    """Makes an account unknown at once; its contacts are removed afterwards, bit by bit. Whether
    there was one."""
    with transaction(connection):
        # Under another id, so that the account's own one can be used anew.
        connection.execute(
            "UPDATE account SET forgotten = 1, id = 'forgotten ' || number WHERE id = ?",
            (account_id,),
        )
        return bool(connection.changes())


def has_forgotten(connection: Any) -> bool:
    """Whether anything of a forgotten account may be left."""
    return bool(connection.execute("SELECT max(forgotten) FROM account").fetchone()[0])


def remove_some(connection: Any) -> bool:
    """Removes some contacts of forgotten accounts; whether there were any."""
    store.mend(connection, store.MOST_CHANGED)
    with transaction(connection):
        rows = connection.execute(
            "SELECT a.number, c.id FROM account a CROSS JOIN contact c"
            " INDEXED BY contact_by_account ON c.account = a.number WHERE a.forgotten LIMIT ?",
            (AT_ONCE,),
        ).fetchall()
        for account in {row[0] for row in rows}:
            remove_contacts(connection, account, [row[1] for row in rows if row[0] == account])
        return bool(rows)


def wipe(connection: Any) -> None:
    """Rewrites the full-text tables and the sets without what was removed, lets go of the
    forgotten accounts, and empties the write-ahead log."""
    while store.mend(connection):
        pass
    with transaction(connection):
        for table in SEARCHED:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        forgotten = "SELECT number FROM account WHERE forgotten"
        listings = f"SELECT id FROM listing WHERE account IN ({forgotten})"
        connection.execute(f"DELETE FROM position WHERE listing IN ({listings})")
        for table in ("listing", "note"):
            connection.execute(f"DELETE FROM {table} WHERE account IN ({forgotten})")
        connection.execute("DELETE FROM account WHERE forgotten")
    busy = connection.pragma("busy_timeout")
    connection.pragma("busy_timeout", 0)
    try:
        # A reader may hold the log for a moment; the next checkpoint does it then.
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    except apsw.BusyError:
        pass
    finally:
        connection.pragma("busy_timeout", busy)

"""Removes contacts from the index with everything derived from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from contactdesk.index.postings import store
from contactdesk.index.schema import FTS_TABLES
from contactdesk.index.write import field_values, history, judged, memories, people, sort_orders
from contactdesk.index.write.history import HistoryWriter
from contactdesk.index.write.links import LinkWriter
from contactdesk.storage.database import transaction

CONTACTS_PER_TRANSACTION = 500

LINKED_PER_TRANSACTION = 1_000
"""Contacts that `part_batch` unlinks: 20 ms."""


def remove_derived(connection: Any, ids: Sequence[int], links: LinkWriter) -> None:
    """Remove contacts from the full text, the sort orders, and what agents remember."""
    links.touch_keys(memories.remove(connection, ids))
    field_values.remove(connection, ids)
    sort_orders.remove(connection, ids)
    store.mark_changed(connection, ids)
    for table in FTS_TABLES:
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", ((each,) for each in ids))


def remove_contacts(connection: Any, account: int, ids: Sequence[int], links: LinkWriter) -> None:
    """Remove contacts of one account from all tables; within a transaction of `links`."""
    if not ids:
        return
    links.remove(ids)
    remove_derived(connection, ids, links)
    listings = [
        row[0] for row in connection.execute("SELECT id FROM listing WHERE account = ?", (account,))
    ]
    connection.executemany(
        "DELETE FROM position WHERE listing = ? AND contact = ?",
        ((listing, each) for listing in listings for each in ids),
    )
    for table in ("substring_text", "record", "contact"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", ((each,) for each in ids))
    connection.execute(
        "UPDATE account SET contacts = contacts - ? WHERE number = ?", (len(ids), account)
    )


def remove_missed(connection: Any, account: int, sound_pass: int, links: LinkWriter) -> int:
    """Remove the contacts last seen before a pass; what they were stays with what changed. Returns
    how many."""
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM contact WHERE account = ? AND last_seen_pass < ?", (account, sound_pass)
        )
    ]
    HistoryWriter(connection).gone(account, ids)
    remove_contacts(connection, account, ids, links)
    return len(ids)


def part_batch(connection: Any, account_id: str, after: int = 0) -> int | None:
    """Unlink some of the people that have contacts in an account, which takes too long for one
    transaction. Returns what to go on `after`, None at the end."""
    with transaction(connection):
        return people.part(connection, account_id, after, LINKED_PER_TRANSACTION)


def hide_account(connection: Any, account_id: str) -> bool:
    """Make an account unknown at once, before its contacts are removed step by step. Returns
    whether there was one. Most of its people have been parted; some may be linked since."""
    with transaction(connection):
        people.part(connection, account_id)
        judged.forget(connection, account_id)
        # Another id, so that the account's own can be used again.
        connection.execute(
            "UPDATE account SET forgotten = 1, id = 'forgotten ' || number WHERE id = ?",
            (account_id,),
        )
        return bool(connection.changes())


def has_forgotten(connection: Any) -> bool:
    """Whether anything of a forgotten account may be left."""
    return bool(connection.execute("SELECT max(forgotten) FROM account").fetchone()[0])


def remove_batch(connection: Any, links: LinkWriter) -> bool:
    """Remove some contacts of forgotten accounts. Returns whether there were any."""
    if links.unlink_forgotten():
        return True
    store.repair(connection, store.REPAIR_ABOVE_CHANGED)
    with links.transaction():
        rows = connection.execute(
            "SELECT a.number, c.id FROM account a CROSS JOIN contact c"
            " INDEXED BY contact_by_account ON c.account = a.number WHERE a.forgotten LIMIT ?",
            (CONTACTS_PER_TRANSACTION,),
        ).fetchall()
        for account in {row[0] for row in rows}:
            own = [row[1] for row in rows if row[0] == account]
            history.forget(connection, own)
            remove_contacts(connection, account, own, links)
        return bool(rows) or _forget_gone(connection)


def _forget_gone(connection: Any) -> bool:
    """Delete what is known of some contacts of forgotten accounts that are gone. Returns whether
    there were any."""
    rows = connection.execute(
        "SELECT g.contact FROM account a CROSS JOIN gone g ON g.account = a.number"
        " WHERE a.forgotten LIMIT ?",
        (CONTACTS_PER_TRANSACTION,),
    ).fetchall()
    history.forget(connection, (row[0] for row in rows))
    connection.executemany("DELETE FROM gone WHERE contact = ?", rows)
    return bool(rows)


def purge(connection: Any) -> None:
    """Rewrite full text and posting lists without removed contacts, delete the forgotten accounts,
    and empty the write-ahead log."""
    while store.repair(connection):
        pass
    with transaction(connection):
        for table in FTS_TABLES:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        forgotten = "SELECT number FROM account WHERE forgotten"
        listings = f"SELECT id FROM listing WHERE account IN ({forgotten})"
        connection.execute(f"DELETE FROM position WHERE listing IN ({listings})")
        for table in ("listing", "account_note", "relinking"):
            connection.execute(f"DELETE FROM {table} WHERE account IN ({forgotten})")
        connection.execute("DELETE FROM account WHERE forgotten")
    busy = connection.pragma("busy_timeout")
    connection.pragma("busy_timeout", 0)
    try:
        # A reader may hold the log for a moment; the next checkpoint empties it then.
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    except apsw.BusyError:
        pass
    finally:
        connection.pragma("busy_timeout", busy)

"""People made by hand: which contacts are linked, whatever the rules would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TABLES = ("link", "person", "vendor", "maybe", "difference", "dismissed", "uncompared")


async def link_by_hand(
    index, groups: Sequence[Sequence[int]], vendors: Mapping[str, str] | None = None
) -> None:
    """Link the contacts of each group of row ids, the person's own first, and no others. `vendors`:
    account id -> provider id, where it is not the account's own id."""

    def write():
        connection = index.file.writer.connection
        with connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
            _name_vendors(connection, vendors or {})
            for group in groups:
                _link(connection, group)
            connection.execute(
                "UPDATE account SET alone = (SELECT count(*) FROM contact c"
                " WHERE c.account = account.number AND c.id NOT IN (SELECT contact FROM link)"
                " AND c.id NOT IN (SELECT id FROM person))"
            )

    await index.file.write(write)


def _name_vendors(connection, vendors):
    for (account,) in connection.execute("SELECT id FROM account ORDER BY number").fetchall():
        vendor = vendors.get(account, account)
        connection.execute("INSERT OR IGNORE INTO vendor (id) VALUES (?)", (vendor,))
        connection.execute(
            "UPDATE account SET vendor = (SELECT number FROM vendor WHERE id = ?) WHERE id = ?",
            (vendor, account),
        )


def _link(connection, group):
    person, *others = group
    connection.executemany("INSERT INTO link VALUES (?, ?)", ((each, person) for each in others))
    if not others:
        return
    bits = 0
    for each in group:
        bits |= connection.execute(
            "SELECT 1 << a.vendor FROM contact c JOIN account a ON a.number = c.account"
            " WHERE c.id = ?",
            (each,),
        ).fetchone()[0]
    connection.execute("INSERT INTO person VALUES (?, ?, ?, NULL)", (person, len(group), bits))

"""Checks an index file: SQLite's integrity, the full-text tables', and the program's own counts."""

from __future__ import annotations

from contextlib import contextmanager

import apsw

from contactdesk.history.kinds import GONE, NEW, to_bits
from contactdesk.index.columns import ITEM_BITS
from contactdesk.index.postings import containers, store
from contactdesk.index.postings.bitmap import to_ids
from contactdesk.index.read.changes import versions
from contactdesk.index.read.evaluate import Search
from contactdesk.index.read.vocabulary import VOCABULARY
from contactdesk.index.schema import FTS_TABLES, INDEX, READER_CACHE_KB
from contactdesk.search.query import parse
from contactdesk.storage.database import connect
from tests.qa.campaigns.link_checks import link_errors, linked_contacts


@contextmanager
def open_index(path, key):
    """A connection to the index file, with its cipher and settings."""
    connection = connect(path, key, INDEX, READER_CACHE_KB)
    try:
        yield connection
    finally:
        connection.close()


def integrity_errors(connection) -> list[str]:
    """What is wrong with the index; empty if it is sound."""
    found = []
    try:
        results = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        found += [f"SQLite: {each}" for each in results if each != "ok"]
        for table in FTS_TABLES:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        found += _inconsistent_rows(connection)
        found += link_errors(connection)
    except apsw.Error as error:
        found.append(f"{type(error).__name__}: {error}")
    return found


def _inconsistent_rows(connection) -> list[str]:
    """Contacts without one of the rows written with them, and wrong counts."""
    found = []
    for table in ("record", "substring_text", *(f"{each}_docsize" for each in FTS_TABLES)):
        missing = f"""SELECT count(*) FROM contact c FULL JOIN {table} t ON t.id = c.id
            WHERE c.id IS NULL OR t.id IS NULL"""
        if count := connection.execute(missing).fetchone()[0]:
            found.append(f"{count} rows of contact or {table} lack the other")
    lost = f"""SELECT count(*) FROM contact c LEFT JOIN delta f ON f.id = c.id
        WHERE f.id IS NULL AND c.id >= {store.chunk_count(connection) * containers.CHUNK_SIZE}"""
    if count := connection.execute(lost).fetchone()[0]:
        found.append(f"{count} contacts are in no chunk and not in the delta")
    counted = """SELECT a.id, a.contacts, (SELECT count(*) FROM contact WHERE account = a.number)
        FROM account a"""
    found += [
        f"{i}: the count is {n}, there are {m}" for i, n, m in connection.execute(counted) if n != m
    ]
    for what, wrong in (WRONG_MEMORIES | WRONG_HISTORY).items():
        if count := connection.execute(f"SELECT count(*) FROM ({wrong})").fetchone()[0]:
            found.append(f"{count} rows: {what}")
    for key in connection.execute(WITH_HISTORY).fetchall():
        versions(connection, *key)  # raises an error if an old record cannot be read
    return found


WRONG_MEMORIES = {
    "a memory or its contact's totals lack the other": """SELECT 1 FROM memory_stats s
        FULL JOIN (SELECT contact, count(*) AS n, sum(open_items) AS items, max(last_talk) AS talk,
            count(DISTINCT agent) AS agents FROM memory GROUP BY 1) m ON m.contact = s.id
        WHERE (s.memories, s.open_items, s.last_talk, s.agents) IS NOT (n, items, talk, m.agents)""",
    "totals of memories without a contact": """SELECT 1 FROM memory_stats
        WHERE id NOT IN (SELECT id FROM contact)""",
    "a summary without memories": """SELECT 1 FROM memory_summary
        WHERE id NOT IN (SELECT id FROM memory_stats)""",
    "open items that are in one table only": """SELECT 1 FROM open_item i
        FULL JOIN open_item_brief b ON b.id = i.id
        WHERE (i.account, i.agent, i.urgency) IS NOT (b.account, b.agent, b.urgency)""",
    "open items of another number than their memory has": f"""SELECT 1 FROM
        (SELECT contact, number, open_items AS n FROM memory WHERE open_items) m
        FULL JOIN (SELECT id >> {ITEM_BITS} AS contact, memory, count(*) AS n FROM open_item
            GROUP BY 1, 2) i ON i.contact = m.contact AND i.memory = m.number
        WHERE m.n IS NOT i.n""",
    "open items miscounted in their account": """SELECT 1 FROM account a WHERE open_items <>
        (SELECT count(*) FROM open_item WHERE account = a.number)""",
    "an agent or its memories lack the other": """SELECT 1 FROM agent g
        FULL JOIN (SELECT agent, count(*) AS n, count(DISTINCT contact) AS people FROM memory
            GROUP BY 1) m ON m.agent = g.number
        WHERE n IS NOT (SELECT count FROM agent_count WHERE agent = g.number AND what = 'memories')
            OR people IS NOT
                (SELECT count FROM agent_count WHERE agent = g.number AND what = 'people')""",
    "counts of no agent, or of nothing": """SELECT 1 FROM agent_count
        WHERE count <= 0 OR agent NOT IN (SELECT number FROM agent)""",
    "keys of facts that nobody has": """SELECT 1 FROM fact_key k WHERE NOT EXISTS (
        SELECT 1 FROM agent g JOIN agent_count n ON n.agent = g.number
        WHERE g.account = k.account AND n.what = 'spelling' AND n.value = k.spelling)""",
}
"""What is wrong -> a query that gives a row for each."""

WRONG_HISTORY = {
    "a change of no contact": """SELECT 1 FROM change
        WHERE contact NOT IN (SELECT id FROM contact UNION ALL SELECT contact FROM gone)""",
    "a contact that is there and gone": "SELECT 1 FROM gone JOIN contact c ON c.id = gone.contact",
    "a gone contact without its last record": f"""SELECT 1 FROM gone g WHERE NOT EXISTS
        (SELECT 1 FROM change c JOIN old_record o ON o.change = c.id WHERE c.contact = g.contact
            AND c.kinds = {to_bits([GONE])})""",
    "a change, other than a new contact, and its old record lack the other": f"""SELECT 1 FROM
        (SELECT id FROM change WHERE kinds <> {to_bits([NEW])}) c
        FULL JOIN old_record o ON o.change = c.id WHERE o.change IS NULL OR c.id IS NULL""",
}
"""The same about what changed."""

WITH_HISTORY = """SELECT a.id, coalesce(c.vendor_id, g.vendor_id) FROM
    (SELECT DISTINCT account, contact FROM change) h JOIN account a ON a.number = h.account
    LEFT JOIN contact c ON c.id = h.contact LEFT JOIN gone g ON g.contact = h.contact
    WHERE NOT a.forgotten"""


def vendor_ids(connection) -> dict[str, list[str]]:
    """Account id -> its contacts' vendor ids, in the order they were written."""
    rows = "SELECT a.id, c.vendor_id FROM contact c JOIN account a ON a.number = c.account"
    found: dict[str, list[str]] = {}
    for account_id, vendor_id in connection.execute(f"{rows} ORDER BY c.id"):
        found.setdefault(account_id, []).append(vendor_id)
    return found


def listings(connection) -> dict[str, tuple[str, str, int]]:
    """Account id -> (next cursor as JSON, state, pages) of its unfiltered listing."""
    rows = """SELECT a.id, l.next_cursor, l.state, l.pages FROM listing l
        JOIN account a ON a.number = l.account WHERE l.filters = '{}'"""
    return {each[0]: tuple(each[1:]) for each in connection.execute(rows)}


CONTENT = """SELECT a.id, c.vendor_id, c.name, c.email, c.phone, c.company, c.title, c.created_at,
    c.updated_at, c.name_key, c.email_key, c.phone_key, c.malformed, c.last_seen_pass, c.digest, c.cells, c.flags, r.packed, s.text
    FROM contact c JOIN account a ON a.number = c.account JOIN record r ON r.id = c.id
    JOIN substring_text s ON s.id = c.id ORDER BY a.id, c.vendor_id"""
MEMORIES = """SELECT a.id, c.vendor_id, m.number, g.text, m.last_talk, m.is_empty, m.summary_chars,
    (SELECT summary FROM memory_summary WHERE id = c.id), length(m.fact_keys)
    FROM memory m JOIN contact c ON c.id = m.contact JOIN account a ON a.number = c.account
    JOIN agent g ON g.number = m.agent ORDER BY a.id, c.vendor_id, m.number"""
OPEN_ITEMS = f"""SELECT a.id, c.vendor_id, i.id & {(1 << ITEM_BITS) - 1}, i.memory, i.key, i.urgency,
    i.text FROM open_item i JOIN contact c ON c.id = i.id >> {ITEM_BITS}
    JOIN account a ON a.number = i.account ORDER BY 1, 2, 3"""
AGENT_COUNTS = """SELECT a.id, g.text, n.what, n.value, n.count FROM agent_count n
    JOIN agent g ON g.number = n.agent JOIN account a ON a.number = g.account ORDER BY 1, 2, 3, 4"""
HITS = """SELECT a.id, c.vendor_id FROM {table} f JOIN contact c ON c.id = f.rowid
    JOIN account a ON a.number = c.account WHERE {table} MATCH ? ORDER BY a.id, c.vendor_id"""
FOUND = """SELECT a.id, c.vendor_id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    JOIN account a ON a.number = c.account ORDER BY a.id, c.vendor_id"""
TYPED = ("a", "ok", "mar", "@example", "kafo", "415", "4155")
WORDS = ("example", "okafor", "mar*", "order", "415", "the", "com", "anna", "call*")


def content(connection) -> dict[str, object]:
    """Everything that must equal the result of an uninterrupted load of the same contacts."""
    found: dict[str, object] = {
        "contacts": connection.execute(CONTENT).fetchall(),
        "listings": listings(connection),
        "memories": connection.execute(MEMORIES).fetchall(),
        "open items": connection.execute(OPEN_ITEMS).fetchall(),
        "agents": connection.execute(AGENT_COUNTS).fetchall(),
        "people": linked_contacts(connection),
    }
    for table in FTS_TABLES:
        for word in WORDS:
            hits = connection.execute(HITS.format(table=table), (word,)).fetchall()
            found[f"{table}: {word}"] = hits
    connection.execute(VOCABULARY)
    for typed in TYPED:
        search = Search(connection, parse(typed), lambda: None)
        search.verify(None, lambda: None)
        near = apsw.carray(to_ids(search.certain, lambda: None))
        found[f"search: {typed}"] = connection.execute(FOUND, (near,)).fetchall()
    return found

"""The tables of the index, and the settings every connection to it needs."""

from __future__ import annotations

from typing import Any

from contactdesk.index.ingest.entries import NAMED_COLUMNS, WORD_COLUMNS, sort_value
from contactdesk.index.record_codec import shown_in
from contactdesk.storage.database import Schema

VERSION = 5
"""A file of another one is set aside: it belongs to a newer program or an older one."""

PAGE_SIZE = 8192
WORD_PAGE_SIZE = 8000
"""Bytes of a full-text block: one fills a page. At FTS5's own 4050 two do not fit into one, and
40 % of the full text is empty space."""

MERGED_AT_ONCE = 8
"""Segments of one level that are merged into one: more write faster and search slower."""

WRITER_CACHE, READER_CACHE, ROWS_CACHE = 32_000, 4_000, 3_000
"""Kilobytes of pages a connection keeps."""

CHECKPOINT_PAGES = 8000
"""Pages in the write-ahead log before they are copied into the file. A page of contacts touches a
thousand; the longer they gather, the fewer are copied twice."""


# Words are cut and folded before they come here, so `ascii` splits at the spaces and nowhere
# else, whatever the script, once told of the signs that we put between and before words; unicode61 would follow the Unicode of its own day.
# Nothing of the text is kept twice: the tables hold no content of their own. Deleting from such a
# table leaves the words until segments are merged; see removal.py.
TABLES = f"""
-- Numbers of accounts and listings are never used twice: somebody may still hold one.
CREATE TABLE account (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    contacts INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE listing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    filters TEXT NOT NULL,
    next_cursor TEXT NOT NULL DEFAULT 'null',
    pass INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'not-loaded',
    total INTEGER,
    pages INTEGER NOT NULL DEFAULT 0,
    walked INTEGER NOT NULL DEFAULT 0,
    overlap INTEGER NOT NULL DEFAULT 0,
    shifted INTEGER NOT NULL DEFAULT 0,
    unchecked INTEGER NOT NULL DEFAULT 0,
    sound_pass INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account, filters)
) STRICT;
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    last_seen_pass INTEGER NOT NULL,
    first_seen REAL NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    company TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    name_key TEXT NOT NULL,
    email_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    company_key TEXT NOT NULL,
    title_key TEXT NOT NULL,
    has INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    malformed TEXT NOT NULL,
    vendor_id TEXT NOT NULL,
    cells TEXT,
    UNIQUE (account, vendor_id)
) STRICT;
-- The records stand apart, so that sorting and painting never read them.
CREATE TABLE record (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE position (
    listing INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    PRIMARY KEY (listing, contact)
) STRICT, WITHOUT ROWID;
CREATE TABLE identity_key (
    contact INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (contact, kind, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE identity_by_value (
    value TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (value, kind, contact)
) STRICT, WITHOUT ROWID;
CREATE TABLE settled (
    name TEXT PRIMARY KEY,
    up_to INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_by_account ON contact (account);
CREATE INDEX contact_by_has ON contact (has);
CREATE TABLE seek (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE named USING fts5(
    {", ".join(NAMED_COLUMNS)},
    content='', contentless_delete=1, tokenize="ascii tokenchars '|'", prefix='1 2 3');
CREATE VIRTUAL TABLE word USING fts5(
    {", ".join(WORD_COLUMNS)},
    content='', contentless_delete=1, tokenize="ascii tokenchars '|=._'");
-- Sets of contacts by beginnings of words and by threes; see grams.py. By chunk, so that a new one
-- is written behind the others. Every chunk has the token ''.
CREATE TABLE gram (
    chunk INTEGER NOT NULL,
    token TEXT NOT NULL,
    places BLOB NOT NULL,
    PRIMARY KEY (chunk, token)
) STRICT, WITHOUT ROWID;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, starts TEXT NOT NULL) STRICT;
"""

# Rows of a page fall all over an order, so that each of them would rewrite a block of its own, and
# at a million contacts a page of 200 would write 16 MB. So contacts gather (they are the ones with
# an id above `settled.up_to`) and are brought into the order many at a time; see orders.py.
ORDER = """CREATE TABLE by_{0} (
    key TEXT NOT NULL,
    account INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (key, account, id)
) STRICT, WITHOUT ROWID;
-- All contacts, those too that have not settled: sorted, the two are merged.
CREATE VIEW all_by_{0} AS
    SELECT key, account, id FROM by_{0}
    UNION ALL
    SELECT {0}, account, id FROM contact NOT INDEXED
    WHERE id > (SELECT up_to FROM settled WHERE name = '{0}')"""

SORTED = (
    "name_key",
    "email_key",
    "phone_key",
    "company_key",
    "title_key",
    "created_at",
    "updated_at",
)
"""Columns of `contact` that have a table of their order: by_<column>."""

IDENTITY = "identity"
"""The name under which `settled` says how far identity_by_value is."""

SEARCHED = ("named", "word")
"""The full-text tables; a contact's row id is its rowid in each."""

SETTINGS = f"""
PRAGMA page_size = {PAGE_SIZE};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
"""


def create(connection: Any) -> None:
    """Makes the tables in one transaction, unless they are there."""
    with connection:
        if connection.pragma("user_version") == VERSION:
            return
        connection.execute(TABLES)
        for column in SORTED:
            connection.execute(ORDER.format(column))
        connection.executemany(
            "INSERT INTO settled (name) VALUES (?)", ((name,) for name in (*SORTED, IDENTITY))
        )
        for table in SEARCHED:
            configure = f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)"
            connection.execute(configure, ("pgsz", WORD_PAGE_SIZE))
            connection.execute(configure, ("automerge", MERGED_AT_ONCE))
        connection.pragma("user_version", VERSION)


def add_functions(connection: Any) -> None:
    connection.create_scalar_function("sort_value", sort_value, 2, deterministic=True)
    connection.create_scalar_function("shown_in", shown_in, 3, deterministic=True)


def check(connection: Any) -> None:
    """Reads the small tables: damage in these would come to light only after the window is up."""
    for table in ("account", "listing", "settled"):
        connection.execute(f"SELECT * FROM {table}").fetchall()
    for number in ("id) FROM contact", "chunk) FROM gram"):
        connection.execute(f"SELECT max({number}").fetchall()


INDEX = Schema(
    name="index",
    version=VERSION,
    oldest=VERSION,
    cache=WRITER_CACHE,
    settings=SETTINGS,
    create=create,
    check=check,
    add_functions=add_functions,
)

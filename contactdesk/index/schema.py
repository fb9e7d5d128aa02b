"""Tables of the index, and the settings of every connection to it."""

from __future__ import annotations

from typing import Any

from contactdesk.index.columns import NAME_COLUMNS, TEXT_COLUMNS
from contactdesk.index.people_tables import PEOPLE_TABLES
from contactdesk.index.record_codec import record_value
from contactdesk.index.sort_keys import sort_value
from contactdesk.storage.database import Schema

VERSION = 8
"""Files of any other version, older or newer, are set aside."""

PAGE_SIZE = 8192
FTS_PAGE_SIZE = 8000
"""Bytes of a full-text block: one fills a page. At FTS5's default of 4050 two do not fit into one,
and 40 % of the full text is empty space."""

FTS_AUTOMERGE_SEGMENTS = 8
"""Segments of one level that are merged into one: more write faster and search slower."""

WRITER_CACHE_KB, READER_CACHE_KB, ROWS_CACHE_KB = 32_000, 4_000, 3_000
"""Page cache of each connection."""

CHECKPOINT_PAGES = 8000
"""Pages in the write-ahead log before a checkpoint. A page of contacts touches a thousand database
pages; the longer the log, the fewer of them are copied twice."""


# Words are split and normalized before they get here, so the `ascii` tokenizer, given our separators,
# splits only at spaces in every script; unicode61 would follow its own version of Unicode.
# The tables are contentless: no text is stored twice. Deleting from a contentless table leaves its
# words behind until segments are merged; see removal.py.
TABLES = f"""
-- Numbers of accounts and listings are never reused: a caller may still hold one. `region` is the
-- one that keys of phone numbers were made with, `alone` counts the contacts linked with no other.
CREATE TABLE account (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    contacts INTEGER NOT NULL DEFAULT 0,
    open_items INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0,
    vendor INTEGER NOT NULL DEFAULT 0,
    region TEXT NOT NULL DEFAULT '',
    alone INTEGER NOT NULL DEFAULT 0
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
    external_id TEXT NOT NULL,
    flags INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    malformed TEXT NOT NULL,
    vendor_id TEXT NOT NULL,
    cells TEXT,
    UNIQUE (account, vendor_id)
) STRICT;
-- A table of its own, so that sorting and painting never read records.
CREATE TABLE record (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE position (
    listing INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    PRIMARY KEY (listing, contact)
) STRICT, WITHOUT ROWID;
-- How far each sort order has been merged; see sort_orders.py.
CREATE TABLE merge_progress (
    name TEXT PRIMARY KEY,
    merged_up_to INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE account_note (
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
-- What agents remember; see write/memories.py. Only contacts with memories have rows here.
CREATE TABLE memory_stats (
    id INTEGER PRIMARY KEY,
    memories INTEGER NOT NULL,
    open_items INTEGER NOT NULL,
    priority INTEGER,
    last_talk TEXT NOT NULL,
    agents INTEGER NOT NULL
) STRICT;
-- Tables of their own for long texts, so that sorting reads as little as it can.
CREATE TABLE memory_summary (id INTEGER PRIMARY KEY, summary TEXT NOT NULL) STRICT;
CREATE TABLE agent (
    number INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    text TEXT NOT NULL,
    is_number INTEGER NOT NULL,
    key INTEGER,
    UNIQUE (account, text)
) STRICT;
-- An agent's own number is nobody's key.
CREATE INDEX agent_by_key ON agent (key) WHERE key IS NOT NULL;
CREATE TABLE fact_key (
    number INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    spelling TEXT NOT NULL,
    form TEXT NOT NULL,
    UNIQUE (account, spelling)
) STRICT;
-- `fact_keys` has a character for each key; see columns.py.
CREATE TABLE memory (
    contact INTEGER NOT NULL,
    number INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    last_talk TEXT NOT NULL,
    is_empty INTEGER NOT NULL,
    open_items INTEGER NOT NULL,
    summary_chars INTEGER NOT NULL,
    fact_keys TEXT NOT NULL,
    PRIMARY KEY (contact, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX memory_by_agent ON memory (agent, is_empty, summary_chars);
-- Of each agent, how many people, memories and days of talks there are, by what is counted.
CREATE TABLE agent_count (
    agent INTEGER NOT NULL,
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (agent, what, value)
) STRICT, WITHOUT ROWID;
-- The id holds the contact's; see columns.py, also for the urgency. `created_at` is in UTC, '' for
-- none; `person` is the contact's sort key by name; `normalized` is what words are found in, NULL if
-- all texts are ASCII: then they are read themselves.
CREATE TABLE open_item (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    memory INTEGER NOT NULL,
    key INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    type TEXT NOT NULL,
    text TEXT NOT NULL,
    priority TEXT NOT NULL,
    about_type TEXT NOT NULL,
    about_id TEXT NOT NULL,
    person TEXT NOT NULL,
    normalized TEXT
) STRICT;
-- An eighth of it, from which most orders are read. An index would be rewritten all over by every
-- page.
CREATE TABLE open_item_brief (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    urgency INTEGER NOT NULL
) STRICT;
-- Facts and custom fields that are columns of a table; see write/field_values.py. `place` counts the
-- values of a contact, the newest first.
CREATE TABLE field (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    is_ready INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE field_value (
    field INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    place INTEGER NOT NULL,
    account INTEGER NOT NULL,
    key TEXT NOT NULL,
    value ANY NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (field, contact, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_value_by_key ON field_value (field, key, account, contact, place);
-- What changed in contacts, and what their records were before; see write/history.py. `time` is in
-- milliseconds since 1970, `kinds` has the bits of history/kinds.py, `fields` a space on either side
-- of each name. The row ids of contacts that are gone are in `gone`, and are not used again.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    kinds INTEGER NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX change_by_time ON change (time);
CREATE INDEX change_by_contact ON change (contact);
CREATE TABLE old_record (change INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE gone (
    contact INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    UNIQUE (account, vendor_id)
) STRICT;
CREATE INDEX contact_by_account ON contact (account);
CREATE INDEX contact_by_flags ON contact (flags);
-- Name, e-mails and numbers, in which any part is found; see columns.py for the separators.
CREATE TABLE substring_text (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE name_fts USING fts5(
    {", ".join(NAME_COLUMNS)},
    content='', contentless_delete=1, tokenize="ascii tokenchars '|'", prefix='1 2 3');
CREATE VIRTUAL TABLE text_fts USING fts5(
    {", ".join(TEXT_COLUMNS)},
    content='', contentless_delete=1, tokenize="ascii tokenchars '|=._'");
-- Posting lists of word prefixes and trigrams, by chunk of row ids; see postings/store.py. The chunk
-- comes first in the key, so that a new chunk is appended. Every chunk has the token ''.
CREATE TABLE posting (
    chunk INTEGER NOT NULL,
    token TEXT NOT NULL,
    container BLOB NOT NULL,
    PRIMARY KEY (chunk, token)
) STRICT, WITHOUT ROWID;
CREATE TABLE delta (id INTEGER PRIMARY KEY, prefixes TEXT NOT NULL) STRICT;
"""

# The rows of one page fall all over a sort order: inserting them at once would rewrite a block for
# each, 16 MB for a page of 200 at a million contacts. So new contacts (ids above
# `merge_progress.merged_up_to`) wait and are merged many at a time; see sort_orders.py.
ORDER = """CREATE TABLE by_{0} (
    key TEXT NOT NULL,
    account INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (key, account, id)
) STRICT, WITHOUT ROWID;
-- All contacts, merged or not.
CREATE VIEW all_by_{0} AS
    SELECT key, account, id FROM by_{0}
    UNION ALL
    SELECT {0}, account, id FROM contact NOT INDEXED
    WHERE id > (SELECT merged_up_to FROM merge_progress WHERE name = '{0}')"""

SORTED = (
    "name_key",
    "email_key",
    "phone_key",
    "company_key",
    "title_key",
    "created_at",
    "updated_at",
)
"""Columns of `contact` with a table of their sort order, by_<column>."""

CHOSEN_FIELDS = "SELECT path, number FROM field"
"""The fields that are columns, read when the file is opened."""

FTS_TABLES = ("name_fts", "text_fts")
"""The full-text tables; the rowid in each is the contact's id."""

SETTINGS = f"""
PRAGMA page_size = {PAGE_SIZE};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
"""


def create(connection: Any) -> None:
    """Create the tables in one transaction, unless they exist."""
    with connection:
        if connection.pragma("user_version") == VERSION:
            return
        connection.execute(TABLES)
        connection.execute(PEOPLE_TABLES)
        for column in SORTED:
            connection.execute(ORDER.format(column))
        connection.executemany(
            "INSERT INTO merge_progress (name) VALUES (?)",
            ((name,) for name in SORTED),
        )
        for table in FTS_TABLES:
            configure = f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)"
            connection.execute(configure, ("pgsz", FTS_PAGE_SIZE))
            connection.execute(configure, ("automerge", FTS_AUTOMERGE_SEGMENTS))
        connection.pragma("user_version", VERSION)


def add_functions(connection: Any) -> None:
    connection.create_scalar_function("sort_value", sort_value, 2, deterministic=True)
    connection.create_scalar_function("record_value", record_value, 3, deterministic=True)


def check(connection: Any) -> None:
    """Read the small tables, where damage would otherwise surface only once the window is up."""
    for table in ("account", "listing", "merge_progress"):
        connection.execute(f"SELECT * FROM {table}").fetchall()
    # The statement itself: SQLite may answer it from an index alone.
    connection.execute(CHOSEN_FIELDS).fetchall()
    for number in ("id) FROM contact", "chunk) FROM posting"):
        connection.execute(f"SELECT max({number}").fetchall()


INDEX = Schema(
    name="index",
    version=VERSION,
    oldest=VERSION,
    cache=WRITER_CACHE_KB,
    settings=SETTINGS,
    create=create,
    check=check,
    add_functions=add_functions,
)

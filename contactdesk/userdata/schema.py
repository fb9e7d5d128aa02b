"""The tables of the user's file, and how each version of them became the next.

The file is called marks.db and its key's user in the keyring marks: older versions called searches
marks, and renaming either would lose the searches of existing profiles.
"""

from __future__ import annotations

from typing import Any

from contactdesk.storage.database import Schema, transaction

CACHE_KB = 256

SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
"""
SEARCHES = """
CREATE TABLE IF NOT EXISTS recent(text TEXT PRIMARY KEY, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS saved(name TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
SCOPES_AND_PLACES = """
ALTER TABLE saved ADD COLUMN account TEXT;
ALTER TABLE saved ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';
CREATE TABLE place(account TEXT PRIMARY KEY, state TEXT NOT NULL);
"""
ANNOTATIONS_ITEMS_AND_NICKNAMES = """
ALTER TABLE saved ADD COLUMN sort TEXT;
ALTER TABLE saved ADD COLUMN descending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE saved ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE saved ADD COLUMN set_at TEXT NOT NULL DEFAULT '';
CREATE TABLE annotation(
  account TEXT NOT NULL, vendor TEXT NOT NULL, favourite INTEGER NOT NULL, tags TEXT NOT NULL,
  note TEXT NOT NULL, set_at TEXT NOT NULL, PRIMARY KEY(account, vendor)
) WITHOUT ROWID;
CREATE TABLE item_state(
  account TEXT NOT NULL, vendor TEXT NOT NULL, item INTEGER NOT NULL, done INTEGER NOT NULL,
  snoozed_until TEXT NOT NULL, set_at TEXT NOT NULL, PRIMARY KEY(account, vendor, item)
) WITHOUT ROWID;
CREATE TABLE nickname(
  account TEXT NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL, set_at TEXT NOT NULL,
  PRIMARY KEY(account, agent)
) WITHOUT ROWID;
"""
JUDGEMENTS_DISMISSALS_AND_LOOKS = """
CREATE TABLE judgement(
  account TEXT NOT NULL, vendor TEXT NOT NULL, other_account TEXT NOT NULL,
  other_vendor TEXT NOT NULL, same INTEGER NOT NULL, set_at TEXT NOT NULL,
  PRIMARY KEY(account, vendor, other_account, other_vendor)
) WITHOUT ROWID;
CREATE TABLE dismissal(
  kind TEXT NOT NULL, digest INTEGER NOT NULL, accounts TEXT NOT NULL, set_at TEXT NOT NULL,
  PRIMARY KEY(kind, digest)
) WITHOUT ROWID;
ALTER TABLE saved ADD COLUMN watched INTEGER NOT NULL DEFAULT 0;
CREATE TABLE look(
  name TEXT PRIMARY KEY, account TEXT NOT NULL, at REAL NOT NULL, count INTEGER
) WITHOUT ROWID;
"""
STEPS = (
    SEARCHES,
    SCOPES_AND_PLACES,
    ANNOTATIONS_ITEMS_AND_NICKNAMES,
    JUDGEMENTS_DISMISSALS_AND_LOOKS,
)
"""The n-th makes version n of what was there."""

VERSION, OLDEST_VERSION = len(STEPS), 1
KEPT_ACCOUNTS = "(SELECT value FROM json_each(?1))"
OF_OTHER_ACCOUNTS = {
    "annotation": f"account NOT IN {KEPT_ACCOUNTS}",
    "item_state": f"account NOT IN {KEPT_ACCOUNTS}",
    "nickname": f"account NOT IN {KEPT_ACCOUNTS}",
    "judgement": f"account NOT IN {KEPT_ACCOUNTS} OR other_account NOT IN {KEPT_ACCOUNTS}",
    "dismissal": f"EXISTS (SELECT value FROM json_each(accounts) WHERE value NOT IN {KEPT_ACCOUNTS})",
    "look": f"account <> '' AND account NOT IN {KEPT_ACCOUNTS}",
}
"""Table -> which of its rows do not belong to the accounts in a JSON array of ids."""

TABLES = ("recent", "saved", "place", *OF_OTHER_ACCOUNTS)


def _create(connection: Any) -> None:
    with transaction(connection):
        for step in STEPS[int(connection.pragma("user_version")) :]:
            connection.execute(step).fetchall()
        connection.pragma("user_version", VERSION)


def _check(connection: Any) -> None:
    for table in TABLES:
        connection.execute(f"SELECT * FROM {table}").fetchall()


USERDATA = Schema(
    name="userdata",
    version=VERSION,
    oldest=OLDEST_VERSION,
    cache=CACHE_KB,
    settings=SETTINGS,
    create=_create,
    check=_check,
)

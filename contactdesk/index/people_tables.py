"""Tables of people: what links contacts, who belongs together, and what the user said about it.

A person has no identity of its own: its id is the row id of one of its contacts, the best by content
("its own"), so people are the contacts that are not in `link`. Links are derived and kept right with
every page (write/links.py); only `judgement` and `dismissed` mirror what the user decided.
"""

from __future__ import annotations

PEOPLE_TABLES = """
-- The bit of a vendor in `person.vendors` is 1 << number; `account.vendor` is the number.
CREATE TABLE vendor (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
-- A row for every contact. `keys` are packed (people_rows.py), `name` the folded words of the name,
-- `mark` a number made of the vendor's id: sorting by it does not depend on the order of arrival. `last_talk` is an agent's newest, `trace` the newest sign of life of a contact that no agent
-- talked to: seconds since 1970, 0 for none. `traits` is what is compared and in no column of `contact`
-- (people/compare.py), empty for nothing.
CREATE TABLE linkable (
    contact INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    last_talk INTEGER NOT NULL,
    trace INTEGER NOT NULL,
    name TEXT NOT NULL,
    keys BLOB NOT NULL,
    traits BLOB NOT NULL
) STRICT;
-- The contacts of each key: new ones wait in `link_fresh` and are merged many at a time.
CREATE TABLE link_key (
    key INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (key, contact)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_fresh (
    key INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (key, contact)
) STRICT, WITHOUT ROWID;
-- Keys that more than MAX_CONTACTS_PER_KEY contacts have, with the number of contacts. They link nobody.
CREATE TABLE common_key (key INTEGER PRIMARY KEY, contacts INTEGER NOT NULL) STRICT;
-- The person of every contact that is not its person's own.
CREATE TABLE link (contact INTEGER PRIMARY KEY, person INTEGER NOT NULL) STRICT;
CREATE INDEX link_by_person ON link (person);
-- People of two or more contacts; of the others, `account.alone` counts the contacts. `behind`: by how
-- many seconds the newest talk of an agent is behind what happened elsewhere, NULL if it is not.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    contacts INTEGER NOT NULL,
    vendors INTEGER NOT NULL,
    behind INTEGER
) STRICT;
-- Contacts that share a key with somebody else who might be the same person. Both people have such
-- contacts, but not of each that shares it.
CREATE TABLE maybe (
    contact INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (contact, other)
) STRICT, WITHOUT ROWID;
-- Contacts in a crowd, in which only the user links (people/linking.py).
CREATE TABLE crowded (contact INTEGER PRIMARY KEY) STRICT;
-- What the sources of a person disagree on; the digest is of the values. People whose differences are
-- still to be found wait in `uncompared`.
CREATE TABLE difference (
    kind TEXT NOT NULL,
    person INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (kind, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE uncompared (person INTEGER PRIMARY KEY) STRICT;
-- What the user said about pairs of contacts, also of those that are not in the index, and the pairs
-- of which both are; all of them both ways round.
CREATE TABLE judgement (
    account TEXT NOT NULL,
    vendor_id TEXT NOT NULL,
    other_account TEXT NOT NULL,
    other_vendor_id TEXT NOT NULL,
    is_same INTEGER NOT NULL,
    PRIMARY KEY (account, vendor_id, other_account, other_vendor_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE judged (
    contact INTEGER NOT NULL,
    other INTEGER NOT NULL,
    is_same INTEGER NOT NULL,
    PRIMARY KEY (contact, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE dismissed (
    kind TEXT NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (kind, digest)
) STRICT, WITHOUT ROWID;
-- Accounts whose keys are being made anew, because their region changed: contacts up to `done` have
-- theirs.
CREATE TABLE relinking (account INTEGER PRIMARY KEY, done INTEGER NOT NULL) STRICT;
"""

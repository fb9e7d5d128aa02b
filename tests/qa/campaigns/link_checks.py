"""Checks who is one person in an index: against the rules, applied to all contacts at once."""

from __future__ import annotations

from collections import Counter, defaultdict

from contactdesk.index.people_rows import unpacked_keys
from contactdesk.people.linking import MAX_CONTACTS_PER_KEY, Judgements, Member, people_of

LINKABLE = """SELECT l.contact, a.id, c.vendor_id, l.mark, l.name, l.keys FROM linkable l
    JOIN contact c ON c.id = l.contact JOIN account a ON a.number = c.account AND NOT a.forgotten"""

JUDGED = """SELECT c.id, o.id, j.is_same FROM judgement j
    JOIN account a ON a.id = j.account
    JOIN contact c ON c.account = a.number AND c.vendor_id = j.vendor_id
    JOIN account b ON b.id = j.other_account
    JOIN contact o ON o.account = b.number AND o.vendor_id = j.other_vendor_id"""

MAYBES = """SELECT coalesce(l.person, m.contact) FROM maybe m
    LEFT JOIN link l ON l.contact = m.contact"""

VENDOR_IDS = {
    "links": """SELECT a.id, c.vendor_id, b.id, o.vendor_id FROM link l
        JOIN contact c ON c.id = l.contact JOIN account a ON a.number = c.account
        JOIN contact o ON o.id = l.person JOIN account b ON b.number = o.account""",
    "people": """SELECT a.id, c.vendor_id, p.contacts, p.behind FROM person p
        JOIN contact c ON c.id = p.id JOIN account a ON a.number = c.account""",
    "maybes": """SELECT DISTINCT a.id, c.vendor_id FROM (
        SELECT coalesce(l.person, m.contact) AS id FROM maybe m
            LEFT JOIN link l ON l.contact = m.contact) p
        JOIN contact c ON c.id = p.id JOIN account a ON a.number = c.account""",
    "alone": "SELECT id, alone FROM account WHERE contacts > 0",
    "common": "SELECT key, contacts FROM common_key",
}

CONTACTS = """SELECT a.id, c.vendor_id, coalesce(p.contacts, 1), p.behind,
    coalesce(p.vendors, 1 << a.vendor)
    FROM contact c JOIN account a ON a.number = c.account LEFT JOIN link l ON l.contact = c.id
    LEFT JOIN person p ON p.id = coalesce(l.person, c.id) ORDER BY a.id, c.vendor_id"""

WRONG = {
    "a contact or what links it lacks the other": """SELECT 1 FROM contact c
        FULL JOIN linkable l ON l.contact = c.id WHERE c.account IS NOT l.account""",
    "a link of nobody, or to a linked contact": """SELECT 1 FROM link
        WHERE contact NOT IN (SELECT id FROM contact) OR person NOT IN (SELECT id FROM contact)
            OR person IN (SELECT contact FROM link)""",
    "a person miscounted": """SELECT 1 FROM person p FULL JOIN (
        SELECT m.person, count(*) AS contacts, sum(DISTINCT 1 << a.vendor) AS vendors FROM (
            SELECT contact, person FROM link UNION SELECT person, person FROM link) m
        JOIN contact c ON c.id = m.contact JOIN account a ON a.number = c.account GROUP BY 1) n
        ON n.person = p.id WHERE (p.contacts, p.vendors) IS NOT (n.contacts, n.vendors)""",
    "contacts that stand alone miscounted": """SELECT 1 FROM account a WHERE NOT forgotten
        AND alone <> (SELECT count(*) FROM contact c WHERE c.account = a.number
            AND c.id NOT IN (SELECT contact FROM link) AND c.id NOT IN (SELECT id FROM person))""",
    "a maybe of nobody": """SELECT 1 FROM maybe WHERE contact NOT IN (SELECT id FROM contact)
        OR other NOT IN (SELECT id FROM contact)""",
    "a difference of nobody": """SELECT 1 FROM (SELECT person FROM difference
        UNION ALL SELECT person FROM uncompared) WHERE person NOT IN (SELECT id FROM person)""",
    "a judgement of nobody": """SELECT 1 FROM judged
        WHERE contact NOT IN (SELECT id FROM contact) OR other NOT IN (SELECT id FROM contact)""",
    "an account without a vendor": """SELECT 1 FROM account
        WHERE contacts > 0 AND vendor NOT IN (SELECT number FROM vendor)""",
}
"""What is wrong -> a query that gives a row for each."""


def link_errors(connection) -> list[str]:
    """What is wrong with the people of an index; empty if they are as the rules say."""
    found = []
    for what, wrong in WRONG.items():
        if count := connection.execute(f"SELECT count(*) FROM ({wrong})").fetchone()[0]:
            found.append(f"{count} rows: {what}")
    contacts = {row[0]: row[1:] for row in connection.execute(LINKABLE)}
    groups = defaultdict(list)
    for row_id, (*_, keys) in contacts.items():
        for key in unpacked_keys(keys):
            groups[key].append(row_id)
    kept = [
        *connection.execute("SELECT key, contact FROM link_key"),
        *connection.execute("SELECT key, contact FROM link_fresh"),
    ]
    if _is_being_forgotten(connection):
        return found
    if Counter(kept) != Counter((key, each) for key in groups for each in groups[key]):
        found.append("keys that contacts do not have, or lack")
    common = {key: len(each) for key, each in groups.items() if len(each) > MAX_CONTACTS_PER_KEY}
    if common != dict(connection.execute("SELECT key, contacts FROM common_key")):
        found.append("keys of too many contacts miscounted")
    return found + _broken_rules(connection, contacts, groups)


def _is_being_forgotten(connection) -> bool:
    """Whether contacts of a forgotten account are still there: those linked with them stand alone."""
    return bool(connection.execute("SELECT max(forgotten) FROM account").fetchone()[0])


def _broken_rules(connection, contacts, groups) -> list[str]:
    members = {
        row_id: Member((account, mark), tuple(name.split()), unpacked_keys(keys))
        for row_id, (account, _vendor_id, mark, name, keys) in contacts.items()
    }
    pairs = defaultdict(set), defaultdict(set)
    for one, other, is_same in connection.execute(JUDGED):
        pairs[is_same][one].add(other)
    apart, linked = pairs
    agents = {row[0] for row in connection.execute("SELECT key FROM agent WHERE key IS NOT NULL")}
    rules = people_of(
        list(members),
        lambda ids: {each: members[each] for each in ids if each in members},
        lambda keys, _limit: {key: list(groups[key]) for key in keys if key in groups},
        Judgements(linked, apart),
        nobodys=agents,
    )
    if {row[0] for row in connection.execute("SELECT contact FROM crowded")} != rules.crowded:
        return ["others are in a crowd than the rules say"]
    links = dict(connection.execute("SELECT contact, person FROM link"))
    if links != {each: person for each, person in rules.person.items() if each != person}:
        return ["contacts are linked otherwise than the rules say"]
    maybes = {rules.person[each] for pair in rules.maybes for each in (pair.one, pair.other)}
    if {row[0] for row in connection.execute(MAYBES)} != maybes:
        return ["there are maybes for others than the rules say"]
    return []


def linked_people(connection) -> dict[str, list[tuple]]:
    """Who is one person, by the vendors' ids: the same for the same contacts."""
    return {what: sorted(connection.execute(sql), key=repr) for what, sql in VENDOR_IDS.items()}


def linked_contacts(connection) -> list[tuple]:
    """Of every contact: how many contacts its person has, at which vendors, and how far an agent is
    behind. The same for the same contacts, whatever the ids of their accounts."""
    rows = connection.execute(CONTACTS).fetchall()
    vendors = connection.execute("SELECT number, id FROM vendor").fetchall()
    return [
        (*rest, sorted(each for number, each in vendors if bits >> number & 1))
        for *rest, bits in rows
    ]

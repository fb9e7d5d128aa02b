"""Whose value counts for people whose own contact has none: the best of their others that has one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import compress

import apsw

from contactdesk.index.columns import FLAGS
from contactdesk.index.postings.bitmap import (
    Bitmap,
    BitmapReader,
    from_many_ids,
    to_flags,
    to_ids,
)
from contactdesk.index.read.account_order import AccountOrder
from contactdesk.index.read.people import BEST_FIRST
from contactdesk.index.read.people_map import LINKS_OF_CONTACTS, PeopleMap
from contactdesk.index.read.stored_columns import flags_in_use

MAX_LOOKED_UP = 1_000
"""Up to this many contacts, their rows are read. More are all over the table."""

LINKED_WITH = """SELECT json_group_array(l.contact), json_group_array(l.person) FROM carray(?) h
    CROSS JOIN link l INDEXED BY link_by_person ON l.person = h.value"""
BY_RANK = f"""SELECT c.id AS id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    CROSS JOIN account a ON a.number = c.account ORDER BY {BEST_FIRST}"""


def sources_of_others(
    reader: BitmapReader, people: PeopleMap, with_value: array[int], without: array[int]
) -> dict[int, int]:
    """Contact -> its person, of contacts with a value that count for people whose own contact is one of
    those without. The two lists have all contacts."""
    lacking = from_many_ids(without, reader.size, reader.check)
    wanted = lacking & reader.bitmap("SELECT id FROM person")
    if wanted.bit_count() <= len(with_value):
        contacts, persons = _links(reader, LINKED_WITH, wanted)
        lacks = to_flags(lacking, reader.size)
        is_source = [not lacks[each] for each in contacts]
    else:
        has = from_many_ids(with_value, reader.size, reader.check)
        contacts, persons = _links(reader, LINKS_OF_CONTACTS, has & people.linked(reader))
        is_wanted = to_flags(wanted, reader.size)
        is_source = [bool(is_wanted[each]) for each in persons]
    person_of = dict(zip(compress(contacts, is_source), compress(persons, is_source), strict=True))
    reader.check()
    return {contact: person for person, contact in _best(reader, person_of).items()}


def _links(reader: BitmapReader, sql: str, ids: Bitmap) -> tuple[array[int], array[int]]:
    """Contacts and their people."""
    if not ids:
        return array("i"), array("i")
    listed = apsw.carray(to_ids(ids, reader.check))
    contacts, persons = reader.connection.execute(sql, (listed,)).fetchone()
    return reader.ids_of_json(contacts), reader.ids_of_json(persons)


def _best(reader: BitmapReader, person_of: Mapping[int, int]) -> dict[int, int]:
    """Person -> the best of some contacts, each of which is given with its person."""
    if len(person_of) <= MAX_LOOKED_UP:
        return _best_by_rows(reader, person_of, person_of)
    found = {person: contact for contact, person in person_of.items()}
    if len(found) == len(person_of):
        return found
    ranks = _ranks(reader)
    tied = set[int]()
    for contact, person in person_of.items():
        best = found[person]
        if contact != best:
            rank, of_best = ranks[contact], ranks[best]
            if rank < of_best:
                found[person] = contact
            elif rank == of_best:
                tied.add(person)
    reader.check()
    if tied:
        contacts = [contact for contact, person in person_of.items() if person in tied]
        found |= _best_by_rows(reader, contacts, person_of)
    return found


def _best_by_rows(
    reader: BitmapReader, contacts: Iterable[int], person_of: Mapping[int, int]
) -> dict[int, int]:
    """As `_best`, of these contacts."""
    listed = array("i", contacts)
    ranked = reader.ids(BY_RANK, apsw.carray(listed)) if listed else listed
    return {person_of[each]: each for each in reversed(ranked)}


def _ranks(reader: BitmapReader) -> array[int]:
    """By row id, the place of each contact in BEST_FIRST, from 1; the same for those that differ
    in the vendor's id only."""
    accounts = [
        row[0] for row in reader.connection.execute("SELECT number FROM account ORDER BY id")
    ]
    ranks = AccountOrder(reader).table({number: at for at, number in enumerate(accounts, 1)})
    flags = [each for each in flags_in_use(reader.connection) if not each & FLAGS["name"]]
    nameless = reader.ids(
        "SELECT id FROM contact INDEXED BY contact_by_flags"
        f" WHERE flags IN ({', '.join(map(str, flags))})"
    )
    for each in nameless:
        ranks[each] += len(accounts)
    return ranks

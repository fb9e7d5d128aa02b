"""Finds whose value stands for a person whose own contact has none: the best other contact with one."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import compress

import apsw

from contactdesk.index.columns import FLAGS
from contactdesk.index.postings.bitmap import (
    Bitmap,
    BitmapReader,
    difference,
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

COST_OF_PERSON = 2
"""Finding the contacts of one person takes about as long as finding the people of this many contacts."""

CONTACTS_OF_PEOPLE = """SELECT json_group_array(l.contact), json_group_array(l.person) FROM carray(?) h
    CROSS JOIN link l INDEXED BY link_by_person ON l.person = h.value"""
BY_RANK = f"""SELECT c.id AS id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    CROSS JOIN account a ON a.number = c.account ORDER BY {BEST_FIRST}"""


def sources_of_others(
    reader: BitmapReader, people: PeopleMap, without: array[int]
) -> dict[int, int]:
    """Contact -> its person, of contacts with a value that count for people whose own contact is one of
    those without. All other contacts have the value."""
    lacking = from_many_ids(without, reader.size, reader.check)
    wanted = lacking & reader.bitmap("SELECT id FROM person")
    having = difference(people.linked(reader), lacking)
    if wanted.bit_count() * COST_OF_PERSON < having.bit_count():
        contacts, persons = _links(reader, CONTACTS_OF_PEOPLE, wanted)
        lacks = to_flags(lacking, reader.size)
        is_source = [not lacks[each] for each in contacts]
    else:
        contacts, persons = _links(reader, LINKS_OF_CONTACTS, having)
        is_wanted = to_flags(wanted, reader.size)
        is_source = [bool(is_wanted[each]) for each in persons]
    contacts, persons = (array("i", compress(each, is_source)) for each in (contacts, persons))
    reader.check()
    return _best(reader, contacts, persons)


def _links(reader: BitmapReader, sql: str, ids: Bitmap) -> tuple[array[int], array[int]]:
    """Contacts and their people."""
    if not ids:
        return array("i"), array("i")
    listed = apsw.carray(to_ids(ids, reader.check))
    contacts, persons = reader.connection.execute(sql, (listed,)).fetchone()
    return reader.ids_of_json(contacts), reader.ids_of_json(persons)


def _best(reader: BitmapReader, contacts: array[int], persons: array[int]) -> dict[int, int]:
    """Contact -> person, for the best contact of each person."""
    person_of = dict(zip(contacts, persons, strict=True))
    if len(set(persons)) == len(contacts):
        return person_of
    if len(contacts) <= MAX_LOOKED_UP:
        best = _best_by_rows(reader, contacts, person_of)
    else:
        best, tied = _best_by_ranks(contacts, persons, _ranks(reader))
        reader.check()
        if tied:
            several = array("i", (each for each in contacts if person_of[each] in tied))
            best |= _best_by_rows(reader, several, person_of)
    return {contact: person for person, contact in best.items()}


def _best_by_rows(
    reader: BitmapReader, contacts: array[int], person_of: Mapping[int, int]
) -> dict[int, int]:
    """Person -> the best of some contacts."""
    ranked = reader.ids(BY_RANK, apsw.carray(contacts))
    return {person_of[each]: each for each in reversed(ranked)}


def _best_by_ranks(
    contacts: array[int], persons: array[int], ranks: array[int]
) -> tuple[dict[int, int], set[int]]:
    """Person -> the best contact, and the people for whom others may be as good by their ranks."""
    best, tied = dict(zip(persons, contacts, strict=True)), set[int]()
    for contact, person in zip(contacts, persons, strict=True):
        before = best[person]
        if contact != before:
            rank, rank_before = ranks[contact], ranks[before]
            if rank < rank_before:
                best[person] = contact
            elif rank == rank_before:
                tied.add(person)
    return best, tied


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

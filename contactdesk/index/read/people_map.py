"""Which person each contact belongs to: sets of contacts to sets of people, and back."""

from __future__ import annotations

from array import array
from itertools import chain, compress

import apsw

from contactdesk.index.postings.bitmap import (
    IDS_PER_STEP,
    Bitmap,
    BitmapReader,
    difference,
    from_ids,
    from_many_ids,
    parse_ids,
    to_flags,
    to_ids,
)

MAX_LOOKED_UP = 20_000
"""Up to this many contacts or people are looked up in the table `link`. For more, all of it is read
once: four bytes a contact, kept until something is written."""

LINKS_OF_CONTACTS = """SELECT json_group_array(l.contact), json_group_array(l.person)
    FROM carray(?) h CROSS JOIN link l ON l.contact = h.value"""
CONTACTS_OF_PEOPLE = """SELECT l.contact AS id FROM carray(?) h
    CROSS JOIN link l INDEXED BY link_by_person ON l.person = h.value"""
LINKS_BY_PERSON = """SELECT json_group_array(contact), json_group_array(person)
    FROM (SELECT contact, person FROM link INDEXED BY link_by_person ORDER BY person, contact)"""
ALL_LINKS = "SELECT json_group_array(contact), json_group_array(person) FROM link"


class PeopleMap:
    """Which person each contact belongs to, in one state of the index.

    A person is the row id of their own contact; a contact that is linked with no other is a person.
    """

    def __init__(self) -> None:
        self._linked: Bitmap | None = None
        self._people: array[int] | None = None

    def linked(self, reader: BitmapReader) -> Bitmap:
        """The contacts that are not the person's own."""
        if self._linked is None:
            self._linked = reader.bitmap("SELECT contact AS id FROM link")
        return self._linked

    def everyone(self, reader: BitmapReader) -> Bitmap:
        """All people."""
        return difference(reader.all_contacts(), self.linked(reader))

    def to_people(self, reader: BitmapReader, contacts: Bitmap) -> Bitmap:
        """The people to whom any of these contacts belongs."""
        if self._is_looked_up(contacts):
            if not contacts:
                return 0
            ids = apsw.carray(to_ids(contacts, reader.check))
            row = reader.connection.execute(LINKS_OF_CONTACTS, (ids,)).fetchone()
            linked, people = (from_ids(reader.ids_of_json(each), reader.size) for each in row)
            return difference(contacts, linked) | people
        linked_ones = contacts & self.linked(reader)
        person_of = self._read_all(reader).__getitem__
        found = array("i", map(person_of, to_ids(linked_ones, reader.check)))
        return difference(contacts, linked_ones) | from_many_ids(found, reader.size, reader.check)

    def to_contacts(self, reader: BitmapReader, people: Bitmap) -> Bitmap:
        """All contacts of these people."""
        if self._is_looked_up(people):
            if not people:
                return 0
            listed = apsw.carray(to_ids(people, reader.check))
            return people | reader.bitmap(CONTACTS_OF_PEOPLE, listed)
        person_of = self._read_all(reader).__getitem__
        is_wanted, linked = to_flags(people, reader.size).__getitem__, self.linked(reader)
        found, ids = array("i"), to_ids(linked, reader.check)
        for start in range(0, len(ids), IDS_PER_STEP):
            part = ids[start : start + IDS_PER_STEP]
            found.extend(compress(part, map(is_wanted, map(person_of, part))))
            reader.check()
        return people | from_many_ids(found, reader.size, reader.check)

    def contacts_in_order(self, reader: BitmapReader, people: array[int]) -> array[int]:
        """All contacts of people in their order: of each the own one, then the others by row id."""
        contacts, persons = reader.connection.execute(LINKS_BY_PERSON).fetchone()
        linked, own = reader.ids_of_json(contacts), reader.ids_of_json(persons)
        starts: dict[int, int] = {}
        for at in range(len(own) - 1, -1, -1):
            starts[own[at]] = at
        own.append(0)
        found = array("i")
        for person in people:
            found.append(person)
            if (at := starts.get(person, -1)) >= 0:
                end = at + 1
                while own[end] == person:
                    end += 1
                found.extend(linked[at:end])
        reader.check()
        return found

    def people_of(self, reader: BitmapReader, contacts: array[int]) -> array[int]:
        """The person of each of these contacts."""
        people = self._read_all(reader)
        return array("i", (people[each] or each for each in contacts))

    def _is_looked_up(self, ids: Bitmap) -> bool:
        return self._people is None and ids.bit_count() <= MAX_LOOKED_UP

    def _read_all(self, reader: BitmapReader) -> array[int]:
        """The person of every contact that is in `linked`, by row id; 0 for the others."""
        if self._people is not None:
            return self._people
        people = array("i", bytes(4 * reader.size))
        contacts, persons = reader.connection.execute(ALL_LINKS).fetchone()
        found = reader.ids_of_json(contacts)
        own = chain.from_iterable(parse_ids(persons))
        for start in range(0, len(found), IDS_PER_STEP):
            for contact, person in zip(found[start : start + IDS_PER_STEP], own, strict=False):
                people[contact] = person
            reader.check()
        self._linked = from_many_ids(found, reader.size, reader.check)
        self._people = people
        return people

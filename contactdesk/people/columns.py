"""Paths of the columns about the person whose contact it is: of all contacts linked with it."""

from __future__ import annotations

CONTACTS = "person.contacts"
"""How many contacts the person has, the one of the row included."""

VENDORS = "person.vendors"
"""The ids of the providers that the person has a contact of, as a list."""

BEHIND = "person.behind"
"""By how many days the last talk of an agent is behind what happened at other vendors."""

DIFFERS = "person.differs"
"""What the contacts disagree on, as a list of `traits.FIELDS`; without what the user dismissed."""

PERSON_PATHS = (CONTACTS, VENDORS, BEHIND, DIFFERS)

"""Paths of the columns about a contact's person, over all contacts linked with it."""

from __future__ import annotations

CONTACTS = "person.contacts"
"""How many contacts the person has, including the row's own."""

VENDORS = "person.vendors"
"""The ids of the providers that the person has a contact of, as a list."""

BEHIND = "person.behind"
"""How many days an agent's last talk lags behind what happened at other vendors."""

DIFFERS = "person.differs"
"""What the contacts disagree on, as a list of `traits.FIELDS`; without what the user dismissed."""

PERSON_PATHS = (CONTACTS, VENDORS, BEHIND, DIFFERS)

"""A person as the page shows it: the contacts with what they say, and what they are compared to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from contactdesk.index import ContactLink, PersonLinks
from contactdesk.memories.overview import NO_TIME, KeptItem
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import Moments
from contactdesk.model import Contact, Provider
from contactdesk.people.compare import ComparedField, Source, compare, differences, stated
from contactdesk.people.traits import traits_of
from contactdesk.records.blocks import viewed
from contactdesk.records.regions import Regions
from contactdesk.ui.memories.contact_memories import ContactMemories

SCOPE_END = ":"
"""Between a contact's number and a path in its record."""


def scoped(at: int, path: str) -> str:
    """The path of a value in the record of the contact at a position."""
    return f"{at}{SCOPE_END}{path}"


class PersonContact(Struct, frozen=True):
    """One contact of a person. `memories` is None where its vendor has no agents.

    `region_of` and `field_of` give the place of a path in the search language, as in `Regions`.
    """

    row_id: int
    key: tuple[str, str]
    account: str
    provider: Provider
    contact: Contact
    raw: bytes
    source: Source
    memories: ContactMemories | None
    region_of: Callable[[str], str]
    field_of: Callable[[str], str]

    @classmethod
    def of(
        cls,
        row_id: int,
        key: tuple[str, str],
        account: str,
        provider: Provider,
        contact: Contact,
        raw: bytes,
        *,
        region: str = "",
        nicknames: Mapping[str, str] | None = None,
    ) -> PersonContact:
        """Reads what a contact says. `account` is the account's label, with a number where there are
        several contacts of it, `region` its country for phone
        numbers, `nicknames` its agents'."""
        traits = traits_of(provider, contact, viewed(provider, contact.raw))
        memories = None
        if provider.memories is not None:
            memories = ContactMemories.of(
                provider,
                contact.raw,
                raw,
                contact_name=contact.display_name,
                nicknames=nicknames,
            )
        regions = Regions(provider)
        return cls(
            row_id,
            key,
            account,
            provider,
            contact,
            raw,
            Source(key, contact, traits, region),
            memories if memories is not None and memories.memories else None,
            regions.places(contact.raw),
            regions.places(contact.raw, with_times=True),
        )


class OtherContact(Struct, frozen=True):
    """A contact that might belong to a person: what it is called, and its account's label."""

    row_id: int
    name: str
    account: str


class ShownPerson(Struct, frozen=True):
    """The contacts of a person, in the order of the accounts.

    `differing` are the fields in which they disagree, with the digests that a dismissal is kept
    by. `links` says why they belong together; `others` are the contacts of its maybes. `left_out`
    counts contacts beyond those shown; `is_partial` says that more may come, as not every account is
    loaded.
    """

    contacts: tuple[PersonContact, ...]
    fields: tuple[ComparedField, ...] = ()
    differing: Mapping[str, int] = {}
    links: PersonLinks = PersonLinks()
    others: Mapping[int, OtherContact] = {}
    left_out: int = 0
    is_partial: bool = False

    @classmethod
    def of(
        cls,
        contacts: Sequence[PersonContact],
        links: PersonLinks | None = None,
        others: Sequence[OtherContact] = (),
        left_out: int = 0,
        is_partial: bool = False,
    ) -> ShownPerson:
        """Compares the contacts."""
        sources = [each.source for each in contacts]
        said = {each.key: stated(each.contact, each.traits, each.region) for each in sources}
        return cls(
            tuple(contacts),
            tuple(compare(sources)),
            differences(said),
            links or PersonLinks(),
            {each.row_id: each for each in others},
            left_out,
            is_partial,
        )

    @property
    def row_ids(self) -> list[int]:
        """The row ids of the contacts."""
        return [each.row_id for each in self.contacts]

    @property
    def maybes(self) -> list[tuple[OtherContact, ContactLink]]:
        """The contacts that might belong to the person, each with why."""
        found = ((self.others.get(each.contact), each) for each in self.links.maybes)
        return [(other, each) for other, each in found if other is not None]

    def says_the_same(self, other: ShownPerson) -> bool:
        """Whether there is nothing new in another reading of the same person."""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        contacts = [
            (each.row_id, each.account, each.raw, each.memories and each.memories.names)
            for each in self.contacts
        ]
        return contacts, self.links, self.others, self.differing, self.left_out, self.is_partial

    @property
    def name(self) -> str:
        """What the person is called."""
        own = self.links.members[:1]
        found = sorted(self.contacts, key=lambda each: each.row_id not in own)
        names = (each.contact.name for each in found)
        fallbacks = (each.contact.display_name for each in found)
        return next(filter(None, names), "") or next(fallbacks, "")

    @property
    def has_several_names(self) -> bool:
        """Whether the contacts are called differently: each has its own above the page."""
        return len({each.contact.display_name for each in self.contacts}) > 1

    @property
    def with_memories(self) -> tuple[tuple[int, ContactMemories], ...]:
        """(position, memories) of the contacts that agents remember something about."""
        return tuple(
            (at, each.memories)
            for at, each in enumerate(self.contacts)
            if each.memories is not None
        )

    def open_items(self) -> list[tuple[int, KeptItem]]:
        """The open items of all contacts, each with its contact's position: by priority, then the
        oldest first, those without a time last."""
        found = [
            (at, kept)
            for at, memories in self.with_memories
            for kept in memories.overview.open_items
        ]
        moments = Moments()

        def urgency(each: tuple[int, KeptItem]) -> tuple[int, str, str]:
            item = each[1].item
            return rank(item.priority), moments[item.created_at] or NO_TIME, item.text

        return sorted(found, key=urgency)

    def region_of(self, path: str) -> str:
        """The region of the search language that a scoped path lies in."""
        contact, own = self._at(path)
        return contact.region_of(own) if contact and own.startswith("$") else own

    def field_of(self, path: str) -> str:
        """The field of the search language that a scoped path lies in."""
        contact, own = self._at(path)
        return contact.field_of(own) if contact and own.startswith("$") else own

    def contact_at(self, path: str) -> PersonContact | None:
        """The contact that a scoped path is in."""
        return self._at(path)[0]

    def _at(self, path: str) -> tuple[PersonContact | None, str]:
        number, _, own = path.partition(SCOPE_END)
        is_known = number.isdecimal() and int(number) < len(self.contacts)
        return (self.contacts[int(number)] if is_known else None), own

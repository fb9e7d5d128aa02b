"""Why the contacts of a person belong together, who else might, and what links nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from contactdesk.index import ContactLink, PersonLinks, SharedKey
from contactdesk.model import Kind
from contactdesk.people.keys import EMAIL
from contactdesk.people.reasons import Strength
from contactdesk.records.blocks import Block, Line
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import contacts as contacts_words
from contactdesk.ui.kit.wording import crowd, number
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.person.links import APART, LINK, UNLINK, contact_href, open_href, pair_href
from contactdesk.ui.person.shown_person import OtherContact, ShownPerson
from contactdesk.ui.person.words import MAX_VALUE_CHARS, reasons_words, strength_words

WHY, MAYBE = "person-why", "person-maybe"
"""The sections' keys."""

MAX_REASON_CHARS = 500

translate = QCoreApplication.translate


def why_section(person: ShownPerson) -> Section:
    """Each contact with the reasons why it belongs to the person."""
    title = translate("person", "Why one person")
    links = {each.contact: each for each in person.links.links}
    heading = Part("heading", lambda out: Inline(out).heading(title))
    parts = [_member_part(person, at, links) for at in range(len(person.contacts))]
    notes = list(_notes(person.links))
    if notes:
        parts.append(Part("notes", lambda out: _write_notes(out, notes)))

    def block() -> Block:
        lines = [
            Line(each.account, _reasons(person, links.get(each.row_id)), Kind.TEXT, "")
            for each in person.contacts
        ]
        return Block(title, lines=tuple(lines))

    return Section(WHY, title, block, (heading, *parts) if parts else ())


def maybe_section(person: ShownPerson) -> Section:
    """Contacts of others that might be the same person."""
    title, maybes = translate("person", "Might be the same person"), person.maybes
    heading = Part("heading", lambda out: Inline(out).heading(title, number(len(maybes))))
    parts = [_maybe_part(person, other, link) for other, link in maybes]

    def block() -> Block:
        lines = [
            Line(f"{other.name} · {other.account}", reasons_words(link.reasons), Kind.TEXT, "")
            for other, link in maybes
        ]
        return Block(title, lines=tuple(lines))

    return Section(MAYBE, title, block, (heading, *parts) if maybes else (), len(maybes))


def _member_part(person: ShownPerson, at: int, links: dict[int, ContactLink]) -> Part:
    contact = person.contacts[at]
    link = links.get(contact.row_id)

    def write(out: PartWriter) -> None:
        put = Inline(out)
        put.paragraph(above=2)
        put.text(one_line(contact.account), put.formats.link, href=contact_href(at))
        put.text(f"{GAP}{one_line(contact.contact.display_name)}", put.formats.strong)
        if link is not None and link.strength is not Strength.STRONG:
            words = strength_words(link.strength)
            is_weak = link.strength is Strength.WEAK
            put.gap()
            put.chip(None, words, "warning" if is_weak else "ok")
        tip = translate("person", "Make this contact a separate person")
        _offer(put, translate("person", "Unlink"), f"{UNLINK}{contact.row_id}", tip)
        put.paragraph()
        put.text(one_line(_reasons(person, link), MAX_REASON_CHARS), put.formats.muted)

    return Part(f"member {contact.row_id}", write)


def _reasons(person: ShownPerson, link: ContactLink | None) -> str:
    """With which contact it is linked, and why."""
    if link is None:
        return translate("person", "The others are linked with this contact.")
    other = next((each for each in person.contacts if each.row_id == link.other), None)
    if not link.reasons:
        return translate("person", "The reasons can't be read.")
    words = translate("person", "With {account}: {reasons}")
    return words.format(
        account=other.account if other is not None else "…", reasons=reasons_words(link.reasons)
    )


def _maybe_part(person: ShownPerson, other: OtherContact, link: ContactLink) -> Part:
    def write(out: PartWriter) -> None:
        put = Inline(out)
        put.paragraph(above=2)
        put.text(one_line(other.name), put.formats.link, href=open_href(other.row_id))
        put.text(f"{GAP}{one_line(other.account)}", put.formats.muted)
        _offer(put, translate("person", "Link"), pair_href(LINK, link.contact, link.other))
        words = translate("person", "Not the same")
        _offer(put, words, pair_href(APART, link.contact, link.other))
        put.paragraph()
        put.text(one_line(_reasons(person, link), MAX_REASON_CHARS), put.formats.muted)

    return Part(f"maybe {link.contact} {link.other}", write)


def _offer(put: Inline, words: str, href: str, tip: str = "") -> None:
    put.gap()
    put.text(words, put.formats.link, href=href, tip=tip)


def _notes(links: PersonLinks) -> Iterator[str]:
    """Why some of these contacts are linked by hand only; addresses and numbers of theirs that several
    people have, or that link nobody."""
    if links.is_crowded:
        yield crowd()
    for each in links.shared:
        yield _key_words(
            each,
            translate("person", "E-mail {value} is shared by {contacts}: names must agree, too."),
            translate("person", "Phone {value} is shared by {contacts}: names must agree, too."),
        )
    for each in links.too_common:
        yield _key_words(
            each,
            translate("person", "E-mail {value} is on {contacts}: too common to link by."),
            translate("person", "Phone {value} is on {contacts}: too common to link by."),
        )
    for text in links.agent_numbers:
        words = translate(
            "person", "Phone {value} belongs to one of your agents, so it links nobody."
        )
        yield words.format(value=one_line(text, MAX_VALUE_CHARS))


def _key_words(key: SharedKey, of_email: str, of_phone: str) -> str:
    pattern = of_email if key.kind == EMAIL else of_phone
    value = one_line(key.text, MAX_VALUE_CHARS)
    return pattern.format(value=value, contacts=contacts_words(key.contacts))


def _write_notes(out: PartWriter, notes: Sequence[str]) -> None:
    for each in notes:
        put = Inline(out)
        put.paragraph(above=1)
        put.text(one_line(each, MAX_REASON_CHARS), put.formats.small)

"""What the page of a person says about fields, standings and reasons."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.values import TRUE
from contactdesk.model import Kind
from contactdesk.people.compare import Standing
from contactdesk.people.reasons import Reason, ReasonKind, Strength
from contactdesk.people.traits import (
    CHANNEL,
    COMPANY,
    CONSENT,
    EMAIL,
    NAME,
    PHONE,
    ROLE,
    TIME_ZONE,
    Trait,
)
from contactdesk.records.formatting import humanize
from contactdesk.ui.kit.text import line

translate = QCoreApplication.translate

SIGNS = {
    Standing.AGREES: "=",
    Standing.DIFFERS: "≠",
    Standing.ONLY_HERE: "•",
    Standing.UNCLEAR: "?",
}

KINDS = {EMAIL: Kind.EMAIL, PHONE: Kind.PHONE}
"""The kinds of fields whose values are more than text; zones stand as written, without the time."""

CONTACT_PLACES = {NAME: "name", EMAIL: "email", PHONE: "phone", COMPANY: "company", ROLE: "title"}
"""A field -> where a contact's own value of it is in the search language."""

MAX_VALUE_CHARS = 60
"""Of a value inside a sentence."""


def field_words(field: str) -> str:
    """The title of a compared field."""
    return {
        NAME: translate("person", "Name"),
        EMAIL: translate("person", "E-mail"),
        PHONE: translate("person", "Phone"),
        COMPANY: translate("person", "Company"),
        ROLE: translate("person", "Role"),
        TIME_ZONE: translate("person", "Time zone"),
        CHANNEL: translate("person", "Preferred channel"),
        CONSENT: translate("person", "Wants messages"),
    }[field]


def standing_words(standing: Standing) -> str:
    """How a value compares to those of the others, in a word or two."""
    return {
        Standing.AGREES: translate("person", "agrees"),
        Standing.DIFFERS: translate("person", "differs"),
        Standing.ONLY_HERE: translate("person", "only here"),
        Standing.UNCLEAR: translate("person", "can't be compared"),
    }[standing]


def standing_tip(standing: Standing) -> str:
    """What the word means."""
    return {
        Standing.AGREES: translate("person", "At least one other contact says the same."),
        Standing.DIFFERS: translate("person", "Another contact says something else."),
        Standing.ONLY_HERE: translate("person", "No other contact has this value."),
        Standing.UNCLEAR: translate(
            "person", "There is no way to tell whether the others say the same."
        ),
    }[standing]


def consent_words(trait: Trait) -> str:
    """What a contact says about messages: "Opted in to SMS: yes"."""
    is_yes = trait.text == TRUE
    answer = translate("person", "yes") if is_yes else translate("person", "no")
    return translate("person", "{key}: {answer}").format(
        key=line(humanize(trait.key), MAX_VALUE_CHARS), answer=answer
    )


def reasons_words(reasons: Iterable[Reason]) -> str:
    """Reasons one after the other: "phone +1 415 555 0192 equal; names agree"."""
    return "; ".join(reason_words(each) for each in reasons)


def reason_words(reason: Reason) -> str:
    """One reason, in lower case, as it stands in a list."""
    text, other = line(reason.text, MAX_VALUE_CHARS), line(reason.other, MAX_VALUE_CHARS)
    is_same = text == other
    pattern = {
        ReasonKind.BY_HAND: translate("person", "linked by you"),
        ReasonKind.ID: translate("person", "ID {value} equal"),
        ReasonKind.EMAIL: translate("person", "e-mail {value} equal")
        if is_same
        else translate("person", "e-mail {value} equal to {other}"),
        ReasonKind.PHONE: translate("person", "phone {value} equal")
        if is_same
        else translate("person", "phone {value} equal to {other}"),
        ReasonKind.SHARED_EMAIL: translate("person", "e-mail {value} equal, but others share it"),
        ReasonKind.SHARED_PHONE: translate("person", "phone {value} equal, but others share it"),
        ReasonKind.NAMES_EQUAL: translate("person", "names equal"),
        ReasonKind.NAMES_AGREE: translate("person", "names agree"),
        ReasonKind.NAMES_DIFFER: translate("person", "names differ"),
        ReasonKind.SAME_GIVEN_NAME: translate("person", "given names agree, family names differ"),
        ReasonKind.OTHER_SCRIPT: translate("person", "names in different scripts"),
        ReasonKind.NAMELESS: translate("person", "no names to compare"),
        ReasonKind.NOT_THE_SAME: translate("person", "marked as not the same"),
        ReasonKind.THROUGH_OTHERS: translate("person", "nothing equal; linked through the others"),
    }[reason.kind]
    return pattern.format(value=text, other=other)


def strength_words(strength: Strength) -> str:
    """How sure a link is."""
    return {
        Strength.CERTAIN: translate("person", "certain"),
        Strength.STRONG: translate("person", "strong"),
        Strength.WEAK: translate("person", "weak"),
    }[strength]

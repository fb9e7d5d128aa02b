"""The fields of the search language, and what may follow them."""

from __future__ import annotations

from contactdesk.model import CONTACT_FIELDS, REGIONS
from contactdesk.people import traits

FIELDS = (
    "name",
    "email",
    "phone",
    "company",
    "title",
    "id",
    "account",
    "vendor",
    "in",
    "linked",
    "maybe",
    "differs",
    "behind",
    "said",
    "memory",
    "fact",
    "open",
    "priority",
    "entity",
    "persona",
    "memories",
    "empty",
    "custom",
    "tag",
    "note",
    "is",
    "has",
    "talked",
    "created",
    "updated",
    "changed",
)
FIELD_ALIASES = {"e-mail": "email", "mail": "email"}
CHANGED = "changed"
"""The field of what a refresh found to be another: followed by a time, a kind of change or a field's
name, or, with that as its key, by a time: changed.email:<7d"""

KEYED_FIELDS = ("fact", "custom", "entity", CHANGED)
"""Fields that may have a key: fact.time_zone:"""

COMPARED_FIELDS = ("fact", "custom")
"""Keyed fields whose values can be compared: fact.age:>30"""

DATE_FIELDS = ("talked", "created", "updated")
"""Fields that may be followed by a number of things; "open" by words, too."""

OPEN_COUNT = "open_items"
"""The field of terms that compare the number of open items; it is typed as `open:>2`."""

AGENT_FIELDS = ("persona", "empty")
"""Fields that find agents, by their nicknames too."""

USER_FIELDS = ("tag", "note", "is")
"""Fields of what the user added to a contact."""

IN = "in"
"""The field of terms about a person's vendors: what one of them is called or, as in `in:>1`, how many
there are."""

PERSON_FIELDS = (IN, "linked", "maybe", "differs", "behind")
"""Fields of the person whose contact it is: of all the contacts that are linked with it."""

STORED_FIELDS = (
    *("has", "account", "vendor", "priority", "memories", OPEN_COUNT, "empty"),
    *USER_FIELDS,
    *PERSON_FIELDS,
    *DATE_FIELDS,
    CHANGED,
)
"""Fields that match a stored value, not a text of the contact."""

HAS_VALUES = (*CONTACT_FIELDS[:5], *REGIONS)
"""What may follow `has:`."""

IS_VALUES = ("favorite",)
"""What may follow `is:`."""

IS_ALIASES = {"favourite": "favorite", "favorites": "favorite", "favourites": "favorite"}

YES, NO = "yes", "no"
"""What may follow `linked:`, `maybe:`, `differs:` and `behind:`."""

DIFFERENCES = traits.FIELDS
"""What may follow `differs:`: what the contacts of a person may disagree on."""

DIFFERENCE_ALIASES = {"title": "role", "timezone": "time_zone", "opt_out": "consent"}

REGIONS_OF_FIELD = {"memory": ("memory", "fact")}
"""Field -> the regions it searches, where they are not the one of its name."""

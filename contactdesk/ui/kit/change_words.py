"""What changed in a contact, in words: from the kinds and fields of a change."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.history import kinds
from contactdesk.records.formatting import humanize
from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import moment_words, number, translate

MAX_NAMED = 3
"""Fields that are named in a line; of more, it is said how many."""

FACT_PREFIX = "fact."
FACT_KINDS = (kinds.FACT_ADDED, kinds.FACT_CHANGED, kinds.FACT_DROPPED)


def change_words(found: Sequence[str], fields: Sequence[str]) -> str:
    """All that changed, on one line: "E-mail, phone changed · Fact added: time zone"."""
    facts = [each for each in fields if each.startswith(FACT_PREFIX)]
    others = [each for each in fields if not each.startswith(FACT_PREFIX)]
    parts = []
    for kind in found:
        if kind == kinds.FIELD:
            parts.append(_fields_words(others))
        elif kind not in FACT_KINDS:
            parts.append(kind_words(kind))
    if found_facts := [kind for kind in FACT_KINDS if kind in found]:
        parts.append(_facts_words(found_facts, facts))
    return " · ".join(parts)


def noticed_tip(at: float) -> str:
    """When a change was noticed, in seconds since 1970: that is not when it was made."""
    words = translate("change_words", "Noticed {moment}; the change itself happened earlier")
    return words.format(moment=moment_words(at))


def kind_words(kind: str) -> str:
    """What a kind of change is called, for one of `history.kinds.KINDS`."""
    return {
        kinds.NEW: translate("change_words", "New"),
        kinds.GONE: translate("change_words", "Gone"),
        kinds.FIELD: translate("change_words", "Changed"),
        kinds.FACT_ADDED: translate("change_words", "Facts added"),
        kinds.FACT_CHANGED: translate("change_words", "Facts changed"),
        kinds.FACT_DROPPED: translate("change_words", "Facts dropped"),
        kinds.ITEM_OPENED: translate("change_words", "Open items added"),
        kinds.ITEM_CHANGED: translate("change_words", "Open items changed"),
        kinds.ITEM_CLOSED: translate("change_words", "Open items closed"),
        kinds.MESSAGE_ADDED: translate("change_words", "Messages added"),
        kinds.MESSAGE_DROPPED: translate("change_words", "Messages dropped"),
        kinds.MEMORY_ADDED: translate("change_words", "Memories added"),
        kinds.MEMORY_DROPPED: translate("change_words", "Memories dropped"),
    }[kind]


def one_kind_words(kind: str) -> str:
    """A kind of change, said of a single fact, open item, message or memory."""
    return {
        kinds.FACT_ADDED: translate("change_words", "Fact added"),
        kinds.FACT_CHANGED: translate("change_words", "Fact changed"),
        kinds.FACT_DROPPED: translate("change_words", "Fact dropped"),
        kinds.ITEM_OPENED: translate("change_words", "Open item added"),
        kinds.ITEM_CHANGED: translate("change_words", "Open item changed"),
        kinds.ITEM_CLOSED: translate("change_words", "Open item closed"),
        kinds.MESSAGE_ADDED: translate("change_words", "Message added"),
        kinds.MESSAGE_DROPPED: translate("change_words", "Message dropped"),
        kinds.MEMORY_ADDED: translate("change_words", "Memory added"),
        kinds.MEMORY_DROPPED: translate("change_words", "Memory dropped"),
    }.get(kind) or kind_words(kind)


def field_words(name: str) -> str:
    """A field's name for people: "E-mail" for "email", "Time zone" for "fact.time_zone"."""
    known = {
        "name": translate("change_words", "Name"),
        "email": translate("change_words", "E-mail"),
        "phone": translate("change_words", "Phone"),
        "company": translate("change_words", "Company"),
        "title": translate("change_words", "Title"),
        "formatted_as": translate("change_words", "Formatted number"),
        "record": translate("change_words", "Whole record"),
    }
    return known.get(name) or text.line(humanize(name.rpartition(".")[2])) or text.line(name)


def _fields_words(names: Sequence[str]) -> str:
    """ "E-mail changed", "E-mail, phone changed", "E-mail, phone, title and 4 more changed"."""
    if not names:
        return translate("change_words", "Changed")
    return _named(
        names,
        translate("change_words", "{names} changed"),
        translate("change_words", "{names} and {count} more changed"),
    )


def _facts_words(found: Sequence[str], names: Sequence[str]) -> str:
    words = kind_words(found[0])
    if len(found) > 1:
        words = translate("change_words", "Facts added, changed or dropped")
    if not names:
        return words
    return _named(
        names,
        translate("change_words", "{what}: {names}").replace("{what}", words),
        translate("change_words", "{what}: {names} and {count} more").replace("{what}", words),
    )


def _named(names: Sequence[str], few: str, many: str) -> str:
    # A name may be in the record in several places.
    words = list(dict.fromkeys(map(field_words, names)))
    first = ", ".join([words[0], *map(_in_a_sentence, words[1:MAX_NAMED])])
    if len(words) <= MAX_NAMED:
        return few.replace("{names}", first)
    return many.replace("{count}", number(len(words) - MAX_NAMED)).replace("{names}", first)


def _in_a_sentence(words: str) -> str:
    """Without the capital letter, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]

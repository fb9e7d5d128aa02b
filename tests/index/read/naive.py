"""The plainest search: every contact read from its record, every text looked through.

It knows nothing of the index, of how a query is parsed, or of what providers declare for a search:
the vendors' parts are told here by hand, and a query is the conditions it was written from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from itertools import accumulate

from contactdesk.text.normalize import normalize
from contactdesk.text.numbering import same_number
from contactdesk.text.phones import find_phones, phone_numbers
from contactdesk.text.tokenize import UNSPACED, blank_separators

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?([+-]\d\d:\d\d)?")
SCRIPT = re.compile(f"[{UNSPACED}]+")
REGIONS = ("said", "memory", "fact", "open", "entity", "persona", "custom")
MEMORIES = {"said", "memory", "fact", "open", "entity", "persona"}


def plain(text):
    """Words with one space around each, and around every run of a script without spaces."""
    cut = SCRIPT.sub(lambda run: f" {run[0]} ", blank_separators(normalize(text)))
    return f" {' '.join(cut.split())} "


def scan(texts):
    return "|".join(plain(text) for text in texts)


def sought(typed, whole=False):
    """What is looked for in plain text, as one string."""
    words = plain(typed).split()
    start = "" if SCRIPT.match(words[0]) else " "
    end = " " if whole and not SCRIPT.match(words[-1]) else ""
    return f"{start}{' '.join(words)}{end}"


def leaves(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif isinstance(value, str):
        if not MOMENT.fullmatch(value):
            yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def values(value, sort="", keys=False):
    """The texts of a field's value of a sort, as it is kept and as it is shown."""
    if isinstance(value, dict | list):
        yield from value if keys and isinstance(value, dict) else ()
        for inner in value.values() if isinstance(value, dict) else value:
            yield from values(inner, sort, keys)
    elif isinstance(value, bool):
        yield "true yes" if value else "false no"
    elif value is not None:
        yield str(value)
        if sort == "boolean" and value in ("true", "false"):
            yield "true yes" if value == "true" else "false no"
        elif sort == "date":
            yield str(value)[:10]
        elif MOMENT.fullmatch(str(value)):
            yield f"{moment(value).astimezone():%Y-%m-%d}"


def badges(raw):
    """The words for what is true of an address or a number."""
    lists = ("emails", "phones", "phone_numbers", "identifiers")
    every = [each for name in lists for each in raw.get(name) or []]
    words = {
        "is_primary": "Primary",
        "is_unsubscribed": "Unsubscribed",
        "outbound_sms_blocked": "SMS blocked",
    }
    return [word for key, word in words.items() if any(each.get(key) is True for each in every)]


def named(text):
    return "_".join(blank_separators(normalize(text)).split())


def custom_of(vendor, raw):
    """(texts, [(names, texts of the value)]) of an object or a list of custom fields."""
    if vendor == "quo":
        fields = raw.get("customFields") or []
        pairs = [
            ([f.get("name") or "", f.get("key") or ""], [*values(f.get("value"), f.get("type"))])
            for f in fields
        ]
        return [text for names, own in pairs for text in (names[0], *own)], pairs
    if vendor == "close":
        own = {k.removeprefix("custom."): v for k, v in raw.items() if k.startswith("custom.")}
        own = {**(raw.get("custom") or {}), **own}
    else:
        own = raw.get({"opencx": "custom_data", "bland": "metadata"}.get(vendor)) or {}
    pairs = [([key], [*values(value)]) for key, value in own.items()]
    return [*values(own, keys=True)], pairs


class Seen:
    """One contact, as whoever reads the vendor's documents would read it."""

    def __init__(self, vendor, called, contact, raw):
        self.label, self.vendor = called
        self.id = contact.id
        self.contact = contact
        regions, self.keyed = {}, defaultdict(list)
        regions["custom"], pairs = custom_of(vendor, raw)
        self._keep("custom", pairs)
        memories = raw.get("memories") or [] if vendor == "bland" else []
        facts = [each.get("facts") or {} for each in memories]
        things = [thing for each in memories for thing in each.get("entities") or []]
        self._keep("fact", [([key], [*values(v)]) for each in facts for key, v in each.items()])
        own = [thing.get("facts") or {} for thing in things]
        self._keep("entity", [([key], [*values(v)]) for each in own for key, v in each.items()])
        regions["fact"] = [*values(facts, keys=True)]
        regions["memory"] = [each["summary"] for each in memories if each.get("summary")]
        regions["said"] = [
            message.get("content") or ""
            for each in memories
            for message in each.get("recent_messages") or []
        ]
        regions["open"] = [*values([each.get("open_items") for each in memories])]
        regions["persona"] = [
            each[at] for each in memories for at in ("persona_id", "agent_number") if each.get(at)
        ]
        kept = ("entity_type", "entity_id", "status", "notes")
        regions["entity"] = [
            *values([[thing.get(key) for key in kept] for thing in things]),
            *values(own, keys=True),
        ]
        shown = (contact.name, contact.company, contact.title, contact.id)
        every = [*leaves(raw), *(text for texts in regions.values() for text in texts), *shown]
        every += [*contact.emails, *contact.phones, *badges(raw)]
        self.has = {region for region, texts in regions.items() if any(map(str.strip, texts))}
        self.has |= {"memory"} if self.has & MEMORIES else set()
        fields = ("name", "email", "phone", "company", "title")
        own = (contact.name, contact.emails, contact.phones, contact.company, contact.title)
        self.has |= {field for field, text in zip(fields, own, strict=True) if text}
        regions["memory"] += regions["fact"]
        self.texts = {region: scan(texts) for region, texts in regions.items()}
        self.texts |= {"": scan(dict.fromkeys(every)), "id": plain(contact.id)}
        self.texts |= {"name": plain(contact.name), "company": plain(contact.company)}
        self.texts |= {"title": plain(contact.title)}
        self.texts |= {"email": scan(contact.emails), "phone": scan(contact.phones)}
        self.parts = {
            "name": normalize(contact.name),
            "email": "\n".join(map(normalize, contact.emails)),
        }
        self.parts[""] = "\n".join(self.parts.values())
        own = [number for each in contact.phones for number in phone_numbers(each)]
        own = [digits for digits in own if len(digits) >= 3]
        said = [each.number for text in every for each in find_phones(normalize(text))]
        self.numbers = {"phone": own, "": own + said}
        self.times = {"created": moment(contact.created_at), "updated": moment(contact.updated_at)}

    def _keep(self, region, pairs):
        for names, own in pairs:
            texts = scan(own)
            for name in {named(each) for each in names} - {""}:
                if texts.strip(" |"):
                    self.keyed[region, name].append(texts)


def moment(text):
    return datetime.fromisoformat(text) if text else None


class Everyone:
    """All contacts, and for every field one long text that is looked through from its beginning."""

    def __init__(self, seen):
        self.seen = seen
        self.texts = {field: Long([each.texts[field] for each in seen]) for field in seen[0].texts}
        self.parts = {field: Long([each.parts[field] for each in seen]) for field in seen[0].parts}
        self.numbers = {
            field: Long([f",{','.join(each.numbers[field])}," for each in seen])
            for field in seen[0].numbers
        }

    def where(self, is_met):
        return {number for number, each in enumerate(self.seen) if is_met(each)}


class Long:
    """Texts one after the other; what is looked for holds no line break."""

    def __init__(self, texts):
        self.ends = [*accumulate(len(text) + 1 for text in texts)]
        self.text = "\n".join(texts) + "\n"

    def number_at(self, place):
        return bisect_right(self.ends, place)

    def having(self, sought):
        """The numbers of the texts that hold this."""
        found, at = set(), self.text.find(sought)
        while at >= 0:
            number = self.number_at(at)
            found.add(number)
            at = self.text.find(sought, self.ends[number])
        return found


# Conditions. Each says what is typed for it, and which contacts meet it.


class Words:
    """Words in a row, anywhere or in one field: a word with its beginning typed, or a phrase."""

    def __init__(self, text, field="", whole=False):
        self.field, self.whole = field, whole
        self.typed = f'"{text}"' if whole or " " in text else text
        self.whole = whole or " " in text
        self.typed = f"{field}:{self.typed}" if field else self.typed
        self.sought = sought(text, self.whole)
        self.part = normalize(text)
        bare = not self.whole and field in ("", "name", "email")
        self.in_parts = bare and len(self.part) >= 3
        # A number that is typed as one word is a part of a phone number, too.
        number = re.fullmatch(r"[+(]{0,2}\d[\d()./-]*", self.part)
        number = number and (field == "phone" or not self.whole)
        self.number = Number(text, field, self.whole) if number and field in ("", "phone") else None

    def met(self, everyone):
        found = everyone.texts[self.field].having(self.sought)
        if self.in_parts:
            found |= everyone.parts[self.field].having(self.part)
        if self.in_parts and not self.field and self.part.isalnum():
            found |= everyone.numbers[""].having(self.part)
        return found | self.number.met(everyone) if self.number is not None else found


class Number:
    """A phone number or a part of one, in any format."""

    def __init__(self, text, field="", whole=False):
        self.field = field
        self.typed = f'{field}:"{text}"' if field and " " in text else f"{field}:{text}"
        self.typed = self.typed if field else text
        digits = normalize(text).replace("(0)", "")
        digits, _, self.extension = digits.partition("x")
        digits = dialed = "".join(each for each in digits if each.isdecimal())
        abroad = text.startswith(("+", "(+", "00"))
        digits = digits.removeprefix("00").removeprefix("0")
        self.digits = digits if len(digits) >= 3 else None
        dialed = f"+{digits}" if abroad else dialed
        self.same = same_number(dialed) if len(dialed) >= 8 else None
        self.whole = sought(text, whole or " " in text) if field else ""
        self.each = [] if field else [Words(part) for part in text.split() if " " in text]

    def met(self, everyone):
        numbers, found = everyone.numbers[self.field], set()
        if self.digits:
            sought = [f"{self.digits},", f"{self.digits}x{self.extension}"]
            for each in sought if self.extension else [self.digits]:
                found |= numbers.having(each)
        if self.same:
            written = re.compile(rf",(\d*{self.same.ending})(?:,|x{self.extension})")
            found |= {
                numbers.number_at(match.start())
                for match in written.finditer(numbers.text)
                if self.same.is_written(match[1])
            }
        if self.whole:
            found |= everyone.texts[self.field].having(self.whole)
        if self.each:
            found |= set.intersection(*(part.met(everyone) for part in self.each))
        return found


class Keyed:
    def __init__(self, region, key, text=""):
        self.region, self.key = region, named(key)
        key = f'"{key}"' if " " in key else key
        value = f'"{text}"' if " " in text else text
        self.typed = f"{region}.{key}:{value}" if text else f"has:{region}.{self.key}"
        self.sought = sought(text, " " in text) if text else ""

    def met(self, everyone):
        place = self.region, self.key
        return everyone.where(
            lambda seen: any(self.sought in texts for texts in seen.keyed.get(place, ()))
        )


class Has:
    def __init__(self, what):
        self.what, self.typed = what, f"has:{what}"

    def met(self, everyone):
        return everyone.where(lambda seen: self.what in seen.has)


class Of:
    """Contacts of accounts whose label, or whose vendor's name, begins a word with this."""

    def __init__(self, field, text):
        self.typed, self.sought = f"{field}:{text}", sought(text)
        self.called = "label" if field == "account" else "vendor"

    def met(self, everyone):
        return everyone.where(lambda seen: self.sought in plain(getattr(seen, self.called)))


class When:
    """Between two moments, the first in and the last not; None for no bound."""

    def __init__(self, field, typed, start, end):
        self.field, self.typed = field, f"{field}:{typed}"
        self.start, self.end = start, end

    def met(self, everyone):
        return everyone.where(lambda seen: self._is_in(seen.times[self.field]))

    def _is_in(self, at):
        return (
            at is not None
            and (self.start is None or self.start <= at)
            and (self.end is None or at < self.end)
        )

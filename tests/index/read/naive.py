"""The plainest search: every contact read from its record, every text looked through.

It knows nothing of the index, of how a query is parsed, or of what providers declare for a search:
the vendors' parts are told here by hand, and a query is the conditions it was written from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from encodings.idna import ToUnicode
from itertools import accumulate, groupby
from operator import itemgetter

from contactdesk.text.normalize import normalize
from contactdesk.text.numbering import same_number
from contactdesk.text.phones import find_phones, phone_numbers
from contactdesk.text.tokenize import UNSPACED, blank_separators

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?([+-]\d\d:\d\d)?")
SMALL = "'`\"&.·・‧-"
"""Separators that somebody may leave out."""

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ǿ": "oe"}
CONSONANT = "[bcdfghjklmnpqrstvwxz]"
SCRIPT = re.compile(f"[{UNSPACED}]+")
REGIONS = ("said", "memory", "fact", "open", "entity", "persona", "custom")
MEMORIES = {"said", "memory", "fact", "open", "entity", "persona"}


def plain(text):
    """Words with one space around each, and around every run of a script without spaces."""
    cut = SCRIPT.sub(lambda run: f" {run[0]} ", blank_separators(normalize(text)))
    return f" {' '.join(cut.split())} "


def scan(texts):
    return "|".join(plain(each) for text in texts for each in (text, *other_spellings(text)))


def other_spellings(text):
    """Each word without the separators in it, in Unicode, and with two letters for an umlaut."""
    for word in text.split():
        for number, way in enumerate(ways_to_write(word)):
            if number:
                yield way
            yield from glued(normalize(way))


def ways_to_write(text):
    """A text, and what it is decoded and spelled out where that differs."""
    pieces = re.split(r"([\w-]+)", text)
    decoded = "".join(in_unicode(piece) for piece in pieces)
    composed = unicodedata.normalize("NFC", decoded)
    out = "".join(UMLAUTS.get(letter.lower(), letter) for letter in composed)
    return [text, *[decoded] * (decoded != text), *[out] * (out != composed)]


def in_unicode(label):
    if not label.lower().startswith("xn--"):
        return label
    try:
        return ToUnicode(label)
    except UnicodeError:
        return label


def glued(word):
    """The words that separators divide in a normalized word without spaces."""
    inside = [(c, shown != " ") for c, shown in zip(word, blank_separators(word), strict=True)]
    runs = [[]]
    for inner, each in groupby(inside, itemgetter(1)):
        piece = "".join(c for c, _ in each)
        if inner or (runs[-1] and (piece in SMALL or piece == ".-")):
            runs[-1].append(piece)
        else:
            runs.append([])
    for run in runs:
        yield from glued_run(run[: len(run) - (len(run) % 2 == 0)])


def glued_run(run):
    """The parts of a run, with separators between them, that belong together."""
    words, last = run[::2], len(run[::2]) - 1
    found = words[:1]
    for number in range(last):
        one, joiner, other = words[number], run[2 * number + 1], words[number + 1]
        ends = (number == 0, number + 1 == last)
        fits = all(
            (at_end and len(part) <= 3) if part.isdecimal() else not any(map(str.isdecimal, part))
            for part, at_end in zip((one, other), ends, strict=True)
        )
        fits = fits and not (one.isdecimal() and other.isdecimal())
        if joiner[0] == ".":
            fits = fits and len(one) < 3 and len(other) < 2 and not (one + other).isdecimal()
            fits = fits and not one.isdecimal() and not other.isdecimal()
        if joiner == "&":
            fits = fits and len(one) < 4 and len(other) < 4
        if joiner == '"':
            fits = fits and all("א" <= letter <= "ת" for letter in one + other)
        if fits:
            found.append(other)
        else:
            yield from ["".join(found)] * (len(found) > 1 and len("".join(found)) <= 32)
            found = [other]
    yield from ["".join(found)] * (len(found) > 1 and len("".join(found)) <= 32)


def shortened(name):
    """A name with one letter for two that may be an umlaut; None if there are none."""
    short = re.sub(f"aa(?={CONSONANT})", "a", name)
    short = re.sub("ae(?=u)", "a", short)
    short = re.sub(f"(?<!q)ue(?!l\\b)(?={CONSONANT})", "u", short)
    short = re.sub(f"([ao])e(?!l\\b)(?={CONSONANT})", r"\1", short)
    return short if short != name else None


def spellings_of_name(text):
    """Its words as one, in any order where each is of a script without spaces."""
    name = normalize(text)
    words = [blank_separators(word).replace(" ", "") for word in name.split()]
    words = [word for word in words if word]
    if not "".join(words).isdecimal():
        for start in range(min(3, len(words) - 1)):
            yield "".join(words[start : start + 4])
        if len(words) == 2 and all(map(SCRIPT.fullmatch, words)):
            yield "".join(reversed(words))
    short = shortened(name)
    if short is not None:
        yield short


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


def own_values(vendor, raw):
    """(region, name, value) of every fact and custom field, as it was sent."""
    for memory in raw.get("memories") or [] if vendor == "bland" else []:
        for key, value in (memory.get("facts") or {}).items():
            yield "fact", named(key), value
    if vendor == "quo":
        for field in raw.get("customFields") or []:
            for name in {named(field.get("name") or ""), named(field.get("key") or "")}:
                yield "custom", name, field.get("value")
    else:
        for key, value in custom_object(vendor, raw).items():
            yield "custom", named(key), value


def custom_object(vendor, raw):
    if vendor == "close":
        own = {k.removeprefix("custom."): v for k, v in raw.items() if k.startswith("custom.")}
        return {**(raw.get("custom") or {}), **own}
    return raw.get({"opencx": "custom_data", "bland": "metadata"}.get(vendor)) or {}


def scalars(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    else:
        yield value


def number(value):
    """What a value is as a number; None for anything else."""
    if isinstance(value, bool) or not re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", f"{value}"):
        return None
    return float(value)


def custom_of(vendor, raw):
    """(texts, [(names, texts of the value)]) of an object or a list of custom fields."""
    if vendor == "quo":
        fields = raw.get("customFields") or []
        pairs = [
            ([f.get("name") or "", f.get("key") or ""], [*values(f.get("value"), f.get("type"))])
            for f in fields
        ]
        return [text for names, own in pairs for text in (names[0], *own)], pairs
    own = custom_object(vendor, raw)
    pairs = [([key], [*values(value)]) for key, value in own.items()]
    return [*values(own, keys=True)], pairs


TALKS = {
    "recent_messages": "timestamp",
    "open_items": "created_at",
    "entities": "last_discussed_at",
}
"""List of a memory -> when each of its things was last talked about."""

PRIORITIES = ("urgent", "high", "medium", "normal", "low", "none")


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
        self.texts |= {"": scan(dict.fromkeys(every))}
        self._keep_own_texts(contact)
        self.parts[""] = "\n".join(self.parts.values())
        own = [number for each in contact.phones for number in phone_numbers(each)]
        own = [digits for digits in own if len(digits) >= 3]
        said = [each.number for text in every for each in find_phones(normalize(text))]
        self.numbers = {"phone": own, "": own + said}
        self._keep_memories(memories)
        self.values = defaultdict(list)
        for region, name, value in own_values(vendor, raw):
            self.values[region, name] += scalars(value)
        self.tags, self.note, self.favorite = (), "", False

    def _keep_memories(self, memories):
        talks = [
            each.get(at)
            for memory in memories
            for name, at in TALKS.items()
            for each in memory.get(name) or []
        ]
        self.times = {
            "created": moment(self.contact.created_at),
            "updated": moment(self.contact.updated_at),
            "talked": max(map(moment, filter(None, talks)), default=None),
        }
        items = [each for memory in memories for each in memory.get("open_items") or []]
        self.priorities = [normalize(each.get("priority") or "none") for each in items]
        self.counts = {"memories": len(memories), "open": len(items)}
        self.empty = {
            memory.get("persona_id") or memory.get("agent_number") or ""
            for memory in memories
            if not any(memory.get(name) for name in ("summary", "facts", *TALKS))
        }

    def _keep_own_texts(self, contact):
        for field in ("id", "name", "company", "title"):
            self.texts[field] = scan([getattr(contact, field)])
        for field in ("name", "company"):
            for spelling in spellings_of_name(getattr(contact, field)):
                self.texts[field] += f"|{plain(spelling)}"
                self.texts[""] += f"|{plain(spelling)}"
        self.texts |= {"email": scan(contact.emails), "phone": scan(contact.phones)}
        emails = [way for email in contact.emails for way in ways_to_write(email)]
        self.parts = {
            "name": "\n".join(map(normalize, ways_to_write(contact.name))),
            "email": "\n".join(map(normalize, emails)),
        }

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
        self.text, self.field = text, field
        self.typed = f'"{text}"' if whole or " " in text else text
        self.whole = whole or " " in text
        self.is_plain = not field and not self.whole
        self.typed = f"{field}:{self.typed}" if field else self.typed
        self.ways = ways_meant(text)
        self.part = self.ways[0]
        bare = not self.whole and field in ("", "name", "email")
        self.parts = [way for way in self.ways if bare and len(way) >= 3]
        self.short = shortened(self.part) if field in ("", "name", "company") else None
        # A number that is typed as one word is a part of a phone number, too.
        number = re.fullmatch(r"[+(]{0,2}\d[\d()./-]*", self.part)
        number = number and (field == "phone" or not self.whole)
        self.number = Number(text, field, self.whole) if number and field in ("", "phone") else None

    def met(self, everyone):
        found = set()
        for way in self.ways:
            found |= everyone.texts[self.field].having(sought(way, self.whole))
        for part in self.parts:
            found |= everyone.parts[self.field].having(part)
            if not self.field and part.isalnum():
                found |= everyone.numbers[""].having(part)
        if self.short is not None:
            # With one letter after it, it would be the beginning of many other words.
            whole = self.whole or re.search(f"(ae|oe|ue|aa){CONSONANT}$", self.part)
            for field in [self.field] if self.field else ["name", "company"]:
                found |= everyone.texts[field].having(sought(self.short, whole))
        return found | self.number.met(everyone) if self.number is not None else found


def ways_meant(typed):
    """What is looked for, normalized: what is typed, and its other spellings."""
    ways = [normalize(way).strip() for way in ways_to_write(typed)]
    return ways + [one for way in ways for one in [as_one_word(way)] if one]


def as_one_word(text):
    """What is typed without the separators in it, if it is one word without them."""
    found = [*glued(text)] if " " not in text.strip() else []
    letters = blank_separators(text).replace(" ", "")
    return found[0] if found == [letters] else ""


def together(words, at):
    """What a typed word gives with those beside it; "" is for what is no plain word."""
    words = [blank_separators(normalize(word)).replace(" ", "") for word in words]
    found = set()
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            these = words[start:end]
            if not start <= at < end or not all(these) or "".join(these).isdecimal():
                continue
            pair = len(these) == 2
            three = len(these) == 3 and max(map(len, these[:2])) <= 3
            letter_before = start and len(words[start - 1]) == 1
            letter_after = end < len(words) and len(words[end]) == 1
            initials = max(map(len, these)) == 1 and not letter_before and not letter_after
            if pair or three or (initials and 3 <= len(these) <= 5):
                found.add("".join(these))
    return {word for word in found if len(word) <= 32 and word.isalnum()}


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
        self.sought = [sought(way, " " in text) for way in ways_meant(text)] if text else [""]

    def met(self, everyone):
        place = self.region, self.key
        return everyone.where(
            lambda seen: any(
                way in texts for texts in seen.keyed.get(place, ()) for way in self.sought
            )
        )


class Has:
    def __init__(self, what):
        self.what, self.typed = what, f"has:{what}"

    def met(self, everyone):
        return everyone.where(lambda seen: self.what in seen.has)


class Of:
    """Contacts of accounts whose label, or whose vendor's name, begins a word with this."""

    def __init__(self, field, text):
        self.typed, self.sought = f"{field}:{text}", [*map(sought, ways_meant(text))]
        self.called = "label" if field == "account" else "vendor"

    def met(self, everyone):
        return everyone.where(
            lambda seen: any(way in scan([getattr(seen, self.called)]) for way in self.sought)
        )


COMPARED = {
    ">": float.__gt__,
    ">=": float.__ge__,
    "<": float.__lt__,
    "<=": float.__le__,
    "=": float.__eq__,
}


class Counted:
    """Contacts with so many memories or open items."""

    def __init__(self, field, sign, count):
        self.field, self.count = field, float(count)
        self.is_met = COMPARED[sign or "="]
        self.typed = f"{field}:{sign}{count}"

    def met(self, everyone):
        return everyone.where(lambda seen: self.is_met(float(seen.counts[self.field]), self.count))


class Compared:
    """Contacts of whom a fact or a custom field has a number that compares so."""

    def __init__(self, region, key, sign, than):
        self.place, self.than, self.is_met = (region, key), float(than), COMPARED[sign]
        self.typed = f"{region}.{key}:{sign}{than}"

    def met(self, everyone):
        return everyone.where(
            lambda seen: any(
                found is not None and self.is_met(found, self.than)
                for found in map(number, seen.values.get(self.place, ()))
            )
        )


class Urgent:
    """Contacts with an open item of a priority, or of one that compares so with it."""

    def __init__(self, sign, word):
        self.sign, self.word, self.typed = sign, word, f"priority:{sign}{word}"

    def met(self, everyone):
        return everyone.where(lambda seen: any(map(self._is_met, seen.priorities)))

    def _is_met(self, priority):
        if self.sign in ("", "="):
            return priority == self.word
        if priority not in PRIORITIES:
            return False
        place, than = (-PRIORITIES.index(each) for each in (priority, self.word))
        return COMPARED[self.sign](float(place), float(than))


class Forgetful:
    """Contacts of whom a persona or a number remembers nothing."""

    def __init__(self, agent):
        self.agent, self.typed = normalize(agent), f'empty:"{agent}"'

    def met(self, everyone):
        return everyone.where(lambda seen: self.agent in map(normalize, seen.empty))


class Noted:
    """Contacts that the user added something to."""

    def __init__(self, field, text=""):
        self.field, self.typed = field, f"{field}:{text or 'favourite'}"
        self.sought = [*map(sought, ways_meant(text))] if text else []

    def met(self, everyone):
        return everyone.where(self._is_met)

    def _is_met(self, seen):
        if self.field == "is":
            return seen.favorite
        text = scan(seen.tags if self.field == "tag" else [seen.note])
        return any(way in text for way in self.sought)


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

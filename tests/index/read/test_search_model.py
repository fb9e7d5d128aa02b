"""What the index finds, and in which order, against a plain scan over the same contacts."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.postings import build, containers
from contactdesk.index.read import common_words
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from contactdesk.search.fields import HAS_VALUES
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import blank_separators
from contactdesk.userdata.annotations import Annotation
from tests.index.read.naive import (
    COMPARED,
    PRIORITIES,
    Compared,
    Counted,
    Everyone,
    Forgetful,
    Has,
    Keyed,
    Noted,
    Number,
    Of,
    Seen,
    Urgent,
    When,
    Words,
    number,
    shortened,
    sought,
    together,
    ways_to_write,
)
from tests.qa.bench.fill_index import ENVELOPES, KEY

PAGE = 200
SHORT, LONG = (2_500, 400), (50_000, 2_000)
"""(contacts, queries) of the short form and of the long one."""

LABELS = {
    "opencx": "Support, Köln",
    "quo": "Phones",
    "askelephant": "Calls recorded",
    "close": "Sales 東京",
    "bland": "Agents",
}


async def filled(folder, contacts):
    """(an index with contacts of the five vendors, the same contacts as a scan sees them)."""
    index = await Index.open(folder / "index.db", KEY)
    seen = []
    for vendor, provider in all_providers().items():
        listing = await index.listing(vendor)
        size = contacts // 5
        for start in range(0, size, PAGE):
            raws = records(vendor, start, min(size, start + PAGE), size, 11)
            raws = [renamed(raw, provider.contact(raw), at) for at, raw in enumerate(raws, start)]
            more = str(start + PAGE) if start + PAGE < size else None
            body = json.dumps(ENVELOPES[vendor](raws, more), ensure_ascii=False).encode()
            listing = (await index.write_page(listing, provider, body)).listing
            called = LABELS[vendor], provider.title
            seen += [Seen(vendor, called, provider.contact(raw), raw) for raw in raws]
    titles = {vendor: provider.title for vendor, provider in all_providers().items()}
    index.name_accounts({v: (LABELS[v], v, titles[v]) for v in titles}, all_providers())
    index.user_words.annotate(dict(annotated(seen)))
    return index, seen


TAGS = ("VIP", "old friend", "Éclair", "do not call")
NOTES = ("Met at the fair in Köln.", "Likes O'Brien's tea; call after 17:00", "+49 30 901820")


def annotated(seen):
    """What the user added to every fourth contact."""
    for at, each in enumerate(seen[::4]):
        each.favorite = at % 3 == 0
        each.tags = TAGS[at % 5 : at % 5 + at % 3]
        each.note = NOTES[at % 7] if at % 7 < len(NOTES) else ""
        key = next(vendor for vendor, label in LABELS.items() if label == each.label), each.id
        yield key, Annotation(each.favorite, each.tags, each.note)


NAMES = (
    "Sean O'Brien",
    "Sean O’Brien",
    "Sean OBrien",
    "Jean-Pierre Müller",
    "Jean Pierre Mueller",
    "Jeanpierre Muller",
    "J.R. Ewing",
    "J. R. Ewing",
    "JR Ewing",
    "Dick Van Kirk",
    "Dick VanKirk",
    "Jan van der Bräu",
    "Jan Vanderbrau",
    "Søren Kjær",
    "Soeren Kjaer",
    "Håkon Grün",
    "Haakon Gruen",
    "Karl Weiß",
    "Noel Blue",
    "Joey Blur",
    "Kaʻiulani Ng’ang’a",
    "太郎 山田",
    "山田 太郎",
    "山田太郎",
    "一郎 髙橋",
    "高橋 一郎",
    "渡邉 さくら",
    "サクラ 渡辺",
    "国 張",
    "國 张",
    "철수 김",
    "김철수",
    "ジョン・スミス",
    "じょんすみす",
    "צה״ל כהן-לוי",
    "עלי צהל",
    "علی‌رضا",
    "Мар’яна Нау́менко",
    "A-B-C 7-Eleven-9",
    "7 11",
)
FIRMS = (
    "7-Eleven",
    "7Eleven",
    "I.B.M. Corp",
    "IBM",
    "AT&T",
    "Acme™",
    "Van Kirk & Söhne",
    "Blue-Sky",
)
DOMAINS = ("müller.de", "xn--mller-kva.de", "o-brien.example", "MUELLER.de")


def renamed(raw, contact, number):
    """A record of somebody whose name is written in more than one way, for two in three."""
    if number % 3 == 0:
        return raw
    text = json.dumps(raw, ensure_ascii=False)
    given, _, family = NAMES[number % len(NAMES)].rpartition(" ")
    for old, new in zip(contact.name.split(), (given, family), strict=False):
        text = text.replace(old, new)
    if contact.company:
        text = text.replace(contact.company, FIRMS[number % len(FIRMS)])
    for email in contact.emails[: number % 2]:
        text = text.replace(email.rpartition("@")[2], DOMAINS[number % len(DOMAINS)])
    return json.loads(text)


class Typist:
    """Writes queries with words that are in the contacts, and with others."""

    def __init__(self, seen, pick):
        self.seen, self.pick = seen, pick

    def query(self):
        """(text, clauses of (negated, condition))."""
        while True:
            clauses = [self.clause() for _ in range(self.pick.choice((1, 1, 1, 2, 2, 3)))]
            text = "  ".join(
                " or ".join(f"{'-' * negated}{each.typed}" for negated, each in clause)
                for clause in clauses
            )
            # Numbers beside each other would be one, and what is typed must be what is meant.
            typed = [each for clause in clauses for each in clause]
            numbers = [normalize(each.typed)[:1] in NUMBER for _, each in typed]
            # A minus negates a single word of a number.
            split_up = any(
                negated and " " in each.typed and each.typed[:1] in NUMBER
                for negated, each in typed
            )
            is_or = any(normalize(each.typed) == "or" for _, each in typed)
            if sum(numbers) < 2 and not split_up and not is_or:
                return text, clauses

    def clause(self):
        size = self.pick.choice((1, 1, 1, 1, 1, 2, 3))
        negated = self.pick.random() < 0.15
        found = [self.condition() for _ in range(size)]
        return [(negated if at == 0 else self.pick.random() < 0.1, c) for at, c in enumerate(found)]

    def condition(self):
        made = None
        while made is None:
            kind = self.pick.choice(KINDS)
            made = getattr(self, f"_{kind}")(self.pick.choice(self.seen))
        return made

    def _beginning(self, text):
        """The beginning of a word of a text, as somebody types it."""
        words = blank_separators(normalize(text) if self.pick.random() < 0.7 else text).split()
        words = [word for word in words if word.strip(SIGNS)]
        if not words:
            return None
        word = self.pick.choice(words)
        return word[: self.pick.choice((1, 2, 3, 4, 5, 99))]

    def _some_text(self, seen, field):
        texts = [each for each in seen.texts[field].split("|") if each.strip()]
        return self.pick.choice(texts) if texts else None

    def _word(self, seen, field=""):
        text = self._some_text(seen, field)
        word = self._beginning(text) if text else None
        if word and self.pick.random() < 0.2:
            word = word.upper() if normalize(word.upper()) == normalize(word) else word
        return Words(word, field, self.pick.random() < 0.1) if word else None

    def _field(self, seen):
        return self._word(seen, self.pick.choice(FIELDS))

    def _shown(self, seen):
        """As it is written, with its accents and its capitals."""
        field = self.pick.choice(("name", "company", "title"))
        text = self._beginning(getattr(seen.contact, field))
        return Words(text, self.pick.choice(("", field))) if text else None

    def _spelled(self, seen):
        """A name as one word, or as it is written, with what is in its words."""
        field = self.pick.choice(("name", "name", "company", "email"))
        text = seen.contact.emails[0] if field == "email" and seen.contact.emails else ""
        text = getattr(seen.contact, field) if field != "email" else text
        words = [each for each in text.split() if each[0] not in "-+(0"]
        if not words or '"' in text or ":" in text:
            return None
        ways = ["".join(words), self.pick.choice(words)]
        ways += [blank_separators(way).replace(" ", "") for way in ways]
        ways += [way for each in ways for way in ways_to_write(each)[1:]]
        ways += [short for each in ways for short in [shortened(normalize(each))] if short]
        typed = self.pick.choice(ways)
        typed = typed[: self.pick.choice((3, 5, 7, 99, 99))]
        if not blank_separators(typed).strip():
            return None
        return Words(typed, self.pick.choice(("", "", field)), self.pick.random() < 0.1)

    def _middle(self, seen):
        """A part of a name or an address, from the middle of a word."""
        field = self.pick.choice(("name", "email"))
        text = self.pick.choice(seen.parts[field].split() or [""])
        start = self.pick.randrange(len(text) + 1)
        part = text[start : start + self.pick.randrange(2, 12)]
        if not blank_separators(part).strip() or part[0] in "-+(\"'" or set(part) & set('":“”„'):
            return None
        return Words(part, self.pick.choice(("", field)))

    def _phrase(self, seen):
        field = self.pick.choice(("", "", "said", "memory", "name", "custom", "open"))
        words = (self._some_text(seen, field) or "").split()
        start = self.pick.randrange(len(words) + 1)
        part = words[start : start + self.pick.randrange(2, 5)]
        # With its beginning cut off a run of a script without spaces is no whole word of the text.
        return Words(" ".join(part), field) if len(part) > 1 else None

    def _phone(self, seen):
        if not seen.contact.phones:
            return None
        kept = self.pick.choice(seen.contact.phones)
        digits = "".join(each for each in kept if each.isdecimal())
        cut = self.pick.randrange(len(digits))
        typed = self.pick.choice(
            (
                kept,
                f"+{digits}",
                f"00{digits}",
                f"+{digits[:2]} (0){digits[2:5]} {digits[5:]}",
                digits,
                digits[cut : cut + self.pick.randrange(2, 9)],
                digits[2:],
                f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}",
                f"0{digits[2:]}",
                f"8 {digits[1:]}",
                f"044 {digits[2:]}",
                f"0 15 {digits[2:4]} {digits[4:]}",
                f"+521{digits[2:]}",
                f"{kept} x12",
            )
        )
        parts = typed.split()
        if not all(any(map(str.isdecimal, part)) for part in parts):
            return None
        field = self.pick.choice(("", "", "phone"))
        return Number(typed, field) if " " in typed or field else Words(typed)

    def _keyed(self, seen):
        if not seen.keyed:
            return None
        region, key = self.pick.choice(list(seen.keyed))
        if self.pick.random() < 0.25:
            return Keyed(region, key)
        text = self.pick.choice(seen.keyed[region, key]).split("|")[0].split()
        if not text:
            return None
        start, size = self.pick.randrange(len(text)), self.pick.choice((1, 1, 2))
        value = " ".join(text[start : start + size])
        return Keyed(region, key, value if " " in value else value[: self.pick.randrange(1, 9)])

    def _has(self, _seen):
        return Has(self.pick.choice(HAS_VALUES))

    def _of(self, seen):
        field = self.pick.choice(("account", "vendor"))
        text = self._beginning(seen.label if field == "account" else seen.vendor)
        return Of(field, text) if text else None

    def _counted(self, seen):
        field = self.pick.choice(("memories", "open"))
        sign = self.pick.choice((*COMPARED, "") if field == "memories" else [*COMPARED])
        return Counted(field, sign, max(0, seen.counts[field] + self.pick.randrange(-1, 2)))

    def _compared(self, seen):
        numbers = [
            (place, found)
            for place, values in seen.values.items()
            for found in map(number, values)
            if found is not None and place[1]
        ]
        if not numbers:
            return None
        (region, key), found = self.pick.choice(numbers)
        than = found + self.pick.choice((-1, 0, 0.5))
        return Compared(region, key, self.pick.choice([*COMPARED]), f"{than:g}")

    def _urgent(self, seen):
        if not seen.priorities:
            return None
        word = self.pick.choice(seen.priorities)
        signs = [*COMPARED, "", ""] if word in PRIORITIES else [""]
        return Urgent(self.pick.choice(signs), word)

    def _forgetful(self, seen):
        agents = sorted(seen.empty - {""})
        return Forgetful(self.pick.choice(agents)) if agents else None

    def _noted(self, seen):
        if self.pick.random() < 0.3:
            return Noted("is")
        field = self.pick.choice(("tag", "note"))
        texts = seen.tags if field == "tag" else (seen.note,)
        text = self._beginning(self.pick.choice(texts)) if any(texts) else None
        return Noted(field, text) if text else None

    def _when(self, seen):
        field = self.pick.choice(("created", "updated", "talked"))
        if seen.times[field] is None:
            return None
        at = seen.times[field].astimezone()
        year, month, day = at.year, at.month, at.day
        start = datetime(year, month, day)
        end = (start + timedelta(days=1)).astimezone()
        start = start.astimezone()
        shown = f"{year}-{month:02}-{day:02}"
        first, after = datetime(year, 1, 1).astimezone(), datetime(year + 1, 1, 1).astimezone()
        age = NOW - at
        choices = (
            (shown, start, end),
            (f">{shown}", end, None),
            (f">={shown}", start, None),
            (f"<{shown}", None, start),
            (f"<={shown}", None, end),
            (f"{year}", first, after),
            (f"{year}..", first, None),
            (f"..{shown}", None, end),
            (f"{shown}..{year}", min(start, first), after),
            (f"<{age.days + 3}d", NOW - timedelta(days=age.days + 3), None),
            (f">{age.days // 7}w", None, NOW - timedelta(weeks=age.days // 7)),
        )
        return When(field, *self.pick.choice(choices))

    def _nothing(self, _seen):
        return Words(self.pick.choice(("qqqqzz", "zażółćx", "龘龘", "ظظظظ", "०००००")))


SIGNS = "-+("
NUMBER = "+(0123456789"
FIELDS = [
    "name",
    "email",
    "phone",
    "company",
    "title",
    "id",
    "said",
    "memory",
    "fact",
    "open",
    "entity",
    "persona",
    "custom",
]
KINDS = [
    "word",
    "word",
    "word",
    "field",
    "field",
    "field",
    "shown",
    "spelled",
    "spelled",
    "spelled",
    "middle",
    "middle",
    "phrase",
    "phone",
    "phone",
    "keyed",
    "keyed",
    "has",
    "of",
    "when",
    "when",
    "counted",
    "compared",
    "urgent",
    "forgetful",
    "noted",
    "nothing",
]
ORDERS = [None, "name", "email", "company", "created_at", "updated_at"]


def keys_of(seen, path):
    """What every contact is sorted by: nothing, or a text."""
    if path is None:
        return [""] * len(seen)
    if path.endswith("_at"):
        times = (each.times[path[:-3]] for each in seen)
        return [at.astimezone(UTC).isoformat(timespec="milliseconds") if at else "" for at in times]
    if path == "email":
        return [normalize("".join(each.contact.emails[:1]))[:200] for each in seen]
    return [normalize(getattr(each.contact, path))[:200] for each in seen]


def in_order(numbers, keys, shown, descending):
    """Contacts as the rules of the table say: those without a value last, equals as loaded.

    `shown` is what is shown instead of a missing name, for an order by name.
    """
    valued = [number for number in numbers if keys[number]]
    rest = [number for number in numbers if not keys[number]]
    # Vendors were loaded one after the other, so that the number tells the account too.
    valued.sort(key=lambda number: (keys[number], number), reverse=descending)
    if shown:
        rest.sort(key=lambda number: (shown[number], number), reverse=descending)
    return valued + rest


def hits_of(condition, everyone, known):
    """The contacts that meet a condition, looked for once."""
    if condition.typed not in known:
        known[condition.typed] = condition.met(everyone)
    return known[condition.typed]


def units_of(clauses):
    """Plain word -> (the plain words typed beside it and "" for all else, its place among them)."""
    typed, places = [], {}
    for clause in clauses:
        for at, (negated, condition) in enumerate(clause):
            typed += [""] * bool(at)
            if negated or not getattr(condition, "is_plain", False):
                number = isinstance(condition, Number) and not condition.field and not negated
                typed += condition.typed.split() if number else [""]
            else:
                places[condition] = len(typed)
                typed.append(condition.typed)
    return {each: (typed, at) for each, at in places.items()}


class Pinned(datetime):
    """The same now for the index and the scan: in the long form, contacts grow old meanwhile."""

    @classmethod
    def now(cls, tz=None):
        return NOW


NOW = datetime.now(UTC)


@pytest.fixture
def model(loop, tmp_path, long_form, monkeypatch):
    contacts, queries = LONG if long_form else SHORT
    monkeypatch.setattr("contactdesk.index.read.stored_columns.datetime", Pinned)
    monkeypatch.setattr("contactdesk.index.read.field_terms.datetime", Pinned)
    # So that rare words, too, are searched by the contacts without them.
    monkeypatch.setattr(common_words, "MIN_PAGES_OF_COMMON_WORD", 0)
    monkeypatch.setattr(common_words, "MIN_TIMES_OTHER_WORDS", 0)
    if not long_form:
        # So that of few contacts, too, most are in sets that are kept, and some are not.
        monkeypatch.setattr(containers, "CHUNK_SIZE", 512)
        monkeypatch.setattr(containers, "BITMAP_BYTES", 64)
        monkeypatch.setattr(build, "MIN_CONTACTS_OF_LONGEST_PREFIX", 16)
    index, seen = loop.run_until_complete(filled(tmp_path, contacts))
    yield index, seen, queries
    loop.run_until_complete(index.close())


def test_index_matches_a_naive_scan_in_order(model, loop):
    index, seen, queries = model
    pick = random.Random(2026)
    typist = Typist(seen, pick)
    keys = {path: keys_of(seen, path) for path in ORDERS}
    shown = [normalize(each.contact.display_name)[:199] for each in seen]
    everyone, everything, known = Everyone(seen), set(range(len(seen))), {}
    by_id = {each.id: {number} for number, each in enumerate(seen)}
    some = few = 0
    for _ in range(queries):
        text, clauses = typist.query()
        expected = set(everything)
        units = units_of(clauses)
        for clause in clauses:
            met = set()
            for negated, condition in clause:
                found = hits_of(condition, everyone, known)
                if condition in units:
                    for word in together(*units[condition]):
                        found = found | everyone.texts[""].having(sought(word))
                met |= everything - found if negated else found
            expected &= met
        expected |= by_id.get(text.strip(), set())
        path, descending = pick.choice(ORDERS), pick.random() < 0.4
        instead = shown if path == "name" else []
        wanted = in_order(sorted(expected), keys[path], instead, descending)
        if path is None and descending:
            wanted.reverse()
        order = Order(CONTACT_COLUMNS[path] if path else None, descending)
        query = parse(text)
        assert not query.problems, (text, query.problems)
        ids = loop.run_until_complete(index.ids(Scope(), order, query))
        # Row ids count from 1 in the order in which contacts were written.
        found = [row_id - 1 for row_id in ids]
        assert set(found) == set(wanted), (text, _differing(found, wanted, seen))
        assert found == wanted, (text, path, descending)
        some += bool(found)
        few += 0 < len(found) < len(seen) / 10
    assert some > queries / 2
    assert few > queries / 5


def _differing(found, wanted, seen):
    only = sorted(set(found) ^ set(wanted))[:3]
    return [(n, n in wanted, seen[n].vendor, seen[n].contact) for n in only]

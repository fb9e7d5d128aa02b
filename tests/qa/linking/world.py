"""A made-up world: people, homes and firms, and what five vendors' records say of them.

Written from how people and offices behave, before and apart from the linker, whose rules it does not
know. The truth is the person of every record, and which numbers and addresses were written without a
mistake.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from random import Random
from typing import Any

from tests.qa.linking.names_of_people import (
    TITLES,
    Bearer,
    common_first,
    english_family,
    misspelled,
    new_bearer,
)


@dataclass(frozen=True)
class Noise:
    """How often something is so, at full noise; the other levels are parts of it."""

    shares_home: float = 0.10
    """People who live with others that are in the data too."""
    gives_firm_number: float = 0.15
    """Contacts with the number of the firm; two of three have no other, one of six an extension."""
    gives_role_address: float = 0.06
    """Contacts with an address such as info@."""
    has_recycled_number: float = 0.006
    """People whose number was someone else's before, and still stands in that one's contacts."""
    has_married: float = 0.02
    """Women of two family names; each contact has either."""
    is_called_short: float = 0.07
    """Contacts with a nickname."""
    is_respelled: float = 0.05
    """Contacts of people whose names have several spellings, or another script."""
    is_misspelled: float = 0.03
    """Contacts with a slip in the name."""
    is_abbreviated: float = 0.05
    """Contacts with an initial for the given name, or only one of the two names."""
    is_dressed_up: float = 0.10
    """Contacts with a title, the middle name, the firm, a unit's number, or family name first."""
    has_wrong_key: float = 0.01
    """Numbers and addresses with a slip."""
    is_nameless_caller: float = 0.15
    """Contacts of the phone agents without a name."""
    is_nameless_visitor: float = 0.05
    """Contacts of the web chat without a name."""
    is_hidden_caller: float = 0.02
    """Contacts of the phone agents whose number is withheld."""
    has_placeholder: float = 0.015
    """Contacts with something typed in place of a number or an address."""

    def part(self, share: float) -> Noise:
        return replace(
            self, **{each.name: getattr(self, each.name) * share for each in fields(self)}
        )


GIVES_HOME_NUMBER, GIVES_FAMILY_ADDRESS = 0.5, 0.15
"""Of people who live with others: contacts with the number of the home, of which half have no other,
and with the e-mail address of the family."""

IS_NAMED_AFTER_FATHER, SAYS_JUNIOR = 0.02, 0.5
"""Of men who live with others: those of the name of a man in the same home; and how many of their
contacts say so."""

FIXED = {
    "gives_home_number": GIVES_HOME_NUMBER,
    "gives_family_address": GIVES_FAMILY_ADDRESS,
    "is_named_after_father": IS_NAMED_AFTER_FATHER,
    "says_junior": SAYS_JUNIOR,
}
"""What is as often so at every level, of those whom it can be about."""

LEVELS = {"quarter": 0.25, "half": 0.5, "full": 1.0}

FAMILY_SIZES = (2, 2, 2, 3, 3, 4, 4, 5, 6)
SHARE_OF_EMPLOYEES = 0.5
VENDORS = {"quo": 0.6, "close": 0.6, "askelephant": 0.45, "bland": 0.55, "opencx": 0.4}
"""How many of the people each vendor has."""

SHARE_OF_DUPLICATES = 0.03
"""People who are twice at a vendor that has them."""

COUNTRIES = ("US",) * 66 + ("GB",) * 9 + ("DE",) * 8 + ("MX",) * 5 + ("BR",) * 3 + ("AR",) * 2
COUNTRIES += ("RU",) * 3 + ("IN",) * 3 + ("FR",)
DIALED = {"US": "+1", "GB": "+44", "DE": "+49"}
AREAS = [
    "201",
    "202",
    "206",
    "212",
    "213",
    "214",
    "303",
    "305",
    "310",
    "312",
    "404",
    "408",
    "415",
    "503",
    "512",
    "602",
    "617",
    "646",
    "702",
    "713",
    "718",
    "773",
    "808",
    "818",
    "917",
    "972",
]
PERSONAL = [
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "yahoo.com",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "aol.com",
]
ROLES = ("info", "sales", "support", "office", "contact", "hello", "admin", "billing", "frontdesk")
PLACEHOLDER_NUMBERS = ("0000000000", "+10000000000", "+15555555555", "1234567890", "+19999999999")
PLACEHOLDER_ADDRESSES = ("none@none.com", "noemail@noemail.com", "test@test.com", "na@na.com")
WITHHELD = ("+266696687", "anonymous", "Restricted", "+86282452253", "unknown", "+7378742833", "")
FIRM_WORDS = [
    "Dental",
    "Plumbing",
    "Realty",
    "Logistics",
    "Clinic",
    "Studio",
    "Partners",
    "Roofing",
    "Law",
    "Motors",
    "Foods",
    "Labs",
]


@dataclass
class Home:
    number: str
    address: str


@dataclass
class Firm:
    name: str
    domain: str
    number: str
    role_addresses: list[str]


@dataclass
class Person:
    """`earlier_number` is set for people whose number is someone else's by now."""

    number: int
    names: Bearer
    country: str
    phones: list[str]
    emails: list[str]
    home: Home | None = None
    firm: Firm | None = None
    crm_id: str = ""


@dataclass(frozen=True)
class Written:
    """A vendor's record of a person. `exact` are the numbers and addresses it has without a slip."""

    person: int
    vendor: str
    region: str
    raw: dict[str, Any]
    exact: frozenset[str]


@dataclass
class Entry:
    """What someone wrote down about a person."""

    name: str = ""
    given: str = ""
    family: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    exact: set[str] = field(default_factory=set)


class World:
    """People by the number given, at a level of noise; the same for the same seed."""

    def __init__(self, people: int, noise: Noise, seed: int) -> None:
        self.random = Random(seed)
        self.noise = noise
        self._used: set[str] = set()
        self._rows = 0
        self.people: list[Person] = []
        while len(self.people) < people:
            self._move_in()
        self._employ()
        self._recycle()

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def contacts(self) -> Iterator[Written]:
        """Every vendor's records, in a random order."""
        written = [each for person in self.people for each in self._records(person)]
        self.random.shuffle(written)
        yield from written

    # People

    def _move_in(self) -> None:
        """Someone who lives alone, or a family."""
        sizes = FAMILY_SIZES
        families = self.noise.shares_home / (sum(sizes) / len(sizes))
        alone = 1 - self.noise.shares_home
        if not self.chance(families / (families + alone)):
            self.people.append(self._person(None, self.random.choice(COUNTRIES)))
            return
        first = self._person(None, self.random.choice(COUNTRIES))
        home = Home(self._phone(first.country, is_mobile=False), self._family_address(first))
        members = [first]
        for _ in range(self.random.choice(sizes) - 1):
            members.append(self._relative(self.random.choice(members), members))
        for each in members:
            each.home = home
        self.people += members

    def _relative(self, of: Person, home: list[Person]) -> Person:
        """Nobody is given the name of a brother or a sister, but some that of a parent."""
        person = self._person(of.names if self.chance(0.85) else None, of.country)
        while person.names.given in {each.names.given for each in home}:
            person = self._person(of.names, of.country)
        if not (of.names.is_woman or person.names.is_woman) and self.chance(IS_NAMED_AFTER_FATHER):
            person.names = replace(of.names, generation="Jr.")
        return person

    def _person(self, relative: Bearer | None, country: str) -> Person:
        names = new_bearer(self.random, relative)
        person = Person(len(self._used), names, country, [self._phone(country)], [])
        if names.is_woman and self.chance(self.noise.has_married * 2):
            names.maiden = english_family(self.random)
        if self.chance(0.2):
            person.phones.append(self._phone(country))
        person.emails.append(self._address(person, self.random.choice(PERSONAL)))
        if self.chance(0.15):
            person.crm_id = str(self.random.randrange(10**9, 10**11))
        return person

    def _employ(self) -> None:
        waiting = [each for each in self.people if self.chance(SHARE_OF_EMPLOYEES)]
        self.random.shuffle(waiting)
        while waiting:
            size = min(int(self.random.paretovariate(0.9)), 60)
            firm = self._firm(waiting[0].country)
            for person in waiting[:size]:
                person.firm = firm
                person.emails.append(self._address(person, firm.domain))
            waiting = waiting[size:]

    def _firm(self, country: str) -> Firm:
        name = f"{english_family(self.random)} {self.random.choice(FIRM_WORDS)}"
        domain = self._unused(name.lower().replace(" ", "").replace("'", ""), ".com")
        roles = self.random.sample(ROLES, 3)
        is_toll_free = country == "US" and self.chance(0.2)
        number = (
            f"+1800{self._digits(7)}" if is_toll_free else self._phone(country, is_mobile=False)
        )
        return Firm(name, domain, number, [f"{role}@{domain}" for role in roles])

    def _recycle(self) -> None:
        """Give numbers that their owners gave up to others, months later."""
        for person in self.people:
            if self.chance(self.noise.has_recycled_number):
                before = self.random.choice(self.people)
                if before is not person:
                    person.phones[0] = before.phones[0]

    # Numbers and addresses

    def _digits(self, count: int) -> str:
        return "".join(self.random.choices(string.digits, k=count))

    def _phone(self, country: str, *, is_mobile: bool = True) -> str:
        """A number in international form that nobody has."""
        while True:
            number = self._draw_number(country, is_mobile)
            if number not in self._used:
                self._used.add(number)
                return number

    def _draw_number(self, country: str, is_mobile: bool) -> str:
        random = self.random
        starts = {
            "US": lambda: f"+1{random.choice(AREAS)}{random.randint(220, 989)}{self._digits(4)}",
            "GB": lambda: f"+447{random.choice('45789')}{self._digits(8)}",
            "DE": lambda: f"+491{random.choice(('51', '60', '70', '75', '76'))}{self._digits(7)}",
            "MX": lambda: f"+5255{random.randint(1, 8)}{self._digits(7)}",
            "BR": lambda: f"+55119{random.randint(6, 9)}{self._digits(7)}",
            "AR": lambda: f"+54911{random.randint(2, 6)}{self._digits(7)}",
            "RU": lambda: f"+79{self._digits(9)}",
            "IN": lambda: f"+919{self._digits(9)}",
            "FR": lambda: f"+336{self._digits(8)}",
        }
        landlines = {
            "GB": lambda: f"+4420{random.choice('378')}{self._digits(7)}",
            "DE": lambda: f"+4930{random.randint(2, 9)}{self._digits(6)}",
        }
        return (starts if is_mobile else {**starts, **landlines})[country]()

    def _unused(self, start: str, end: str) -> str:
        text, count = f"{start}{end}", 1
        while text in self._used:
            count += self.random.randint(1, 9)
            text = f"{start}{count}{end}"
        self._used.add(text)
        return text

    def _address(self, person: Person, domain: str) -> str:
        given, family = latin(person.names.given), latin(person.names.family)
        forms = (
            f"{given}.{family}",
            f"{given[0]}{family}",
            f"{given}{family}",
            given,
            f"{given}{family[0]}",
        )
        return self._unused(self.random.choice(forms), f"@{domain}")

    def _family_address(self, person: Person) -> str:
        family = latin(person.names.family)
        form = self.random.choice((f"the{family}s", f"{family}family", family, f"{family}home"))
        return self._unused(form, f"@{self.random.choice(PERSONAL)}")

    # Records

    def _records(self, person: Person) -> Iterator[Written]:
        for vendor, share in VENDORS.items():
            if self.chance(share):
                yield self._record(person, vendor)
                if self.chance(SHARE_OF_DUPLICATES):
                    yield self._record(person, vendor)

    def _record(self, person: Person, vendor: str) -> Written:
        region = person.country if person.country in ("GB", "DE") else "US"
        entry = Entry()
        self._write_name(person, vendor, entry)
        self._write_keys(person, vendor, region, entry)
        self._rows += 1
        raw = SHAPES[vendor](f"{vendor}-{self._rows}", entry, person, self.random)
        return Written(person.number, vendor, region, raw, frozenset(entry.exact))

    def _write_name(self, person: Person, vendor: str, entry: Entry) -> None:
        noise, names = self.noise, person.names
        nameless = {"bland": noise.is_nameless_caller, "opencx": noise.is_nameless_visitor}
        if self.chance(nameless.get(vendor, 0)):
            entry.name = self.random.choice(("", "", "", "Unknown caller", "Unknown"))
            entry.family = entry.name
            return
        given, family = names.given, names.family
        family = names.maiden if names.maiden and self.chance(0.5) else family
        if names.given_variants and self.chance(noise.is_called_short * 2):
            given = self.random.choice(names.given_variants)
        if names.own_script and self.chance(noise.is_respelled * 3):
            given, family = self._respelled(names)
        if self.chance(noise.is_misspelled):
            given, family = self._misspelled(given, family)
        if self.chance(noise.is_abbreviated):
            given, family = self._abbreviated(given, family)
        if names.generation and self.chance(SAYS_JUNIOR):
            family = f"{family} {names.generation}".strip()
        entry.given, entry.family = given, family
        entry.name = f"{given} {family}".strip()
        if self.chance(noise.is_dressed_up):
            self._dress_up(person, entry)

    def _respelled(self, names: Bearer) -> tuple[str, str]:
        if names.own_script and self.chance(0.4):
            return names.own_script
        given = self.random.choice([names.given, *names.given_variants])
        return given, self.random.choice([names.family, *names.family_variants])

    def _misspelled(self, given: str, family: str) -> tuple[str, str]:
        if self.chance(0.5):
            return misspelled(self.random, given), family
        return given, misspelled(self.random, family)

    def _abbreviated(self, given: str, family: str) -> tuple[str, str]:
        form = self.random.random()
        if form < 0.5:
            return f"{given[0]}.", family
        return (given, "") if form < 0.85 else ("", family)

    def _dress_up(self, person: Person, entry: Entry) -> None:
        given, family, names = entry.given, entry.family, person.names
        form = self.random.randrange(5)
        if form == 0:
            entry.given = f"{self.random.choice(TITLES)} {given}".strip()
        elif form == 1 and names.middle and given:
            entry.given = f"{given} {self.random.choice((names.middle, names.middle[0] + '.'))}"
        elif form == 2 and person.firm:
            entry.family = f"{family} ({person.firm.name})"
        elif form == 3:
            entry.given = f"{self.random.randint(1, 400)}-{self.random.randint(1, 20)} {given}"
        elif given and family:
            entry.given, entry.family = f"{family},", given
        entry.name = f"{entry.given} {entry.family}".strip()

    def _write_keys(self, person: Person, vendor: str, region: str, entry: Entry) -> None:
        has_phone = vendor in ("quo", "bland") or self.chance(0.6)
        has_email = vendor in ("askelephant", "opencx") or self.chance(
            0.5 if vendor != "bland" else 0.15
        )
        if vendor == "bland" and self.chance(self.noise.is_hidden_caller):
            entry.phones.append(self.random.choice(WITHHELD))
            return
        most = 1 if vendor == "opencx" else None
        if has_phone:
            for number in self._numbers(person)[:most]:
                self._write_number(number, region, entry)
        if has_email:
            for address in self._addresses(person)[:most]:
                self._write_address(address, entry)
        if self.chance(self.noise.has_placeholder):
            if has_phone:
                entry.phones = [self.random.choice(PLACEHOLDER_NUMBERS)]
            else:
                entry.emails = [self.random.choice(PLACEHOLDER_ADDRESSES)]
            entry.exact = {each for each in entry.exact if each[0] == ("e" if has_phone else "p")}

    def _numbers(self, person: Person) -> list[str]:
        own = [person.phones[0], *(each for each in person.phones[1:] if self.chance(0.5))]
        if person.home and self.chance(GIVES_HOME_NUMBER):
            return [person.home.number, *(own if self.chance(0.5) else ())]
        if person.firm and self.chance(self.noise.gives_firm_number / SHARE_OF_EMPLOYEES):
            extension = f"x{self.random.randint(10, 99)}" if self.chance(1 / 6) else ""
            number = f"{person.firm.number}{extension}"
            return [number, *(own if self.chance(1 / 3) else ())]
        return own

    def _addresses(self, person: Person) -> list[str]:
        if person.home and self.chance(GIVES_FAMILY_ADDRESS):
            return [person.home.address]
        if person.firm and self.chance(self.noise.gives_role_address / SHARE_OF_EMPLOYEES):
            return [self.random.choice(person.firm.role_addresses)]
        if len(person.emails) > 1 and self.chance(0.3):
            return person.emails
        return [common_first(self.random, person.emails)]

    def _write_number(self, number: str, region: str, entry: Entry) -> None:
        plain, _, extension = number.partition("x")
        if self.chance(self.noise.has_wrong_key):
            at = self.random.randrange(4, len(plain))
            plain = plain[:at] + self._digits(1) + plain[at + 1 :]
        entry.exact.add(f"p{plain}x{extension}")
        text = self._formatted(self._as_told(plain), plain.startswith(DIALED[region]))
        entry.phones.append(f"{text} ext. {extension}" if extension else text)

    def _as_told(self, plain: str) -> str:
        """A number as someone abroad may have it."""
        if plain.startswith("+52") and self.chance(0.3):
            return f"+521{plain[3:]}"
        if plain.startswith("+549") and self.chance(0.3):
            return f"+54{plain[4:]}"
        if plain.startswith("+5511") and self.chance(0.15):
            return f"+5511{plain[6:]}"
        return plain

    def _formatted(self, plain: str, is_at_home: bool) -> str:
        form = self.random.random()
        if form < 0.6:
            return plain
        if plain.startswith("+1") and len(plain) == 12:
            area, office, line = plain[2:5], plain[5:8], plain[8:]
            forms = [f"+1 ({area}) {office}-{line}", f"+1-{area}-{office}-{line}"]
            if is_at_home:
                forms += [
                    f"({area}) {office}-{line}",
                    f"{area}.{office}.{line}",
                    f"{area}{office}{line}",
                ]
            return self.random.choice(forms)
        country = plain[:3]
        spaced = f"{country} {plain[3:6]} {plain[6:]}"
        if is_at_home and country in ("+44", "+49") and self.chance(0.5):
            return f"0{plain[3:6]} {plain[6:]}"
        return self.random.choice(
            (
                spaced,
                plain,
                f"00{plain[1:]}",
                f"{country} (0){plain[3:]}"[:30] if country in ("+44", "+49") else spaced,
            )
        )

    def _write_address(self, address: str, entry: Entry) -> None:
        if self.chance(self.noise.has_wrong_key):
            local, _, domain = address.partition("@")
            address = f"{misspelled(self.random, local)}@{domain}"
        entry.exact.add(f"e{address}")
        entry.emails.append(address.title() if self.chance(0.05) else address)


def latin(name: str) -> str:
    """A name as it is in addresses."""
    table = str.maketrans(
        {"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss", "é": "e", "á": "a", "í": "i"}
    )
    text = name.lower().split()[0].translate(table)
    text = text.translate(str.maketrans("óúñ", "oun"))
    return "".join(each for each in text if each in string.ascii_lowercase) or "x"


def quo(id: str, entry: Entry, person: Person, random: Random) -> dict[str, Any]:
    source, external = random.choice(
        (("hubspot", person.crm_id), ("csv-v2", str(random.randint(1, 2000))))
    )
    fields = {
        "firstName": entry.given,
        "lastName": entry.family or None,
        "company": person.firm.name if person.firm else None,
        "emails": [{"name": "Email", "value": each} for each in entry.emails],
        "phoneNumbers": [{"name": "Phone", "value": each} for each in entry.phones],
    }
    return {"id": id, "defaultFields": fields, "source": source, "externalId": external or None}


def close(id: str, entry: Entry, person: Person, random: Random) -> dict[str, Any]:
    return {
        "id": f"cont_{id}",
        "lead_id": f"lead_{random.randint(1, 5000)}",
        "name": entry.name or None,
        "emails": [{"type": "office", "email": each} for each in entry.emails],
        "phones": [{"type": "office", "phone": each} for each in entry.phones],
    }


def askelephant(id: str, entry: Entry, person: Person, random: Random) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "id": id,
        "first_name": entry.given,
        "last_name": entry.family,
        "emails": [{"email": each, "is_primary": False} for each in entry.emails],
        "phone_numbers": [{"phone_number": each, "is_primary": False} for each in entry.phones],
    }
    if person.crm_id:
        crm = {"object_type": "contact", "crm_object_id": person.crm_id, "source": "hubspot"}
        raw["crm_association"] = crm
    return raw


def bland(id: str, entry: Entry, person: Person, random: Random) -> dict[str, Any]:
    values = [("phone_number", each) for each in entry.phones]
    values += [("email", each) for each in entry.emails]
    if random.random() < 0.1:
        values.append(("external_id", str(random.randint(1, 5000))))
    identifiers = [{"identifier_type": type, "identifier_value": value} for type, value in values]
    return {"id": id, "name": entry.name or None, "identifiers": identifiers}


def opencx(id: str, entry: Entry, person: Person, random: Random) -> dict[str, Any]:
    return {
        "id": id,
        "name": entry.name or None,
        "email": next(iter(entry.emails), None),
        "phone_number": next(iter(entry.phones), None),
        "custom_data": {"account": str(random.randint(1, 300))},
    }


SHAPES = {"quo": quo, "close": close, "askelephant": askelephant, "bland": bland, "opencx": opencx}

"""What a person types finds the contact, however either is written; and the place is explained."""

import pytest

from contactdesk.index import Order, Scope
from contactdesk.search.explain import explain
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page

NAMES = (
    "Sean O'Brien",
    "Sean O’Brien",
    "Sean OBrien",
    "Jean-Pierre Dupont",
    "Jean Pierre Dupont",
    "Jeanpierre Dupont",
    "Dick Van Kirk",
    "Dick VanKirk",
    "J.R. Ewing",
    "J. R. Ewing",
    "JR Ewing",
    "Jan van der Berg",
    "Jan Vanderberg",
    "Hans Müller",
    "Hans Mueller",
    "Hans Muller",
    "Jörg Grün",
    "Joerg Gruen",
    "Jorg Grun",
    "Märta Håkansson",
    "Maerta Haakansson",
    "Marta Hakansson",
    "Søren Kjær",
    "Soeren Kjaer",
    "Soren Kjaer",
    "Karl Weiß",
    "Karl Weiss",
    "Noel Blue",
    "Nolan Blur",
    "Joey Ray",
    "Joy Ray",
    "Susan Neill",
    "Kaʻiulani",
    "Ng’ang’a",
    "太郎 山田",
    "山田 太郎",
    "山田太郎",
    "철수 김",
    "김철수",
    "一 髙橋",
    "一 高橋",
    "宮﨑",
    "宮崎",
    "張偉",
    "张伟",
    "ジョン・スミス",
    "じょんすみす",
    "צה״ל",
    "צהל",
    "علی‌رضا",
    "Мар’яна",
)
FIRMS = (
    "7-Eleven", "7 Eleven", "7Eleven", "I.B.M. Corp", "IBM", "Acme™", "AT&T", "VanKirk Ltd",
)  # fmt: skip
EMAILS = ("info@xn--mller-kva.de", "info@müller.de", "info@mueller.de")
NOTES = (
    "We met O'Brien, Müller and IBM in Zürich",
    "the problem is landing",
    "see xn--mller-kva.de",
)

RECORDS = [
    *({"id": f"name {name}", "name": name} for name in NAMES),
    *({"id": f"firm {firm}", "name": "Q", "company": firm} for firm in FIRMS),
    *({"id": f"mail {email}", "name": "Q", "emails": [{"value": email}]} for email in EMAILS),
    *({"id": f"note {note}", "name": "Q", "custom": {"note": note}} for note in NOTES),
]


@pytest.fixture
def filled(index, loop):
    # Nothing is to be found by its id.
    body = page([{**record, "id": f"#{at}"} for at, record in enumerate(RECORDS)])
    listing = loop.run_until_complete(index.listing("a", {}))
    loop.run_until_complete(index.write_page(listing, CURSOR, body))
    return index


def found(index, loop, typed):
    ids = loop.run_until_complete(index.ids(Scope(), Order(), parse(typed)))
    return [RECORDS[row_id - 1] for row_id in ids]


BRIEN = ["name Sean O'Brien", "name Sean O’Brien", "name Sean OBrien"]
MET = "note We met O'Brien, Müller and IBM in Zürich"
SEEN = "note see xn--mller-kva.de"
MULLER = ["name Hans Müller", "name Hans Mueller", "name Hans Muller"]
DOMAIN = ["mail info@xn--mller-kva.de", "mail info@müller.de"]
JEAN = ["name Jean-Pierre Dupont", "name Jean Pierre Dupont", "name Jeanpierre Dupont"]
KIRK = ["name Dick Van Kirk", "name Dick VanKirk", "firm VanKirk Ltd"]
JR = ["name J.R. Ewing", "name J. R. Ewing", "name JR Ewing"]
BERG = ["name Jan van der Berg", "name Jan Vanderberg"]
ELEVEN = ["firm 7-Eleven", "firm 7 Eleven", "firm 7Eleven"]
IBM = ["firm I.B.M. Corp", "firm IBM"]
GRUN = ["name Jörg Grün", "name Joerg Gruen", "name Jorg Grun"]
HAKAN = ["name Märta Håkansson", "name Maerta Haakansson", "name Marta Hakansson"]
SOREN = ["name Søren Kjær", "name Soeren Kjaer", "name Soren Kjaer"]
YAMADA = ["name 太郎 山田", "name 山田 太郎", "name 山田太郎"]
KIM = ["name 철수 김", "name 김철수"]
JOHN = ["name ジョン・スミス", "name じょんすみす"]
IDF = ["name צה״ל", "name צהל"]

FOUND = {
    ("obrien", "o'brien", "O’Brien", "OʼBrien", "O-Brien", "o´brien", "o brien"): [*BRIEN, MET],
    ("name:obrien", "name:o'brien"): BRIEN,
    ("jeanpierre", "jean-pierre", "jean pierre", "Jean‐Pierre", "jeanp"): JEAN,
    ("vankirk", "van kirk", "van-kirk", "VANK"): KIRK,
    ("jr ewing", "J.R. ewing", "J.R.", "j r ewing", "j. r. ewing"): JR,
    ("vanderberg", "van der berg", "vander berg"): BERG,
    ("7eleven", "7-eleven", "7 eleven", "7‑Eleven"): ELEVEN,
    ("ibm", "I.B.M.", "i.b.m"): [*IBM, MET],
    ("company:ibm",): IBM,
    ("acme", '"acme"', "acme™", "company:\"Acme™\""): ["firm Acme™"],
    ("acmetm", "anne", "island"): [],
    ("nol",): ["name Nolan Blur"],
    ("at&t", "att", "company:att"): ["firm AT&T"],
    ("name:müller", "name:mueller", "name:muller", '"hans mueller"', '"Hans Müller"'): MULLER,
    ("muller",): [*MULLER, *DOMAIN, MET, SEEN],
    ("müller", "mueller", "MÜLLER", "mu\u0308ller"): [*MULLER, *DOMAIN, "mail info@mueller.de", MET, SEEN],
    ("zürich", "zurich", "zuerich", "custom.note:zuerich", 'custom:"zuerich"'): [MET],
    ("jörg", "joerg", "jorg", "grün", "gruen", "grun"): GRUN,
    ("märta", "maerta", "marta", "mærta", "håkansson", "haakansson", "hakansson", "hakan"): HAKAN,
    ("søren", "sören", "soeren", "soren", "kjær", "kjaer", "kjar", "kjär"): SOREN,
    ("weiß", "weiss", "WEISS"): ["name Karl Weiß", "name Karl Weiss"],
    ("blue", "noel"): ["name Noel Blue"],
    ("joy",): ["name Joy Ray"],
    ("kaiulani", "ka'iulani", "kaʻiulani"): ["name Kaʻiulani"],
    ("nganga", "ng'ang'a", "ng ang a"): ["name Ng’ang’a"],
    ("山田太郎", "山田 太郎", "太郎 山田"): YAMADA,
    ("太郎山田",): YAMADA[:2],
    ("김철수", "김 철수"): KIM,
    ("高橋", "髙橋", "高桥"): ["name 一 髙橋", "name 一 高橋"],
    ("宮﨑", "宮崎"): ["name 宮﨑", "name 宮崎"],
    ("張偉", "张伟"): ["name 張偉", "name 张伟"],
    ("ジョン", "じょん", "ｼﾞｮﾝ", "ジョンスミス", "じょん・すみす"): JOHN,
    ("צה״ל", 'צה"ל', "צהל"): IDF,
    ("علیرضا", "علی رضا", "علی‌رضا"): ["name علی‌رضا"],
    ("Мар’яна", "маряна", "мар'яна"): ["name Мар’яна"],
    ("müller.de", "xn--mller-kva.de", "XN--mller-kva.DE"): [*DOMAIN, "mail info@mueller.de", SEEN],
    ("muller.de",): [*DOMAIN, SEEN],
    ("info@müller.de", "info@xn--mller-kva.de"): [*DOMAIN, "mail info@mueller.de"],
}  # fmt: skip


def test_every_way_to_type_finds_every_spelling(filled, loop):
    for ways, expected in FOUND.items():
        for typed in ways:
            assert (typed, {each["id"] for each in found(filled, loop, typed)}) == (
                typed,
                set(expected),
            )


def test_every_spelling_is_explained(filled, loop):
    for typed in [typed for ways in FOUND for typed in ways]:
        for record in found(filled, loop, typed):
            assert explain(CURSOR, record, parse(typed)).places, (typed, record)


def test_negated_word_excludes_every_spelling(filled, loop):
    kept = {each["id"] for each in found(filled, loop, "-o'brien -name:muller -vankirk")}
    assert kept == {each["id"] for each in RECORDS} - {*BRIEN, MET, *MULLER, *KIRK}

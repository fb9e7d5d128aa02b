"""Made-up vendors and contacts for the tests of the index."""

from __future__ import annotations

import json
import random

from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import Column, Contact, Filter, Json, Kind, Provider, Section, named_contact
from contactdesk.providers.paging import by_cursor, by_offset


def contact(raw: Json) -> Contact:
    return named_contact(
        raw,
        name=text_at(raw, "$.name"),
        emails=texts_at(raw, "$.emails", "$.value"),
        phones=texts_at(raw, "$.phones", "$.value"),
        company=text_at(raw, "$.company"),
        title=text_at(raw, "$.title"),
        external_id=text_at(raw, "$.crm"),
    )


COLUMNS = (
    Column("Name", "name"),
    Column("E-mail", "email"),
    Column("Phone", "phone"),
    Column("Company", "company"),
    Column("Title", "title"),
    Column("Created", "created_at", Kind.DATE),
    Column("Updated", "updated_at", Kind.DATE),
    Column("Score", "$.custom.score", Kind.NUMBER),
    Column("Plan", "$.custom.plan"),
    Column("Born", "$.custom.born", Kind.DATE),
    Column("Memories", "$.memories", Kind.COUNT),
    Column("Tags", "$.tags", Kind.TAGS),
    Column("VIP", "$.custom.vip", Kind.BOOL),
)
SECTIONS = (
    Section("Custom", pairs="$.custom", searched_as="custom"),
    Section("Memories", each="$.memories", sections=(Section("Facts", pairs="$.facts"),)),
)


def vendor(by: str = "cursor", **more) -> Provider:
    paging = (
        by_offset("offset", "$.more", "limit", 10)
        if by == "offset"
        else by_cursor("cursor", "$.next")
    )
    return Provider(
        id="made-up",
        title="Made Up",
        base_url="https://made-up.example",
        path="/contacts",
        auth=lambda key: {"Authorization": key},
        paging=paging,
        items="$.data",
        contact=contact,
        columns=COLUMNS,
        sections=SECTIONS,
        filters=(Filter("Source", "source"),),
        total="$.total",
        **more,
    )


def page(records, next_cursor=None, **more) -> bytes:
    """A reply; records are objects, or bytes of JSON as they stand."""
    texts = [
        each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode()
        for each in records
    ]
    rest = json.dumps({"next": next_cursor, **more})[1:].encode()
    return b'{"data": [' + b", ".join(texts) + b"], " + rest


GIVEN = [
    "Zoë",
    "José",
    "Łukasz",
    "Jürgen",
    "Björk",
    "Siobhán",
    "Đặng",
    "Şebnem",
    "Ana",
    "Maria",
    "Ann",
    "Anna",
    "John",
    "Sarah",
    "Ivan",
    "Ёлка",
    "Фёдор",
    "Наталья",
    "Юлия",
    "Йосиф",
    "محمد",
    "فاطمة",
    "أحمد",
    "عَلِيّ",
    "प्रिया",
    "अर्जुन",
    "कृष्णा",
    "伟",
    "秀英",
    "娜",
    "太郎",
    "花子",
    "さくら",
    "ケンジ",
    "민준",
    "서연",
    "สมชาย",
    "มาลี",
    "Γιώργος",
    "Ελένη",
    "שָׁרָה",
    "דוד",
    "İpek",
    "Straße",
]
FAMILY = [
    "O'Brien",
    "Müller",
    "Sørensen",
    "Nguyễn",
    "Smith-Jones",
    "Chen",
    "García",
    "Kowalski",
    "Łoś",
    "Иванов",
    "Петрова",
    "الهاشمي",
    "शर्मा",
    "गुप्ता",
    "王",
    "李",
    "张",
    "田中",
    "佐藤",
    "김",
    "박",
    "ใจดี",
    "Παπαδόπουλος",
    "כהן",
    "Yılmaz",
    "Lee",
    "Li",
    "McDonald",
    "d'Arc",
]
COMPANIES = ("Acme", "ÉCLAIR SA", "Ромашка", "株式会社東京", "Zürich & Söhne", "acme labs", "")
TITLES = ("CTO", "Head of Sales", "engineer", "Öffentlichkeitsarbeit", "经理", "")
SENTENCES = (
    "Customer called about order #{n} which was delayed.",
    "Prefers to be called on weekends, not before 10:00.",
    "Le client a demandé un remboursement pour la commande {n}.",
    "Клиент просит перезвонить по номеру +7 495 {p} завтра.",
    "客户询问订单{n}的发货时间。",
    "注文番号{n}の配送状況を確認しました。",
    "العميل يسأل عن الفاتورة رقم {n}.",
    "ग्राहक ने ऑर्डर {n} के बारे में पूछा।",
    "Kunde möchte größere Stückzahlen, Straße unbekannt.",
    "My other number is (415) 555-{q}, ask for Zoë.",
)
PHONES = (
    "+1 (415) 555-{q}",
    "+44 (0)20 7946 {q}",
    "020 7946 {q}",
    "0049 30 {p}",
    "+7495{p}",
    "555-{q}",
)


def numbered(number: int) -> dict:
    """A contact made from its number, the same one every time."""
    pick = random.Random(number)
    given, family = pick.choice(GIVEN), pick.choice(FAMILY)
    plain = f"{given}.{family}{number}".lower().replace("'", "")
    raw = {
        "id": f"c-{number}",
        "name": pick.choice((f"{given} {family}", f"{family} {given}", given, "")),
        "emails": [
            {"type": "work", "value": f"{plain}@{pick.choice(('example.com', 'post.example'))}"}
        ],
        "phones": [{"value": _said(pick, pick.choice(PHONES))} for _ in range(pick.randrange(3))],
        "company": pick.choice(COMPANIES),
        "title": pick.choice(TITLES),
        "created_at": f"20{pick.randrange(10, 27)}-03-0{pick.randrange(1, 10)}T10:00:00Z",
        "updated_at": f"2026-0{pick.randrange(1, 10)}-01T0{pick.randrange(10)}:00:00+0{pick.randrange(4)}:00",
        "custom": {
            "plan": pick.choice(("gold", "Silver", "épique", None)),
            "score": pick.choice(
                (pick.randrange(1000), pick.random(), str(pick.randrange(50)), None)
            ),
            "born": pick.choice((f"19{pick.randrange(50, 99)}-02-03", None)),
            "vip": pick.choice((True, False, None)),
        },
        "tags": pick.sample(["new", "old", "ünique"], pick.randrange(4)),
        "memories": [_memory(pick) for _ in range(pick.randrange(3))],
    }
    if pick.random() < 0.2:
        del raw["custom"]
    return raw


def _memory(pick: random.Random) -> dict:
    return {
        "summary": " ".join(_said(pick, pick.choice(SENTENCES)) for _ in range(3)),
        "facts": {
            "preferred_contact": pick.choice(("sms", "mail")),
            "nested": {"deepest": "grotto"},
        },
        "messages": [
            {
                "role": pick.choice(("user", "assistant")),
                "content": _said(pick, pick.choice(SENTENCES)),
                "timestamp": f"2026-05-0{pick.randrange(1, 10)}T09:10:00.000Z",
            }
            for _ in range(pick.randrange(4))
        ],
    }


def _said(pick: random.Random, text: str) -> str:
    return text.format(
        n=pick.randrange(10_000), p=pick.randrange(10**6, 10**7), q=f"{pick.randrange(10_000):04}"
    )


KEY = bytes(range(32))
COLUMN = {column.path: column for column in COLUMNS}
CURSOR, OFFSET = vendor(), vendor("offset")


async def load(index, account: str, numbers, size: int = 50, filters=None):
    """Writes numbered contacts page by page, to the end of the listing."""
    listing = await index.listing(account, filters or {})
    numbers = list(numbers)
    for start in range(0, max(1, len(numbers)), size):
        part = [numbered(number) for number in numbers[start : start + size]]
        follows = f"p{start}" if start + size < len(numbers) else None
        listing = (await index.write_page(listing, CURSOR, page(part, follows))).listing
    return listing


def person(number: int, **more) -> dict:
    return {"id": f"c-{number}", "name": f"Person {number}", **more}

"""A provider and a record with every kind of field and layout, for tests of the detail pane."""

from msgspec.structs import replace

from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import (
    Badge,
    Contact,
    Field,
    Kind,
    Layout,
    MemoryPaths,
    Provider,
    Section,
)
from contactdesk.providers.auth import bearer
from contactdesk.providers.paging import by_cursor

MESSAGE = (
    Field("Who", "$.role", Kind.WORDS),
    Field("Text", "$.content", Kind.LONG),
    Field("Channel", "$.channel", Kind.WORDS),
    Field("When", "$.at", Kind.DATE),
)
SECTIONS = (
    Section("Contact", (Field("Name", "$.name"), Field("Zone", "$.zone", Kind.TIMEZONE))),
    Section(
        "E-mails",
        (Field("$.type", "$.email", Kind.EMAIL, badges=(Badge("Unsubscribed", "$.gone"),)),),
        each="$.emails",
    ),
    Section(
        "Calls",
        (
            Field("When", "$.at", Kind.DATE),
            Field("Status", "$.status", Kind.WORDS),
            Field("Length", "$.seconds", Kind.DURATION),
        ),
        each="$.calls",
        layout=Layout.TABLE,
    ),
    Section("Links", (Field("$.name", "$.url", Kind.LINK),), each="$.links"),
    Section("Notes", (Field("Note", "$.note", Kind.LONG), Field("Tags", "$.tags", Kind.TAGS))),
    Section(
        "Memories",
        (Field("Persona", "$.persona"), Field("Summary", "$.summary", Kind.LONG)),
        each="$.memories",
        heading=("$.persona",),
        tab=True,
        sections=(
            Section("Open items", (Field("To do", "$.text"),), each="$.items", layout=Layout.CARDS),
            Section("Recent messages", MESSAGE, each="$.messages", layout=Layout.CHAT),
            Section("Facts", pairs="$.facts"),
        ),
    ),
)
MEMORIES = MemoryPaths(
    each="$.memories",
    persona="$.persona",
    agent_number="$.agent_number",
    summary="$.summary",
    facts="$.facts",
    messages="$.messages",
    message=("$.role", "$.content", "$.channel", "$.at"),
    open_items="$.items",
    open_item=("$.type", "$.text", "$.priority", "$.since", "$.about.type", "$.about.id"),
    entities="$.entities",
    entity=("$.type", "$.id", "$.status", "$.notes", "$.facts", "$.last"),
)
RECORD = {
    "id": "c1",
    "name": "Ada Lovelace",
    "zone": "Europe/London",
    "emails": [{"type": "office", "email": "ada@example.com", "gone": True}],
    "calls": [{"at": "2026-01-02T03:04:05Z", "status": "no-answer", "seconds": 61}],
    "links": [
        {"name": "site", "url": "https://example.com/ada"},
        {"name": "bad", "url": "javascript:alert(1)"},
    ],
    "note": "12 High Street\nLeeds",
    "tags": ["vip", "two words"],
    "secret": {"of": "life"},
    "memories": [
        {
            "persona": "sales",
            "summary": "Wants an engine.",
            "messages": [
                {
                    "role": "user",
                    "content": "Does it compute?",
                    "channel": "sms",
                    "at": "2026-01-02T03:04:05Z",
                },
                {
                    "role": "assistant",
                    "content": "It computes 😀 an engine.",
                    "channel": "sms",
                    "at": "2026-01-03T03:04:05Z",
                },
            ],
            "items": [{"text": "Send the plans"}],
            "facts": {"engine": "analytical"},
        },
        {"persona": "support", "summary": "Asked about cards."},
    ],
}


def provider(**changes):
    made = Provider(
        id="test",
        title="Test vendor",
        base_url="https://example.com",
        path="/",
        auth=bearer,
        paging=by_cursor("cursor", "$.next"),
        items="$.items",
        contact=contact,
        columns=(),
        sections=SECTIONS,
        memories=MEMORIES,
    )
    return replace(made, **changes)


def contact(raw):
    mails = texts_at(raw, "$.emails", "$.email")
    return Contact(id=str(raw.get("id")), name=text_at(raw, "$.name"), emails=mails, raw=raw)

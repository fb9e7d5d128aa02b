"""Bland AI: offset and limit, bare key; a page can be megabytes, as contacts include memories.

Reference: https://docs.bland.ai/api-v1/get/contacts. A reply of status 200 with `errors` is a failure.
"""

from typing import Any

from contactdesk.jsonpath import items_at, text_at, texts_at
from contactdesk.model import (
    Badge,
    Card,
    CardList,
    Contact,
    Field,
    Json,
    Kind,
    Layout,
    MemoryPaths,
    PersonPaths,
    Provider,
    Section,
    close_ids_at,
    columns_at,
    fields_at,
    memory_columns,
    named_contact,
)
from contactdesk.providers.auth import raw_key
from contactdesk.providers.paging import by_offset
from contactdesk.providers.views import change_items, change_texts


def contact(raw: Json) -> Contact:
    """E-mails and phones are the identifiers whose type says so."""
    return named_contact(
        raw,
        name=text_at(raw, "$.name"),
        emails=identifiers(raw, "mail"),
        phones=identifiers(raw, "phone"),
        external_id=next(iter(identifiers(raw, "external")), ""),
    )


def view(raw: Json) -> Json:
    """Items that are plain text become objects, as most are."""
    changed: Json = change_items(raw, "memories", memory)
    return changed


def memory(item: Any) -> Any:
    if type(item) is dict:
        for key, text_key in TEXT_KEYS:
            item = change_texts(item, key, text_key)
    return item


def identifiers(raw: Json, word: str) -> tuple[str, ...]:
    """Identifiers with the word in their type: the documentation names only `phone_number`."""
    every = items_at(raw, "$.identifiers")
    found = [each for each in every if word in text_at(each, "$.identifier_type").lower()]
    return texts_at({"found": found}, "$.found", "$.identifier_value", first="$.is_primary")


TEXT_KEYS = (
    ("open_items", "description"),
    ("recent_messages", "content"),
    ("memory_history", "summary"),
)
IS_PRIMARY = "$.is_primary"
PRIMARY = (Badge("Primary", IS_PRIMARY),)
KINDS = {"phone_number": Kind.PHONE, "email": Kind.EMAIL}
TYPE, VALUE = "$.identifier_type", "$.identifier_value"
IDENTIFIER = (Field(TYPE, VALUE, kind_at=TYPE, kinds=KINDS, badges=PRIMARY),)
IDS = (Field("Identifier", VALUE), *fields_at("$.id", "$.contact_id"))
OWN_IDS = (*fields_at("$.id"), Field("Organization ID", "$.org_id"))
ID_TABLE = (Section("Identifiers", IDS, "$.identifiers", layout=Layout.TABLE),)
OPEN_ITEM = (
    Field("Type", "$.type", Kind.WORDS),
    Field("To do", "$.description", Kind.LONG),
    Field("Priority", "$.priority", Kind.WORDS),
    Field("Since", "$.created_at", Kind.AGE),
    Field("Related to", "$.related_to.entity_type", Kind.WORDS),
    Field("Related ID", "$.related_to.entity_id"),
)
ENTITY = (
    *fields_at("$.entity_type", "$.status", kind=Kind.WORDS, searched_as="entity"),
    *fields_at("$.notes", kind=Kind.LONG, searched_as="entity"),
    *fields_at("$.last_discussed_at", kind=Kind.AGE),
)
MESSAGE = (
    Field("Who", "$.role", Kind.WORDS),
    Field("Text", "$.content", Kind.LONG, searched_as="said"),
    Field("Channel", "$.channel", Kind.WORDS),
    Field("When", "$.timestamp", Kind.DATE),
)
MEMORY = (
    Field("Persona", "$.persona_id", searched_as="persona"),
    Field("Agent number", "$.agent_number", Kind.PHONE, searched_as="persona"),
    Field("Summary", "$.summary", Kind.LONG, searched_as="memory"),
)
HISTORY = (
    Field("Summary", "$.summary", Kind.LONG, searched_as="memory"),
    *fields_at("$.created_at", "$.updated_at", kind=Kind.DATE),
)
TIMES = fields_at("$.created_at", "$.updated_at", kind=Kind.DATE)
FACTS, ABOUT = ((Section("Facts", pairs="$.facts", searched_as=by),) for by in ("fact", "entity"))
ENTITY_ID = ("$.entity_id",)
MEMORY_SECTIONS = (
    Section("Open items", OPEN_ITEM, "$.open_items", layout=Layout.CARDS, searched_as="open"),
    Section("Recent messages", MESSAGE, "$.recent_messages", layout=Layout.CHAT),
    *FACTS,
    Section(
        "Entities", ENTITY, "$.entities", layout=Layout.CARDS, heading=ENTITY_ID, sections=ABOUT
    ),
    Section("History", HISTORY, "$.memory_history", layout=Layout.CARDS),
    Section("Record", (*TIMES, *fields_at("$.id", "$.contact_id", "$.org_id"))),
)
HEADING = ("$.persona_id", "$.agent_number")
MEMORIES = MemoryPaths(
    each="$.memories",
    persona="$.persona_id",
    agent_number="$.agent_number",
    summary="$.summary",
    facts="$.facts",
    messages="$.recent_messages",
    message=("$.role", "$.content", "$.channel", "$.timestamp"),
    open_items="$.open_items",
    open_item=(
        *("$.type", "$.description", "$.priority", "$.created_at"),
        *("$.related_to.entity_type", "$.related_to.entity_id"),
    ),
    entities="$.entities",
    entity=(
        *("$.entity_type", "$.entity_id", "$.status"),
        *("$.notes", "$.facts", "$.last_discussed_at"),
    ),
)

PROVIDER = Provider(
    id="bland",
    title="Bland AI",
    base_url="https://api.bland.ai",
    path="/v1/contacts",
    auth=raw_key,
    paging=by_offset("offset", "$.pagination.has_more", "limit", 200),
    items="$.data",
    contact=contact,
    view=view,
    total="$.pagination.total",
    errors_at="$.errors",
    organization_at="$.org_id",
    ids=close_ids_at("$.identifier_value", each="$.identifiers"),
    key_page="app.bland.ai → Settings → API Keys",
    key_hint="org_…",
    smallest={"limit": "1"},
    reference="https://docs.bland.ai/api-v1/get/contacts",
    card=Card(
        emails=(CardList("$.identifiers", "$.identifier_value", preferred="$.is_primary"),),
        phones=(CardList("$.identifiers", "$.identifier_value", preferred="$.is_primary"),),
        notes=(CardList("$.memories", "$.summary"),),
    ),
    memories=MEMORIES,
    person=PersonPaths(pairs=("$.metadata",)),
    columns=(
        *columns_at("name", "phone"),
        *memory_columns("Open items", "Memories", "Summary"),
        *columns_at("email", "updated_at", "$.metadata.source", shown=False),
        *columns_at("created_at", "$.id", shown=False),
    ),
    sections=(
        Section("Identifiers", IDENTIFIER, "$.identifiers", preferred=IS_PRIMARY, titled=False),
        Section("Metadata", pairs="$.metadata", searched_as="custom"),
        Section(
            "Memories", MEMORY, "$.memories", heading=HEADING, sections=MEMORY_SECTIONS, tab=True
        ),
        Section("Record", (*fields_at("$.name"), *TIMES)),
        Section("Technical IDs", OWN_IDS, sections=ID_TABLE, folded=True),
    ),
)

"""Quo, once OpenPhone, API v1: page token, bare key, typed custom fields.

Reference: https://www.quo.com/docs/api-reference/contacts/list-contacts. Its `totalItems` is
documented as inaccurate and never used; `maxResults` is required although it has a default.
"""

from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import (
    Card,
    CardList,
    Column,
    Contact,
    Field,
    Filter,
    Json,
    Kind,
    Layout,
    LinkedId,
    NamedValues,
    PersonPaths,
    Provider,
    Rate,
    Section,
    close_ids_at,
    columns_at,
    fields_at,
    named_contact,
)
from contactdesk.providers.auth import raw_key
from contactdesk.providers.paging import by_cursor
from contactdesk.providers.views import change_items, named_by

QUOTES = "Put a value that contains a comma in quotation marks."
KIND_OF_CUSTOM_TYPE = {
    "multi-select": Kind.TAGS,
    "address": Kind.LONG,
    "string": Kind.TEXT,
    "url": Kind.LINK,
    "boolean": Kind.BOOL,
    "date": Kind.DAY,
    "number": Kind.NUMBER,
}


def contact(raw: Json) -> Contact:
    """A labeled e-mail or phone may have no value."""
    names = (text_at(raw, f"$.defaultFields.{part}").strip() for part in ("firstName", "lastName"))
    return named_contact(
        raw,
        name=" ".join(filter(None, names)),
        emails=texts_at(raw, "$.defaultFields.emails", "$.value"),
        phones=texts_at(raw, "$.defaultFields.phoneNumbers", "$.value"),
        company=text_at(raw, "$.defaultFields.company"),
        title=text_at(raw, "$.defaultFields.role"),
        external_id=text_at(raw, "$.externalId"),
        times_at=("$.createdAt", "$.updatedAt"),
    )


def view(raw: Json) -> Json:
    """A custom field without a name goes by its key."""
    changed: Json = change_items(raw, "customFields", named_by("key"))
    return changed


def labeled(
    title: str, each: str, path: str, kind: Kind = Kind.TEXT, *, titled: bool = True
) -> Section:
    """A list whose items have a label that the user chose."""
    return Section(title, (Field("$.name", path, kind),), each=each, titled=titled)


def _custom(type: str) -> CardList:
    """The custom fields of one of Quo's types."""
    return CardList("$.customFields", "$.value", "$.name", type_at="$.type", type=type)


CONTACT = fields_at(
    *("$.defaultFields.firstName", "$.defaultFields.lastName"),
    *("$.defaultFields.company", "$.defaultFields.role"),
)
BY_TYPE = Field("$.name", "$.value", Kind.JSON, kind_at="$.type", kinds=KIND_OF_CUSTOM_TYPE)
TYPES = (Field("Name", "$.name"), Field("Type", "$.type", Kind.WORDS), *fields_at("$.key", "$.id"))
IDS = (*fields_at("$.id", "$.externalId"), Field("Created by user", "$.createdByUserId"))

PROVIDER = Provider(
    id="quo",
    title="Quo",
    base_url="https://api.quo.com",
    path="/v1/contacts",
    auth=raw_key,
    paging=by_cursor("pageToken", "$.nextPageToken", size_param="maxResults", size=50),
    items="$.data",
    contact=contact,
    view=view,
    ids=(LinkedId("$.externalId", namespace_at="$.source"), *close_ids_at("$.externalId")),
    rate=Rate(10, 1),
    key_page="Workspace settings → API → Generate API key (owners and admins only)",
    smallest={"maxResults": "1"},
    reference="https://www.quo.com/docs/api-reference/contacts/list-contacts",
    new_key_delay_s=30,
    filters=(
        Filter("External IDs", "externalIds", many=True, most=20, longest=75, note=QUOTES),
        Filter(
            "Sources",
            "sources",
            many=True,
            most=20,
            longest=75,
            note=QUOTES,
            examples=("public-api", "csv-v2", "hubspot", "salesforce"),
        ),
    ),
    card=Card(
        given_name="$.defaultFields.firstName",
        family_name="$.defaultFields.lastName",
        emails=(CardList("$.defaultFields.emails", "$.value", "$.name"),),
        phones=(CardList("$.defaultFields.phoneNumbers", "$.value", "$.name"),),
        links=(_custom("url"), CardList("", "$.sourceUrl")),
        addresses=(_custom("address"),),
    ),
    person=PersonPaths(named=(NamedValues("$.customFields", "$.name", "$.value"),)),
    columns=(
        *columns_at("name", "company"),
        Column("Role", "title", width=130),
        *columns_at("phone", "email"),
        *columns_at("$.source", "updated_at", shown=False),
        *columns_at("created_at", "$.createdByUserId", "$.externalId", "$.id", shown=False),
    ),
    sections=(
        labeled("E-mails", "$.defaultFields.emails", "$.value", Kind.EMAIL, titled=False),
        labeled("Phones", "$.defaultFields.phoneNumbers", "$.value", Kind.PHONE, titled=False),
        Section(
            "Custom fields",
            (BY_TYPE,),
            each="$.customFields",
            searched_as="custom",
            named_at=("$.name", "$.key"),
        ),
        Section("Contact", CONTACT),
        Section("Source", (Field("Source", "$.source"), Field("Link", "$.sourceUrl", Kind.LINK))),
        Section("Record", fields_at("$.createdAt", "$.updatedAt", kind=Kind.DATE)),
        Section(
            "Technical IDs",
            IDS,
            sections=(
                labeled("E-mails", "$.defaultFields.emails", "$.id"),
                labeled("Phones", "$.defaultFields.phoneNumbers", "$.id"),
                Section("Custom fields", TYPES, each="$.customFields", layout=Layout.TABLE),
            ),
            folded=True,
        ),
    ),
)

"""AskElephant, API v2: cursor, API key or OAuth token, references to companies and the CRM.

Reference: https://docs.askelephant.ai/api-reference/contacts/list-contacts. Only
the id and the two times are always sent.
"""

from collections.abc import Sequence

from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import (
    Badge,
    Card,
    CardList,
    Column,
    Contact,
    Field,
    Filter,
    Json,
    Kind,
    LinkedId,
    Params,
    PersonPaths,
    Provider,
    Section,
    close_ids_at,
    columns_at,
    fields_at,
    named_contact,
)
from contactdesk.providers.auth import or_bearer, raw_key
from contactdesk.providers.paging import by_cursor

CRM = "filter[crm_associations][eq]"
ORDERS = (("updated_at:asc", "Oldest change first"), ("updated_at:desc", "Newest change first"))
PRIMARY = (Badge("Primary", "$.is_primary"),)
EMAIL = Field("E-mail", "$.email", Kind.EMAIL, badges=PRIMARY)
PHONE = Field("Phone", "$.phone_number", Kind.PHONE, badges=PRIMARY)
LISTED = ("$.emails[0].email", "$.emails[1].email", "$.emails[2].email")
OTHER_EMAIL = Field("E-mail", "$.email", Kind.EMAIL, unless=LISTED)
IDS = (
    *fields_at("$.id"),
    Field("Type", "$.object", Kind.WORDS),
    Field("Company ID", "$.company.id"),
    Field("Company type", "$.company.object", Kind.WORDS),
)

CRM_CONTACT = LinkedId(
    "$.crm_association.crm_object_id",
    namespace_at="$.crm_association.source",
    type_at="$.crm_association.object_type",
    type="contact",
)


def contact(raw: Json) -> Contact:
    """The company is a reference without a name, so `company` stays empty."""
    names = (text_at(raw, path).strip() for path in ("$.first_name", "$.last_name"))
    return named_contact(
        raw,
        name=" ".join(filter(None, names)),
        emails=texts_at(raw, "$.emails", "$.email", first="$.is_primary"),
        phones=texts_at(raw, "$.phone_numbers", "$.phone_number", first="$.is_primary"),
        external_id=text_at(raw, "$.crm_association.crm_object_id"),
    )


def crm_params(ids: Sequence[str]) -> Params:
    """CRM IDs as an indexed array; this endpoint accepts only contact objects."""
    params: Params = []
    for number, each in enumerate(ids):
        params += [(f"{CRM}[{number}][id]", each), (f"{CRM}[{number}][object_type]", "contact")]
    return params


PROVIDER = Provider(
    id="askelephant",
    title="AskElephant",
    base_url="https://app.askelephant.ai/api",
    servers=(("https://app-staging.askelephant.ai/api", "Staging"),),
    path="/v2/contacts",
    auth=or_bearer("sk-apik_", raw_key),
    paging=by_cursor("cursor", "$.next_cursor", "$.has_more", "limit", 100),
    # In the default order, a contact that changes during a walk moves to pages already read.
    always={"order_by": "updated_at:asc"},
    items="$.data",
    contact=contact,
    ids=(CRM_CONTACT, *close_ids_at("$.crm_association.crm_object_id")),
    updated_after="filter[updated_at][gt]",
    scope="contacts:read",
    key_page="Your workspace → API keys",
    key_hint="sk-apik_…",
    key_note="A key that doesn't begin with sk-apik_ is sent as an OAuth access token.",
    smallest={"limit": "1"},
    reference="https://docs.askelephant.ai/api-reference/contacts/list-contacts",
    filters=(
        Filter("Search", "search", note="Searches full names and e-mail addresses only."),
        Filter("Order", "order_by", choices=ORDERS),
        Filter("Updated after", "filter[updated_at][gt]", Kind.DATE),
        Filter("Updated on or after", "filter[updated_at][gte]", Kind.DATE),
        Filter("Updated before", "filter[updated_at][lt]", Kind.DATE),
        Filter("Updated on or before", "filter[updated_at][lte]", Kind.DATE),
        Filter("CRM contact IDs", CRM, many=True, most=20, write=crm_params),
    ),
    card=Card(
        given_name="$.first_name",
        family_name="$.last_name",
        emails=(CardList("$.emails", "$.email", preferred="$.is_primary"),),
        phones=(CardList("$.phone_numbers", "$.phone_number", preferred="$.is_primary"),),
        notes=(CardList("", "$.description"),),
    ),
    person=PersonPaths(company="$.company_name", time_zone="$.time_zone"),
    columns=(
        *columns_at("name", "email", "phone", "updated_at"),
        Column("CRM", "$.crm_association.source", Kind.WORDS, width=90),
        Column("Time zone", "$.time_zone", Kind.TIMEZONE, shown=False),
        Column("Company ID", "$.company.id", shown=False),
        *columns_at("created_at", "$.description", shown=False),
        *columns_at("$.crm_association.crm_object_id", "$.id", shown=False),
    ),
    sections=(
        Section("E-mails", (EMAIL,), "$.emails", preferred="$.is_primary", titled=False),
        Section("E-mail", (OTHER_EMAIL,), titled=False),
        Section("Phones", (PHONE,), "$.phone_numbers", preferred="$.is_primary", titled=False),
        Section("Local time", fields_at("$.time_zone", kind=Kind.TIMEZONE), titled=False),
        Section("Description", fields_at("$.description", kind=Kind.LONG), titled=False),
        Section("Company", (Field("Name", "$.company_name"),)),
        Section(
            "CRM record",
            (
                Field("CRM", "$.crm_association.source", Kind.WORDS),
                Field("Type", "$.crm_association.object_type", Kind.WORDS),
                Field("ID in the CRM", "$.crm_association.crm_object_id"),
            ),
        ),
        Section(
            "Record",
            (
                *fields_at("$.first_name", "$.last_name"),
                Field("Full name", "$.full_name", unless=("$.first_name", "$.last_name")),
                *fields_at("$.created_at", "$.updated_at", kind=Kind.DATE),
            ),
        ),
        Section("Technical IDs", IDS, folded=True),
    ),
)

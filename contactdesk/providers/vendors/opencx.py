"""OpenCX: opaque cursor with no page size to set, bearer key, free custom data.

Reference: https://docs.open.cx/api-reference (GET /contacts).
"""

from contactdesk.jsonpath import text_at
from contactdesk.model import (
    Column,
    Contact,
    Field,
    Filter,
    Json,
    Kind,
    PersonPaths,
    Provider,
    Rate,
    Section,
    close_ids_at,
    columns_at,
    fields_at,
    named_contact,
)
from contactdesk.providers.auth import bearer
from contactdesk.providers.paging import by_cursor
from contactdesk.providers.views import parse_object


def contact(raw: Json) -> Contact:
    """E-mail, phone and name may all be null at once."""
    return named_contact(
        raw,
        name=text_at(raw, "$.name"),
        emails=[text_at(raw, "$.email")],
        phones=[text_at(raw, "$.phone_number")],
    )


def view(raw: Json) -> Json:
    """Custom data may come as JSON text."""
    return parse_object(parse_object(raw, "custom_data"), "non_verified_custom_data")


UNVERIFIED = (
    Field("Unverified name", "$.non_verified_name"),
    Field("Unverified e-mail", "$.non_verified_email", Kind.EMAIL),
)

PROVIDER = Provider(
    id="opencx",
    title="OpenCX",
    base_url="https://api.open.cx",
    path="/contacts",
    auth=bearer,
    paging=by_cursor("cursor", "$.next"),
    items="$.items",
    contact=contact,
    view=view,
    ids=close_ids_at("$.custom_data.close_contact_id", "$.custom_data.close_id"),
    updated_after="updated_after",
    rate=Rate(100, 60),
    scope="contacts:read",
    key_page="Settings → Access → Create API Key",
    key_hint="ocx_live_…",
    reference="https://docs.open.cx/api-reference",
    filters=(
        Filter("Created after", "created_after", Kind.DATE),
        Filter("Created before", "created_before", Kind.DATE),
        Filter("Updated after", "updated_after", Kind.DATE),
        Filter("Updated before", "updated_before", Kind.DATE),
    ),
    person=PersonPaths(pairs=("$.custom_data",)),
    columns=(
        *columns_at("name", "email", "phone", "updated_at"),
        *columns_at("created_at", shown=False),
        Column("Custom data", "$.custom_data", Kind.JSON, width=240, shown=False),
        *columns_at("$.id", shown=False),
    ),
    sections=(
        Section(
            "Reach",
            (
                Field("E-mail", "$.email", Kind.EMAIL),
                Field("Phone", "$.phone_number", Kind.PHONE),
            ),
            titled=False,
        ),
        Section("Custom data", pairs="$.custom_data", searched_as="custom"),
        Section("Claimed by the contact", UNVERIFIED),
        Section("Unverified custom data", pairs="$.non_verified_custom_data", searched_as="custom"),
        Section(
            "Record",
            (*fields_at("$.name"), *fields_at("$.created_at", "$.updated_at", kind=Kind.DATE)),
        ),
        Section("Technical IDs", fields_at("$.id", "$.copilot_id"), folded=True),
    ),
)

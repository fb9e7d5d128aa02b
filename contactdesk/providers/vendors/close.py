"""Close: skip and limit, key as Basic user name or OAuth token, custom fields as flat `custom.cf_…` keys.

Reference: https://developer.close.com/api/resources/contacts/list, which does not list every field.
"""

from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import (
    Badge,
    Card,
    CardList,
    Column,
    Contact,
    EventPaths,
    Field,
    Filter,
    Json,
    Kind,
    Layout,
    PersonPaths,
    Provider,
    Refusal,
    Section,
    close_ids_at,
    columns_at,
    fields_at,
    named_contact,
)
from contactdesk.providers.auth import basic_user, or_bearer
from contactdesk.providers.paging import by_offset


def contact(raw: Json) -> Contact:
    """A null `name` stays empty: `display_name` is then a fallback. Records without the key use it."""
    return named_contact(
        raw,
        name=text_at(raw, "$.name" if "name" in raw else "$.display_name"),
        emails=texts_at(raw, "$.emails", "$.email"),
        phones=texts_at(raw, "$.phones", "$.phone"),
        title=text_at(raw, "$.title"),
        times_at=("$.date_created", "$.date_updated"),
    )


def view(raw: Json) -> Json:
    """Merges the flat `custom.…` keys and the deprecated `custom` object into `custom`."""
    flat = {key: value for key, value in raw.items() if key.startswith("custom.")}
    deprecated = raw.get("custom")
    custom = {} if deprecated is None else {"custom": deprecated}
    custom = dict(deprecated) if isinstance(deprecated, dict) else custom
    custom |= {key.removeprefix("custom."): value for key, value in flat.items()}
    return {key: value for key, value in raw.items() if key not in flat} | {"custom": custom}


ZONE = Field("Time zone", "$.timezone", Kind.TIMEZONE)
ZONE_SOURCE = Field("Time zone source", "$.timezone_source", Kind.WORDS)
BADGES = (Badge("Unsubscribed", "$.is_unsubscribed", warns=True),)
EMAIL = Field("$.type", "$.email", Kind.EMAIL, badges=BADGES)
EMAIL_LOWER = Field("$.type", "$.email_lower")
SMS_BLOCKED = (Badge("SMS blocked", "$.outbound_sms_blocked", warns=True),)
PHONE = Field("$.type", "$.phone", Kind.PHONE, badges=SMS_BLOCKED)
PHONE_DETAILS = (
    Field("Formatted as", "$.phone_formatted"),
    Field("Country", "$.country"),
    Field("Time zones", "$.tz_ids", Kind.TIMEZONE),
)
CALLS, CALLED = "$.recent_calls", "$.finish_timestamp"
WHEN = Field("When", CALLED, Kind.DATE)
CALL = (
    WHEN,
    *fields_at("$.direction", "$.status", kind=Kind.WORDS),
    Field("Duration", "$.duration", Kind.DURATION),
)
CALL_IDS = (WHEN, *fields_at("$.dialer_id", "$.id"))
WORKFLOWS, WORKFLOW_NAME, STARTED = "$.subscriptions", "$.sequence_name", "$.start_date"
WORKFLOW = (
    Field("Workflow", WORKFLOW_NAME),
    Field("Status", "$.subscription_status", Kind.WORDS),
    Field("Reason", "$.subscription_status_reason", Kind.WORDS),
    Field("Started", STARTED, Kind.DATE),
)
WORKFLOW_DETAILS = (
    Field("Workflow", WORKFLOW_NAME),
    Field("Its status", "$.sequence_status", Kind.WORDS),
    Field("Added", "$.date_created", Kind.DATE),
    Field("E-mail", "$.contact_email", Kind.EMAIL),
)
WORKFLOW_IDS = (
    Field("Workflow", WORKFLOW_NAME),
    *fields_at("$.initial_email_id", "$.sequence_id", "$.subscription_id"),
)
RECORD = (
    *fields_at("$.title"),
    Field("Display name", "$.display_name", unless=("$.name",)),
    *fields_at("$.name"),
    ZONE_SOURCE,
    *fields_at("$.date_created", "$.date_updated", kind=Kind.DATE),
)
IDS = (
    *fields_at("$.id", "$.lead_id", "$.organization_id", "$.created_by", "$.updated_by"),
    *fields_at("$.lead_suggestions_operation_id"),
)

STATUS = ("$.subscription_status", "$.subscription_status_reason")
TOLD = ("$.direction", "$.status")
OF_RUN = "$.subscription_id", WORKFLOW_NAME
EVENTS = (
    EventPaths("call", CALLS, CALLED, "$.id", "", TOLD, "$.duration", only_newest=True),
    EventPaths("workflow-added", WORKFLOWS, "$.date_created", *OF_RUN),
    EventPaths("workflow-started", WORKFLOWS, STARTED, *OF_RUN, STATUS),
)
REFUSALS = (
    Refusal("$.emails", "$.is_unsubscribed", "$.email", "Unsubscribed"),
    Refusal("$.phones", "$.outbound_sms_blocked", "$.phone", "SMS blocked"),
)

PROVIDER = Provider(
    id="close",
    title="Close",
    base_url="https://api.close.com/api/v1",
    path="/contact/",
    auth=or_bearer("api_", basic_user),
    paging=by_offset("_skip", "$.has_more", "_limit", 100),
    items="$.data",
    contact=contact,
    view=view,
    organization_at="$.organization_id",
    ids=close_ids_at("$.id"),
    events=EVENTS,
    key_page="Settings → API Keys",
    key_hint="api_…",
    key_note="A key that doesn't begin with api_ is sent as an OAuth access token.",
    smallest={"_limit": "1", "_fields": "id"},
    reference="https://developer.close.com/api/resources/contacts/list",
    filters=(Filter("Lead ID", "lead_id"),),
    card=Card(
        emails=(CardList("$.emails", "$.email", "$.type"),),
        phones=(CardList("$.phones", "$.phone", "$.type"),),
        links=(CardList("$.urls", "$.url", "$.type"),),
    ),
    person=PersonPaths(time_zone="$.timezone", refusals=REFUSALS, pairs=("$.custom",)),
    columns=(
        *columns_at("name", "title", "email", "phone"),
        Column("Calls", "$.recent_calls", Kind.COUNT, width=60),
        Column("Time zone", "$.timezone", Kind.TIMEZONE, shown=False),
        Column("Workflows", "$.subscriptions", Kind.COUNT, width=90, shown=False),
        *columns_at("updated_at", "created_at", "$.lead_id", "$.id", shown=False),
    ),
    sections=(
        Section("E-mails", (EMAIL,), each="$.emails", titled=False),
        Section("Phones", (PHONE,), each="$.phones", titled=False),
        Section("Local time", (ZONE,), titled=False),
        Section("Custom fields", pairs="$.custom", searched_as="custom"),
        Section("Recent calls", CALL, CALLS, layout=Layout.TABLE, newest_by=CALLED),
        Section("Workflows", WORKFLOW, WORKFLOWS, layout=Layout.TABLE, newest_by=STARTED),
        Section("Web addresses", (Field("$.type", "$.url", Kind.LINK),), each="$.urls"),
        Section("Links", (Field("$.name", "$.url", Kind.LINK),), each="$.integration_links"),
        Section("Record", RECORD),
        Section("Phone details", PHONE_DETAILS, each="$.phones", layout=Layout.TABLE),
        Section(
            "Workflow details",
            WORKFLOW_DETAILS,
            WORKFLOWS,
            layout=Layout.TABLE,
            newest_by=STARTED,
        ),
        Section(
            "Technical IDs",
            IDS,
            sections=(
                Section("Recent calls", CALL_IDS, CALLS, layout=Layout.TABLE, newest_by=CALLED),
                Section(
                    "Workflows", WORKFLOW_IDS, WORKFLOWS, layout=Layout.TABLE, newest_by=STARTED
                ),
                Section("E-mails, lowercase", (EMAIL_LOWER,), each="$.emails"),
            ),
            folded=True,
        ),
    ),
)

"""Quo: a page size that must be sent, a total that lies, labeled values that may be null."""

from contactdesk.jsonpath import dig
from contactdesk.model import Kind, Rate
from contactdesk.providers.vendors.quo import KIND_OF_CUSTOM_TYPE
from contactdesk.records.blocks import overview
from contactdesk.records.regions import Regions


def test_the_page_size_is_always_sent(recorded):
    provider, _ = recorded("quo")
    assert provider.paging.params(None) == {"maxResults": 50}
    assert provider.paging.params("t0ken") == {"maxResults": 50, "pageToken": "t0ken"}


def test_the_total_is_never_used(recorded, pages_of):
    provider, _ = recorded("quo")
    assert provider.total == ""
    assert [page.total for page in pages_of("quo")] == [None, None, None]


def test_key_is_sent_without_a_scheme(recorded):
    provider, _ = recorded("quo")
    assert provider.auth("abc") == {"Authorization": "abc"}
    assert provider.rate == Rate(10, 1)


def test_lists_are_repeated_keys(recorded):
    provider, _ = recorded("quo")
    ids, sources = provider.filters
    assert ids.params(["a", "b"]) == [("externalIds", "a"), ("externalIds", "b")]
    assert sources.params("public-api") == [("sources", "public-api")]
    assert (ids.many, ids.longest, sources.many, sources.longest) == (True, 75, True, 75)


def test_documented_limits_and_known_sources_are_declared(recorded):
    provider, _ = recorded("quo")
    ids, sources = provider.filters
    assert (ids.most, sources.most) == (20, 20)
    assert "public-api" in sources.examples
    assert provider.new_key_delay_s == 30


def test_custom_field_without_a_name_goes_by_its_key(recorded):
    provider, _ = recorded("quo")
    fields = [
        {"key": "plan", "type": "string", "value": "gold"},
        {"name": None, "key": "tier", "type": "string", "value": "A"},
        {"name": " ", "type": "string", "value": "keyless"},
        {"name": "City", "key": "town", "type": "string", "value": "Bonn"},
        "odd",
    ]
    raw = {"id": "1", "customFields": fields}
    blocks = {block.title: block for block in overview(provider, raw)}
    shown = [(line.label, line.value) for line in blocks["Custom fields"].lines]
    assert shown == [
        ("plan", "gold"),
        ("tier", "A"),
        ("Custom fields", "keyless"),
        ("City", "Bonn"),
    ]
    read = Regions(provider).read(raw)
    assert ("custom", "plan", {"gold": None}) in read.pairs
    assert provider.view({"id": "1", "customFields": fields[3:]}) == {
        "id": "1",
        "customFields": fields[3:],
    }


def test_values_may_be_null(recorded):
    _, records = recorded("quo")
    zoe = records["664d0db69fcac7cf2e6ed"].contact
    assert (zoe.name, zoe.emails, zoe.phones) == ("Zoë", (), ("+4915112345678",))
    nothing = records["664d0db69fcac7cf2e6ef"].contact
    assert (nothing.name, nothing.display_name) == ("", nothing.external_id or nothing.id)
    assert records["664d0db69fcac7cf2e6f1"].contact.updated_at == "2026-02-11T13:30:00.000Z"


def test_work_and_names(recorded):
    _, records = recorded("quo")
    john = records["664d0db69fcac7cf2e6ec"].contact
    assert (john.name, john.company, john.title) == ("John Doe", "Quo", "Sales")
    assert john.emails == ("abc@example.com", "john@example.net")
    jose = records["664d0db69fcac7cf2e6f0"].contact
    assert jose.emails == ("jose@example.com",)
    firm = records["664d0db69fcac7cf2e6ee"].contact
    assert (firm.name, firm.company) == ("", "Ярослав и сыновья")
    assert firm.display_name == firm.company


def test_malformed_record_is_read_as_far_as_possible(recorded):
    _, records = recorded("quo")
    malformed = records["664d0db69fcac7cf2e6f2"].contact
    assert (malformed.name, malformed.emails, malformed.phones, malformed.company) == (
        "3 Number",
        (),
        (),
        "",
    )


def test_every_custom_field_type_has_its_kind():
    assert KIND_OF_CUSTOM_TYPE == {
        "multi-select": Kind.TAGS,
        "address": Kind.LONG,
        "string": Kind.TEXT,
        "url": Kind.LINK,
        "boolean": Kind.BOOL,
        "date": Kind.DAY,
        "number": Kind.NUMBER,
    }


def test_every_type_is_recorded_native_as_text_and_as_null(recorded):
    _, records = recorded("quo")
    for last, kinds in (
        ("ec", (list, str, str, str, bool, str, int)),
        ("ed", (str, str, str, type(None), str, str, str)),
        ("ee", (type(None),) * 7),
    ):
        fields = dig(records[f"664d0db69fcac7cf2e6{last}"].contact.raw, "$.customFields")
        assert [field["type"] for field in fields] == list(KIND_OF_CUSTOM_TYPE)
        assert tuple(type(field["value"]) for field in fields) == kinds

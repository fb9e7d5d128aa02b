"""OpenCX: no page size, a null cursor at the end, contacts that may be nothing but an id."""

from contactdesk.model import Kind, Rate
from contactdesk.records.blocks import OTHER, overview, texts
from contactdesk.records.regions import Regions


def test_nothing_is_sent_but_the_cursor(recorded):
    provider, _ = recorded("opencx")
    assert provider.paging.params(None) == {}
    assert provider.paging.params("eyJ=") == {"cursor": "eyJ="}
    assert provider.smallest == {}
    assert provider.always == {}


def test_key_limits_and_permission(recorded):
    provider, _ = recorded("opencx")
    assert provider.auth("ocx_live_abc") == {"Authorization": "Bearer ocx_live_abc"}
    assert provider.rate == Rate(100, 60)
    assert provider.scope == "contacts:read"


def test_the_four_date_filters(recorded):
    provider, _ = recorded("opencx")
    asked = {each.param for each in provider.filters}
    assert asked == {"created_after", "created_before", "updated_after", "updated_before"}
    assert {each.kind for each in provider.filters} == {Kind.DATE}
    assert provider.filters[0].params("2026-03-01T00:00:00.000Z") == [
        ("created_after", "2026-03-01T00:00:00.000Z")
    ]


def test_names_fall_back(recorded):
    _, records = recorded("opencx")
    names = {key[-2:]: record.contact.display_name for key, record in records.items()}
    assert names["6f"] == "Nadia Benali"
    assert names["01"] == "billing@example.org"
    assert names["02"] == "+971501234567"
    assert names["03"] == "c0ffee00-1234-4abc-9def-000000000003"
    assert names["04"] == "OLD@example.com"


def test_times_may_be_absent(recorded):
    _, records = recorded("opencx")
    old = records["c0ffee00-1234-4abc-9def-000000000004"].contact
    assert (old.created_at, old.updated_at, old.phones) == ("", "", ())


def test_malformed_records_are_kept(recorded):
    _, records = recorded("opencx")
    malformed = sorted(record.malformed for record in records.values() if record.malformed)
    assert malformed == ["no-id", "not-object"]
    nameless = next(r for r in records.values() if r.malformed == "no-id")
    assert nameless.contact.emails == ("no-id@example.com",)


def test_custom_data_that_is_json_text_is_read_as_an_object(recorded):
    provider, _ = recorded("opencx")
    raw = {"id": "1", "custom_data": '{"plan": "gold", "seats": 3}'}
    (block,) = [b for b in overview(provider, raw) if b.title == "Custom data"]
    assert [(line.label, line.value) for line in block.lines] == [("Plan", "gold"), ("Seats", 3)]
    assert ("custom", "plan", {"gold": None}) in Regions(provider).read(raw).pairs
    for text in ("plain", "[1]", '{"cut": ', '{"a":' * 300 + "1" + "}" * 300, "{}x"):
        raw = {"id": "1", "custom_data": text}
        assert text in [shown.text for shown in texts(provider, raw)]


def test_unverified_values_say_so(recorded):
    provider, _ = recorded("opencx")
    raw = {
        "id": "1",
        "name": "Anna",
        "non_verified_name": "Boris",
        "non_verified_email": "boris@example.com",
        "non_verified_custom_data": '{"plan": "free"}',
    }
    blocks = {block.title: block for block in overview(provider, raw)}
    assert [(line.label, line.value) for line in blocks["Claimed by the contact"].lines] == [
        ("Unverified name", "Boris"),
        ("Unverified e-mail", "boris@example.com"),
    ]
    (line,) = blocks["Unverified custom data"].lines
    assert (line.label, line.value) == ("Plan", "free")
    assert OTHER not in blocks
    assert provider.contact(raw).name == "Anna"


def test_custom_data_is_shown_as_pairs(recorded):
    provider, _ = recorded("opencx")
    assert [s.title for s in provider.sections if s.pairs == "$.custom_data"] == ["Custom data"]

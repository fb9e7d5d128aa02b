"""Close: steps by what came, flat custom fields gathered, a name shown that may not be typed."""

from base64 import b64decode

from contactdesk.jsonpath import dig
from contactdesk.model import Kind, Layout


def test_the_key_is_the_user_name_and_the_password_is_blank(recorded):
    provider, _ = recorded("close")
    scheme, _, value = provider.auth("api_k.1")["Authorization"].partition(" ")
    assert (scheme, b64decode(value)) == ("Basic", b"api_k.1:")


def test_anything_but_an_api_key_is_sent_as_an_oauth_token(recorded):
    provider, _ = recorded("close")
    assert provider.auth("yAxsOZv5hfyoU4zO") == {"Authorization": "Bearer yAxsOZv5hfyoU4zO"}
    assert "OAuth" in provider.key_note


def test_the_address_ends_with_its_slash(recorded):
    provider, _ = recorded("close")
    assert provider.base_url + provider.path == "https://api.close.com/api/v1/contact/"


def test_skip_steps_by_what_came_less_the_overlap(recorded):
    provider, _ = recorded("close")
    following = provider.paging.next_cursor
    assert provider.paging.params(None) == {"_limit": 100, "_skip": 0}
    assert provider.paging.params(37) == {"_limit": 100, "_skip": 37}
    assert following({"has_more": True}, 37, 100, 0) == 137
    assert following({"has_more": True}, 100, 100, 10) == 190
    assert following({"has_more": False}, 37, 100, 0) is None
    assert following({"has_more": True}, 0, 100, 0) is None


def test_fields_are_limited_only_when_a_key_is_tested(recorded):
    provider, _ = recorded("close")
    assert provider.smallest == {"_limit": "1", "_fields": "id"}
    assert [each.param for each in provider.filters] == ["lead_id"]
    assert "_fields" not in provider.paging.params(None) | dict(provider.always)


def test_names(recorded):
    _, records = recorded("close")
    names = {key: record.contact.display_name for key, record in records.items()}
    assert names["cont_0001fullPx4m"] == "Bruno Müller"
    assert names["cont_0003"] == "someone@example.com"
    assert names["cont_0004"] == "cont_0004"
    assert records["cont_0003"].contact.name == ""
    assert records["cont_0001fullPx4m"].contact.title == "Head of Operations"


def test_flat_custom_fields_are_merged(recorded):
    provider, records = recorded("close")
    raw = records["cont_0002"].contact.raw
    seen = provider.view(raw)
    assert seen["custom"] == {
        "cf_7Gk2q": "Gold",
        "cf_9multi": ["Alpha", "Beta"],
        "cf_num": 12.5,
        "cf_flag": True,
    }
    assert not [key for key in seen if key.startswith("custom.")]
    assert {key: raw[key] for key in raw if not key.startswith("custom.")}.items() <= seen.items()


def test_deprecated_custom_object_is_merged(recorded):
    provider, records = recorded("close")
    seen = provider.view(records["cont_0003"].contact.raw)
    assert seen["custom"] == {"Shoe size": "42", "cf_7Gk2q": "Silver"}
    assert provider.view({"id": "a", "custom": "gold"})["custom"] == {"custom": "gold"}
    assert provider.view({"id": "a", "custom": False})["custom"] == {"custom": False}
    assert provider.view({"id": "a"})["custom"] == {}


def test_null_lists_are_normal(recorded):
    _, records = recorded("close")
    assert records["cont_0005"].malformed == ""
    assert records["cont_0006"].contact.phones == ("4915112345678",)


def test_badges_zones_calls_and_workflows(recorded):
    provider, _ = recorded("close")
    sections = {section.title: section for section in provider.sections}
    assert [b.path for b in sections["E-mails"].fields[0].badges] == ["$.is_unsubscribed"]
    assert [b.path for b in sections["Phones"].fields[0].badges] == ["$.outbound_sms_blocked"]
    assert sections["Recent calls"].layout is Layout.TABLE
    kinds = {field.path: field.kind for field in sections["Recent calls"].fields}
    assert kinds["$.duration"] is Kind.DURATION
    assert kinds["$.finish_timestamp"] is Kind.DATE
    kinds = {field.path: field.kind for field in sections["Workflows"].fields}
    assert kinds["$.subscription_status_reason"] is Kind.WORDS


def test_every_call_status_is_recorded(recorded):
    _, records = recorded("close")
    calls = [dig(r.contact.raw, "$.recent_calls") or [] for r in records.values()]
    assert {call["status"] for each in calls for call in each} >= {
        "created", "in-progress", "completed", "cancel", "no-answer", "busy", "failed", "timeout",
    }  # fmt: skip

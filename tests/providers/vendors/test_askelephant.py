"""AskElephant: two kinds of key, absent fields, an order that does not shift under a walk."""

from contactdesk.model import Kind


def test_api_key_is_sent_bare_and_access_token_as_bearer(recorded):
    provider, _ = recorded("askelephant")
    assert provider.auth("sk-apik_1.s") == {"Authorization": "sk-apik_1.s"}
    assert provider.auth("eyJhbGci") == {"Authorization": "Bearer eyJhbGci"}


def test_pages_are_requested_oldest_change_first(recorded):
    provider, _ = recorded("askelephant")
    assert provider.always == {"order_by": "updated_at:asc"}
    assert provider.paging.params(None) == {"limit": 100}
    assert provider.paging.params("c=") == {"limit": 100, "cursor": "c="}


def test_has_more_false_ends_the_listing_despite_a_cursor(recorded):
    provider, _ = recorded("askelephant")
    following = provider.paging.next_cursor
    assert following({"has_more": False, "next_cursor": "again"}, 5, None, 0) is None
    assert following({"has_more": True, "next_cursor": None}, 5, None, 0) is None
    assert following({"has_more": True, "next_cursor": "on"}, 0, None, 0) == "on"
    assert following({"next_cursor": "on"}, 5, None, 0) == "on"


def test_crm_ids_are_written_in_indexed_brackets(recorded):
    provider, _ = recorded("askelephant")
    crm = next(each for each in provider.filters if each.many)
    assert crm.params(["123", "45 6"]) == [
        ("filter[crm_associations][eq][0][id]", "123"),
        ("filter[crm_associations][eq][0][object_type]", "contact"),
        ("filter[crm_associations][eq][1][id]", "45 6"),
        ("filter[crm_associations][eq][1][object_type]", "contact"),
    ]
    assert (crm.param, crm.most) == ("filter[crm_associations][eq]", 20)


def test_all_documented_filters_are_there(recorded):
    provider, _ = recorded("askelephant")
    dates = {each.param for each in provider.filters if each.kind is Kind.DATE}
    assert dates == {f"filter[updated_at][{op}]" for op in ("gt", "gte", "lt", "lte")}
    by_param = {each.param: each for each in provider.filters}
    assert "names and e-mail" in by_param["search"].note
    assert [value for value, _ in by_param["order_by"].choices] == [
        "updated_at:asc",
        "updated_at:desc",
    ]
    assert len(by_param) == 7


def test_staging_can_be_chosen(recorded):
    provider, _ = recorded("askelephant")
    assert provider.servers == (("https://app-staging.askelephant.ai/api", "Staging"),)


def test_primaries_come_first(recorded):
    _, records = recorded("askelephant")
    amira = records["cnt_01HQY3VBZK8M4N5P6Q7R8S9T0A"].contact
    assert amira.emails == ("amira.haddad@example.com", "amira@example.org")
    assert amira.phones == ("+1-555-0100", "(020) 7946-0000")
    assert amira.company == ""


def test_absent_fields_are_normal(recorded):
    _, records = recorded("askelephant")
    bare = records["cnt_01HQY3VBZK8M4N5P6Q7R8S9T0C"]
    assert (bare.malformed, bare.contact.name) == ("", "")
    assert bare.contact.display_name == "cnt_01HQY3VBZK8M4N5P6Q7R8S9T0C"
    ida = records["cnt_01HQY3VBZK8M4N5P6Q7R8S9T0F"].contact
    assert (ida.name, ida.emails, ida.phones) == ("Ida", (), ("+46 70 123 45 67",))


def test_times_stay_as_sent(recorded):
    _, records = recorded("askelephant")
    times = {record.contact.updated_at for record in records.values()}
    assert {"2026-03-01T12:00:00Z", "2026-03-02T12:00:00.456Z", ""} <= times

"""Faults inside an otherwise correct page."""

import pytest

from contactdesk.sandbox import VENDORS
from contactdesk.sandbox.faults.pages import MALFORMED, PAGE_FAULTS

PROVIDERS = list(VENDORS)
BY_CURSOR = ["opencx", "quo", "askelephant"]
BY_OFFSET = ["close", "bland"]


def set_fault(caller, kind, provider, **more):
    caller.sandbox.set_faults([{"provider": provider, "kind": kind, **more}])


def ids(provider, page):
    return [record["id"] for record in page[VENDORS[provider].items_key]]


def more(provider, page):
    return page["pagination"]["has_more"] if provider == "bland" else page["has_more"]


def test_page_fault_names():
    assert set(PAGE_FAULTS) == {
        "cursor-repeats",
        "empty-page-more",
        "missing-cursor",
        "has-more-missing",
        "has-more-text",
        "duplicate-page",
        "shifted",
        "total-lies",
        "broken-record",
        "hostile-name",
        "big-records",
        "unknown-fields",
    }


@pytest.mark.parametrize("provider", BY_CURSOR)
@pytest.mark.parametrize("period", [1, 3])
def test_cursors_repeat_with_the_given_period(make_caller, provider, period):
    caller = make_caller(sizes={provider: 230})
    set_fault(caller, "cursor-repeats", provider, value=period)
    vendor, seen, query = VENDORS[provider], [], []
    for _ in range(2 * period + 1):
        page = caller.page(provider, query, size=20)
        seen.append(page[vendor.cursor_key])
        query = [(vendor.cursor_param, seen[-1])]
    assert len(set(seen)) == period
    assert seen[:period] == seen[period : 2 * period]


@pytest.mark.parametrize("provider", BY_OFFSET)
@pytest.mark.parametrize("kind", ["cursor-repeats", "duplicate-page"])
def test_offset_vendor_repeats_the_first_page_forever(caller, provider, kind):
    set_fault(caller, kind, provider)
    name = VENDORS[provider].cursor_param
    first, far = caller.page(provider), caller.page(provider, [(name, "99999")])
    assert ids(provider, first) == ids(provider, far)
    assert more(provider, far) is True


@pytest.mark.parametrize("provider", BY_CURSOR)
def test_duplicate_page_repeats_records_but_the_walk_ends(make_caller, provider):
    caller = make_caller(sizes={provider: 120})
    set_fault(caller, "duplicate-page", provider)
    pages = [ids(provider, page) for page in caller.pages(provider, size=50)]
    assert len(pages) == 3 if provider != "askelephant" else pages
    assert all(page == pages[0] for page in pages)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_empty_page_announces_more(make_caller, provider):
    caller = make_caller(sizes={provider: 3})
    set_fault(caller, "empty-page-more", provider)
    vendor = VENDORS[provider]
    page = caller.page(provider)
    assert page[vendor.items_key] == []
    if vendor.has_more_path:
        assert more(provider, page) is True
    if vendor.cursor_key:
        again = caller.page(provider, [(vendor.cursor_param, page[vendor.cursor_key])])
        assert again[vendor.cursor_key]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_missing_cursor_removes_cursor_or_flag(caller, provider):
    set_fault(caller, "missing-cursor", provider)
    vendor, page = VENDORS[provider], caller.page(provider)
    if vendor.cursor_key:
        assert vendor.cursor_key not in page
    else:
        assert "has_more" not in {**page, **page.get("pagination", {})}
    if provider == "askelephant":
        assert page["has_more"] is True


@pytest.mark.parametrize("provider", PROVIDERS)
def test_has_more_is_text_or_missing(caller, provider):
    set_fault(caller, "has-more-text", provider)
    page = caller.page(provider)
    if VENDORS[provider].has_more_path:
        assert more(provider, page) == "yes"
        set_fault(caller, "has-more-missing", provider)
        page = caller.page(provider)
        assert "has_more" not in {**page, **page.get("pagination", {})}
    else:
        assert page[VENDORS[provider].cursor_key] is True


@pytest.mark.parametrize("provider", BY_OFFSET)
def test_shifted_repeats_the_end_of_the_previous_page(caller, provider):
    name = VENDORS[provider].cursor_param
    sound = ids(provider, caller.page(provider, size=20))
    set_fault(caller, "shifted", provider)
    assert ids(provider, caller.page(provider, size=20)) == sound
    second = ids(provider, caller.page(provider, [(name, "20")], size=20))
    assert second[:3] == sound[-3:]


def test_total_lies_replaces_the_total(caller):
    set_fault(caller, "total-lies", "bland")
    assert caller.page("bland")["pagination"]["total"] == -1
    set_fault(caller, "total-lies", "quo", value=10**30)
    assert caller.page("quo")["totalItems"] == 10**30


@pytest.mark.parametrize("provider", PROVIDERS)
def test_broken_record_replaces_only_the_middle_record(caller, valid, provider):
    sound = caller.page(provider)[VENDORS[provider].items_key]
    set_fault(caller, "broken-record", provider)
    for name in MALFORMED:
        found = caller.page(provider)[VENDORS[provider].items_key]
        changed = [at for at, record in enumerate(found) if record != sound[at]]
        assert changed == [len(sound) // 2], name
    set_fault(caller, "broken-record", provider, value="list")
    for _ in range(2):
        assert isinstance(caller.page(provider)[VENDORS[provider].items_key][len(sound) // 2], list)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_wrong_types_keep_only_the_id(caller, provider):
    items = VENDORS[provider].items_key
    sound = caller.page(provider)[items]
    set_fault(caller, "broken-record", provider, value="wrong-types")
    at = len(sound) // 2
    broken = caller.page(provider)[items][at]
    assert broken["id"] == sound[at]["id"]
    for key, value in sound[at].items():
        if key != "id":
            assert type(broken[key]) is not type(value), key


@pytest.mark.parametrize("provider", PROVIDERS)
def test_hostile_name_big_records_and_unknown_fields(caller, provider):
    set_fault(caller, "hostile-name", provider)
    assert "<b>N</b>" in str(caller.page(provider)[VENDORS[provider].items_key][0])
    set_fault(caller, "big-records", provider, value=500)
    assert all(len(r["padding"]) == 500 for r in caller.page(provider)[VENDORS[provider].items_key])
    set_fault(caller, "unknown-fields", provider)
    assert all("new_field" in r for r in caller.page(provider)[VENDORS[provider].items_key])


@pytest.mark.parametrize("kind", PAGE_FAULTS)
def test_page_fault_leaves_error_replies_unchanged(caller, kind):
    set_fault(caller, kind, "bland")
    assert caller.get("bland", authorization="wrong").status == 401
    assert caller.get("bland", [("limit", "0")]).status == 400

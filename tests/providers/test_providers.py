"""What holds of every provider; a new one is covered by adding its data folder."""

import ast
import importlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import contactdesk
from contactdesk.errors import UnexpectedReplyError
from contactdesk.jsonpath import dig
from contactdesk.memories.field_values import VALUES as MEMORY_VALUES
from contactdesk.memories.field_values import memory_value
from contactdesk.model import CONTACT_FIELDS, Contact, Kind, Provider
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page

PACKAGE = Path(contactdesk.__file__).parent
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3)
)


def test_five_vendors_ordered_by_title():
    titles = [provider.title for provider in all_providers().values()]
    assert titles == ["AskElephant", "Bland AI", "Close", "OpenCX", "Quo"]
    assert all(provider.id == key for key, provider in all_providers().items())
    assert all_providers() is all_providers()


def test_vendor_module_is_one_value_in_at_most_180_lines(provider):
    module = importlib.import_module(f"contactdesk.providers.vendors.{provider.id}")
    assert [n for n, v in vars(module).items() if isinstance(v, Provider)] == ["PROVIDER"]
    assert module.PROVIDER is provider
    assert len(Path(module.__file__).read_text().splitlines()) <= 180


def test_nothing_branches_on_a_vendor():
    ids, found = set(all_providers()), []
    for file in PACKAGE.rglob("*.py"):
        if "sandbox" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Compare | ast.MatchValue):
                said = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                found += [f"{file.name}:{node.lineno}"] if said & ids else []
    assert not found


def test_pages_follow_to_the_end(pages):
    cursors = [page.next_cursor for page in pages]
    assert len(pages) > 1
    assert None not in cursors[:-1]
    assert len(set(cursors)) == len(cursors)
    assert cursors[-1] is None


def test_the_cursor_asks_for_the_next_page(provider, pages):
    first, second = (provider.paging.params(c) for c in (None, pages[0].next_cursor))
    assert first != second
    if provider.paging.size_param:
        assert first[provider.paging.size_param] == provider.paging.size
        assert second[provider.paging.size_param] == provider.paging.size


def test_an_offset_steps_by_what_came(provider, pages):
    if not provider.paging.by_offset:
        assert all(isinstance(page.next_cursor, str | None) for page in pages)
        return
    read = 0
    for page in pages[:-1]:
        read += len(page.records)
        assert page.next_cursor == read


def test_every_record_is_read_with_a_unique_id(provider, bodies, records):
    key = provider.items.removeprefix("$.")
    assert len(records) == sum(len(json.loads(body)[key]) for body in bodies)
    ids = [record.contact.id for record in records]
    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_contacts_are_normalized(records):
    for contact in (record.contact for record in records):
        assert contact.name == contact.name.strip()
        assert contact.display_name.strip()
        assert isinstance(contact.emails, tuple)
        assert isinstance(contact.phones, tuple)
        for texts in (contact.emails, contact.phones):
            assert all(isinstance(text, str) and text.strip() == text != "" for text in texts)
            assert len({text.casefold() for text in texts}) == len(texts)
        assert all(isinstance(getattr(contact, n), str) for n in ("company", "title"))
        assert all(isinstance(getattr(contact, n), str) for n in ("created_at", "updated_at"))


def test_sound_record_keeps_its_raw_and_is_not_malformed(provider, records):
    sound = [record for record in records if not record.malformed]
    assert len(sound) >= 4
    for record in sound:
        assert record.contact.raw == json.loads(record.raw)
        before = json.loads(record.raw)
        provider.view(record.contact.raw)
        assert record.contact.raw == before


def test_contact_without_name_is_shown_by_email_or_id(provider, records):
    nameless = [c for c in (r.contact for r in records) if not c.name]
    assert [c for c in nameless if c.display_name in (c.external_id, c.id)]
    assert [c for c in nameless if c.emails and c.display_name in (c.company, c.emails[0])]


@pytest.mark.parametrize(
    ("vendor", "raw"),
    [
        ("bland", {"identifiers": [{"identifier_type": "external_id", "identifier_value": "E-1"}]}),
        ("quo", {"externalId": "E-1", "defaultFields": {}}),
        ("askelephant", {"crm_association": {"crm_object_id": "E-1"}}),
    ],
)
def test_external_id_stands_in_before_the_id(vendor, raw):
    contact = all_providers()[vendor].contact({"id": "i-1", **raw})
    assert (contact.name, contact.external_id, contact.display_name) == ("", "E-1", "E-1")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_reading_never_fails_on_strange_values(provider, records, data):
    raw = dict(data.draw(st.sampled_from([r.contact.raw for r in records if r.contact.raw])))
    for key in data.draw(st.lists(st.sampled_from(sorted(raw)), min_size=1, max_size=4)):
        raw[key] = data.draw(VALUES)
    read = provider.contact(raw)
    assert isinstance(read, Contact)
    assert isinstance(read.id, str)
    assert provider.view(raw) is not None


def test_every_column_shows_something(provider, records):
    for column in provider.columns:
        if column.path in CONTACT_FIELDS:
            name = {"email": "emails", "phone": "phones"}.get(column.path, column.path)
            assert any(getattr(record.contact, name) for record in records), column
        elif column.path in MEMORY_VALUES:
            raws = [record.contact.raw for record in records]
            assert any(memory_value(provider, raw, column.path) for raw in raws), column
        else:
            assert any(dig(record.contact.raw, column.path) for record in records), column


def test_columns_and_filters_are_unique(provider):
    columns, filters = provider.columns, provider.filters
    assert columns[0].path == "name"
    assert {"name", "email", "phone", "created_at", "updated_at"} <= {c.path for c in columns}
    assert {"name", "phone"} <= {c.path for c in columns if c.shown}
    for values in ([c.title for c in columns], [c.path for c in columns]):
        assert len(set(values)) == len(values)
    for values in ([f.label for f in filters], [f.param for f in filters]):
        assert len(set(values)) == len(values)
    assert any(not column.shown for column in columns)


def test_a_filter_becomes_parameters(provider):
    for each in provider.filters:
        value = ["a", "b"] if each.many else each.choices[0][0] if each.choices else "x"
        params = each.params(value)
        assert params
        assert all(name.startswith(each.param) for name, _ in params)
    if provider.updated_after:
        asked = [each for each in provider.filters if each.param == provider.updated_after]
        assert [each.kind for each in asked] == [Kind.DATE]


def test_the_key_goes_into_one_header_only(provider):
    headers = provider.auth("k3y-0f-tests")
    assert list(headers) == ["Authorization"]
    assert headers["Authorization"].isascii()


def test_provider_declares_where_to_find_things(provider):
    assert provider.reference.startswith("https://")
    assert provider.key_page
    assert re.fullmatch(r"https://[a-z.]+(/[a-z0-9/]+)?(?<!/)", provider.base_url)
    assert provider.path.startswith("/")
    assert provider.title not in provider.key_hint
    known = {provider.paging.size_param, "_fields"}
    assert set(provider.smallest) <= known
    if provider.paging.size_param:
        assert provider.smallest[provider.paging.size_param] == "1"


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"<html>", b"", b'{"data": 5, "items": {}}', b"null"]
)
def test_reply_that_is_not_a_page_is_an_error(provider, body):
    with pytest.raises(UnexpectedReplyError):
        read_page(provider, body)

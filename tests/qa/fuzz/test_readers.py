"""Any JSON is read, listed, shown and searched, or refused with a ContactDeskError."""

import json
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.errors import ContactDeskError
from contactdesk.export.markdown import page
from contactdesk.history.diff import Changed, diff, kinds_and_fields
from contactdesk.history.kinds import KINDS
from contactdesk.index.record_delta import pack_old, unpack_old
from contactdesk.model import Kind
from contactdesk.providers import all_providers
from contactdesk.records.blocks import overview, tabs, texts
from contactdesk.records.error_body import error_message, error_references
from contactdesk.records.formatting import format_cell, format_value, is_empty
from contactdesk.records.parse import read_page, read_record
from contactdesk.search.highlight import hits
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize, normalize_mapped
from contactdesk.ui.kit import text as safe
from tests.qa.fuzz.strategies import JSON, TEXT, examples
from tests.qa.fuzz.test_exports import CONTACT
from tests.qa.hostile_records import records_of

PROVIDERS = all_providers()
EACH = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda each: each.id)
DIRECTION_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c")


def corrupt_records(provider):
    """Recorded records with some values replaced by arbitrary JSON."""
    known = [each for each in records_of(provider.id) if isinstance(each, dict)]

    @st.composite
    def draw_record(draw):
        record = dict(draw(st.sampled_from(known)))
        for key in draw(st.lists(st.sampled_from(sorted(record)), max_size=4)):
            record[key] = draw(JSON)
        return {**record, **draw(st.dictionaries(TEXT, JSON, max_size=2))}

    return draw_record()


@EACH
@examples(50)
@given(data=st.data())
def test_any_record_gives_a_row_and_a_page(provider, data):
    raw = json.dumps(data.draw(corrupt_records(provider))).encode()
    record = read_record(provider.contact, raw)
    assert record.raw == raw
    assert record.contact.id
    for block in overview(provider, record.contact.raw):
        assert not block.is_bare
    for tab in tabs(provider, record.contact.raw):
        assert all(isinstance(item.build(), list) for item in tab.items)
    assert all(isinstance(each.text, str) for each in texts(provider, record.contact.raw))
    assert page(provider, "label", record.contact).startswith("# ")


@EACH
@examples(50)
@given(data=st.data())
def test_any_two_records_are_compared(provider, data):
    records = corrupt_records(provider)
    old, new = (json.dumps(data.draw(records)).encode() for _ in range(2))
    summary = kinds_and_fields(provider, old, new)
    assert set(summary.kinds) <= set(KINDS)
    assert all(name and not any(map(str.isspace, name)) for name in summary.fields)
    found = diff(provider, old, new)
    assert len(found) == len(diff(provider, new, old))
    assert all(is_empty(each.old) != is_empty(each.new) or each.old != each.new for each in found)
    assert kinds_and_fields(provider, new, new) == Changed()
    assert unpack_old(pack_old(old, new), new) == old


@EACH
@examples(100)
@given(reply=JSON, cursor=st.none() | st.integers(0, 10**9))
def test_any_reply_gives_a_page_or_a_contactdesk_error(provider, reply, cursor):
    try:
        page = read_page(provider, json.dumps(reply).encode(), cursor)
    except ContactDeskError:
        return
    assert page.total is None or page.total >= 0


@EACH
@examples(100)
@given(
    envelope=JSON,
    count=st.integers(0, 200),
    overlap=st.integers(0, 20),
    start=st.integers(0, 10**6),
)
def test_cursor_never_goes_back_or_stays(provider, envelope, count, overlap, start):
    cursor = start if provider.paging.by_offset else str(start)
    found = provider.paging.next_cursor(envelope, count, cursor, overlap)
    if provider.paging.by_offset:
        assert found is None or found > start
    else:
        assert found is None or (isinstance(found, str) and found)
    if found is not None:
        assert provider.paging.params(found)


@examples(400)
@given(JSON)
def test_error_message_of_a_vendor_is_bounded(reply):
    said, request_id = error_message(reply)
    assert len(said) <= 400
    assert len(request_id) <= 100
    assert all(0 < len(text) <= 200 for text in error_references(reply).values())


@examples(2000)
@given(TEXT, TEXT)
def test_hits_are_ordered_and_within_the_text(text, words):
    spans = hits(text, parse(words))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    normalized, origin = normalize_mapped(text)
    assert len(normalized) == len(origin)
    assert origin == sorted(origin)


@examples(2000)
@given(TEXT)
def test_normalize_is_idempotent(text):
    assert normalize(normalize(text)) == normalize(text)


@examples(800)
@given(JSON, st.sampled_from(list(Kind)))
def test_any_value_is_formatted(value, kind):
    assert isinstance(format_value(value, kind, datetime(2026, 1, 1, tzinfo=UTC)), str)
    is_plain = isinstance(value, str | int | float) or value is None
    stored = value if is_plain else json.dumps(value)
    assert isinstance(format_cell(stored, kind), str)


@examples(700)
@given(TEXT, TEXT)
def test_vendor_text_never_reorders_the_programs_sentence(label, said):
    """Vendor text is in a bidirectional isolate wherever it could reorder its neighbors."""
    shown = safe.block(f"Account {safe.line(label)}: “{safe.line(said, 1_000)}” at 14:05. Retry.")
    assert not set(shown) & DIRECTION_CONTROLS
    depth = 0
    for character in shown:
        depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
        assert depth in (0, 1)
        if unicodedata.bidirectional(character) in ("R", "AL", "AN"):
            assert depth == 1, ascii(shown)
    assert depth == 0


@examples(200)
@given(CONTACT)
def test_displayed_text_has_no_control_characters(contact):
    for text in (contact.name, contact.company, *contact.emails):
        for shown in (safe.line(text), safe.block(text), safe.title(text), safe.mnemonic(text)):
            assert not set(shown) & (DIRECTION_CONTROLS | set("\0\x1b\r"))
            assert safe.block(shown) == shown
            shown.encode()

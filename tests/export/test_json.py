"""contactdesk.export.json: one array, and the vendor's record byte for byte."""

from __future__ import annotations

import json

import pytest

from contactdesk.export.exported import FIELDS
from contactdesk.model import Contact
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from tests.export.samples import RAW, exported, written


def test_json(tmp_path):
    data = written(tmp_path, "json", exported(), exported(Contact("c2", ""), b'{"id":"c2"}'))
    assert data.count(b"\n") == 4 + RAW.count(b"\n")
    first, second = json.loads(data)
    assert list(first) == [*FIELDS, "raw"]
    assert first == {
        "account": "Support EU",
        "provider": "bland",
        "id": "c1",
        "name": "Jane “J” Döe",
        "display_name": "Jane “J” Döe",
        "emails": ["jane@x.example", "j@y.example"],
        "phones": ["+1 (415) 555-0192", "+14155550193"],
        "company": "Smith, Sons; & Co",
        "title": "CEO",
        "person": "",
        "created_at": "2026-03-01T00:00:00Z",
        "updated_at": "",
        "raw": json.loads(RAW),
    }
    assert (second["name"], second["display_name"]) == ("", "c2")
    assert second["raw"] == {"id": "c2"}


def test_raw_is_byte_for_byte(tmp_path):
    assert b'"raw": ' + RAW + b"}" in written(tmp_path, "json", exported())


def test_json_without_contacts_is_an_empty_array(tmp_path):
    assert json.loads(written(tmp_path, "json")) == []


@pytest.mark.parametrize(
    "raw", [b'{"id": "\xff"}', b"[" * 9999, b"nonsense", b'"text"', b"17", b""]
)
def test_malformed_records_keep_the_file_valid(tmp_path, raw):
    record = read_record(all_providers()["bland"].contact, raw)
    data = written(tmp_path, "json", exported(record.contact, raw), exported())
    assert [each["id"] for each in json.loads(data)] == [record.contact.id, "c1"]

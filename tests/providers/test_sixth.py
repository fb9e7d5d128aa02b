"""A sixth vendor is one file and one folder of recorded replies, and nothing else."""

import json
import sys

import pytest

from contactdesk.jsonpath import dig
from contactdesk.providers import all_providers, vendors
from contactdesk.records.blocks import overview
from contactdesk.records.parse import read_page

MODULE = '''
"""Nimbus, a vendor that does not exist: numbered pages, an own header, names in one field."""

from contactdesk.model import Column, Contact, Field, Json, Paging, Provider, Section
from contactdesk.jsonpath import text_at, texts_at
from contactdesk.model import columns_at, named_contact


def contact(raw: Json) -> Contact:
    return named_contact(
        raw,
        name=text_at(raw, "$.who"),
        emails=texts_at(raw, "$.mail", "$.at"),
        id_at="$.uid",
        times_at=("$.born", "$.touched"),
    )


def numbered(cursor):
    return {"page": cursor or 1}


def following(reply, count, cursor, overlap):
    return (cursor or 1) + 1 if count and dig_last(reply) > (cursor or 1) else None


def dig_last(reply):
    return reply.get("last", 0)


PROVIDER = Provider(
    id="nimbus",
    title="Nimbus",
    base_url="https://api.nimbus.example",
    path="/people",
    auth=lambda key: {"Authorization": f"Nimbus {key}"},
    paging=Paging(numbered, following),
    items="$.people",
    contact=contact,
    columns=(*columns_at("name", "email"), Column("Team", "$.team")),
    sections=(
        Section("Mail", (Field("E-mail", "$.at"),), "$.mail", preferred="$.main", titled=False),
        Section("Work", (Field("Team", "$.team"),)),
        Section("Technical IDs", (Field("ID", "$.uid"),), folded=True),
    ),
)
'''
MAIL = [{"at": "a@example.com"}, {"at": "b@example.com", "main": True}]
PAGES = [
    {
        "people": [
            {"uid": "n1", "who": "Ada", "team": "Blue", "mail": MAIL},
            {"uid": "n2"},
        ],
        "last": 2,
    },
    {"people": [{"uid": "n3", "who": "Bo", "touched": "2026-01-01"}, 7], "last": 2},
]


@pytest.fixture
def sixth(tmp_path, monkeypatch):
    """The folder of recorded replies, while the vendor's file is beside the five others."""
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "nimbus.py").write_text(MODULE)
    folder = tmp_path / "data" / "nimbus"
    folder.mkdir(parents=True)
    for number, page in enumerate(PAGES, 1):
        (folder / f"page-{number}.json").write_text(json.dumps(page))
    monkeypatch.setattr(vendors, "__path__", [*vendors.__path__, str(tmp_path / "vendor")])
    all_providers.cache_clear()
    yield folder
    all_providers.cache_clear()
    sys.modules.pop("contactdesk.providers.vendors.nimbus", None)
    vars(vendors).pop("nimbus", None)


def test_module_of_a_sixth_vendor_is_found(sixth):
    titles = [each.title for each in all_providers().values()]
    assert titles == ["AskElephant", "Bland AI", "Close", "Nimbus", "OpenCX", "Quo"]


def test_sixth_vendors_replies_are_read_to_the_end(sixth):
    provider, cursor, records = all_providers()["nimbus"], None, []
    for file in sorted(sixth.glob("page-*.json")):
        assert provider.paging.params(cursor) == {"page": len(records) // 2 + 1}
        page = read_page(provider, file.read_bytes(), cursor)
        records += page.records
        cursor = page.next_cursor
    assert cursor is None
    assert [record.contact.display_name for record in records[:3]] == ["Ada", "n2", "Bo"]
    assert records[0].contact.emails == ("a@example.com", "b@example.com")
    assert records[2].contact.updated_at == "2026-01-01"
    assert records[3].malformed
    assert dig(records[0].contact.raw, provider.columns[-1].path) == "Blue"
    (mail, work, ids, rest) = overview(provider, records[0].contact.raw)
    assert [line.value for line in mail.lines] == ["b@example.com", "a@example.com"]
    assert [(line.label, line.value) for line in work.lines] == [("Team", "Blue")]
    assert (ids.is_folded, ids.lines[0].value) == (True, "n1")
    assert {line.path for line in rest.lines} == {"$.who", "$.mail[1].main"}


def test_sixth_vendor_is_gone_without_its_file():
    assert "nimbus" not in all_providers()

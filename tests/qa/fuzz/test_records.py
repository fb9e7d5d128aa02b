"""Bad records through the whole program: reader, index, table, pane, raw view, every export."""

import csv
import io
import json
import random

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.export.exported import Exported
from contactdesk.export.write import FORMATS, write
from contactdesk.index import Index, Order, Scope
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page, read_record
from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.table.model import ALL_COLUMNS, ContactTable
from tests.qa.fuzz.mutation import mutated, raw_of
from tests.qa.poison import items_key, pages_of, records_of

PAGE = 20
WORDS = ("", "a", "example", "5550192", "שלום")


@pytest.fixture
def index(loop):
    index = loop.run_until_complete(Index.open_temporary())
    yield index
    loop.run_until_complete(index.close())


@pytest.fixture
def pane(qtbot):
    made = DetailPane()
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show()
    return made


def bad_page(provider, pick, count=PAGE):
    """(the raw bytes of mutated records, the reply that holds them)."""
    known = records_of(provider.id)
    raws = [raw_of(mutated(pick.choice(known), pick)) for _ in range(count)]
    envelope = dict(pages_of(provider.id)[-1])
    envelope[items_key(provider)] = "@items@"
    text = json.dumps(envelope).encode()
    return raws, text.replace(b'"@items@"', b"[" + b",".join(raws) + b"]")


def test_no_bad_record_is_lost_or_fatal(index, pane, cases, tmp_path, long_form, loop):
    # Not as a coroutine: those are ended after a minute, and the long form takes several.
    loop.run_until_complete(campaign(index, pane, cases, tmp_path, long_form))


async def campaign(index, pane, cases, tmp_path, long_form):
    pick = random.Random(None if long_form else 1)
    providers = list(all_providers().values())
    for number in range(cases // PAGE):
        provider = providers[number % len(providers)]
        raws, body = bad_page(provider, pick)
        page = read_page(provider, body)
        assert [record.raw for record in page.records] == raws
        assert all(record.contact.id for record in page.records)
        account = f"account {number}"
        await look_in_index(index, provider, account, body, page)
        look_in_pane(pane, provider, page)
        look_in_files(tmp_path, provider, page)


async def look_in_index(index, provider, account, body, page):
    written = await index.write_page(await index.listing(account), provider, body)
    latest = {record.contact.id: record for record in page.records}
    assert index.counts()[account] == len(written.new) == len(latest)
    kept = [index.stored(row_id) for row_id in written.new]
    assert {each.raw for each in kept} == {record.raw for record in latest.values()}
    for columns in (provider.columns, ALL_COLUMNS):
        table = ContactTable(index, lambda _account: "label")
        table.show_columns(columns)
        for order in (Order(), *(Order(c, True) for c in columns if c.path != "account")):
            ids = await index.ids(Scope(account), order, parse(""))
            assert sorted(ids) == sorted(written.new)
        table.show_ids(ids)
        cells = [
            table.index(row, column).data()
            for row in range(table.rowCount())
            for column in range(len(columns))
        ]
        assert all(isinstance(cell, str) and "\n" not in cell for cell in cells)
    for words in WORDS:
        await index.ids(Scope(account), Order(), parse(words))


def look_in_pane(pane, provider, page):
    for number, record in enumerate(page.records):
        query = parse(WORDS[number % len(WORDS)])
        contact = read_record(provider.contact, record.raw).contact
        pane.show_contact("label", provider, contact, record.raw, query, record.malformed)
        for at in range(pane.tabs.count()):
            pane.tabs.setCurrentIndex(at)
        pane.raw.expand_all(limit=100)
        pane.raw.tree.selectAll()
        pane.raw.copy_json()
        pane.details.menu_at(number).deleteLater()


def look_in_files(folder, provider, page):
    records = page.records
    for fmt in FORMATS:
        out = folder / f"out.{fmt}"
        each = (Exported("label", provider.id, r.contact, r.raw) for r in records)
        assert write(fmt, out, each) == len(records)
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text("utf-8"), newline="")))
    assert len(rows) == len(records)
    assert len(json.loads((folder / "out.json").read_bytes().replace(b"9" * 5_000, b"9"))) == len(
        records
    )
    cards = (folder / "out.vcf").read_text("utf-8")
    assert cards.count("BEGIN:VCARD\n") == cards.count("END:VCARD\n") == len(records)
    assert (folder / "out.md").read_text("utf-8").count("\n- **Account:** label") == len(records)


def test_no_damaged_reply_is_fatal(cases, long_form):
    """Bytes changed anywhere: a page, or an error of ours, and nothing else."""
    pick = random.Random(None if long_form else 2)
    providers = list(all_providers().values())
    refused = 0
    for number in range(cases * 5):
        provider = providers[number % len(providers)]
        body = bytearray(json.dumps(pick.choice(pages_of(provider.id))).encode())
        for _ in range(pick.choice((1, 1, 3, 20))):
            at = pick.randrange(max(1, len(body) - 1))
            if pick.random() < 0.3 and len(body) > 1_000:
                del body[at : at + pick.choice((1, 5, 500))]
            else:
                body[at] = pick.randrange(256)
        try:
            read_page(provider, bytes(body), 5 if provider.paging.by_offset else "c")
        except ContactDeskError:
            refused += 1
    assert 0 < refused < cases * 5

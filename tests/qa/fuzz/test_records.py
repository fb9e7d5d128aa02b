"""Mutated records pass through the whole program: parser, index, table, pane, raw view, exports."""

import csv
import io
import json
import random

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.export.exported import Exported
from contactdesk.export.formats import ALL, FORMATS
from contactdesk.export.options import Options
from contactdesk.export.write import write
from contactdesk.index import Index, Order, Scope
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page, read_record
from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.table.model import ALL_COLUMNS, ContactTable
from tests.qa.fuzz.mutate import mutate, raw_json
from tests.qa.hostile_records import items_key, pages_of, records_of

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


def mutated_page(provider, chance, count=PAGE):
    """(the raw bytes of mutated records, a reply with these records)."""
    known = records_of(provider.id)
    raws = [raw_json(mutate(chance.choice(known), chance)) for _ in range(count)]
    envelope = dict(pages_of(provider.id)[-1])
    envelope[items_key(provider)] = "@items@"
    text = json.dumps(envelope).encode()
    return raws, text.replace(b'"@items@"', b"[" + b",".join(raws) + b"]")


def test_mutated_records_are_neither_lost_nor_fatal(index, pane, cases, tmp_path, long_form, loop):
    # Not an `async def` test: those time out after a minute, and the long form takes several.
    loop.run_until_complete(pass_through_program(index, pane, cases, tmp_path, long_form))


async def pass_through_program(index, pane, cases, tmp_path, long_form):
    chance = random.Random(None if long_form else 1)
    providers = list(all_providers().values())
    for number in range(cases // PAGE):
        provider = providers[number % len(providers)]
        raws, body = mutated_page(provider, chance)
        page = read_page(provider, body)
        assert [record.raw for record in page.records] == raws
        assert all(record.contact.id for record in page.records)
        account = f"account {number}"
        await check_index_and_table(index, provider, account, body, page)
        check_pane(pane, provider, page)
        check_exports(tmp_path, provider, page)


async def check_index_and_table(index, provider, account, body, page):
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


def check_pane(pane, provider, page):
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


def check_exports(folder, provider, page):
    records = page.records
    for fmt in FORMATS:
        out = folder / f"out.{fmt}"
        each = [Exported("label", provider.id, r.contact, r.raw) for r in records]
        assert write(fmt, out, each) == len(records)
    assert write("csv", folder / "all.csv", each, Options(ALL)) == len(records)
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text("utf-8"), newline="")))
    assert len(rows) == len(records)
    assert len(json.loads((folder / "out.json").read_bytes().replace(b"9" * 5_000, b"9"))) == len(
        records
    )
    cards = (folder / "out.vcf").read_text("utf-8")
    assert cards.count("BEGIN:VCARD\n") == cards.count("END:VCARD\n") == len(records)
    assert (folder / "out.md").read_text("utf-8").count("\n- **Account:** label") == len(records)


def test_reply_with_random_bytes_gives_a_page_or_a_contactdesk_error(cases, long_form):
    chance = random.Random(None if long_form else 2)
    providers = list(all_providers().values())
    refused = 0
    for number in range(cases * 5):
        provider = providers[number % len(providers)]
        body = bytearray(json.dumps(chance.choice(pages_of(provider.id))).encode())
        for _ in range(chance.choice((1, 1, 3, 20))):
            at = chance.randrange(max(1, len(body) - 1))
            if chance.random() < 0.3 and len(body) > 1_000:
                del body[at : at + chance.choice((1, 5, 500))]
            else:
                body[at] = chance.randrange(256)
        try:
            read_page(provider, bytes(body), 5 if provider.paging.by_offset else "c")
        except ContactDeskError:
            refused += 1
    assert 0 < refused < cases * 5

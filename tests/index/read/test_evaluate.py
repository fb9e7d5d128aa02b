import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.index import Order, Scope
from contactdesk.index.columns import NAME_COLUMNS, storable
from contactdesk.index.ingest.entries import entries
from contactdesk.index.postings.bitmap import to_ids
from contactdesk.index.read.evaluate import Search, TermCache
from contactdesk.model import Record
from contactdesk.records.regions import Regions
from contactdesk.search.query import parse
from contactdesk.search.terms import NAME_FIELDS, NAMES
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import tokens
from tests.index.people import COLUMN, CURSOR, contact, load, numbered, page, person

COUNT = 300


def matches(document, term):
    """The plainest scan of one contact for one term."""
    words, sought = document.text_words, list(term.words)
    if term.field == NAMES:
        words = (document.name_words[NAME_COLUMNS.index(name)] for name in NAME_FIELDS)
    tokens = " | ".join(words).split()
    size = len(sought)
    return (
        (
            bool(sought)
            and any(
                tokens[at : at + size - 1] == sought[:-1]
                and (
                    tokens[at + size - 1] == sought[-1]
                    if term.ends_a_word
                    else tokens[at + size - 1].startswith(sought[-1])
                )
                for at in range(len(tokens) - size + 1)
            )
        )
        or (term.has_parts and storable(term.text) in document.substring_text)
        or (term.number is not None and has_number(document, term.number))
        or (bool(term.parts) and all(matches(document, part) for part in term.parts))
        or any(matches(document, other) for other in term.alternatives)
    )


def has_number(document, number):
    lines = document.substring_text.split("\x1d")[1].split("\n")
    return any(number.digits in line or number.matches(line) for line in lines)


def fits(document, query):
    return bool(query.clauses) and all(
        any(matches(document, term) != term.negated for term in clause) for clause in query.clauses
    )


@pytest.fixture(scope="module")
def documents():
    keys = Regions(CURSOR)
    records = [numbered(number) for number in range(COUNT)]
    made = entries([Record(contact(raw), b"") for raw in records], keys)
    return {entry.vendor_id: entry for entry in made}


@pytest.fixture
def filled(index, loop):
    loop.run_until_complete(load(index, "a", range(COUNT)))
    return index


def pieces(documents):
    """Things a person may type: parts of what is there, in every script, and of what is not."""
    pick = random.Random(5)
    texts = [
        word for document in documents.values() for word in " ".join(document.text_words).split()
    ]
    lines = [line for document in documents.values() for line in document.substring_text.split()]
    typed = [
        "qqqq",
        "o'brien",
        "d'arc",
        "obrien",
        "darc",
        "mueller",
        "smithj",
        "jürgen",
        "anachen",
        "中太",
        "&",
        "+44 20 7946",
        "0415 555",
        "smith-j",
    ]
    for source in (texts, lines):
        for _ in range(400):
            text = pick.choice(source)
            start = pick.randrange(len(text)) if pick.random() < 0.4 else 0
            typed.append(text[start : start + pick.randrange(1, 9)])
    return [" ".join(pick.sample(typed, pick.choice((1, 1, 2, 3)))) for _ in range(400)]


def found(connection, query):
    """The row ids of all hits."""
    search = Search(connection, query, lambda: None)
    certain, candidates = search.certain, search.candidates
    assert certain & candidates == certain
    search.verify(None, lambda: None)
    assert search.certain == search.candidates
    assert certain & search.certain == certain
    assert search.certain & candidates == search.certain
    return to_ids(search.certain, lambda: None)


def test_search_matches_a_naive_scan(filled, documents):
    connection = filled.file.reader.connection
    some = 0
    for typed in pieces(documents):
        query = parse(typed)
        if query.empty:
            continue
        expected = {vendor_id for vendor_id, document in documents.items() if fits(document, query)}
        ids = found(connection, query)
        assert {filled.stored(row_id).vendor_id for row_id in ids} == expected, typed
        some += bool(expected)
    assert some > 150


def test_no_typed_text_raises_an_error(filled, documents):
    alphabet = st.sampled_from("aeioußéёا田中さสี0159+-'\"*():^ \n\x00\ud800🦊ANDORNEAR")

    @settings(max_examples=300, deadline=None)
    @given(st.text(alphabet, max_size=12))
    def check(typed):
        query = parse(typed)
        ids = found(filled.file.reader.connection, query)
        expected = {vendor_id for vendor_id, document in documents.items() if fits(document, query)}
        assert {filled.stored(row_id).vendor_id for row_id in ids} == expected

    check()


def test_word_of_any_field_is_found_in_any_case(filled):
    """Without a document of ours in between: from the record itself."""
    connection = filled.file.reader.connection
    for number in range(0, COUNT, 17):
        raw = numbered(number)
        row_id = filled.row_id("a", raw["id"])
        said = [raw["name"], raw["company"], raw["emails"][0]["value"], raw["id"], *raw["tags"]]
        said += [memory["summary"] for memory in raw["memories"]]
        said += [each["content"] for memory in raw["memories"] for each in memory["messages"]]
        said += [str(value) for value in raw.get("custom", {}).values() if type(value) is str]
        for text in said:
            for word in text.split():
                for typed in (word, word.upper(), word.casefold()):
                    if tokens(normalize(typed)):
                        assert row_id in found(connection, parse(typed)), typed


NUMBERS = ["+1 (415) 555-0192", "415.555.0192", "0014155550192", "4155550192", "555 0192"]


@pytest.mark.parametrize("kept", NUMBERS[:4])
@pytest.mark.parametrize("typed", NUMBERS)
async def test_number_is_found_in_any_notation(index, kept, typed):
    body = page(
        [
            person(1, phones=[{"value": kept}]),
            person(2, note=f"call me at {kept}, please"),
            person(3, phones=[{"value": "+1 415 666 0192"}]),
        ]
    )
    await index.write_page(await index.listing("a"), CURSOR, body)
    ids = await index.ids(Scope(), Order(), parse(typed))
    assert {index.stored(row_id).vendor_id for row_id in ids} == {"c-1", "c-2"}


async def test_whole_vendor_id_is_found(index):
    body = page([person(1), {"id": "***", "name": "Stars"}, {"id": "Ab_9-x", "name": "Dash"}])
    await index.write_page(await index.listing("a"), CURSOR, body)
    for typed, found in (("***  ", "***"), ("Ab_9-x", "Ab_9-x"), (" c-1", "c-1")):
        ids = await index.ids(Scope(), Order(COLUMN["name"]), parse(typed))
        assert [index.stored(row_id).vendor_id for row_id in ids] == [found]


async def ids_of(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    return [index.stored(row_id).vendor_id for row_id in ids]


async def test_phrases_do_not_span_two_texts(index):
    records = [
        person(1, company="Acme", title="Labs boss"),
        person(2, company="Acme Labs", tags=["one", "two"]),
    ]
    await index.write_page(await index.listing("a"), CURSOR, page(records))
    assert await ids_of(index, '"acme labs"') == ["c-2"]
    assert await ids_of(index, '"one two"') == []
    assert await ids_of(index, "acme-labs") == ["c-2"]


async def test_key_search_finds_booleans_and_dates(index):
    body = page([person(1, custom={"vip": True, "since": "2025-03-01T10:00:00Z"}), person(2)])
    await index.write_page(await index.listing("a"), CURSOR, body)
    assert await ids_of(index, "custom.vip:true") == ["c-1"]
    assert await ids_of(index, "custom.vip:yes") == ["c-1"]
    assert await ids_of(index, "custom.since:2025") == ["c-1"]
    assert await ids_of(index, "has:custom.vip") == ["c-1"]
    assert await ids_of(index, "-has:custom.vip") == ["c-2"]


def test_cached_terms_are_not_queried_again(filled):
    connection, cache, asked = filled.file.reader.connection, TermCache(), []

    def search(typed):
        asked.clear()
        found = Search(connection, parse(typed), lambda: None, cache=cache)
        return to_ids(found.candidates, lambda: None)

    def note(cursor, sql, values):
        if any(table in sql for table in ("text_fts(", "posting p", "delta d")):
            asked.append(str(values))
        return True

    plain = [found(connection, parse(typed)) for typed in ("example mar", "example mart")]
    connection.exec_trace = note
    try:
        search("example mar")
        assert any('"example"' in values for values in asked)
        assert set(search("example mart")) >= set(plain[1])
        assert asked
        assert not any('"example"' in values or "'exa'" in values for values in asked)
        # No more is kept than the last search asked for.
        search("mar")
        assert {term.text for term in cache.words} == {"mar"}
        assert {sought.text for sought in cache.substrings} == {"mar"}
        assert set(search("example mar")) >= set(plain[0])
    finally:
        connection.exec_trace = None


async def test_writing_clears_the_term_cache(index):
    for number, typed in enumerate(("example e", "example ex", "example exa"), 1):
        await load(index, f"a{number}", range(5))
        assert len(await index.ids(Scope(), Order(), parse(typed))) == 5 * number


TYPED = [
    person(1, emails=[{"value": "jane@x.example"}]),
    person(2, emails=[{"value": "bo@y.example"}], company="Ready or Not"),
    person(3, name="", company="Acme", emails=[{"value": "info@acme.example"}]),
    person(4, name="Anna", company="Ready Made", phones=[{"value": "+1 415 555 0192"}]),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mailto:jane@x.example?subject=Hello there", [1]),
        ('"Doe, Jane" <jane@x.example>', [1]),
        ("J. D. <JANE@X.example>", [1]),
        ("jane@x.example; bo@y.example", [1, 2]),
        ("'jane@x.example', Bo <bo@y.example>", [1, 2]),
        ("mailto:jane@x.example has:phone", []),
        ("tel:+1-415-555-0192", [4]),
        ("callto:+1 415 555 0192", [4]),
        ("READY OR NOT", [2]),
        ("ready or not", [2, 4]),
        ("READY NOT made", [2]),
        ("ready AND anna", [4]),
        ("anna OR jane", [1, 4]),
        ("NOT has:name", [3]),
        ("-has:name", [3]),
        ("has:name has:email", [1, 2]),
        ("name:acme", []),
        ("acme", [3]),
        ("company:acme", [3]),
        ("name:info", []),
        ("email:info@acme", [3]),
        ("???", []),
        ('jane ""', []),
        ("jane email:", []),
        ("jane -email:", []),
        ("jane NOT name:*", []),
        ("jane -emial:x", []),
        ("jane OR NOT emial:x", [1]),
        ("emial:x", []),
        ("jane @ & -", [1]),
    ],
)
async def test_what_is_typed_finds_whom_it_means(index, typed, found):
    await index.write_page(await index.listing("a"), CURSOR, page(TYPED))
    ids = await index.ids(Scope(), Order(), parse(typed))
    assert [index.stored(each).vendor_id for each in ids] == [f"c-{number}" for number in found]

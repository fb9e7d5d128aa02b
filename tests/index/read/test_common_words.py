import random
from itertools import product

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.postings import build, containers
from contactdesk.index.postings.bitmap import BitmapReader
from contactdesk.index.postings.lookup import PostingReader
from contactdesk.index.postings.store import chunk_count
from contactdesk.index.read import common_words, evaluate
from contactdesk.index.read.common_words import count_pages, other_words, words_with_prefix
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person

WORDS = ["order", "orders", "ordered", "ord", "orde", "ordnance", "ordя", "ord\U00010400"]
WORDS += ["ord\U0010ffff", "ore", "mart", "marc", "marcus", "月曜日", "order66", "or"]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """So that a few contacts fill chunks, and any word is widespread."""
    monkeypatch.setattr(containers, "CHUNK_SIZE", 64)
    monkeypatch.setattr(containers, "BITMAP_BYTES", 8)
    monkeypatch.setattr(build, "MIN_CONTACTS_OF_LONGEST_PREFIX", 1)
    monkeypatch.setattr(common_words, "MIN_PAGES_OF_COMMON_WORD", 0)
    monkeypatch.setattr(common_words, "MIN_TIMES_OTHER_WORDS", 0)


async def filled(index):
    """The connection to an index of 300 contacts, some of them changed."""
    pick, listing = random.Random(3), await index.listing("a")
    for numbers in (range(100), range(100, 300), range(0, 300, 9)):
        raws = [person(n, title=" ".join(pick.sample(WORDS, 3))) for n in numbers]
        await index.write_changes(listing, CURSOR, page(raws))
    await index.write_changes(await index.listing("b"), CURSOR, page([person(1, title="Ordnance")]))
    return index.file.reader.connection


def both(connection, word, is_whole):
    """What is found so, and what the full text gathers."""
    reader = BitmapReader(connection, lambda: None)
    found = common_words.find_common_word(reader, PostingReader(reader), word, is_whole=is_whole)
    asked = f'"{word}"' if is_whole else f'"{word}" *'
    return found, reader.bitmap("SELECT rowid AS id FROM text_fts(?)", asked)


@pytest.mark.parametrize("is_whole", [False, True])
async def test_common_word_finds_the_same_contacts_as_fts5(index, is_whole):
    connection = await filled(index)
    assert chunk_count(connection) == 4
    for word in {each[:size] for each in WORDS for size in range(4, len(each) + 1)} | {"ordx"}:
        found, gathered = both(connection, word, is_whole)
        assert found == gathered, word
    assert both(connection, "ord", True)[0] == both(connection, "ord", True)[1] > 0
    assert both(connection, "ord", False)[0] is None


async def test_rare_word_is_left_to_fts5(index, monkeypatch):
    connection = await filled(index)
    monkeypatch.setattr(common_words, "MIN_PAGES_OF_COMMON_WORD", 1_000)
    assert both(connection, "order", False)[0] is None
    monkeypatch.setattr(common_words, "MIN_PAGES_OF_COMMON_WORD", 0)
    assert both(connection, "order", False)[0] is not None


@pytest.mark.parametrize("word", ["order", "ordered"], ids=["that begin so", "others"])
async def test_too_many_words_are_left_to_fts5(index, monkeypatch, word):
    connection = await filled(index)
    monkeypatch.setattr(common_words, "MAX_QUERY_WORDS", 3)
    assert both(connection, word, False)[0] is None


async def test_words_with_a_prefix_and_other_words_in_order(index):
    connection = await filled(index)
    assert list(words_with_prefix(connection, "order")) == ["order", "order66", "ordered", "orders"]
    beside = ['"ord"', '"ordn" *', '"ordя" *', '"ord\U00010428" *', '"ord\U0010ffff" *']
    beside.append('"orde"')
    assert list(other_words(connection, "order", False)) == beside
    assert list(other_words(connection, "order", True)) == [
        *beside,
        '"order6" *',
        '"ordere" *',
        '"orders" *',
    ]


async def test_page_counts_tell_common_words_from_rare_ones(index, monkeypatch):
    """Of a text that fills many, most of them one word's."""
    listing = await index.listing("a")
    for start in range(0, 6_000, 2_000):
        raws = [
            person(n, title="order " * 60 + f"ordinary{n}") for n in range(start, start + 2_000)
        ]
        await index.write_changes(listing, CURSOR, page(raws))
    connection = index.file.reader.connection
    order, every = count_pages(connection, "order"), count_pages(connection, "ord")
    assert 30 < order < every < 3 * order
    assert count_pages(connection, "order", "\x01") <= order
    assert count_pages(connection, "zzz") < 10
    assert both(index.file.reader.connection, "ordin", False)[0] is None
    found, gathered = both(index.file.reader.connection, "order", False)
    assert found == gathered
    monkeypatch.setattr(common_words, "MIN_TIMES_OTHER_WORDS", 1_000)
    assert both(index.file.reader.connection, "order", False)[0] is None


async def test_missing_word_is_searched_first(index, monkeypatch):
    """So that where nobody has it, nothing else is."""
    listing, asked = await index.listing("a"), []
    for start in range(0, 3_000, 1_000):
        raws = [person(n, title="order " * 60) for n in range(start, start + 1_000)]
        await index.write_changes(listing, CURSOR, page(raws))
    real = common_words.find_common_word

    def note(reader, postings, word, *, is_whole):
        asked.append(word)
        return real(reader, postings, word, is_whole=is_whole)

    monkeypatch.setattr(evaluate, "find_common_word", note)
    assert len(await index.ids(Scope(), Order(), parse("order nobody"))) == 0
    assert asked == ["nobody", "ordernobody"]
    assert len(await index.ids(Scope(), Order(), parse("order"))) == 3_000


async def test_long_text_is_searched_by_a_sample_of_its_trigrams(index):
    """SQLite limits how many it takes at a time."""
    long = "".join(map("".join, product("0123456789abcdefghijklmnopqrstuvwxyz", repeat=3)))
    await filled(index)
    await index.write_changes(await index.listing("c"), CURSOR, page([person(1, name=long)]))
    assert len(await index.ids(Scope(), Order(), parse(long))) == 1

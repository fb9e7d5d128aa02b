import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.postings.prefixes import answerable_prefix, word_prefixes
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person


def test_word_prefixes_are_distinct_and_at_most_three_characters():
    found = word_prefixes(["marcus maria a | b", "東京 okafor a", ""])
    assert found.startswith(" ")
    assert sorted(found.split()) == sorted(["mar", "a", "b", "東京", "oka"])


@pytest.mark.parametrize("words", [(), ("marc",), ("a", "b"), ("",)])
def test_longer_or_several_words_have_no_answerable_prefix(words):
    assert answerable_prefix(words) == ""


async def test_short_prefix_finds_the_same_contact_as_the_word(index):
    names = ("Marcus Okafor", "Anna Müller", "東京 太郎", "Zoë", "o m")
    body = page([person(number, name=name) for number, name in enumerate(names)])
    await index.write_page(await index.listing("a"), CURSOR, body)

    async def named(typed):
        ids = await index.ids(Scope(), Order(), parse(typed))
        return {index.stored(row).vendor_id for row in ids}

    assert len(await named("o")) < len(names)
    assert await named("ok") == await named("okafor") != set()
    assert await named("zo") == await named("zoe") != set()
    assert await named("oka") == await named("okafor") != set()
    assert await named("東京") != set()
    assert await named("mü") == await named("müller") != set()

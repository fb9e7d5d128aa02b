import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.postings.prefixes import answerable_prefix, word_prefixes
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person


def test_up_to_three_characters_of_every_word_each_once():
    found = word_prefixes(["marcus maria a | b", "東京 okafor a", ""])
    assert found.startswith(" ")
    assert sorted(found.split()) == sorted(["mar", "a", "b", "東京", "oka"])


@pytest.mark.parametrize("words", [(), ("marc",), ("a", "b"), ("",)])
def test_what_it_cannot_tell_is_not_asked(words):
    assert answerable_prefix(words) == ""


async def test_short_words_find_what_longer_ones_would(index):
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

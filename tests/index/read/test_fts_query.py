import pytest

from contactdesk.index.read.fts_query import fts_query, words_of
from contactdesk.search.query import parse


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("okafor", ("text_fts", '"okafor" *')),
        ('"marcus okafor"', ("text_fts", '"marcus okafor"')),
        ("name:okafor", ("name_fts", 'name : ("okafor" *)')),
        ("id:c-1", ("name_fts", 'vendor_id : ("c 1" *)')),
        ("memory:order", ("text_fts", '{memory fact} : ("order" *)')),
        ("fact.time_zone:paris", ("text_fts", 'pair : "=fact.time_zone=paris" *')),
        ("has:custom.vip", ("text_fts", 'pair : "=custom.vip=" *')),
    ],
)
def test_term_becomes_an_fts5_query(typed, expected):
    ((term,),) = parse(typed).clauses
    assert fts_query(term) == expected


def test_words_of_a_term_include_its_key():
    ((keyed,), (has,), (plain,)) = parse("fact.time_zone:paris has:custom.vip okafor").clauses
    assert list(words_of(keyed)) == ["=fact.time_zone=paris"]
    assert list(words_of(has)) == ["=custom.vip="]
    assert list(words_of(plain)) == ["okafor"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.terms import Piece, number_at, number_term, pieces, word_term


def cut(text):
    return [
        (each.negated, each.name, each.key, each.value, each.quoted, each.closed)
        for each in pieces(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a\u00a0b ", [(False, "", "", "a", False, True), (False, "", "", "b", False, True)]),
        ("-a", [(True, "", "", "a", False, True)]),
        ("- a", [(False, "", "", "-", False, True), (False, "", "", "a", False, True)]),
        ("-", [(False, "", "", "-", False, True)]),
        ("N:x", [(False, "n", "", "x", False, True)]),
        ("f.k:x", [(False, "f", "k", "x", False, True)]),
        ('-f."a b":"c d"', [(True, "f", "a b", "c d", True, True)]),
        ('"c d', [(False, "", "", "c d", True, False)]),
        ('"', [(False, "", "", "", True, False)]),
        ('""x', [(False, "", "", "", True, True), (False, "", "", "x", False, True)]),
        ("f:", [(False, "f", "", "", False, True)]),
        ("1f:x", [(False, "", "", "1f:x", False, True)]),
        ("http://x", [(False, "", "", "http://x", False, True)]),
    ],
)
def test_pieces(text, expected):
    assert cut(text) == expected


@given(st.text(st.sampled_from('ab:.-"“” \n1é')))
def test_pieces_cover_everything_but_spaces(text):
    found = list(pieces(text))
    ends = [0, *(each.end for each in found)]
    for end, each in zip(ends, found, strict=False):
        assert not text[end : each.start].strip()
        assert each.start <= each.value_start <= each.end
        assert isinstance(each, Piece)
    assert not text[ends[-1] :].strip()


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (["020", "7946", "0958", "x"], 3),
        (["12", "34"], 0),
        (["02079460958"], 0),
        (["x", "020"], 0),
        (["+44", "(0)20", "7946"], 3),
    ],
)
def test_number_ends_at_the_first_other_word(words, end):
    assert number_at(words, 0) == end


def test_ways_a_term_matches():
    assert word_term("&") is None
    assert word_term("anna").has_parts
    assert not word_term("an").has_parts
    assert not word_term("anna", whole=True).has_parts
    assert not word_term("anna", "said").has_parts
    assert word_term("anna", whole=True).ends_a_word
    assert not word_term("田中", whole=True).ends_a_word
    assert word_term("0415", "phone").digits == "415"
    assert word_term("0415", "said").digits == ""
    # The country may be of one digit, two or three; what is left is too short for the last.
    assert number_term(["+49", "30", "1234567"]).nationals == ("9301234567", "301234567")

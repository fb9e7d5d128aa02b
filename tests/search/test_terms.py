import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.numbers import TypedNumber
from contactdesk.search.terms import Piece, pieces, word_term


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
        ("tel:+44-20;ext=1", [(False, "", "", "tel:+44-20;ext=1", False, True)]),
        ("-Tel: +44", [(True, "", "", "+44", False, True)]),
        ("sip:ann@x", [(False, "", "", "sip:ann@x", False, True)]),
        ("fax:ann", [(False, "fax", "", "ann", False, True)]),
        ("tel:", [(False, "tel", "", "", False, True)]),
        ("tel: x", [(False, "tel", "", "", False, True), (False, "", "", "x", False, True)]),
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


def test_ways_a_term_matches():
    assert word_term("&") is None
    assert word_term("anna").has_parts
    assert not word_term("an").has_parts
    assert not word_term("anna", whole=True).has_parts
    assert not word_term("anna", "said").has_parts
    assert word_term("anna", whole=True).ends_a_word
    assert not word_term("田中", whole=True).ends_a_word
    assert word_term("0415", "phone").number == TypedNumber("415")
    assert word_term("0415", "said").number is None

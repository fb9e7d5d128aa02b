import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.numbers import TypedNumber
from contactdesk.search.terms import NAMES, Piece, joined_with_neighbors, pieces, word_term


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


def spelled(term):
    return [each.text for each in term.alternatives]


@pytest.mark.parametrize(
    ("typed", "text", "others"),
    [
        ("anna", "anna", []),
        ("O’Brien", "o'brien", ["obrien"]),
        ("I.B.M.", "i.b.m.", ["ibm"]),
        ("o'brien@acme-labs", "o'brien@acme-labs", []),
        ("Müller", "muller", ["mueller"]),
        ("Müll-Lü", "mull-lu", ["mulllu", "muell-lue", "muelllue"]),
        ("xn--mller-kva.de", "xn--mller-kva.de", ["muller.de", "mueller.de"]),
        ("xn--ml!", "xn--ml!", []),
        ("müller.de", "muller.de", ["mueller.de"]),
    ],
)
def test_words_have_other_spellings(typed, text, others):
    assert word_term(typed).text == text
    assert spelled(word_term(typed)) == others
    assert spelled(word_term(typed, "said", whole=True)) == others


def test_other_spellings_keep_the_field_and_are_whole_as_the_word():
    assert [each.field for each in word_term("o'brien", "said").alternatives] == ["said"]
    assert all(each.whole for each in word_term("o'brien", whole=True).alternatives)
    assert word_term("o'brien").alternatives[0].has_parts


@pytest.mark.parametrize(
    ("typed", "short", "whole"),
    [
        ("mueller", "muller", False),
        ("baer", "bar", True),
        ("haakon", "hakon", False),
        ("schaeuble", "schauble", False),
    ],
)
def test_umlaut_of_two_letters_is_one_in_names_only(typed, short, whole):
    (other,) = word_term(typed).alternatives
    assert (other.text, other.field, other.whole) == (short, NAMES, whole)
    assert not other.has_parts
    assert [each.field for each in word_term(typed, "company").alternatives] == ["company"]
    assert not word_term(typed, "said").variants


@pytest.mark.parametrize("typed", ["blue", "mue", "joey", "noel", "jacques", "ae"])
def test_other_words_with_two_vowels_stay_as_they_are(typed):
    assert not word_term(typed).variants


@pytest.mark.parametrize(
    ("words", "at", "joined"),
    [
        (["van", "kirk"], 0, ["vankirk"]),
        (["van", "kirk"], 1, ["vankirk"]),
        (["o’", "brien"], 1, ["obrien"]),
        (["7", "eleven"], 0, ["7eleven"]),
        (["7", "11"], 0, []),
        (["marcus", "", "okafor"], 0, []),
        (["van", "der", "berg"], 2, ["derberg", "vanderberg"]),
        (["jan", "willem", "berg"], 2, ["willemberg"]),
        (["i", "b", "m"], 1, ["ib", "bm", "ibm"]),
        (["i", "b", "m"], 2, ["bm", "ibm"]),
        (["...", "kirk"], 1, []),
        (["a" * 30, "kirk"], 1, []),
    ],
)
def test_word_is_joined_with_its_neighbors(words, at, joined):
    assert sorted(joined_with_neighbors(words, at)) == sorted(joined)


def test_neighbors_are_the_beginning_of_words():
    (other,) = word_term("kirk", neighbors=["vankirk"]).alternatives
    assert not other.ends_a_word
    assert not other.has_parts

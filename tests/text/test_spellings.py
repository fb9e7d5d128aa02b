import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize
from contactdesk.text.spellings import (
    decode_punycode,
    joined_words,
    may_be_respelled,
    name_spellings,
    respelled,
    spell_out,
    spelled,
    spellings,
)

SCRIPTS = st.text(
    st.sampled_from(
        "abcXYZ 019-'’.,&@éäÖüøåßłİı\u0308\u0301\u200d\u00adבגד\"״שָׁ३हि\u093cกำ田中郎カｶﾞ・･김"
        "🦊Σ·™´–`\n"
    )
)


def joined(text):
    normalized = normalize(text)
    return [spelled(normalized, places) for places in joined_words(normalized)]


def others(text):
    return [each.text for each in spellings(text)]


def of_name(text):
    normalized = normalize(text)
    return [spelled(normalized, places) for places in name_spellings(normalized)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Brien O’Brien OʼBrien O´Brien O`Brien", ["obrien"] * 5),
        ("Jean-Pierre Jean‐Pierre Jean–Pierre", ["jeanpierre"] * 3),
        ("J.R. Ewing", ["jr"]),
        ("J.-P. Dupont", ["jp"]),
        ("I.B.M., Ph.D.", ["ibm", "phd"]),
        ("7-Eleven F-150", ["7eleven", "f150"]),
        ("AT&T", ["att"]),
        ("Kaʻiulani Ng’ang’a Hawaiʻi", ["kaiulani", "nganga", "hawaii"]),
        ("ジョン・スミス ジョン･スミス", ["ジョンスミス"] * 2),
        ("col·lecció", ["colleccio"]),
        ('צה״ל צה"ל ג׳ון', ["צהל", "צהל", "גון"]),
        ("Мар’яна", ["маряна"]),
        ("state-of-the-art", ["stateoftheart"]),
        # No words that anybody would write as one.
        ('wait--what "a"b jane.doe end.Next 1.5 v2.0 a_b and/or procter&gamble', []),
        ("2026-10-28 555-0192 3f2a91b0-bbcd-4242-8a1e-0d5f3c2b1a90 mem-4f3c", []),
        ("pneumono-ultramicroscopic-silico-volcano", []),
    ],
)
def test_separators_inside_words_are_left_out(text, words):
    assert joined(text) == words


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Müller MÜLLER Mu\u0308ller", "Mueller MueLLER Mueller"),
        ("Ångström", "aangstroem"),
        ("Sørensen", "Soerensen"),
        ("Kjær Weiß", "Kjær Weiß"),
    ],
)
def test_umlauts_are_spelled_out(text, written):
    assert normalize(spell_out(text).text) == normalize(written)


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("info@xn--mller-kva.de", "info@müller.de"),
        ("https://www.XN--mller-kva.de/a?b", "https://www.müller.de/a?b"),
        ("xn--fiqs8s.xn--55qx5d", "中国.公司"),
        # Nothing that decodes to letters.
        ("xn--", "xn--"),
        ("xn--\x00 xn--99999999999 xn--" + "a" * 70, "xn--\x00 xn--99999999999 xn--" + "a" * 70),
        ("axn--mller-kva", "axn--mller-kva"),
    ],
)
def test_domains_are_decoded(text, decoded):
    assert decode_punycode(text).text == decoded


def test_decoded_domain_is_spelled_out_too():
    assert respelled("xn--mller-kva.de") == ["müller.de", "mueller.de"]
    assert others("at xn--mller-kva.de") == ["mllerkva", "muller.de", "mueller.de"]


@pytest.mark.parametrize(
    ("name", "spelled_as"),
    [
        ("Ann", []),
        ("Dick Van Kirk", ["dickvankirk", "vankirk"]),
        ("Sean O'Brien", ["seanobrien"]),
        ("a b c d e f", ["abcd", "bcde", "cdef"]),
        ("太郎 山田", ["太郎山田", "山田太郎"]),
        ("ann 山田", ["ann山田"]),
        ("Mueller", ["muller"]),
        ("Schoen Gruen", ["schoengruen", "schon grun"]),
        ("Braeu Haakon", ["braeuhaakon", "brau hakon"]),
        ("Blue", []),
        ("Zoe", []),
        ("Joey", []),
        ("Noel", []),
        ("Jacques", []),
        ("555 0192", []),
        ("...", []),
    ],
)
def test_spellings_of_names(name, spelled_as):
    assert of_name(name) == spelled_as


def test_long_words_are_read_once():
    # Would take minutes if each letter were tried as the beginning.
    long = "a" * 200_000
    assert joined(f"{long} {long}-b o'b") == ["ob"]


@given(SCRIPTS)
def test_words_with_other_spellings_are_recognized(text):
    for word in text.split():
        if others(word):
            assert may_be_respelled(word)


@given(st.text() | SCRIPTS)
def test_spellings_point_back_into_the_text(text):
    for each in spellings(text):
        assert len(each.text) == len(each.origin)
        assert all(0 <= place < len(text) for place in each.origin)
        assert list(each.origin) == sorted(each.origin)

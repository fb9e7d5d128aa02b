from hypothesis import example, given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize
from contactdesk.text.page_tokens import name_tokens, other_tokens, tokenize
from contactdesk.text.spellings import name_spellings, spelled
from contactdesk.text.tokenize import MAX_TOKEN_CHARS, TEXT_BOUNDARY, tokens

ASCII = st.text(st.sampled_from("abcXYZaeou 019-'.,@&`_/\"\n\x01"), max_size=80)
SCRIPTS = st.text(
    st.sampled_from(
        "abcXYZ 019-'’.,&@éäÖüøåßłİı\u0308\u0301\u200d\u00adבגד\"״שָׁ३हि\u093cสี田中郎カｶﾞ・･김"
        "🦊Σ·™´–\x01\n"
    )
)


def sequences(words):
    return [each.split() for each in words.split(TEXT_BOUNDARY)]


def of_page(*texts):
    return {text: sequences(words) for text, words in tokenize(texts).items()}


@given(st.lists(st.text() | ASCII | SCRIPTS, max_size=5, unique=True))
@example(['A`0"0'])
def test_tokens_of_a_page_are_those_of_each_text(texts):
    for text, found in of_page(*texts).items():
        own = text.replace("\x01", " ") if text.isascii() else text
        assert found[0] == tokens(normalize(text))
        others = [token for each in found[1:] for token in each]
        assert sorted(others) == sorted(other_tokens(own).split())


@given(ASCII | SCRIPTS)
def test_tokens_of_names_are_those_of_their_spellings(text):
    normalized = normalize(text)
    spellings = (spelled(normalized, places) for places in name_spellings(normalized))
    expected = [token for text in spellings for token in tokens(text)]
    assert name_tokens(normalized).split() == expected


def test_long_runs_of_joiners_are_read_once():
    text = "ab-" * 50 + " it's " + "x" * 200 + ".a-b"
    assert of_page(text)[text][1:] == [["its", "ab"]]


def test_long_words_are_truncated_and_later_words_kept():
    for first in ("caffe", "caffè", "кафе", "珈琲"):
        text = f"{first} https://{first}.example/{'abc/' * 20}{'x' * 80}y/zebra"
        found = of_page(text, "other", "\x01")[text][0]
        assert found == tokens(normalize(text))
        assert found[-1] == "zebra"
        assert max(map(len, found)) == MAX_TOKEN_CHARS

"""contactdesk.http.blocked: what a page that blocks a request says."""

import pytest

from contactdesk.http.blocked import blockers_words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><TITLE lang='en'>Web&nbsp;Filter</TITLE>", "Web\xa0Filter"),
        (b"<html><title>cut of", ""),
        (b"<html><title><b>markup</b></title>", ""),
        (b"error code: 1020", "error code: 1020"),
        (b"x" * 5_000, "x" * 400),
        (b"<title>" + b"x" * 5_000 + b"</title>", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", ""),
    ],
)
def test_words_are_the_title_or_the_start_of_a_text(body, words):
    assert blockers_words(body) == words

"""contactdesk.userdata.nicknames: names the user gave to personas and agent numbers."""

import pytest

from contactdesk.userdata.file import UserFile
from contactdesk.userdata.nicknames import MAX_NICKNAME_CHARS, Nicknames, clean_nickname


@pytest.fixture
def nicknames():
    return Nicknames(UserFile())


async def test_nicknames_are_kept_by_account(nicknames):
    await nicknames.set("a1", "p", " Anna \n Bland ")
    assert dict(nicknames.of("a1")) == {"p": "Anna Bland"}
    assert dict(nicknames.of("a2")) == {}
    assert nicknames.all() == {("a1", "p"): "Anna Bland"}
    assert nicknames.set_at("a1", "p")


async def test_empty_name_removes_the_nickname(nicknames):
    await nicknames.set("a1", "p", "Anna")
    await nicknames.set("a1", "p", "  ")
    await nicknames.set("a2", "never given", "")
    assert dict(nicknames.of("a1")) == {}
    assert nicknames.all() == {}
    assert nicknames.set_at("a1", "p") == ""


def test_nickname_is_one_line_of_limited_length():
    assert clean_nickname("a\n b" + "x" * 100) == ("a b" + "x" * 100)[:MAX_NICKNAME_CHARS]

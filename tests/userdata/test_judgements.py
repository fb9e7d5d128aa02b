"""contactdesk.userdata.judgements: whether two contacts are one person."""

import pytest

from contactdesk.userdata.file import UserFile
from contactdesk.userdata.judgements import Judgements, linking, parting, unlinking
from contactdesk.userdata.keys import pair_of

A, B, C = ("a1", "1"), ("a1", "2"), ("a2", "1")


@pytest.fixture
def judgements():
    return Judgements(UserFile())


def test_pair_is_the_same_in_either_order():
    assert pair_of(C, A) == pair_of(A, C) == (A, C)
    with pytest.raises(ValueError, match="two contacts"):
        pair_of(A, A)


async def test_judgement_of_a_pair_is_kept_with_its_moment(judgements):
    await judgements.set_many(dict.fromkeys([(A, B), (B, C)], False))
    await judgements.set_many({(A, B): True})
    assert dict(judgements.all()) == {(A, B): True, (B, C): False}
    assert judgements.of((A, B)) is True
    assert judgements.of((A, C)) is None
    assert judgements.set_at((A, B))
    assert judgements.set_at((A, C)) == ""


async def test_none_removes_the_judgement(judgements):
    await judgements.set_many(dict.fromkeys([(A, B), (B, C)], False))
    await judgements.set_many(dict.fromkeys([(A, B), (A, C)], None))
    assert dict(judgements.all()) == {(B, C): False}
    assert judgements.set_at((A, B)) == ""


async def test_judgement_imported_keeps_its_moment(judgements):
    at = "2026-01-02T03:04:05.000Z"
    await judgements.set_many({(A, B): True, (A, C): True}, {(A, B): at})
    assert judgements.set_at((A, B)) == at < judgements.set_at((A, C))


async def test_pair_with_another_account_is_dropped(judgements):
    await judgements.set_many(dict.fromkeys([(A, B), (B, C)], False))
    judgements.drop_others({"a1"})
    assert dict(judgements.all()) == {(A, B): False}


D = ("a2", "2")


def test_linking_joins_every_two_and_takes_back_what_kept_their_people_apart():
    judged = {(A, C): False, (B, D): False, (A, B): True, (B, ("a9", "9")): False}
    decisions = linking([C, A], [[A, B], [C, D]], judged)
    assert decisions == {(A, C): True, (B, D): None}


def test_linking_three_joins_every_two():
    assert linking([A, B, C], [[A], [B], [C]], {}) == dict.fromkeys([(A, B), (A, C), (B, C)], True)


def test_unlinking_keeps_a_contact_apart_from_each_other_one_of_the_person():
    assert unlinking([B], [A, B, C]) == {(A, B): False, (B, C): False}
    assert unlinking([A, B], [A, B]) == {(A, B): False}


def test_parting_keeps_all_contacts_of_two_people_apart():
    assert parting([[A], [B, C]]) == {(A, B): False, (A, C): False}
    assert parting([[A], [B], [C]]) == dict.fromkeys([(A, B), (A, C), (B, C)], False)

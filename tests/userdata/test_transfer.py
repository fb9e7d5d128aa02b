"""contactdesk.userdata.transfer: the user's data as a file for another computer."""

import json

import pytest

from contactdesk.userdata import transfer
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.keys import PEOPLE
from contactdesk.userdata.looks import Look
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.transfer import AccountName, DataFileError
from contactdesk.userdata.userdata import UserData

OLD, NEW = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"
HERE = (AccountName("a1", "bland", "Clinic"), AccountName("a2", "close", "Sales"))
THERE = (AccountName("b1", "bland", "clinic"), AccountName("a2", "close", "Other label"))
KEY, ITEM = ("a1", "c-1"), ("a1", "c-1", -(2**63))
PAIR, APART = (KEY, ("a2", "c-9")), (("a2", "c-1"), ("a2", "c-9"))
EMAIL, NAME = ("email", -(2**63)), ("name", 7)


async def filled(at=OLD):
    userdata = UserData()
    await userdata.annotations.set_many({KEY: Annotation(True, ("VIP", "Köln"), "tea")}, {KEY: at})
    await userdata.item_states.set([ITEM], ItemState(True, "2026-12-01", at))
    await userdata.nicknames.set_many({("a1", "p"): "Anna"}, {("a1", "p"): at})
    searches = [
        SavedSearch("Gold", "plan:gold", "a2", {"q": "x"}, "name", True, ("name", "email")),
        SavedSearch("All", "x", ""),
        SavedSearch("Old", "x", None),
    ]
    await userdata.searches.save(*searches, at=dict.fromkeys(("Gold", "All", "Old"), at))
    await userdata.searches.note("a recent search")
    await userdata.judgements.set_many({PAIR: True, APART: False}, dict.fromkeys((PAIR, APART), at))
    await userdata.dismissals.set_many(
        {EMAIL: Dismissal(("a1", "a2")), NAME: Dismissal(("a2",))},
        dict.fromkeys((EMAIL, NAME), at),
    )
    await userdata.looks.set("changes", Look(5.0))
    return userdata


def everything(userdata):
    return (
        userdata.searches.saved(),
        dict(userdata.annotations.all()),
        dict(userdata.item_states.all()),
        userdata.nicknames.all(),
        dict(userdata.judgements.all()),
        dict(userdata.dismissals.entries()),
    )


async def test_all_of_it_comes_back_into_an_empty_profile():
    userdata = await filled()
    data = transfer.encode(transfer.collect(userdata, HERE))
    assert b"a recent search" not in data
    empty = UserData()
    merge = transfer.merge(transfer.decode(data), empty, HERE)
    assert (merge.added, merge.changed, merge.newer_here, merge.elsewhere) == (10, 0, 0, {})
    assert everything(empty) == ([], {}, {}, {}, {}, {})
    await merge.write(empty)
    assert everything(empty) == everything(userdata)
    assert empty.annotations.set_at(KEY) == OLD
    assert empty.nicknames.set_at("a1", "p") == OLD
    assert empty.searches.set_at("Gold") == OLD
    assert empty.judgements.set_at(PAIR) == empty.dismissals.set_at(NAME) == OLD
    assert empty.looks.seen("changes") is None
    again = transfer.merge(transfer.decode(data), empty, HERE)
    assert (again.writes, again.newer_here) == (0, 0)


async def test_accounts_are_found_by_vendor_and_label_on_another_computer():
    data = transfer.collect(await filled(), HERE)
    other = UserData()
    merge = transfer.merge(data, other, THERE)
    await merge.write(other)
    assert list(other.annotations.all()) == [("b1", "c-1")]
    assert list(other.item_states.all()) == [("b1", *ITEM[1:])]
    assert dict(other.nicknames.of("b1")) == {"p": "Anna"}
    gold = next(each for each in other.searches.saved() if each.name == "Gold")
    assert gold.account == "a2"
    assert dict(other.judgements.all()) == {
        (("a2", "c-9"), ("b1", "c-1")): True,  # the smaller key first, here too
        APART: False,
    }
    assert other.dismissals.entries()[EMAIL] == Dismissal(("a2", "b1"))


async def test_entries_of_accounts_that_are_not_here_are_counted_by_label():
    data = transfer.collect(await filled(), HERE)
    merge = transfer.merge(data, UserData(), [AccountName("a1", "quo", "Clinic")])
    assert merge.elsewhere == {"Clinic": 5, "Sales": 3}
    assert merge.added == 2
    assert set(merge.searches) == {"All", "Old"}


@pytest.mark.parametrize(("file_at", "here_at", "changed"), [(NEW, OLD, 6), (OLD, NEW, 0)])
async def test_what_was_set_later_wins(file_at, here_at, changed):
    data = transfer.collect(await filled(file_at), HERE)
    here = await filled(here_at)
    await here.annotations.set_many({KEY: Annotation(note="coffee")}, {KEY: here_at})
    await here.item_states.set([ITEM], ItemState(False, "2027-01-01", here_at))
    await here.nicknames.set_many({("a1", "p"): "Berta"}, {("a1", "p"): here_at})
    await here.searches.save(SavedSearch("All", "y", ""), at={"All": here_at})
    await here.judgements.set_many({PAIR: False}, {PAIR: here_at})
    await here.dismissals.set_many({NAME: Dismissal(("a1",))}, {NAME: here_at})
    before = everything(here)
    merge = transfer.merge(data, here, HERE)
    assert (merge.added, merge.changed, merge.newer_here) == (0, changed, 6 - changed)
    await merge.write(here)
    assert everything(here) == (everything(await filled(file_at)) if changed else before)
    assert (here.annotations.of(KEY).note == "tea") is bool(changed)
    assert here.judgements.of(PAIR) is bool(changed)
    assert here.item_states.state(ITEM).done is bool(changed)
    assert here.nicknames.of("a1")["p"] == ("Anna" if changed else "Berta")
    assert next(e for e in here.searches.saved() if e.name == "All").text == "xy"[not changed]


async def test_moment_in_the_future_or_of_another_form_does_not_win():
    here = await filled()
    await here.annotations.set(KEY, Annotation(note="mine"))
    for set_at in "9999-01-01", "tomorrow", "":
        data = {
            **{"content": transfer.CONTENT, "version": 1},
            "accounts": [{"id": "a1", "vendor": "bland", "label": "Clinic"}],
            "contacts": [{"account": "a1", "id": "c-1", "note": "theirs", "set_at": set_at}],
        }
        merge = transfer.merge(transfer.decode(json.dumps(data).encode()), here, HERE)
        assert (merge.writes, merge.newer_here) == (0, 1)


JUDGEMENT = {"account": "a1", "contact": "1", "other_account": "a1"}


async def test_judgement_needs_both_accounts_and_counts_once():
    data = transfer.collect(await filled(), HERE)
    here = UserData()
    merge = transfer.merge(data, here, HERE[1:])
    assert (merge.judgements, merge.dismissals) == ({APART: False}, {NAME: Dismissal(("a2",))})
    assert merge.elsewhere == {"Clinic": 5}


async def test_file_of_the_first_version_is_read():
    old = {"content": transfer.CONTENT, "version": 1}
    assert transfer.decode(json.dumps(old).encode()).judgements == ()


async def test_hostile_entries_are_cleaned_or_left_out():
    data = {
        **{"content": transfer.CONTENT, "version": 1},
        "accounts": [{"id": "a1", "vendor": "bland", "label": "Clinic"}],
        "contacts": [
            {"account": "a1", "id": "1", "tags": ["a", "A", "", "b" * 500], "note": "n" * 99_999},
            {"account": "a1", "id": "2"},
        ],
        "open_items": [
            {"account": "a1", "contact": "1", "item": 2**63, "done": True},
            {"account": "a1", "contact": "1", "item": 5, "snoozed_until": "soon"},
        ],
        "nicknames": [{"account": "a1", "agent": "p", "name": " \n "}],
        "saved_searches": [{"name": " ", "text": "x"}, {"name": "x", "text": " "}],
        "judgements": [
            {**JUDGEMENT, "other_contact": "1", "same_person": False},
            {**JUDGEMENT, "other_contact": "2"},
        ],
        "dismissed_disagreements": [
            {"kind": "email", "digest": 2**63, "accounts": ["a1"]},
            {"kind": "<b>email</b>", "digest": 1, "accounts": ["a1"]},
            {"kind": "email", "digest": 1},
        ],
    }
    merge = transfer.merge(transfer.decode(json.dumps(data).encode()), UserData(), HERE)
    assert merge.added == 1
    ((_key, annotation),) = merge.annotations.items()
    assert annotation.tags == ("a", "b" * 60)
    assert len(annotation.note) == 20_000


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "data-file"),
        (b"\xff\xfe", "data-file"),
        (b"[" * 100_000, "data-file"),
        (b'{"content": "something else", "version": 1}', "data-file"),
        (b'{"content": "contactdesk user data", "version": 0}', "data-file"),
        (b'{"content": "contactdesk user data", "version": 1, "contacts": [7]}', "data-file"),
        (b'{"content": "contactdesk user data", "version": 2, "judgements": [{}]}', "data-file"),
        (b'{"content": "contactdesk user data", "version": 3, "contacts": 7}', "data-file-newer"),
    ],
)
def test_other_files_are_refused(data, kind):
    with pytest.raises(DataFileError) as refused:
        transfer.decode(data)
    assert refused.value.kind == kind


async def test_file_is_readable_and_without_secrets():
    shown = json.loads(transfer.encode(transfer.collect(await filled(), HERE)))
    assert shown["accounts"][0] == {"id": "a1", "vendor": "bland", "label": "Clinic"}
    assert shown["contacts"] == [
        {
            **{"account": "a1", "id": "c-1", "favorite": True, "tags": ["VIP", "Köln"]},
            **{"note": "tea", "set_at": OLD},
        }
    ]


async def test_search_among_people_is_one_on_any_computer():
    there, here = UserData(), UserData()
    search = SavedSearch("Both", "in:bland in:close", PEOPLE, {}, "person.contacts", True)
    await there.searches.save(search)
    data = transfer.decode(transfer.encode(transfer.collect(there, THERE)))
    merge = transfer.merge(data, here, HERE)
    assert not merge.elsewhere
    await merge.write(here)
    assert here.searches.saved() == [search]
    assert here.searches.name_of("in:bland in:close", PEOPLE) == "Both"
    assert here.searches.name_of("in:bland in:close", "") == ""

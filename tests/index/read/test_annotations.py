import pytest

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from contactdesk.userdata.annotations import Annotation
from tests.index.people import CURSOR, page, person

ANNOTATIONS = {
    ("a", "c-1"): Annotation(favourite=True),
    ("a", "c-2"): Annotation(tags=("VIP", "old friend")),
    ("a", "c-3"): Annotation(note="Met at the Köln fair; likes tea."),
    ("a", "gone"): Annotation(favourite=True),
    ("z", "c-4"): Annotation(favourite=True),
}


async def found(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    return [index.stored(row_id).vendor_id for row_id in ids]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("is:favourite", ["c-1"]),
        ("is:favorite", ["c-1"]),
        ("-is:favorite", ["c-2", "c-3", "c-4"]),
        ("tag:vip", ["c-2"]),
        ("tag:vi", ["c-2"]),
        ('tag:"vi"', []),
        ('tag:"old friend"', ["c-2"]),
        ("tag:friend", ["c-2"]),
        ("tag:tea", []),
        ("note:koln", ["c-3"]),
        ('note:"the köln fair"', ["c-3"]),
        ("note:vip", []),
        ("note:tea or is:favorite", ["c-1", "c-3"]),
    ],
)
async def test_what_the_user_added_is_found(index, typed, expected):
    await index.write_page(await index.listing("a"), CURSOR, page(map(person, range(1, 5))))
    assert await found(index, typed) == ([] if not typed.startswith("-") else await all_of(index))
    index.user_words.annotate(ANNOTATIONS)
    assert await found(index, typed) == expected


async def all_of(index):
    return await found(index, "")


async def test_changed_annotations_are_found_at_once(index):
    await index.write_page(await index.listing("a"), CURSOR, page(map(person, range(1, 5))))
    index.user_words.annotate({("a", "c-1"): Annotation(tags=("x",))})
    assert await found(index, "tag:x") == ["c-1"]
    index.user_words.annotate({("a", "c-2"): Annotation(tags=("x",))})
    assert await found(index, "tag:x") == ["c-2"]

"""contactdesk.userdata.annotations: favourites, tags and notes."""

import pytest

from contactdesk.userdata.annotations import MAX_TAG_CHARS, Annotation, AnnotationStore, clean_tags
from contactdesk.userdata.file import UserFile

A, B, C = ("a1", "1"), ("a1", "2"), ("a2", "1")


@pytest.fixture
def store():
    return AnnotationStore(UserFile())


async def test_contact_without_annotation_has_an_empty_one(store):
    assert store.of(A) == Annotation()
    assert store.of(A).is_empty
    await store.set(A, Annotation(note="x"))
    assert not store.of(A).is_empty
    assert store.set_at(A)


async def test_empty_annotation_removes_it(store):
    await store.set(A, Annotation(True))
    await store.set(A, Annotation())
    assert dict(store.all()) == {}
    assert store.set_at(A) == ""


async def test_tags_are_listed_by_use_then_name(store):
    await store.set_many(
        {A: Annotation(tags=("b", "VIP")), B: Annotation(tags=("a", "VIP")), C: Annotation(True)}
    )
    assert store.tags() == ["VIP", "a", "b"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["VIP", "vip", " Vip "], ("VIP",)),
        (["a,b", ""], ("a b",)),
        (["two  words\n"], ("two words",)),
        (["x" * 100], ("x" * MAX_TAG_CHARS,)),
    ],
)
def test_tags_are_cleaned(given, kept):
    assert clean_tags(given) == kept


async def test_many_are_set_at_the_given_moment(store):
    await store.set_many(
        {A: Annotation(True), B: Annotation(True)}, {A: "2026-01-02T03:04:05.000Z"}
    )
    assert store.set_at(A) == "2026-01-02T03:04:05.000Z" < store.set_at(B)

"""contactdesk.ui.kit.undo: changes of the user's data that can be taken back."""

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.ui.kit.undo import MAX_STEPS, Undo
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.file import UserFile
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.looks import Look
from contactdesk.userdata.userdata import UserData

A, B, C = ("a1", "1"), ("a1", "2"), ("a2", "1")


@pytest.fixture
def heard():
    return []


@pytest.fixture
def undo(qapp, loop, heard):
    changes = UserDataChanges()
    changes.annotations_changed.connect(lambda: heard.append("annotations"))
    changes.item_states_changed.connect(lambda: heard.append("items"))
    changes.nicknames_changed.connect(lambda: heard.append("nicknames"))
    changes.judgements_changed.connect(lambda: heard.append("judgements"))
    changes.dismissals_changed.connect(lambda: heard.append("dismissals"))
    changes.looks_changed.connect(lambda: heard.append("looks"))
    undo = Undo(UserData(), changes)
    undo.setParent(changes)
    yield undo
    changes.deleteLater()


async def test_annotations_are_taken_back_and_made_again(undo, heard):
    store = undo.userdata.annotations
    await store.set(A, Annotation(note="before"))
    undo.annotate({A: Annotation(True, note="before"), B: Annotation(True)}, "add to favorites")
    assert store.of(A) == Annotation(True, note="before")
    assert undo.stack.undoText() == "add to favorites"
    undo.stack.undo()
    assert dict(store.all()) == {A: Annotation(note="before")}
    undo.stack.redo()
    assert store.of(B) == Annotation(True)
    assert heard == ["annotations"] * 3


async def test_states_of_items_are_taken_back(undo, heard):
    key = (*A, 5)
    undo.decide({key: ItemState(done=True)}, "mark as done")
    assert undo.userdata.item_states.state(key).done
    undo.stack.undo()
    assert undo.userdata.item_states.state(key) is None
    assert heard == ["items"] * 2


async def test_nickname_is_taken_back(undo, heard):
    undo.give_nickname("a1", "p", "Anna")
    undo.give_nickname("a1", "p", "")
    assert undo.userdata.nicknames.of("a1") == {}
    undo.stack.undo()
    assert undo.userdata.nicknames.of("a1") == {"p": "Anna"}
    undo.stack.undo()
    assert undo.userdata.nicknames.of("a1") == {}
    assert heard == ["nicknames"] * 4


async def test_judgements_are_taken_back_and_made_again(undo, heard):
    store = undo.userdata.judgements
    await store.set_many({(A, B): False})
    undo.judge({(A, B): None, (A, C): True, (B, C): None}, "link contacts")
    assert dict(store.all()) == {(A, C): True}
    undo.stack.undo()
    assert dict(store.all()) == {(A, B): False}
    undo.stack.redo()
    assert dict(store.all()) == {(A, C): True}
    assert heard == ["judgements"] * 3


async def test_dismissal_is_taken_back_and_made_again(undo, heard):
    store, key = undo.userdata.dismissals, ("email", 5)
    undo.dismiss({key: Dismissal(("a1",))}, "dismiss a disagreement")
    assert store.all() == {key}
    undo.stack.undo()
    assert store.all() == frozenset()
    undo.stack.redo()
    assert dict(store.entries()) == {key: Dismissal(("a1",))}
    assert heard == ["dismissals"] * 3


async def test_change_that_changes_nothing_cannot_be_undone(undo, heard):
    undo.annotate({A: Annotation()}, "nothing")
    assert not undo.stack.canUndo()
    assert heard == []


async def test_only_the_last_changes_are_kept(undo):
    for number in range(MAX_STEPS + 5):
        undo.give_nickname("a1", "p", f"name {number}")
    assert undo.stack.count() == MAX_STEPS


async def test_forgetting_leaves_nothing_to_undo(undo, heard):
    undo.annotate({A: Annotation(True)}, "add")
    undo.forget()
    assert not undo.stack.canUndo()
    kinds = ["annotations", "items", "nicknames", "judgements", "dismissals", "looks"]
    assert heard == ["annotations", *kinds]


async def test_change_that_cannot_be_saved_is_reported(undo, until, monkeypatch):
    async def full(*_):
        raise IndexFileError("index-full")

    problems = []
    undo.failed.connect(problems.append)
    monkeypatch.setattr(UserFile, "write", full)
    undo.annotate({A: Annotation(True)}, "add")
    await until(lambda: problems)
    assert problems[0].kind == "index-full"


async def test_look_at_a_list_is_taken_back(undo, heard):
    looks = undo.userdata.looks
    await looks.set("changes", Look(1_000.0))
    undo.look("changes", Look(2_000.0), "mark all changes as read")
    assert looks.seen("changes") == Look(2_000.0)
    undo.stack.undo()
    assert looks.seen("changes") == Look(1_000.0)
    assert heard == ["looks"] * 2

"""contactdesk.ui.detail.annotation_bar: star, tags and note of the shown contact."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.ui.detail.annotation_bar import AnnotationBar, StarButton
from contactdesk.userdata.annotations import Annotation

A, B = ("a1", "1"), ("a1", "2")


@pytest.fixture
def bar(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = AnnotationBar(StarButton(window), window)
    column = QVBoxLayout(window)
    column.addWidget(made.star)
    column.addWidget(made)
    window.resize(360, 300)
    window.show()
    made.show_annotation(A, Annotation(), ())
    yield made
    window.close()


@pytest.fixture
def edits(bar):
    heard = []
    bar.edited.connect(lambda *edit: heard.append(edit))
    return heard


def test_contact_without_annotation_is_quiet(bar):
    assert not bar.note.isVisible()
    assert bar.note_button.isVisible()
    assert not bar.star.isChecked()
    assert bar.star.accessibleDescription() == "Add to favorites"
    assert bar.star.accessibleName() == "Favorite"


def test_star_makes_a_favorite(bar, edits):
    bar.show_annotation(A, Annotation(tags=("x",), note="n"), ())
    QTest.keyClick(bar.star, Qt.Key.Key_Space)
    assert edits == [(A, Annotation(True, ("x",), "n"), "add to favorites")]
    bar.show_annotation(A, edits[0][1], ())
    assert bar.star.accessibleDescription() == "Remove from favorites"
    bar.star.click()
    assert edits[1] == (A, Annotation(False, ("x",), "n"), "remove from favorites")


def test_note_is_written_and_left_by_keyboard(bar, edits):
    QTest.keyClick(bar.note_button, Qt.Key.Key_Space)
    assert bar.note.isVisible()
    QTest.keyClicks(bar.note, "tea")
    bar.note.save()
    assert edits == [(A, Annotation(note="tea"), "write a note")]
    bar.show_annotation(A, edits[0][1], ())
    bar.note.setPlainText("")
    bar.note.save()
    assert edits[1] == (A, Annotation(), "delete a note")


def test_escape_from_an_unwritten_note_hides_it_again(bar, edits):
    bar.start_note()
    QTest.keyClicks(bar.note, "tea")
    QTest.keyClick(bar.note, Qt.Key.Key_Escape)
    assert not bar.note.isVisible()
    assert bar.note_button.isVisible()
    assert edits == []


def test_note_being_typed_is_saved_for_its_contact_when_another_is_shown(bar, edits):
    bar.start_note()
    QTest.keyClicks(bar.note, "tea")
    bar.show_annotation(B, Annotation(note="other"), ())
    assert edits == [(A, Annotation(note="tea"), "write a note")]
    assert bar.note.toPlainText() == "other"


def test_note_being_typed_outlives_a_change_of_the_rest(bar, edits):
    bar.start_note()
    QTest.keyClicks(bar.note, "tea")
    bar.show_annotation(A, Annotation(True), ())
    assert bar.note.toPlainText() == "tea"
    bar.save()
    assert edits == [(A, Annotation(True, (), "tea"), "write a note")]


def test_undone_note_is_shown(bar):
    bar.show_annotation(A, Annotation(note="after"), ())
    bar.show_annotation(A, Annotation(note="before"), ())
    assert bar.note.toPlainText() == "before"
    bar.show_annotation(A, Annotation(), ())
    assert not bar.note.isVisible()


def test_tags_are_added_and_removed(bar, edits):
    bar.tags.start_adding()
    QTest.keyClicks(bar.tags.field, "VIP")
    QTest.keyClick(bar.tags.field, Qt.Key.Key_Return)
    assert edits == [(A, Annotation(tags=("VIP",)), "add a tag")]
    bar.show_annotation(A, edits[0][1], ("VIP",))
    bar.tags.chips()[0].button.click()
    assert edits[1] == (A, Annotation(), "remove a tag")

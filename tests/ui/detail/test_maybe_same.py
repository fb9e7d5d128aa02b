"""contactdesk.ui.detail.maybe_same: who might be the same person, to be linked or told apart."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.providers.vendors import close, quo
from contactdesk.ui.detail.maybe_same import MAX_PEOPLE, MaybePerson, MaybeSame
from contactdesk.ui.person.wishes import PersonWishes

MARCUS = MaybePerson(2, "Marcus <b>Okafor</b>", "Close & Co", close.PROVIDER)


@pytest.fixture
def wishes(qapp):
    return PersonWishes()


@pytest.fixture
def maybe_same(qtbot, wishes):
    made = MaybeSame(wishes)
    qtbot.addWidget(made)
    return made


def test_nothing_is_shown_where_there_is_nobody(maybe_same):
    assert maybe_same.isHidden()
    maybe_same.show_people(1, (MARCUS,))
    assert not maybe_same.isHidden()
    maybe_same.show_people(1, ())
    assert maybe_same.isHidden()
    assert maybe_same.buttons() == []


def test_contact_is_opened_linked_or_told_apart_by_keyboard(qtbot, maybe_same, wishes):
    wanted = []
    wishes.contact_wanted.connect(lambda other: wanted.append(("open", other)))
    wishes.link_wanted.connect(lambda one, other: wanted.append(("link", one, other)))
    wishes.apart_wanted.connect(lambda one, other: wanted.append(("apart", one, other)))
    maybe_same.show_people(1, (MARCUS,))
    maybe_same.activateWindow()
    qtbot.waitUntil(maybe_same.isActiveWindow)
    maybe_same.buttons()[0].setFocus()
    qtbot.waitUntil(maybe_same.buttons()[0].hasFocus)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab) * 3:
        QTest.keyClick(QApplication.focusWidget(), key)
    assert wanted == [("open", 2), ("link", 1, 2), ("apart", 1, 2)]


def test_names_are_plain_text_and_said_of_each_button(maybe_same):
    maybe_same.show_people(1, (MARCUS,))
    link, same, apart = maybe_same.buttons()
    assert link.text().strip() == "Marcus <b>Okafor</b> (Close && Co)"
    who = "Marcus <b>Okafor</b> (Close & Co)"
    assert link.accessibleName() == f"Open {who}"
    assert same.accessibleName() == f"Link with {who}"
    assert apart.accessibleName() == f"Not the same person as {who}"


def test_of_many_people_the_first_are_named_and_the_others_counted(maybe_same):
    many = tuple(MaybePerson(n, f"Anna {n}", "Quo", quo.PROVIDER) for n in range(MAX_PEOPLE + 2))
    maybe_same.show_people(9, many)
    assert len(maybe_same.buttons()) == 3 * MAX_PEOPLE
    more = maybe_same.findChild(object, "maybeSameMore")
    assert more.text() == "and 2 more; “Link as one person” lists them"
    maybe_same.show_people(9, many[:1])
    assert more.isHidden()


def test_reading_mode_has_no_question(maybe_same):
    maybe_same.show_people(1, (MARCUS,))
    maybe_same.set_compact(True)
    assert maybe_same.isHidden()
    maybe_same.set_compact(False)
    assert not maybe_same.isHidden()

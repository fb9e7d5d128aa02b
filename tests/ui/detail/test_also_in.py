"""contactdesk.ui.detail.also_in: the other contacts of a person as links."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from contactdesk.providers.vendors import bland, close, quo
from contactdesk.ui.detail.also_in import MAX_LINKS, AlsoIn, OtherContactLink
from contactdesk.ui.person.wishes import PersonWishes

OTHERS = (
    OtherContactLink(2, "Close", close.PROVIDER),
    OtherContactLink(3, "Support <b>EU</b>", quo.PROVIDER),
)


@pytest.fixture
def wishes(qapp):
    return PersonWishes()


@pytest.fixture
def also_in(qtbot, wishes):
    made = AlsoIn(wishes)
    qtbot.addWidget(made)
    return made


def texts(also_in):
    return [each.text().strip() for each in also_in.links()]


def show(qtbot, also_in, others=OTHERS, back_to=""):
    also_in.show_links(others, back_to)
    also_in.activateWindow()
    qtbot.waitUntil(also_in.isActiveWindow)


def test_nothing_is_shown_for_somebody_with_one_contact(also_in):
    assert also_in.isHidden()
    also_in.show_links(OTHERS, "")
    assert not also_in.isHidden()
    also_in.show_links((), "")
    assert also_in.isHidden()


def test_links_are_reached_by_tab_and_followed_by_space(qtbot, also_in, wishes):
    wanted, person = [], []
    wishes.contact_wanted.connect(wanted.append)
    wishes.person_wanted.connect(lambda: person.append(True))
    show(qtbot, also_in)
    assert texts(also_in) == ["Close", "Support <b>EU</b>"]
    also_in.links()[0].setFocus()
    qtbot.waitUntil(also_in.links()[0].hasFocus)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert also_in.links()[1].hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert also_in.person.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert (wanted, person) == ([2, 3], [True])


def test_back_names_where_it_leads_and_has_a_shortcut(qtbot, also_in, wishes):
    back = []
    wishes.back_wanted.connect(lambda: back.append(True))
    show(qtbot, also_in)
    assert also_in.back.isHidden()
    show(qtbot, also_in, (), "Support & <b>EU</b>")
    assert also_in.back.accessibleName() == "Back to Support & <b>EU</b>"
    assert also_in.person.isHidden()
    QTest.keyClick(also_in, Qt.Key.Key_Backspace, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: back == [True])


def test_several_contacts_of_an_account_are_numbered(also_in):
    twice = OtherContactLink(4, "Close" * 20, close.PROVIDER, 2)
    also_in.show_links((*OTHERS, twice), "")
    assert texts(also_in)[:2] == ["Close", "Support <b>EU</b>"]
    assert texts(also_in)[2].endswith("… (2)")


def test_many_contacts_are_left_to_the_page_of_the_person(also_in, wishes):
    person = []
    wishes.person_wanted.connect(lambda: person.append(True))
    many = tuple(OtherContactLink(at, f"Account {at}", bland.PROVIDER) for at in range(9))
    also_in.show_links(many, "")
    assert len(texts(also_in)) == MAX_LINKS + 1
    assert texts(also_in)[-1] == "and 3 more"
    also_in.links()[-1].click()
    assert person == [True]


def test_little_room_leaves_the_badges_with_their_names_as_tips(qtbot, also_in):
    show(qtbot, also_in)
    also_in.resize(600, 60)
    wide = {each.toolButtonStyle() for each in also_in.links()}
    also_in.resize(90, 60)
    narrow = {each.toolButtonStyle() for each in also_in.links()}
    styles = Qt.ToolButtonStyle
    assert (wide, narrow) == (
        {styles.ToolButtonTextBesideIcon},
        {styles.ToolButtonIconOnly},
    )
    assert "Close" in also_in.links()[0].accessibleName()
    assert "Close" in also_in.links()[0].toolTip()


def test_reading_mode_has_no_links(also_in):
    also_in.show_links(OTHERS, "")
    also_in.set_compact(True)
    assert also_in.isHidden()
    also_in.show_links(OTHERS[:1], "")
    assert also_in.isHidden()
    also_in.set_compact(False)
    assert not also_in.isHidden()


def test_focus_stays_on_the_links_when_they_become_others(qtbot, also_in):
    show(qtbot, also_in)
    also_in.links()[1].setFocus()
    qtbot.waitUntil(also_in.links()[1].hasFocus)
    show(qtbot, also_in, OTHERS[:1])
    qtbot.waitUntil(also_in.links()[0].hasFocus)
    show(qtbot, also_in, OTHERS[:1], "Quo")
    assert also_in.links()[0].hasFocus()


def test_links_come_before_what_was_made_after_them(qtbot, wishes):
    window = QWidget()
    qtbot.addWidget(window)
    also_in, field = AlsoIn(wishes, window), QLineEdit(window)
    window.show()
    show(qtbot, also_in)
    also_in.show_links(OTHERS[:1], "Quo")
    also_in.back.setFocus()
    reached = []
    for _each in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [*also_in.links(), also_in.person, field]

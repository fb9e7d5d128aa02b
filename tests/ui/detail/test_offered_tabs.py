"""contactdesk.ui.detail.offered_tabs: tabs from outside, at their place, made when they are opened."""

from PySide6.QtWidgets import QLineEdit

from contactdesk.ui.detail.offered_tabs import DETAILS, HISTORY, MEMORIES, PERSON, RAW, TIMELINE
from tests.ui.detail import shown_pane
from tests.ui.detail.detail_records import RECORD
from tests.ui.detail.shown_pane import choose, show

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane

OTHER = {**RECORD, "id": "c2", "memories": []}


def titles(pane):
    return [pane.tabs.tabText(at) for at in range(pane.tabs.count())]


def offer(pane, *names):
    for name in names:
        pane.tabs.offered.offer(name, name.strip("\0").title(), QLineEdit)


def test_offered_tabs_stand_in_one_order_whoever_comes_first(pane):
    offer(pane, HISTORY)
    show(pane)
    offer(pane, TIMELINE, PERSON)
    assert titles(pane) == ["Person", "Details", "Memories (2)", "Timeline", "History", "Raw"]
    assert pane.tabs.currentWidget() is pane.details
    show(pane, OTHER)
    pane.tabs.offered.withdraw(TIMELINE)
    assert titles(pane) == ["Person", "Details", "History", "Raw"]


def test_tab_is_made_when_it_is_opened_and_told_of_with_every_contact(pane):
    offer(pane, PERSON)
    opened = []
    pane.tabs.offered.opened.connect(opened.append)
    show(pane)
    assert pane.tabs.offered.content(PERSON) is None
    choose(pane, 0)
    made = pane.tabs.offered.content(PERSON)
    assert isinstance(made, QLineEdit)
    assert opened == [PERSON]
    show(pane, OTHER)
    assert opened == [PERSON, PERSON]
    assert pane.tabs.offered.content(PERSON) is made


def test_chosen_tab_comes_back_with_the_next_contact_that_has_it(pane):
    offer(pane, PERSON)
    show(pane)
    assert pane.tabs.open(PERSON)
    pane.tabs.offered.withdraw(PERSON)
    show(pane, OTHER)
    assert pane.tabs.currentWidget() is pane.details
    assert not pane.tabs.open(PERSON)
    offer(pane, PERSON)
    pane.tabs.settle()
    assert pane.tabs.currentWidget() is pane.tabs.offered.page(PERSON)


def test_people_open_at_the_person_and_remember_another_choice_by_themselves(pane):
    offer(pane, PERSON)
    show(pane)
    pane.tabs.open(RAW)
    pane.tabs.choice.set_of_people(True)
    show(pane, OTHER)
    assert pane.tabs.currentWidget() is pane.tabs.offered.page(PERSON)
    pane.tabs.open(DETAILS)
    pane.tabs.choice.set_of_people(False)
    show(pane)
    assert pane.tabs.currentWidget() is pane.raw
    pane.tabs.choice.set_of_people(True)
    show(pane, OTHER)
    assert pane.tabs.currentWidget() is pane.details


def test_memories_open_by_their_name_wherever_they_stand(pane):
    offer(pane, PERSON)
    show(pane)
    assert pane.tabs.open(MEMORIES)
    assert pane.tabs.currentWidget() is pane.tabs.memories


def test_keyboard_in_a_tab_that_goes_is_in_the_bar_of_tabs_afterwards(pane, qtbot):
    offer(pane, PERSON)
    show(pane)
    assert pane.tabs.open(PERSON)
    pane.tabs.activateWindow()
    qtbot.waitUntil(pane.tabs.isActiveWindow)
    pane.tabs.offered.content(PERSON).setFocus()
    qtbot.waitUntil(pane.tabs.offered.content(PERSON).hasFocus)
    pane.tabs.offered.withdraw(PERSON)
    assert pane.tabs.tabBar().hasFocus()

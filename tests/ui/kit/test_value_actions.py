from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu

from contactdesk.model import Kind
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions, same_words


@pytest.fixture
def actions(qapp) -> Iterator[ValueActions]:
    made = ValueActions()
    yield made
    made.deleteLater()


def offered(actions, value, selected=""):
    """{name of an action: what it emits}"""
    menu, emitted = QMenu(), []
    actions.copied.connect(emitted.append)
    actions.search_wanted.connect(emitted.append)
    actions.add_copy(menu, value)
    actions.add_searches(menu, value, selected)
    for each in menu.actions():
        each.trigger()
    names = [each.objectName() for each in menu.actions()]
    menu.deleteLater()
    return dict(zip(names, emitted, strict=True))


def test_value_is_copied_whole_and_searched(actions):
    plan = MenuValue("Gold  “plus”\nplan", Kind.TEXT, "Plan", "custom.plan=cf_1")
    assert offered(actions, plan) == {
        "actionCopyValue": "Gold  “plus”\nplan",
        "actionSearchValue": '"Gold plus plan"',
        "actionShowSame": 'custom.plan:"Gold plus plan"',
    }


def test_value_without_a_search_field_is_only_copied_and_searched(actions):
    lead = MenuValue("lead_1", Kind.TEXT, "Lead ID")
    assert list(offered(actions, lead)) == ["actionCopyValue", "actionSearchValue"]


def test_value_that_no_search_covers_is_only_copied(actions):
    assert list(offered(actions, MenuValue(True, Kind.BOOL, "Primary"))) == ["actionCopyValue"]


def test_selected_part_is_searched_by_its_whole_words(actions):
    said = MenuValue("Order #10482 is stuck", Kind.LONG, "Text", "said")
    found = offered(actions, said, "482 is st")
    assert found["actionSearchSelection"] == '"10482 is stuck"'


def test_label_of_the_vendor_is_quoted_in_the_action():
    words = same_words(MenuValue("gold", Kind.TEXT, "R&D plan", "custom.plan"))
    assert words == "Show contacts with the same “R&&D plan”"

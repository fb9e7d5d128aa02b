"""contactdesk.ui.worklist.filter_bar: what is chosen is told once, and kept."""

import pytest

from contactdesk.ui.worklist.filter_bar import ItemFilter, ItemFilterBar


@pytest.fixture
def bar(qtbot):
    made = ItemFilterBar()
    qtbot.addWidget(made)
    made.show_accounts([("a", "Support"), ("b", "Sales")])
    made.show_agents({("a", "p1"): "Anna", ("b", "p2"): "Ben", ("a", ""): "No persona"})
    return made


@pytest.mark.parametrize(
    "chosen",
    [
        ItemFilter(),
        ItemFilter("order", "b", None, (0, 1), "person", True),
        ItemFilter("", "a", "p1", (6,), "agent"),
        ItemFilter("", "a", "", (), ""),
    ],
)
def test_filter_is_the_same_after_it_was_kept(bar, chosen):
    heard = []
    bar.changed.connect(lambda: heard.append(bar.filter()))
    bar.set_filter(ItemFilter.from_place(chosen.words, chosen.to_place()))
    assert bar.filter() == chosen
    assert heard == ([chosen] if chosen != ItemFilter() else [])


def test_place_of_another_version_is_left_out():
    kept = {"priorities": ["x", "99", "2"], "group": "color", "agent": "p1", "hidden": "maybe"}
    assert ItemFilter.from_place("", kept) == ItemFilter(priorities=(2,))


def test_agents_follow_the_account(bar):
    bar.account.setCurrentIndex(bar.account.findText("Sales"))
    assert [bar.agent.itemText(i) for i in range(bar.agent.count())] == ["All personas", "Ben"]


def test_account_that_is_gone_is_not_chosen_any_more(bar):
    bar.account.setCurrentIndex(bar.account.findText("Sales"))
    bar.show_accounts([("a", "Support")])
    assert bar.filter().account_id == ""


def test_hostile_names_are_short_lines(bar):
    bar.show_agents({("a", "p"): "<b>x</b>\n" + "y" * 9_000})
    words = bar.agent.itemText(1)
    assert "\n" not in words
    assert len(words) < 100

"""contactdesk.memories.item_key: a key that outlives a reload."""

from itertools import combinations

from contactdesk.memories.item_key import item_key
from contactdesk.memories.reading import OpenItem

ITEM = OpenItem("$.a", "callback", "Call back", "high", "2026-03-02", "order", "o-1")


def test_place_and_priority_of_an_item_do_not_change_its_key():
    moved = OpenItem("$.b[7]", "callback", "Call back", "urgent", "2026-03-02", "order", "o-1")
    assert item_key("anna", ITEM) == item_key("anna", moved)


def test_key_is_the_same_in_every_run():
    assert item_key("anna", ITEM) == 1821987235712832948
    assert -(2**63) <= item_key("", OpenItem("")) < 2**63


def test_whatever_an_item_says_changes_its_key():
    others = [
        ("bob", ITEM),
        ("anna", OpenItem("$.a", "refund", "Call back", "high", "2026-03-02", "order", "o-1")),
        ("anna", OpenItem("$.a", "callback", "Call", "high", "2026-03-02", "order", "o-1")),
        ("anna", OpenItem("$.a", "callback", "Call back", "high", "2026-03-03", "order", "o-1")),
        ("anna", OpenItem("$.a", "callback", "Call back", "high", "2026-03-02", "case", "o-1")),
        ("anna", OpenItem("$.a", "callback", "Call back", "high", "2026-03-02", "order", "o-2")),
        ("annacallback", OpenItem("$.a", "", "Call back", "high", "2026-03-02", "order", "o-1")),
    ]
    keys = [item_key(*each) for each in [("anna", ITEM), *others]]
    assert all(one != other for one, other in combinations(keys, 2))


def test_text_that_no_file_can_hold_has_a_key():
    assert item_key("", OpenItem("", text="\ud800")) != item_key("", OpenItem(""))

"""contactdesk.memories.priority: known words in order, others after them."""

from contactdesk.memories.priority import PRIORITIES, UNKNOWN, rank


def test_known_priorities_are_ranked_in_any_case_and_others_come_last():
    words = ["p1", "Low", "", "URGENT", " high ", "medium", "normal"]
    ranked = sorted(words, key=rank)
    assert ranked == ["URGENT", " high ", "medium", "normal", "Low", "", "p1"]
    assert rank("p1") == UNKNOWN == len(PRIORITIES)

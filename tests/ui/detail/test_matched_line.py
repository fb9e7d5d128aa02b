import pytest

from contactdesk.ui.detail.matched_line import MAX_GROUPS, MAX_LINES, MatchedLine


@pytest.fixture
def line(qtbot):
    made = MatchedLine()
    qtbot.addWidget(made)
    return made


def test_each_group_is_a_link_to_its_first_place(line):
    line.show_groups([("name", 0), ("memory, summary", 3)])
    assert line.toPlainText() == "Matched in: name, memory, summary"
    for text, target in (("name", "0"), ("summary", "3")):
        assert line.document().find(text).charFormat().anchorHref() == target


def test_groups_beyond_the_limit_are_counted(line):
    line.show_groups([(f"field {number}", number) for number in range(MAX_GROUPS + 2)])
    assert line.toPlainText().endswith(f"field {MAX_GROUPS - 1}, and 2 more")


def test_line_is_hidden_without_groups(line):
    line.show_groups([("name", 0)])
    assert line.isVisible()
    line.show_groups([])
    assert not line.isVisible()


def test_height_follows_the_text_up_to_a_limit(line):
    line.resize(200, 10)
    line.show_groups([("name", 0)])
    one = line.height()
    line.show_groups([("a long name of a field " * 8, at) for at in range(MAX_GROUPS)])
    assert one < line.height() <= MAX_LINES * line.fontMetrics().lineSpacing() + 2

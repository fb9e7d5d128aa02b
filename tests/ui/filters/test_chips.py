"""Chips and the layout that puts them in lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from contactdesk.ui.filters.chips import WIDEST, Chip, FlowLayout, clear


def lines_of(box):
    return sorted({child.y() for child in box.findChildren(Chip) if child.isVisible()})


def test_chips_go_on_in_the_next_line_and_grow_the_height(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    for n in range(6):
        flow.addWidget(Chip(f"value number {n}", "Remove", box))
    box.resize(1_200, 200)
    box.show()
    assert len(lines_of(box)) == 1
    narrow = 200
    box.resize(narrow, 400)
    assert len(lines_of(box)) > 2
    assert flow.heightForWidth(narrow) > flow.heightForWidth(1_200)
    assert all(chip.geometry().right() <= narrow for chip in box.findChildren(Chip))


def test_right_to_left_starts_at_the_right(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow = FlowLayout(box)
    first, second = Chip("one", "Remove", box), Chip("two", "Remove", box)
    flow.addWidget(first)
    flow.addWidget(second)
    box.resize(600, 40)
    box.show()
    assert first.x() > second.x()
    assert first.geometry().right() == box.rect().right()


def test_a_chip_is_bounded_named_and_removable(qtbot):
    chip = Chip("<b>" + "long " * 500, "Remove long")
    qtbot.addWidget(chip)
    removed = []
    chip.removed.connect(lambda: removed.append(True))
    chip.show()
    assert chip.label.width() <= WIDEST
    assert chip.button.accessibleName() == "Remove long"
    chip.button.setFocus()
    qtbot.keyClick(chip.button, Qt.Key.Key_Space)
    assert removed == [True]


def test_clear_leaves_nothing(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    flow.addWidget(Chip("one", "Remove", box))
    clear(flow)
    assert flow.count() == 0
    assert flow.itemAt(0) is None

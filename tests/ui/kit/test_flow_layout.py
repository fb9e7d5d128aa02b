from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit.chips import Chip
from contactdesk.ui.kit.flow_layout import FlowLayout


def lines_of(box):
    return sorted({child.y() for child in box.findChildren(Chip) if child.isVisible()})


def test_widgets_wrap_and_the_height_grows(qtbot):
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


def test_clear_removes_every_widget(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    flow.addWidget(Chip("one", "Remove", box))
    flow.clear()
    assert flow.count() == 0
    assert flow.itemAt(0) is None

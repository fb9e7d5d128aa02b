"""Chips: removable values."""

from PySide6.QtCore import Qt

from contactdesk.ui.filters.chips import MAX_TEXT_WIDTH_PX, Chip


def test_chip_is_elided_named_and_removable(qtbot):
    chip = Chip("<b>" + "long " * 500, "Remove long")
    qtbot.addWidget(chip)
    removed = []
    chip.removed.connect(lambda: removed.append(True))
    chip.show()
    assert chip.label.width() <= MAX_TEXT_WIDTH_PX
    assert chip.button.accessibleName() == "Remove long"
    chip.button.setFocus()
    qtbot.keyClick(chip.button, Qt.Key.Key_Space)
    assert removed == [True]

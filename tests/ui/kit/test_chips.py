"""contactdesk.ui.kit.chips: removable values."""

from PySide6.QtCore import Qt

from contactdesk.ui.kit.chips import MAX_TEXT_WIDTH_PX, Chip, LinkChip


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


def test_text_of_a_link_chip_is_a_button(qtbot):
    chip = LinkChip("<b>&VIP " + "long " * 50, "Remove tag", "Show contacts", None)
    qtbot.addWidget(chip)
    heard = []
    chip.activated.connect(lambda: heard.append("activated"))
    chip.removed.connect(lambda: heard.append("removed"))
    chip.show()
    assert chip.label.text().startswith("<b>&&VIP long")
    assert chip.label.text().endswith("…")
    assert chip.label.accessibleDescription() == "Show contacts"
    qtbot.keyClick(chip.label, Qt.Key.Key_Space)
    qtbot.keyClick(chip.button, Qt.Key.Key_Space)
    assert heard == ["activated", "removed"]

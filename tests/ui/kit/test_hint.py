"""Notes: plain, in the color of what they say, without room while empty."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel


def test_an_empty_note_takes_no_room_and_one_without_a_parent_is_no_window(qtbot):
    note = HintLabel("words", "danger")
    assert not note.isVisible()
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(note)
    window.show()
    assert note.isVisible()
    note.say("")
    assert note.isHidden()
    note.say("<b>back</b>", "ok")
    assert note.isVisible()
    assert note.palette().color(QPalette.ColorRole.WindowText) == theme.color("ok")
    assert note.text() == "<b>back</b>"


def test_its_colour_follows_the_theme(qtbot):
    app = QApplication.instance()
    window = QWidget()
    qtbot.addWidget(window)
    note = HintLabel("words", "danger", window)
    seen = set()
    for scheme in ("dark", "light"):
        theme.apply(app, scheme)
        QApplication.processEvents()
        color = note.palette().color(QPalette.ColorRole.WindowText)
        assert color == theme.color("danger")
        seen.add(color.name())
    assert len(seen) == 2

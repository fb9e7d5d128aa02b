"""contactdesk.ui.kit.placeholder: says why there is nothing, and offers what to do."""

from PySide6.QtWidgets import QPushButton, QWidget

from contactdesk.ui.kit.placeholder import Placeholder


def test_placeholder_covers_its_widget_and_offers_what_it_is_told(qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(300, 200)
    over.show()
    page = Placeholder(over)
    assert (page.isVisible(), page.title()) == (False, "")
    page.show_texts("search", "<b>Nothing</b>", "hint", "Clear")
    assert page.title() == "<b>Nothing</b>"
    over.resize(400, 300)
    assert page.geometry() == over.rect()
    heard = []
    page.acted.connect(lambda: heard.append(1))
    first, second = (page.findChild(QPushButton, name) for name in ("emptyAction", "emptySecond"))
    first.click()
    assert heard == [1]
    assert not second.isVisible()
    page.hide()
    assert page.title() == ""

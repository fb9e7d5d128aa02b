"""The page of the first run: two ways to begin, one tile a vendor, all by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from contactdesk.providers import all_providers
from contactdesk.ui.window.welcome import WelcomePage


@pytest.fixture
def page(qtbot):
    made = WelcomePage(all_providers())
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.heard = []
    made.add_requested.connect(made.heard.append)
    made.demo_requested.connect(lambda: made.heard.append("demo"))
    return made


def test_each_vendor_has_a_tile_that_asks_for_its_account(page):
    assert set(page.tiles) == set(all_providers())
    for provider_id, tile in page.tiles.items():
        tile.click()
        assert page.heard[-1] == provider_id


def test_the_two_buttons(page, qtbot):
    page.setFocus()
    qtbot.keyClick(page.add_button, Qt.Key.Key_Space)
    qtbot.keyClick(page.demo_button, Qt.Key.Key_Return)
    assert page.heard == ["", "demo"]
    assert page.objectName() == "welcomePage"


def test_it_promises_what_holds(page):
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    for promise in ("Read-only", "local", "keyring"):
        assert promise in words


def test_a_narrow_page_wraps_and_keeps_every_button_in_reach(page):
    page.resize(340, 400)
    inside = page.widget()
    buttons = [button for button in inside.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) == len(page.tiles) + 2
    for button in buttons:
        right = button.mapTo(inside, button.rect().topRight()).x()
        assert right <= page.viewport().width()
    rows = {tile.y() for tile in page.tiles.values()}
    assert len(rows) > 1


def test_every_button_has_a_name(page):
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()

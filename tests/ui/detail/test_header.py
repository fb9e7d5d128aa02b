"""contactdesk.ui.detail.header: name, first e-mail and phone, each to copy.

Covers contactdesk.ui.kit.fixed_icon.
"""

import pytest
from PySide6.QtGui import QColor

from contactdesk.model import Contact
from contactdesk.ui.detail.header import DetailHeader
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.fixed_icon import FixedIcon
from tests.ui.detail.detail_records import provider


@pytest.fixture
def header(qtbot):
    made = DetailHeader()
    qtbot.addWidget(made)
    made.show()
    return made


def test_missing_contact_points_are_hidden(header):
    header.show_contact("A", provider(), Contact(id="c1", name=""))
    assert not header.mail.isVisible()
    assert not header.phone.isVisible()
    assert header._name.text() == "c1"
    header.show_contact("A", provider(), Contact(id="c1", name="Ada", phones=("+1", "+2")))
    assert header.phone.isVisible()
    assert header.phone._more.text() == "and 1 more"


def test_title_and_company_share_a_line(header):
    contact = Contact(id="c1", name="Ada", title="Countess", company="Engines")
    header.show_contact("A", provider(), contact)
    assert header._work.text() == "Countess · Engines"
    header.show_contact("A", provider(), Contact(id="c1", name="Ada", company="Engines"))
    assert header._work.text() == "Engines"


def test_account_named_like_its_vendor_is_named_once(header):
    header.show_contact("test vendor", provider(), Contact(id="c1", name="Ada"))
    assert header._account.text() == "test vendor"


def test_copy_button_copies_the_first_address(header, qtbot):
    contact = Contact(id="c1", name="Ada", emails=("a@example.com", "b@example.com"))
    header.show_contact("A", provider(), contact)
    with qtbot.waitSignal(header.copied) as copied:
        header.mail.button.click()
    assert copied.args == ["a@example.com"]
    assert header.mail.button.accessibleName() == "Copy e-mail address"


def test_icon_is_painted(qtbot):
    symbol = FixedIcon(32)
    qtbot.addWidget(symbol)
    symbol.show_icon(theme.avatar("Ada", "seed"))
    image = symbol.grab().toImage()
    middle = QColor(image.pixelColor(image.width() // 2, 3))
    assert middle == theme.tint("seed")

import pytest
from PySide6.QtGui import QColor

from contactdesk.model import Contact
from contactdesk.ui.detail.header import DetailHeader, Picture
from contactdesk.ui.kit import theme
from tests.ui.detail.detail_records import provider


@pytest.fixture
def header(qtbot):
    made = DetailHeader()
    qtbot.addWidget(made)
    made.show()
    return made


def test_only_what_is_known_takes_room(header):
    header.show_contact("A", provider(), Contact(id="c1", name=""))
    assert not header.mail.isVisible()
    assert not header.phone.isVisible()
    assert header._name.text() == "c1"
    header.show_contact("A", provider(), Contact(id="c1", name="Ada", phones=("+1", "+2")))
    assert header.phone.isVisible()
    assert header.phone._more.text() == "+1"


def test_title_and_company_stand_together(header):
    contact = Contact(id="c1", name="Ada", title="Countess", company="Engines")
    header.show_contact("A", provider(), contact)
    assert header._work.text() == "Countess · Engines"
    header.show_contact("A", provider(), Contact(id="c1", name="Ada", company="Engines"))
    assert header._work.text() == "Engines"


def test_an_account_named_as_its_vendor_says_it_once(header):
    header.show_contact("test vendor", provider(), Contact(id="c1", name="Ada"))
    assert header._account.text() == "test vendor"


def test_each_way_to_reach_copies_the_first(header, qtbot):
    contact = Contact(id="c1", name="Ada", emails=("a@example.com", "b@example.com"))
    header.show_contact("A", provider(), contact)
    with qtbot.waitSignal(header.copied) as copied:
        header.mail.button.click()
    assert copied.args == ["a@example.com"]
    assert header.mail.button.accessibleName() == "Copy e-mail address"


def test_a_picture_is_painted(qtbot):
    picture = Picture(8)
    qtbot.addWidget(picture)
    picture.show_icon(theme.avatar("Ada", "seed"))
    image = picture.grab().toImage()
    middle = QColor(image.pixelColor(image.width() // 2, 3))
    assert middle == theme.tint("seed")

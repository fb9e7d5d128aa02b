"""contactdesk.ui.detail.header: name, first e-mail and phone, each to copy.

Covers contactdesk.ui.kit.fixed_icon.
"""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from contactdesk.model import Contact
from contactdesk.providers import all_providers
from contactdesk.ui.detail.header import DetailHeader
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.fixed_icon import FixedIcon
from contactdesk.ui.person.wishes import PersonWishes
from tests.ui.detail.detail_records import provider

# A tool tip raises itself, which the off-screen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def header(qtbot):
    made = DetailHeader(PersonWishes())
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


def test_a_copy_button_says_that_it_copied_until_another_contact_is_shown(header):
    header.show_contact("A", provider(), Contact(id="c1", name="Ada", emails=("a@example.com",)))
    button = header.mail.button
    before = button.icon().pixmap(16).toImage()
    button.click()
    assert button.accessibleDescription() == "Copied"
    assert button.icon().pixmap(16).toImage() != before
    header.show_contact("A", provider(), Contact(id="c2", name="Bo", emails=("b@example.com",)))
    assert button.accessibleDescription() == "Copy e-mail address"
    assert button.icon().pixmap(16).toImage() == before


def test_icon_is_painted(qtbot):
    symbol = FixedIcon(32)
    qtbot.addWidget(symbol)
    symbol.show_icon(theme.avatar("Ada", "seed"))
    image = symbol.grab().toImage()
    middle = QColor(image.pixelColor(image.width() // 2, 3))
    assert middle == theme.tint("seed")


def triggered(menu, emitted):
    """{name of a menu's action: what it emits}"""
    found = {}
    for action in menu.actions():
        emitted.clear()
        action.trigger()
        if emitted:
            found[action.objectName()] = emitted[0]
    return found


FULL = Contact(
    id="c1",
    name="Ada “Byron”",
    title="Countess",
    company="Engines & Co",
    emails=("a@example.com",),
    phones=("+44 20 7946 0018",),
)


def test_name_title_and_company_lead_to_contacts_with_the_same(header):
    wanted = []
    header.search_wanted.connect(wanted.append)
    header.show_contact("A", provider(), FULL)
    assert triggered(header._name.copy_menu(), wanted) == {
        "actionSearchValue": '"Ada Byron"',
        "actionShowSame": 'name:"Ada Byron"',
    }
    menu = header._work.copy_menu()
    wanted.clear()
    for action in menu.actions():
        if action.objectName() == "actionShowSame":
            action.trigger()
    assert wanted == ['title:"Countess"', 'company:"Engines & Co"']


def test_fallback_of_a_name_is_no_name_to_search_for(header):
    wanted = []
    header.search_wanted.connect(wanted.append)
    header.show_contact("A", provider(), Contact(id="c1", name="", emails=("a@example.com",)))
    assert triggered(header._name.copy_menu(), wanted) == {"actionSearchValue": '"a@example.com"'}


def test_keyboard_opens_the_menu_of_an_address_on_its_copy_button(header):
    emitted = []
    header.search_wanted.connect(emitted.append)
    header.copied.connect(emitted.append)
    header.show_contact("A", provider(), FULL)
    for point, expected in (
        (header.mail, ["a@example.com", "a@example.com", 'email:"a@example.com"']),
        (header.phone, ["+44 20 7946 0018", "+44 20 7946 0018", 'phone:"+44 20 7946 0018"']),
    ):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), QPoint(2, 2))
        QApplication.sendEvent(point.button, event)
        (menu,) = point.findChildren(QMenu)
        assert list(triggered(menu, emitted).values()) == expected
        menu.close()


def test_address_that_is_not_to_be_used_says_so(header):
    vendor = all_providers()["close"]
    raw = {
        "emails": [{"email": "a@example.com", "is_unsubscribed": True}],
        "phones": [{"phone": "+1"}, {"phone": "+2", "outbound_sms_blocked": True}],
    }
    header.show_contact("A", vendor, vendor.contact(raw))
    assert header.mail._warning.text() == "Unsubscribed"
    assert header.mail._warning.isVisible()
    assert not header.phone._warning.isVisible()
    header.show_contact("A", vendor, vendor.contact({"emails": [{"email": "a@example.com"}]}))
    assert not header.mail._warning.isVisible()

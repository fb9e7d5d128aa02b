"""contactdesk.ui.accounts.sidebar: accounts with their states; the chosen one stays chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from contactdesk.ui.accounts.sidebar import AccountList, Entry


def entries(**states):
    whole = Entry("", "All contacts", "2 accounts", "230", QIcon())
    return [whole, *(Entry(name, name.title(), state, "5", QIcon()) for name, state in states.items())]  # fmt: skip


def test_the_first_entry_is_all_contacts(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="complete", close="failed"))
    assert accounts.scope() == ""
    assert accounts.objectName() == "accountList"
    assert accounts.accessibleName() == "Accounts"


def test_choosing_tells_and_new_words_do_not(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="not loaded", close="failed"))
    heard = []
    accounts.scope_changed.connect(heard.append)
    accounts.choose("close")
    accounts.show_entries(entries(bland="complete", close="loading…"))
    assert heard == ["close"]
    assert accounts.scope() == "close"


def test_what_is_selected_is_chosen_too(qtbot):
    """As assistive technology does it, which makes no line current."""
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="complete", close="complete"))
    heard = []
    accounts.scope_changed.connect(heard.append)
    line = accounts.model().index(2, 0)
    way = accounts.selectionModel().SelectionFlag.ClearAndSelect
    accounts.selectionModel().select(line, way)
    assert (accounts.scope(), heard) == ("close", ["close"])
    accounts.choose("bland")
    assert heard == ["close", "bland"]
    assert accounts.selectedIndexes() == [accounts.model().index(1, 0)]


def test_the_chosen_account_stays_chosen_when_others_come_and_go(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="complete", close="complete"))
    accounts.choose("close")
    accounts.show_entries(entries(askelephant="complete", bland="complete", close="complete"))
    assert accounts.scope() == "close"
    accounts.show_entries(entries(askelephant="complete"))
    assert accounts.scope() == ""


def test_a_reader_hears_name_state_and_count(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="600 of 4,310 loaded"))
    index = accounts.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Bland, 600 of 4,310 loaded, 5"


def test_it_paints_hostile_and_long_words(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.show_entries(entries(bland="x" * 5_000))
    accounts.resize(140, 200)
    assert not accounts.grab().isNull()


def ink(accounts):
    """The share of the first entry's ink that is in its left half."""
    image = accounts.grab().toImage()
    ground = image.pixel(image.width() // 2, 2)
    places = [x for x in range(image.width()) for y in range(30) if image.pixel(x, y) != ground]
    return sum(x < image.width() // 2 for x in places) / len(places)


def test_mirrored_list_has_its_counts_at_the_left(qtbot):
    accounts = AccountList()
    qtbot.addWidget(accounts)
    accounts.resize(220, 200)
    accounts.show_entries([Entry(name, "", "", "1,234", QIcon()) for name in ("", "bland")])
    accounts.choose("bland")
    assert ink(accounts) == 0
    accounts.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert ink(accounts) == 1

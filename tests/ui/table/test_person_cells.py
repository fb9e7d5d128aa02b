"""contactdesk.ui.table.person_cells in the table: vendors, disagreements and where a value is from."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStyleOptionViewItem

from contactdesk.people.columns import CONTACTS, DIFFERS, PERSON_PATHS, VENDORS
from contactdesk.ui.people.badges import BADGE_PX, GAP_PX, VendorBadges
from contactdesk.ui.table.model import ALL_COLUMNS, MATCHED, PEOPLE_COLUMNS, ContactTable
from contactdesk.ui.table.person_cells import PersonCells, VendorNames
from contactdesk.ui.table.view import ContactTableView
from tests.index.linked_by_hand import link_by_hand
from tests.index.people import page, vendor

HOSTILE = "<b>Acme</b>\u202e evil\u0000\n" + "x" * 50_000
ACCOUNTS = ("quo", "close", "bland")
NAMES = VendorNames(lambda: ACCOUNTS, str.title, lambda account: f"{account} <i>office</i>")


@pytest.fixture
def table(index, loop, qtbot):
    """A table with Maria, of three vendors, and Ben, of one."""

    async def fill():
        found = []
        for account, record in (
            ("close", {"id": "c1", "name": "Maria Ruiz"}),
            ("bland", {"id": "b1", "name": "Maria", "company": HOSTILE}),
            ("quo", {"id": "q1", "emails": [{"value": "m@x.example"}]}),
            ("quo", {"id": "q2", "name": "Ben", "company": "Bolt"}),
        ):
            listing = await index.listing(account)
            found += (await index.write_changes(listing, vendor(), page([record]))).new
        await link_by_hand(index, [found[:3]])
        return found

    ids = loop.run_until_complete(fill())
    model = ContactTable(index, str, vendor_names=NAMES)
    view = ContactTableView(model, badges=VendorBadges(lambda: ACCOUNTS))
    qtbot.addWidget(view)
    first, *others = PEOPLE_COLUMNS
    model.show_columns((first, MATCHED, *others), people=True)
    view.columns.restore({})
    view.resize(1_000, 200)
    view.show_ids(type(model.ids())("i", [ids[0], ids[3]]))
    view.show()
    return view


def at(table, row, path):
    model = table.model()
    return model.index(row, [column.path for column in model.columns].index(path))


def tip(table, row, path):
    index = at(table, row, path)
    return table.itemDelegate().tip_words(table, table.visualRect(index), index)


def test_vendors_are_named_in_the_order_of_the_accounts(table):
    assert at(table, 0, VENDORS).data() == "Quo, Close, Bland"
    assert table.model().vendors_at(0) == ACCOUNTS
    assert at(table, 1, VENDORS).data() == "Quo"


def test_tip_names_the_contact_that_a_value_is_from_unless_it_is_the_own_one(table):
    assert tip(table, 0, "email") == "From quo <i>office</i>"
    assert tip(table, 0, "name") == ""
    assert tip(table, 1, "company") == ""
    words = at(table, 0, "email").data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert words == "From quo <i>office</i>"


def test_tip_of_vendors_names_the_account_of_each_contact(table):
    said = tip(table, 0, VENDORS).split("\n")
    assert said == [f"{each} <i>office</i>" for each in ("close", "bland", "quo")]


def test_value_that_others_contradict_bears_a_mark(table, index, loop):
    def differ():
        with index.file.writer.connection as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM person")]
            connection.execute("DELETE FROM difference")
            for kind in ("name", "role"):
                connection.execute(
                    "INSERT INTO difference (person, kind, digest) VALUES (?, ?, 1)", (*ids, kind)
                )

    loop.run_until_complete(index.file.write(differ))
    table.model().reread()
    assert at(table, 0, "name").data() == "Maria Ruiz ≠"
    assert tip(table, 0, "name") == "Other contacts of this person differ"
    assert at(table, 1, "name").data() == "Ben"
    assert at(table, 0, DIFFERS).data() == "name, title or role"
    # They are said by facts of memories, not by the records.
    assert at(table, 0, "title").data() == ""


def test_hostile_text_of_another_contact_is_one_plain_line(table):
    words = at(table, 0, "company").data()
    assert words.startswith("<b>Acme</b>")
    assert not {"\u202e", "\x00", "\n"} & set(words)
    assert len(words) < 1_000
    table.grab()


def test_rows_are_painted_with_badges_also_from_right_to_left(table):
    left = table.grab().toImage()
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = table.grab().toImage()
    assert left != right
    index = at(table, 0, VENDORS)
    table.itemDelegate().prepare()
    assert table.itemDelegate().elided_text(table, QRect(0, 0, 1, 1), index) == ""


def test_badges_painted_by_qt_are_not_tinted_and_begin_at_the_right(table):
    delegate, option = table.itemDelegate(), QStyleOptionViewItem()
    dots = []
    for direction in Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft:
        table.setLayoutDirection(direction)
        delegate.prepare()
        delegate.initStyleOption(option, at(table, 1, VENDORS))
        modes = QIcon.Mode.Normal, QIcon.Mode.Selected
        plain, chosen = (option.icon.pixmap(option.decorationSize, 1, each) for each in modes)
        assert plain.toImage() == chosen.toImage()
        image, step = plain.toImage(), BADGE_PX + GAP_PX
        middles = range(BADGE_PX // 2, image.width(), step)
        dots.append([image.pixelColor(x, BADGE_PX // 2).alpha() > 0 for x in middles])
    # These badges are empty: only the dots of the vendors that are missing are seen.
    assert dots == [[False, True, True], [True, True, False]]


def test_kinds_that_are_not_known_are_named_as_they_are(index):
    cells = PersonCells(index, NAMES)
    assert cells.named(DIFFERS, ["email", "from-later"]) == ["e-mail address", "from-later"]
    assert cells.named(DIFFERS, None) == []
    assert cells.vendors(None) == cells.vendors("no list") == ()
    assert cells.vendors('["bland","gone","quo"]') == ("quo", "bland", "gone")


def test_columns_about_the_person_may_be_among_all_contacts(table, index):
    model = table.model()
    contacts = sorted(index.people.members_at_once(model.id_at(0)))
    model.show_columns(ALL_COLUMNS)
    table.show_ids(type(model.ids())("i", contacts))
    assert not model.shows_people
    counted = Counted(index)
    model._index = counted
    assert [at(table, row, "company").data() for row in range(3)].count("") == 2
    assert [each & set(PERSON_PATHS) for each in counted.read] == [set()]
    assert [at(table, row, CONTACTS).data() for row in range(3)] == ["3"] * 3
    assert at(table, 1, VENDORS).data() == "Quo, Close, Bland"
    # Each row is a contact: what another one has is not its own.
    assert [at(table, row, "email").data() for row in range(3)].count("") == 2
    assert tip(table, 0, "email") == ""
    table.grab()


class Counted:
    """An index that remembers which columns were read."""

    def __init__(self, index):
        self._index = index
        self.people = index.people
        self.read = []

    def rows(self, ids, columns, *, people=False):
        self.read.append({column.path for column in columns})
        return self._index.rows(ids, columns, people=people)

    def keys(self, ids):
        return self._index.keys(ids)


def test_what_contacts_rarely_have_is_read_once_it_is_shown(table, index):
    model, counted = table.model(), Counted(index)
    model._index = counted
    model.reread()
    for path in ("name", "email", VENDORS, DIFFERS):
        at(table, 0, path).data()
    assert len(counted.read) == 1
    assert "memory.summary" not in counted.read[0]
    assert at(table, 0, "memory.count").data() == at(table, 1, "memory.summary").data() == ""
    assert [("memory.summary" in each, "name" in each) for each in counted.read] == [
        (False, True),
        (True, False),
    ]
    assert at(table, 0, "email").data() == "m@x.example"
    assert model.value_at(1, at(table, 1, "memory.count").column()) is None


def test_person_who_is_gone_meanwhile_is_shown_without_what_was_not_read(table, index, loop):
    assert at(table, 1, "name").data() == "Ben"
    loop.run_until_complete(index.forget("quo"))
    assert at(table, 1, "memory.summary").data() == ""

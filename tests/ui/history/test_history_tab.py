"""contactdesk.ui.history.history_tab: versions of a contact, their differences, and old records.

Its parts: contactdesk.ui.history.versions, contactdesk.ui.history.diff_view,
contactdesk.ui.history.words, contactdesk.ui.kit.change_words.
"""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.history import kinds
from contactdesk.index import Version
from contactdesk.providers import all_providers
from contactdesk.ui.history.diff_view import MAX_DIFFERENCES
from contactdesk.ui.history.history_tab import HistoryTab
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.change_words import change_words

OPENCX = all_providers()["opencx"]
BLAND = all_providers()["bland"]


def record(**parts):
    return json.dumps({"id": "c-1", "name": "Ada", **parts}).encode()


def versions(*records, first=1_764_000_000.0, gone=None):
    """Versions of these records, the oldest first, noticed a day apart."""
    found = []
    for number, raw in enumerate(records):
        since = first + number * 86_400 if number else None
        until = first + (number + 1) * 86_400 if number + 1 < len(records) else gone
        of = () if since is None else (kinds.FIELD,)
        found.append(Version(raw, since, until, of, ("email",) if of else ()))
    return found[::-1]


@pytest.fixture
def shown(qtbot, qapp, until):
    theme.apply(qapp, "light")
    made = []

    async def show(found, provider=OPENCX, **options):
        async def read(_account, _vendor):
            return found

        tab = HistoryTab(read, **options)
        qtbot.addWidget(tab)
        made.append(tab)
        tab.resize(500, 600)
        tab.show()
        tab.show_contact("a", "c-1", provider)
        await until(lambda: not tab.is_busy)
        return tab

    yield show
    for tab in made:
        tab.end()


def rows(tab):
    model = tab.versions.model()
    return [
        (model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())
    ]


async def test_newest_version_is_compared_with_the_one_before(shown):
    tab = await shown(
        versions(record(email="a@x.org"), record(email="b@x.org"), record(email="c@x.org"))
    )
    listed = rows(tab)
    assert len(listed) == 3
    assert listed[0][1] == "E-mail changed"
    assert listed[-1] == ("Oldest record kept", "")
    assert tab.differences.as_text() == "E-mail\n− b@x.org\n+ c@x.org"
    text = tab.differences.toPlainText()
    assert "− b@x.org" in text
    assert "+ c@x.org" in text
    assert listed[0][0] in tab.caption.text()


async def test_old_and_new_differ_by_sign_and_color(shown, qapp):
    tab = await shown(versions(record(email="a@x.org"), record(email="b@x.org")))
    for look in ("light", "dark"):
        theme.apply(qapp, look)
        colors = {}
        block = tab.differences.document().begin()
        while block.isValid():
            fragment = block.begin().fragment()
            colors[block.text()[:1]] = fragment.charFormat().foreground().color()
            block = block.next()
        assert colors["−"] == theme.color("danger")
        assert colors["+"] == theme.color("ok")


async def test_two_chosen_versions_are_compared_whatever_lies_between(shown, until):
    tab = await shown(
        versions(record(email="a@x.org"), record(email="b@x.org"), record(email="c@x.org"))
    )
    tab.versions.selectAll()
    await until(lambda: tab.differences.as_text() == "E-mail\n− a@x.org\n+ c@x.org")
    tab.versions.choose(1)
    await until(lambda: tab.differences.as_text() == "E-mail\n− a@x.org\n+ b@x.org")


async def test_oldest_version_has_nothing_before_it_and_says_so(shown, until):
    tab = await shown(versions(record(email="a@x.org"), record(email="b@x.org")))
    tab.versions.choose(1)
    await until(lambda: not tab.is_busy)
    assert tab.caption.text() == "This is the oldest record kept: there is no earlier one."
    assert tab.differences.toPlainText() == ""
    assert not tab.copying.isEnabled()


async def test_caption_says_between_which_versions_the_differences_are(shown, until):
    tab = await shown(
        versions(record(email="a@x.org"), record(email="b@x.org"), record(email="c@x.org"))
    )
    newest, older, _oldest = (noticed for noticed, _what in rows(tab))
    assert tab.caption.text() == f"From {older} to {newest}"
    tab.versions.choose(1)
    await until(lambda: tab.caption.text() == f"From the oldest record kept to {older}")


async def test_times_alone_are_no_difference_until_they_are_wanted(shown, until):
    old = record(email="a@x.org", updated_at="2026-03-01T10:00:00Z")
    new = record(email="a@x.org", updated_at="2026-03-02T10:00:00Z")
    tab = await shown(versions(old, new))
    assert tab.differences.toPlainText() == "Only times differ."
    tab.times.trigger()
    assert tab.differences.as_text().count("\n") == 2
    assert "2026-03-02" in tab.differences.as_text()


async def test_contact_without_a_change_and_one_that_is_gone_are_told(shown):
    tab = await shown(versions(record()))
    assert "No changes noticed so far" in tab.state.text()
    assert tab.caption.text() == ""
    tab = await shown(versions(record(), gone=1_764_500_000.0))
    assert tab.state.text().startswith("Gone: not found since ")
    assert tab.caption.text() == "This is the oldest record kept: there is no earlier one."
    tab = await shown(versions(record(), record(email="b@x.org"), gone=1_764_500_000.0))
    assert tab.state.text().startswith("Gone: not found since ")
    tab = await shown([])
    assert tab.state.text() == "No record of this contact is kept."
    assert not tab.splitter.isVisible()


async def test_first_seen_never_poses_as_the_vendors_date(shown):
    new = Version(record(), 1_764_000_000.0, None, (kinds.NEW,))
    tab = await shown([new])
    assert tab.state.text().startswith("First seen here ")
    assert tab.caption.text() == ""
    tip = tab.versions.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "the change itself happened earlier" in tip


async def test_old_record_is_copied_and_saved_as_it_was_sent(shown, tmp_path, until):
    old = b'{ "id": "c-1",  "name": "Ada", "email": "a@x.org"}'
    tab = await shown(versions(old, record(email="b@x.org")))
    heard = []
    tab.copied.connect(heard.append)
    tab.versions.choose(1)
    tab.record_actions[0].trigger()
    assert heard == [old.decode()]
    tab.record_actions[1].trigger()
    dialog = tab.findChild(object, "QFileDialog") or next(
        each for each in tab.children() if type(each).__name__ == "QFileDialog"
    )
    out = tmp_path / "record.json"
    dialog.fileSelected.emit(str(out))
    await until(lambda: out.exists() and out.read_bytes() == old)
    dialog.close()


async def test_facts_and_open_items_are_named_with_their_agent(shown):
    def memory(facts, items):
        return {
            "persona_id": "p-1",
            "facts": facts,
            "open_items": [{"id": each, "description": each, "status": "open"} for each in items],
        }

    old = record(memories=[memory({"plan": "silver"}, ["Call back"])])
    new = record(memories=[memory({"plan": "gold", "city": "Lima"}, [])])
    tab = await shown(versions(old, new), BLAND, agent_name=lambda _account, _agent: "Sales")
    text = tab.differences.as_text()
    assert "Fact changed: Plan\n− silver\n+ gold" in text
    assert "Fact added: City\n+ Lima" in text
    assert "Sales" in text


async def test_very_many_differences_are_cut_and_counted(shown):
    old = record(custom_data={f"key {n}": "a" for n in range(MAX_DIFFERENCES + 20)})
    new = record(custom_data={f"key {n}": "b" for n in range(MAX_DIFFERENCES + 20)})
    tab = await shown(versions(old, new))
    assert "and 20 more" in tab.differences.toPlainText()


async def test_hostile_record_is_plain_text(shown):
    hostile = '<b>x</b>\u202e<img src="file:///etc/passwd">' + "y" * 10_000
    tab = await shown(versions(record(name="Ada"), record(name=hostile)))
    assert "<b>x</b>" in tab.differences.toPlainText()
    assert "\u202e" not in tab.differences.toPlainText()
    tab = await shown(versions(b"[1, 2", b"\xff\xfe"))
    assert tab.differences.as_text()


async def test_version_noticed_at_a_time_is_gone_to(shown, until):
    found = versions(record(email="a@x.org"), record(email="b@x.org"), record(email="c@x.org"))
    tab = await shown(found)
    tab.show_contact("a", "c-1", OPENCX, found[1].since)
    await until(lambda: not tab.is_busy)
    assert tab.versions.pair() == (found[2], found[1])


@pytest.mark.parametrize(
    ("of", "fields", "expected"),
    [
        ((kinds.NEW,), (), "New"),
        ((kinds.FIELD,), ("email",), "E-mail changed"),
        ((kinds.FIELD,), ("name", "phone"), "Name, phone changed"),
        ((kinds.FIELD,), ("phone", "formatted_as"), "Phone, formatted number changed"),
        ((kinds.FIELD,), ("a_b", "c", "d", "e"), "A b, c, d and 1 more changed"),
        ((kinds.FACT_ADDED,), ("fact.time_zone",), "Facts added: Time zone"),
        (
            (kinds.FACT_ADDED, kinds.FACT_DROPPED),
            ("fact.plan", "fact.city"),
            "Facts added, changed or dropped: Plan, city",
        ),
        ((kinds.ITEM_CLOSED, kinds.MESSAGE_ADDED), (), "Open items closed · Messages added"),
        ((kinds.FIELD,), (), "Changed"),
        ((kinds.FIELD,), ("{names}",), "{names} changed"),
    ],
)
def test_kinds_and_fields_are_words(of, fields, expected):
    assert change_words(of, fields) == expected


async def test_tab_goes_from_the_versions_through_the_buttons_to_the_differences(shown, until):
    tab = await shown(versions(record(email="a@x.org"), record(email="b@x.org")))
    tab.activateWindow()
    await until(tab.isActiveWindow)
    tab.setFocus()
    found = [QApplication.focusWidget()]
    for _ in range(3):
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    assert [found[0], found[3]] == [tab.versions, tab.differences]
    assert found[1].defaultAction() is tab.copying
    assert found[2].objectName() == "historyMenuButton"
    for before in found[2::-1]:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert before.hasFocus()

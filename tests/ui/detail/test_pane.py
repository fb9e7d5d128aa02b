"""contactdesk.ui.detail.pane: content, malformed and hostile data, layout.

Covers contactdesk.ui.detail.contact_tabs (which tabs there are, and which one stays open).
"""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from contactdesk.model import Field, Kind, Section
from contactdesk.providers.vendors import close
from contactdesk.search.query import parse
from contactdesk.ui.detail.maybe_same import MaybePerson
from contactdesk.ui.detail.offered_tabs import HISTORY
from contactdesk.ui.document.block_renderer import MAX_VALUE_CHARS
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.flow_layout import FlowLayout
from tests.ui.detail import shown_pane
from tests.ui.detail.detail_records import RECORD, provider
from tests.ui.detail.shown_pane import choose, show, text_of

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane


def tab_titles(pane):
    return [pane.tabs.tabText(at) for at in range(pane.tabs.count())]


def test_object_and_accessible_names(pane):
    assert pane.objectName() == "detailPane"
    assert pane.accessibleName() == "Contact details"


def test_details_show_every_value_formatted_by_its_kind(pane):
    show(pane)
    text = text_of(pane.details)
    for said in (
        "Ada Lovelace",
        "Europe/London · ",
        "ada@example.com",
        "Unsubscribed",
        "No answer",
        "1 min 01 s",
        "12 High Street\nLeeds",
        "two words",
        "Secret › Of",
        "life",
    ):
        assert said in text
    assert tab_titles(pane) == ["Details", "Memories (2)", "Raw"]


def test_header_shows_in_grey_what_stands_in_for_a_name(pane):
    colors = {}
    for raw in (RECORD, {**RECORD, "name": ""}):
        show(pane, raw)
        name = pane.findChild(QLabel, "contactName")
        colors[name.text().replace("\u200b", "")] = name.palette().color(
            QPalette.ColorRole.WindowText
        )
    assert colors == {"Ada Lovelace": theme.color("text"), "ada@example.com": theme.color("muted")}


# A tool tip raises itself, which the off-screen platform cannot.
@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_header_shows_name_account_and_contact_points(pane):
    raw = {**RECORD, "emails": [*RECORD["emails"], {"type": "home", "email": "b@example.com"}]}
    show(pane, raw)
    shown = {label.objectName(): label.text() for label in pane.findChildren(QLabel)}
    assert shown["contactName"] == "Ada Lovelace"
    assert shown["contactAccount"] == "Support EU · Test vendor"
    assert shown["primaryEmailText"] == "ada@example.com"
    pane.findChild(QToolButton, "primaryEmailCopy").click()
    assert QGuiApplication.clipboard().text() == "ada@example.com"
    assert not pane.findChild(QWidget, "primaryPhone").isVisible()
    assert not pane.findChild(QToolButton, "openAtVendor").isVisible()


def test_vendor_link_is_offered_only_when_it_is_safe(pane):
    show(pane, vendor=provider(link=lambda raw: "https://example.com/c1"))
    button = pane.findChild(QToolButton, "openAtVendor")
    assert button.isVisible()
    assert button.text() == "Open in Test vendor"
    show(pane, vendor=provider(link=lambda raw: "file:///etc/passwd"))
    assert not button.isVisible()


async def test_vendor_link_asks_before_opening(pane, until):
    show(pane, vendor=provider(link=lambda raw: "https://example.com/c1"))
    pane.findChild(QToolButton, "openAtVendor").click()

    def box():
        return QGuiApplication.instance().activeModalWidget()

    await until(box)
    assert "example.com" in box().text()
    box().reject()
    await until(lambda: box() is None)


def test_malformed_record_shows_a_warning(pane):
    show(pane, malformed="emails is not a list")
    notice = pane.findChild(QLabel, "oddRecord")
    assert notice.isVisible()
    assert "emails is not a list" in notice.text()
    show(pane)
    assert not notice.isVisible()


def test_one_memory_is_shown_at_a_time(pane):
    show(pane)
    choose(pane, 1)
    memories = pane.tabs.memories
    memories.chooser.choose(1)
    text = text_of(memories.page.view)
    for said in ("Wants an engine.", "Does it compute?", "Send the plans"):
        assert said in text
    assert "Asked about cards." not in text
    memories.chooser.choose(2)
    assert "Asked about cards." in text_of(memories.page.view)


def test_only_the_open_tab_is_rendered(pane):
    show(pane)
    memories = pane.tabs.memories
    assert memories.chooser.model.rowCount() == 0
    choose(pane, 1)
    assert memories.chooser.model.rowCount() == 3
    memories.chooser.choose(1)
    assert "Wants an engine." in text_of(memories.page.view)


def test_record_without_memories_has_no_such_tab(pane):
    show(pane)
    choose(pane, 1)
    show(pane, {**RECORD, "id": "c2", "memories": []})
    assert tab_titles(pane) == ["Details", "Raw"]
    assert pane.tabs.currentIndex() == 0
    # The reader's choice is remembered for the next contact that has one.
    show(pane, {**RECORD, "id": "c3"})
    assert pane.tabs.currentIndex() == 1


def test_chosen_memory_stays_chosen_by_its_agent(pane):
    show(pane)
    choose(pane, 1)
    pane.tabs.memories.chooser.choose(2)
    other = {**RECORD, "id": "c2", "memories": list(reversed(RECORD["memories"]))}
    show(pane, other)
    assert pane.tabs.memories.chooser.number == 1
    assert "Asked about cards." in text_of(pane.tabs.memories.page.view)


def test_raw_tab_stays_open_and_shows_the_new_contact(pane, qtbot):
    show(pane)
    choose(pane, 2)
    show(pane, {**RECORD, "id": "c9"})
    assert pane.tabs.currentWidget() is pane.raw
    model = pane.raw.model
    assert model.data(model.index(0, 1)) == "c9"


def test_refresh_keeps_the_scroll_position_and_another_contact_resets_it(pane):
    raw = {**RECORD, "more": {f"key {n}": f"value {n}" for n in range(80)}}
    show(pane, raw)
    bar = pane.details.verticalScrollBar()
    bar.setValue(300)
    show(pane, {**raw, "name": "Ada King"})
    assert bar.value() == 300
    assert "Ada King" in text_of(pane.details)
    show(pane, {**raw, "id": "c2"})
    assert bar.value() == 0


def test_clear_shows_no_contact(pane):
    assert not pane.is_showing()
    show(pane)
    assert pane.is_showing()
    assert pane.has_memories()
    assert pane.shows_section("E-mails")
    assert not pane.shows_section("Custom fields")
    pane.clear()
    assert not pane.is_showing()
    pane.set_query(parse("x"))
    pane.view.stepper.step_around(1)


def test_memories_are_opened_where_there_are_some(pane):
    show(pane)
    assert pane.open_memories()
    assert pane.tabs.currentWidget() is pane.tabs.memories
    show(pane, {**RECORD, "id": "c2", "memories": []})
    assert not pane.open_memories()
    assert pane.tabs.currentWidget() is pane.details


# Hostile and malformed data


def test_markup_is_shown_as_text(pane, tmp_path):
    magic = QImage(40, 40, QImage.Format.Format_RGB32)
    magic.fill(QColor(255, 0, 255))
    magic.save(str(tmp_path / "m.png"))
    bad = f'<b>N</b><img src="{tmp_path}/m.png">'

    def poisoned(value):
        if isinstance(value, dict):
            return {key: poisoned(each) for key, each in value.items()}
        if isinstance(value, list):
            return [poisoned(each) for each in value]
        return bad if isinstance(value, str) else value

    show(pane, poisoned(RECORD), malformed=bad, account=bad, query="N")
    for at in range(pane.tabs.count()):
        choose(pane, at)
        image = pane.grab().toImage()
        colors = {
            image.pixel(x, y) & 0xFFFFFF
            for x in range(0, image.width(), 4)
            for y in range(0, image.height(), 4)
        }
        assert 0xFF00FF not in colors
    assert "<b>N</b>" in text_of(pane.details)
    for label in pane.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_unsafe_link_is_plain_text(pane):
    show(pane)
    hrefs = set()
    part = pane.details.document().begin()
    while part.isValid():
        step = part.begin()
        while not step.atEnd():
            hrefs.add(step.fragment().charFormat().anchorHref())
            step += 1
        part = part.next()
    assert hrefs - {""} == {"open:https://example.com/ada", "tab:Memories"}


@pytest.mark.parametrize("junk", [None, 5, "text", [], {}, [[1]], [None, {"a": {}}], True])
def test_records_with_wrong_types_are_shown(pane, junk):
    raw = {**dict.fromkeys(RECORD, junk), "id": "c1"}
    show(pane, raw, query="text")
    for at in range(pane.tabs.count()):
        choose(pane, at)
    assert pane.is_showing()


def test_long_value_is_cut_until_expanded(pane):
    raw = {"id": "c", "name": "x", "note": "y" * 9_000}
    show(pane, raw)
    assert text_of(pane.details).count("y") == MAX_VALUE_CHARS
    pane.details.link_activated.emit("all:$.note")
    assert text_of(pane.details).count("y") == 9_000


# Layout


@pytest.mark.parametrize("width", [300, 420, 900])
def test_nothing_is_wider_than_the_pane(pane, width):
    raw = {**RECORD, "note": "w" * 400, "name": "N" * 300, "odd key " * 30: "v" * 300}
    pane.resize(width, 700)
    show(pane, raw, query="w")
    assert pane.width() == width
    for at in range(pane.tabs.count() - 1):
        choose(pane, at)
        page = pane.tabs.currentWidget()
        view = page if at == 0 else page.page.view
        assert view.document().size().width() <= view.viewport().width() + 1
        assert view.horizontalScrollBar().maximum() == 0


def test_header_is_not_squeezed_for_what_is_in_the_tabs(pane):
    show(pane)
    others = [MaybePerson(n, "Maria Garcia", "Close", close.PROVIDER) for n in range(3)]
    header = pane.view.header
    header.maybe_same.show_people(9, others)

    def make(parent):
        page = QWidget(parent)
        flow = FlowLayout(page)
        for _each in range(300):
            flow.addWidget(QToolButton(page))
        return page

    pane.tabs.offered.offer(HISTORY, "Flow", make)
    assert pane.tabs.open(HISTORY)
    QApplication.processEvents()
    pane.resize(240, 540)
    QApplication.processEvents()
    assert header.height() == header.heightForWidth(header.width())


def test_theme_change_recolors_the_document(pane, qapp):
    palette, sheet = qapp.palette(), qapp.styleSheet()
    try:
        theme.apply(qapp, "light")
        show(pane)
        theme.apply(qapp, "dark")
        cursor = pane.details.document().find("ada@example.com")
        assert cursor.charFormat().foreground().color() == theme.color("text")
        assert theme.color("text").lightness() > 128
    finally:
        qapp.setProperty(theme.SCHEME, "light")
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)


def test_focusable_widgets_have_accessible_names(pane):
    show(pane, query="engine")
    for widget in pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            label = isinstance(widget, QLabel) and widget.text()
            inner = widget.objectName().startswith("qt_")
            assert widget.accessibleName() or label or inner or widget.property("text"), widget


def test_every_kind_can_be_rendered(pane):
    fields = tuple(Field(kind.value, "$.v", kind) for kind in Kind)
    vendor = replace(provider(), sections=(Section("All", fields),))
    for value in ("2026-01-01", 5, True, ["a", "b"], {"a": {"b": 1}}):
        show(pane, {"id": "c", "v": value}, vendor=vendor)
        assert pane.details.toPlainText().count("\n") >= len(Kind)

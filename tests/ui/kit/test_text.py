"""Hostile text on its way to the screen: plain, bounded, in order, and never opened by itself.

For contactdesk.ui.kit.text, and contactdesk.ui.kit.sanitize below it.
"""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextCursor
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from contactdesk.ui.kit import tasks, text

EVIL = [
    "\u202e",
    "a\0b",
    "\ud800",
    "<b>x</b>",
    "\r\nTEL:1",
    "[*]",
    "&File",
    "a\u0301" * 40,
    "e" + "\u0301" * 90,
    "\u2067א",
    "שלום" * 100,
    " " * 2_000 + "end",
    "x" * 300_000,
]
TEXTS = st.text(max_size=80) | st.sampled_from(EVIL) | st.none() | st.integers()
S = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c")


@S
@given(TEXTS)
def test_a_line_is_one_bounded_line(s):
    got = text.line(s)
    assert len(got) <= text.CELL + 3
    assert not set(got) & (OVERRIDES | set("\n\t\r\0\u2028\u2029\x1b"))
    assert got.count("\u2068") == got.count("\u2069") <= 1
    got.encode()


@S
@given(TEXTS)
def test_a_block_is_bounded_and_has_no_controls(s):
    got = text.block(s)
    assert len(got) <= text.VIEW + text.VIEW // text.LONGEST_WORD + 1
    assert not set(got) & (OVERRIDES | set("\u2068\u2069"))
    assert not [c for c in got if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert max(map(len, got.split()), default=0) <= text.LONGEST_WORD + 1
    got.encode()


@S
@given(TEXTS)
def test_a_mnemonic_has_no_shortcut(s):
    assert "&" not in text.mnemonic(s).replace("&&", "")
    assert "\t" not in text.mnemonic(s)


@S
@given(TEXTS)
def test_a_title_is_never_marked_as_changed(s):
    assert "[*]" not in text.title(s)


@S
@given(TEXTS)
def test_a_tooltip_is_escaped_and_short(s):
    got = text.tooltip(s)
    assert got.count("<") == got.count(">") == (2 if got else 0)
    assert len(got) <= 5 * (text.TIP + 20) + 60


def test_what_is_readable_stays_as_it_is():
    for ours in ("Jane Doe", "Søren Ødegård", "山田太郎", "नमस्ते दुनिया", "👩‍👩‍👧 family", "e\u0301"):
        assert text.line(ours) == text.block(ours) == ours
    assert text.block("one\r\ntwo\tthree\u2028four") == "one\ntwo\tthree\nfour"
    assert text.block("a\x1b[0m\x7f") == "a␛[0m␡"
    assert text.line("  two\n\nlines ") == "two lines"
    assert text.line("\n" * 500 + "late") == "late"
    assert text.line("x" * 300) == "x" * 256 + "…"
    assert text.line("دمشق") == "\u2068دمشق\u2069"
    assert text.tooltip("  ") == ""


def test_an_override_cannot_turn_a_file_name_round():
    assert text.line("invoice_\u202efdp.exe") == "invoice_fdp.exe"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://x.com/a", "x.com"),
        ("http://x.com", "x.com"),
        ("HTTPS://X.com?q", "x.com"),
        ("https://x.com:8443/a", "x.com:8443"),
        ("http://[::1]:80/a", "[::1]:80"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("\thttps://x.com", ""),
        ("https://x.com/a b", ""),
        ("https://bank.com@evil.com/", ""),
        ("https://@evil.com/", ""),
        ("//x.com", ""),
        ("https:///etc", ""),
        ("smb://x/y", ""),
        ("\\\\evil\\share", ""),
        ("ms-msdt:/id", ""),
        ("https://x.com/\u202egpj", ""),
        ("data:text/html,x", ""),
        ("https://" + "x" * 3_000, ""),
        ("https://x.com\\@evil.com", ""),
        ("vbscript:x", ""),
        ("https://", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_web_addresses_with_a_host_are_links(url, host):
    link = text.web_link(url)
    assert (link[1] if link else "") == host
    if link:
        assert link[0].isValid()


@pytest.fixture
def magic(tmp_path):
    """A name that draws a magic pixel wherever text is taken for markup."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 0, 254))
    path = tmp_path / "m.png"
    assert image.save(str(path))
    return f'<b>N</b><img src="{path.as_posix()}">'


def has_magic(widget: QWidget) -> bool:
    picture = widget.grab().toImage()
    return any(
        picture.pixel(x, y) & 0xFFFFFF == 0xFF00FE
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    )


def test_markup_is_never_drawn(qtbot, magic):
    control = text.QLabel(magic)  # shows that the magic pixel is found where it is drawn
    control.resize(300, 80)
    assert has_magic(control)
    label = text.Label(magic, wrap=True)
    label.setTextFormat(Qt.TextFormat.RichText)
    elided = text.Label(magic, elide=True)
    for widget in (control, label, elided):
        qtbot.addWidget(widget)
        widget.resize(300, 120)
    assert not has_magic(label)
    assert not has_magic(elided)
    assert label.text() == magic


@pytest.mark.parametrize("put", ["append", "setHtml", "setMarkdown", "setText", "insertHtml"])
def test_a_view_takes_no_markup_by_any_door(qtbot, magic, put):
    view = text.TextView()
    qtbot.addWidget(view)
    view.resize(300, 120)
    getattr(view, put)(magic)
    assert view.toPlainText() == magic
    assert not has_magic(view)


@pytest.fixture
def set_direction(qapp):
    before = qapp.layoutDirection()
    yield qapp.setLayoutDirection
    qapp.setLayoutDirection(before)


def test_mirrored_label_keeps_the_direction_of_its_text(qtbot, set_direction):
    pictures = []
    for direction, align in (("LeftToRight", "AlignRight"), ("RightToLeft", "AlignLeft")):
        set_direction(getattr(Qt.LayoutDirection, direction))
        label = text.Label("+1 415 555 0192", elide=True)
        qtbot.addWidget(label)
        label.resize(160, 20)
        label.setAlignment(getattr(Qt.AlignmentFlag, align))
        pictures.append(label.grab().toImage())
    assert pictures[0] == pictures[1]


def test_an_elided_label_keeps_its_text_and_shows_it_in_a_tip(qtbot):
    label = text.Label("A long name of a company " * 4, elide=True)
    qtbot.addWidget(label)
    label.show()
    label.resize(80, 20)
    assert label.text() == ("A long name of a company " * 4).strip()
    assert "company" in label.toolTip()
    assert label.accessibleDescription() == label.text()
    assert label.minimumSizeHint().width() < 40
    label.resize(4_000, 20)
    assert label.toolTip() == ""
    assert label.accessibleDescription() == ""


def test_a_view_takes_no_paste_and_copies_plain_text(qtbot):
    view = text.TextView()
    qtbot.addWidget(view)
    view.insert("one ")
    view.insert("two", href="https://x.com")
    data = QMimeData()
    data.setHtml("<b>pasted</b>")
    data.setText("pasted")
    view.insertFromMimeData(data)
    view.selectAll()
    view.copy()
    clipboard = QApplication.clipboard().mimeData()
    assert clipboard.text() == "one two"
    assert not clipboard.hasHtml()


def test_links_of_a_view_are_said_and_never_opened(qtbot, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail(str(url)))
    view = text.TextView()
    qtbot.addWidget(view)
    view.resize(300, 100)
    view.insert("plain\n")
    view.insert("first", href="https://one.example")
    view.insert(" and ")
    view.insert("second", href="file:///etc/passwd")
    view.show()
    heard = []
    view.link_activated.connect(heard.append)
    cursor = QTextCursor(view.document())
    cursor.setPosition(8)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center()
    )
    assert heard == ["https://one.example"]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert len(heard) == 1
    view.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(2):
        assert view.focusNextPrevChild(True)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard[1:] == ["https://one.example", "file:///etc/passwd"]
    assert view.focusNextPrevChild(False)
    assert view.textCursor().selectedText() == "first"


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def box_of(window):
    return next((b for b in window.findChildren(QMessageBox) if b.isVisible()), None)


async def test_ask_says_yes_only_to_its_own_button(window, until, magic):
    answers = []
    for press in ("ok", "cancel", "escape", "close"):
        tasks.spawn(text.ask(window, magic, magic, "Remove & go", destructive=True), answers.append)
        box = await until(lambda: box_of(window))
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert not has_magic(box)
        ok = next(b for b in box.buttons() if b.objectName() == "okButton")
        assert box.defaultButton() is not ok
        if press == "ok":
            ok.click()
        elif press == "cancel":
            box.button(QMessageBox.StandardButton.Cancel).click()
        elif press == "escape":
            box.reject()
        else:
            box.close()
        await until(lambda: box_of(window) is None)
        await until(lambda: tasks.running() == 0)
    assert answers == [True, False, False, False]


async def test_a_cancelled_question_closes_its_box(window, until):
    task = tasks.spawn(text.ask(window, "Really?", "", "Yes"))
    await until(lambda: box_of(window))
    task.cancel()
    await until(lambda: box_of(window) is None)


async def test_a_link_is_opened_only_after_a_yes(window, until, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    for url, button in (
        ("https://аррӏе.com/p", "cancel"),
        ("https://x.com/p", "ok"),
        ("file:///etc/passwd", "told"),
    ):
        tasks.spawn(text.open_link(window, url))
        box = await until(lambda: box_of(window))
        if button == "cancel":
            assert "xn--80ak6aa92e.com" in box.text()
            box.reject()
        elif button == "ok":
            next(b for b in box.buttons() if b.objectName() == "okButton").click()
        else:
            assert "/etc/passwd" in box.informativeText()
            assert len(box.buttons()) == 1
            box.buttons()[0].click()
        await until(lambda: box_of(window) is None)
        await until(lambda: tasks.running() == 0)
    assert opened == ["https://x.com/p"]


HEBREW = "שלום (1)"


def test_text_selected_in_a_label_is_copied_without_marks_of_display(qtbot):
    label = text.Label(text.line(HEBREW), selectable=True)
    qtbot.addWidget(label)
    label.show()
    assert label.text() != HEBREW
    copy, everything = label.copy_menu().actions()
    assert not copy.isEnabled()
    everything.trigger()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == HEBREW
    label.setText(text.wrappable_address("jane@x.example\nsecond"))
    everything.trigger()
    label.copy_menu().actions()[0].trigger()
    assert QApplication.clipboard().text() == "jane@x.example\nsecond"


def test_text_selected_in_a_view_is_copied_without_marks_of_display(qtbot):
    view = text.TextView()
    qtbot.addWidget(view)
    word = "x" * 1_000
    view.insert(f"{text.line(HEBREW)} {text.wrappable(word)}")
    assert "\u200b" in view.toPlainText()
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == f"{HEBREW} {word}"


def test_zero_width_spaces_of_a_vendor_are_copied():
    thai = "น้ำ\u200bแข็ง"
    assert text.copied(text.block(thai)) == thai


@pytest.mark.parametrize("made", [text.wrappable, text.block, text.line])
def test_long_word_is_copied_in_one_piece(made):
    word = "w" * 250
    assert text.copied(made(word)) == word


def test_block_broken_inside_a_word_is_copied_in_one_piece():
    word = "w" * (3 * text.LONGEST_WORD + 5)
    assert "\n" in text.block(word)
    assert text.copied(text.block(word)) == word


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\u200b", "U+200B"),
        ("\u202e\u200f", "U+202E U+200F"),
        ("\u3164 \u2800", "U+3164 U+2800"),
        ("\u00ad" * 9, "U+00AD U+00AD U+00AD U+00AD…"),
        ("\ufe0f\U000e0041", "U+FE0F U+E0041"),
        ("\u00a0 \u3000", ""),
        ("", ""),
        ("\u200bA", "\u200bA"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_a_text_that_shows_nothing_is_named(hidden, shown):
    assert text.line(hidden) == shown
    assert text.block(hidden).strip() == shown


def test_a_tool_tip_is_described_in_plain_text(qtbot):
    label = text.Label("A name that does not fit", elide=True)
    qtbot.addWidget(label)
    label.setAccessibleDescription("Status")
    label.resize(20, 20)
    label.show()
    assert label.toolTip()
    assert label.accessibleDescription() == "Status"
    text.set_tip(label, "a < b")
    assert label.accessibleDescription() == "a < b"
    assert text.action_tip("<b>a</b>") == "‹b>a‹/b>"

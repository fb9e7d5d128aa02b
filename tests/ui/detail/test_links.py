"""Vendor links in the real pane: opened only when they are safe and the user confirms."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QMessageBox

from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import tasks
from tests.ui.detail.detail_records import contact, provider
from tests.ui.markup_probe import visible

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

LINKS = {
    "https://example.com/a": "example.com",
    "http://example.com:8080/?q=1": "example.com:8080",
    "HTTPS://EXAMPLE.com/": "example.com",
    "https://аррӏе.com/": "xn--80ak6aa92e.com",
    "http://[::1]:80/a": "[::1]:80",
    "https://example.com/%2e%2e/": "example.com",
    **dict.fromkeys(
        (
            *("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "vbscript:x"),
            *("ftp://example.com/", "smb://example.com/x", "ms-msdt:/id", "mailto:a@b.example"),
            *("https://bank.example@evil.example/", "https://@evil.example/", "//example.com/"),
            *("https:///etc/passwd", "\\\\evil\\share", "https://x.example\\@evil.example"),
            *("https://x.example/\u202egpj", "https://x.example/a b", "https://" + "x" * 3_000),
            *("\thttps://x.example", "https://x.exa\nmple/", "about:blank", ""),
        ),
        "",
    ),
}
"""A vendor's link -> the host to show before opening it; "" for a link that must stay plain text."""


@pytest.fixture
def opened(monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    return opened


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
@pytest.mark.parametrize("url", LINKS)
async def test_safe_links_open_after_confirmation_and_others_never(qtbot, until, opened, url, way):
    pane = DetailPane()
    qtbot.addWidget(pane)
    pane.resize(500, 700)
    pane.show()
    raw = {"id": "1", "name": "A", "links": [{"name": "site", "url": url}]}
    pane.show_contact("label", provider(), contact(raw), json.dumps(raw).encode(), parse(""))
    # Widgets may still move until the window is exposed.
    await until(lambda: pane.windowHandle() is not None and pane.windowHandle().isExposed())
    view, host = pane.details, LINKS[url]
    anchors = view._anchors()
    assert len(anchors) == (1 if host else 0)
    if not host:
        view._on_link("open:" + url)  # as if it had become one
        box = await until(lambda: visible(pane, QMessageBox))
        box.reject()
        await until(lambda: tasks.running() == 0)
        assert opened == []
        return
    for press in ("cancel", "okButton"):
        if way == "mouse":
            click(qtbot, view, anchors[0][0] + 2)
        else:
            view.moveCursor(QTextCursor.MoveOperation.Start)
            assert view.focusNextPrevChild(True)
            qtbot.keyClick(view, Qt.Key.Key_Return)
        box = await until(lambda: visible(pane, QMessageBox))
        assert host in box.text()
        assert opened == []
        if press == "cancel":
            box.reject()
        else:
            next(b for b in box.buttons() if b.objectName() == press).click()
        await until(lambda: tasks.running() == 0)
    assert len(opened) == 1


def click(qtbot, view, position):
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    view.setTextCursor(cursor)
    place = view.cursorRect(cursor).center()
    cursor.clearSelection()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

"""The demo's picture: loads, scrolls, opens a contact of each vendor, writes what it saw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from contactdesk.ui import theme
from contactdesk.ui.browser import Browser
from contactdesk.ui.main_window import MainWindow
from contactdesk.ui.sidebar import ACCOUNT

PATIENCE = 60.0
SIZE = QSize(1360, 760)


async def take_shot(window: MainWindow, file: Path) -> None:
    """Goes through every account as a person would; two windows' worth ends in the picture.

    Raises TimeoutError where something that should come does not, OSError where the file cannot
    be written.
    """
    window.resize(SIZE)
    await _until(lambda: window.browser() is not None)
    browser = window.browser()
    assert browser is not None
    pictures: list[QImage] = []
    for account_id in browser.account_ids():
        await _look_at(browser, account_id)
        if _is_worth_showing(browser):
            pictures.append(window.grab().toImage())
    browser.accounts.choose("")
    await _until(lambda: browser.table_model.rowCount() > 0)
    _write(_below_each_other(pictures), file)


async def _look_at(browser: Browser, account_id: str) -> None:
    """One account: its first page, the next one by scrolling, its first contact's details."""
    browser.accounts.choose(account_id)
    await _until(lambda: browser.accounts.currentIndex().data(ACCOUNT) == account_id)
    await _until(lambda: browser.table_model.rowCount() > 0)
    rows = browser.table_model.rowCount()
    browser.table.scrollToBottom()
    walk = browser.walks()[0]
    await _until(lambda: browser.table_model.rowCount() > rows or not walk.has_more)
    browser.table.scrollToTop()
    browser.table.go_to(browser.table_model.id_at(0))
    await _until(lambda: browser.detail.is_showing())
    browser.detail.open_last_tab_but_raw()
    await asyncio.sleep(0.1)


def _is_worth_showing(browser: Browser) -> bool:
    """Memories and custom fields: the vendors whose records hold most."""
    return browser.detail.has_own_tab() or browser.detail.shows_section("Custom fields")


def _below_each_other(pictures: list[QImage]) -> QImage:
    gap = 12
    width = max(picture.width() for picture in pictures)
    height = sum(picture.height() for picture in pictures) + gap * (len(pictures) - 1)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(QColor(theme.color("line")))
    painter = QPainter(whole)
    top = 0
    for picture in pictures:
        painter.drawImage(QPoint(0, top), picture)
        top += picture.height() + gap
    painter.end()
    return whole


def _write(picture: QImage, file: Path) -> None:
    writer = QImageWriter(str(file), QByteArray(b"png"))
    if not writer.write(picture):
        raise OSError(f"the picture could not be written: {writer.errorString()}")


async def _until(condition: Callable[[], bool]) -> None:
    """Lets the window live until the condition holds; Qt has no one signal for all of them."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)

"""The demo's screenshot: loads, scrolls, opens a contact of each vendor, and writes a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from contactdesk.ui.accounts.sidebar import ACCOUNT, PAGE_KEY
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.page_kinds import CHANGES, OPEN_ITEMS
from contactdesk.ui.changes import columns
from contactdesk.ui.changes.page import ChangesPage
from contactdesk.ui.detail.offered_tabs import TIMELINE
from contactdesk.ui.kit import theme
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.ui.worklist.page import OpenItemsPage
from contactdesk.userdata.keys import PEOPLE

TIMEOUT_S = 60.0
SIZE, GAP = QSize(1360, 760), 12
CUSTOM = "Custom fields"


async def take_shot(window: MainWindow, file: Path) -> None:
    """Goes through every account as a person would, then writes two views of the window.

    The first shows a contact with memories; the second, custom fields.
    Raises TimeoutError if something does not load, OSError if the file cannot be written.
    """
    window.resize(SIZE)
    browser = await opened(window)
    own: QImage | None = None
    custom: QImage | None = None
    for account_id in browser.account_ids():
        await show_account(browser, account_id)
        await _scroll_on(browser)
        await show_contact(browser)
        if own is None and browser.detail.has_memories():
            show_memories(browser)
            own = await picture(window)
        elif custom is None and browser.detail.shows_section(CUSTOM):
            browser.detail.details.go_to_section(CUSTOM)
            custom = await picture(window)
    browser.accounts.choose("")
    await _until(lambda: browser.table_model.rowCount() > 0)
    write(_stacked([each for each in (own, custom) if each is not None]), file)


async def opened(window: MainWindow) -> Browser:
    """The window's browser, once there is one."""
    await _until(lambda: window.browser() is not None)
    browser = window.browser()
    assert browser is not None
    return browser


async def show_account(browser: Browser, account_id: str) -> None:
    """Selects an account and waits for its first page."""
    browser.accounts.choose(account_id)
    await _until(lambda: browser.accounts.currentIndex().data(ACCOUNT) == account_id)
    await _until(lambda: browser.table_model.rowCount() > 0)


async def show_contact(browser: Browser, name: str = "") -> None:
    """Selects the first loaded contact, or the first with that name."""
    model = browser.table_model
    rows = range(model.rowCount())
    row = next((row for row in rows if name in ("", model.index(row, 0).data())), 0)
    browser.table.setFocus()
    browser.table.go_to(model.id_at(row))
    await _until(browser.detail.is_showing)


async def show_people(browser: Browser, name: str = "") -> None:
    """Shows people, and the page of the first one, or of the first with that name."""
    browser.accounts.choose(PEOPLE)
    await _until(lambda: browser.table.objectName() == "peopleTable")
    await _until(lambda: browser.table_model.rowCount() > 0)
    await show_contact(browser, name)


def show_memories(browser: Browser) -> None:
    """Shows what all agents remember about the contact."""
    browser.detail.open_memories()


async def show_memory(browser: Browser, number: int) -> None:
    """Shows what one agent remembers about the contact; `number` counts in the list, from 1."""
    show_memories(browser)
    memories = browser.detail.tabs.memories
    assert memories is not None
    await _until(lambda: memories.chooser.model.rowCount() > number)
    memories.chooser.choose(number)


def read_memories(window: MainWindow, *, is_on: bool) -> None:
    """Shows the memories over the whole window, or the whole window again."""
    window.actions_by_name["actionReadMemories"].setChecked(is_on)


async def show_open_items(browser: Browser) -> None:
    """Shows the open items of all contacts, and the memory of the first one."""
    browser.accounts.choose(PAGE_KEY + OPEN_ITEMS)
    await _until(lambda: isinstance(browser.pages.current(), OpenItemsPage))
    page = browser.pages.current()
    assert isinstance(page, OpenItemsPage)
    await _until(lambda: page.model.rowCount() > 0)
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.table.setFocus()
    await _until(browser.detail.is_showing)


async def load_all(window: MainWindow) -> None:
    """Loads what is left of every account."""
    browser = await opened(window)
    browser.accounts.choose("")
    await _until(lambda: len(browser.walks()) == len(browser.account_ids()))
    await _carry_out(window, "actionLoadAll")


async def refresh(window: MainWindow) -> None:
    """Reads the chosen accounts again."""
    await _carry_out(window, "actionRefreshContacts")


async def _carry_out(window: MainWindow, command: str) -> None:
    """Triggers a command that loads, and waits for its end."""
    browser = await opened(window)
    await _until(window.actions_by_name[command].isEnabled)
    window.actions_by_name[command].trigger()
    await _until(lambda: not window.loading.busy(browser.account_ids()) and not browser.is_busy())


async def show_changes(browser: Browser, name: str) -> None:
    """Shows what changed, and the history of the last contact with that name."""
    browser.accounts.choose(PAGE_KEY + CHANGES)
    await _until(lambda: isinstance(browser.pages.current(), ChangesPage))
    page = browser.pages.current()
    assert isinstance(page, ChangesPage)
    await _until(lambda: page.model.rowCount() > 0 and not browser.is_busy())
    rows = range(page.model.rowCount())
    row = max((row for row in rows if page.model.text_at(row, columns.NAME) == name), default=0)
    page.table.setCurrentIndex(page.model.index(row, 0))
    page.table.setFocus()
    await _until(lambda: browser.detail.is_showing() and not browser.is_busy())


async def show_timeline(browser: Browser) -> None:
    """Shows what happened with the person of the shown contact."""
    browser.detail.tabs.open(TIMELINE)
    await _until(lambda: not browser.is_busy())


async def picture(window: MainWindow) -> QImage:
    """The window once it is painted."""
    await asyncio.sleep(0.1)
    return window.grab().toImage()


async def _scroll_on(browser: Browser) -> None:
    rows = browser.table_model.rowCount()
    browser.table.scrollToBottom()
    walk = browser.walks()[0]
    await _until(lambda: browser.table_model.rowCount() > rows or not walk.has_more)
    browser.table.scrollToTop()


def _stacked(pictures: list[QImage]) -> QImage:
    width = max(picture.width() for picture in pictures)
    height = sum(picture.height() for picture in pictures) + GAP * (len(pictures) - 1)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(QColor(theme.color("line")))
    painter = QPainter(whole)
    top = 0
    for picture in pictures:
        painter.drawImage(QPoint(0, top), picture)
        top += picture.height() + GAP
    painter.end()
    return whole


def write(picture: QImage, file: Path) -> None:
    writer = QImageWriter(str(file), QByteArray(b"png"))
    if not writer.write(picture):
        raise OSError(f"the picture could not be written: {writer.errorString()}")


async def _until(condition: Callable[[], bool]) -> None:
    """Runs the event loop until the condition holds; no single Qt signal covers them all."""
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)

"""Finds markup that a window draws, or could draw, from hostile text.

The hostile text loads a picture with one unusual color: where that color shows up, Qt took the text
for markup.
"""

from functools import cache

import shiboken6
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QTextEdit,
    QWidget,
)

MAGIC = QColor(255, 0, 254)
PIXEL = bytes([254, 0, 255, 255])
"""The bytes of MAGIC in an image of Format_RGB32 on a little-endian machine."""

ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)
MAX_ROWS = 400


def magic_text(folder):
    """A text that draws magic pixels wherever it is taken for markup."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(MAGIC)
    path = folder / "m.png"
    assert image.save(str(path))
    return f'<b>N</b><img src="{path.as_posix()}">'


def shows_magic(widget: QWidget) -> bool:
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = bytes(picture.constBits())
    at = data.find(PIXEL)
    while at >= 0 and at % 4:
        at = data.find(PIXEL, at + 1)
    return at >= 0


def every_widget():
    """Every window, dialog, menu and popup, and every widget in them."""
    for top in QApplication.topLevelWidgets():
        yield top
        yield from top.findChildren(QWidget)


def visible(window: QWidget, kind):
    """The first visible widget of a class in the window."""
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def tips_of(model: QAbstractItemModel, parent=QModelIndex(), left=MAX_ROWS):
    """The tool tips, status tips and What's This texts of a model's cells."""
    for row in range(min(left, model.rowCount(parent))):
        # QAbstractListModel's columnCount is private.
        for column in range(
            1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        ):
            index = model.index(row, column, parent)
            yield from (str(tip) for role in ROLES if (tip := model.data(index, role)))
        below = model.index(row, 0, parent)
        if model.rowCount(below):
            yield from tips_of(model, below, 20)


def texts_qt_may_draw():
    """(widget, text) for every tool tip, status tip and What's This text."""
    for widget in every_widget():
        yield from (
            (widget, text)
            for text in (widget.toolTip(), widget.whatsThis(), widget.statusTip())
            if text
        )
        for action in widget.actions():
            yield from ((widget, text) for text in (action.toolTip(), action.statusTip()) if text)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((widget, text) for text in tips_of(widget.model()))


@cache
def tip_shows_magic(text: str) -> bool:
    """Whether a tool tip, which is a stock label, would take the text for markup."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.resize(600, 200)
    try:
        return shows_magic(label)
    finally:
        shiboken6.delete(label)  # at once, or it would be among the widgets that are probed


def rich_widgets():
    """Descriptions of widgets that would take a text for markup; there must be none."""
    for widget in every_widget():
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            if widget.text() and not _is_qts_own(widget):
                yield f"{widget.objectName() or widget} {widget.text()[:60]!r}"
        elif isinstance(widget, QMessageBox):
            if widget.textFormat() != Qt.TextFormat.PlainText:
                yield str(widget)
        elif isinstance(widget, QTextEdit) and "\ufffc" in widget.toPlainText():
            yield f"an object in {widget.objectName()}"


def _is_qts_own(widget: QWidget) -> bool:
    """Qt's own tool tip label, whose text is checked by its pixels instead."""
    return widget.inherits("QTipLabel")


def probe(where: str, found: list[str]) -> None:
    """Adds to `found` everything open now that shows the magic pixel, or could."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and shows_magic(top):
            found.append(f"{where}: a magic pixel in {top.objectName() or top}")
    found += [f"{where}: rich text in {widget}" for widget in rich_widgets()]
    found += [
        f"{where}: a tip of {widget.objectName() or widget} draws {text[:60]!r}"
        for widget, text in set(texts_qt_may_draw())
        if "<" in text and tip_shows_magic(text)
    ]

"""What a person could see of a window: its picture, and every text that Qt might draw."""

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
"""MAGIC as it lies in a picture of Format_RGB32 on this kind of computer."""

ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)
MOST_CELLS = 400


def magic_text(folder):
    """A name that draws magic pixels wherever text is taken for markup."""
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
    """Every window, dialog, menu and popup there is, and all that is in them."""
    for top in QApplication.topLevelWidgets():
        yield top
        yield from top.findChildren(QWidget)


def visible(window: QWidget, kind):
    """The first of this kind in the window that can be seen now."""
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def tips_of(model: QAbstractItemModel, parent=QModelIndex(), left=MOST_CELLS):
    """What the cells of a model would show in tool tips and the like."""
    for row in range(min(left, model.rowCount(parent))):
        # A list's own columnCount is private.
        for column in range(
            1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        ):
            index = model.index(row, column, parent)
            yield from (str(said) for role in ROLES if (said := model.data(index, role)))
        below = model.index(row, 0, parent)
        if model.rowCount(below):
            yield from tips_of(model, below, 20)


def texts_qt_may_draw():
    """(widget, text) of every tool tip, status tip and What's this."""
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
    """A tool tip is a stock label: it takes text for markup where it looks like some."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.resize(600, 200)
    try:
        return shows_magic(label)
    finally:
        shiboken6.delete(label)  # at once: it would be found among the labels of the window


def rich_widgets():
    """What would take a text for markup: none of these may be there."""
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
    """The tool tip that Qt shows is a label of its own: its text is judged by its pixels."""
    return widget.inherits("QTipLabel")


def look(where: str, found: list[str]) -> None:
    """Adds to `found` what of all that is open now shows the magic pixel, or could."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and shows_magic(top):
            found.append(f"{where}: a magic pixel in {top.objectName() or top}")
    found += [f"{where}: rich text in {said}" for said in rich_widgets()]
    found += [
        f"{where}: a tip of {widget.objectName() or widget} draws {text[:60]!r}"
        for widget, text in set(texts_qt_may_draw())
        if "<" in text and tip_shows_magic(text)
    ]

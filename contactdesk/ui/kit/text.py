"""Vendor text on its way to the screen: the one module that makes labels, boxes and links of it.

Vendor text may hold markup, bidirectional overrides, control characters or a megabyte
without a space. Qt draws markup by default and opens the files it names, so every text is plain
here, bounded, and cannot reorder ours.
"""

from __future__ import annotations

import asyncio
import unicodedata

# Classes that no first row needs are named by their module: PySide6 makes a class, and the enums in
# it, when it is first asked for.
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import (
    QCoreApplication,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStaticText,
    QTextOption,
    QTransform,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QStyle,
    QTextEdit,
    QToolTip,
    QWidget,
)

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.sanitize import (
    CELL,
    LABEL,
    LONGEST_WORD,
    TIP,
    TITLE,
    VIEW,
    block,
    copied,
    line,
    mnemonic,
    title,
    tooltip,
    wrappable,
    wrappable_address,
)
from contactdesk.ui.kit.utf16 import utf16_length

__all__ = [
    "CELL",
    "LABEL",
    "LONGEST_WORD",
    "TIP",
    "TITLE",
    "VIEW",
    "Label",
    "TextView",
    "action_tip",
    "ask",
    "block",
    "copied",
    "isolated",
    "laid_out",
    "line",
    "mnemonic",
    "open_link",
    "set_tip",
    "show_tip",
    "tell",
    "title",
    "tooltip",
    "web_link",
    "wrappable",
    "wrappable_address",
]

LONGEST_LINK = 2_048
_OUR_WAY = QTextOption()
_OUR_WAY.setTextDirection(Qt.LayoutDirection.LeftToRight)


def show_tip(at: QPoint, s: object, widget: QWidget, rect: QRect) -> None:
    """Shows a tool tip while the mouse is in `rect`; with nothing to say, hides what is shown."""
    QToolTip.showText(at, tooltip(s), widget, rect)


def set_tip(widget: QWidget, s: object) -> None:
    """Sets a widget's tool tip, and as its accessible description the same as plain text.

    Without a description Qt gives screen readers the tool tip itself, which is markup.
    """
    widget.setToolTip(tooltip(s))
    widget.setAccessibleDescription(line(s, TIP))


def action_tip(s: object) -> str:
    """A tool tip for an action, which has no description: plain, without what looks like markup."""
    return line(s, TIP).replace("<", "\u2039")


def isolated(s: str) -> str:
    """A line for a row of a mirrored window, in which it keeps its own direction: a phone number its
    plus in front, a sentence its period at its end."""
    return f"\u2068{s}\u2069" if s else s


def laid_out(s: str, font: QFont) -> QStaticText:
    """A line of plain text for a painter, laid out once, however often it is painted."""
    made = QStaticText(s)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextOption(_OUR_WAY)
    made.prepare(QTransform(), font)
    return made


def web_link(s: object) -> tuple[QtCore.QUrl, str] | None:
    """The address and its host as it is to be shown, or None where it must not be opened.

    Only http and https with a host, without user info, control, bidirectional or space
    characters. The host is in its `xn--` form, which has no look-alikes.
    """
    if not isinstance(s, str) or len(s) > LONGEST_LINK or "\\" in s:
        return None
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") for c in s):
        return None
    url = QtCore.QUrl(s, QtCore.QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in ("http", "https") or "@" in url.authority():
        return None
    host = url.host(QtCore.QUrl.ComponentFormattingOption.FullyEncoded)
    if not host:
        return None
    host = f"[{host}]" if ":" in host else host
    return url, host if url.port() < 0 else f"{host}:{url.port()}"


class Label(QLabel):
    """A label whose text is always plain and bounded.

    It is given no accessible name: that would hide its text from a screen reader. An elided label
    keeps its whole text for readers and shows it in a tool tip where it does not fit.
    """

    menu_made = Signal(QtWidgets.QMenu)  # before a selectable label's context menu opens

    def __init__(
        self,
        text: object = "",
        parent: QWidget | None = None,
        *,
        selectable: bool = False,
        wrap: bool = False,
        elide: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self._is_elided = elide
        self._tip = ""
        self.setObjectName(name)
        self.setWordWrap(wrap)
        if wrap:
            self.setMinimumWidth(1)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def setText(self, text: object) -> None:
        super().setText(line(text, LABEL) if self._is_elided else block(text, LABEL))
        self._fit()

    def setTextFormat(self, _format: Qt.TextFormat) -> None:
        """Stays plain."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().height(), hint.height()) if self._is_elided else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Copying: QLabel's own would copy what display put into the text.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QtGui.QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.hasSelectedText() and QtGui.QGuiApplication.clipboard().supportsSelection():
            self._copy(QtGui.QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        if not self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            super().contextMenuEvent(event)
            return
        self.copy_menu().popup(event.globalPos())

    def copy_menu(self) -> QtWidgets.QMenu:
        """The context menu of a selectable label."""
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(QCoreApplication.translate("text", "Copy"))
        copy.setEnabled(self.hasSelectedText())
        copy.triggered.connect(lambda: self._copy())
        everything = menu.addAction(QCoreApplication.translate("text", "Select all"))
        everything.triggered.connect(lambda: self.setSelection(0, utf16_length(self.text())))
        self.menu_made.emit(menu)
        return menu

    def _copy(self, mode: QtGui.QClipboard.Mode = QtGui.QClipboard.Mode.Clipboard) -> None:
        QtGui.QGuiApplication.clipboard().setText(copied(self.selectedText()), mode)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_elided:
            super().paintEvent(event)
            return
        shown = self._shortened()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            shown = isolated(shown)
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            QStyle.visualAlignment(self.layoutDirection(), self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )

    def _shortened(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def _fit(self) -> None:
        if self._is_elided:
            whole = self.text()
            has_description = self.accessibleDescription() not in ("", line(self._tip, TIP))
            self._tip = whole if self._shortened() != whole else ""
            if has_description:
                self.setToolTip(tooltip(self._tip))
            else:
                set_tip(self, self._tip)


class TextView(QTextEdit):
    """A document to read. Text comes in as plain text only, and nothing is opened by itself.

    Links are anchors set by `insert(…, href=…)`; a click, or Enter on the one Tab went to, gives
    `link_activated`.
    """

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setMouseTracking(True)
        self._pressed = ("", QPointF())

    def insert(
        self,
        text: object,
        form: QtGui.QTextCharFormat | None = None,
        *,
        href: str = "",
        is_quiet: bool = False,
        at: QtGui.QTextCursor | None = None,
    ) -> None:
        """Puts text in at a cursor, or at the end. A link that is quiet looks like text."""
        cursor = at or QtGui.QTextCursor(self.document())
        if at is None:
            cursor.movePosition(QtGui.QTextCursor.MoveOperation.End)
        form = QtGui.QTextCharFormat(form) if form is not None else QtGui.QTextCharFormat()
        if href:
            form.setAnchor(True)
            form.setAnchorHref(href)
        if href and not is_quiet:
            # Not the widget's own palette: when the theme changes, a parent's text is written before
            # its children have the new palette.
            form.setForeground(theme.color("accent"))
            form.setFontUnderline(True)
        cursor.insertText(block(text), form)

    def setPlainText(self, text: object) -> None:
        super().setPlainText(block(text))

    def setText(self, text: object) -> None:
        self.setPlainText(text)

    def setHtml(self, text: object) -> None:
        self.setPlainText(text)

    def setMarkdown(self, text: object) -> None:
        self.setPlainText(text)

    def insertHtml(self, text: object) -> None:
        self.insert(text, at=self.textCursor())

    def append(self, text: object) -> None:
        self.insert(text if self.document().isEmpty() else f"\n{text}")

    def insertFromMimeData(self, _source: QtCore.QMimeData) -> None:
        """Nothing is pasted or dropped here."""

    def canInsertFromMimeData(self, _source: QtCore.QMimeData) -> bool:
        return False

    def createMimeDataFromSelection(self) -> QtCore.QMimeData:
        """Copies as plain text: no markup leaves for another program."""
        data = super().createMimeDataFromSelection()
        # One of Python's own would outlive Python in the clipboard, and crash.
        words = copied(data.text())
        for each in data.formats():
            data.removeFormat(each)
        data.setText(words)
        return data

    def loadResource(self, _kind: int, _name: QtCore.QUrl | str) -> object:
        """No image, style sheet or file is ever read for a document."""
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = (self.anchorAt(event.position().toPoint()), event.position())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()
        (href, at), place = self._pressed, event.position()
        # A press on a link selects it, so a selection does not tell a drag from a click.
        is_near = (place - at).manhattanLength() < QApplication.startDragDistance()
        is_click = event.button() == Qt.MouseButton.LeftButton and is_near
        if href and is_click and href == self.anchorAt(place.toPoint()):
            self.link_activated.emit(href)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        href = self.textCursor().charFormat().anchorHref()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and href:
            self.link_activated.emit(href)
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from link to link, then on to the next widget."""
        cursor = self.textCursor()
        anchors = self._anchors()
        if forward:
            ahead = [a for a in anchors if a[0] >= cursor.selectionEnd()]
        else:
            ahead = [a for a in reversed(anchors) if a[1] <= cursor.selectionStart()]
        if not ahead:
            return super().focusNextPrevChild(forward)
        cursor.setPosition(ahead[0][0])
        cursor.setPosition(ahead[0][1], QtGui.QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def _anchors(self) -> list[tuple[int, int]]:
        """[start, end) of every link, in reading order."""
        found = []
        part = self.document().begin()
        while part.isValid():
            step = part.begin()
            while not step.atEnd():
                piece = step.fragment()
                if piece.charFormat().isAnchor() and piece.charFormat().anchorHref():
                    found.append((piece.position(), piece.position() + piece.length()))
                step += 1
            part = part.next()
        return found


def _box(parent: QWidget | None, heading: str, text: str) -> QtWidgets.QMessageBox:
    box = QtWidgets.QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title(heading))
    box.setText(block(heading, LABEL))
    box.setInformativeText(block(text, LABEL))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


async def _closed(box: QtWidgets.QMessageBox) -> None:
    """Opens a box without a nested event loop and waits until it is closed."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_finished(_result: int) -> None:
        if not done.done():
            done.set_result(None)

    box.finished.connect(on_finished)
    box.open()
    try:
        await done
    except asyncio.CancelledError:
        box.close()
        raise


async def ask(
    parent: QWidget | None, title: str, text: str, ok_text: str, destructive: bool = False
) -> bool:
    """Whether the person chose `ok_text`. Esc and closing the box are a no."""
    box = _box(parent, title, text)
    box.setIcon(
        QtWidgets.QMessageBox.Icon.Warning if destructive else QtWidgets.QMessageBox.Icon.Question
    )
    role = QtWidgets.QMessageBox.ButtonRole
    ok = box.addButton(mnemonic(ok_text), role.DestructiveRole if destructive else role.AcceptRole)
    ok.setObjectName("okButton")
    no = box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    no.setIcon(QIcon())  # the style's own does not follow our colors
    box.setEscapeButton(no)
    box.setDefaultButton(no if destructive else ok)
    chosen: list[bool] = []
    box.buttonClicked.connect(lambda button: chosen.append(button is ok))
    await _closed(box)
    return chosen == [True]


async def tell(parent: QWidget | None, title: str, text: str, warning: bool = False) -> None:
    """Says something and waits until it is closed."""
    box = _box(parent, title, text)
    box.setIcon(
        QtWidgets.QMessageBox.Icon.Warning if warning else QtWidgets.QMessageBox.Icon.Information
    )
    box.addButton(QtWidgets.QMessageBox.StandardButton.Ok).setIcon(QIcon())
    await _closed(box)


async def open_link(parent: QWidget | None, url: str) -> None:
    """Opens a web page after showing its host and asking; anything else is shown and refused."""
    tr = QCoreApplication.translate
    link = web_link(url)
    if link is None:
        reason = tr("text", "Only web addresses (http, https) are opened from here:")
        await tell(parent, tr("text", "This link was not opened"), f"{reason}\n\n{line(url)}", True)
        return
    address, host = link
    question = tr("text", "Open a page at {host}?").format(host=host)
    shown = address.toString(QtCore.QUrl.ComponentFormattingOption.FullyEncoded)
    if await ask(parent, question, line(shown, 600), tr("text", "Open in browser")):
        QtGui.QDesktopServices.openUrl(address)

"""The dialog that chooses one contact: of a few that are offered, or by a search."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from contactdesk.index import STAND_IN
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.window.contact_rows import Candidate, ContactRows

SEARCH_AFTER_MS = 150
COLUMNS = (*(CONTACT_COLUMNS[path] for path in ("name", "email", "phone")), STAND_IN)


class Found(Struct, frozen=True):
    """Row ids, and in words which contacts were searched and how many match."""

    ids: Sequence[int]
    words: str


class Offer(Struct, frozen=True):
    """A contact that is offered: what it is to the other one, and why, in words."""

    row_id: int
    remark: str = ""
    why: str = ""


Find = Callable[[str], Awaitable[Found]]


class Question(Struct, frozen=True):
    """The words of the dialog: `button` is what it does with the chosen contact."""

    title: str
    words: str
    button: str


class ContactChooser(QDialog):
    """What is offered is shown while nothing is searched; with `find`, there is a search field."""

    chosen = Signal(int)

    def __init__(
        self,
        context: WindowContext,
        question: Question,
        offered: Sequence[Offer],
        find: Find | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("contactChooser")
        self.setWindowTitle(text.title(question.title))
        self.setAccessibleName(question.title)
        self._context, self._offered, self._find = context, offered, find
        self.status = HintLabel(name="chooserStatus", parent=self)
        self._finding = LatestTask(self)
        self._finding.failed.connect(lambda _error: self.status.say(""))
        self._soon = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._soon.timeout.connect(self._start)
        self.finished.connect(lambda _result: self._stop())
        self.field = QLineEdit(self)
        self.field.setObjectName("chooserSearch")
        self.field.setAccessibleName(self.tr("Search contacts"))
        self.field.setPlaceholderText(self.tr("Search by name, e-mail, phone or anything else"))
        add_clear_button(self.field)
        self.field.setVisible(find is not None)
        self.field.textChanged.connect(lambda _text: self._soon.start())
        self.rows = ContactRows(self)
        self._arrange(question)
        self.rows.itemSelectionChanged.connect(self._on_row_changed)
        self.rows.itemActivated.connect(lambda _item: self._on_accepted())
        self._offer()
        (self.rows if find is None else self.field).setFocus()

    def _arrange(self, question: Question) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # The style's own icon does not follow our colors.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.choose_button = buttons.addButton(
            question.button, QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.choose_button.setObjectName("chooseButton")
        self.choose_button.setEnabled(False)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        column.addWidget(text.Label(question.words, wrap=True, name="chooserQuestion"))
        column.addWidget(self.field)
        column.addWidget(self.rows, 1)
        column.addWidget(self.status)
        hint = self.tr("Remembered on this computer only; nothing changes at the vendors.")
        column.addWidget(HintLabel(hint, name="chooserHint", parent=self))
        column.addWidget(buttons)
        # In the dialog: before, Qt would make Cancel the default when it opens.
        self.choose_button.setDefault(True)
        self.setMinimumWidth(150 * theme.unit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search field, Down goes on into the list."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.rows.count():
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
            self.rows.setCurrentRow(max(0, self.rows.currentRow()))
            return
        super().keyPressEvent(event)

    # The list

    def _offer(self) -> None:
        self._show(self._offered)
        words = ""
        if self._find is not None and not self._offered:
            words = self.tr("Type to search the contacts that are loaded.")
        self.status.say(words)

    def _start(self) -> None:
        typed = self.field.text().strip()
        if not typed or self._find is None:
            self._finding.cancel()
            self._offer()
        else:
            self._finding.start(self._found(self._find, typed), self._on_found)

    async def _found(self, find: Find, typed: str) -> Found:
        return await find(typed)

    def _on_found(self, found: Found) -> None:
        self._show([Offer(row_id) for row_id in found.ids])
        self.status.say(found.words)
        self.rows.setAccessibleDescription(found.words)

    def _show(self, offers: Sequence[Offer]) -> None:
        by_id = {each.row_id: each for each in offers}
        rows = self._context.index.rows(list(by_id), COLUMNS)
        self.rows.show_candidates([self._candidate(row, by_id[int(str(row[0]))]) for row in rows])

    def _candidate(self, row: tuple[object, ...], offer: Offer) -> Candidate:
        _row_id, account, name, email, phone, stand_in = row
        account_id = str(account)
        details = (
            self._context.account_label(account_id),
            *([offer.why] if offer.why else (email, phone)),
        )
        return Candidate(
            offer.row_id,
            text.line(name or stand_in or ""),
            " · ".join(text.line(each) for each in details if each),
            self._context.account_icon(account_id),
            offer.remark,
        )

    def _on_row_changed(self) -> None:
        self.choose_button.setEnabled(self.rows.candidate() is not None)

    def _on_accepted(self) -> None:
        if (candidate := self.rows.candidate()) is not None:
            self.accept()
            self.chosen.emit(candidate.row_id)

    def _stop(self) -> None:
        self._soon.stop()
        self._finding.cancel()

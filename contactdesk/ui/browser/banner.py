"""The notices above the table: one an account in trouble, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from contactdesk.errors import ContactDeskError, KeyProblemError
from contactdesk.security.redact import redact
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.wording import error_hint, error_title, sentence_case, tr, wait_words

MOST = 3
"""Banners that stand above the table at once."""


class Notice(Struct, frozen=True):
    """What a banner says. `account_id` "" is a notice about the program itself."""

    account_id: str
    words: str
    detail: str = ""
    tone: str = "warning"  # a colour role: warning or danger
    action: str = ""  # retry, hurry, key, afresh: what its button does
    action_words: str = ""
    second: str = ""  # a second choice, as `action`
    second_words: str = ""


def notice_of(walk: WalkState) -> Notice | None:
    """The notice a walk in trouble needs: account, cause, the vendor's words, next step."""
    error = walk.error
    if error is None:
        return None
    reference = f", request {text.line(error.request_id)}" if error.request_id else ""
    said = f" It said: “{text.line(error.said, 1_000)}”{reference}." if error.said else ""
    label = text.line(walk.account.label)
    # "Bland AI: Bland AI could not be reached" says it twice.
    title = error_title(error)
    head = f"{title}.{said}" if title.startswith(label) else f"{label}: {title}.{said}"
    detail = detail_of(walk, error)
    account = walk.account.id
    if walk.state is State.WAITING:
        words = f"{head} {sentence_case(wait_words(walk))}."
        return Notice(account, words, detail, "warning", "hurry", tr("Try now"))
    words = f"{head} {error_hint(error)}{' What was loaded is kept.' if walk.listing.pages else ''}"
    if walk.resumes_at is not None:
        words += f" {sentence_case(wait_words(walk))}."
    if error.kind == "other-organization":
        afresh, replace = tr("Start afresh"), tr("Use another key…")
        return Notice(account, words, detail, "danger", "afresh", afresh, "key", replace)
    if isinstance(error, KeyProblemError) and error.kind not in ("keyring-locked", "plan"):
        enter = error.kind not in ("key-refused", "forbidden")
        return Notice(
            account,
            words,
            detail,
            "danger",
            "key",
            tr("Enter key…") if enter else tr("Replace key…"),
        )
    return Notice(account, words, detail, "danger", "retry", tr("Retry"))


def detail_of(walk: WalkState, error: ContactDeskError) -> str:
    """What a person may send to somebody who can help; never a key, never a contact."""
    lines = (
        ("Account", walk.account.label),
        ("Vendor", walk.provider.title),
        ("Problem", f"{error_title(error)} ({error.kind})"),
        ("Status", str(error.status or "")),
        ("The vendor said", error.said),
        ("Request ID", error.request_id),
        ("Next step", wait_words(walk) if walk.resumes_at is not None else error_hint(error)),
        ("Loaded so far", f"{walk.listing.walked} contacts in {walk.listing.pages} pages"),
    )
    return redact("\n".join(f"{label}: {value}" for label, value in lines if value))


class Banner(QFrame):
    """One notice with its button, Copy details, and a way to put it away."""

    acted = Signal(str, str)  # the account's id, what to do
    copied = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Notice"))
        self._notice = Notice("", "")
        self._icon = text.Label()
        self._words = text.Label(wrap=True, selectable=True)
        self._words.setObjectName("bannerText")
        self._act = QPushButton()
        self._act.setObjectName("bannerAction")
        self._second = QPushButton()
        self._second.setObjectName("bannerSecond")
        self._copy = QPushButton(self.tr("Copy details"))
        self._copy.setObjectName("bannerCopy")
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setIcon(theme.icon("cancel"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for button in (self._act, self._second, self._copy, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._act.clicked.connect(self._on_acted)
        self._second.clicked.connect(
            lambda: self.acted.emit(self._notice.account_id, self._notice.second)
        )
        self._copy.clicked.connect(lambda: self.copied.emit(self._notice.detail))
        self._close.clicked.connect(lambda: self.dismissed.emit(self._notice.account_id))

    def show_notice(self, notice: Notice) -> None:
        if notice == self._notice:
            return
        is_new_tone = notice.tone != self._notice.tone or not self._words.text()
        self._notice = notice
        if is_new_tone:
            self._color()
        self._words.setText(notice.words)
        self._act.setText(notice.action_words)
        self._act.setVisible(bool(notice.action))
        self._second.setText(notice.second_words)
        self._second.setVisible(bool(notice.second))
        self._copy.setVisible(bool(notice.detail))
        self.setAccessibleDescription(text.line(notice.words, 1_000))

    def _color(self) -> None:
        tone = theme.color(self._notice.tone)
        faint = f"rgba({tone.red()},{tone.green()},{tone.blue()},0.12)"
        sheet = f"#banner {{ background: {faint}; border-left: 3px solid {tone.name()}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        icon = theme.icon("alert", self._notice.tone)
        self._icon.setPixmap(icon.pixmap(QSize(18, 18), self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Light became dark, or the other way round.
        if event.type() == QEvent.Type.PaletteChange and self._notice.words:
            self._color()

    def notice(self) -> Notice:
        return self._notice

    def _on_acted(self) -> None:
        self.acted.emit(self._notice.account_id, self._notice.action)


class BannerArea(QWidget):
    """The banners of all accounts in trouble, one below the other."""

    acted = Signal(str, str)
    copied = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    def show_notices(self, notices: list[Notice], own: Sequence[Notice] = ()) -> None:
        """The program's own notices, and at most MOST of accounts: the gravest, and one line for
        all others."""
        by_gravity = sorted(notices, key=lambda notice: notice.tone != "danger")
        if len(notices) > MOST:
            rest = len(notices) - MOST + 1
            words = self.tr("{} more accounts are in trouble; the list on the left says why.")
            by_gravity[MOST - 1 :] = [Notice("others", words.format(rest))]
        wanted = {notice.account_id: notice for notice in [*own, *by_gravity]}
        for gone in [account for account in self._banners if account not in wanted]:
            banner = self._banners.pop(gone)
            banner.hide()
            banner.deleteLater()
        for place, (account, notice) in enumerate(wanted.items()):
            if account not in self._banners:
                self._banners[account] = self._make()
            banner = self._banners[account]
            banner.show_notice(notice)
            # What came first is not what counts most.
            if self._column.indexOf(banner) != place:
                self._column.insertWidget(place, banner)
        self.setVisible(bool(wanted))

    def _make(self) -> Banner:
        banner = Banner(self)
        banner.acted.connect(self.acted)
        banner.copied.connect(self.copied)
        banner.dismissed.connect(self.dismissed)
        self._column.addWidget(banner)
        return banner

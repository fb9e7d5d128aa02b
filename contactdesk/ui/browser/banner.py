"""Banners above the table: one for each account in trouble, with the cause and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.security.redact import redact
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.wording import (
    contacts,
    error_hint,
    error_references,
    error_title,
    sentence_case,
    tr,
    translate,
    wait_words,
)

MAX_ACCOUNT_BANNERS = 3
"""More of them would leave no room for the table."""

NARROW_BANNER_UNITS = 150
"""Width below which the buttons are below the words, in units of spacing."""

Action = Literal["", "retry", "key", "edit", "refresh", "network", "start-over"]
"""What a banner's button does; "" hides the button."""

NEXT_STEPS: dict[str, tuple[Action, ...]] = {
    "key-refused": ("key",),
    "forbidden": ("key",),
    "key-missing": ("key",),
    "key-text": ("key",),
    "keyring-waiting": ("retry", "key"),
    "keyring-none": ("key", "retry"),
    "keyring-broken": ("retry", "key"),
    "keyring-unsafe": ("key", "retry"),
    "other-organization": ("start-over", "key"),
    "insecure-url": ("edit",),
    "not-found": ("edit", "retry"),
    "moved": ("edit", "retry"),
    "proxy": ("network", "retry"),
    "socks": ("network",),
    "cursor-loop": ("refresh",),
    "same-page": ("refresh",),
    "empty-pages": ("refresh",),
    "no-cursor": ("retry", "refresh"),
    "bad-cursor": ("retry", "refresh"),
}
"""Kind of error -> what its buttons do, as its next step in `error_words` says; else a retry."""

ADVISED_STEPS: dict[str, tuple[Action, ...]] = {
    "key-new": ("retry", "key"),
    "ca-file": ("network", "retry"),
    "certificate-name": ("edit", "retry"),
    "certificate-issuer": ("network", "retry"),
    "certificate-untrusted": ("network", "retry"),
    "proxy-scheme": ("network",),
}
"""The same by an error's `advice`, which is more precise than its kind."""


class Notice(Struct, frozen=True):
    """What a banner shows. `account_id` is "" for a notice about the program itself."""

    account_id: str
    words: str
    detail: str = ""
    tone: str = "warning"  # a color role: warning or danger
    action: Action = ""  # of its button
    action_words: str = ""
    second: Action = ""  # of its second button
    second_words: str = ""
    can_be_dismissed: bool = True


def notice_of(walk: WalkState) -> Notice | None:
    """A walk's notice: account, cause, the vendor's words and the next step; None without error."""
    error = walk.error
    if error is None:
        return None
    said = f" {_quotation(error)}" if error.said else ""
    label = text.line(walk.account.label)
    # Avoids "Bland AI: Bland AI could not be reached".
    title = error_title(error)
    head = f"{title}.{said}" if title.startswith(label) else f"{label}: {title}.{said}"
    detail = detail_of(walk, error)
    account = walk.account.id
    if walk.state is State.WAITING:
        words = f"{head} {sentence_case(wait_words(walk))}."
        return Notice(account, words, detail, "warning", "retry", tr("Try now"))
    words = f"{head} {error_hint(error)}"
    if walk.listing.pages:
        words += " " + tr("Contacts already loaded are still here.")
    if walk.resumes_at is not None:
        words += f" {sentence_case(wait_words(walk))}."
    first, second, *_ = (*_next_steps(error), "")
    return Notice(
        account,
        words,
        detail,
        "danger",
        first,
        action_words(first, error.kind),
        second,
        action_words(second, error.kind),
    )


def _next_steps(error: ContactDeskError) -> tuple[Action, ...]:
    return ADVISED_STEPS.get(error.advice) or NEXT_STEPS.get(error.kind, ("retry",))


def action_words(action: Action, kind: str) -> str:
    """The label of the button that does it, "" for none."""
    key = tr("Replace key…") if kind in ("key-refused", "forbidden") else tr("Enter key…")
    labels: dict[Action, str] = {
        "retry": tr("Retry"),
        "key": tr("Use another key…") if kind == "other-organization" else key,
        "edit": tr("Edit account…"),
        "refresh": tr("Refresh"),
        "network": tr("Network settings…"),
        "start-over": tr("Start over"),
    }
    return labels.get(action, "")


def _quotation(error: ContactDeskError) -> str:
    said = text.line(error.said, 1_000)
    if not error.request_id:
        return tr("It replied: “{}”.").format(said)
    return tr("It replied: “{}”, request {}.").format(said, text.line(error.request_id))


def pages(count: int) -> str:
    return translate("wording", "%Ln page(s)", "", count)


def detail_of(walk: WalkState, error: ContactDeskError) -> str:
    """The details to copy for support; never a key, never a contact."""
    lines = (
        (tr("Account"), walk.account.label),
        (tr("Vendor"), walk.provider.title),
        (tr("Problem"), f"{error_title(error)} ({error.kind})"),
        (tr("Status"), str(error.status or "")),
        (tr("Vendor's message"), error.said),
        *error_references(error),
        (tr("Request ID"), error.request_id),
        (tr("Next step"), wait_words(walk) if walk.resumes_at is not None else error_hint(error)),
        (tr("Loaded so far"), f"{contacts(walk.listing.walked)} · {pages(walk.listing.pages)}"),
    )
    return redact("\n".join(f"{label}: {value}" for label, value in lines if value))


class Banner(QFrame):
    """One notice with its buttons, "Copy details" and "Dismiss"."""

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
        buttons = QHBoxLayout()
        for button in (self._act, self._second, self._copy):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self._words, 1)
        self._body.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._icon)
        row.addLayout(self._body, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
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
        self._close.setVisible(notice.can_be_dismissed)
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
        # The color scheme changed.
        if event.type() == QEvent.Type.PaletteChange and self._notice.words:
            self._color()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BANNER_UNITS * theme.unit()
        directions = QBoxLayout.Direction
        way = directions.TopToBottom if is_narrow else directions.LeftToRight
        if way != self._body.direction():
            self._body.setDirection(way)

    def notice(self) -> Notice:
        return self._notice

    def _on_acted(self) -> None:
        self.acted.emit(self._notice.account_id, self._notice.action)


class BannerArea(QWidget):
    """All banners, one below the other."""

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
        """Shows the program's own notices, and the most severe ones of accounts.

        Beyond MAX_ACCOUNT_BANNERS, the last banner counts the other accounts.
        """
        by_severity = sorted(notices, key=lambda notice: notice.tone != "danger")
        if len(notices) > MAX_ACCOUNT_BANNERS:
            rest = len(notices) - MAX_ACCOUNT_BANNERS + 1
            words = self.tr("%Ln more account(s) have problems – see the sidebar.", "", rest)
            others = Notice("others", words, can_be_dismissed=False)
            by_severity[MAX_ACCOUNT_BANNERS - 1 :] = [others]
        wanted = {notice.account_id: notice for notice in [*own, *by_severity]}
        for gone in [account for account in self._banners if account not in wanted]:
            banner = self._banners.pop(gone)
            banner.hide()
            banner.deleteLater()
        for place, (account, notice) in enumerate(wanted.items()):
            if account not in self._banners:
                self._banners[account] = self._make()
            banner = self._banners[account]
            banner.show_notice(notice)
            # The order is by severity, not by time.
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

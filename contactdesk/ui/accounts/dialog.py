"""The dialog that adds an account, tries its key, and changes one that is there."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import (
    AccountsFileError,
    ContactDeskError,
    KeyringLockedError,
    NoKeyringError,
)
from contactdesk.http.client import Client
from contactdesk.model import Provider
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.ui.accounts.form import AccountForm
from contactdesk.ui.accounts.key_test import Answer, answer_of, try_key
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.text import Label, title

BUSY_AFTER = 200
"""Milliseconds before work is shown as such; what is quicker does not flicker."""

ICONS = {"ok": "check", "warning": "alert", "danger": "alert", "muted": "info"}


class AccountDialog(QDialog):
    """Adds an account, or with `account` changes one and may replace its key.

    The account stands in accounts.toml only together with its key: where the key cannot be saved,
    the file is put back as it was.
    """

    saved = Signal(str)

    def __init__(
        self,
        accounts: Accounts,
        keys: KeyStore,
        client: Client,
        providers: dict[str, Provider],
        account: Account | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._keys = keys
        self._client = client
        self._account = account
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("accountDialog")
        self.setAccessibleName(self.tr("Account"))
        self.setWindowTitle(title(self._heading()))
        self.form = AccountForm(accounts, providers, account)
        self._make_result()
        self._make_busy()
        self._lay_out()
        self._trial = LatestTask(self)
        self._trial.failed.connect(self._on_trial_failed)
        self._saving = LatestTask(self)
        self._saving.failed.connect(self._on_saving_failed)
        self._looking = LatestTask(self)
        self._looking.failed.connect(self._on_no_keyring)
        self.finished.connect(lambda _result: self._looking.cancel())
        for task in (self._trial, self._saving):
            task.busy_changed.connect(self._on_busy_changed)
        self.form.fit_wanted.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self.resize(460, 100)
        self._fit()
        first = self.form.vendor_box if account is None else self.form.label_field
        first.setFocus()

    def ask_for_key(self) -> None:
        """For an account whose key is to be replaced."""
        self.form.key_field.setFocus()

    def choose_vendor(self, provider_id: str) -> None:
        """For a new account: the vendor it is to be at; the key is asked for next."""
        self.form.choose_vendor(provider_id)
        self.form.key_field.setFocus()

    def look_for_keyring(self) -> None:
        """Says before a key is pasted where it could not be kept."""
        if not self._keys.session_only:
            self._looking.start(self._keys.probe(), lambda _name: None)

    def _on_no_keyring(self, error: ContactDeskError) -> None:
        if not self._result.isVisible() and not self._saving.busy and not self._trial.busy:
            run = self.tr("Kept for this run only, the key is gone when contactdesk is closed.")
            answer = answer_of(error, self.form.provider)
            self._say(replace(answer, tone="warning", detail=f"{answer.detail}\n{run}"))

    def _heading(self) -> str:
        if self._account is None:
            return self.tr("Add an account")
        return self.tr("Account {label}").format(label=self._account.label)

    def _make_result(self) -> None:
        self._result = QWidget()
        self._result_icon = Label(name="resultIcon")
        self._result_title = HintLabel(name="resultLine", selectable=True)
        self._result_detail = HintLabel(name="resultDetail", selectable=True)
        self.hold_button = QPushButton(self.tr("Keep the key for this run only"))
        self.hold_button.setObjectName("holdButton")
        self.hold_button.clicked.connect(self._on_hold)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._result_title)
        words.addWidget(self._result_detail)
        words.addWidget(self.hold_button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self._result)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._result_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._say(None)

    def _make_busy(self) -> None:
        self._busy = QWidget()
        self._busy_line = HintLabel(name="busyLine")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Working"))
        self.cancel_work_button = QPushButton(self.tr("Cancel"))
        self.cancel_work_button.setObjectName("cancelWorkButton")
        self.cancel_work_button.clicked.connect(self._on_cancel_work)
        words = QVBoxLayout()
        words.addWidget(self._busy_line)
        words.addWidget(bar)
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.cancel_work_button)
        self._busy.hide()
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_AFTER)
        self._busy_timer.timeout.connect(self._on_busy_for_long)

    def _lay_out(self) -> None:
        self.test_button = QPushButton(self.tr("&Test key"))
        self.test_button.setObjectName("testButton")
        self.test_button.setAccessibleName(self.tr("Test key"))
        self.test_button.clicked.connect(self._on_test)
        self.close_button = QPushButton(self.tr("Cancel"))
        self.close_button.setObjectName("closeButton")
        self.close_button.clicked.connect(self.reject)
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setObjectName("saveButton")
        self.save_button.setAccessibleName(self.tr("Save"))
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._on_save)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save_button)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.form, self._result, self._busy):
            self._inside.addWidget(widget)
        self._inside.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        margin = 4 * theme.unit()
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.addWidget(scroll, 1)
        outer.addLayout(buttons)
        self._outer = outer

    def _fit(self) -> None:
        """As high as its words need, but not higher than the screen."""
        around = self._outer.contentsMargins()
        width = self.width() - around.left() - around.right()
        needed = self._inside.totalHeightForWidth(width) + self.save_button.sizeHint().height()
        needed += around.top() + around.bottom() + self._outer.spacing() + 2
        room = self.screen().availableGeometry().height() * 9 // 10
        self.resize(QSize(self.width(), min(needed, room)))
        if self._result.isVisible():
            self._scroll.ensureWidgetVisible(self._result)

    def _say(self, answer: Answer | None, *, offers_run: bool = False) -> None:
        """The line under the fields; None takes it away."""
        self._result.setVisible(answer is not None)
        self.hold_button.setVisible(offers_run)
        if answer is not None:
            icon = theme.icon(ICONS[answer.tone], answer.tone)
            self._result_icon.setPixmap(icon.pixmap(QSize(18, 18), self.devicePixelRatioF()))
            self._result_title.say(answer.title, answer.tone)
            self._result_detail.say(answer.detail)
        else:
            self._result_title.say("")
            self._result_detail.say("")
        QTimer.singleShot(0, self._fit)

    def _on_test(self) -> None:
        self._say(None)
        self.form.clear_problems()
        base_url = self.form.base_url()
        key = "" if self._uses_saved_key() else self.form.key()
        if base_url is None or not (key or self._uses_saved_key()):
            self.form.focus_problem()
            return
        provider = self.form.provider
        self._busy_line.setText(self.tr("Asking {vendor}…").format(vendor=provider.title))
        self._trial.start(
            self._try(replace(provider, base_url=base_url or provider.base_url), key), self._say
        )

    def _uses_saved_key(self) -> bool:
        return self._account is not None and not self.form.has_key

    async def _try(self, provider: Provider, key: str) -> Answer:
        if not key and self._account is not None:
            key = await self._keys.get(self._account.id, self._account.keyring)
        return await try_key(self._client, provider, key, self.form.label)

    def _on_trial_failed(self, error: ContactDeskError) -> None:
        self._say(answer_of(error, self.form.provider))

    def _on_save(self) -> None:
        self._save(for_this_run=False)

    def _on_hold(self) -> None:
        self._save(for_this_run=True)

    def _save(self, *, for_this_run: bool) -> None:
        if self._saving.busy:
            return
        self._trial.cancel()
        self._say(None)
        self.form.clear_problems()
        label_is_free = self.form.label_is_free()
        base_url = self.form.base_url()
        keeps_key = self._uses_saved_key()
        key = "" if keeps_key else self.form.key()
        if not label_is_free or base_url is None or not (key or keeps_key):
            self.form.focus_problem()
            return
        self._busy_line.setText(self.tr("Waiting for your keyring…"))
        self._saving.start(self._write(base_url, key, for_this_run), self._on_saved)

    async def _write(self, base_url: str, key: str, for_this_run: bool) -> str:
        """Writes account and key, both or neither; the account's id."""
        label, before = self.form.label, self._account
        if before is None:
            account = self._accounts.add(self.form.provider.id, label, base_url)
        else:
            account = self._accounts.change(before.id, label=label, base_url=base_url)
        if not key:
            return account.id
        try:
            if for_this_run:
                self._keys.hold(account.id, key)
            else:
                name = await self._keys.save(account.id, key, account.keyring)
                self._accounts.change(account.id, keyring=name)
        except BaseException:  # cancelling too leaves nothing behind
            if before is None:
                self._accounts.remove(account.id)
            else:
                self._accounts.change(before.id, label=before.label, base_url=before.base_url)
            raise
        return account.id

    def _on_saved(self, account_id: str) -> None:
        self.form.forget_key(self.tr("Saved"))
        self.saved.emit(account_id)
        self.accept()

    def _on_saving_failed(self, error: ContactDeskError) -> None:
        if error.kind == "label-taken":
            self.form.say_label_taken()
            self.form.focus_problem()
            return
        offers_run = isinstance(error, NoKeyringError | KeyringLockedError)
        answer = answer_of(error, self.form.provider)
        if isinstance(error, AccountsFileError):
            answer = replace(answer, tone="danger")
        elif offers_run:
            hint = answer.detail
            if error.kind == "keyring-none":
                hint = self.tr("Install a Secret Service such as gnome-keyring to keep keys.")
            answer = replace(answer, tone="warning", detail=self._offer(hint))
        self._say(answer, offers_run=offers_run)
        # Not the button: a second Enter must not keep the key for this run unread.
        self.form.key_field.setFocus()

    def _offer(self, hint: str) -> str:
        nothing = self.tr("Nothing was saved.")
        run = self.tr("Kept for this run only, the key is gone when contactdesk is closed.")
        return f"{hint}\n{nothing} {run}"

    def _on_cancel_work(self) -> None:
        was_saving = self._saving.busy
        self._trial.cancel()
        self._saving.cancel()
        if was_saving:
            detail = self._offer("").strip()
            self._say(Answer("warning", self.tr("Cancelled"), detail), offers_run=True)
            self.form.key_field.setFocus()

    def _on_busy_changed(self, _busy: bool) -> None:
        busy = self._trial.busy or self._saving.busy
        if busy and not self._busy_timer.isActive():
            self._busy_timer.start()
        self.form.setEnabled(not self._saving.busy)
        if not busy:
            self._busy_timer.stop()
            self._busy.hide()

    def _on_busy_for_long(self) -> None:
        self._busy_line.say(self._busy_line.text())
        self._busy.show()
        QTimer.singleShot(0, self._fit)

    def reject(self) -> None:
        """Esc ends what is under way first, and closes the dialog when nothing is."""
        if self._trial.busy or self._saving.busy:
            self._on_cancel_work()
            return
        self.form.forget_key()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._trial.cancel()
        self._saving.cancel()
        super().closeEvent(event)

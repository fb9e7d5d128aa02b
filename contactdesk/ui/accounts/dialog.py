"""The dialog that adds an account, tests its key, and edits an existing account."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
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
from contactdesk.ui.accounts.answer_panel import AnswerPanel, BusyPanel
from contactdesk.ui.accounts.form import AccountForm
from contactdesk.ui.accounts.key_test import Answer, answer_of, try_key
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.text import ask, line, title


class AccountDialog(QDialog):
    """Adds an account; with `account`, edits that one and may replace its key.

    An account is in accounts.toml only together with its key: if the key cannot be saved, the file
    is restored.
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
        self._answer = AnswerPanel(self)
        self._answer.hold_requested.connect(lambda: self._save(session_only=True))
        self._busy = BusyPanel(self)
        self._busy.cancel_requested.connect(self._on_cancel_work)
        self._busy.appeared.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self._lay_out()
        self._key_test = LatestTask(self)
        self._key_test.failed.connect(self._on_test_failed)
        self._saving = LatestTask(self)
        self._saving.failed.connect(self._on_saving_failed)
        self._asking = LatestTask(self)
        self._keyring_probe = LatestTask(self)
        self._keyring_probe.failed.connect(self._on_no_keyring)
        for task in (self._asking, self._keyring_probe):
            self.finished.connect(lambda _result, task=task: task.cancel())
        for task in (self._key_test, self._saving):
            task.busy_changed.connect(self._on_busy_changed)
        self.form.fit_wanted.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self.resize(460, 100)
        self._fit()
        (self.form.vendor_box if account is None else self.form.label_field).setFocus()

    def ask_for_key(self) -> None:
        """Puts the cursor where a new key goes."""
        self.form.key_field.setFocus()

    def choose_vendor(self, provider_id: str) -> None:
        """Preselects the vendor of a new account and puts the cursor in the key field."""
        self.form.choose_vendor(provider_id)
        self.form.key_field.setFocus()

    def probe_keyring(self) -> None:
        """Warns before a key is pasted if it could not be saved."""
        if not self._keys.session_only:
            self._keyring_probe.start(self._keys.probe(), lambda _name: None)

    def _on_no_keyring(self, error: ContactDeskError) -> None:
        if not self._answer.isVisible() and not self._saving.busy and not self._key_test.busy:
            run = self.tr("Without a keyring, the key is gone when contactdesk closes.")
            answer = answer_of(error, self.form.provider)
            self._say(replace(answer, tone="warning", detail=f"{answer.detail}\n{run}"))

    def _heading(self) -> str:
        if self._account is None:
            return self.tr("Add an account")
        return self.tr("Edit account – {label}").format(label=self._account.label)

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
        self.save_button.clicked.connect(lambda: self._save(session_only=False))
        buttons = QHBoxLayout()
        buttons.addWidget(self.test_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save_button)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.form, self._answer, self._busy):
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
        """As tall as its text needs, but no taller than 90 % of the screen."""
        around = self._outer.contentsMargins()
        width = self.width() - around.left() - around.right()
        needed = self._inside.totalHeightForWidth(width) + self.save_button.sizeHint().height()
        needed += around.top() + around.bottom() + self._outer.spacing() + 2
        room = self.screen().availableGeometry().height() * 9 // 10
        self.resize(QSize(self.width(), min(needed, room)))
        if self._answer.isVisible():
            self._scroll.ensureWidgetVisible(self._answer)

    def _say(self, answer: Answer | None, *, offers_session: bool = False) -> None:
        self._answer.show_answer(answer, offers_session=offers_session)
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
        self._busy.set_words(self.tr("Asking {vendor}…").format(vendor=provider.title))
        self._key_test.start(
            self._try(replace(provider, base_url=base_url or provider.base_url), key), self._say
        )

    def _uses_saved_key(self) -> bool:
        return self._account is not None and not self.form.has_key

    async def _try(self, provider: Provider, key: str) -> Answer:
        if not key and self._account is not None:
            key = await self._keys.get(self._account.id, self._account.keyring)
        return await try_key(self._client, provider, key, self.form.label)

    def _on_test_failed(self, error: ContactDeskError) -> None:
        self._say(answer_of(error, self.form.provider))

    def _save(self, *, session_only: bool) -> None:
        if self._saving.busy:
            return
        self._key_test.cancel()
        self._say(None)
        self.form.clear_problems()
        label_is_free = self.form.label_is_free()
        base_url = self.form.base_url()
        keeps_key = self._uses_saved_key()
        key = "" if keeps_key else self.form.key()
        if not label_is_free or base_url is None or not (key or keeps_key):
            self.form.focus_problem()
            return
        self._busy.set_words(self.tr("Waiting for your keyring…"))
        self._saving.start(
            self._owner_of(key, base_url, session_only),
            lambda owner: self._on_owner_found(owner, base_url, key, session_only),
        )

    async def _owner_of(self, key: str, base_url: str, session_only: bool) -> str:
        """The label of another account at the same server that has this key, "" for none."""
        provider, own = self.form.provider, self._account.id if self._account else ""
        server = base_url or provider.base_url
        others = [
            each
            for each in self._accounts
            if each.provider == provider.id
            and each.id != own
            and (each.base_url or provider.base_url) == server
        ]
        if not key or session_only:
            return ""
        owner = await self._keys.owner_of(key, {each.id: each.keyring for each in others})
        return next((each.label for each in others if each.id == owner), "")

    def _on_owner_found(self, owner: str, base_url: str, key: str, session_only: bool) -> None:
        def write(wanted: bool) -> None:
            if wanted:
                self._saving.start(self._write(base_url, key, session_only), self._on_saved)

        if not owner:
            write(True)
            return
        title = self.tr("“{label}” already has this key").format(label=line(owner))
        words = self.tr("Both accounts would show the same contacts, and load them twice.")
        self._asking.start(ask(self, title, words, self.tr("Save anyway")), write)

    async def _write(self, base_url: str, key: str, session_only: bool) -> str:
        """Writes account and key, both or neither. Returns the account's id."""
        label, region, before = self.form.label, self.form.region_box.region, self._account
        if before is None:
            account = self._accounts.add(self.form.provider.id, label, base_url, region)
        else:
            account = self._accounts.change(
                before.id, label=label, base_url=base_url, region=region
            )
        if not key:
            return account.id
        try:
            if session_only:
                self._keys.hold(account.id, key)
            else:
                name = await self._keys.save(account.id, key, account.keyring)
                self._accounts.change(account.id, keyring=name)
        except BaseException:  # a cancellation, too, leaves nothing behind
            if before is None:
                self._accounts.remove(account.id)
            else:
                self._accounts.change(
                    before.id,
                    label=before.label,
                    base_url=before.base_url,
                    region=before.region,
                )
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
        offers_session = isinstance(error, NoKeyringError | KeyringLockedError)
        answer = answer_of(error, self.form.provider)
        if isinstance(error, AccountsFileError):
            answer = replace(answer, tone="danger")
        elif offers_session:
            hint = answer.detail
            if error.kind == "keyring-none":
                hint = self.tr("Install a Secret Service such as gnome-keyring to keep keys.")
            answer = replace(answer, tone="warning", detail=self._offer(hint))
        self._say(answer, offers_session=offers_session)
        # Not the button: a second Enter must not accept a session-only key unread.
        self.form.key_field.setFocus()

    def _offer(self, hint: str) -> str:
        nothing = self.tr("Nothing was saved.")
        run = self.tr("Without a keyring, the key is gone when contactdesk closes.")
        return f"{hint}\n{nothing} {run}"

    def _on_cancel_work(self) -> None:
        was_saving = self._saving.busy
        self._key_test.cancel()
        self._saving.cancel()
        if was_saving:
            detail = self._offer("").strip()
            self._say(Answer("warning", self.tr("Canceled"), detail), offers_session=True)
            self.form.key_field.setFocus()

    def _on_busy_changed(self, _busy: bool) -> None:
        self._busy.show_busy(self._key_test.busy or self._saving.busy)
        self.form.setEnabled(not self._saving.busy)

    def reject(self) -> None:
        """Esc cancels work under way first; with none, it closes the dialog."""
        if self._key_test.busy or self._saving.busy:
            self._on_cancel_work()
            return
        self.form.forget_key()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._key_test.cancel()
        self._saving.cancel()
        super().closeEvent(event)

"""The fields of an account: vendor, label, key, server and country, each with its problem below it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import AccountsFileError, KeyTextError
from contactdesk.model import Provider
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.base_url import check_base_url
from contactdesk.profile.key_text import clean_key
from contactdesk.ui.accounts.region_box import RegionBox
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import Label, line, mnemonic, set_tip
from contactdesk.ui.kit.wording import error_summary

translate = QCoreApplication.translate

MAX_LABEL_LENGTH = 80


class AccountForm(QWidget):
    """For a new account; with `account`, for an existing one, whose vendor is fixed.

    A saved key is never shown again: `key` takes what was typed, `forget_key` clears the field.
    """

    fit_wanted = Signal()

    def __init__(
        self,
        accounts: Accounts,
        providers: dict[str, Provider],
        account: Account | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._providers = providers
        self._account = account
        self._default_label = ""
        self._default_url = ""
        self._last_key_length = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.unit())
        self._make_vendor()
        self._make_label()
        self._make_key()
        self._make_server()
        self._make_region()
        self._on_vendor_changed()

    @property
    def provider(self) -> Provider:
        return self._providers[str(self.vendor_box.currentData())]

    @property
    def label(self) -> str:
        return " ".join(self.label_field.text().split())

    @property
    def has_key(self) -> bool:
        return bool(self.key_field.text().strip())

    def choose_vendor(self, provider_id: str) -> None:
        position = self.vendor_box.findData(provider_id)
        if position >= 0:
            self.vendor_box.setCurrentIndex(position)

    def key(self) -> str:
        """The cleaned key; "" if there is none to use, with the reason below the field."""
        self._clean_key()
        if not self.has_key:
            self._say(self.key_problem, self.tr("Paste the key here."))
            return ""
        try:
            return clean_key(self.key_field.text())
        except KeyTextError as error:
            self._say(self.key_problem, error_summary(error))
            return ""

    def base_url(self) -> str | None:
        """The server's address, "" for the vendor's own; None if unusable, with the reason below it."""
        try:
            checked = check_base_url(self.url_field.text())
        except AccountsFileError as error:
            self._say(self.url_problem, error_summary(error))
            return None
        return "" if checked == self.provider.base_url.rstrip("/") else checked

    def label_is_free(self) -> bool:
        """Whether the label can be used; if not, the reason is shown below the field."""
        own = self._account.id if self._account is not None else ""
        casefolded = self.label.casefold()
        if not self.label:
            self._say(self.label_problem, self.tr("Enter a label for the account."))
        elif any(each.id != own and each.label.casefold() == casefolded for each in self._accounts):
            self.say_label_taken()
        else:
            return True
        return False

    def say_label_taken(self) -> None:
        self._say(self.label_problem, self.tr("This label is already in use. Choose another."))

    def clear_problems(self) -> None:
        for problem in (self.label_problem, self.key_problem, self.url_problem):
            problem.say("")

    def focus_problem(self) -> None:
        """Moves the cursor to the first field with a problem."""
        for problem, field in (
            (self.label_problem, self.label_field),
            (self.key_problem, self.key_field),
            (self.url_problem, self.url_field),
        ):
            if problem.text():
                field.setFocus()
                return

    def forget_key(self, placeholder: str = "") -> None:
        self.key_field.clear()
        self._last_key_length = 0
        self.key_note.say("")
        if placeholder:
            self.key_field.setPlaceholderText(placeholder)

    def _say(self, problem: HintLabel, text: str) -> None:
        problem.say(text)
        self.fit_wanted.emit()

    def _row(self, caption: str, field: QWidget, *below: QWidget) -> None:
        label = Label(caption, self)
        label.setBuddy(field)
        self._column.addWidget(label)
        holder = field.parentWidget() if field.parentWidget() is not self else field
        self._column.addWidget(holder or field)
        for widget in below:
            self._column.addWidget(widget)
        self._column.addSpacing(theme.unit())

    def _make_vendor(self) -> None:
        self.vendor_box = ChoiceBox(self)
        self.vendor_box.setObjectName("providerBox")
        self.vendor_box.setAccessibleName(self.tr("Vendor"))
        self.vendor_box.setIconSize(QSize(18, 18))
        for provider in self._providers.values():
            icon = theme.vendor_icon(provider.id, provider.title)
            self.vendor_box.addItem(icon, line(provider.title), provider.id)
        if self._account is not None:
            self.vendor_box.setCurrentIndex(self.vendor_box.findData(self._account.provider))
            self.vendor_box.setEnabled(False)
        self.vendor_box.currentIndexChanged.connect(self._on_vendor_changed)
        self._row(self.tr("&Vendor"), self.vendor_box)

    def _make_label(self) -> None:
        self.label_field = QLineEdit(self)
        self.label_field.setObjectName("labelField")
        self.label_field.setAccessibleName(self.tr("Label"))
        self.label_field.setMaxLength(MAX_LABEL_LENGTH)
        self.label_problem = HintLabel(tone="danger", parent=self, name="labelProblem")
        self.label_field.textEdited.connect(lambda _text: self.label_problem.say(""))
        if self._account is not None:
            self.label_field.setText(self._account.label)
        self._row(self.tr("&Label"), self.label_field, self.label_problem)

    def _make_key(self) -> None:
        self.key_field = QLineEdit(self)
        self.key_field.setObjectName("keyField")
        self.key_field.setAccessibleName(self.tr("API key"))
        self.key_field.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_problem = HintLabel(tone="danger", parent=self, name="keyProblem")
        self.key_note = HintLabel(parent=self, name="keyNote")
        self.key_help = HintLabel(parent=self, name="keyHelp", selectable=True)
        self.key_field.textEdited.connect(self._on_key_edited)
        self.key_field.editingFinished.connect(self._clean_key)
        below = (self.key_problem, self.key_note, self.key_help)
        self._row(self.tr("API &key"), self.key_field, *below)

    def _make_server(self) -> None:
        box = QWidget(self)
        self.url_field = QLineEdit(box)
        self.url_field.setObjectName("baseUrlField")
        self.url_field.setAccessibleName(self.tr("Server URL"))
        self.server_button = QToolButton(box)
        self.server_button.setObjectName("serverButton")
        self.server_button.setIcon(theme.icon("chevron-down"))
        self.server_button.setAccessibleName(self.tr("Choose a server"))
        set_tip(self.server_button, self.tr("Choose a server"))
        self.server_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.server_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.server_menu = QMenu(self.server_button)
        self.server_button.setMenu(self.server_menu)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.url_field, 1)
        row.addWidget(self.server_button)
        self.url_problem = HintLabel(tone="danger", parent=self, name="urlProblem")
        self.url_field.textEdited.connect(lambda _text: self.url_problem.say(""))
        if self._account is not None:
            self.url_field.setText(self._account.base_url)
        self._row(self.tr("&Server URL"), self.url_field, self.url_problem)

    def _make_region(self) -> None:
        self.region_box = RegionBox(self._account.region if self._account else "", self)
        words = self.tr(
            "Where phone numbers without a country code are from. Until you choose a country, they"
            " don't link contacts as one person."
        )
        help_line = HintLabel(words, parent=self, name="regionHelp")
        self._row(self.tr("&Country of national numbers"), self.region_box, help_line)

    def _on_vendor_changed(self) -> None:
        """Fills in the vendor's defaults; what was typed stays."""
        provider = self.provider
        if self.label_field.text() == self._default_label and self._account is None:
            self._default_label = self._free_label(provider.title)
            self.label_field.setText(self._default_label)
        if self.url_field.text() in ("", self._default_url):
            self.url_field.setText(provider.base_url)
        self._default_url = provider.base_url
        hint = provider.key_hint
        if self._account is not None:
            hint = self.tr("Saved – leave empty to keep it")
        self.key_field.setPlaceholderText(line(hint))
        self.key_help.say(_key_help(provider))
        self._offer_servers(provider)
        self.fit_wanted.emit()

    def _offer_servers(self, provider: Provider) -> None:
        self.server_menu.clear()
        for url, words in ((provider.base_url, self.tr("Default")), *provider.servers):
            action = QAction(mnemonic(f"{words} — {url}"), self.server_menu)
            action.triggered.connect(lambda _checked=False, url=url: self._on_server_chosen(url))
            self.server_menu.addAction(action)
        self.server_button.setVisible(bool(provider.servers))

    def _on_server_chosen(self, url: str) -> None:
        self.url_field.setText(url)
        self.url_problem.say("")

    def _free_label(self, title: str) -> str:
        taken = {account.label.casefold() for account in self._accounts}
        label, number = title, 1
        while label.casefold() in taken:
            number += 1
            label = f"{title} {number}"
        return label

    def _on_key_edited(self, text: str) -> None:
        self.key_problem.say("")
        self.key_note.say("")
        was_pasted = len(text) > self._last_key_length + 1
        self._last_key_length = len(text)
        if was_pasted:
            self._clean_key()

    def _clean_key(self) -> None:
        """Removes what was pasted along with the key, and says so."""
        text = self.key_field.text()
        try:
            cleaned = clean_key(text) if text else ""
        except KeyTextError:
            return
        if cleaned != text:
            self.key_field.setText(cleaned)
            self._last_key_length = len(cleaned)
            self.key_note.say(self.tr("Spaces and quotes around the key were removed."))
            self.fit_wanted.emit()


def _key_help(provider: Provider) -> str:
    lines = []
    if provider.key_page:
        where = translate("AccountForm", "Create a key at {vendor}: {page}")
        lines.append(where.format(vendor=provider.title, page=provider.key_page))
    if provider.scope and provider.scope not in provider.key_page:
        scope = translate("AccountForm", "Requires the {scope} permission")
        lines.append(scope.format(scope=provider.scope))
    if provider.key_note:
        lines.append(line(provider.key_note))
    return "\n".join(lines)

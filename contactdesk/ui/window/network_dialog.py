"""The network settings: proxy, a company's CA file, or the system's own settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import NetworkError
from contactdesk.http.network import Network, checked
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.wording import error_hint, error_summary


class NetworkDialog(QDialog):
    """`chosen` carries settings that passed the check."""

    chosen = Signal(object)  # Network

    def __init__(self, network: Network, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("networkDialog")
        self.setAccessibleName(self.tr("Network settings"))
        self.setWindowTitle(self.tr("Network settings"))
        self.proxy_field = QLineEdit(text.line(network.proxy, 2_000))
        self.proxy_field.setObjectName("proxyField")
        self.proxy_field.setPlaceholderText("http://proxy.example:3128")
        self.ca_field = QLineEdit(text.line(network.ca_file, 4_000))
        self.ca_field.setObjectName("caField")
        self.ca_field.setPlaceholderText(self.tr("Default certificates"))
        self.system_box = QCheckBox(self.tr("&Use the system's proxy settings and certificates"))
        self.system_box.setObjectName("systemBox")
        self.system_box.setChecked(network.use_system)
        self.problem = HintLabel(tone="danger", name="networkProblem", selectable=True)
        self._lay_out()

    def _lay_out(self) -> None:
        choose = QPushButton(self.tr("&Choose…"))
        choose.setObjectName("chooseButton")
        choose.clicked.connect(self._on_choose)
        ca_row = QHBoxLayout()
        ca_row.addWidget(self.ca_field, 1)
        ca_row.addWidget(choose)
        form = QGridLayout()
        proxy, ca = text.Label(self.tr("&Proxy")), text.Label(self.tr("Company &CA file"))
        proxy.setBuddy(self.proxy_field)
        ca.setBuddy(self.ca_field)
        for row, label in enumerate((proxy, ca)):
            form.addWidget(label, row, 0)
        form.addWidget(self.proxy_field, 0, 1)
        form.addLayout(ca_row, 1, 1)
        for field, said in ((self.proxy_field, "Proxy"), (self.ca_field, "Company CA file")):
            field.setAccessibleName(self.tr(said))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        words = self.tr(
            "Only needed if your company's network requires it. A proxy can't read your keys;"
            " traffic stays encrypted."
        )
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        column.addWidget(HintLabel(words))
        column.addLayout(form)
        column.addWidget(self.system_box)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(buttons)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        self.resize(520, layout.totalHeightForWidth(520))

    def _on_choose(self) -> None:
        picker = QFileDialog(self, self.tr("Certificates in PEM format"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.fileSelected.connect(self.ca_field.setText)
        picker.open()

    def _on_accepted(self) -> None:
        wanted = Network(self.proxy_field.text(), self.ca_field.text(), self.system_box.isChecked())
        try:
            network = checked(wanted)
        except NetworkError as error:
            words = error_summary if error.kind == "socks" else error_hint
            self.problem.say(words(error))
            self._fit()
            return
        self.chosen.emit(network)
        self.accept()

"""contactdesk.ui.window.network_dialog: settings that can work are given on, others are said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from contactdesk.http.network import Network
from contactdesk.ui.window.network_dialog import NetworkDialog


@pytest.fixture
def dialog(qtbot):
    made = NetworkDialog(Network("http://old:1", "", True))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it
    qtbot.addWidget(made)
    made.show()
    made.got = []
    made.chosen.connect(made.got.append)
    return made


def save(dialog):
    box = dialog.findChild(QDialogButtonBox)
    box.button(QDialogButtonBox.StandardButton.Save).click()


def test_what_stands_is_shown_and_saved(dialog):
    assert dialog.proxy_field.text() == "http://old:1"
    assert dialog.system_box.isChecked()
    dialog.proxy_field.setText("proxy.example:3128")
    dialog.system_box.setChecked(False)
    save(dialog)
    assert dialog.got == [Network("http://proxy.example:3128", "", False)]


def test_socks_is_refused_in_words(dialog):
    dialog.proxy_field.setText("socks5://localhost:1080")
    save(dialog)
    assert dialog.got == []
    assert dialog.problem.text().startswith("SOCKS proxies aren't supported.")
    assert dialog.isVisible()


def test_a_file_that_is_not_there_is_said(dialog, tmp_path):
    dialog.ca_field.setText(str(tmp_path / "none.pem"))
    save(dialog)
    assert dialog.got == []
    assert "can't be read" in dialog.problem.text()

"""The account dialog on a real server and a keyring, and what can be read off it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from contactdesk.http.client import Client
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.providers import all_providers
from contactdesk.ui.accounts.dialog import AccountDialog
from contactdesk.ui.kit import tasks
from tests.ui.vendor_server import VendorServer

KEY = "org_canary_0123456789abcdef"
PAGE = {"data": [], "pagination": {"total": 230, "has_more": False}, "errors": None}


@pytest.fixture
def server():
    made = VendorServer()
    made.answer = (200, PAGE)
    yield made
    made.close()


@pytest.fixture
def harness(qtbot, loop, tmp_path):
    class DialogHarness:
        accounts = Accounts.load(tmp_path / "accounts.toml")
        keys = KeyStore()
        client = Client()
        saved = []

        def open(self, account=None, vendor="bland", url="", key=KEY, stays=True):
            dialog = AccountDialog(self.accounts, self.keys, self.client, all_providers(), account)
            qtbot.addWidget(dialog)
            # Looked into after it was closed; it deletes itself otherwise.
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, not stays)
            dialog.saved.connect(self.saved.append)
            if account is None:
                dialog.choose_vendor(vendor)
            if url:
                child(dialog, "baseUrlField").setText(url)
            child(dialog, "keyField").setText(key)
            dialog.open()
            return dialog

    made = DialogHarness()
    made.saved = []
    yield made
    tasks.cancel_all()
    loop.run_until_complete(made.client.aclose())


def child(dialog, name):
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


def result(dialog):
    return child(dialog, "resultLine").text()


def texts(dialog):
    """Everything that could be read off the dialog, properties and tool tips too."""
    found = []
    for widget in [dialog, *dialog.findChildren(QWidget)]:
        names = [
            widget.metaObject().property(n).name()
            for n in range(widget.metaObject().propertyCount())
        ]
        found += [str(widget.property(name)) for name in names]
        # Those of Qt and PySide, which start so, hold values that Python cannot read.
        added = [name.data().decode() for name in widget.dynamicPropertyNames()]
        found += [str(widget.property(name)) for name in added if not name.startswith("_")]
    return "\n".join(found)

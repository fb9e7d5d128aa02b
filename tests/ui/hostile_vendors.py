"""Fixtures: a window on five vendors that send hostile text, with hostile account labels."""

from __future__ import annotations

import pytest

from contactdesk.providers import all_providers
from contactdesk.ui.kit import theme
from tests.qa.hostile_records import hostile_records, last_page
from tests.ui.conftest import WindowHarness
from tests.ui.markup_probe import magic_text
from tests.ui.vendor_server import VendorServer
from tests.workspace import Workspace


@pytest.fixture
def magic(tmp_path):
    return magic_text(tmp_path)


class Vendors:
    """Five vendors whose every answer consists of hostile text."""

    def __init__(self, text):
        self.text = text
        self.servers = {name: VendorServer() for name in all_providers()}
        self.requests = []
        self.send_contacts()

    @property
    def accounts(self):
        return [
            {"provider": name, "base_url": server.url, "key": "made-up-key-1"}
            for name, server in self.servers.items()
        ]

    def send_contacts(self):
        for name, server in self.servers.items():
            records = hostile_records(name, self.text)
            server.answer = (200, last_page(all_providers()[name], records))

    def send_errors(self, *statuses):
        """Each vendor fails with its own status, in a body that has all five vendors' error formats."""
        for status, server in zip(statuses, self.servers.values(), strict=True):
            detail = {"message": self.text, "field": self.text, "detail": self.text}
            body = {"error": self.text, "errors": [detail], "request_id": self.text, **detail}
            server.answer = (status, {**body, "trace": self.text, "title": self.text})

    def close(self):
        for server in self.servers.values():
            server.close()


@pytest.fixture
def vendors(magic):
    vendors = Vendors(magic)
    yield vendors
    vendors.close()


@pytest.fixture
def workspace(tmp_path, vendors, loop):
    """A profile whose account labels are as hostile as the vendors' answers."""
    workspace = Workspace(tmp_path, vendors)
    for account in list(workspace.accounts):
        workspace.accounts.change(account.id, label=f"{vendors.text} {account.provider}")
    loop.run_until_complete(workspace.open())
    yield workspace
    loop.run_until_complete(workspace.close())


@pytest.fixture
def pane(workspace, tmp_path, qtbot, qapp):
    theme.apply(qapp, "light")
    return WindowHarness(workspace, tmp_path, qtbot)

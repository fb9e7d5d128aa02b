"""A window on five vendors that send nothing but hostile text, for somebody with labels as hostile."""

from __future__ import annotations

import pytest

from contactdesk.providers import all_providers
from contactdesk.ui.kit import theme
from tests.office import Office
from tests.qa.poison import hostile_records, last_page
from tests.ui.conftest import Pane
from tests.ui.looking import magic_text
from tests.ui.vendor_server import VendorServer


@pytest.fixture
def magic(tmp_path):
    return magic_text(tmp_path)


class Vendors:
    """Five vendors that answer with nothing but hostile text."""

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
        """Each vendor another failure, told in every way the five tell theirs."""
        for status, server in zip(statuses, self.servers.values(), strict=True):
            said = {"message": self.text, "field": self.text, "detail": self.text}
            body = {"error": self.text, "errors": [said], "request_id": self.text, **said}
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
def office(tmp_path, vendors, loop):
    """The profile of somebody whose labels are as hostile as the vendors' answers."""
    office = Office(tmp_path, vendors)
    for account in list(office.accounts):
        office.accounts.change(account.id, label=f"{vendors.text} {account.provider}")
    loop.run_until_complete(office.open())
    yield office
    loop.run_until_complete(office.close())


@pytest.fixture
def pane(office, tmp_path, qtbot, qapp):
    theme.apply(qapp, "light")
    return Pane(office, tmp_path, qtbot)

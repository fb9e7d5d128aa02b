"""A client and a provider for the fault server."""

from __future__ import annotations

import traceback

import pytest
from msgspec.structs import replace

from contactdesk.errors import ContactDeskError
from contactdesk.http.client import Client
from contactdesk.http.pool import Timeouts
from contactdesk.model import Contact, Provider
from contactdesk.providers.auth import bearer
from contactdesk.providers.paging import by_cursor
from contactdesk.records.parse import read_page
from tests.http.faultserver import FaultServer

KEY = "sk-CANARY0123456789"
SHORT = Timeouts(connect=0.4, read=0.4, page=0.8)
VENDOR = Provider(
    id="vendor",
    title="Vendor",
    base_url="",
    path="/ok",
    auth=bearer,
    paging=by_cursor("cursor", "$.next_cursor", "$.has_more"),
    items="$.data",
    contact=lambda raw: Contact(raw["id"], ""),
    columns=(),
    sections=(),
    scope="contacts:read",
)


@pytest.fixture(scope="module")
def server():
    with FaultServer() as server:
        yield server


@pytest.fixture(scope="module")
def ca_file(server, tmp_path_factory):
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    server.ca.cert_pem.write_to_path(str(path))
    return str(path)


class Box:
    """A client, its log entries, and a provider of the fault server."""

    def __init__(self, server, client, lines):
        self.server = server
        self.client = client
        self.lines = lines

    def provider(self, path="ok", base_url="", **changes):
        base_url = base_url or f"http://127.0.0.1:{self.server.port}"
        return replace(VENDOR, base_url=base_url, path=f"/{path}", **changes)

    async def get(self, path="ok", base_url="", key=KEY, params=(("cursor", "abc"),), **options):
        provider = self.provider(path, base_url)
        reply = await self.client.get(provider, key, list(params), account="Support", **options)
        read_page(provider, reply.body)
        return reply

    async def fails(self, path="ok", base_url="", **options):
        with pytest.raises(ContactDeskError) as caught:
            await self.get(path, base_url, **options)
        return caught.value


@pytest.fixture
def clients(server, loop):
    """A factory of boxes, closed after the test."""
    made = []

    def make(**options):
        lines = []
        options = {"timeouts": SHORT, **options}
        made.append(Client(on_request=lines.append, **options))
        return Box(server, made[-1], lines)

    server.requests.clear()
    server.connects.clear()
    yield make
    for client in made:
        loop.run_until_complete(client.aclose())


@pytest.fixture
def box(clients):
    return clients()


def everything(error):
    """All text an error can add to a log, including its causes."""
    lines = traceback.format_exception(error)
    chain = [error, error.__cause__, error.__context__]
    return "".join([*lines, *map(repr, chain), *map(str, chain)])

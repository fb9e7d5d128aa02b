"""A profile with two attempts per page, and helpers to start and end faults of its vendors."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contactdesk.sync import rate_limit
from tests.workspace import Workspace


@dataclass(frozen=True)
class Case:
    """One way to cause a fault.

    `rule` is a fault of the sandbox (`name` or `name=value`), `port:` with the name of a port of
    the fault server, reached by https, or an address. `kind` is the expected kind of error, ""
    for none; `tries` the expected number of requests, 0 for any.
    """

    rule: str
    kind: str
    vendor: str = "bland"
    tries: int = 0
    said: str = ""


@pytest.fixture
def workspace(tmp_path, sandbox, loop, monkeypatch):
    """A profile with two attempts per page."""
    monkeypatch.setattr(rate_limit, "MAX_ATTEMPTS_PER_PAGE", 2)
    workspace = Workspace(tmp_path, sandbox)
    loop.run_until_complete(workspace.open())
    yield workspace
    loop.run_until_complete(workspace.close())


def start_fault(workspace, server, walk, case):
    """Cause the fault from now on."""
    vendor = walk.account.provider
    if ":" in case.rule:
        port = getattr(server, case.rule.removeprefix("port:"), None)
        address = f"https://localhost:{port}" if port else case.rule
        workspace.sync.account_changed(workspace.accounts.change(walk.account.id, base_url=address))
        return
    name, _, value = case.rule.partition("=")
    rule = {"provider": vendor, "kind": name}
    if value == "once":
        rule |= {"times": 1}
    elif value:
        number = value.lstrip("-").replace(".", "", 1).isdigit()
        rule |= {"value": (float(value) if "." in value else int(value)) if number else value}
    workspace.sandbox.set_faults([rule])


def end_fault(workspace, walk, address):
    workspace.sandbox.set_faults([])
    workspace.sync.account_changed(workspace.accounts.change(walk.account.id, base_url=address))


async def loaded_ids(workspace, account):
    return set(stored.vendor_id for stored in workspace.index.some(account, 10_000))

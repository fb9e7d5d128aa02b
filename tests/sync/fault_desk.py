"""An office that tries twice only, and ways to break its vendors and to mend them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contactdesk.sync import rate_limit
from tests.office import Office


@dataclass(frozen=True)
class Case:
    """One way to make a fault.

    `rule` is a kind of the sandbox's (`name` or `name=value`), or `port:` and one of the fault
    server's ports with https, or an address. `kind` "" means that nothing may be noticed.
    """

    rule: str
    kind: str
    vendor: str = "bland"
    tries: int = 0  # how often the vendor is asked, where that is said; 0: not looked at
    said: str = ""


@pytest.fixture
def desk(tmp_path, sandbox, loop, monkeypatch):
    """An office that tries twice only."""
    monkeypatch.setattr(rate_limit, "MAX_ATTEMPTS_PER_PAGE", 2)
    office = Office(tmp_path, sandbox)
    loop.run_until_complete(office.open())
    yield office
    loop.run_until_complete(office.close())


def make(desk, server, walk, case):
    """The fault is there from now on."""
    vendor = walk.account.provider
    if ":" in case.rule:
        port = getattr(server, case.rule.removeprefix("port:"), None)
        address = f"https://localhost:{port}" if port else case.rule
        desk.sync.account_changed(desk.accounts.change(walk.account.id, base_url=address))
        return
    name, _, value = case.rule.partition("=")
    rule = {"provider": vendor, "kind": name}
    if value == "once":
        rule |= {"times": 1}
    elif value:
        number = value.lstrip("-").replace(".", "", 1).isdigit()
        rule |= {"value": (float(value) if "." in value else int(value)) if number else value}
    desk.sandbox.set_faults([rule])


def end(desk, walk, address):
    desk.sandbox.set_faults([])
    desk.sync.account_changed(desk.accounts.change(walk.account.id, base_url=address))


async def kept(desk, account):
    return set(stored.vendor_id for stored in desk.index.some(account, 10_000))

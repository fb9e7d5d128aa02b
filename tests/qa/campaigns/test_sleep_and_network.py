"""The program stopped as by sleep, and its network taken away or changed, in the middle of a load:
it goes on over new connections, and every contact is there once."""

from __future__ import annotations

import json
import os
import signal
import ssl
import time
from collections import Counter
from contextlib import contextmanager

import psutil
import pytest
import trustme

from contactdesk.sandbox import Sandbox, records
from tests.qa.campaigns.conftest import BANNERS, LOOK, PATIENCE, ROWS
from tests.qa.campaigns.relay import PROGRAM, VENDOR, Relay, cable
from tests.qa.campaigns.soundness import faults, loaded, opened

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
CONTACTS = 500
LOAD_ALL = "window.actions_by_name['actionLoadAll'].trigger()"
BUSY = "program.loading.busy([a.id for a in program.accounts])"
STATES = "[w.state.name for w in program.loading.sync.walks()]"
HURRY = """(setattr(program.client, '_timeouts', type(program.client._timeouts)(1.0, 1.0, 5.0)),
    tasks.spawn(program.client.renew())) and None""".replace("\n", " ")
"""Limits of a second, where the program's own would make a test wait for half a minute."""

SOON_ASLEEP = "setattr(__import__('contactdesk.http.network_change').http.network_change, 'ASLEEP_AFTER_S', 0.5)"
A_WHILE, LONG = 2.0, 35.0
"""Seconds asleep: beyond those limits, and beyond the program's own."""


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < ends
        LOOK.wait(0.01)
    return found


@pytest.fixture
def vendor():
    with Sandbox(sizes={"bland": CONTACTS}) as sandbox:
        yield sandbox


def at(place, vendor, address):
    """One account, which asks for its contacts at this address."""
    (account,) = accounts = place.fill(vendor, ("bland",))
    accounts.change(account.id, base_url=f"{address}/bland")
    return accounts


@contextmanager
def asleep(puppet, seconds):
    """Stopped for so long, as a closed lid would: neither it nor its time limits run."""
    puppet.process.send_signal(signal.SIGSTOP)
    process = psutil.Process(puppet.process.pid)
    until(lambda: process.status() == psutil.STATUS_STOPPED)
    woken = time.monotonic() + seconds
    yield
    until(lambda: time.monotonic() >= woken)
    puppet.process.send_signal(signal.SIGCONT)


def in_the_middle(puppet, relay):
    """A load whose second page is asked for and held back."""
    puppet.until(f"{ROWS} == 100")
    relay.hold()
    puppet.ask(LOAD_ALL)
    until(lambda: relay.held)


EXPECTED = {
    "lose": (["read-timeout"],),
    "cut": (["broken"], ["read-timeout"]),
    "release": ([], ["read-timeout"]),
}
"""What a load may meet of it, and no more: at waking, what came meanwhile and a limit that has
passed are met at once, and either may be looked at first."""


def met(puppet):
    """The faults of the network that were met, once there was an answer after them."""
    puppet.until(f"{ROWS} > 100")
    return puppet.ask("[r.kind for r in program.requests._requests if r.kind]")


def check_whole(place, vendor, accounts, puppet, again=1):
    """Every contact once, and no page asked for again but one, so often."""
    puppet.until(f"{ROWS} == {CONTACTS} and not {BUSY}")
    assert puppet.ask(BANNERS) == []
    assert puppet.close()[0] == 0, puppet.errors.read_text()
    key = json.loads(place.keyring.read_text())[f"contactdesk/{accounts.profile_id} index"]
    with opened(place.profile / "index.db", bytes.fromhex(key)) as connection:
        assert faults(connection) == []
        (ids,) = loaded(connection).values()
    wanted = [each["id"] for each in records("bland", 0, CONTACTS, CONTACTS, vendor.seed)]
    assert sorted(ids) == sorted(wanted)
    asked = Counter(str(each["query"]) for each in vendor.requests)
    assert [count for count in asked.values() if count > 1] in ([], [1 + again])


@pytest.mark.parametrize("meanwhile", ["lose", "cut", "release"])
def test_a_load_goes_on_after_sleep(place, vendor, long_form, meanwhile):
    """The answer under way was lost, or its connection reset, or it came while nobody listened."""
    with Relay(vendor.port) as relay:
        accounts = at(place, vendor, f"http://{relay.address}")
        puppet = place.start()
        puppet.until(f"{ROWS} == 100")
        if not long_form:
            puppet.ask(HURRY)
        in_the_middle(puppet, relay)
        before = len(relay.passages)
        with asleep(puppet, LONG if long_form else A_WHILE):
            getattr(relay, meanwhile)()
        assert met(puppet) in EXPECTED[meanwhile]
        if meanwhile != "release":
            assert len(relay.passages) > before
        check_whole(place, vendor, accounts, puppet)


def test_what_waited_when_it_fell_asleep_does_not_wait_on(place, vendor, long_form):
    accounts = at(place, vendor, f"http://127.0.0.1:{vendor.port}")
    puppet = place.start()
    puppet.until(f"{ROWS} == 100")
    if not long_form:
        puppet.ask(SOON_ASLEEP)
    puppet.ask("setattr(program.loading.sync._pages, '_backoff', lambda *_: 3600.0)")
    vendor.set_faults([{"provider": "bland", "kind": "down"}])
    puppet.ask(LOAD_ALL)
    puppet.until(f"{STATES} == ['WAITING']")
    with asleep(puppet, LONG if long_form else A_WHILE):
        vendor.set_faults([])
    # What hangs up is asked once more at once; then it waited.
    check_whole(place, vendor, accounts, puppet, again=2)


# The network


@pytest.fixture
def wire():
    with cable() as (made, why_not):
        if why_not:
            pytest.skip(f"no network of its own can be made here: {why_not}")
        yield made


@pytest.fixture
def far(place, vendor, wire):
    """The vendor at the other end of the cable, over TLS as everything that is not this computer."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(VENDOR).configure_cert(context)
    file = place.folder / "ca.pem"
    authority.cert_pem.write_to_path(file)
    with Relay(vendor.port, wire.listening(), context) as relay:
        place.accounts = at(place, vendor, f"https://{relay.address}")
        (place.profile / "settings.ini").write_text(f"[network]\nca_file={file}\n")
        yield relay


@pytest.mark.parametrize("lost", ["the address", "the cable"])
def test_a_load_goes_on_in_another_network(place, vendor, wire, far, lost, long_form):
    """An answer is under way: it goes to an address that nobody has any more."""
    puppet = place.start(within=wire.within)
    puppet.until(f"{ROWS} == 100")
    if not long_form:
        puppet.ask(HURRY)
    in_the_middle(puppet, far)
    if lost == "the cable":
        wire.pull()
        far.release()
        puppet.until(f"{STATES} == ['WAITING']")
    wire.plug_in(PROGRAM[1])
    far.release()
    assert met(puppet)[0] == "read-timeout"
    check_whole(place, vendor, place.accounts, puppet)
    assert set(far.peers()) == set(PROGRAM)
    assert far.peers() == sorted(far.peers())


def test_another_network_between_two_pages_costs_nothing(place, vendor, wire, far):
    """It is noticed before a request goes out: the old connections are not waited for."""
    puppet = place.start(within=wire.within)
    puppet.until(f"{ROWS} == 100")
    wire.plug_in(PROGRAM[1])
    puppet.ask(LOAD_ALL)
    assert met(puppet) == []
    check_whole(place, vendor, place.accounts, puppet)
    assert far.peers() == list(PROGRAM)

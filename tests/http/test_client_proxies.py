"""contactdesk.http.client and contactdesk.http.transport: with and without a proxy."""

from __future__ import annotations

import pytest

from contactdesk.errors import NetworkError
from contactdesk.http.pool import Timeouts
from tests.http import client_box
from tests.http.client_box import KEY

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
ca_file = client_box.ca_file
clients = client_box.clients


async def test_proxy_is_used_and_never_sees_the_key(clients, ca_file):
    box = clients(ca_file=ca_file, proxy=f"http://127.0.0.1:{clients().server.proxy}")
    assert (await box.get(base_url="https://vendor.example")).request.status == 200
    (connect,) = box.server.connects
    assert connect.startswith("CONNECT vendor.example:443 ")
    assert KEY not in connect
    assert box.server.requests[0]["headers"]["authorization"] == f"Bearer {KEY}"


async def test_proxy_is_not_used_for_loopback(clients, monkeypatch):
    proxy = f"http://127.0.0.1:{clients().server.proxy}"
    box = clients(proxy=proxy)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    for each in (box, clients(trust_env=True)):
        await each.get()
        await each.get(base_url=f"http://localhost:{box.server.port}")
    assert box.server.connects == []


async def test_environment_proxy_needs_trust_env(clients, ca_file, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{clients().server.proxy}")
    address = "https://vendor.example"
    assert (await clients(ca_file=ca_file).fails(base_url=address)).kind in ("dns", "refused")
    assert clients().server.connects == []
    assert (
        await clients(ca_file=ca_file, trust_env=True).get(base_url=address)
    ).request.status == 200


@pytest.mark.parametrize("no_proxy", ["::1", "[::1]", "10.0.0.0/8", "[::1],10.0.0.0/8,*.local"])
async def test_any_form_of_no_proxy_leaves_the_others_their_proxy(
    clients, ca_file, monkeypatch, no_proxy
):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{clients().server.proxy}")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    box = clients(ca_file=ca_file, trust_env=True)
    assert (await box.get()).request.status == 200
    assert box.server.connects == []
    assert (await box.get(base_url="https://vendor.example")).request.status == 200
    assert len(box.server.connects) == 1


@pytest.mark.parametrize("scheme", ["socks", "socks5", "nonsense"])
async def test_unusable_proxy_fails_only_what_needs_it(clients, ca_file, monkeypatch, scheme):
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:1080")
    box = clients(ca_file=ca_file, trust_env=True)
    assert (await box.get()).request.status == 200
    error = await box.fails(base_url="https://vendor.example")
    assert (error.kind, error.advice) == ("proxy", "proxy-scheme")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{box.server.proxy}")
    await box.client.renew()
    assert (await box.get(base_url="https://vendor.example")).request.status == 200


async def test_unusable_proxy_is_a_proxy_error(clients, monkeypatch):
    server = clients().server
    monkeypatch.setattr(server, "proxy_refuses", True)
    for proxy in (
        f"http://127.0.0.1:{server.proxy}",
        f"http://127.0.0.1:{server.refused}",
        "http://no-such-host.invalid:1",
        "nonsense",
        "ftp://127.0.0.1",
        "http://[::1",
    ):
        error = await clients(proxy=proxy).fails(base_url="https://vendor.example")
        assert (error.kind, isinstance(error, NetworkError)) == ("proxy", True), proxy
    assert server.requests == []


@pytest.fixture
def inspected(clients, monkeypatch):
    """The server with a proxy that inspects TLS: it presents its own certificates."""
    server = clients().server
    monkeypatch.setattr(server, "leads_to", "inspected")
    return server


COMPANY_PROXY = ("tls", "certificate-issuer", {"issuer": "Harbor Company Proxy"})
UNTRUSTED = ("tls", "certificate-untrusted", {})


@pytest.mark.parametrize("is_set", ["in the settings", "by the environment"])
async def test_tls_inspection_names_the_issuer(clients, inspected, monkeypatch, tmp_path, is_set):
    proxy = f"http://anna:secret@127.0.0.1:{inspected.proxy}"
    ways = {"proxy": proxy} if is_set == "in the settings" else {"trust_env": True}
    if "proxy" not in ways:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    box = clients(**ways, timeouts=Timeouts())
    error = await box.fails(base_url="https://vendor.example")
    assert (error.kind, error.advice, error.details) == COMPANY_PROXY
    assert inspected.requests == []
    assert KEY not in repr(inspected.connects)
    # The issuer lookup makes two more connections, through the same proxy with its password.
    first, *others = (sorted(each.splitlines()) for each in inspected.connects)
    assert others == [first, first]
    assert "Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=" in first
    company = tmp_path / "company.pem"
    inspected.company.cert_pem.write_to_path(company)
    await box.client.use(**{"proxy": None, "trust_env": False, **ways}, ca_file=str(company))
    assert (await box.get(base_url="https://vendor.example")).request.status == 200


async def test_https_proxy_is_verified_during_the_issuer_lookup(clients, inspected, ca_file):
    """Otherwise its password could leak."""
    for proxy, said, seen in ("secure_proxy", COMPANY_PROXY, 3), ("unknown_proxy", UNTRUSTED, 0):
        inspected.connects.clear()
        address = f"https://anna:secret@localhost:{getattr(inspected, proxy)}"
        box = clients(ca_file=ca_file, proxy=address, timeouts=Timeouts())
        error = await box.fails(base_url="https://vendor.example")
        assert (error.kind, error.advice, error.details) == said
        assert len(inspected.connects) == seen
    assert inspected.requests == []

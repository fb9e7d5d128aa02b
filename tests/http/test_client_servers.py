"""contactdesk.http.client: permitted servers and trusted certificates."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from contactdesk.errors import ContactDeskError, NetworkError, VendorError
from contactdesk.http.pool import Timeouts
from contactdesk.providers.auth import basic_user, bearer, raw_key
from tests.http import client_box
from tests.http.client_box import KEY, VENDOR, everything

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
ca_file = client_box.ca_file
clients = client_box.clients
box = client_box.box


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://127.0.0.1:{refused}", "refused"),
        ("https://127.0.0.1:{refused}", "refused"),
        ("https://no-such-host.invalid", "dns"),
        ("http://127.0.0.1:{backlog}", "connect-timeout"),
        ("https://127.0.0.1:{mute}", "connect-timeout"),
        ("https://localhost:{wrong_host}", "tls"),
        ("https://localhost:{expired}", "tls"),
        ("https://localhost:{unknown_ca}", "tls"),
        ("https://localhost:{talks_first}", "tls-other"),
        ("http://127.0.0.1:{reset}", "broken"),
        ("http://localhost:{tls}", "broken"),
        ("https://localhost:{tls}", ""),
        ("https://127.0.0.1:{tls}", ""),
        ("http://localhost:{port}", ""),
    ],
)
async def test_connecting(clients, ca_file, address, kind):
    box = clients(ca_file=ca_file)
    address = address.format(**vars(box.server))
    if not kind:
        await box.get(base_url=address)
        return
    error = await box.fails(base_url=address)
    assert error.kind == kind
    assert isinstance(error, NetworkError)
    assert KEY not in everything(error)
    assert box.server.requests == []
    assert (box.lines[0].status, box.lines[0].kind) == (0, kind)


async def test_untrusted_certificate_is_refused(box):
    error = await box.fails(base_url=f"https://localhost:{box.server.tls}")
    assert error.kind == "tls"
    assert box.server.requests == []


async def test_environment_certificates_need_trust_env(clients, ca_file, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)
    address = f"https://localhost:{clients().server.tls}"
    assert (await clients().fails(base_url=address)).kind == "tls"
    assert (await clients(trust_env=True).get(base_url=address)).request.status == 200


async def test_session_secrets_are_not_logged(clients, ca_file, monkeypatch, tmp_path):
    keylog = tmp_path / "keylog"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keylog))
    box = clients(ca_file=ca_file)
    await box.get(base_url=f"https://localhost:{box.server.tls}")
    assert not keylog.exists()


async def test_unreadable_ca_file_is_reported(clients, tmp_path):
    error = await clients(ca_file=str(tmp_path / "none.pem")).fails()
    assert (error.kind, error.advice) == ("tls", "ca-file")
    (tmp_path / "junk.pem").write_text("junk")
    assert (await clients(ca_file=str(tmp_path / "junk.pem")).fails()).kind == "tls"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.vendor.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "https://key:@api.vendor.example",
        "https://key@127.0.0.1:{port}",
        "http://127.0.0.1:{port}@evil.example",
        "//127.0.0.1:{port}",
        "127.0.0.1:{port}",
        "https://",
        "http://",
        "https://[::1",
        "https://127.0.0.1:99999999",
        "https://127.0.0.1:0",
        "https://" + "a" * 64 + ".example",
        "https://vendor..example",
        "file:///etc/passwd",
        "https://x\n.example",
        "",
    ],
)
async def test_unsafe_address_is_refused(box, address):
    provider = replace(VENDOR, base_url=address.format(port=box.server.port))
    with pytest.raises(ContactDeskError) as caught:
        await box.client.get(provider, KEY, [])
    assert caught.value.kind == "insecure-url"
    assert box.server.requests == []
    assert KEY not in everything(caught.value)


@pytest.mark.parametrize(
    "path", ["@evil.example/", ".evil.example/", "1/x", ":81/x", "0", "\\@evil.example"]
)
async def test_path_cannot_lead_to_another_server(box, path):
    provider = replace(VENDOR, base_url="https://127.0.0.1:100", path=path)
    with pytest.raises(ContactDeskError) as caught:
        await box.client.get(provider, KEY, [])
    assert caught.value.kind == "insecure-url"
    assert box.lines == []


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{other}/ok",
        "https://localhost:{tls}/ok",
        "http://localhost:{port}/ok",
        "/ok",
        "//127.0.0.1:{other}/ok",
        "http://u:p@127.0.0.1:{port}/ok",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("auth", [bearer, raw_key, basic_user])
async def test_no_redirect_is_followed(clients, ca_file, location, auth):
    box = clients(ca_file=ca_file)
    server = box.server
    server.location = location.format(port=server.port, tls=server.tls, other=server.refused)
    for base_url in (f"http://127.0.0.1:{server.port}", f"https://localhost:{server.tls}"):
        server.requests.clear()
        with pytest.raises(VendorError) as caught:
            await box.client.get(box.provider("redirect", base_url, auth=auth), KEY, [])
        assert caught.value.kind == "moved"
        assert server.paths() == ["redirect"]


async def test_new_network_settings_apply_at_once(clients, ca_file):
    box = clients(timeouts=Timeouts(connect=5, read=5, page=5))
    address = f"https://localhost:{box.server.tls}"
    error = await box.fails("ok", address)
    assert error.kind == "tls"
    assert error.advice == "certificate-issuer"
    assert "trustme" in error.details["issuer"]  # in the certificate's own words
    await box.client.use(proxy=None, ca_file=ca_file, trust_env=False)
    assert (await box.get("ok", address)).request.status == 200


@pytest.mark.parametrize(
    ("server_of", "advice"), [("expired", "certificate-date"), ("wrong_host", "certificate-name")]
)
async def test_refused_certificate_explains_why(clients, ca_file, server_of, advice):
    box = clients(ca_file=ca_file, timeouts=Timeouts(connect=5, read=5, page=5))
    error = await box.fails("ok", f"https://localhost:{getattr(box.server, server_of)}")
    assert error.kind == "tls"
    assert error.advice == advice

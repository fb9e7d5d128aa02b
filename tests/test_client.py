from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import ssl
import subprocess
import sys
import traceback
import tracemalloc

import httpx
import pytest
from faultserver import BEHAVIOURS, GOOD, FaultServer
from msgspec.structs import replace

from contactdesk import __version__, network
from contactdesk import client as client_module
from contactdesk.auth import basic_user, bearer, raw_key
from contactdesk.client import LARGEST_BODY, Client, Times, translate
from contactdesk.errors import (
    ContactDeskError,
    KeyTextError,
    NetworkError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.model import Contact, Provider
from contactdesk.paging import by_cursor
from contactdesk.reply import read_page

KEY = "sk-CANARY0123456789"
SHORT = Times(connect=0.4, read=0.4, page=0.8)
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
EXPECTED = {
    "ok": "",
    "ok-close": "",
    "ok-gzip": "",
    "wrong-type": "",
    "no-type": "",
    "cookie": "",
    "disconnect": "broken",
    "cut-length": "broken",
    "cut-chunk": "broken",
    "cut-end": "bad-json",
    "cut-gzip": "bad-json",
    "garbage": "broken",
    "huge-header": "broken",
    "fake-gzip": "bad-encoding",
    "brotli": "bad-encoding",
    "bomb": "too-big",
    "double-gzip": "bad-encoding",
    "web-page": "web-page",
    "web-page-as-json": "web-page",
    "empty": "empty",
    "blank": "empty",
    "null": "bad-shape",
    "list": "bad-shape",
    "text": "bad-shape",
    "no-data": "bad-shape",
    "bad-utf8": "bad-json",
    "deep": "bad-shape",
    "deep-inside": "bad-shape",
    "nan": "bad-json",
    "204": "empty",
    "304": "moved",
    "redirect-self": "moved",
    "400": "bad-request",
    "401": "key-refused",
    "401-brotli": "key-refused",
    "401-endless": "key-refused",
    "401-quotes-key": "key-refused",
    "402": "plan",
    "403": "forbidden",
    "404": "not-found",
    "408": "server",
    "409": "http",
    "410": "bad-request",
    "422": "bad-request",
    "425": "server",
    "429": "rate",
    "429-seconds": "rate",
    "429-date": "rate",
    "429-day": "rate",
    "429-negative": "rate",
    "429-junk": "rate",
    "429-close": "rate",
    "500": "server",
    "502": "server",
    "503": "server",
    "503-stalls": "server",
    "511": "web-page",
    "521": "server",
    "999": "server",
    "no-answer": "read-timeout",
    "head-stalls": "read-timeout",
    "body-stalls": "read-timeout",
    "body-drips": "slow",
    "head-drips": "slow",
    "continue-flood": "slow",
    "endless": "too-big",
}


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
    """A client, what it logged, and one provider of the fault server."""

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
    """Makes boxes, and closes what they hold."""
    made = []

    def make(**options):
        lines = []
        options = {"times": SHORT, **options}
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
    """All text an error can bring into a log: itself, and what stands behind it."""
    lines = traceback.format_exception(error)
    chain = [error, error.__cause__, error.__context__]
    return "".join([*lines, *map(repr, chain), *map(str, chain)])


def test_every_behaviour_has_an_expectation():
    assert set(BEHAVIOURS) == set(EXPECTED)


@pytest.mark.parametrize("path", [name for name, kind in EXPECTED.items() if kind])
async def test_fault(clients, caplog, path):
    # Only what is noticed by its time is hurried: a busy machine is no fault.
    is_timed = EXPECTED[path] in ("read-timeout", "slow") or path == "503-stalls"
    box = clients(times=SHORT if is_timed else Times())
    caplog.set_level(logging.DEBUG)
    error = await box.fails(path)
    assert error.kind == EXPECTED[path]
    assert error.title
    assert error.hint
    assert error.__cause__ is None
    assert KEY not in everything(error) + caplog.text + repr(box.lines)
    line, *again = box.lines
    assert line.path == f"/{path}"
    # A connection that broke is tried once more at once: it may have been closed while idle.
    assert len(box.server.requests) == len(box.lines) == (2 if error.kind == "broken" else 1)
    assert [each.kind for each in again] == [line.kind] * len(again)
    if error.kind not in ("bad-json", "bad-shape") or path == "cut-gzip":
        assert line.kind == error.kind
        assert (error.vendor, error.account) == ("Vendor", "Support")
        assert error.status == (line.status or None)


@pytest.mark.parametrize("path", [name for name, kind in EXPECTED.items() if not kind])
async def test_good_answer(box, path):
    reply = await box.get(path)
    assert (reply.status, reply.body) == (200, GOOD)
    assert all(name == name.lower() for name in reply.headers)
    (line,) = box.lines
    assert (line.status, line.kind, line.account, line.vendor) == (200, "", "Support", "Vendor")
    assert line.bytes > 0
    assert line.milliseconds >= reply.milliseconds > 0


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


async def test_certificates_nobody_vouches_for_are_refused(box):
    error = await box.fails(base_url=f"https://localhost:{box.server.tls}")
    assert error.kind == "tls"
    assert box.server.requests == []


async def test_certificates_of_the_environment_count_only_when_asked(clients, ca_file, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)
    address = f"https://localhost:{clients().server.tls}"
    assert (await clients().fails(base_url=address)).kind == "tls"
    assert (await clients(trust_env=True).get(base_url=address)).status == 200


async def test_secrets_of_a_session_are_not_written(clients, ca_file, monkeypatch, tmp_path):
    keylog = tmp_path / "keylog"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keylog))
    box = clients(ca_file=ca_file)
    await box.get(base_url=f"https://localhost:{box.server.tls}")
    assert not keylog.exists()


async def test_unreadable_certificates_are_said(clients, tmp_path):
    error = await clients(ca_file=str(tmp_path / "none.pem")).fails()
    assert (error.kind, "settings" in error.hint) == ("tls", True)
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
async def test_addresses_that_are_not_safe(box, address):
    provider = replace(VENDOR, base_url=address.format(port=box.server.port))
    with pytest.raises(ContactDeskError) as caught:
        await box.client.get(provider, KEY, [])
    assert caught.value.kind == "insecure-url"
    assert box.server.requests == []
    assert KEY not in everything(caught.value)


@pytest.mark.parametrize(
    "path", ["@evil.example/", ".evil.example/", "1/x", ":81/x", "0", "\\@evil.example"]
)
async def test_a_path_cannot_lead_to_another_server(box, path):
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


@pytest.mark.parametrize("auth", [bearer, raw_key, basic_user])
async def test_the_key_is_sent_in_one_header_only(box, auth):
    reply = await box.client.get(box.provider(auth=auth), KEY, [("limit", "5"), ("a[b]", "ä &=#")])
    (request,) = box.server.requests
    headers = request["headers"]
    assert headers.pop("authorization") == auth(KEY)["Authorization"]
    assert headers == {
        "host": f"127.0.0.1:{box.server.port}",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
        "user-agent": f"contactdesk/{__version__}",
    }
    assert request["method"] == "GET"
    assert httpx.QueryParams(request["query"]).multi_items() == [("limit", "5"), ("a[b]", "ä &=#")]
    assert KEY not in request["query"] + repr(reply) + repr(vars(box.client)) + repr(box.lines)


async def test_parameters_may_repeat(box):
    params = [("externalIds", "a"), ("maxResults", "50"), ("externalIds", "b")]
    await box.get(params=params)
    assert box.server.requests[0]["query"] == "externalIds=a&externalIds=b&maxResults=50"


async def test_base_url_may_have_a_path_and_a_closing_slash(box):
    base_url = f"http://127.0.0.1:{box.server.port}/ok"
    await box.client.get(replace(box.provider(base_url=base_url), path=""), KEY, [])
    await box.fails("x", base_url=base_url + "/")
    assert box.server.paths() == ["ok", "ok/x"]


async def test_no_cookie_is_kept(box):
    await box.get("cookie")
    await box.get("cookie")
    assert all("cookie" not in request["headers"] for request in box.server.requests)


async def test_netrc_gives_nobody_a_key(clients, tmp_path, monkeypatch):
    """What stands there is another program's, and would go in place of ours."""
    file = tmp_path / ".netrc"
    file.write_text("machine 127.0.0.1 login anna password from-netrc\n")
    file.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(file))
    box = clients(trust_env=True)
    await box.get()
    assert box.server.requests[0]["headers"]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "key", [KEY + "\n", KEY + " ", KEY + "\0", "a\r\nX: " + KEY, KEY + "é", KEY + "\u200b", ""]
)
@pytest.mark.parametrize("auth", [bearer, raw_key, basic_user])
async def test_text_that_cannot_be_a_key_is_not_sent(box, key, auth):
    with pytest.raises(KeyTextError) as caught:
        await box.client.get(box.provider(auth=auth), key, [])
    assert KEY not in everything(caught.value)
    assert box.server.requests == []
    assert box.lines == []


async def test_the_vendors_words_are_shown_without_the_key(box):
    error = await box.fails("401-quotes-key")
    assert error.said.startswith("The key [key] is unknown")
    assert KEY[:10] not in error.said
    assert len(error.said) <= 400


async def test_a_missing_permission_is_named(box):
    error = await box.fails("403")
    assert (error.said, error.request_id) == ("missing scope contacts:read · Forbidden", "rid_17")
    assert error.hint.startswith("The key lacks contacts:read.")


async def test_pauses_that_are_asked_for(box):
    asked = {}
    for path in ("429", "429-seconds", "429-day", "429-negative", "429-junk", "429-close"):
        error = await box.fails(path)
        assert isinstance(error, RateLimitedError)
        asked[path] = error.retry_after
    assert asked == {
        "429": None,
        "429-seconds": 2,
        "429-day": 86_400,
        "429-negative": None,
        "429-junk": None,
        "429-close": 0.4,
    }
    assert 0 < (await box.fails("429-date")).retry_after <= 3
    for path, seconds in (("503", 1), ("503-stalls", 7)):
        error = await box.fails(path)
        assert isinstance(error, VendorDownError)
        assert error.retry_after == seconds


async def test_a_bomb_does_not_fill_memory(box):
    await box.fails("bomb")  # the server's copy is made, everything is imported
    gc.collect()
    tracemalloc.start()
    try:
        await box.fails("bomb")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_BODY


@pytest.mark.parametrize("path", ["endless", "bomb", "401-endless"])
async def test_an_error_keeps_nothing_of_the_answer(box, path):
    """It is looked at for as long as its notice stands: with the frames behind it, a body would be
    kept all that time."""
    error = await box.fails(path)
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    assert not {"_outcome", "_exchange", "_body"} & {each.f_code.co_name for each in frames}


async def test_the_largest_body_may_be_chosen(box):
    assert (await box.get(largest=len(GOOD))).body == GOOD
    for path in ("ok", "ok-gzip"):
        error = await box.fails(path, largest=len(GOOD) - 1)
        assert (error.kind, error.status) == ("too-big", 200)
    assert (await box.fails("bomb", largest=32 << 20)).kind == "too-big"


async def test_connections_are_kept_and_after_a_time_out_new_ones_made(box):
    await box.get()
    first = box.client._pool
    await box.get()
    assert box.client._pool is first
    await box.fails("no-answer")
    assert box.client._pool is not first
    assert first.http.is_closed
    await box.get()
    pool = box.client._pool
    await box.fails("body-drips")
    assert pool.http.is_closed


async def test_a_time_out_does_not_end_what_others_wait_for(clients):
    box = clients(times=Times(connect=5, read=0.4, page=2.0))
    dripping = asyncio.Event()

    async def drip():
        dripping.set()
        return await box.fails("body-drips")

    async with asyncio.TaskGroup() as group:
        slow = group.create_task(drip())
        await dripping.wait()
        stalled = group.create_task(box.fails("no-answer"))
    assert stalled.result().kind == "read-timeout"
    assert slow.result().kind == "slow"


async def test_many_requests_at_once_open_one_pool(box):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(box.get()) for _ in range(12)]
    assert all(task.result().status == 200 for task in tasks)
    assert len(box.lines) == 12


async def test_after_sleep_the_connections_are_new(box, monkeypatch):
    await box.get()
    first = box.client._pool
    real = client_module.time.time
    monkeypatch.setattr(client_module.time, "time", lambda: real() + 3600)
    await box.get()
    assert box.client._pool is not first
    assert first.http.is_closed


async def test_a_cancelled_request_is_logged_and_leaves_nothing(box, until):
    task = asyncio.get_running_loop().create_task(box.get("no-answer"))
    await until(lambda: box.server.requests)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(line.status, line.kind) for line in box.lines] == [(0, "cancelled")]
    assert (await box.get()).status == 200


async def test_closing_ends_requests_under_way(box, until):
    task = asyncio.get_running_loop().create_task(box.fails("no-answer"))
    await until(lambda: box.server.requests)
    await box.client.aclose()
    assert (await task).kind in ("broken", "read-timeout")


async def test_search_terms_stay_out_of_log_and_request_lines(box, caplog):
    caplog.set_level(logging.DEBUG)
    await box.get(params=[("search", "jane@x.example"), ("limit", "5")])
    assert box.lines[0].params == "search=…&limit=5"
    assert "jane" not in caplog.text + repr(box.lines)


# Proxies


async def test_a_proxy_is_used_and_never_sees_the_key(clients, ca_file):
    box = clients(ca_file=ca_file, proxy=f"http://127.0.0.1:{clients().server.proxy}")
    assert (await box.get(base_url="https://vendor.example")).status == 200
    (connect,) = box.server.connects
    assert connect.startswith("CONNECT vendor.example:443 ")
    assert KEY not in connect
    assert box.server.requests[0]["headers"]["authorization"] == f"Bearer {KEY}"


async def test_a_proxy_is_not_asked_for_loopback(clients, monkeypatch):
    proxy = f"http://127.0.0.1:{clients().server.proxy}"
    box = clients(proxy=proxy)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    for each in (box, clients(trust_env=True)):
        await each.get()
        await each.get(base_url=f"http://localhost:{box.server.port}")
    assert box.server.connects == []


async def test_a_proxy_of_the_environment_is_used_only_when_asked(clients, ca_file, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{clients().server.proxy}")
    address = "https://vendor.example"
    assert (await clients(ca_file=ca_file).fails(base_url=address)).kind in ("dns", "refused")
    assert clients().server.connects == []
    assert (await clients(ca_file=ca_file, trust_env=True).get(base_url=address)).status == 200


async def test_proxies_that_do_not_work(clients, monkeypatch):
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
    """The server, whose proxy reads along: it shows certificates of its own for every name."""
    server = clients().server
    monkeypatch.setattr(server, "leads_to", "inspected")
    return server


ISSUED = "It was issued by “Harbor Company Proxy”. If that is your company's network, give its CA"


@pytest.mark.parametrize("is_set", ["in the settings", "by the environment"])
async def test_a_proxy_that_reads_along_is_named(clients, inspected, monkeypatch, tmp_path, is_set):
    proxy = f"http://anna:secret@127.0.0.1:{inspected.proxy}"
    ways = {"proxy": proxy} if is_set == "in the settings" else {"trust_env": True}
    if "proxy" not in ways:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    box = clients(**ways, times=Times())
    error = await box.fails(base_url="https://vendor.example")
    assert (error.kind, error.hint.startswith(ISSUED)) == ("tls", True), error.hint
    assert inspected.requests == []
    assert KEY not in repr(inspected.connects)
    # It was asked the same way: twice the same, with the proxy's own password.
    first, again = (sorted(each.splitlines()) for each in inspected.connects)
    assert first == again
    assert "Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=" in first
    company = tmp_path / "company.pem"
    inspected.company.cert_pem.write_to_path(company)
    await box.client.use(**{"proxy": None, "trust_env": False, **ways}, ca_file=str(company))
    assert (await box.get(base_url="https://vendor.example")).status == 200


async def test_an_https_proxy_is_checked_also_when_a_certificate_is_looked_at(
    clients, inspected, ca_file
):
    """Else its password would go to whoever answers."""
    for proxy, said, seen in ("secure_proxy", ISSUED, 2), ("unknown_proxy", "Nobody this", 0):
        inspected.connects.clear()
        address = f"https://anna:secret@localhost:{getattr(inspected, proxy)}"
        box = clients(ca_file=ca_file, proxy=address, times=Times())
        error = await box.fails(base_url="https://vendor.example")
        assert (error.kind, error.hint.startswith(said)) == ("tls", True), error.hint
        assert len(inspected.connects) == seen
    assert inspected.requests == []


# Errors


def tree(error_type):
    yield error_type
    for each in error_type.__subclasses__():
        yield from tree(each)


def httpx_errors():
    every = {
        value
        for _name, value in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(value, Exception)
    }
    for each in list(every):
        every.update(found for found in tree(each) if found.__module__.startswith("httpx"))
    return sorted(every, key=lambda found: found.__name__)


def instance(error_type):
    """An error as httpx makes it, whatever its constructor wants, with the key in its text."""
    error = error_type.__new__(error_type, KEY)
    error.args = (KEY,)
    return error


@pytest.mark.parametrize("error_type", httpx_errors())
def test_every_error_of_httpx_is_translated(error_type):
    error = translate(instance(error_type))
    assert isinstance(error, ContactDeskError)
    assert KEY not in str(error) + repr(error)


def test_the_tree_of_httpx_is_walked():
    names = {found.__name__ for found in httpx_errors()}
    assert len(names) >= 28
    assert {"CookieConflict", "InvalidURL", "PoolTimeout", "ReadError", "StreamClosed"} <= names


@pytest.mark.parametrize(
    ("error", "kind", "error_type"),
    [
        (httpx.PoolTimeout(""), "busy", NetworkError),
        (httpx.WriteTimeout(""), "read-timeout", NetworkError),
        (httpx.DecodingError(""), "bad-encoding", UnexpectedReplyError),
        (httpx.LocalProtocolError(KEY), "broken", NetworkError),
        (TimeoutError(), "slow", NetworkError),
        (ssl.SSLError(), "broken", NetworkError),
        (ConnectionResetError(), "broken", NetworkError),
    ],
)
def test_translation(error, kind, error_type):
    translated = translate(error)
    assert (translated.kind, type(translated)) == (kind, error_type)


@pytest.mark.parametrize("error", [ValueError(), KeyError(), RuntimeError(), AssertionError()])
def test_a_bug_is_not_translated(error):
    assert translate(error) is None


async def test_a_bug_is_raised_as_it_is(box):
    def auth(_key):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await box.client.get(box.provider(auth=auth), KEY, [])


def test_httpx_is_not_imported_before_the_first_request():
    program = (
        "import sys; from contactdesk.client import Client; Client();"
        "sys.exit(bool({'httpx', 'httpcore', 'anyio', 'certifi'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_what_broke_once_is_not_noticed(box):
    box.server.fails_first.add("ok")
    reply = await box.get()
    assert reply.body == GOOD
    assert [line.kind for line in box.lines] == ["broken", ""]


async def test_rows_are_logged_when_they_are_counted(box):
    provider = box.provider()
    reply = await box.client.get(provider, KEY, [], account="Support", rows_follow=True)
    assert box.lines == []
    box.client.log_rows(reply, 17)
    (line,) = box.lines
    assert (line.rows, line.status) == (17, 200)
    assert KEY not in line.as_line()
    assert line.as_line().startswith("'Support' Vendor GET /ok? 200 ")
    assert line.as_line().endswith(" 17 rows")
    with pytest.raises(ContactDeskError):
        await box.client.get(box.provider("500"), KEY, [], rows_follow=True)
    assert box.lines[1].as_line().endswith(" server")


async def test_another_network_means_new_connections(box, monkeypatch):
    addresses = ["10.0.0.1"]
    monkeypatch.setattr(network, "own_address", lambda: addresses[-1])
    await box.get()
    first = box.client._pool
    await box.get()
    assert box.client._pool is first
    addresses.append("192.168.1.7")
    await box.get()
    assert box.client._pool is not first
    assert first.http.is_closed


async def test_other_ways_to_the_vendors_are_used_at_once(clients, ca_file):
    box = clients(times=Times(connect=5, read=5, page=5))
    address = f"https://localhost:{box.server.tls}"
    error = await box.fails("ok", address)
    assert error.kind == "tls"
    assert "trustme" in error.hint  # who issued it, in the certificate's own words
    assert "Network settings" in error.hint
    await box.client.use(proxy=None, ca_file=ca_file, trust_env=False)
    assert (await box.get("ok", address)).status == 200


@pytest.mark.parametrize(
    ("server_of", "said"), [("expired", "date of this computer"), ("wrong_host", "another address")]
)
async def test_why_a_certificate_was_refused(clients, ca_file, server_of, said):
    box = clients(ca_file=ca_file, times=Times(connect=5, read=5, page=5))
    error = await box.fails("ok", f"https://localhost:{getattr(box.server, server_of)}")
    assert error.kind == "tls"
    assert said in error.hint

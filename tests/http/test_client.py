"""contactdesk.http.client: what is sent, which connections are kept, and what is logged."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys

import httpx
import pytest
from msgspec.structs import replace

from contactdesk import __version__
from contactdesk.errors import ContactDeskError, KeyTextError
from contactdesk.http import client as client_module
from contactdesk.http import network_change
from contactdesk.http.pool import Timeouts
from contactdesk.providers.auth import basic_user, bearer, raw_key
from tests.http import client_box
from tests.http.client_box import KEY, everything
from tests.http.faultserver import GOOD

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
clients = client_box.clients
box = client_box.box


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


async def test_base_url_may_have_a_path_and_a_trailing_slash(box):
    base_url = f"http://127.0.0.1:{box.server.port}/ok"
    await box.client.get(replace(box.provider(base_url=base_url), path=""), KEY, [])
    await box.fails("x", base_url=base_url + "/")
    assert box.server.paths() == ["ok", "ok/x"]


async def test_no_cookie_is_kept(box):
    await box.get("cookie")
    await box.get("cookie")
    assert all("cookie" not in request["headers"] for request in box.server.requests)


async def test_netrc_is_ignored(clients, tmp_path, monkeypatch):
    """Its password would replace our key."""
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
async def test_invalid_key_is_not_sent(box, key, auth):
    with pytest.raises(KeyTextError) as caught:
        await box.client.get(box.provider(auth=auth), key, [])
    assert KEY not in everything(caught.value)
    assert box.server.requests == []
    assert box.lines == []


async def test_timeout_replaces_the_connections(box):
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


async def test_timeout_does_not_end_other_requests(clients):
    box = clients(timeouts=Timeouts(connect=5, read=0.4, page=2.0))
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
    assert all(task.result().request.status == 200 for task in tasks)
    assert len(box.lines) == 12


async def test_sleep_replaces_the_connections(box, monkeypatch):
    await box.get()
    first = box.client._pool
    real = client_module.time.time
    monkeypatch.setattr(client_module.time, "time", lambda: real() + 3600)
    await box.get()
    assert box.client._pool is not first
    assert first.http.is_closed


async def test_cancelled_request_is_logged(box, until):
    task = asyncio.get_running_loop().create_task(box.get("no-answer"))
    await until(lambda: box.server.requests)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(line.status, line.kind) for line in box.lines] == [(0, "cancelled")]
    assert (await box.get()).request.status == 200


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


def test_httpx_is_not_imported_before_the_first_request():
    program = (
        "import sys; from contactdesk.http.client import Client; Client();"
        "sys.exit(bool({'httpx', 'httpcore', 'anyio', 'certifi'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_connection_broken_once_is_retried(box):
    box.server.fails_first.add("ok")
    reply = await box.get()
    assert reply.body == GOOD
    assert [line.kind for line in box.lines] == ["broken", ""]


async def test_rows_are_logged_once_counted(box):
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


async def test_another_network_replaces_the_connections(box, monkeypatch):
    addresses = ["10.0.0.1"]
    monkeypatch.setattr(network_change, "local_address", lambda: addresses[-1])
    await box.get()
    first = box.client._pool
    await box.get()
    assert box.client._pool is first
    addresses.append("192.168.1.7")
    await box.get()
    assert box.client._pool is not first
    assert first.http.is_closed

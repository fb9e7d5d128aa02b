"""Trying a key: the answer in plain words, for every way it can go."""

import pytest
from PySide6.QtCore import QLocale

from contactdesk.errors import (
    KeyRefusedError,
    NetworkError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorError,
)
from contactdesk.http.client import Reply
from contactdesk.providers import all_providers
from contactdesk.ui.accounts.key_test import answer_of, try_key

PROVIDERS = all_providers()
BLAND, OPENCX = PROVIDERS["bland"], PROVIDERS["opencx"]


class Recorded:
    """Answers as a client would that was given this body."""

    def __init__(self, body):
        self.body = body
        self.asked = []

    async def get(self, provider, key, params, *, account=""):
        self.asked.append((provider.id, key, params, account))
        return Reply({}, self.body, 1.0)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("230", "Key accepted: 230 contacts"),
        ("1", "Key accepted: 1 contact"),
        ("4310", f"Key accepted: {QLocale().toString(4310)} contacts"),
        ("-1", "Key accepted"),
    ],
)
async def test_an_honest_total_is_said(total, words):
    body = '{"data": [], "pagination": {"total": %s, "has_more": false}, "errors": null}'
    client = Recorded((body % total).encode())
    assert (await try_key(client, BLAND, "a-key", "Support")).title == words


async def test_without_an_honest_total_it_only_works():
    client = Recorded(b'{"items": [], "next": null, "total": 12}')
    answer = await try_key(client, OPENCX, "a-key", "Support")
    assert (answer.tone, answer.title) == ("ok", "Key accepted")
    assert client.asked == [("opencx", "a-key", [], "Support")]


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.id)
async def test_the_smallest_request_is_asked_once(provider):
    client = Recorded(b'{"items": [], "data": [], "pagination": {}}')
    await try_key(client, provider, "a-key", "x")
    (_id, _key, params, _label) = client.asked[0]
    assert len(client.asked) == 1
    assert dict(params) == {**provider.always, **provider.smallest}


async def test_a_reply_that_is_no_page_is_not_works():
    with pytest.raises(UnexpectedReplyError):
        await try_key(Recorded(b'{"hello": 1}'), OPENCX, "a-key", "x")


BLOCKED = "The request was blocked on its way to OpenCX. Your key wasn't checked"


def test_refused_key_of_a_vendor_with_slow_keys_says_so():
    quo = PROVIDERS["quo"]
    detail = answer_of(KeyRefusedError("key-refused"), quo).detail
    assert detail.endswith(
        "New keys at Quo can take half a minute to work: test again in a moment."
    )
    assert "half a minute" not in answer_of(KeyRefusedError("key-refused"), OPENCX).detail


@pytest.mark.parametrize(
    ("error", "title", "detail"),
    [
        (
            KeyRefusedError("key-refused", said="Invalid API key", request_id="rid_7"),
            "OpenCX refused this key: Invalid API key",
            "Request ID: rid_7",
        ),
        (
            KeyRefusedError("forbidden", said="no"),
            "The key lacks the contacts:read permission: no",
            "Grant",
        ),
        (UnexpectedReplyError("blocked"), BLOCKED, "another network"),
        (
            VendorError("bad-request", references={"code": "0801400", "docs": "https://x.y"}),
            "OpenCX rejected this request",
            "Error code: 0801400\nDocumentation: https://x.y",
        ),
        (NetworkError("dns"), "OpenCX's address wasn't found", "online"),
        (RateLimitedError(3.2), "OpenCX's rate limit was reached", "4 seconds"),
        (RateLimitedError(), "OpenCX's rate limit was reached", "in a moment"),
    ],
)
def test_failures_in_words(error, title, detail):
    answer = answer_of(error, OPENCX)
    assert answer.title == title
    assert detail in answer.detail
    assert answer.tone == ("warning" if error.retryable else "danger")

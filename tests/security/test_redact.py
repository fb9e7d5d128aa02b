"""contactdesk.security.redact: every encoding of a key is hidden, prose stays readable."""

from __future__ import annotations

import html
import json
import logging
import re
import threading
import urllib.parse
from base64 import b64encode, urlsafe_b64encode

import pytest

from contactdesk.security.redact import HIDDEN, redact, remember

KEY = "sk-CANARY0123456789/+a&b\"'\\"
CODED = KEY.encode()

SHAPES = {
    "plain": KEY,
    "in a sentence": f"refused {KEY}: retry",
    "quoted for a URL": urllib.parse.quote(KEY, safe=""),
    "quoted in lower case": re.sub(
        "%..", lambda found: found[0].lower(), urllib.parse.quote(KEY, safe="")
    ),
    "repr": repr(KEY),
    "repr of bytes": repr(CODED),
    "json": json.dumps({"k": KEY}),
    "html": html.escape(KEY),
    "hex": CODED.hex(),
    "HEX": CODED.hex().upper(),
    "basic, key as user": b64encode(CODED + b":").decode(),
    "basic, key as password": b64encode(b"user:" + CODED).decode(),
    "basic, no user": b64encode(b":" + CODED).decode(),
    "base64": b64encode(CODED).decode(),
    "base64 of more": b64encode(b"xy" + CODED + b"zzzz").decode(),
    "base64 for a URL": urlsafe_b64encode(b"x" + CODED).decode(),
    "user of a URL": f"https://{KEY}:@api.close.com/x",
    "header": f"{{'authorization': 'Bearer {KEY}'}}",
}


@pytest.fixture(autouse=True)
def known():
    remember(KEY)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_remembered_key_is_hidden_in_every_encoding(shape):
    shown = redact(shape)
    assert HIDDEN in shown
    assert "CANARY" not in shown
    # Eight characters of any of its codings would be too many.
    for start in range(len(shape) - 8):
        part = shape[start : start + 8]
        assert part not in shown or part not in "".join(_codings())


def _codings():
    yield from (KEY, CODED.hex(), CODED.hex().upper())
    yield from (b64encode(b"\0" * pad + CODED).decode()[4:] for pad in range(3))


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer unknown-key-1",
        "authorization: unknown-key-1",
        "{'authorization': 'unknown-key-1'}",
        "[(b'Authorization', b'unknown-key-1')]",
        "Adding b'authorization'=b'unknown-key-1' to the header table",
        '{"x-api-key": "unknown-key-1"}',
        "?api_key=unknown-key-1",
        "Set-Cookie: s=unknown-key-1; path=/",
        "sent bearer unknown-key-1",
        "Basic dW5rbm93bi1rZXktMTo=",
        "GET https://unknown-key-1:@api.close.com/api/v1/contact/",
    ],
)
def test_value_in_a_keys_place_is_hidden(text):
    shown = redact(text)
    assert "unknown-key-1" not in shown
    assert "dW5rbm93bi1rZXk" not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Basic information about contacts is missing",
        "The bearer of this letter, Jane Doe",
        "no authorization was given",
        "a fortune cookie, please",
        "https://api.close.com/api/v1/contact/?_skip=100",
        "jane@example.com wrote to joe@example.com",
    ],
)
def test_prose_is_unchanged(text):
    assert redact(text) == text


def test_short_secrets_are_not_remembered():
    remember("short")
    remember("")
    assert redact("a short word") == "a short word"


def test_longer_key_is_hidden_whole():
    remember("longer-key-0001")
    remember("longer-key-0001-and-more")
    assert redact("x longer-key-0001-and-more y") == f"x {HIDDEN} y"


def test_remember_and_redact_are_thread_safe():
    failures: list[str] = []

    def work(part: int) -> None:
        for n in range(30):
            secret = f"threaded-{part}-{n:04d}"
            remember(secret)
            if secret in redact(f"<{secret}>"):
                failures.append(secret)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_redaction_logs_nothing(caplog):
    with caplog.at_level(logging.DEBUG):
        remember("another-canary-123")
        redact("another-canary-123")
    assert not caplog.records

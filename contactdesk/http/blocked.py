"""Refusals that a firewall, a proxy or a network sent in the vendor's place.

Every vendor refuses a key in JSON; what comes in another form says nothing about the key.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

MARKUP_START = b"<"
JSON_STARTS = (b"{", b"[", b'"')
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PAGE_TITLE = re.compile(rb"<title[^>]{0,100}>([^<]{1,400})</title", re.IGNORECASE)
MAX_TEXT_BYTES = 400
CLOUDFLARE_ERRORS = "https://developers.cloudflare.com/"
"""Beginning of the `type` of Cloudflare's own errors, which it sends as JSON to clients that accept
it: https://developers.cloudflare.com/changelog/post/2026-03-11-json-rfc9457-responses-for-1xxx-errors/
"""


def is_blocked(headers: Mapping[str, str], body: bytes, value: Any) -> bool:
    """Whether a refusal is not the vendor's. `value` is the body decoded, None if it is not JSON.

    An empty body counts as the vendor's, and so does plain text from a server that asks for a key
    (WWW-Authenticate). Truncated JSON is still recognized as JSON. Header names are in lower case.
    """
    if isinstance(value, dict):
        return value.get("cloudflare_error") is True or str(value.get("type", "")).startswith(
            CLOUDFLARE_ERRORS
        )
    text = _trimmed(body)
    if "html" in headers.get("content-type", "").lower() or text.startswith(MARKUP_START):
        return True
    if not text or text.startswith(JSON_STARTS):
        return False
    return "www-authenticate" not in headers


def blockers_words(body: bytes) -> str:
    """What a blocking page says: its title, or the start of a plain text. Neither redacted nor
    made one line yet."""
    text = _trimmed(body)
    if text.startswith(MARKUP_START):
        found = PAGE_TITLE.search(text)
        return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
    return text[:MAX_TEXT_BYTES].decode("utf-8", "replace")


def _trimmed(body: bytes) -> bytes:
    return body.removeprefix(BYTE_ORDER_MARK).lstrip()

"""The body of a vendor's error reply: its message, its request id, and its own codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contactdesk.jsonpath import items_at, text_at

MAX_MESSAGE_CHARS, MAX_REQUEST_ID_CHARS, MAX_REFERENCE_CHARS = 400, 100, 200
MAX_MESSAGE_LEVELS, MAX_MESSAGE_PARTS = 4, 10
MESSAGE_KEYS = ("detail", "message", "error", "errors", "field-errors", "title", "description")
REQUEST_ID_KEYS = ("request_id", "trace", "requestId")
CODED_LISTS = ("errors",)
"""Lists whose items have a `code` of their own."""

REFERENCE_KEYS = ("code", "type", "docs")


def error_message(reply: Any) -> tuple[str, str]:
    """(the vendor's message, its request id) from the body of a failure.

    The five vendors and the proxies before them use `message`, `detail`, `error`, `errors[]`,
    `field-errors{}` and more, as text, lists or objects: every text is taken, bounded.
    """
    if not isinstance(reply, dict):
        return " · ".join(_messages(reply))[:MAX_MESSAGE_CHARS], ""
    found: dict[str, None] = {}
    for key in MESSAGE_KEYS:
        for text in _messages(reply.get(key)):
            if not any(text in known for known in found):
                found[text] = None
    request_id = next((i for key in REQUEST_ID_KEYS if (i := text_at(reply, f"$.{key}"))), "")
    return " · ".join(found)[:MAX_MESSAGE_CHARS], request_id[:MAX_REQUEST_ID_CHARS]


def error_references(reply: Any) -> dict[str, str]:
    """The vendor's own names for a failure, by REFERENCE_KEYS, for its support: a code, the address
    that names the kind of error, a page of documentation. Bounded; "code" joins all of them."""
    if not isinstance(reply, dict):
        return {}
    parts = [reply, *(each for key in CODED_LISTS for each in items_at(reply, f"$.{key}"))]
    codes = [
        code for part in parts[:MAX_MESSAGE_PARTS] if (code := text_at(part, "$.code").strip())
    ]
    found = {"code": ", ".join(dict.fromkeys(codes))}
    found |= {key: text_at(reply, f"$.{key}").strip() for key in ("type", "docs")}
    return {key: text[:MAX_REFERENCE_CHARS] for key, text in found.items() if text}


def _messages(value: Any, depth: int = 0) -> Iterator[str]:
    """Every message in a part of an error body; `field: message` where a field is named."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list) and depth < MAX_MESSAGE_LEVELS:
        for item in value[:MAX_MESSAGE_PARTS]:
            yield from _messages(item, depth + 1)
    elif isinstance(value, dict) and depth < MAX_MESSAGE_LEVELS:
        yield from _messages_of_object(value, depth)


def _messages_of_object(value: dict[str, Any], depth: int) -> Iterator[str]:
    field = text_at(value, "$.field") or text_at(value, "$.path")
    messages = [value[key] for key in ("message", "detail", "error") if key in value]
    if messages:
        for text in _messages(messages, depth + 1):
            yield f"{field}: {text}" if field else text
        return
    for key, part in list(value.items())[:MAX_MESSAGE_PARTS]:
        for text in _messages(part, depth + 1):
            yield f"{key}: {text}"

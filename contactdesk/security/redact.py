"""Removes keys from text before it is written: the last line of defense, not the first."""

from __future__ import annotations

import html
import json
import re
import threading
import urllib.parse
from base64 import b64encode
from collections.abc import Iterator

MIN_SECRET_CHARS = 6
"""Shorter secrets are not remembered: they would hide ordinary words."""

HIDDEN = "[key]"
BASE64_TO_URL_SAFE = str.maketrans("+/", "-_")
# A header or parameter that carries a key, in a log line, a repr or JSON.
NAMED_VALUE = re.compile(
    r"(?i)((?:proxy-)?authorization|(?:x-)?api[-_]?key|(?:set-)?cookie)"
    r"(['\"]\s*[:=,]\s*|\s*[:=]\s*)(b?['\"])?[^'\"\r\n]+"
)
# The digit is required so that "basic information" stays readable.
AUTH_SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+(?=\S*\d)[a-z0-9._~+/=-]{8,}")
URL_USER = re.compile(r"(?<=://)[^/\s@'\"<>]+(?=@)")

_lock = threading.Lock()
_secrets: set[str] = set()
_encodings: tuple[str, ...] = ()
"""Every encoding of every secret, longest first; replaced as a whole, so reading needs no lock."""


def remember(secret: str) -> None:
    """Hides this secret from now on, in all its encodings. Thread-safe."""
    global _encodings
    if len(secret) < MIN_SECRET_CHARS:
        return
    with _lock:
        if secret in _secrets:
            return
        _secrets.add(secret)
        _encodings = tuple(sorted({*_encodings, *_encode(secret)}, key=len, reverse=True))


def redact(text: str) -> str:
    """The text without remembered keys, and without values in places where keys are sent."""
    for encoding in _encodings:
        if encoding in text:
            text = text.replace(encoding, HIDDEN)
    text = AUTH_SCHEME.sub(rf"\1 {HIDDEN}", text)
    text = URL_USER.sub(HIDDEN, text)
    return NAMED_VALUE.sub(rf"\1\2\3{HIDDEN}", text)


def _encode(secret: str) -> Iterator[str]:
    """The secret as it can occur in a URL, a repr, JSON, HTML, hex, or base64 at any alignment."""
    data = secret.encode("utf-8", "surrogatepass")
    quoted = urllib.parse.quote(data, safe="")
    lower_quoted = re.sub("%..", lambda found: found[0].lower(), quoted)
    yield from (secret, quoted, lower_quoted, repr(secret)[1:-1], json.dumps(secret)[1:-1])
    yield from (html.escape(secret), data.hex(), data.hex().upper())
    # Basic authentication puts a colon before or after; base64 has three alignments.
    for around in (data + b":", b":" + data, data):
        for before in range(3):
            coded = b64encode(b"\0" * before + around).decode()
            # The first and last characters also depend on the bytes around the secret.
            certain = coded[(0, 2, 3)[before] :].rstrip("=")[:-1]
            if len(certain) >= MIN_SECRET_CHARS:
                yield from (certain, certain.translate(BASE64_TO_URL_SAFE))

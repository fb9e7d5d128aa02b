"""Takes keys out of text that is about to be written: the last line of defence, not the first."""

from __future__ import annotations

import html
import json
import re
import threading
import urllib.parse
from base64 import b64encode
from collections.abc import Iterator

SHORTEST = 6
"""Shorter secrets are not remembered: they would black out ordinary words."""

HIDDEN = "[key]"
URL_SAFE = str.maketrans("+/", "-_")
# A header or a parameter that carries a key, as it stands in a log line, a repr or JSON.
NAMED = re.compile(
    r"(?i)((?:proxy-)?authorization|(?:x-)?api[-_]?key|(?:set-)?cookie)"
    r"(['\"]\s*[:=,]\s*|\s*[:=]\s*)(b?['\"])?[^'\"\r\n]+"
)
# A digit is asked for, so that "basic information" stays readable.
SCHEMED = re.compile(r"(?i)\b(bearer|basic)\s+(?=\S*\d)[a-z0-9._~+/=-]{8,}")
USER_INFO = re.compile(r"(?<=://)[^/\s@'\"<>]+(?=@)")

_lock = threading.Lock()
_secrets: set[str] = set()
_forms: tuple[str, ...] = ()
"""Every shape of every secret, longest first; replaced as a whole, so reading needs no lock."""


def remember(secret: str) -> None:
    """Hides this secret from now on, in every shape it can turn up in. Any thread may call."""
    global _forms
    if len(secret) < SHORTEST:
        return
    with _lock:
        if secret in _secrets:
            return
        _secrets.add(secret)
        _forms = tuple(sorted({*_forms, *_shapes(secret)}, key=len, reverse=True))


def redact(text: str) -> str:
    """The text without remembered keys, and without what looks like one where a key stands."""
    for form in _forms:
        if form in text:
            text = text.replace(form, HIDDEN)
    text = SCHEMED.sub(rf"\1 {HIDDEN}", text)
    text = USER_INFO.sub(HIDDEN, text)
    return NAMED.sub(rf"\1\2\3{HIDDEN}", text)


def _shapes(secret: str) -> Iterator[str]:
    data = secret.encode("utf-8", "surrogatepass")
    quoted = urllib.parse.quote(data, safe="")
    lower_quoted = re.sub("%..", lambda found: found[0].lower(), quoted)
    yield from (secret, quoted, lower_quoted, repr(secret)[1:-1], json.dumps(secret)[1:-1])
    yield from (html.escape(secret), data.hex(), data.hex().upper())
    # Basic authentication puts a colon before or after; base64 has three alignments.
    for around in (data + b":", b":" + data, data):
        for before in range(3):
            coded = b64encode(b"\0" * before + around).decode()
            # The characters at both ends also depend on what stands beside the secret.
            certain = coded[(0, 2, 3)[before] :].rstrip("=")[:-1]
            if len(certain) >= SHORTEST:
                yield from (certain, certain.translate(URL_SAFE))

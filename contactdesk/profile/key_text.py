"""Cleans up pasted API keys, and keys put into the keyring from a shell."""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode

from contactdesk.errors import KeyTextError
from contactdesk.security.redact import remember

HEADER_SAFE = re.compile(r"[\x21-\x7e]+")
MIN_KEY_CHARS, MAX_KEY_CHARS = 8, 2048
SURROUNDING = "\"'`´‘’“”„«»<>,;"
HEADER_PREFIX = re.compile(r"(?i)(?:(?:-H|--header)\s+)?[\"']?authorization[\"']?\s*:\s*|bearer\s+")
BASIC_AUTH = re.compile(r"(?i)basic\s+(\S+)")


def clean_key(pasted: str) -> str:
    """The key in pasted text, without what a web page, a header or a shell added.

    Raises KeyTextError if what is left is no header value of 8 to 2048 characters.
    """
    key = strip_key(pasted)
    if not MIN_KEY_CHARS <= len(key) <= MAX_KEY_CHARS or not HEADER_SAFE.fullmatch(key):
        raise KeyTextError("key-text")
    remember(key)
    return key


def strip_key(pasted: str) -> str:
    """The text without invisible characters, quotes, header names and schemes around it."""
    text = "".join(each for each in pasted if not _is_invisible(each)).strip()
    text = text.strip(SURROUNDING).strip()
    while found := HEADER_PREFIX.match(text):
        text = text[found.end() :].strip(SURROUNDING).strip()
    if (found := BASIC_AUTH.fullmatch(text)) is not None:
        text = _user_of_basic(found[1])
    return text


def _user_of_basic(coded: str) -> str:
    """The user name in the value of a Basic header, which is the key; other text as it is."""
    try:
        user, colon, _password = b64decode(coded, validate=True).partition(b":")
    except binascii.Error:
        return coded
    return user.decode("ascii", "replace") if colon and user else coded


def _is_invisible(character: str) -> bool:
    """Format characters (zero width, direction, byte order mark) and variation selectors."""
    return (
        unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or character in "\u034f\u115f\u1160\u3164"
    )

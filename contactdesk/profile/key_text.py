"""The key in what a person pasted, or somebody put into the keyring from a shell."""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode

from contactdesk.errors import KeyTextError
from contactdesk.security.redact import remember

VISIBLE = re.compile(r"[\x21-\x7e]+")
SHORTEST, LONGEST = 8, 2048
AROUND = "\"'`´‘’“”„«»<>,;"
PREFIX = re.compile(r"(?i)(?:(?:-H|--header)\s+)?[\"']?authorization[\"']?\s*:\s*|bearer\s+")
BASIC = re.compile(r"(?i)basic\s+(\S+)")


def clean_key(pasted: str) -> str:
    """The key in what was pasted: without what came along from a web page, a header or a shell.

    Raises KeyTextError where no legal header value of 8 to 2048 characters is left.
    """
    key = peeled(pasted)
    if not SHORTEST <= len(key) <= LONGEST or not VISIBLE.fullmatch(key):
        raise KeyTextError("key-text")
    remember(key)
    return key


def peeled(pasted: str) -> str:
    """The text without invisible characters, quotes, header names and schemes around it."""
    text = "".join(each for each in pasted if not _is_invisible(each)).strip()
    text = text.strip(AROUND).strip()
    while found := PREFIX.match(text):
        text = text[found.end() :].strip(AROUND).strip()
    if (found := BASIC.fullmatch(text)) is not None:
        text = _user_of_basic(found[1])
    return text


def _user_of_basic(coded: str) -> str:
    """The user name in the value of a Basic header, where it is one: that is where a key stands."""
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

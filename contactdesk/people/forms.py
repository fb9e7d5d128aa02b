"""Values of compared fields in a form that is equal for values that say the same.

A value that cannot be compared has no form: it neither agrees with another nor differs from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from contactdesk.people.email_keys import email_key
from contactdesk.people.names import name_words
from contactdesk.people.phone_keys import phone_key
from contactdesk.people.traits import CHANNEL, COMPANY, EMAIL, NAME, PHONE, ROLE, TIME_ZONE
from contactdesk.text.normalize import normalize

LEGAL_FORMS = frozenset(
    (
        *("ab", "ag", "aps", "as", "bv", "bvba", "cia", "co", "company", "corp", "corporation"),
        *("doo", "eg", "ek", "eurl", "ev", "gbr", "gesmbh", "gmbh", "inc", "incorporated", "kft"),
        *("kg", "kgaa", "kk", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv"),
        *("ohg", "oy", "oyj", "plc", "pllc", "pte", "pty", "pvt", "private", "sa", "sarl", "sas"),
        *("sasu", "se", "sl", "slu", "spa", "spzoo", "srl", "srls", "sro", "ug", "zrt"),
        *("株式会社", "有限会社", "有限公司", "주식회사", "ооо", "оао", "зао", "пао"),
    )
)
"""Words for the legal form of a company, without dots."""

SMALL_WORDS = frozenset(("the", "and", "of", "for", "und", "et", "y", "de"))

ROLE_WORDS = {
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "cio": "chief information officer",
    "cmo": "chief marketing officer",
    "coo": "chief operating officer",
    "cto": "chief technology officer",
    "dir": "director",
    "eng": "engineer",
    "evp": "executive vice president",
    "jr": "junior",
    "mgr": "manager",
    "sr": "senior",
    "svp": "senior vice president",
    "vp": "vice president",
}
"""Abbreviations of roles -> what they stand for."""

CHANNEL_WORDS = {
    "sms": "sms text texts texting textmessage imessage mms",
    "phone": "phone call calls calling telephone voice mobile cell callback",
    "email": "email mail mails emails e-mail",
    "whatsapp": "whatsapp",
    "chat": "chat webchat web livechat",
    "post": "post letter fax",
}
CHANNEL_OF_WORD = {word: form for form, words in CHANNEL_WORDS.items() for word in words.split()}

WORD = re.compile(r"[^\W_]+")
DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
"""The dots of S.A. and p.l.c."""

MAIL_HYPHEN = re.compile(r"\be-?\s?mail")
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])(\d\d?)(?::?([0-5]\d))?", re.ASCII)
MAX_ZONE_CHARS = 60
MAX_OFFSET_HOURS = 14
UNIVERSAL = ("UTC", "GMT")
YEAR_OF_OFFSETS, DAYS_BETWEEN = 2025, 5
"""The days on which zones are compared. A year of its own: forms must not change with the date."""


def form_of(field: str, text: str, region: str = "") -> str:
    """The form of a value of a field of `traits.FIELDS`; "" if it cannot be compared.

    `region` is the country in which phone numbers without one are dialed, "" if it is not known.
    The form of a name is its words; `people.names` tells whether two of these can be one person's.
    """
    if field == PHONE:
        return phone_key(text, region)
    return FORMS[field](text)


def digest_of(*parts: str) -> int:
    """A hash of some texts, as a signed integer of 64 bits: the same on every machine."""
    hashed = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(hashed.digest(), "big", signed=True)


@lru_cache(maxsize=4096)
def name_form(text: str) -> str:
    """The words of a name, by which `names.compatible` compares it."""
    return " ".join(name_words(text))


@lru_cache(maxsize=4096)
def company_form(text: str) -> str:
    """A company's words without legal form: "ACME, Inc." -> acme."""
    words = _words(DOTTED.sub("", normalize(text)))
    telling = [word for word in words if word not in LEGAL_FORMS and word not in SMALL_WORDS]
    return " ".join(telling or words)


@lru_cache(maxsize=4096)
def role_form(text: str) -> str:
    """A role's words, abbreviations written out: "VP, Sales" -> vice president sales."""
    words = [word for word in _words(DOTTED.sub("", normalize(text))) if word not in SMALL_WORDS]
    return " ".join(ROLE_WORDS.get(word, word) for word in words)


@lru_cache(maxsize=1024)
def channel_form(text: str) -> str:
    """The one channel that a text names: "call after 17:00" -> phone; "" for none or several."""
    words = _words(MAIL_HYPHEN.sub("email", normalize(text)))
    found = {CHANNEL_OF_WORD[word] for word in words if word in CHANNEL_OF_WORD}
    if "phone" in found and not found.isdisjoint(("sms", "whatsapp")):
        found.discard("phone")  # "text on my mobile"
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=1024)
def zone_form(text: str) -> str:
    """The offsets of a time zone over a year: zones with equal offsets show the same time.

    "" for what is no zone's whole name and no offset: "Eastern" is a zone in several countries, and
    people write "EST" in summer too.
    """
    name = text.strip()
    if len(name) > MAX_ZONE_CHARS:
        return ""
    if found := OFFSET.fullmatch(name.casefold()):
        sign, hours, minutes = found.groups()
        if int(hours) > MAX_OFFSET_HOURS:
            return ""
        size = int(hours) * 60 + int(minutes or 0)
        return str(size if sign == "+" else -size)
    if "/" not in name and name.upper() not in UNIVERSAL:
        return ""
    offsets = _offsets(name) or _offsets(name.title().replace(" ", "_"))
    if len(set(offsets)) < 2:
        return str(offsets[0]) if offsets else ""
    return f"{min(offsets)}/{max(offsets)}/{digest_of(*map(str, offsets)) & 0xFFFFFFFF:08x}"


def _offsets(name: str) -> list[int]:
    """A zone's offsets from UTC in minutes, every few days; empty if there is no such zone."""
    # Deferred: its import looks for the system's zones, and no start should wait for that.
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return []
    start = datetime(YEAR_OF_OFFSETS, 1, 1, tzinfo=UTC)
    moments = (start + timedelta(days=days) for days in range(0, 365, DAYS_BETWEEN))
    offsets = (moment.astimezone(zone).utcoffset() or timedelta() for moment in moments)
    return [int(offset.total_seconds()) // 60 for offset in offsets]


def _words(normalized: str) -> list[str]:
    return WORD.findall(normalized)


FORMS: dict[str, Callable[[str], str]] = {
    NAME: name_form,
    EMAIL: email_key,
    COMPANY: company_form,
    ROLE: role_form,
    TIME_ZONE: zone_form,
    CHANNEL: channel_form,
}

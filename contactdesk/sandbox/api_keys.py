"""API keys in each vendor's own format, fixed by the seed."""

from __future__ import annotations

from base64 import b64encode

from contactdesk.sandbox.random_stream import (
    CROCKFORD_BASE32,
    HEX_DIGITS,
    LETTERS_DIGITS,
    stream,
)

FULL, UNSCOPED, OAUTH = range(3)
"""Kinds of key: may list contacts; lacks that permission; an OAuth access token."""
SCOPED_VENDORS = ("opencx", "askelephant", "bland")
"""Vendors whose keys may lack the permission to list contacts."""
OAUTH_VENDORS = ("askelephant", "close")
"""Vendors that also accept an OAuth access token."""


def api_key(provider: str, seed: int, kind: int = FULL) -> str:
    rng = stream(seed, 60 + kind, sum(provider.encode()))
    if kind == OAUTH:
        prefix = "aeo_" if provider == "askelephant" else ""
        return prefix + rng.token(40, LETTERS_DIGITS)
    match provider:
        case "opencx":
            return f"ocx_live_{rng.token(32, LETTERS_DIGITS)}"
        case "quo":
            return rng.token(32, LETTERS_DIGITS)
        case "askelephant":
            return f"sk-apik_{rng.token(26, CROCKFORD_BASE32)}.{rng.token(43, LETTERS_DIGITS)}"
        case "close":
            return f"api_{rng.token(22, LETTERS_DIGITS)}.{rng.token(22, LETTERS_DIGITS)}"
        case _:
            return f"org_{rng.token(64, HEX_DIGITS)}"


def authorization_header(provider: str, key: str) -> str:
    """The Authorization header the vendor expects for this key."""
    if provider == "opencx" or key.startswith("aeo_"):
        return f"Bearer {key}"
    if provider == "close":
        if not key.startswith("api_"):
            return f"Bearer {key}"
        return "Basic " + b64encode(f"{key}:".encode()).decode()
    return key


def check_authorization(provider: str, seed: int, authorization: str) -> int:
    """The HTTP status: 200 if the key may list contacts, 403 if it lacks the scope, else 401."""
    # schemes are case-insensitive: RFC 9110, section 11.1
    scheme, _, rest = authorization.partition(" ")
    sent = f"{scheme.capitalize()} {rest.strip()}" if rest else scheme

    def is_key(kind: int) -> bool:
        return sent == authorization_header(provider, api_key(provider, seed, kind))

    if is_key(FULL) or (provider in OAUTH_VENDORS and is_key(OAUTH)):
        return 200
    return 403 if provider in SCOPED_VENDORS and is_key(UNSCOPED) else 401

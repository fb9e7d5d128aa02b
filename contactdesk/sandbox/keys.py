"""Keys that look like the vendors' own, fixed by the seed."""

from __future__ import annotations

import string
from base64 import b64encode

from contactdesk.sandbox.draw import draw

LETTERS = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
FULL, SCOPED, OAUTH = range(3)
WITH_SCOPES = ("opencx", "askelephant", "bland")
"""Vendors whose keys may lack the permission to list contacts."""


def key_of(provider: str, seed: int, kind: int = FULL) -> str:
    """FULL may list contacts, SCOPED may not, OAUTH is AskElephant's access token."""
    d = draw(seed, 60 + kind, sum(provider.encode()))
    if kind == OAUTH:
        return f"aeo_{d.word(40, LETTERS)}"
    match provider:
        case "opencx":
            return f"ocx_live_{d.word(32, LETTERS)}"
        case "quo":
            return d.word(32, LETTERS)
        case "askelephant":
            return f"sk-apik_{d.word(26, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}.{d.word(43, LETTERS)}"
        case "close":
            return f"api_{d.word(22, LETTERS)}.{d.word(22, LETTERS)}"
        case _:
            return f"org_{d.word(64, '0123456789abcdef')}"


def sent_as(provider: str, key: str) -> str:
    """The Authorization header the vendor wants for this key."""
    if provider == "opencx" or key.startswith("aeo_"):
        return f"Bearer {key}"
    if provider == "close":
        return "Basic " + b64encode(f"{key}:".encode()).decode()
    return key


def standing(provider: str, seed: int, authorization: str) -> int:
    """200 for a key that may list contacts, 403 for one that may not, else 401."""
    # schemes are compared without regard to case, as RFC 9110 has them
    scheme, _, rest = authorization.partition(" ")
    said = f"{scheme.capitalize()} {rest.strip()}" if rest else scheme
    if said == sent_as(provider, key_of(provider, seed)):
        return 200
    if provider == "askelephant" and said == sent_as(provider, key_of(provider, seed, OAUTH)):
        return 200
    if provider in WITH_SCOPES and said == sent_as(provider, key_of(provider, seed, SCOPED)):
        return 403
    return 401

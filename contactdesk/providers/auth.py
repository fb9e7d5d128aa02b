"""Authentication styles: how a key becomes the Authorization header. A provider names one."""

from base64 import b64encode
from collections.abc import Callable


def bearer(key: str) -> dict[str, str]:
    """RFC 6750: `Authorization: Bearer <key>`."""
    return {"Authorization": f"Bearer {key}"}


def raw_key(key: str) -> dict[str, str]:
    """The bare key, without a scheme."""
    return {"Authorization": key}


def basic_user(key: str) -> dict[str, str]:
    """HTTP Basic (RFC 7617) with the key as user name and a blank password."""
    return {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}


Auth = Callable[[str], dict[str, str]]


def or_bearer(prefix: str, style: Auth) -> Auth:
    """Keys with this prefix are sent in a style, anything else (an OAuth token) as bearer."""

    def auth(key: str) -> dict[str, str]:
        return style(key) if key.startswith(prefix) else bearer(key)

    return auth

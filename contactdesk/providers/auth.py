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


def raw_or_bearer(raw_prefix: str) -> Callable[[str], dict[str, str]]:
    """Keys with this prefix are sent bare, anything else (an OAuth token) as bearer."""

    def auth(key: str) -> dict[str, str]:
        return raw_key(key) if key.startswith(raw_prefix) else bearer(key)

    return auth

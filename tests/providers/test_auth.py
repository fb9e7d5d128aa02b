"""How each style writes a key into the Authorization header."""

from base64 import b64decode

from contactdesk.providers.auth import basic_user, bearer, raw_key, raw_or_bearer


def test_bearer():
    assert bearer("k") == {"Authorization": "Bearer k"}


def test_the_bare_key():
    assert raw_key("k") == {"Authorization": "k"}


def test_basic_with_a_blank_password():
    scheme, _, encoded = basic_user("api_1:ü")["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert b64decode(encoded).decode() == "api_1:ü:"


def test_bare_by_prefix_else_bearer():
    auth = raw_or_bearer("sk-")
    assert auth("sk-1") == {"Authorization": "sk-1"}
    assert auth("1-sk-") == {"Authorization": "Bearer 1-sk-"}

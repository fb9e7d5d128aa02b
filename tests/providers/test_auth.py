"""How each style writes a key into the Authorization header."""

from base64 import b64decode

from contactdesk.providers.auth import basic_user, bearer, or_bearer, raw_key


def test_bearer():
    assert bearer("k") == {"Authorization": "Bearer k"}


def test_the_bare_key():
    assert raw_key("k") == {"Authorization": "k"}


def test_basic_with_a_blank_password():
    scheme, _, encoded = basic_user("api_1:ü")["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert b64decode(encoded).decode() == "api_1:ü:"


def test_style_by_prefix_else_bearer():
    bare, basic = or_bearer("sk-", raw_key), or_bearer("api_", basic_user)
    assert bare("sk-1") == {"Authorization": "sk-1"}
    assert bare("1-sk-") == {"Authorization": "Bearer 1-sk-"}
    assert basic("api_1") == basic_user("api_1")
    assert basic("1api_") == {"Authorization": "Bearer 1api_"}

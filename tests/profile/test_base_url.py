"""contactdesk.profile.base_url: safe server addresses, and the provider at one."""

from __future__ import annotations

import pytest

from contactdesk.errors import AccountsFileError
from contactdesk.profile.accounts import Account, Accounts, provider_of
from contactdesk.profile.base_url import check_base_url
from contactdesk.providers import all_providers


@pytest.fixture
def path(tmp_path):
    return tmp_path / "accounts.toml"


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("", ""),
        ("  ", ""),
        ("https://api.bland.ai", "https://api.bland.ai"),
        (" https://api.bland.ai/ ", "https://api.bland.ai"),
        ("HTTPS://API.Bland.AI//", "https://api.bland.ai"),
        ("https://proxy.example.com/Prefix/v1/", "https://proxy.example.com/Prefix/v1"),
        ("https://proxy.example.com:8443/x", "https://proxy.example.com:8443/x"),
        ("https://10.0.0.1", "https://10.0.0.1"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://127.0.0.1:5/bland", "http://127.0.0.1:5/bland"),
        ("http://127.255.255.254", "http://127.255.255.254"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_valid_address_is_normalized(url, checked):
    assert check_base_url(url) == checked
    assert check_base_url(checked) == checked


@pytest.mark.parametrize(
    "url",
    [
        "http://api.bland.ai",
        "http://127.0.0.1.evil.com",
        "http://localhost.evil.com",
        "http://localhost.",
        "http://evil.com/127.0.0.1",
        "http://126.255.255.255",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://127.0.0.01",
        "http://[::ffff:127.0.0.1]",
        "http://[::2]",
        "http://[::1%25eth0]",
        "http://localhost@evil.com",
        "http://sk-CANARY:@127.0.0.1",
        "https://sk-CANARY:@api.close.com",
        "https://sk-CANARY@api.close.com",
        "https://api.bland.ai?key=sk-CANARY",
        "https://api.bland.ai/?",
        "https://api.bland.ai/#",
        "https://api.bland.ai\\@evil.com",
        "https://api.bland.ai\\.evil.com",
        "https://api bland.ai",
        "https://api.bland.ai/a b",
        "https://api.bland.ai\r\nX: y",
        "https://api.bland.ai\x00",
        "https://аpi.bland.ai",
        "https://api.bland.ai:port",
        "https://api.bland.ai:99999",
        "https://api.bland.ai:0",
        "https://api.bland.ai:",
        "https://",
        "https:///contacts",
        "https:api.bland.ai",
        "https://[::1",
        "https://[v1.x]",
        "https://a..b",
        "https://-a.example",
        "https://a,b",
        "https://*",
        "//api.bland.ai",
        "api.bland.ai",
        "/contacts",
        "ftp://api.bland.ai",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ws://localhost",
    ],
)
def test_unsafe_address_is_refused_and_not_quoted(url):
    with pytest.raises(AccountsFileError) as caught:
        check_base_url(url)
    error = caught.value
    assert error.kind == "insecure-url"
    assert "CANARY" not in str(error) + repr(vars(error))


def test_account_uses_the_vendors_address():
    account = Account("a", "bland", "A")
    assert provider_of(account) is all_providers()["bland"]


def test_account_may_use_another_address():
    vendor = all_providers()["bland"]
    found = provider_of(Account("a", "bland", "A", "http://127.0.0.1:9/bland/"))
    assert found.base_url == "http://127.0.0.1:9/bland"
    assert (found.id, found.path, found.auth) == (vendor.id, vendor.path, vendor.auth)
    assert all_providers()["bland"] is vendor
    assert vendor.base_url == "https://api.bland.ai"


def test_unsafe_address_in_the_file_fails_only_its_account(path):
    path.write_text(
        '[[account]]\nid = "3f1c"\nprovider = "bland"\nlabel = "Support EU"\n\n'
        '[[account]]\nid = "77aa"\nprovider = "close"\nlabel = "Sales"\n'
        'base_url = "http://proxy.example.com/close"\n'
    )
    accounts = Accounts.load(path)
    assert provider_of(accounts.get("3f1c"))
    with pytest.raises(AccountsFileError) as caught:
        provider_of(accounts.get("77aa"))
    assert caught.value.kind == "insecure-url"


def test_account_of_unknown_vendor_has_no_provider():
    with pytest.raises(KeyError):
        provider_of(Account("a", "sixth-vendor", "A"))

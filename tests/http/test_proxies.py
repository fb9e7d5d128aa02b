"""contactdesk.http.proxies: which proxy the settings and the environment choose for a host."""

import pytest

from contactdesk.http.proxies import ProxyRules, is_loopback

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def environment(monkeypatch):
    def change(**variables):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return change


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://one:1"}, "http://one:1"),
        ({"https_proxy": "one:1"}, "http://one:1"),
        ({"HTTP_PROXY": "http://one:1"}, None),
        ({"ALL_PROXY": "socks://two:2"}, "socks://two:2"),
        ({"HTTPS_PROXY": "http://one:1", "ALL_PROXY": "socks://two:2"}, "http://one:1"),
        ({"ALL_PROXY": "http://one:1", "NO_PROXY": "vendor.example"}, None),
        ({"ALL_PROXY": "http://one:1", "NO_PROXY": "*"}, None),
    ],
)
def test_environment_chooses_by_scheme(environment, variables, proxy):
    environment(**variables)
    assert ProxyRules.of(None, True).proxy_for("https://vendor.example/v1") == proxy
    assert ProxyRules.of(None, False).proxy_for("https://vendor.example/v1") is None


def test_proxy_of_the_settings_goes_before_the_environment(environment):
    environment(HTTPS_PROXY="http://one:1", NO_PROXY="*")
    rules = ProxyRules.of("http://own:1", True)
    assert rules.proxy_for("https://vendor.example") == "http://own:1"


@pytest.mark.parametrize(
    ("entries", "host", "is_direct"),
    [
        ("::1", "[::1]", True),
        ("[::1]", "[::1]", True),
        ("[fd00::1]", "[fd00::1]", True),
        ("fd00::/8", "[fd12::5]", True),
        ("[fd00::]/8", "[fd12::5]", True),
        ("10.0.0.0/8", "10.3.4.5", True),
        ("10.0.0.0/8", "11.3.4.5", False),
        ("10.3.4.5", "10.3.4.5", True),
        ("10.0.0.0/99", "10.3.4.5", False),
        ("/8", "10.3.4.5", False),
        ("10.0.0.0/8", "ten.example", False),
        ("vendor.example", "api.vendor.example", True),
        (".vendor.example", "vendor.example", True),
        ("*.vendor.example", "api.vendor.example", True),
        ("Vendor.Example:443", "vendor.example", True),
        ("https://vendor.example", "vendor.example.", True),
        ("dor.example", "vendor.example", False),
        ("other, 10.0.0.0/8 vendor.example", "vendor.example", True),
        (",, []:x ::: http://", "vendor.example", False),
    ],
)
def test_hosts_without_a_proxy(environment, entries, host, is_direct):
    environment(ALL_PROXY="http://one:1", NO_PROXY=entries)
    found = ProxyRules.of(None, True).proxy_for(f"https://{host}:8443/contacts")
    assert found == (None if is_direct else "http://one:1")


def test_invalid_url_has_no_proxy():
    assert ProxyRules.of("http://own:1", False).proxy_for("https://[::1") is None


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.8.8.8", True), ("::1", True), ("128.0.0.1", False), ("x", False)],
)
def test_loopback_has_no_proxy(host, loopback):
    assert is_loopback(host) == loopback
    url = f"http://[{host}]:1" if ":" in host else f"http://{host}:1"
    assert (ProxyRules.of("http://own:1", True).proxy_for(url) is None) == loopback

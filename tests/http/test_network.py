"""contactdesk.http.network: proxy and certificates in a profile's settings.ini."""

import configparser

import pytest
import trustme

from contactdesk.errors import NetworkError
from contactdesk.http.network import Network, checked, read
from contactdesk.ui.kit.settings import Settings


@pytest.mark.parametrize(
    "network",
    [
        Network(),
        Network("http://proxy.example:3128"),
        Network("https://user:p%40ss@[::1]:8080", '/home/jörg/my, "certs";=1/ca.pem', True),
        Network("", "C:\\Users\\Jane\\ca file.pem", True),
        Network("http://proxy", "/tmp/证书.pem", False),
    ],
)
def test_settings_written_by_the_window_are_read_without_qt(tmp_path, network):
    file = tmp_path / "settings.ini"
    settings = Settings(file)
    settings.keep("look", "dark")
    for name, value in network.entries().items():
        settings.keep(f"network/{name}", value)
    settings.flush()
    assert read(file) == network
    assert settings.text("look") == "dark"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[General]\nlook=dark\n",
        b"junk without a head",
        b"[network\nproxy=x",
        b"\xff\xfe\x00",
        b"[network]\nproxy\n",
    ],
)
def test_unreadable_file_means_default_settings(tmp_path, text):
    file = tmp_path / "settings.ini"
    assert read(file) == Network()
    file.write_bytes(text)
    assert read(file) == Network()


def test_hand_written_file_is_read(tmp_path):
    file = tmp_path / "settings.ini"
    file.write_text('[network]\nproxy = "http://proxy.example:3128"\nuse_system=yes\n')
    assert read(file) == Network("http://proxy.example:3128", "", True)
    assert configparser.RawConfigParser().read(file)


@pytest.mark.parametrize("proxy", ["socks5://localhost:1080", "SOCKS4a://x", "socks5h://x:1"])
def test_socks_proxy_is_rejected_with_a_hint(proxy):
    with pytest.raises(NetworkError) as refused:
        checked(Network(proxy))
    assert refused.value.kind == "socks"


@pytest.mark.parametrize("proxy", ["ftp://x", "http://", "http://x:99999", "http://[", "://"])
def test_invalid_proxy_is_rejected(proxy):
    with pytest.raises(NetworkError) as refused:
        checked(Network(proxy))
    assert refused.value.kind == "proxy"


def test_proxy_scheme_defaults_to_http():
    assert checked(Network(" proxy.example:3128 ")).proxy == "http://proxy.example:3128"


def test_ca_file_must_contain_a_certificate(tmp_path):
    file = tmp_path / "ca.pem"
    with pytest.raises(NetworkError) as missing:
        checked(Network(ca_file=str(file)))
    assert missing.value.advice == "ca-file-unreadable"
    assert missing.value.details == {"reason": "No such file or directory"}
    file.write_text("nothing")
    with pytest.raises(NetworkError) as empty:
        checked(Network(ca_file=str(file)))
    assert empty.value.advice == "ca-file-not-pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    assert checked(Network(ca_file=f" {file} ")).ca_file == str(file)

"""contactdesk.http.network: what a profile's settings.ini says of proxies and certificates."""

import configparser
import time

import pytest
import trustme

from contactdesk.errors import NetworkError
from contactdesk.http import network
from contactdesk.http.network import Network, checked, own_address, read
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
def test_what_the_window_keeps_is_read_without_it(tmp_path, network):
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
def test_a_file_that_cannot_be_read_means_the_usual_settings(tmp_path, text):
    file = tmp_path / "settings.ini"
    assert read(file) == Network()
    file.write_bytes(text)
    assert read(file) == Network()


def test_a_line_written_by_hand_is_understood(tmp_path):
    file = tmp_path / "settings.ini"
    file.write_text('[network]\nproxy = "http://proxy.example:3128"\nuse_system=yes\n')
    assert read(file) == Network("http://proxy.example:3128", "", True)
    assert configparser.RawConfigParser().read(file)


@pytest.mark.parametrize("proxy", ["socks5://localhost:1080", "SOCKS4a://x", "socks5h://x:1"])
def test_socks_is_refused_with_a_hint(proxy):
    with pytest.raises(NetworkError) as refused:
        checked(Network(proxy))
    assert refused.value.kind == "socks"


@pytest.mark.parametrize("proxy", ["ftp://x", "http://", "http://x:99999", "http://[", "://"])
def test_what_is_no_proxy_is_refused(proxy):
    with pytest.raises(NetworkError) as refused:
        checked(Network(proxy))
    assert refused.value.kind == "proxy"


def test_a_proxy_may_be_written_without_its_scheme():
    assert checked(Network(" proxy.example:3128 ")).proxy == "http://proxy.example:3128"


def test_the_file_of_certificates_must_hold_some(tmp_path):
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


def test_sleep_and_another_network_are_noticed_once(monkeypatch):
    addresses, ahead, real = ["10.0.0.1"], [0.0], time.time
    monkeypatch.setattr(network, "own_address", lambda: addresses[-1])
    monkeypatch.setattr(time, "time", lambda: real() + ahead[-1])
    here = network.Whereabouts()
    assert here.moved()  # nothing is known yet
    assert not here.moved()
    addresses.append("192.168.1.7")
    assert (here.moved(), here.moved()) == (True, False)
    ahead.append(3600.0)
    assert (here.moved(), here.moved()) == (True, False)
    ahead.append(3601.0)  # clocks are set now and then
    assert not here.moved()


def test_the_own_address_is_text():
    assert isinstance(own_address(), str)

"""contactdesk.http.network_change: sleep and another network are detected, each once."""

import time

import pytest

from contactdesk.http import network_change
from contactdesk.http.network_change import (
    ASLEEP_AFTER_S,
    NetworkChangeDetector,
    SleepDetector,
    local_address,
)


@pytest.fixture
def clocks(monkeypatch):
    """Wall clock and monotonic clock, as seconds ahead of the real ones."""
    ahead = {"time": 0.0, "monotonic": 0.0}
    for name in ahead:
        real = getattr(time, name)
        monkeypatch.setattr(time, name, lambda real=real, name=name: real() + ahead[name])
    return ahead


def test_sleep_and_another_network_are_detected_once(monkeypatch, clocks):
    addresses = ["10.0.0.1"]
    monkeypatch.setattr(network_change, "local_address", lambda: addresses[-1])
    detector = NetworkChangeDetector()
    assert detector.has_changed()  # nothing is known yet
    assert not detector.has_changed()
    addresses.append("192.168.1.7")
    assert (detector.has_changed(), detector.has_changed()) == (True, False)
    clocks["time"] = 3600.0
    assert (detector.has_changed(), detector.has_changed()) == (True, False)
    clocks["time"] = 3601.0  # clocks are set now and then
    assert not detector.has_changed()


def test_idle_time_is_sleep_only_for_a_caller_that_polls(clocks):
    detector = SleepDetector()
    clocks["time"] = clocks["monotonic"] = 3600.0
    assert not detector.has_slept()
    clocks["time"] = clocks["monotonic"] = 7200.0
    assert (detector.has_slept(1.0), detector.has_slept(1.0)) == (True, False)


def test_a_clock_set_back_is_no_sleep(clocks):
    detector = SleepDetector()
    clocks["time"] = -3600.0
    assert not detector.has_slept(1.0)


def test_sleep_limit_of_the_program():
    assert ASLEEP_AFTER_S == 30


def test_local_address_is_text():
    assert isinstance(local_address(), str)

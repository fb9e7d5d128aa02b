"""Connection faults: truncated, endless, slow, silent or closed."""

import http.client
import json
import socket

import pytest

from contactdesk.sandbox.faults.connections import CONNECTION_FAULTS


def test_every_connection_fault_has_a_test():
    tested = {"mute", "stall", "slow-drip", "slow-headers"}
    tested |= {"endless", "continue-flood", "hang-up", "close-before-answer", "down", "reset"}
    tested |= {"truncated", "truncated-chunked", "truncated-close", "big-header"}
    assert tested == set(CONNECTION_FAULTS)


@pytest.mark.parametrize("kind", ["truncated", "truncated-chunked", "reset"])
def test_truncated_answer_is_detected_by_the_client(caller, kind):
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        caller.get_with_fault(kind)


def test_truncation_without_length_leaves_invalid_json(caller):
    answer = caller.get_with_fault("truncated-close")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|Invalid"):
        json.loads(answer.body.decode(errors="replace"))


@pytest.mark.parametrize("kind", ["close-before-answer", "down"])
def test_connection_closed_without_an_answer(caller, kind):
    with pytest.raises(ConnectionError):
        caller.get_with_fault(kind)
    assert caller.sandbox.requests[-1]["status"] == 0
    caller.sandbox.set_faults([])
    assert caller.get("bland").status == 200


def test_hang_up_closes_after_a_valid_answer(caller):
    assert caller.get_with_fault("hang-up").json["errors"] is None
    with pytest.raises(ConnectionError):
        caller.get("bland")


@pytest.mark.parametrize("kind", ["mute", "stall"])
def test_silent_connection_times_out(make_caller, kind):
    caller = make_caller(timeout=0.3)
    with pytest.raises(TimeoutError):
        caller.get_with_fault(kind)


def test_stall_ends_after_its_value(caller):
    with pytest.raises(http.client.IncompleteRead):
        caller.get_with_fault("stall", value=0.01)


@pytest.mark.parametrize("kind", ["slow-drip", "slow-headers", "endless", "continue-flood"])
def test_endless_answer_stops_when_the_sandbox_closes(make_caller, kind):
    caller = make_caller()
    caller.sandbox.set_faults([{"kind": kind}])
    request = (
        b"GET /bland/v1/contacts HTTP/1.1\r\nHost: x\r\nAuthorization: "
        + caller.keys["bland"].encode()
        + b"\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", caller.sandbox.port), timeout=20) as client:
        client.sendall(request)
        data = b""
        while len(data) < 30:
            data += client.recv(64)
        assert data.startswith(b"HTTP/1.1 100" if kind == "continue-flood" else b"HTTP/1.1 200")
        caller.sandbox.close()
        try:
            while client.recv(1 << 16):
                pass
        except ConnectionResetError:
            pass


def test_slow_drip_arrives_complete(make_caller):
    caller = make_caller(sizes={"bland": 0})
    assert caller.get_with_fault("slow-drip", value=0.0001).json["data"] == []


def test_big_header_exceeds_the_client_s_limit(caller):
    with pytest.raises(http.client.LineTooLong):
        caller.get_with_fault("big-header")

"""Rate limits: enforced per vendor and key, off by default."""

import pytest

from contactdesk.sandbox import VENDORS, rate_limits


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("provider", list(VENDORS))
def test_request_beyond_the_rate_limit_gets_429_until_the_window_moves(
    make_caller, valid, provider, monkeypatch
):
    clock = Clock()
    monkeypatch.setattr(rate_limits, "monotonic", clock)
    caller = make_caller(rates=True, sizes=dict.fromkeys(VENDORS, 3))
    most, seconds = VENDORS[provider].rate_limit
    query = [("maxResults", "1")] if provider == "quo" else []
    for _ in range(most):
        assert caller.get(provider, query).status == 200
    answer = caller.get(provider, query)
    assert answer.status == 429
    valid(f"{provider}-error", answer.json)
    wait_headers = {"retry-after", "ratelimit"} & set(answer.headers)
    assert wait_headers == {"askelephant": {"retry-after"}, "close": {"ratelimit"}}.get(
        provider, set()
    )
    if provider == "close":
        assert answer.headers["ratelimit"] == f"limit={most}, remaining=0, reset={seconds:.0f}"
    # another key has its own budget
    assert caller.get(provider, query, authorization="somebody else").status == 401
    clock.now += seconds - 0.01
    assert caller.get(provider, query).status == 429
    clock.now += 0.01
    assert caller.get(provider, query).status == 200


def test_no_rate_limit_by_default(caller):
    assert {caller.get("quo", [("maxResults", "1")]).status for _ in range(30)} == {200}

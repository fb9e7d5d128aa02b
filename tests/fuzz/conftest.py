"""How many examples the campaigns of this folder run."""

import pytest
from hypothesis import HealthCheck, settings

# In the check the examples are the same every day; the long form draws new ones.
settings.register_profile("check", max_examples=600, deadline=None, derandomize=True, database=None)
settings.register_profile(
    "long",
    max_examples=12_000,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_configure(config):
    settings.load_profile("long" if config.getoption("--long") else "check")


@pytest.fixture
def cases(long_form):
    """How many mutated records go through the whole program."""
    return 6_000 if long_form else 400

"""Sets how many examples the fuzz tests run."""

import pytest

from tests.qa.fuzz import strategies


def pytest_configure(config):
    strategies.LONG = config.getoption("--long")


@pytest.fixture
def cases(long_form):
    """The number of mutated records for the whole program."""
    return 6_000 if long_form else 400

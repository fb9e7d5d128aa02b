"""How many examples the campaigns of this folder run."""

import pytest

from tests.qa.fuzz import shapes


def pytest_configure(config):
    shapes.LONG = config.getoption("--long")


@pytest.fixture
def cases(long_form):
    """How many mutated records go through the whole program."""
    return 6_000 if long_form else 400

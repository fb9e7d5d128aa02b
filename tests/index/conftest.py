"""An index in a folder of its own, opened for a test and closed after it."""

from __future__ import annotations

import pytest

from contactdesk.index import Index
from tests.index.people import KEY


@pytest.fixture
def path(tmp_path):
    return tmp_path / "profile" / "index.db"


@pytest.fixture
def index(loop, path):
    index = loop.run_until_complete(Index.open(path, KEY))
    yield index
    loop.run_until_complete(index.close())

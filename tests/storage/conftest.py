"""The index fixtures: its file is the one most of these tests open."""

# pytest finds a fixture by its name in this module.
from tests.index.conftest import index, path  # noqa: F401

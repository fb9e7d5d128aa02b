"""What campaigns share: figures for the report, real processes of the program."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture
def figures(record_property, capsys):
    """`figures(name, number)`: into the JUnit report, and onto the terminal."""

    def note(name: str, number: object) -> None:
        record_property(name, number)
        with capsys.disabled():
            sys.stdout.write(f" [{name} {number}]")

    return note
